"""pdfplumber's page → PageContent: the seam to the library, and to any other source of characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pdfplumber.page import Page
from pdfplumber.table import TableFinder

from pipeline.document import Bbox
from pipeline.readers.pdf.content import Char, PageContent
from pipeline.readers.pdf.glyphs import plain

# TableFinder compares every vertical rule with every horizontal one: drawings of many thousand strokes are no tables.
_MOST_EDGES = 12_000
_FEW_EDGES = 8
# Letters turned into outlines come as curves: a page of them without a character is a picture of text.
_OUTLINES = 60
_PICTURE_SHARE = 0.2
_BOLD = re.compile(r"bold|heavy|black|simhei|heiti|黑体|zhongsong|xiaobiaosong|,b", re.IGNORECASE)


def page_content(page: Page) -> PageContent:
    """Characters and ruled cells of a page; whatever pdfminer raises on a broken page comes through."""
    if side := _sideways(page.chars):
        return _turned(page, side)
    chars = tuple(_chars(page))
    edges = page.edges
    notes: tuple[str, ...] = ()
    tables: tuple[tuple[Bbox, ...], ...] = ()
    if chars and len(edges) > _MOST_EDGES:
        notes = (f"page {page.page_number}: {len(edges):,} strokes, not searched for tables",)
    elif chars and edges:
        tables = tables_of(_drawn(edges))
    return PageContent(
        number=page.page_number,
        width=float(page.width),
        height=float(page.height),
        chars=chars,
        tables=tables,
        pictured=_pictured(page),
        notes=notes,
    )


def tables_of(edges: list[dict[str, Any]]) -> tuple[tuple[Bbox, ...], ...]:
    """The boxes of the cells of every table that the edges (pdfplumber's, in points) enclose."""
    finder = TableFinder(cast("Page", _Rules(edges)))
    return tuple(tuple(map(_bbox, table.cells)) for table in finder.tables)


def _sideways(chars: list[dict[str, Any]]) -> int:
    """1 if most of a page's text runs upward, -1 if downward, else 0: a wide table printed on an upright page."""
    up = sum(char["matrix"][1] > abs(char["matrix"][0]) for char in chars)
    down = sum(-char["matrix"][1] > abs(char["matrix"][0]) for char in chars)
    return (up > down) - (down > up) if 2 * max(up, down) > len(chars) else 0


def _turned(page: Page, side: int) -> PageContent:
    """The page as the reader turns it; places count on the turned page, which the note says."""
    width, height = float(page.width), float(page.height)

    def turn(box: Bbox) -> Bbox:
        x0, top, x1, bottom = box
        return (height - bottom, x0, height - top, x1) if side > 0 else (top, width - x1, bottom, width - x0)

    chars = (
        Char(plain(char["text"]), *turn(_char_box(char)), round(char["x1"] - char["x0"], 1), _is_bold(char))
        for char in page.chars
        if abs(char["matrix"][1]) > abs(char["matrix"][0])
    )
    return PageContent(
        number=page.page_number,
        width=height,
        height=width,
        chars=tuple(char for char in chars if char.text),
        tables=tuple(tuple(map(turn, cells)) for cells in tables_of(_drawn(page.edges))),
        notes=(f"page {page.page_number}: printed sideways; its places count on the page turned upright",),
    )


def _char_box(char: Mapping[str, Any]) -> Bbox:
    return float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"])


def _is_bold(char: Mapping[str, Any]) -> bool:
    return bool(_BOLD.search(char["fontname"]))


class _Rules:
    """All that TableFinder asks of a page when it looks for rules."""

    def __init__(self, edges: list[dict[str, Any]]) -> None:
        self.edges = edges


def _drawn(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The edges that can be seen: Excel paints white boxes behind cells without borders.

    Where hardly anything else is drawn, the white boxes make the rules by what they leave uncovered.
    """
    seen = [edge for edge in edges if edge["stroke"] or not _is_white(edge["non_stroking_color"])]
    return seen if len(seen) >= _FEW_EDGES else edges


def _is_white(color: Any) -> bool:  # noqa: ANN401 - a number, a tuple of one, three or four, or None
    parts = tuple(color) if isinstance(color, (tuple, list)) else (color,)
    return parts in {(1,), (1, 1, 1), (0, 0, 0, 0)}


def _chars(page: Page) -> Iterable[Char]:
    left, top, right, bottom = page.bbox
    for char in page.chars:
        text = plain(char["text"])
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        # Outside the page, nobody sees it; a slanted letter belongs to a watermark.
        if text and left <= x <= right and top <= y <= bottom and not _slanted(char):
            yield Char(text, *_char_box(char), round(char["size"], 1), _is_bold(char))


def _slanted(char: Mapping[str, Any]) -> bool:
    """Neither along nor across the page; the shear of an artificial italic (matrix c) does not count."""
    a, b = abs(char["matrix"][0]), abs(char["matrix"][1])
    return bool(a > 0.1 * b and b > 0.1 * a)


def _pictured(page: Page) -> bool:
    area = float(page.width * page.height) or 1.0
    shown = sum((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images)
    return bool(shown > _PICTURE_SHARE * area) or len(page.curves) > _OUTLINES


def _bbox(cell: tuple[float, float, float, float]) -> Bbox:
    x0, top, x1, bottom = cell
    return float(x0), float(top), float(x1), float(bottom)
