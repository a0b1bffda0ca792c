"""Units as data: what `rules/units.yaml` says, in the form that the number parser compiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Units:
    """Every unit that a quantity may carry, and what only looks like a quantity.

    `money` maps a money word to its worth in yuan (万元 → 10000); `counting` maps a counting or measuring word to
    the word that facts carry (名 → 人; 人次 and 场次 stay themselves); `scales` maps what may stand between number
    and unit to its factor (万 → 10000).
    """

    money: Mapping[str, Decimal]
    counting: Mapping[str, str]
    scales: Mapping[str, Decimal]
    per: tuple[str, ...] = ()
    """What a price or a frequency may be counted by, besides the counting words: 月 in 元/月."""
    not_before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that show that a unit's character is no unit: 场 before 所 is a 场所."""
    measures: frozenset[str] = frozenset()
    """Units of measurement: an integer is rounded (50亩), and 一 before them is a number."""
    fractional: frozenset[str] = frozenset()
    """Other units that take a decimal point; a table's 412.00本年 is no book."""
    one_counts: frozenset[str] = frozenset()
    """Counting words before which 一 is a number (一辆); before others it is mostly an article (一个)."""
    without_unit: tuple[str, ...] = ()
    """Nouns after 万 whose counting word was left out: 1.2万群众 is no money."""
    ordinal_followers: tuple[str, ...] = ()
    """Words after a number that make it a name or an order: 2级, 107国道, 3标段."""
    hotline_followers: tuple[str, ...] = ()
    """Words after a run of digits that make it a telephone number: 12345热线."""
    phrases: tuple[str, ...] = ()
    """Set phrases with a Chinese numeral that counts nothing: 十分, 三位一体."""
    patterns: tuple[str, ...] = ()
    """The same as regular expressions that start at the numeral, for Arabic numerals too: 个方面."""
