"""Names with as many figures behind: 编制数, 在职人数, 46, 50; or each with its own: 人员编制, 46, 实有人数, 50."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.document import Block
from pipeline.extract.tables.columns import Headers
from pipeline.extract.tables.streams import Token, table_of
from pipeline.extract.tables.values import Values


@dataclass(frozen=True, slots=True)
class NamesAndFigures:
    """Finds them in a stream of cells."""

    headers: Headers
    values: Values

    def find(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """The names as a head, and the figures as the row below it."""
        at = first = behind = 0
        while at < len(tokens):
            if (pairs := self._alternating(tokens, at)) > 1:
                end = at + 2 * pairs
                yield table_of([[None, *tokens[at:end:2]], [None, *tokens[at + 1 : end : 2]]])
                at = end
                continue
            if first <= at:  # else they are the end of the names that the cell before began
                first = self._end(tokens, at, self.headers.is_word)
                behind = self._end(tokens, first, self.values.is_figure)
            whole = behind == len(tokens) or not any(char.isdigit() for char in tokens[behind].text)
            fits = 1 < behind - first <= first - at and whole
            if fits and (named := self._named(tokens[at:first], tokens[first:behind])):
                yield table_of([[None, *named], [None, *tokens[first:behind]]])
                at = behind
            else:
                at += 1  # the last of several names may be the first that has its figure behind it

    def _named(self, names: Sequence[Token], figures: Sequence[Token]) -> Sequence[Token]:
        """The names of as many figures: the last, as a heading may stand before them; or those before a blank rate.

        Nothing where one is 决算数, which heads rows that lost their places.
        """
        chosen = names[-len(figures) :]
        rated = self.headers.column([chosen[-1].text], 0).measure == "completion_rate"
        if rated and len(names) > len(figures) and not figures[-1].text.endswith("%"):
            chosen = names[-len(figures) - 1 : -1]
        return [] if any(self.headers.heads_amounts(name.text) for name in chosen) else chosen

    def _alternating(self, tokens: Sequence[Token], at: int) -> int:
        """How many names, each with one figure behind it, follow one another; blanks inside a sentence part neither."""
        end = at
        while end + 1 < len(tokens) and self._is_pair(tokens[end], tokens[end + 1]):
            end += 2
        return (end - at) // 2

    def _is_pair(self, name: Token, figure: Token) -> bool:
        of_lines = name.opens_line and figure.opens_line and not name.prose
        return of_lines and self.headers.is_word(name.text) and self.values.is_figure(figure.text)

    @staticmethod
    def _end(tokens: Sequence[Token], at: int, fits: Callable[[str], bool]) -> int:
        """Where the cells in a row that fit end."""
        while at < len(tokens) and fits(tokens[at].text):
            at += 1
        return at
