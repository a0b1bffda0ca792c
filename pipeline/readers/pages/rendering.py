"""A page of pdfium's as the picture that OCR reads."""

from __future__ import annotations

from typing import Any

from PIL.Image import Image

from pipeline.errors import ReadError
from pipeline.readers import ocr
from pipeline.readers.pages.reading import Picture

_POINTS = 72
_MOST_PIXELS = 4000
"""On a page's longer side: a poster is read at less than 200 dpi."""


# The recogniser makes the shorter side some 700 pixels long, and the other one as it follows.
_LONGEST_SHAPE = 20


def rendered(page: Any) -> Picture:  # noqa: ANN401 - pypdfium2 has no types
    """Draw a pypdfium2 page; raises PdfiumError where pdfium cannot, ReadError for what is no page but a ribbon."""
    width, height = page.get_size()
    if max(width, height) > _LONGEST_SHAPE * min(width, height):
        raise ReadError(f"a page of {width:.0f} × {height:.0f} points is not read by OCR")
    bitmap = page.render(scale=min(ocr.DPI / _POINTS, _MOST_PIXELS / max(width, height)))
    try:
        image: Image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    return image, float(width), float(height)
