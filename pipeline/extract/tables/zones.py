"""Header rows, the rows below them, and the columns that the headers make.

A table may hold several such zones one below the other, as 自评表 does: money first, indicators below.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.tables.columns import Column, Headers
from pipeline.extract.tables.grid import Row, distinct, filled, texts_at
from pipeline.extract.tables.values import Values

_YEAR = re.compile(r"20\d\d(年|$)")
_SENTENCE = re.compile(r"[，。；;]")
_SOURCES, _SPENDING, _THREE_PUBLIC = "income.", "expenditure.", "three_public."
_OF_FIGURES = ("value", "full", "score")
_DEEPEST = 4
"""No head reaches down over more rows; a cell that does names a block of rows."""
_ALL_PERSONS, _IN_POST, _RETIRED = "staff.total", "staff.actual", "staff.retired"
_FEWEST_BESIDE = 3
_LONGEST = 40
"""No header row has a longer cell."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Rows under one set of headers; without headers, all rows of a table that has none."""

    headers: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max((len(row) for row in (*self.headers, *self.rows)), default=0)


@dataclass(frozen=True, slots=True)
class Zones:
    """Divides tables."""

    headers: Headers
    values: Values

    def split(self, rows: Sequence[Row]) -> list[Zone]:
        """The zones of a table from top to bottom; rows without any text are left out."""
        zones: list[Zone] = []
        for row in filter(filled, rows):
            if zones and self._counts_columns(row, zones[-1]):
                continue
            header = self._is_header(row, zones[-1] if zones else None)
            if not zones or (header and zones[-1].rows):
                zones.append(Zone())
            (zones[-1].headers if header else zones[-1].rows).append(row)
        return zones

    def columns(self, zone: Zone, year: int, topic: str) -> list[Column]:
        """The columns of a zone, left to right. `topic`: the concept of the caption."""
        heads = self._beside_labels(zone, year)
        columns = [
            self._corrected(self.headers.column(texts_at(heads, index), year), texts_at(zone.rows, index))
            for index in range(zone.width)
        ]
        columns = _without_all_persons(_with_side_label(columns))
        totals = {column.path[:-1] for column in columns if self._is_of_totals(column)}
        columns = [self._as_part(c, topic) if self._is_part(c, totals) else c for c in columns]
        if not any(column.mention for column in columns):
            return columns
        # 合计 beside columns that are concepts is the total of what they are parts of, or the caption names.
        topic = _whole_of(columns) or topic
        return [replace(c, total_of=topic) if self._is_of_totals(c) and not c.mention else c for c in columns]

    def _counts_columns(self, row: Row, zone: Zone) -> bool:
        """Whether a row right below headers holds nothing but 1, 2, 3, …."""
        if zone.rows or not zone.headers:
            return False
        texts = [cell.text for cell in filled(row)]
        numbers = [text for text in texts if text.isdigit()]
        shape = self.headers.rules.tables.rows.count_of_columns
        counted = numbers == [str(i) for i in range(1, len(numbers) + 1)]
        named = len(texts) > len(numbers)
        return counted and len(numbers) > (0 if named else 2) and all(t in numbers or shape.search(t) for t in texts)

    # -- header rows --------------------------------------------------------------------------------------

    def _is_header(self, row: Row, zone: Zone | None) -> bool:
        """Whether a row opens a zone or, right below headers, belongs to them."""
        cells = filled(row)
        if any(len(c.text) > _LONGEST or self._is_told(c.text) or self.values.blank(c.text) for c in cells):
            return False
        words = sum(self.headers.is_word(c.text) for c in cells)
        if zone is not None and zone.headers and not zone.rows:
            if len(cells) == 1 and cells[0].cell.col_span == 1:
                return False  # a name without figures
            return words * 2 >= len(cells) or self._is_of_subheads(row, words)
        return self._opens(row, words, zone)

    def _is_of_subheads(self, row: Row, words: int) -> bool:
        """Whether a row below headers is one of them, though few of its cells (货物, 工程) are known as such."""
        cells = filled(row)
        if _stands_under_a_span(row):
            return words >= 1 or any(self._is_subtotal(c.text) for c in cells)
        return words > 1 and any(self.headers.is_label(c.text) for c in cells)

    def _opens(self, row: Row, words: int, zone: Zone | None) -> bool:
        cells = filled(row)
        words_of = self.headers.rules.tables.rows
        # A numbered heading may stand beside the heads of its part of a form: 二、完成情况 | 一级指标 | ….
        beside = sum(self.headers.is_meaning(c.text) for c in cells[1:]) >= _FEWEST_BESIDE
        if any(
            words_of.prefix.match(c.text) and not (i and words_of.among.match(c.text)) and (i or not beside)
            for i, c in enumerate(cells)
        ):
            return False
        if len(cells) == 1:
            # A title over the whole width stands above the headers, never among the figures.
            return zone is None and words == 1 and cells[0].cell.col_span > 1
        if zone is not None and (figures := self._figures(zone)):
            heads_figures = any(cell is not None and cell.text for i, cell in enumerate(row) if i in figures)
            if not heads_figures or not any(self.headers.is_meaning(c.text) for c in cells):
                return False  # a row of names without figures
        # 项目名称 | 河道清淤, the name over several columns, is a line of a form.
        narrow = all(cell.cell.col_span == 1 or self.headers.is_word(cell.text) for cell in cells)
        # So is 项目名称 | 石桥河治理工程; 项目名称 | 2023年 is a head.
        names = self.headers.rules.tables.captions.project_name.search(cells[0].text) and not any(
            self.headers.is_word(cell.text) or any(map(str.isdigit, cell.text)) for cell in cells[1:]
        )
        return words >= 2 or (words == 1 and len(cells) == 2 and narrow and not names)

    def _is_told(self, text: str) -> bool:
        """Whether a cell tells something: a number (≥80万页), but for a year, or sentences."""
        value = self.values.signed(text)[1]
        counts = any(len(q.span) == len(value) for q in self.values.quantities(value))
        return (self.values.is_number(text) or counts or bool(_SENTENCE.search(text))) and not _YEAR.match(text)

    def _figures(self, zone: Zone) -> set[int]:
        """The columns in which a zone has figures."""
        cells = ((i, cell) for row in zone.rows for i, cell in enumerate(row) if cell is not None)
        return {i for i, cell in cells if self.values.is_number(cell.text)}

    def _beside_labels(self, zone: Zone, year: int) -> list[Row]:
        """The header rows; one that lost the blank cell above the labels moves to its place."""
        rows = [row for row in zone.rows if len(filled(row)) > 1 and row[0] is not None]
        if not rows or any(self.values.is_number(row[0].text) for row in rows if row[0] is not None):
            return zone.headers
        widest = max(len(filled(row)) for row in rows)
        moved = [self._moved(row, year) if len(filled(row)) == widest - 1 else row for row in zone.headers]
        return [self._pulled(row, rows, year) for row in moved] if len(moved) == 1 else moved

    def _pulled(self, head: Row, rows: Sequence[Row], year: int) -> Row:
        """A head before whose columns a cell stands that the rows below it lost: 项目资金, beside 年度资金总额."""
        if any(cell is not None and (cell.cell.row_span > 1 or cell.cell.col_span > 1) for cell in head):
            return head
        texts = [cell.text if cell else "" for cell in head]
        told = [self.headers.is_meaning(t) and self.headers.column([t], year).role in _OF_FIGURES for t in texts]
        first = told.index(True) if any(told) else 0
        if not all(told[first : first + sum(told)]) or any(texts[first + sum(told) :]):
            return head
        fullest = max(rows, key=lambda row: len(filled(row)))
        begins = next((i for i, cell in enumerate(fullest) if cell and self.values.is_number(cell.text)), 0)
        fits = begins and sum(told) == len(filled(fullest)) - begins
        return [*head[first - begins :], *[None] * (first - begins)] if fits and first > begins else head

    def _moved(self, row: Row, year: int) -> Row:
        first = row[0]
        contiguous = all(cell is not None and cell.text for cell in row[: len(filled(row))])
        if first is None or not contiguous or not self.headers.is_meaning(first.text):
            return row
        heads_figures = self.headers.column([first.text], year).role in _OF_FIGURES
        return [None, *row[:-1]] if heads_figures else row

    # -- columns ------------------------------------------------------------------------------------------

    def _corrected(self, column: Column, texts: Sequence[str]) -> Column:
        """A column of words is a label column, whatever its header says; one of figures is none, nor is a blank one."""
        if not column.path and not texts:
            return replace(column, role="other")  # what is left of a cell that was merged over several columns
        numbers = sum(self.values.is_number(text) or self.values.blank(text) for text in texts)
        if column.role == "value" and numbers * 3 < len(texts) and not column.mention:
            return replace(column, role="label")
        if column.role == "label" and column.path and numbers * 3 > len(texts) * 2 and not self._are_years(texts):
            return replace(column, role="value")
        return column

    def _are_years(self, texts: Sequence[str]) -> bool:
        return all(self.headers.rules.tables.rows.year.search(text) for text in texts)

    def _is_of_totals(self, column: Column) -> bool:
        return column.role == "value" and bool(column.path) and self._is_subtotal(column.path[-1])

    def _is_subtotal(self, text: str) -> bool:
        return bool(self.headers.rules.tables.rows.subtotal.search(text))

    def _as_part(self, column: Column, topic: str) -> Column:
        """The source that its head names is no income where spending is told of: 支出 | 财政拨款."""
        heads = (self.headers.mentions(head) for head in column.path[:-1])
        of_spending = (
            topic.startswith(_SPENDING)
            or any(self.headers.rules.tables.captions.spending_side.search(head) for head in column.path[:-1])
            or any(m.concept.id.startswith(_SPENDING) for found in heads for m in found)
        )
        return replace(column, is_part=True, mention=None if of_spending else column.mention)

    def _is_part(self, column: Column, totals: Collection[tuple[str, ...]]) -> bool:
        """Whether a column says only of which source or kind its figures are. `totals`: heads above such of totals."""
        if column.role != "value" or not column.path or column.measure != "value" or self._is_of_totals(column):
            return False
        lowest = column.path[-1]
        if self.headers.rules.tables.columns.fund.search(lowest):
            return True
        named = self.headers.mentions(lowest)
        return (
            column.path[:-1] in totals
            and not self.headers.is_meaning(lowest)
            and all(m.concept.id.startswith(_SOURCES) for m in named)
        )


def _whole_of(columns: Sequence[Column]) -> str:
    """“三公”经费, where two of its parts head columns; empty for other columns."""
    parts = {c.mention.concept.id for c in columns if c.mention and c.mention.concept.id.startswith(_THREE_PUBLIC)}
    return _THREE_PUBLIC + "total" if len(parts) > 1 else ""


def _with_side_label(columns: list[Column]) -> list[Column]:
    """年度绩效目标 beside 一级指标: what stands at the form's side is no column of targets, where another one is."""
    first = next((i for i, column in enumerate(columns) if column.role == "level"), 0)
    behind = {column.role for column in columns[first:]}
    side = (replace(c, role="label") if c.role in behind else c for c in columns[:first])
    return [*side, *columns[first:]]


def _without_all_persons(columns: Sequence[Column]) -> list[Column]:
    """年末实有人数 | 其中：在职 | 离退休: the first counts all persons, and is none of people in post.

    So does the sum of 实有人数 that spans kinds of people in post and 离退休.
    """
    named = {c.mention.concept.id for c in columns if c.mention and not _may_be_all_persons(c)}
    return [
        replace(c, role="other", mention=None)
        if _may_be_all_persons(c) and (named >= {_IN_POST, _RETIRED} or _spans_retired(c, columns))
        else c
        for c in columns
    ]


def _spans_retired(column: Column, columns: Sequence[Column]) -> bool:
    """Whether a head above a column spans columns of the retired and of people in post."""
    beside = [c for c in columns if len(c.path) > 1 and len(column.path) > 1 and c.path[0] == column.path[0]]
    named = [c.mention.concept.id for c in beside if c.mention and c is not column]
    return _RETIRED in named and any(concept.startswith(_IN_POST) for concept in named)


def _may_be_all_persons(column: Column) -> bool:
    mention = column.mention
    if mention is None:
        return False
    return any(concept == _ALL_PERSONS and shape.search(mention.text) for shape, concept in mention.rule.perhaps)


def _stands_under_a_span(row: Row) -> bool:
    """Whether a head cell from above reaches down into this row: sub-heads stand beside it."""
    cells = distinct(row)
    lowest = max(c.cell.row for c in cells)
    return any(c.text and 1 < c.cell.row_span <= _DEEPEST and c.cell.row < lowest for c in cells)
