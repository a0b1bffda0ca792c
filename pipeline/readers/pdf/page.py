"""pdfplumber's page → Printed: the only place that knows what pdfplumber calls things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pdfplumber.page import Page
from pdfplumber.utils.geometry import obj_to_edges

from pipeline.readers.pages.glyphs import plain
from pipeline.readers.pages.printed import Mark, Printed

_BOLD = re.compile(r"bold|heavy|black|simhei|heiti|黑体|zhongsong|xiaobiaosong|,b", re.IGNORECASE)


def printed(page: Page) -> Printed:
    """What is printed on a page; whatever pdfminer raises on a broken page comes through."""
    drawn = [*page.lines, *page.rects, *page.curves]
    edges = [(edge, obj) for obj in drawn for edge in obj_to_edges(obj)]
    x0, top, x1, bottom = page.bbox
    return Printed(
        number=page.page_number,
        bbox=(float(x0), float(top), float(x1), float(bottom)),
        marks=[_mark(char) for char in page.chars],
        edges=[edge for edge, _ in edges],
        # The sides of a curve do not know its colours.
        seen=[edge for edge, obj in edges if obj["stroke"] or not _is_white(obj["non_stroking_color"])],
        pictures=float(sum((i["x1"] - i["x0"]) * (i["bottom"] - i["top"]) for i in page.images)),
        curves=len(page.curves),
    )


def _mark(char: Mapping[str, Any]) -> Mark:
    a, b = char["matrix"][:2]
    # pdfminer's size is the glyph's height on the page: of one that stands on its side, its length.
    size = char["x1"] - char["x0"] if abs(b) > abs(a) else char["size"]
    box = float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"])
    return Mark(plain(char["text"]), *box, float(size), bool(_BOLD.search(char["fontname"])), float(a), float(b))


def _is_white(color: Any) -> bool:  # noqa: ANN401 - a number, a tuple of one, three or four, or None
    parts = tuple(color) if isinstance(color, (tuple, list)) else (color,)
    return parts in {(1,), (1, 1, 1), (0, 0, 0, 0)}
