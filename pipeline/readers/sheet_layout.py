"""Cells of a worksheet → paragraphs and tables: one sheet often is a whole page, titles, tables and notes together.

A row with one cell is a paragraph, or a row of a table whose other cells are blank; a row with several is a
table's, unless they are labels (“编制单位：甲局”, “单位：万元”). What follows a row tells: headers or figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable
from pipeline.readers.lines import ends_sentence, split_breaks
from pipeline.readers.numbering import numbering_level

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|chart|表)\s*\d*\s*(?:[（(]\d+[）)])?|\d+", re.IGNORECASE)
_TITLE_CHARS = 70
_TITLE = re.compile(r"(?:报告|报告书|说明|情况|自评|决算|预算|表|明细|汇总|清单)\s*(?:[（(][^（()）]{1,20}[）)])?$")
# What stands beside a table's title: who made it, in which unit, which form of the set it is.
_LABEL = re.compile(
    r"[（(【\[]?[^：:，。；\d]{1,16}[：:]"
    r"|(?:公开|决算|预算|财)?[\u4e00-\u9fff]{0,3}\d{1,2}表$"
    r"|附[件表]\s*[\d一二三四五六七八九十]*$"
)
_UNIT = re.compile(r"单位\s*[：:]\s*(?:人民币)?\s*(?:[元千百万亿]|人|个|%)")
_NOTE = re.compile(
    r"(?:备?注|说明|填[报表]说明|附[件表注]|表[\d一二三四五六七八九十]|续表)\s*[\d一二三四五六七八九十]*\s*[：:、.．\s]"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?")
_GROUP_CHARS = 12
_FIGURE_CHARS = 20
_BLANK_ROWS = 2


@dataclass(slots=True)
class _Row:
    """One row of the sheet that is not blank."""

    number: int
    cells: list[DraftCell] = field(default_factory=list)
    covered: bool = False
    """Whether a cell of a row above reaches down into this one."""
    reaches: bool = False
    """Whether a cell of its own reaches down beside cells of the next row."""

    @property
    def lone(self) -> bool:
        return len(self.cells) == 1 and not self.covered and not self.reaches

    @property
    def labels(self) -> bool:
        """Whether every cell says what it is (“填表人：张三”), as beside a table, not in one."""
        return bool(self.cells) and not self.covered and all(_LABEL.match(text) for text in _joined(self.cells))

    @property
    def header(self) -> bool:
        """Names without figures."""
        return len(self.cells) > 1 and not any(map(_is_figure, self.cells))


def sheet_drafts(name: str, cells: Sequence[DraftCell], *, first: bool) -> list[Draft]:
    """A sheet's drafts: its name as a heading, then what stands in it.

    On the `first` sheet the title row comes before the name: it is the report's title.
    """
    drafts = list(_drafts(_rows(cells)))
    at = next((i for i, draft in enumerate(drafts[:4]) if _is_title(draft)), None)
    if any(isinstance(draft, DraftTable) for draft in drafts[: at or 0]):
        at = None
    if at is not None:
        title = drafts[at]
        assert isinstance(title, DraftParagraph)  # noqa: S101, as _is_title says
        title.kind, title.level = ("title", 0) if first else ("heading", 1)
    if not drafts or _DEFAULT_NAME.fullmatch(name.strip()):
        return drafts
    start = at + 1 if first and at is not None else 0
    return [*drafts[:start], DraftParagraph(name, "heading", 1), *drafts[start:]]


def _is_title(draft: Draft) -> bool:
    if isinstance(draft, DraftTable) or len(draft.text) > _TITLE_CHARS or numbering_level(draft.text):
        return False
    return bool(_TITLE.search(draft.text)) and not _LABEL.match(draft.text) and not ends_sentence(draft.text)


def _rows(cells: Iterable[DraftCell]) -> list[_Row]:
    """Rows with cells of their own or reached by a cell above, top to bottom."""
    rows: dict[int, _Row] = {}
    for cell in cells:
        rows.setdefault(cell.row, _Row(cell.row)).cells.append(cell)
    filled = set(rows)
    for cell in cells:
        below = range(cell.row + 1, cell.row + cell.row_span)
        # A title may be merged over two rows that hold nothing else.
        if len(rows[cell.row].cells) > 1 or not filled.isdisjoint(below):
            rows[cell.row].reaches |= bool(below)
            for number in below:
                rows.setdefault(number, _Row(number)).covered = True
    return [rows[number] for number in sorted(rows)]


def _drafts(rows: Sequence[_Row]) -> Iterator[Draft]:
    table: list[_Row] = []
    for block in _blocks(rows):
        for row, in_table in zip(block, _in_table(block), strict=True):
            if table and (not in_table or not _goes_on(table[-1], row)):
                yield _table(table)
                table = []
            if in_table:
                table.append(row)
            else:
                yield from _paragraphs(row)
    if table:
        yield _table(table)


def _blocks(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    """Runs of rows with no blank row among them."""
    start = 0
    for index in range(1, len(rows)):
        if rows[index].number > rows[index - 1].number + 1:
            yield rows[start:index]
            start = index
    if rows:
        yield rows[start:]


def _goes_on(last: _Row, row: _Row) -> bool:
    """Whether a table goes on: on the next row, or with figures under the same columns after a blank row or two."""
    gap = row.number - last.number - 1
    return gap <= 0 or (gap <= _BLANK_ROWS and not row.header and not row.lone)


def _in_table(block: Sequence[_Row]) -> list[bool]:
    """Whether each row of a block belongs to a table; from the bottom up, since what follows decides."""
    in_table = [False] * len(block)
    left = min((cell.col for row in block for cell in row.cells), default=0)
    started = _first_of_table(block)
    for index in range(len(block) - 1, -1, -1):
        row = block[index]
        below = block[index + 1] if index + 1 < len(block) and in_table[index + 1] else None
        if not row.lone and not (row.labels and _labels_stand_apart(row, below, top=index < started)):
            in_table[index] = True
        elif row.lone and below is not None:
            inside = index > started
            in_table[index] = _is_group_header(row.cells[0], left) or (inside and not _parts(row.cells[0], below))
    return in_table


def _first_of_table(block: Sequence[_Row]) -> int:
    return next((i for i, row in enumerate(block) if not row.lone and not row.labels), len(block))


def _labels_stand_apart(row: _Row, below: _Row | None, *, top: bool) -> bool:
    """Labels above or below a table, or with the unit of the next one; among its rows they are a form's."""
    return top or below is None or any(_UNIT.search(text) for text in _joined(row.cells))


def _is_group_header(cell: DraftCell, left: int) -> bool:
    """“2023年” above some of the columns only, with nothing beside it."""
    return cell.col > left and cell.col_span > 1 and len(cell.text) <= _GROUP_CHARS and not _LABEL.match(cell.text)


def _parts(cell: DraftCell, below: _Row) -> bool:
    """Whether a single cell between rows of tables ends one and announces the next."""
    if _UNIT.search(cell.text):
        return True
    if not below.header:
        return False
    text = cell.text.strip()
    return cell.col_span > 1 or bool(_NOTE.match(text) or _TITLE.search(text) or numbering_level(text))


def _is_figure(cell: DraftCell) -> bool:
    text = _YEAR.sub("", cell.text)
    return len(text) <= _FIGURE_CHARS and any(char.isdigit() for char in text)


def _joined(cells: Sequence[DraftCell]) -> list[str]:
    """The cells' texts; a label that ends with its colon takes the next cell with it."""
    texts: list[str] = []
    open_label = False
    for cell in cells:
        text = cell.text.strip()
        if open_label and not _LABEL.match(text):
            texts[-1] += text
            open_label = False
        else:
            texts.append(text)
            open_label = text.endswith(("：", ":"))
    return texts


def _paragraphs(row: _Row) -> Iterator[DraftParagraph]:
    texts = [row.cells[0].text] if row.lone else _joined(row.cells)
    for text in texts:
        yield from map(DraftParagraph, split_breaks(text))


def _table(rows: Sequence[_Row]) -> DraftTable:
    """Rows counted from the first; a cell's span ends with the table."""
    numbers = {row.number: index for index, row in enumerate(rows)}
    cells = [cell for row in rows for cell in row.cells]
    first = min(cell.col for cell in cells)
    for cell in cells:
        last = cell.row + cell.row_span
        cell.row_span = max(1, sum(number in numbers for number in range(cell.row, last)))
        cell.row, cell.col = numbers[cell.row], cell.col - first
    return DraftTable(cells)
