"""Pages drawn by pdfium, for OCR."""

from __future__ import annotations

import pypdfium2

from pipeline.errors import ReadError
from pipeline.readers.pages.reading import Picture
from pipeline.readers.pages.rendering import rendered


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
            if not 1 <= number <= len(self._document):
                raise ReadError(f"no page {number}")
            page = self._document[number - 1]
            try:
                return rendered(page)
            finally:
                page.close()
        except pypdfium2.PdfiumError as err:
            raise ReadError(f"PdfiumError {err}") from err

    def close(self) -> None:
        """Let go of the file."""
        if self._document is not None:
            self._document.close()
