"""What must hold between figures, and whether it does.

Each relation names the figures in it, what the others make of one of them (`needed`), and its status: it is
*consistent* if the printed values agree as they stand, *rounding* if only their intervals do, *inconsistent* if no
values that the figures may stand for agree.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, Literal

from pipeline.checks.reports import Figure
from pipeline.intervals import Interval, total

Status = Literal["consistent", "rounding", "inconsistent"]
Kind = Literal["sum", "difference", "ratio", "text_table", "cross_year", "limit", "unit", "stale"]

Arithmetic = dict[str, Any]
"""A relation that can be kept: `form`, `check`, and its figures' ids (terms as [id, sign]); `of` reads it again."""

_HUNDRED = Decimal(100)


class Relation(ABC):
    """What must hold between figures."""

    check: str
    """Id of the check, as rules/checks/ has it."""
    kind: Kind
    stated: Figure
    """The figure that the others are held against."""

    @property
    @abstractmethod
    def others(self) -> tuple[Figure, ...]:
        """The figures that it is held against."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures in it, the stated one first."""
        return (self.stated, *self.others)

    @property
    @abstractmethod
    def computed(self) -> Decimal:
        """What the others make, at face value."""

    @property
    @abstractmethod
    def interval(self) -> Interval:
        """All that the others may make."""

    @property
    def allowed(self) -> Interval:
        """What the stated figure may stand for."""
        return self.stated.interval

    @property
    def status(self) -> Status:
        """Whether it holds."""
        if self.computed == self.stated.value:
            return "consistent"
        return "rounding" if self.interval.meets(self.allowed) else "inconsistent"

    @abstractmethod
    def needed(self, figure: Figure) -> Decimal | None:
        """What a figure would have to be at face value; None where that cannot be told."""

    @abstractmethod
    def told(self) -> Arithmetic:
        """The relation as data, figures by their ids."""


@dataclass(frozen=True, slots=True)
class Sum(Relation):
    """stated = signed sum of terms."""

    check: str
    kind: Kind
    stated: Figure
    terms: tuple[tuple[Figure, int], ...]

    @property
    def others(self) -> tuple[Figure, ...]:
        return tuple(figure for figure, _ in self.terms)

    @property
    def computed(self) -> Decimal:
        return sum((figure.value * sign for figure, sign in self.terms), Decimal(0))

    @property
    def interval(self) -> Interval:
        return total(figure.interval if sign > 0 else -figure.interval for figure, sign in self.terms)

    def needed(self, figure: Figure) -> Decimal | None:
        if figure == self.stated:
            return self.computed
        sign = next((sign for term, sign in self.terms if term == figure), 0)
        rest = self.computed - figure.value * sign
        return (self.stated.value - rest) * sign if sign else None

    def told(self) -> Arithmetic:
        return {"form": "sum", "check": self.check, "stated": self.stated.id, "terms": _ids(self.terms)}


@dataclass(frozen=True, slots=True)
class Rate(Relation):
    """stated % = part ÷ whole, less 100 for a growth; a rate may be cut instead of rounded."""

    check: str
    kind: Kind
    stated: Figure
    part: Sequence[tuple[Figure, int]]
    """The part, or a sum that makes it."""
    whole: Sequence[tuple[Figure, int]]
    less: int = 0
    """100 for a growth rate."""

    @property
    def others(self) -> tuple[Figure, ...]:
        return tuple(dict.fromkeys(figure for figure, _ in (*self.part, *self.whole)))

    @property
    def computed(self) -> Decimal:
        with localcontext() as context:
            context.prec = 28
            return _signed(self.part) / _signed(self.whole) * _HUNDRED - self.less

    @property
    def interval(self) -> Interval:
        part, whole = _interval(self.part), _interval(self.whole)
        corners = ((p, w) for p in (part.low, part.high) for w in (whole.low, whole.high))
        ends = [p / w * _HUNDRED - self.less for p, w in corners if p is not None and w]
        return Interval(min(ends), max(ends)) if len(ends) == _CORNERS else Interval(None, None)

    @property
    def allowed(self) -> Interval:
        return cut(self.stated)

    @property
    def status(self) -> Status:
        decimals = self.stated.fact.decimals or 0
        if round(self.computed, decimals) == self.stated.value:
            return "consistent"
        return "rounding" if self.interval.meets(self.allowed) else "inconsistent"

    def needed(self, figure: Figure) -> Decimal | None:
        if figure == self.stated:
            return self.computed
        rate = (self.stated.value + self.less) / _HUNDRED
        if [figure] == [f for f, _ in self.part]:
            return _signed(self.whole) * rate
        if [figure] == [f for f, _ in self.whole] and rate:
            return _signed(self.part) / rate
        return None

    def told(self) -> Arithmetic:
        parts = {"part": _ids(self.part), "whole": _ids(self.whole), "less": self.less}
        return {"form": "rate", "check": self.check, "stated": self.stated.id, **parts}


@dataclass(frozen=True, slots=True)
class Same(Relation):
    """The same thing stated twice."""

    check: str
    kind: Kind
    stated: Figure
    other: Figure

    @property
    def others(self) -> tuple[Figure, ...]:
        return (self.other,)

    @property
    def computed(self) -> Decimal:
        return self.other.value

    @property
    def interval(self) -> Interval:
        return self.other.interval

    def needed(self, figure: Figure) -> Decimal | None:
        return self.other.value if figure == self.stated else self.stated.value

    def told(self) -> Arithmetic:
        return {"form": "same", "check": self.check, "stated": self.stated.id, "other": self.other.id}


@dataclass(frozen=True, slots=True)
class AtMost(Relation):
    """stated ≤ limit; the limit is a figure, or a number that can never be passed."""

    check: str
    kind: Kind
    stated: Figure
    limit: Figure | Decimal

    @property
    def others(self) -> tuple[Figure, ...]:
        return (self.limit,) if isinstance(self.limit, Figure) else ()

    @property
    def computed(self) -> Decimal:
        return self.limit.value if isinstance(self.limit, Figure) else self.limit

    @property
    def interval(self) -> Interval:
        top = self.limit.interval.high if isinstance(self.limit, Figure) else self.limit
        return Interval(None, top)

    @property
    def status(self) -> Status:
        if self.stated.value <= self.computed:
            return "consistent"
        return "rounding" if self.interval.meets(self.stated.interval) else "inconsistent"

    def needed(self, figure: Figure) -> Decimal | None:
        return self.computed if figure == self.stated else None

    def told(self) -> Arithmetic:
        limit = self.limit.id if isinstance(self.limit, Figure) else str(self.limit)
        return {"form": "limit", "check": self.check, "stated": self.stated.id, "limit": limit}


_CORNERS = 4


def of(told: Arithmetic, kind: Kind, figures: Mapping[int, Figure]) -> Relation:
    """The relation that was `told`; `figures` by id. Raises KeyError where one of them is missing."""
    check, stated = told["check"], figures[told["stated"]]
    if told["form"] == "sum":
        return Sum(check, kind, stated, _terms(told["terms"], figures))
    if told["form"] == "rate":
        part, whole = (_terms(told[name], figures) for name in ("part", "whole"))
        return Rate(check, kind, stated, part, whole, told["less"])
    if told["form"] == "same":
        return Same(check, kind, stated, figures[told["other"]])
    limit = told["limit"]
    return AtMost(check, kind, stated, Decimal(limit) if isinstance(limit, str) else figures[limit])


def cut(figure: Figure) -> Interval:
    """What a rate may stand for that was rounded, or whose further digits were left out."""
    interval = figure.interval
    if figure.fact.approx or interval.low is None or interval.high is None:
        return interval
    unit = interval.high - interval.low
    away = unit / 2
    return (
        Interval(interval.low - away, interval.high)
        if figure.value < 0
        else Interval(interval.low, interval.high + away)
    )


def _signed(terms: Sequence[tuple[Figure, int]]) -> Decimal:
    return sum((figure.value * sign for figure, sign in terms), Decimal(0))


def _interval(terms: Sequence[tuple[Figure, int]]) -> Interval:
    return total(figure.interval if sign > 0 else -figure.interval for figure, sign in terms)


def _ids(terms: Sequence[tuple[Figure, int]]) -> list[tuple[int, int]]:
    return [(figure.id, sign) for figure, sign in terms]


def _terms(ids: Sequence[tuple[int, int]], figures: Mapping[int, Figure]) -> tuple[tuple[Figure, int], ...]:
    return tuple((figures[number], sign) for number, sign in ids)
