"""Patterns for the names of one thing, found as their alternatives (a|b|c) would be, each tried where it may begin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.language.literals import Strings, openings, shortest

Match = re.Match[str]


class Term:
    """A pattern that matches no empty text; ValueError if it does."""

    def __init__(self, shape: re.Pattern[str]) -> None:
        if not shortest(shape):
            raise ValueError(f"{shape.pattern!r} also matches where nothing stands")
        self.shape = shape
        begins = openings(shape)
        self._beginning = re.compile(_first_of(begins)) if begins else None

    def first(self, text: str, start: int, end: int) -> Match | None:
        """The first match in text[start:end], as the pattern's own `search` finds it."""
        if self._beginning is None:
            return self.shape.search(text, start, end)
        for place in self._beginning.finditer(text, start, end):
            if match := self.shape.match(text, place.start(), end):
                return match
        return None


def find(terms: Sequence[Term], text: str, start: int, end: int) -> Iterator[Match]:
    """Every match in text[start:end], without overlaps; where several terms match, the earlier of them counts."""
    ahead = [term.first(text, start, end) for term in terms]
    while found := min(filter(None, ahead), key=re.Match.start, default=None):
        yield found
        for index, match in enumerate(ahead):
            if match and match.start() < found.end():
                ahead[index] = terms[index].first(text, found.end(), end)


def at(terms: Sequence[Term], text: str, start: int, end: int) -> Match | None:
    """The match of text[start:end] that begins at its start, of the first term that has one."""
    return next(filter(None, (term.shape.match(text, start, end) for term in terms)), None)


def _first_of(begins: Strings) -> str:
    """A pattern that matches the first character of each; a set at its head, `re` skips all others by itself."""
    seconds: defaultdict[str, set[str]] = defaultdict(set)
    for opening in begins:
        seconds[opening[0]].add(opening[1:])
    shapes = []
    for first, after in sorted(seconds.items()):
        follows = "" if "" in after else f"(?=[{''.join(map(re.escape, sorted(after)))}])"
        shapes.append(re.escape(first) + follows)
    return "|".join(shapes)
