"""Which of many patterns may match a text at all.

Hundreds of terms are looked for in every sentence, and most of them stand in none. From each pattern are known a few
strings of which every match needs one (支出 or 预算 for “(总)?支出(决算)?|部门预算”); a `Prefilter` gathers those of
all patterns, so that one look at a text's pairs of characters leaves only the few patterns worth trying.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from pipeline.language.literals import necessary

T = TypeVar("T")


class Prefilter(Generic[T]):
    """Things with a pattern each; given a text, those whose pattern may match in it."""

    def __init__(self, patterns: Iterable[tuple[re.Pattern[str], T]]) -> None:
        needs = [(necessary(shape), thing) for shape, thing in patterns]
        self._things = [thing for _, thing in needs]
        self._always = sum(1 << number for number, (strings, _) in enumerate(needs) if not strings)
        self._having: defaultdict[str, int] = defaultdict(int)
        """One or two characters → the things that need them, as bits."""
        common = Counter(pair for strings, _ in needs for string in strings for pair in _pairs(string))
        for number, (strings, _) in enumerate(needs):
            for string in strings:
                # 成率 of 绩效目标完成率: a text holds it less often than 绩效.
                self._having[min(_pairs(string), key=common.__getitem__)] |= 1 << number

    def __call__(self, text: str) -> list[T]:
        """The things, in their order, whose pattern may match anywhere in the text.

        None is left out whose pattern matches; of the others a few come along.
        """
        bits = self._always
        for found in self._having.keys() & {*text, *_pairs(text)}:
            bits |= self._having[found]
        things = []
        while bits:
            lowest = bits & -bits
            things.append(self._things[lowest.bit_length() - 1])
            bits ^= lowest
        return things


def _pairs(text: str) -> list[str]:
    """Each two characters that stand side by side; a single character itself."""
    return list(map(str.__add__, text, text[1:])) or [text]
