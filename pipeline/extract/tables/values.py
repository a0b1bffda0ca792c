"""Cells that hold a figure: a number alone, a number with its unit, a comparator, words, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.document import Span
from pipeline.language.quantities import QuantityParser
from pipeline.language.quantity import Quantity
from pipeline.rules.load import RuleSet, pattern

_NUMBER = re.compile(
    r"^(?P<sign>[≥≤<>=]{0,2})(?P<neg>-|\()?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\)?(?P<unit>%|万元|元|人|名|辆|台|个)?$"
)


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


@dataclass(frozen=True)
class Values:
    """Reads cells."""

    rules: RuleSet
    parser: QuantityParser

    def __post_init__(self) -> None:
        object.__setattr__(self, "_blank", pattern(self.rules.tables.blank))

    def blank(self, text: str) -> bool:
        """A blank cell, “-” and “/” are no facts."""
        return bool(self._blank.search(text))  # type: ignore[attr-defined]

    def figure(self, text: str) -> CellFigure | None:
        """A cell that is one number, bare or with a plain unit."""
        match = _NUMBER.match(text)
        if not match:
            return None
        value = Decimal(match["number"].replace(",", ""))
        places = len(match["number"].partition(".")[2])
        negative = match["neg"] == "-" or (match["neg"] == "(" and text.endswith(")"))
        return CellFigure(-value if negative else value, places, Span(0, len(text)), match["unit"] or "")

    def quantities(self, text: str) -> list[Quantity]:
        """Numbers with their units in a cell of words."""
        return self.parser.find(text)

    def is_number(self, text: str) -> bool:
        """Whether the cell is a figure rather than a label."""
        return self.figure(text) is not None
