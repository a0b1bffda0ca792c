"""What a format says is printed on a page → PageContent: which way the page is held, what is seen, where tables are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from pdfplumber.page import Page
from pdfplumber.table import TableFinder

from pipeline.document import Bbox
from pipeline.readers.pages.content import Char, PageContent

Edge = Mapping[str, Any]
"""A straight stroke in pdfplumber's words: x0, x1, top, bottom, width, height, and orientation, “h” or “v”."""

# TableFinder compares every vertical rule with every horizontal one: drawings of many thousand strokes are no tables.
_MOST_EDGES = 12_000
_FEW_EDGES = 8
# Letters turned into outlines come as curves: a page of them without a character is a picture of text.
_OUTLINES = 60
_PICTURE_SHARE = 0.2


class Mark(NamedTuple):
    """One glyph; its box in points from the page's top left corner, its size across its line.

    (a, b) points along its line: (1, 0) to the right, (0, 1) up the page; its length does not count.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    a: float = 1.0
    b: float = 0.0


@dataclass(frozen=True, slots=True)
class Printed:
    """One page as its format describes it; `bbox` is the part that a person sees.

    `edges` are all straight strokes and sides of filled boxes, `seen` those that are not white. `pictures` is the
    area of its pictures in square points, `curves` the number of its curved lines.
    """

    number: int
    bbox: Bbox
    marks: Sequence[Mark]
    edges: Sequence[Edge] = ()
    seen: Sequence[Edge] = ()
    pictures: float = 0.0
    curves: int = 0

    @property
    def width(self) -> float:
        return self.bbox[2] - self.bbox[0]

    @property
    def height(self) -> float:
        return self.bbox[3] - self.bbox[1]


def content_of(page: Printed) -> PageContent:
    """The characters that can be seen and the ruled cells; of a page printed sideways, as the reader turns it."""
    side = _sideways(page.marks)
    turn = _turning(page, side)
    marks = (mark for mark in page.marks if mark.text and _is_inside(mark, page.bbox))
    if side:
        chars = tuple(_char(mark, turn) for mark in marks if abs(mark.b) > abs(mark.a))
    else:
        chars = tuple(_char(mark, turn) for mark in marks if not _is_slanted(mark))
    notes = [f"page {page.number}: printed sideways; its places count on the page turned upright"] if side else []
    tables: tuple[tuple[Bbox, ...], ...] = ()
    if chars and len(page.edges) > _MOST_EDGES:
        notes.append(f"page {page.number}: {len(page.edges):,} strokes, not searched for tables")
    elif chars and page.edges:
        # Excel paints white boxes behind cells without borders. Where hardly anything else is drawn, they make the
        # rules by what they leave uncovered.
        rules = page.seen if len(page.seen) >= _FEW_EDGES else page.edges
        tables = tuple(tuple(map(turn, cells)) for cells in tables_of(rules))
    return PageContent(
        number=page.number,
        width=page.height if side else page.width,
        height=page.width if side else page.height,
        chars=chars,
        tables=tables,
        pictured=page.pictures > _PICTURE_SHARE * (page.width * page.height or 1.0) or page.curves > _OUTLINES,
        notes=tuple(notes),
    )


def tables_of(edges: Iterable[Edge]) -> tuple[tuple[Bbox, ...], ...]:
    """The boxes of the cells of every table that the edges enclose, by pdfplumber's own rules."""
    finder = TableFinder(cast("Page", _Rules(list(edges))))
    return tuple(tuple(_floats(cell) for cell in table.cells) for table in finder.tables)


class _Rules:
    """All that TableFinder asks of a page when it looks for rules."""

    def __init__(self, edges: list[Edge]) -> None:
        self.edges = edges


def edge(x0: float, y0: float, x1: float, y1: float) -> Edge:
    """A level or upright stroke from its two ends, or from two corners of a thin box: the line in its middle."""
    (x0, x1), (y0, y1) = sorted((x0, x1)), sorted((y0, y1))
    if x1 - x0 >= y1 - y0:
        y = (y0 + y1) / 2
        return {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0, "orientation": "h"}
    x = (x0 + x1) / 2
    return {"x0": x, "x1": x, "top": y0, "bottom": y1, "width": 0, "height": y1 - y0, "orientation": "v"}


def _sideways(marks: Sequence[Mark]) -> int:
    """1 if most of a page's text runs upward, -1 if downward, else 0: a wide table printed on an upright page."""
    up = sum(mark.b > abs(mark.a) for mark in marks)
    down = sum(-mark.b > abs(mark.a) for mark in marks)
    return (up > down) - (down > up) if 2 * max(up, down) > len(marks) else 0


def _turning(page: Printed, side: int) -> Callable[[Bbox], Bbox]:
    """Where a box comes to stand when the reader turns the page."""

    def up(box: Bbox) -> Bbox:
        return page.height - box[3], box[0], page.height - box[1], box[2]

    def down(box: Bbox) -> Bbox:
        return box[1], page.width - box[2], box[3], page.width - box[0]

    return up if side > 0 else down if side else _floats


def _char(mark: Mark, turn: Callable[[Bbox], Bbox]) -> Char:
    return Char(mark.text, *turn((mark.x0, mark.top, mark.x1, mark.bottom)), round(mark.size, 1), mark.bold)


def _is_inside(mark: Mark, bbox: Bbox) -> bool:
    """What has its middle outside the page, nobody sees."""
    x, y = (mark.x0 + mark.x1) / 2, (mark.top + mark.bottom) / 2
    return bbox[0] <= x <= bbox[2] and bbox[1] <= y <= bbox[3]


def _is_slanted(mark: Mark) -> bool:
    """Neither along nor across the page, as a watermark is; the shear of an artificial italic does not count."""
    a, b = abs(mark.a), abs(mark.b)
    return a > 0.1 * b and b > 0.1 * a


def _floats(box: Bbox) -> Bbox:
    x0, top, x1, bottom = box
    return float(x0), float(top), float(x1), float(bottom)
