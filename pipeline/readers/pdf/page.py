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
    chars = tuple(_chars(page))
    edges = page.edges
    notes: tuple[str, ...] = ()
    tables: tuple[tuple[Bbox, ...], ...] = ()
    if chars and len(edges) > _MOST_EDGES:
        notes = (f"page {page.page_number}: {len(edges):,} strokes, not searched for tables",)
    elif chars and edges:
        tables = _tables(_drawn(edges))
    return PageContent(
        number=page.page_number,
        width=float(page.width),
        height=float(page.height),
        chars=chars,
        tables=tables,
        pictured=_pictured(page),
        notes=notes,
    )


def _tables(edges: list[dict[str, Any]]) -> tuple[tuple[Bbox, ...], ...]:
    finder = TableFinder(cast("Page", _Rules(edges)))
    return tuple(tuple(map(_bbox, table.cells)) for table in finder.tables)


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
            yield Char(
                text,
                char["x0"],
                char["top"],
                char["x1"],
                char["bottom"],
                round(char["size"], 1),
                bool(_BOLD.search(char["fontname"])),
            )


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
