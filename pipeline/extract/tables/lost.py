"""Tables that a page lost: one cell a line, or all cells in one line, as scraped web pages and poor PDFs have them.

The cells come in reading order without their grid. A run of header words tells the columns; a name followed by as
many figures as there are columns is a row. Where blank cells went missing the figures cannot be told apart, and
such a row is left out rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.document import Block, Cell, Document, Span, Table
from pipeline.extract.tables.columns import Column, Headers, Role
from pipeline.extract.tables.forms import PROSE
from pipeline.extract.tables.glued import GluedForms
from pipeline.extract.tables.values import COMPARATORS, Values
from pipeline.language.squeeze import squeeze

_SHORT = 40
_TOKENS = re.compile(r"[^\s\u3000\u00a0]+")
_SENTENCE = re.compile(r"[。；;]")
"""Squeezed or not: a cell of sentences."""
_FEWEST = 3
"""Header words in a row that make a table."""
_LONGEST_UNIT = 6
_PAIR = 2
_FULL = 100


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
        for form, spans in GluedForms(self.headers).find(document, year):
            yield replace(_block([[_token(document, s) if s else None for s in row] for row in spans]), span=form)
        for tokens in _runs(document):
            at = 0
            while at < len(tokens):
                width = self._header(tokens, at)
                if goals := self._goals(tokens, at + max(width - _PAIR, 0), year):
                    yield _block(goals)
                    at += max(width, _PAIR) + _PAIR
                    continue
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

    def _goals(self, tokens: Sequence[_Token], at: int, year: int) -> list[list[_Token | None]]:
        """年初设定目标, 实际完成情况, then what was to be done and what was, in sentences."""
        cells = tokens[at : at + 2 * _PAIR]
        if len(cells) < 2 * _PAIR or any(len(cell.text) < PROSE for cell in cells[_PAIR:]):
            return []
        roles = [self.headers.column([cell.text], year).role for cell in cells[:_PAIR]]
        return [list(cells[:_PAIR]), [None, *cells[_PAIR:]]] if roles == ["target", "actual"] else []

    def _concepts(self, tokens: Sequence[_Token], at: int) -> int:
        """How many names in a row are followed by as many figures: 编制数, 在职人数, 控制率, 46, 50, 108.70%."""
        count = 0
        while at + count < len(tokens) and self.headers.is_word(tokens[at + count].text):
            count += 1
        return count if count > 1 and self._numbers(tokens, at + count) == count else 0

    def _rows(self, tokens: Sequence[_Token], at: int, width: int, year: int) -> tuple[int, list[list[_Token | None]]]:
        columns = [self.headers.column([token.text], year) for token in tokens[at : at + width]]
        roles = {column.role for column in columns}
        if "target" in roles and not roles.isdisjoint({"name", "level"}):
            return self._indicator_rows(tokens, at + width, columns)
        return self._value_rows(tokens, at + width, columns, year)

    # -- rows of money ------------------------------------------------------------------------------------

    def _value_rows(
        self, tokens: Sequence[_Token], at: int, columns: Sequence[Column], year: int
    ) -> tuple[int, list[list[_Token | None]]]:
        rows: list[list[_Token | None]] = []
        label: _Token | None = None
        while at < len(tokens) and self._header(tokens, at) < _FEWEST and not self._goals(tokens, at, year):
            numbers = self._numbers(tokens, at)
            if not numbers:
                label, at = tokens[at], at + 1
                continue
            figures = tokens[at : at + numbers]
            if places := self._places(figures, columns):
                row: list[_Token | None] = [None] * len(columns)
                for place, token in zip(places, figures, strict=True):
                    row[place] = token
                rows.append([label, *row])
            label, at = None, at + numbers
        return at, rows

    def _places(self, figures: Sequence[_Token], columns: Sequence[Column]) -> list[int]:
        """The columns of a row's figures; none where blank cells went missing and nothing tells which.

        Points are of the first row of a form only, and a percentage is under 执行率 wherever it stands.
        """
        every = [i for i, c in enumerate(columns) if c.role not in ("label", "ignore", "level", "name")]
        if len(figures) == len(every):
            return every
        rates = [i for i in every if columns[i].measure == "completion_rate"]
        percent = [f is not None and f.percent for f in (self.values.figure(token.text) for token in figures)]
        begun = every[: len(figures)]
        if any(percent) and [i in rates for i in begun] == percent:
            return begun  # only cells behind 执行率 are blank
        money = [i for i in every if columns[i].role == "value" and i not in rates]
        known = rates if sum(percent) == len(rates) else [] if not any(percent) else None
        if known is None or len(figures) != len(money) + len(known):
            return []
        places = sorted(money + known)
        return places if [i in rates for i in places] == percent else []

    # -- rows of indicators -------------------------------------------------------------------------------

    def _indicator_rows(
        self, tokens: Sequence[_Token], at: int, columns: Sequence[Column]
    ) -> tuple[int, list[list[_Token | None]]]:
        """From the name on, every cell must look like its column; what does not is passed over."""
        order = [c.role for c in columns]
        places = [i for i in range(_last_label(order), len(order)) if order[i] not in ("label", "ignore")]
        roles: list[Role] = ["name", *(order[i] for i in places[1:])]
        rows: list[list[_Token | None]] = []
        while at < len(tokens) and self._header(tokens, at) < _FEWEST:
            if row := self._total(tokens, at, order):
                rows.append(row)
            # A form told in signs and units (≥, 90, %) is known up to them, whatever blanks are lost behind.
            known = roles[: roles.index("unit") + 1] if {"comparator", "unit"} <= set(roles) else roles
            length = next((len(r) for r in (roles, known) if self._fits(tokens, at, r)), 0)
            cells: list[_Token | None] = [None] * (len(columns) + 1)
            for place, token in zip(places, tokens[at : at + length], strict=False):
                cells[place + 1] = token
            rows += [cells] if length else []
            at += max(length, 1)
        return at, rows

    def _fits(self, tokens: Sequence[_Token], at: int, roles: Sequence[Role]) -> bool:
        cells = tokens[at : at + len(roles)]
        if len(cells) < len(roles) or not all(map(self._may_be, cells, roles)):
            return False
        follows = tokens[at + len(roles) : at + len(roles) + 1]
        if roles[-1] in ("full", "score"):
            return not (follows and self._bare(follows[0]))
        if "comparator" in roles:
            return True
        # No points tell where a row ends: the value must have a number, as no name has.
        return any(char.isdigit() for char in cells[-1].text) and not any(char.isdigit() for char in cells[0].text)

    def _may_be(self, token: _Token, role: Role) -> bool:
        """Whether a cell may stand in a column of indicators."""
        text, words = token.text, self.headers.rules.tables
        if not text:
            return role != "name"
        if role in ("full", "score"):
            return self._bare(token)
        if role == "comparator":
            return text in COMPARATORS or bool(words.rows.comparator.search(text))
        if role == "unit":
            return len(text) <= _LONGEST_UNIT and not self.values.is_number(text)
        if role == "name":
            compares = self.values.signed(text)[0] or words.rows.comparator.search(text)
            return len(text) > 1 and not self.values.is_number(text) and not compares
        return not words.rows.indicator_group.search(text)

    def _total(self, tokens: Sequence[_Token], at: int, order: Sequence[Role]) -> list[_Token | None] | None:
        """总分, then the full mark and the mark given; of a single number 100 is the full mark."""
        if not self.headers.rules.tables.rows.total_of_indicators.search(tokens[at].text):
            return None
        points = [role for role in order if role in ("full", "score")]
        marks = [token for token in tokens[at + 1 : at + 3] if self._bare(token)]
        if len(marks) == 1 and len(points) == _PAIR:
            points = [points[0] if self._is_full(marks[0]) else points[1]]
        if not marks or len(marks) != len(points):
            return None
        row: list[_Token | None] = [None] * (len(order) + 1)
        row[_last_label(order) + 1] = tokens[at]
        for role, token in zip(points, marks, strict=True):
            row[order.index(role) + 1] = token
        return row

    def _is_full(self, token: _Token) -> bool:
        figure = self.values.figure(token.text)
        return figure is not None and figure.value == _FULL

    # -- single cells -------------------------------------------------------------------------------------

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


def _last_label(order: Sequence[Role]) -> int:
    """The column of the indicators' names."""
    return max(i for i, role in enumerate(order) if role in ("name", "level"))


def _runs(document: Document) -> Iterator[list[_Token]]:
    """Cells in reading order: short lines one after another, the words of one long line, or a table of one column.

    Long paragraphs among short lines are cells too: goals and results are told in sentences.
    """
    run: list[_Token] = []
    for block in document.body():
        if block.table is not None:
            yield from _split(run)
            run = []
            if block.table.cols == 1:
                yield [_token(document, cell.span) for cell in block.table.cells]
            continue
        text = document.quote(block.span)
        words = list(_TOKENS.finditer(text))
        if len(text) > _SHORT and len(words) > 2 * _FEWEST and len(words) * 30 > len(text):
            yield from _split(run)
            run = []
            yield [_token(document, Span(block.span.start + m.start(), block.span.start + m.end())) for m in words]
        else:
            run.append(_token(document, block.span))
    yield from _split(run)


def _split(run: Sequence[_Token]) -> Iterator[list[_Token]]:
    """A run of lines without the long ones that no cell stands beside: at most two long ones in a row are cells."""
    part: list[_Token] = []
    for token in run:
        long = _is_long(token)
        if long and len(part) >= _PAIR and all(_is_long(t) for t in part[-_PAIR:]):
            yield part
            part = []
        if not long or part:
            part.append(token)
    if part:
        yield part


def _is_long(token: _Token) -> bool:
    return len(token.text) > _SHORT or bool(_SENTENCE.search(token.text))


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
