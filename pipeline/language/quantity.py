"""What a quantity is: a number, a unit, and how exactly it is meant."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pipeline.document import Span

Kind = Literal["money", "price", "rate", "points", "multiple", "count", "bare"]
"""money in yuan · price of one thing (元/人) · rate in percent · percentage points · times a base (倍) ·
a count or measure with its own unit · a number without any unit."""

Approx = Literal["over", "about", "under"]
"""余、多、以上、超过 · 约、左右 · 近、不足"""

Comparator = Literal[">=", "<=", ">", "<"]

Number = Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number as it is written: 119.52万元, 近200人, 不少于12场, 30至40场, 百分之九十五.

    `span` covers all of it, hedges included; `number` covers the digits (or numerals) only. Both count in the
    text that was read. `value` is in `unit`: money in yuan (unit "CNY"), rates in percent (95% is 95, unit "%").
    """

    span: Span
    number: Span
    value: Number
    unit: str
    kind: Kind
    low: Number | None
    """Least value that is meant; None without a lower bound. For 119.52万元: 1195150."""
    high: Number | None
    """Greatest value that is meant; None without an upper bound."""
    decimals: int | None
    """As XBRL means it: accurate to 10**-decimals of `unit`; None where the writing does not tell (近, 数百)."""
    written_unit: str = ""
    """The unit as it is written: 万元, 人次, 个百分点."""
    approx: Approx | None = None
    comparator: Comparator | None = None
    is_range: bool = False
    """30至40场: `value` is `low`, and `high` is the other end."""
