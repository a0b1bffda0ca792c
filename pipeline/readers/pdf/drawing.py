"""Pages drawn by pdfium, for OCR."""

from __future__ import annotations

import pypdfium2
from PIL.Image import Image

from pipeline.errors import ReadError
from pipeline.readers import ocr
from pipeline.readers.pages.reading import Picture

_POINTS = 72
_MOST_PIXELS = 4000
"""On a page's longer side: a poster is read at less than 200 dpi."""


class Drawing:
    """The pages of one PDF; opens the file for drawing when the first one is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: pypdfium2.PdfDocument | None = None

    def page(self, number: int) -> Picture:
        """Draw page `number` (from 1). Raises ReadError where pdfium cannot."""
        try:
            if self._document is None:
                self._document = pypdfium2.PdfDocument(self._data)
            page = self._document[number - 1]
            try:
                width, height = page.get_size()
                bitmap = page.render(scale=min(ocr.DPI / _POINTS, _MOST_PIXELS / max(width, height)))
                try:
                    image: Image = bitmap.to_pil().convert("RGB")
                finally:
                    bitmap.close()
            finally:
                page.close()
        except pypdfium2.PdfiumError as err:
            raise ReadError(f"PdfiumError {err}") from err
        return image, float(width), float(height)

    def close(self) -> None:
        """Let go of the file."""
        if self._document is not None:
            self._document.close()
