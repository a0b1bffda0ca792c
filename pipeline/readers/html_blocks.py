"""Elements → drafts: blocks, breaks, lists and tables of the part of a page that holds the report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable
from pipeline.readers.limits import Limits
from pipeline.readers.lines import BLANKS, paragraphs, split_breaks
from pipeline.readers.numbering import numbering_level
from pipeline.readers.ordinals import format_ordinal

_BLOCKS = frozenset({"address", "article", "blockquote", "body", "caption", "center", "dd", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"})  # fmt: skip
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_SOURCE_SPACE = re.compile(r"[ \t\r\n\f]+")
# A line break in the source between Chinese characters shows as a blank that nobody meant.
_SOURCE_BREAK = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]+[ \t\r\n]*(?=[^\x00-\x7f])")
_MAX_COLS, _MAX_ROWS = 200, 10_000
_LONG_CELL = 150
_SHAPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CJK_LISTS = re.compile(
    r"list-style(?:-type)?\s*:\s*[^;]*?(cjk-ideographic|simp-chinese-\w+|trad-chinese-\w+|none)", re.IGNORECASE
)


@dataclass(slots=True)
class _Open:
    """The paragraph that is being collected."""

    parts: list[str] = field(default_factory=list)
    heading: int = 0
    pre: int = 0
    label: str = ""


class Blocks:
    """Walks elements without recursion: markup that never closes its tags nests thousands deep."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cells = 0
        self._drafts: list[Draft] = []
        self._open = _Open()
        self._lists: list[tuple[str, int]] = []

    def read(self, main: etree._Element) -> list[Draft]:
        """The drafts of an element, in reading order."""
        walk = etree.iterwalk(main, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element, is_main=element is main)
            elif element.tag == "table" and (table := self._data_table(element)):
                self._flush()
                self._drafts += table
                walk.skip_subtree()
            else:
                self._start(element)
        self._flush()
        return self._drafts

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._open.parts.append("\n")
        elif tag in _BLOCKS:
            self._flush()
            self._open.heading = _HEADINGS.get(tag, self._open.heading)
            self._open.pre += tag == "pre"
            if tag in ("ol", "ul", "menu", "dir"):
                self._lists.append((_list_shape(element), _int(element.get("start"), 1)))
            if tag == "li":
                self._open.label = self._label(element)
        self._say(element.text)

    def _end(self, element: etree._Element, *, is_main: bool) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            self._open.heading = 0 if tag in _HEADINGS else self._open.heading
            self._open.pre -= tag == "pre" and self._open.pre > 0
            if tag in ("ol", "ul", "menu", "dir") and self._lists:
                self._lists.pop()
        if not is_main:
            self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._open.parts.append(text if self._open.pre else visible(text))

    def _flush(self) -> None:
        """Close the paragraph that is open."""
        text = "".join(self._open.parts)
        self._open.parts = []
        if not text.strip():
            return
        texts = paragraphs(text.split("\n")) if self._open.pre else split_breaks(text)
        if texts and self._open.label and not numbering_level(texts[0]):
            texts[0] = self._open.label + texts[0]
        self._open.label = ""
        level = max(self._open.heading - 1, 1) if self._open.heading else 0
        self._drafts += [DraftParagraph(part, "heading" if level else "paragraph", level) for part in texts]

    def _label(self, item: etree._Element) -> str:
        """The number that a browser draws before an item of an ordered list."""
        if not self._lists or not self._lists[-1][0]:
            return ""
        shape, number = self._lists[-1]
        number = _int(item.get("value"), number)
        self._lists[-1] = (shape, number + 1)
        sign = format_ordinal(number, shape)
        return f"{sign}、" if shape == "chineseCounting" else f"{sign}. "

    # --- tables -------------------------------------------------------------------------------------------------

    def _data_table(self, table: etree._Element) -> list[Draft]:
        """A grid of short cells, with its caption before and its nested grids after it; [] for a layout table."""
        rows = _own_rows(table)
        if not _is_data(rows):
            return []
        grid = DraftTable(self._place(rows))
        if len(grid.cells) < 2:
            return []
        caption = next((child for child in table if child.tag == "caption"), None)
        above = [] if caption is None else list(map(DraftParagraph, split_breaks(cell_text(caption))))
        nested = [inner for row in rows for cell in row for inner in _outer_tables(cell)]
        after: list[Draft] = []
        for inner in nested:
            after += self._data_table(inner) or Blocks(self._limits).read(inner)
        return [*above, grid, *after]

    def _place(self, rows: list[list[etree._Element]]) -> list[DraftCell]:
        """Cells at the grid places that HTML's rowspan and colspan give them."""
        cells: list[DraftCell] = []
        busy: dict[int, int] = {}  # column → the first row in which it is free again
        for number, row in enumerate(rows):
            col = 0
            for element in row:
                while busy.get(col, 0) > number:
                    col += 1
                width = max(1, min(_int(element.get("colspan"), 1), _MAX_COLS))
                left = len(rows) - number
                height = _int(element.get("rowspan"), 1) or left  # 0: to the end
                height = max(1, min(height, left))
                cells.append(DraftCell(cell_text(element), number, col, height, width))
                busy.update(dict.fromkeys(range(col, col + width), number + height))
                col += width
        self._cells += len(cells)
        if self._cells > self._limits.max_cells:
            raise ReadError(
                f"more table cells than max_cells {self._limits.max_cells:,}", do="split the file, or raise the limit"
            )
        return cells


def visible(text: str) -> str:
    """Source text as a browser shows it: runs of blanks and line breaks are one blank, &nbsp; is a blank."""
    return _SOURCE_SPACE.sub(" ", _SOURCE_BREAK.sub("", text)).replace("\u00a0", " ")


def cell_text(cell: etree._Element) -> str:
    """A cell's words without those of tables inside it; blocks and <br> are line breaks."""
    parts: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag == "table" and element is not cell:
            walk.skip_subtree()
            continue
        parts.append("\n" if element.tag == "br" and event == "start" else "")
        parts.append("\n" if element.tag in _BLOCKS else "")
        said = element.text if event == "start" else element.tail if element is not cell else None
        parts.append(visible(said) if said else "")
    return "\n".join(filter(None, (line.strip(BLANKS) for line in "".join(parts).split("\n"))))


def _own_rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each row, without those of nested tables."""
    rows: list[list[etree._Element]] = []
    walk = etree.iterwalk(table, events=("start",), tag=("table", "tr", "td", "th"))
    for _, element in walk:
        if element.tag == "table" and element is not table:
            walk.skip_subtree()
        elif element.tag == "tr":
            rows.append([])
        elif element.tag in ("td", "th"):
            rows = rows or [[]]
            rows[-1].append(element)
    return [row for row in rows if row]


def _outer_tables(cell: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    walk = etree.iterwalk(cell, events=("start",), tag="table")
    for _, element in walk:
        found.append(element)
        walk.skip_subtree()
    return found


def _is_data(rows: list[list[etree._Element]]) -> bool:
    """Whether rows are a grid of values; a layout table has few cells that hold whole passages."""
    if max(map(len, rows), default=0) < 2:
        return False
    filled = [text for row in rows for cell in row if (text := cell_text(cell))]
    if len(filled) < 2:
        return False
    passages = [text for text in filled if len(text) > _LONG_CELL]
    short = len(filled) - len(passages)
    said = sum(map(len, filled))
    # One passage that outweighs all the rest is a page in a frame; forms have long cells, but among many short ones.
    framed = any(len(text) > 0.7 * said and len(text) > 2 * _LONG_CELL for text in passages)
    return short >= 2 * len(passages) and not framed


def _list_shape(element: etree._Element) -> str:
    """The shape of an ordered list's numbers; "" where none are drawn."""
    if element.tag != "ol":
        return ""
    style = _CJK_LISTS.search(element.get("style") or "")
    if style:
        return "" if style.group(1).lower() == "none" else "chineseCounting"
    return _SHAPES.get(element.get("type") or "1", "decimal")


def _int(text: str | None, default: int) -> int:
    match = re.match(r"\s*(\d{1,6})", text or "")
    return int(match.group(1)) if match else default
