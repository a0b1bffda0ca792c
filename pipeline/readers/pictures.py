"""A page of a file as the picture that a person sees, for showing where something stands."""

from __future__ import annotations

from contextlib import closing

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.pages.reading import Picture

DRAWN = ("pdf", "ofd", "image")
"""Kinds of files, as `sniff` tells them, whose pages can be drawn."""


def picture(data: bytes, kind: str, number: int, limits: Limits) -> Picture:
    """Draw page `number` (from 1) at about 200 dpi.

    Raises ReadError: a kind without pages, no such page, a broken file, or one that cannot be drawn as it looks.
    """
    if kind == "pdf":
        from pipeline.readers.pdf.drawing import Drawing  # noqa: PLC0415 - pdfium only where a PDF is drawn

        with closing(Drawing(data)) as drawing:
            return drawing.page(number)
    if kind == "ofd":
        from pipeline.readers.ofd.reader import draw  # noqa: PLC0415

        return draw(data, number, limits)
    if kind == "image":
        from pipeline.readers.ocr.picture import page  # noqa: PLC0415

        return page(data, number, limits)
    raise ReadError(f"{kind} has no pages that can be drawn")
