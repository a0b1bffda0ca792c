"""What a format says is printed on a page → PageContent: which way the page is held, what is seen, where tables are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.document import Bbox
from pipeline.readers.pages.content import Char, PageContent
from pipeline.readers.pages.edges import Edge, tables_of

# Drawings of many thousand strokes are no tables, and what they enclose takes long to find.
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

    `edges` are all level and upright strokes and sides of boxes, `seen` those that are not white. `pictures` is the
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
    chars = tuple(_sideways_chars(page, side) if side else _level_chars(page))
    notes = [f"page {page.number}: printed sideways; its places count on the page turned upright"] if side else []
    tables: tuple[tuple[Bbox, ...], ...] = ()
    if chars and len(page.edges) > _MOST_EDGES:
        notes.append(f"page {page.number}: {len(page.edges):,} strokes, not searched for tables")
    elif chars and page.edges:
        # Excel paints white boxes behind cells without borders. Where hardly anything else is drawn, they make the
        # rules by what they leave uncovered.
        rules = page.seen if len(page.seen) >= _FEW_EDGES else page.edges
        tables = tuple(tuple(map(_turning(page, side), cells)) for cells in tables_of(rules))
    return PageContent(
        number=page.number,
        width=page.height if side else page.width,
        height=page.width if side else page.height,
        chars=chars,
        tables=tables,
        pictured=page.pictures > _PICTURE_SHARE * (page.width * page.height or 1.0) or page.curves > _OUTLINES,
        notes=tuple(notes),
    )


def _sideways(marks: Sequence[Mark]) -> int:
    """1 if most of a page's text runs upward, -1 if downward, else 0: a wide table printed on an upright page."""
    turned = [mark for mark in marks if mark.b]
    up = sum(mark.b > abs(mark.a) for mark in turned)
    down = sum(-mark.b > abs(mark.a) for mark in turned)
    return (up > down) - (down > up) if 2 * max(up, down) > len(marks) else 0


def _level_chars(page: Printed) -> Iterator[Char]:
    """What stands level or upright and has its middle on the page: what has it outside, nobody sees."""
    left, above, right, below = page.bbox
    for text, x0, top, x1, bottom, size, bold, a, b in page.marks:
        if (
            text
            and left <= (x0 + x1) / 2 <= right
            and above <= (top + bottom) / 2 <= below
            and not (b and _is_slanted(a, b))
        ):
            yield Char(text, x0, top, x1, bottom, round(size, 1), bold)


def _is_slanted(a: float, b: float) -> bool:
    """Neither along nor across the page, as a watermark is; the shear of an artificial italic does not count."""
    return abs(a) > 0.1 * abs(b) and abs(b) > 0.1 * abs(a)


def _sideways_chars(page: Printed, side: int) -> Iterator[Char]:
    """What runs up or down the page, as it stands when the page is turned."""
    turn = _turning(page, side)
    left, above, right, below = page.bbox
    for text, x0, top, x1, bottom, size, bold, a, b in page.marks:
        on_page = left <= (x0 + x1) / 2 <= right and above <= (top + bottom) / 2 <= below
        if text and on_page and abs(b) > abs(a):
            yield Char(text, *turn((x0, top, x1, bottom)), round(size, 1), bold)


def _turning(page: Printed, side: int) -> Callable[[Bbox], Bbox]:
    """Where a box comes to stand when the reader turns the page."""

    def up(box: Bbox) -> Bbox:
        return page.height - box[3], box[0], page.height - box[1], box[2]

    def down(box: Bbox) -> Bbox:
        return box[1], page.width - box[2], box[3], page.width - box[0]

    def as_is(box: Bbox) -> Bbox:
        return box

    return up if side > 0 else down if side else as_is
