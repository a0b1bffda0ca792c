"""Where a paragraph's sentences and clauses begin and end, and which brackets hold figures of their own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Span

_SENTENCE_END = re.compile(r"[。!?]+")
# A comma or full stop between digits belongs to a number.
_SEPARATOR = re.compile(r"[，;。!?]|(?<!\d),|,(?!\d{3})|:")
# A label's colon before its number, which may have a sign.
_LABEL = re.compile(r":\+?$")
_OPENING, _CLOSING = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Clauses:
    """The structure of one squeezed paragraph.

    `separators` are the places of ，；。： and of brackets that hold a figure or a clause; brackets inside a word
    (因公出国（境）费) separate nothing. `brackets` are the spans of those that do.
    """

    text: str
    sentences: tuple[Span, ...]
    separators: tuple[int, ...]
    brackets: tuple[Span, ...]

    def start(self, at: int) -> int:
        """Where the clause that holds `at` begins."""
        index = bisect_left(self.separators, at)
        return self.separators[index - 1] + 1 if index else 0

    def end(self, at: int) -> int:
        """Where the clause that holds `at` ends (the separator is left out)."""
        index = bisect_left(self.separators, at)
        return self.separators[index] if index < len(self.separators) else len(self.text)

    def sentence(self, at: int) -> Span:
        """The sentence that holds `at`."""
        index = bisect_right([s.start for s in self.sentences], at) - 1
        return self.sentences[max(index, 0)]

    def bracket(self, at: int) -> Span | None:
        """The innermost figure-holding bracket around `at`, signs included."""
        holding = [b for b in self.brackets if b.start < at < b.end]
        return min(holding, key=len, default=None)


def split(text: str, figures: Sequence[Span]) -> Clauses:
    """Split a squeezed paragraph; `figures` are the spans of its numbers, which no separator cuts."""
    brackets = tuple(_brackets(text, figures))
    signs = {place for bracket in brackets for place in (bracket.start, bracket.end - 1)}
    inside = [range(f.start, f.end) for f in figures]
    marks = {m.start() for m in _SEPARATOR.finditer(text)} - {i for span in inside for i in span}
    # 年初批复：512万元 is one clause.
    marks -= {label.start() for f in figures if (label := _LABEL.search(text, max(f.start - 2, 0), f.start))}
    return Clauses(text, tuple(_sentences(text, brackets)), tuple(sorted(marks | signs)), brackets)


def _sentences(text: str, brackets: Sequence[Span]) -> list[Span]:
    found, start = [], 0
    for mark in _SENTENCE_END.finditer(text):
        if any(b.start < mark.start() < b.end - 1 for b in brackets):
            continue
        found.append(Span(start, mark.end()))
        start = mark.end()
    if start < len(text) or not found:
        found.append(Span(start, len(text)))
    return found


def _brackets(text: str, figures: Sequence[Span]) -> list[Span]:
    """Bracket pairs that hold a figure, or a clause of their own.

    Unbalanced signs are ignored: scraped text loses them.
    """
    found, stack = [], []
    starts = [f.start for f in figures]
    for at, char in enumerate(text):
        if char in _OPENING:
            stack.append((char, at))
        elif char in _CLOSING and stack and stack[-1][0] == _OPENING[_CLOSING.index(char)]:
            _, opened = stack.pop()
            holds = bisect_left(starts, at) > bisect_right(starts, opened)
            covered = any(f.start <= opened and at < f.end for f in figures)
            if (holds or _SEPARATOR.search(text, opened + 1, at)) and not covered:
                found.append(Span(opened, at + 1))
    return found
