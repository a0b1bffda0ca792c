"""What a regular expression's own text tells of all its matches: strings that they hold, letters that they begin with.

With them a text is dismissed without a try of the pattern (`prefilter`), and a pattern is tried only where it may
begin (`terms`). The same is done by the FilteredRE2 of Google's RE2 and the trigram index of its Code Search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from re import _constants as codes  # type: ignore[attr-defined]  # the one reader of re's own syntax is re's own parser
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

Strings = frozenset[str]

_NONE: Strings = frozenset()
_EMPTY = frozenset({""})
_MOST = 512
"""So many strings are written out of one stretch of a pattern; of longer lists any part does."""
_OPENING = 2
"""Characters of an opening: 预算 and 预备 are told apart, and more would only make the lists longer."""


def necessary(shape: re.Pattern[str]) -> Strings:
    """Strings of which a text holds one wherever the pattern matches in it; none where nothing is known.

    >>> sorted(necessary(re.compile("(部门|单位)*(总)?支出|[^，]*预算(?=为)")))
    ['支出', '预算']
    >>> sorted(necessary(re.compile("[一-龥]*")))
    []
    """
    needed = _known(shape).needed
    return frozenset(s for s in needed if not any(other in s for other in needed if other != s))


def openings(shape: re.Pattern[str]) -> Strings:
    """One or two characters each, of which every match begins with one; none where nothing is known.

    >>> sorted(openings(re.compile("(全年|本年)*(总)?支出|车(?=[辆])")))
    ['全年', '总支', '支出', '本年', '车']
    >>> sorted(openings(re.compile("[^，]{0,8}满意度")))
    []
    """
    begins = _known(shape).begins
    return _NONE if begins is None or "" in begins else begins


def shortest(shape: re.Pattern[str]) -> int:
    """How many characters a match has at least.

    >>> shortest(re.compile("(总)?支出(?=合计)"))
    2
    """
    return int(parser.parse(shape.pattern, shape.flags).getwidth()[0])


class _Known(NamedTuple):
    """What is known of the texts that a part of a pattern matches."""

    whole: Strings | None = None
    """All of them; None where they are too many to write out."""
    needed: Strings = _NONE
    """Each holds one of these; none where nothing is known."""
    begins: Strings | None = None
    """Each begins with one of these, and is empty only if "" is among them; None where nothing is known."""


_ANYTHING = _Known()


def _texts(whole: Iterable[str]) -> _Known:
    """A part that matches these texts and no others."""
    whole = frozenset(whole)
    return _Known(whole, _better(whole, _NONE), frozenset(text[:_OPENING] for text in whole))


@lru_cache
def _known(shape: re.Pattern[str]) -> _Known:
    return _ANYTHING if shape.flags & re.IGNORECASE else _read(parser.parse(shape.pattern, shape.flags))


def _read(parts: Iterable[tuple[Any, Any]]) -> _Known:
    """What a sequence matches: stretches that can be written out, and gaps between them."""
    known = [_part(code, argument) for code, argument in parts]
    stretch, needed, gaps = _EMPTY, _NONE, False
    for part in known:
        needed = _better(needed, part.needed)
        if part.whole is not None and len(part.whole) * len(stretch) <= _MOST:
            stretch = frozenset(before + after for before, after in product(stretch, part.whole))
            continue
        needed, gaps = _better(needed, stretch), True
        stretch = part.whole or _EMPTY
    return _Known(None if gaps else stretch, _better(needed, stretch), _beginnings(known))


def _beginnings(parts: Iterable[_Known]) -> Strings | None:
    """What a sequence begins with: its first part, and what follows where that is short or may be left out."""
    found, growing = _NONE, _EMPTY
    for part in parts:
        if not growing:
            break
        if part.begins is None:
            return None if "" in growing else found | growing
        longer = frozenset((before + after)[:_OPENING] for before, after in product(growing, part.begins - _EMPTY))
        left_out = growing if "" in part.begins else _NONE
        # Only what is told whole can grow further.
        short = frozenset(s for s in longer if len(s) < _OPENING) if part.whole is not None else _NONE
        found |= longer - short
        growing = short | left_out
    found |= growing
    return found if len(found) <= _MOST else None


def _part(code: object, argument: Any) -> _Known:  # noqa: ANN401 - what re's parser makes of it
    match code:
        case codes.LITERAL:
            known = _texts([chr(argument)])
        case codes.IN:
            known = _set(argument)
        case codes.BRANCH:
            known = _either([_read(branch) for branch in argument[1]])
        case codes.SUBPATTERN:
            known = _ANYTHING if argument[1] & re.IGNORECASE else _read(argument[3])
        case codes.MAX_REPEAT | codes.MIN_REPEAT:
            known = _repeated(*argument)
        case codes.ASSERT:
            known = _Known(_EMPTY, _read(argument[1]).needed, _EMPTY)
        case codes.ASSERT_NOT | codes.AT:
            known = _texts(_EMPTY)
        case _:
            known = _ANYTHING
    return known


def _set(members: Sequence[tuple[Any, Any]]) -> _Known:
    """A set like [县市区], if it names each of its characters."""
    if any(code is not codes.LITERAL for code, _ in members):
        return _ANYTHING
    return _texts(chr(character) for _, character in members)


def _either(branches: Sequence[_Known]) -> _Known:
    return _Known(
        _union([branch.whole for branch in branches]),
        _union([branch.needed or None for branch in branches]) or _NONE,
        _union([branch.begins for branch in branches]),
    )


def _union(sets: Sequence[Strings | None]) -> Strings | None:
    """All that any of them holds; None if one is not known."""
    known = [strings for strings in sets if strings is not None]
    return _NONE.union(*known) if len(known) == len(sets) else None


def _repeated(least: int, most: int, inside: Iterable[tuple[Any, Any]]) -> _Known:
    once = _read(inside)
    left_out = _NONE if least else _EMPTY
    if most == 1 and once.whole is not None:
        return _texts(once.whole | left_out)
    begins = None if once.begins is None else once.begins | left_out
    return _Known(None, once.needed if least else _NONE, begins)


def _better(one: Strings, other: Strings) -> Strings:
    """Which tells more: pairs of characters are rarer than single ones, few strings rarer than many."""
    known = [strings for strings in (one, other) if strings and "" not in strings]
    return max(known, key=lambda strings: (min(2, *map(len, strings)), -len(strings)), default=_NONE)
