"""Printed figures as intervals: what they may stand for, and whether they can be true together.

XBRL Calculations 1.1 (https://www.xbrl.org/Specification/calculation-1.1): a value printed to a digit stands for any
value within half a unit of that digit; intervals are added, and figures contradict each other only where their
intervals have nothing in common. All arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.language.quantity import Approx

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; None is no bound."""

    low: Decimal | None
    high: Decimal | None

    def __add__(self, other: Interval) -> Interval:
        return Interval(_both(self.low, other.low), _both(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(_negative(self.high), _negative(self.low))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def meets(self, other: Interval) -> bool:
        """Whether some value is in both."""
        return _reaches(self.high, other.low) and _reaches(other.high, self.low)


def printed(value: Decimal, decimals: int | None, approx: Approx | None = None, *, counted: bool = False) -> Interval:
    """What a printed figure may stand for.

    `decimals` as XBRL means it: 119.52万元 is 1195200 with -2, so [1195150, 1195250]; None tells no accuracy, and the
    value stands for itself. `counted`: people and things are whole, so an exact count is itself. 余 is at least the
    value, 近 at most, both away from nothing (减少一成多 is −10 or less); 约 is within a tenth.
    """
    if approx in ("over", "under"):
        return Interval(value, None) if (approx == "over") == (value >= 0) else Interval(None, value)
    if approx == "about":
        tenth = abs(value) / 10
        return Interval(value - tenth, value + tenth)
    if counted or decimals is None:
        return Interval(value, value)
    half = _HALF * Decimal(1).scaleb(-decimals)
    return Interval(value - half, value + half)


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of intervals; [0, 0] for none."""
    found = Interval(Decimal(0), Decimal(0))
    for part in parts:
        found += part
    return found


def _both(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _negative(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _reaches(high: Decimal | None, low: Decimal | None) -> bool:
    return high is None or low is None or high >= low
