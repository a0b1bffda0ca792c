"""Tables that came one cell after another without a blank among them: every row has a name and as many figures.

Right before the first row stands the head: as many names as there are figures, behind that of the names' column
(项目), or two rows of names in one run, of which `head_spans` tells which stands over which. A lone row may lack its
name: 合计, 接待费, 车辆费用, 小计, 购置费, 运行费, 9.7, 2.1, 7.6, 0, 7.6. Rows of one figure may stand beside others
(收入 to the left, 支出 to the right), and lack it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.document import Block, Cell
from pipeline.extract.tables.columns import Headers
from pipeline.extract.tables.streams import Token, block_of
from pipeline.extract.tables.values import Values
from pipeline.language.head_spans import divided_head

_FEWEST_FIGURES = 2
_FEWEST_ROWS = 2
_FEWEST_BARE = 3
"""So many figures a lone row without a name has."""
_FEWEST_KNOWN = 2
"""So many rows of a list have names that we know."""
_MOST_BARE = 4
"""So many names in a row may lack their figure."""
_LONGEST_HEAD = 24
_LONGEST_NAME = 40

Stretch = tuple[int, int, Block]
"""Where a table begins and ends among the cells, and the table."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a name and `width` figures each, from the first name to the last figure."""

    start: int
    end: int
    width: int


@dataclass(frozen=True, slots=True)
class RegularTables:
    """Finds such tables in a stream of cells."""

    headers: Headers
    values: Values

    def find(self, tokens: Sequence[Token]) -> Iterator[Stretch]:
        """The tables from first to last: those of one figure a row, and between them those of several."""
        at = 0
        for begins, ends, table in self._lists(tokens):
            yield from self._wide(tokens, at, begins)
            yield begins, ends, table
            at = ends
        yield from self._wide(tokens, at, len(tokens))

    def _wide(self, tokens: Sequence[Token], first: int, last: int) -> Iterator[Stretch]:
        for begins, ends, table in self._several(tokens[first:last]):
            yield first + begins, first + ends, table

    # -- rows of one figure -------------------------------------------------------------------------------

    def _lists(self, tokens: Sequence[Token]) -> Iterator[Stretch]:
        """Names with one figure each, below 项目, 决算数, be it twice side by side."""
        at = 0
        while at + 1 < len(tokens):
            head = (tokens[at].text, tokens[at + 1].text)
            if not (self._heads_names(head[0]) and self.headers.heads_amounts(head[1])):
                at += 1
                continue
            below = at + 2
            while tuple(token.text for token in tokens[below : below + 2]) == head:
                below += 2
            end, rows = self._singles(tokens, below)
            if sum(self._is_head(name) for name, _ in rows) >= _FEWEST_KNOWN:
                cells = [tokens[at : at + 2], *rows]
                yield at, end, block_of([cell for row, pair in enumerate(cells) for cell in _row(pair, row)])
            at = max(end, at + 1)

    def _singles(self, tokens: Sequence[Token], at: int) -> tuple[int, list[tuple[Token, Token]]]:
        """(name, figure) pairs from a place on, and where they end: at several figures, or many names without any."""
        rows: list[tuple[Token, Token]] = []
        end, bare = at, 0
        while end < len(tokens) and self._is_name(tokens[end]) and bare <= _MOST_BARE:
            figures = self._figures(tokens, end + 1)
            if figures > 1:
                break
            rows += [(tokens[end], tokens[end + 1])] if figures else []
            bare = 0 if figures else bare + 1
            end += 1 + figures
        return end - bare, rows

    # -- rows of several ----------------------------------------------------------------------------------

    def _several(self, tokens: Sequence[Token]) -> Iterator[Stretch]:
        at = done = 0
        while rows := self._next_rows(tokens, at):
            at = rows.end
            if found := self._labelled(tokens, rows, done) or self._bare(tokens, rows, done):
                start, cells = found
                done = rows.end
                yield start, rows.end, block_of(cells)

    def _next_rows(self, tokens: Sequence[Token], at: int) -> _Rows | None:
        """The first row from a place on that has several figures, and those of as many right below it."""
        while at < len(tokens):
            width = self._figures(tokens, at + 1) if self._is_name(tokens[at]) else 0
            if width >= _FEWEST_FIGURES:
                end = at
                while end < len(tokens) and self._is_name(tokens[end]) and self._figures(tokens, end + 1) == width:
                    end += 1 + width
                return _Rows(at, end, width)
            at += 1
        return None

    def _figures(self, tokens: Sequence[Token], at: int) -> int:
        """How many figures, or signs for none, stand in a row from a place on."""
        end = at
        while end < len(tokens) and self._is_figure(tokens[end].text):
            end += 1
        return end - at

    def _is_figure(self, text: str) -> bool:
        """A figure, or a sign for none; 2023 alone names a row."""
        return self.values.is_figure(text) and not self.headers.rules.tables.rows.year.search(text)

    def _is_name(self, token: Token) -> bool:
        named = 0 < len(token.text) <= _LONGEST_NAME and not token.prose
        return named and not self._is_figure(token.text) and not self.headers.is_title(token.text)

    # -- heads --------------------------------------------------------------------------------------------

    def _head(self, tokens: Sequence[Token], end: int, done: int) -> int:
        """Where the run of names begins that ends at a place."""
        start = end
        while start > max(done, end - _LONGEST_HEAD) and self._is_name(tokens[start - 1]):
            start -= 1
        return start

    def _labelled(self, tokens: Sequence[Token], rows: _Rows, done: int) -> tuple[int, list[Cell]] | None:
        """Rows with names, below a head whose first cell heads the names, or without that cell."""
        end = self._before_count(tokens, rows.start)
        start = self._head(tokens, end, done)
        labels = [at for at in range(start, end) if self._heads_names(tokens[at].text)]
        behind = list(tokens[labels[-1] : end]) if labels else []
        if len(behind) - 1 == rows.width and self._tell(behind[1:]):
            return labels[-1], [*_row(behind, 0), *_below(tokens, rows, 1)]
        if behind and (head := self._two_rows(behind, rows.width + 1)):
            return labels[-1], [*head, *_below(tokens, rows, 2)]
        heads = [at for at in range(start, end) if self._is_head(tokens[at])]
        enough = rows.end - rows.start >= _FEWEST_ROWS * (1 + rows.width)
        enough = enough or all(self.headers.heads_amounts(tokens[at].text) for at in heads)
        if not labels and enough and heads == list(range(end - rows.width, end)):
            return heads[0], [*_row(tokens[heads[0] : end], 0, 1), *_below(tokens, rows, 1)]
        return None

    def _bare(self, tokens: Sequence[Token], rows: _Rows, done: int) -> tuple[int, list[Cell]] | None:
        """One row of figures whose columns tell all: the last name before it is of the head."""
        first = rows.start + 1
        start = first
        while start > done and self._is_name(tokens[start - 1]) and self._is_head(tokens[start - 1]):
            start -= 1
        head = self._two_rows(tokens[start:first], rows.width, alike=True) if rows.width >= _FEWEST_BARE else []
        figures = tokens[first : first + rows.width]
        return (start, [*head, *_row(figures, 2)]) if head and first + rows.width == rows.end else None

    @staticmethod
    def _two_rows(names: Sequence[Token], width: int, *, alike: bool = False) -> list[Cell]:
        """The cells of a head of two rows that came in one run; nothing where they cannot be told apart."""
        divided = divided_head([name.text for name in names], width, alike=alike) if len(names) > width else None
        if divided is None:
            return []
        length, sizes = divided
        cells: list[Cell] = []
        below = iter(names[length:])
        col = 0
        for name, size in zip(names[:length], sizes, strict=True):
            cells.append(Cell(0, col, name.span, 1 if size else 2, size or 1))
            cells += [Cell(1, col + index, next(below).span) for index in range(size)]
            col += size or 1
        return cells

    def _heads_names(self, text: str) -> bool:
        return self.headers.is_label(text) or bool(self.headers.rules.tables.headers.bodies.search(text))

    def _tell(self, names: Sequence[Token]) -> bool:
        """Whether most cells of a head say how figures are meant, or of what they are."""
        return 2 * sum(map(self._is_head, names)) >= len(names)

    def _is_head(self, name: Token) -> bool:
        return self.headers.is_word(name.text) or bool(self.headers.rules.tables.rows.subtotal.search(name.text))

    def _before_count(self, tokens: Sequence[Token], end: int) -> int:
        """Where the head ends above a row that only counts the columns: 栏次, 1, 2."""
        shape = self.headers.rules.tables.rows.count_of_columns
        at = end
        while at > 0 and tokens[at - 1].text.isdecimal():
            at -= 1
        counted = [token.text for token in tokens[at:end]]
        named = at > 0 and shape.search(tokens[at - 1].text)
        return at - bool(named) if counted == [str(n) for n in range(1, len(counted) + 1)] else end


def _row(cells: Sequence[Token], row: int, col: int = 0) -> list[Cell]:
    return [Cell(row, col + index, cell.span) for index, cell in enumerate(cells)]


def _below(tokens: Sequence[Token], rows: _Rows, first: int) -> Iterator[Cell]:
    for index, token in enumerate(tokens[rows.start : rows.end]):
        row, col = divmod(index, rows.width + 1)
        yield Cell(first + row, col, token.span)
