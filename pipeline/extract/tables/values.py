"""Cells that hold a figure: a number alone, a number with its unit, a comparator, words, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pipeline.document import Span
from pipeline.language.quantities import QuantityParser
from pipeline.language.quantity import Comparator, Quantity
from pipeline.rules import RuleSet

COMPARATORS: Mapping[str, Comparator] = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", ">": ">", "<": "<"}
"""Signs as cells print them; “=” and words such as 定性 compare nothing."""

_SIGN = re.compile(r"^[≥≤<>=]*")


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A number that fills its cell; `places` counts its digits after the point, `unit` is what is printed behind."""

    value: Decimal
    places: int
    span: Span
    unit: str = ""

    @property
    def percent(self) -> bool:
        return self.unit == "%"

    @property
    def is_whole(self) -> bool:
        """10 and 10.00 are whole numbers."""
        return self.value == self.value.to_integral_value()


@dataclass(frozen=True)
class Values:
    """Reads cells by rules/tables.yaml."""

    rules: RuleSet
    parser: QuantityParser

    @cached_property
    def _number(self) -> re.Pattern[str]:
        units = "|".join(map(re.escape, self.rules.tables.units.in_figure))
        return re.compile(
            r"^[≥≤<>=]{0,2}"
            r"(?P<minus>-|\()?"  # accountants put a negative amount in brackets
            r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
            r"\)?"
            rf"(?P<unit>{units})?"
            r"\??$"  # what is left of a character that the page's encoding lost
        )

    def blank(self, text: str) -> bool:
        """A blank cell, “-” and “/” are no facts."""
        return bool(self.rules.tables.blank.search(text))

    def figure(self, text: str) -> CellFigure | None:
        """A cell that is one number, bare or with a plain unit; a comparator before it is passed over."""
        match = self._number.match(text)
        if not match:
            return None
        value = Decimal(match["number"].replace(",", ""))
        places = len(match["number"].partition(".")[2])
        negative = match["minus"] == "-" or (match["minus"] == "(" and text.endswith(")"))
        unit = match["unit"] or ""
        if unit in self.rules.tables.units.percent:
            unit = "%"
        return CellFigure(-value if negative else value, places, Span(0, len(text)), unit)

    def quantities(self, text: str) -> list[Quantity]:
        """Numbers with their units in a cell of words."""
        return self.parser.find(text)

    def is_figure(self, text: str) -> bool:
        """Whether a cell holds a figure, or a sign for none."""
        return bool(text) and (self.is_number(text) or self.blank(text))

    def is_number(self, text: str) -> bool:
        """Whether the cell is a figure rather than a label."""
        return self._number.match(text) is not None

    @staticmethod
    def signed(text: str) -> tuple[str, str]:
        """The comparator that a cell begins with, and the rest: ≥95% → ("≥", "95%")."""
        match = _SIGN.match(text)
        end = match.end() if match else 0
        return text[:end], text[end:]
