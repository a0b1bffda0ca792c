"""What our words are called in XBRL: elements, dimensions with their members, units, periods.

An XBRL element has one type and one kind of period, so each concept has one element for its values and one for each
measure: `expenditure.total`, `expenditure.total-change`, `expenditure.total-change_rate` …; values that are words are
`indicator-text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pipeline.facts import Base, Measure, Scenario
from pipeline.language.quantity import Approx, Comparator
from pipeline.rules import RuleSet

CONCEPTS, UNITS, BODIES = "urn:jihe:concepts", "urn:jihe:units", "urn:jihe:bodies"
ISO4217 = "http://www.xbrl.org/2003/iso4217"

Type = Literal["monetary", "decimal", "pure", "string"]
Period = Literal["instant", "duration"]

_RATES = ("change_rate", "share", "completion_rate")
# What there is at a date; all else happens in a year.
_STOCKS = frozenset({"staff", "org", "asset", "carryover"})


@dataclass(frozen=True, slots=True)
class Element:
    """One concept of the taxonomy."""

    name: str
    type: Type
    period: Period
    labels: Mapping[str, str]
    """Language → its words."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """An explicit dimension; the first member is meant where a fact has none."""

    name: str
    members: tuple[str, ...]

    @property
    def element(self) -> str:
        """The dimension's element."""
        return f"dimension.{self.name}"

    def member(self, value: str) -> str:
        """A member's element."""
        return f"{self.name}.{_SIGNS.get(value, value)}"


_SIGNS = {">=": "at_least", "<=": "at_most", ">": "over", "<": "under"}
NONE = "none"
DIMENSIONS = (
    Dimension("scenario", get_args(Scenario)),
    Dimension("base", (NONE, *get_args(Base))),
    Dimension("approx", (NONE, *get_args(Approx))),
    Dimension("comparator", (NONE, *get_args(Comparator))),
)
ITEM, PLACE = "dimension.item", "dimension.place"
"""Typed dimensions: what a figure is about, and where in the report's text it stands."""


def element_name(concept: str, measure: str, *, words: bool = False) -> str:
    """The element of a fact.

    >>> element_name("staff.quota", "value"), element_name("staff.quota", "change")
    ('staff.quota', 'staff.quota-change')
    """
    if words:
        return f"{concept}-text"
    return concept if measure == "value" else f"{concept}-{measure}"


def elements(rules: RuleSet, labels: Mapping[tuple[str, str], Mapping[str, Any]]) -> Iterator[Element]:
    """Every element, concept by concept."""
    for concept, spec in rules.concepts.items():
        amount: Type = "monetary" if spec.is_money else "decimal"
        stock: Period = "instant" if concept.split(".", 1)[0] in _STOCKS else "duration"
        words = {"zh": spec.zh, "en": spec.en}
        for measure in get_args(Measure):
            called = labels["measure", measure]
            named = {lang: f"{word}（{called[lang]}）" for lang, word in words.items()}
            kind: Type = "pure" if measure in _RATES else amount
            period: Period = stock if measure == "value" else "duration"
            yield Element(element_name(concept, measure), kind, period, words if measure == "value" else named)
        said = {"zh": f"{spec.zh}（文字）", "en": f"{spec.en} (in words)"}
        yield Element(element_name(concept, "value", words=True), "string", stock, said)


def period_of(element: Element, year: int) -> str:
    """The period of a figure of a fiscal year: the calendar year, or its end; carry-over brought forward, its start."""
    start, end = f"{year:04}-01-01T00:00:00", f"{year + 1:04}-01-01T00:00:00"
    if element.period == "duration":
        return f"{start}/{end}"
    return start if element.name.startswith("carryover.opening") else end


# What XML has no place for in a name, or not at its beginning; no unit has characters beyond the basic plane.
_NOT_IN_NAMES = re.compile(
    r"^(?=[0-9.\-\u00b7\u0300-\u036f])|"
    r"[^A-Za-z0-9_.\-\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040"
    r"\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd]"
)


def unit_of(unit: str) -> str | None:
    """The unit as xBRL-JSON has it; None is a pure number.

    >>> unit_of("CNY"), unit_of("人次"), unit_of("台(套)"), unit_of("%")
    ('iso4217:CNY', 'unit:人次', 'unit:台_x28_套_x29_', None)
    """
    if unit in ("", "%"):
        return None
    return "iso4217:CNY" if unit == "CNY" else f"unit:{_NOT_IN_NAMES.sub(_spelt, unit)}"


def _spelt(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):x}_" if found[0] else "_"
