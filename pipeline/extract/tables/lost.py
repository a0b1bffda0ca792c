"""Tables that lost their grid: one cell a line, the cells of a row in one line, or all cells in one line.

The cells come in reading order. A run of head words tells the columns. Below those of indicators the cells are fitted
to the columns (`fitting`); below those of money a name is followed by the figures of its row. Where blank cells went
missing the figures cannot be told apart, and such a row is left out rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations, pairwise, takewhile, zip_longest

from pipeline.document import Block, Document, Span
from pipeline.extract.tables.columns import Column, Headers
from pipeline.extract.tables.forms import PROSE
from pipeline.extract.tables.glued import GluedForms
from pipeline.extract.tables.lost_indicators import LostIndicators
from pipeline.extract.tables.names_and_figures import NamesAndFigures
from pipeline.extract.tables.regular import RegularTables
from pipeline.extract.tables.streams import Stream, Token, streams, table_of, token
from pipeline.extract.tables.values import Values

_FEWEST = 3
"""Head words in a row that make a table."""
_PAIR = 2
_OF_ROWS = ("label", "level", "name")
_CAPTIONS = ("value", "target", "actual")
"""What a caption before a head may look like: 预算执行情况, 目标完成情况."""
_MOST_POINTS = 50
_WHOLE_POINT = Decimal(1)
"""A rate may miss its own figures by so much where it only decides under which columns they stand."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The columns that a run of head words tells, and where the cells below begin."""

    end: int
    columns: list[tuple[Token, Column]]

    @property
    def of_indicators(self) -> bool:
        roles = {column.role for _, column in self.columns}
        return not roles.isdisjoint({"name", "level"}) and not roles.isdisjoint({"target", "actual", "full", "score"})


@dataclass(frozen=True, slots=True)
class Lost:
    """A lost table as a block; `columns`: what its cells are, where it has no head that tells them."""

    block: Block
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class LostTables:
    """Finds lost tables by the header words of rules/tables.yaml."""

    headers: Headers
    values: Values

    def find(self, document: Document, year: int) -> Iterator[Lost]:
        """Each lost table; its cells point into the document's own text."""
        glued: list[Span] = []
        for form in GluedForms(self.headers).find(document, year):
            glued += [form.span] if form.rows else []
            spans = form.rows if form.columns else [[None, *form.head], *form.rows]
            rows = [[token(document, span) if span else None for span in row] for row in spans]
            yield Lost(replace(table_of(rows), span=form.span), form.columns)
        above: list[Token] = []
        for stream in streams(document, self.headers.is_head):
            tables = self._tables(stream, year, above)
            yield from (Lost(table) for table in tables if not any(_overlap(table.span, form) for form in glued))
            above += stream.tokens

    def _tables(self, stream: Stream, year: int, above: Sequence[Token]) -> Iterator[Block]:
        """The tables of a stream; `above`: the cells of the streams before it."""
        tokens = self._whole_heads(stream.tokens)
        heads: list[tuple[int, _Head]] = []
        at = 0
        while at < len(tokens):
            head = self._head(tokens, at, year)
            if head is not None:
                heads.append((at, head))
            at = head.end if head else at + 1
        for number, (start, found) in enumerate(heads, 1):
            behind = tokens[found.end : heads[number][0] if number < len(heads) else None]
            head, body = _with_lost_score(found, behind, self.headers)
            head = self._with_score_above(head, body, [*above, *tokens[:start]])
            rows = self._rows(head, body, stream)
            if rows:
                told = head.columns[_first_value(head.columns) :] if not head.of_indicators else head.columns
                unit = self._unit_above(tokens, start)
                yield table_of([[unit, *(cell for cell, _ in told)], *rows])
            elif not head.of_indicators:
                yield from (table for *_, table in self._regular.find([*tokens[start : head.end], *body]))
        yield from self._headless(tokens[: heads[0][0]] if heads else tokens)
        if not any(head.of_indicators for _, head in heads) and (rows := self._indicators.scattered(tokens)):
            yield table_of(rows)
        yield from self._goals(tokens, year)

    def _with_score_above(self, head: _Head, body: Sequence[Token], above: Sequence[Token]) -> _Head:
        """A head of indicators whose 得分 stands at the form's top, where its rows fit better so."""
        roles = [column.role for _, column in head.columns]
        if not head.of_indicators or not {"full", "score"}.isdisjoint(roles):
            return head
        scores = ((cell, self.headers.column([cell.text], 0)) for cell in above)
        score = next((pair for pair in scores if pair[1].role == "score"), None)
        if score is None or not self._indicators.fit_better_with("score", roles, body):
            return head
        return replace(head, columns=[*head.columns, score])

    def _rows(self, head: _Head, below: Sequence[Token], stream: Stream) -> list[list[Token | None]]:
        body = _without_numbers(below) if head.columns[0][1].role == "ignore" else below
        if head.of_indicators:
            return self._indicators.rows([column.role for _, column in head.columns], body)
        return self._value_rows(head, body, stream)

    def _headless(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """What a stretch with few head words holds: regular tables, and names with their figures between them."""
        at = 0
        for begins, ends, table in self._regular.find(tokens):
            yield from self._pairs.find(tokens[at:begins])
            yield table
            at = ends
        yield from self._pairs.find(tokens[at:])
        yield from self._sums(tokens)

    @cached_property
    def _indicators(self) -> LostIndicators:
        return LostIndicators(self.headers, self.values)

    @cached_property
    def _pairs(self) -> NamesAndFigures:
        return NamesAndFigures(self.headers, self.values)

    @cached_property
    def _regular(self) -> RegularTables:
        return RegularTables(self.headers, self.values)

    # -- heads --------------------------------------------------------------------------------------------

    def _whole_heads(self, tokens: Sequence[Token]) -> list[Token]:
        """The cells with each head word in one: 全年 above 预算数 is 全年预算数."""
        found: list[Token] = []
        for cell in tokens:
            if found and self.headers.are_halves(found[-1].text, cell.text):
                first = found[-1]
                found[-1] = replace(first, text=first.text + cell.text, span=Span(first.span.start, cell.span.end))
            else:
                found.append(cell)
        return found

    def _head(self, tokens: Sequence[Token], at: int, year: int) -> _Head | None:
        """The head that begins at a token; blanks in it are passed over."""
        found: list[tuple[Token, Column]] = []
        meanings = 0
        end = at
        while end < len(tokens):
            text = tokens[end].text
            meant = self.headers.is_meaning(text)
            column = self.headers.column([text], year)
            if self.headers.is_title(text) or (text and self._opens_rows(text, found)):
                break
            if text and not meant and (not found or column.role not in ("ignore", "label", "level", "name")):
                break
            if column.role == "label" and len(found) == 1 and found[0][1].role in _CAPTIONS:
                found, meanings = [], 0  # what stood before it was the table's caption: 预算执行情况(万元)
            if text:
                found.append((tokens[end], column))
                meanings += meant
            end += 1
            if not text and not found:
                return None
        if meanings < _FEWEST:
            return None
        return _Head(end, _of_two_rows(found))

    def _opens_rows(self, text: str, found: Sequence[tuple[Token, Column]]) -> bool:
        """Whether the first row below a head begins: with a group of indicators, or with the sum of the money."""
        words = self.headers.rules.tables
        # 绩效指标 right behind 二级指标 heads the column of names.
        named = bool(found) and found[-1][1].role == "level" and bool(words.indicators.name.search(text))
        group = bool(words.rows.indicator_group.search(text)) and not named
        return group or (len(found) > 1 and bool(words.rows.money.search(text)))

    def _unit_above(self, tokens: Sequence[Token], at: int) -> Token | None:
        """The cell right before a head, where it tells the unit of its money; a caption, 接待费表(万元), is none."""
        before = next((cell for cell in reversed(tokens[max(0, at - 2) : at]) if cell.text), None)
        told = before and self.headers.unit(before.text) and not self.headers.mentions(before.text)
        return before if told else None

    # -- rows of money, staff and their like --------------------------------------------------------------

    def _value_rows(self, head: _Head, body: Sequence[Token], stream: Stream) -> list[list[Token | None]]:
        columns = _first_half([column for _, column in head.columns[_first_value(head.columns) :]])
        found = list(self._labelled(body, blanks=stream.blanks))
        # Where one row shows that blanks were lost, a figure's place in any other tells nothing.
        blanks = stream.blanks and all(self._in_order(columns, cells) for _, cells in found)
        rows: list[list[Token | None]] = []
        for label, cells in found:
            if places := self._places(columns, cells, blanks=blanks):
                rows.append([label, *(places.get(index) for index in range(len(columns)))])
        return [] if _are_counted(rows) else rows

    def _labelled(self, body: Sequence[Token], *, blanks: bool) -> Iterator[tuple[Token | None, Sequence[Token]]]:
        """Each name with the figures behind it; blanks at their end are left out."""
        label: Token | None = None
        at = 0
        while at < len(body):
            end = at
            while end < len(body) and self._is_figure(body[end].text, blanks=blanks):
                end += 1
            if end == at:
                label, at = body[at], at + 1
                continue
            filled = max((i + 1 for i in range(at, end) if body[i].text), default=at)
            if filled > at:
                yield label, body[at:filled]
            label, at = None, end

    def _in_order(self, columns: Sequence[Column], cells: Sequence[Token]) -> bool:
        """Whether a row's cells may stand under the first columns, one under each."""
        return len(cells) <= len(columns) and all(map(self._may_be, columns, cells))

    def _places(self, columns: Sequence[Column], cells: Sequence[Token], *, blanks: bool) -> Mapping[int, Token]:
        """Which column each figure of a row stands under; nothing where that cannot be told."""
        figures = [i for i, c in enumerate(columns) if c.role in ("value", "full", "score")]
        if len(cells) == len(columns):
            return dict(enumerate(cells))
        if len(cells) == len(figures):
            return dict(zip(figures, cells, strict=True))
        if blanks:
            return dict(enumerate(cells)) if self._in_order(columns, cells) else {}
        filled = [cell for cell in cells if cell.text]
        ways = [
            dict(zip(chosen, filled, strict=True))
            for chosen in combinations(figures, len(filled))
            if all(self._may_be(columns[i], t) for i, t in zip(chosen, filled, strict=True))
        ]
        whole = [way for way in ways if self._is_whole(columns, way)]
        possible = [way for way in whole if self._adds_up(columns, way) is not False]
        right = [way for way in whole if self._adds_up(columns, way)]
        return next((only[0] for only in (whole, possible, right) if len(only) == 1), {})

    def _is_whole(self, columns: Sequence[Column], row: Mapping[int, Token]) -> bool:
        """A row has full mark and mark or neither, and a rate only beside what was planned and what was spent."""
        given = [columns[i] for i in row]
        told = {column.scenario for column in given if column.measure == "value" and column.role == "value"}
        rated = any(column.measure == "completion_rate" for column in given)
        points = {column.role for column in given} & {"full", "score"}
        known = {column.role for column in columns} & {"full", "score"}
        planned = {"adjusted"} & {column.scenario for column in columns} or {"budget", "adjusted"}
        return points in (set(), known) and (not rated or ("actual" in told and not told.isdisjoint(planned)))

    def _adds_up(self, columns: Sequence[Column], row: Mapping[int, Token]) -> bool | None:
        """Whether the rate is that of what was spent to what was planned; None where one of the three is missing."""
        amounts: dict[str, Decimal] = {}
        for index, cell in row.items():
            column, figure = columns[index], self.values.figure(cell.text)
            if figure is not None and column.role == "value":
                amounts[column.measure if column.measure != "value" else column.scenario or ""] = figure.value
        planned = amounts.get("adjusted") or amounts.get("budget")
        if not planned or "completion_rate" not in amounts or "actual" not in amounts:
            return None
        return abs(amounts["actual"] * 100 / planned - amounts["completion_rate"]) <= _WHOLE_POINT

    def _may_be(self, column: Column, token: Token) -> bool:
        """Points for spending are few, the full mark a whole number; only rates, changes and shares are percentages."""
        figure = self.values.figure(token.text)
        if figure is None:
            return True
        if column.role in ("full", "score"):
            return not figure.percent and figure.value <= _MOST_POINTS and (column.role == "score" or figure.is_whole)
        return column.role == "value" and (column.measure != "value" or not figure.percent)

    def _is_figure(self, text: str, *, blanks: bool) -> bool:
        if not text:
            return blanks
        return self.values.is_number(text) or self.values.blank(text)

    # -- the money of a form without heads ------------------------------------------------------------------

    def _sums(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """年度资金总额：80 above 其中：财政拨款 80, lines of a name and its figure, below 项目资金（万元）."""
        rows = self.headers.rules.tables.rows
        for at, cell in enumerate(tokens):
            if not cell.opens_line or not rows.money.search(rows.prefix.sub("", cell.text)):
                continue
            lines = list(zip(tokens[at::2], tokens[at + 1 :: 2], strict=False))
            found = list(takewhile(lambda line: self._is_line(*line), lines))
            if found and (above := self._unit_above(tokens, at)):
                yield table_of([[above, None], *([name, figure] for name, figure in found)])

    def _is_line(self, name: Token, figure: Token) -> bool:
        return name.opens_line and not figure.opens_line and self._is_figure(figure.text, blanks=False)

    # -- goals and results --------------------------------------------------------------------------------

    def _goals(self, tokens: Sequence[Token], year: int) -> Iterator[Block]:
        """年初设定目标, 实际完成情况, then what was to be done and what was, in sentences."""
        filled = [cell for cell in tokens if cell.text]
        for at in range(len(filled) - 2 * _PAIR + 1):
            heads, told = filled[at : at + _PAIR], filled[at + _PAIR : at + 2 * _PAIR]
            if all(len(cell.text) >= PROSE and len(head.text) < PROSE for head, cell in zip(heads, told, strict=True)):
                roles = [self.headers.column([cell.text], year).role for cell in heads]
                if roles == ["target", "actual"]:
                    yield table_of([[None, *heads], [None, *told]])


def _with_lost_score(head: _Head, body: Sequence[Token], headers: Headers) -> tuple[_Head, Sequence[Token]]:
    """A head of 分值 and 执行率 whose 得分 came only behind the first rows, with that, and the cells without it."""
    if head.of_indicators or [column.role for _, column in head.columns][-2:] != ["full", "value"]:
        return head, body
    at = next((i for i, cell in enumerate(body) if headers.column([cell.text], 0).role == "score"), None)
    if at is None:
        return head, body
    column = headers.column([body[at].text], 0)
    return replace(head, columns=[*head.columns, (body[at], column)]), [*body[:at], *body[at + 1 :]]


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def _first_value(columns: Sequence[tuple[Token, Column]]) -> int:
    """Where the columns behind the label's begin; 序号 stands before the label, 行次 behind it."""
    first = next((i for i, (_, column) in enumerate(columns) if column.role not in (*_OF_ROWS, "ignore")), 0)
    return max((i + 1 for i in range(first) if columns[i][1].role in _OF_ROWS), default=0)


def _without_numbers(tokens: Sequence[Token]) -> list[Token]:
    """The cells without the rows' own numbers (序号), which count up from one and stand before the names."""
    found: list[Token] = []
    number = 1
    for cell, following in zip_longest(tokens, tokens[1:]):
        named = following is not None and following.text and not following.text[0].isdigit()
        if cell.text == str(number) and named:
            number += 1
        else:
            found.append(cell)
    return found


def _first_half(columns: list[Column]) -> list[Column]:
    """The columns up to the next one of labels: below 项目, 决算数, 项目, 决算数 a row is a name and its figure."""
    labels = [index for index, column in enumerate(columns) if column.role in _OF_ROWS]
    half = columns[: labels[0]] if labels else columns
    rest = [column for column in columns[labels[0] :] if column.role not in _OF_ROWS] if labels else []
    alike = half and [column.path for column in half] == [column.path for column in rest[: len(half)]]
    return half if alike else columns


def _of_two_rows(found: list[tuple[Token, Column]]) -> list[tuple[Token, Column]]:
    """The columns of a head whose upper row spans some of the lower: 年度指标值 above 指标性质, 指标值, 度量单位."""
    lower = next((i for i, (_, column) in enumerate(found) if column.role == "level"), 0)
    below = {column.role for _, column in found[lower:]}
    if lower and "name" in below and below >= {column.role for _, column in found[:lower]}:
        return found[lower:]  # 年度绩效指标完成情况 beside 一级指标: the label of that part of the form
    if not lower or "score" in below or "name" not in below:
        return found
    spanning = below & {"target", "comparator", "unit"}
    upper = [pair for pair in found[:lower] if pair[1].role != "name" and not (pair[1].role == "target" and spanning)]
    return [*found[lower:], *upper]


def _are_counted(rows: Sequence[Sequence[Token | None]]) -> bool:
    """Whether the figures are the rows' own numbers, which are left of a column (行次) whose cells stand elsewhere."""
    figures = [cell.text for row in rows for cell in row[1:] if cell]
    numbers = [int(text) for text in figures if text.isdecimal()]
    steps = [after - before for before, after in pairwise(numbers)]
    return len(numbers) == len(figures) and steps.count(1) >= _FEWEST and min(steps) >= 0
