"""Which of many patterns may match a text at all, told by letters that they cannot do without.

Nearly a hundred rules are tried on every sentence, and most of them match nothing in it. `necessary` reads from a
pattern a few strings of which every match needs one (支出 or 预算 for “(总)?支出(决算)?|部门预算”); a `Prefilter`
gathers those of all patterns, so that one look at a text's pairs of characters leaves only the few patterns worth
trying. The same is done by the FilteredRE2 of Google's RE2 and the trigram index of its Code Search.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from operator import concat
from re import _constants as codes  # type: ignore[attr-defined]  # the one reader of re's own syntax is re's own parser
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")
Strings = frozenset[str]

_NOTHING = frozenset({""})
_MOST = 512
"""So many strings are written out of one stretch of a pattern; of longer lists any part does."""


class Prefilter(Generic[T]):
    """Things with a pattern each; given a text, those whose pattern may match in it."""

    def __init__(self, patterns: Iterable[tuple[re.Pattern[str], T]]) -> None:
        self._things: list[T] = []
        self._always = 0
        self._having: defaultdict[str, int] = defaultdict(int)
        """One or two characters → the things that need them, as bits."""
        for number, (shape, thing) in enumerate(patterns):
            self._things.append(thing)
            needed = necessary(shape)
            if not needed:
                self._always |= 1 << number
            for string in needed:
                self._having[string[:2]] |= 1 << number

    def __call__(self, text: str) -> list[T]:
        """The things, in their order, whose pattern may match anywhere in `text` or behind its first characters.

        None is left out whose pattern matches; of the others a few come along.
        """
        bits = self._always
        for found in self._having.keys() & {*text, *map(concat, text, text[1:])}:
            bits |= self._having[found]
        things = []
        while bits:
            lowest = bits & -bits
            things.append(self._things[lowest.bit_length() - 1])
            bits ^= lowest
        return things


def necessary(shape: re.Pattern[str]) -> Strings:
    """Strings of which a text holds one wherever the pattern matches in it; empty where nothing is known.

    >>> sorted(necessary(re.compile("(部门|单位)*(总)?支出|[^，]*预算(?=为)")))
    ['支出', '预算']
    >>> sorted(necessary(re.compile("[一-龥]*")))
    []
    """
    if shape.flags & re.IGNORECASE:
        return frozenset()
    return _shortest(_read(parser.parse(shape.pattern, shape.flags)).needed)


class _Known(NamedTuple):
    """What is known of the texts that a part of a pattern matches."""

    whole: Strings | None = None
    """All of them; None where they are too many to write out."""
    needed: Strings = frozenset()
    """Each holds one of these; empty where nothing is known."""


_ANYTHING = _Known()


def _read(parts: Iterable[tuple[Any, Any]]) -> _Known:
    """What a sequence matches: stretches that can be written out, and gaps between them."""
    stretch: Strings = _NOTHING
    needed: Strings = frozenset()
    gaps = False
    for code, argument in parts:
        part = _part(code, argument)
        needed = _better(needed, part.needed)
        if part.whole is not None and len(part.whole) * len(stretch) <= _MOST:
            stretch = frozenset(before + after for before, after in product(stretch, part.whole))
            continue
        needed, gaps = _better(needed, stretch), True
        stretch = part.whole or _NOTHING
    return _Known(None if gaps else stretch, _better(needed, stretch))


def _part(code: object, argument: Any) -> _Known:  # noqa: ANN401 - what re's parser makes of it
    match code:
        case codes.LITERAL:
            known = _Known(frozenset({chr(argument)}))
        case codes.IN:
            known = _Known(_characters(argument))
        case codes.BRANCH:
            known = _either([_read(branch) for branch in argument[1]])
        case codes.SUBPATTERN:
            known = _ANYTHING if argument[1] & re.IGNORECASE else _read(argument[3])
        case codes.MAX_REPEAT | codes.MIN_REPEAT:
            known = _repeated(*argument)
        case codes.ASSERT:
            known = _Known(_NOTHING, _read(argument[1]).needed)
        case codes.ASSERT_NOT | codes.AT:
            known = _Known(_NOTHING)
        case _:
            known = _ANYTHING
    return known


def _characters(members: Sequence[tuple[Any, Any]]) -> Strings | None:
    """The characters of a set like [县市区], if it names each of them."""
    if any(code is not codes.LITERAL for code, _ in members):
        return None
    return frozenset(chr(character) for _, character in members)


def _either(branches: Sequence[_Known]) -> _Known:
    wholes = [branch.whole for branch in branches]
    written = frozenset[str]().union(*(whole for whole in wholes if whole is not None))
    needed = frozenset[str]()
    if all(branch.needed for branch in branches):
        needed = needed.union(*(branch.needed for branch in branches))
    return _Known(None if None in wholes else written, needed)


def _repeated(least: int, most: int, inside: Iterable[tuple[Any, Any]]) -> _Known:
    once = _read(inside)
    if most == 1 and once.whole is not None:
        return once if least else _Known(once.whole | _NOTHING)
    return _Known(None, once.needed if least else frozenset())


def _better(one: Strings, other: Strings) -> Strings:
    """Which tells more: pairs of characters are rarer than single ones, few strings rarer than many."""
    known = [strings for strings in (one, other) if strings and "" not in strings]
    return max(known, key=lambda strings: (min(2, *map(len, strings)), -len(strings)), default=frozenset())


def _shortest(strings: Strings) -> Strings:
    """The strings without those that hold another one."""
    return frozenset(s for s in strings if not any(other in s for other in strings if other != s))
