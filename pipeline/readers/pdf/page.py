"""pdfplumber's page → Printed: by the fast interpreter; what that does not take, by pdfplumber itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pdfplumber.page import Page
from pdfplumber.utils.geometry import obj_to_edges

from pipeline.readers.pages.edges import Edge
from pipeline.readers.pages.glyphs import plain
from pipeline.readers.pages.printed import Mark, Printed
from pipeline.readers.pdf.device import Device
from pipeline.readers.pdf.fonts import Fonts
from pipeline.readers.pdf.interpreter import Interpreter
from pipeline.readers.pdf.looks import is_bold, is_white


def printed(page: Page, fonts: Fonts) -> Printed:
    """What is printed on a page; whatever pdfminer raises on a broken page comes through."""
    device = Device(page, fonts)
    try:
        Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception:  # noqa: BLE001 - unusual or broken: pdfplumber takes it, or says what is the matter
        return by_pdfplumber(page)
    return device.printed()


def by_pdfplumber(page: Page) -> Printed:
    """The same through pdfplumber's objects, ten times as slow: vertical writing, pictures in content streams."""
    drawn = [(edge, obj) for obj in (*page.lines, *page.rects, *page.curves) for edge in _edges(obj)]
    x0, top, x1, bottom = page.bbox
    return Printed(
        number=page.page_number,
        bbox=(float(x0), float(top), float(x1), float(bottom)),
        marks=[_mark(char) for char in page.chars],
        edges=[edge for edge, _ in drawn],
        # The sides of a curve do not know its colours.
        seen=[edge for edge, obj in drawn if obj["stroke"] or not is_white(obj["non_stroking_color"])],
        pictures=float(sum((i["x1"] - i["x0"]) * (i["bottom"] - i["top"]) for i in page.images)),
        curves=len(page.curves),
    )


def _mark(char: Mapping[str, Any]) -> Mark:
    a, b = char["matrix"][:2]
    # pdfminer's size is the glyph's height on the page: of one that stands on its side, its length.
    size = char["x1"] - char["x0"] if abs(b) > abs(a) else char["size"]
    box = float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"])
    return Mark(plain(char["text"]), *box, float(size), is_bold(char["fontname"]), float(a), float(b))


def _edges(obj: dict[str, Any]) -> Iterator[Edge]:
    for side in obj_to_edges(obj):
        if side["orientation"] == "v":
            yield Edge(True, side["x0"], side["top"], side["bottom"], side["height"])
        elif side["orientation"] == "h":
            yield Edge(False, side["top"], side["x0"], side["x1"], side["width"])
