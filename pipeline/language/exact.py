"""Exact arithmetic on numbers as they are written: a coefficient and the place of the last digit.

Python integers have no limit, so nothing is rounded on the way from 5亿3200万元 to Decimal('532000000').
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Decimals(NamedTuple):
    """coefficient × 10**exponent, the exponent being that of the last digit written."""

    coefficient: int
    exponent: int

    @property
    def value(self) -> Decimal:
        """With the digits that were written: Decimal('1195200') for (11952, 2), Decimal('0.50') for (50, -2)."""
        if self.exponent >= 0:
            return Decimal(self.coefficient * 10**self.exponent)
        digits = tuple(map(int, str(abs(self.coefficient))))
        return Decimal((int(self.coefficient < 0), digits, self.exponent))

    def times(self, factor: Decimals) -> Decimals:
        """The product, as accurate as self if the factor is a power of ten."""
        return Decimals(self.coefficient * factor.coefficient, self.exponent + factor.exponent)

    def plus(self, other: Decimals) -> Decimals:
        """The sum, written to the finer last digit of the two."""
        exponent = min(self.exponent, other.exponent)
        mine, theirs = (part.coefficient * 10 ** (part.exponent - exponent) for part in (self, other))
        return Decimals(mine + theirs, exponent)

    def negated(self) -> Decimals:
        """The same with the other sign."""
        return Decimals(-self.coefficient, self.exponent)

    def written_out(self) -> Decimals:
        """As Arabic digits would be written, to the last: 300 is known to 1, not to 100."""
        return Decimals(self.coefficient * 10**self.exponent, 0) if self.exponent > 0 else self


def from_decimal(value: Decimal) -> Decimals:
    """A factor of units.yaml as a coefficient with a power of ten; `value` must be finite."""
    numerator, denominator = value.as_integer_ratio()
    exponent = 0
    while denominator != 1:
        exponent -= 1
        numerator, denominator = (value * 10**-exponent).as_integer_ratio()
    while numerator and numerator % 10 == 0:
        numerator, exponent = numerator // 10, exponent + 1
    return Decimals(numerator, exponent)
