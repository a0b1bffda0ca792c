"""Tables that a page lost: one cell a line, or all cells in one line, as scraped web pages and poor PDFs have them.

The cells come in reading order without their grid. A run of header words tells the columns; a name followed by as
many figures as there are columns is a row. Where blank cells went missing the figures cannot be told apart, and
such a row is left out rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.document import Block, Cell, Document, Span, Table
from pipeline.extract.tables.columns import Column, Headers
from pipeline.extract.tables.values import Values
from pipeline.language.squeeze import squeeze

_SHORT = 40
_TOKENS = re.compile(r"[^\s\u3000\u00a0]+")
_SENTENCE = re.compile(r"[。；;]")
_FEWEST = 3
"""Header words in a row that make a table."""


@dataclass(frozen=True, slots=True)
class _Token:
    """One cell's text and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True)
class LostTables:
    """Finds lost tables by the header words of rules/tables.yaml."""

    headers: Headers
    values: Values

    def find(self, document: Document, year: int) -> Iterator[Block]:
        """A table block for each lost table; its cells point into the document's own text."""
        for tokens in _runs(document):
            at = 0
            while at < len(tokens):
                width = self._header(tokens, at)
                if width < _FEWEST:
                    if width := self._concepts(tokens, at):
                        yield _block([tokens[at : at + width], [None, *tokens[at + width : at + 2 * width]]])
                    at += max(1, 2 * width)
                    continue
                end, rows = self._rows(tokens, at, width, year)
                if rows:
                    yield _block([tokens[at : at + width], *rows])
                at = max(end, at + width)

    def _header(self, tokens: Sequence[_Token], at: int) -> int:
        """How many header words stand in a row here."""
        count = 0
        while at + count < len(tokens) and self.headers.is_meaning(tokens[at + count].text):
            count += 1
        return count

    def _concepts(self, tokens: Sequence[_Token], at: int) -> int:
        """How many names in a row are followed by as many figures: 编制数, 在职人数, 控制率, 46, 50, 108.70%."""
        count = 0
        while at + count < len(tokens) and self.headers.is_word(tokens[at + count].text):
            count += 1
        return count if count > 1 and self._numbers(tokens, at + count) == count else 0

    def _rows(self, tokens: Sequence[_Token], at: int, width: int, year: int) -> tuple[int, list[list[_Token | None]]]:
        columns = [self.headers.column([token.text], year) for token in tokens[at : at + width]]
        if any(c.role in ("target", "actual") for c in columns) and any(c.role in ("name", "level") for c in columns):
            return self._indicator_rows(tokens, at + width, columns)
        return self._value_rows(tokens, at + width, columns)

    def _value_rows(
        self, tokens: Sequence[_Token], at: int, columns: Sequence[Column]
    ) -> tuple[int, list[list[_Token | None]]]:
        figures = [i for i, c in enumerate(columns) if c.role not in ("label", "ignore", "level", "name")]
        rows: list[list[_Token | None]] = []
        label: _Token | None = None
        while at < len(tokens) and self._header(tokens, at) < _FEWEST:
            numbers = self._numbers(tokens, at)
            if not numbers:
                label, at = tokens[at], at + 1
                continue
            if numbers == len(figures):
                row: list[_Token | None] = [None] * len(columns)
                for place, token in zip(figures, tokens[at : at + numbers], strict=True):
                    row[place] = token
                rows.append([label, *row])
            label, at = None, at + numbers
        return at, rows

    def _indicator_rows(
        self, tokens: Sequence[_Token], at: int, columns: Sequence[Column]
    ) -> tuple[int, list[list[_Token | None]]]:
        """Name, target, actual, full mark, score: two bare numbers in a row end an indicator."""
        order = [c.role for c in columns]
        wanted = [role for role in ("name", "target", "actual", "full", "score") if role in order]
        if wanted[-2:] != ["full", "score"]:
            return at, []
        rows: list[list[_Token | None]] = []
        start = at
        while at + 1 < len(tokens) and self._header(tokens, at) < _FEWEST:
            if not (self._bare(tokens[at]) and self._bare(tokens[at + 1])) or (
                at + 2 < len(tokens) and self._bare(tokens[at + 2])
            ):
                at += 1
                continue
            row: list[_Token | None] = [None] * (len(columns) + 1)
            first = at - (len(wanted) - 2)
            if first >= start:
                for role, token in zip(wanted, tokens[first : at + 2], strict=True):
                    row[order.index(role) + 1] = token
                rows.append(row)
            at = start = at + 2
        return at, rows

    def _numbers(self, tokens: Sequence[_Token], at: int) -> int:
        count = 0
        while at + count < len(tokens) and (
            self.values.is_number(tokens[at + count].text) or self._dash(tokens[at + count].text)
        ):
            count += 1
        return count

    def _dash(self, text: str) -> bool:
        return bool(text) and self.values.blank(text)

    def _bare(self, token: _Token) -> bool:
        figure = self.values.figure(token.text)
        return figure is not None and not figure.unit


def _runs(document: Document) -> Iterator[list[_Token]]:
    """Cells in reading order: short lines one after another, or the words of one long line."""
    run: list[_Token] = []
    for block in document.body():
        text = document.quote(block.span)
        short = block.table is None and len(text) <= _SHORT and not _SENTENCE.search(text)
        if not short and run:
            yield run
            run = []
        if short:
            run.append(_token(document, block.span))
        elif block.table is None and len(words := _TOKENS.findall(text)) > 2 * _FEWEST and len(words) * 30 > len(text):
            yield [
                _token(document, Span(block.span.start + m.start(), block.span.start + m.end()))
                for m in _TOKENS.finditer(text)
            ]
    if run:
        yield run


def _token(document: Document, span: Span) -> _Token:
    return _Token(squeeze(document.text, span.start, span.end).text, span)


def _block(rows: Sequence[Sequence[_Token | None]]) -> Block:
    """The rows as a table; the header row has no label cell of its own, so it moves one to the right."""
    header, *body = rows
    grid = [[None, *header], *body]
    cells = tuple(
        Cell(row, col, token.span)
        for row, line in enumerate(grid)
        for col, token in enumerate(line)
        if token is not None
    )
    width = max(len(line) for line in grid)
    spans = [cell.span for cell in cells]
    return Block(
        seq=-1,
        kind="table",
        span=Span(min(s.start for s in spans), max(s.end for s in spans)),
        table=Table(len(grid), width, cells),
    )
