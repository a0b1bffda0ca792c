"""Pages without usable text → PageContent, by OCR; and what the reader says about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2
from PIL.Image import Image

from pipeline.document import Bbox
from pipeline.readers import ocr
from pipeline.readers.drafts import Draft, DraftTable
from pipeline.readers.ocr import Scan
from pipeline.readers.pdf.content import Char, PageContent
from pipeline.readers.pdf.page import tables_of

_POINTS = 72
_MOST_PIXELS = 4000
"""On a page's longer side: a poster is read at less than 200 dpi."""
_MOST_DOUBTS = 10


class Scans:
    """The pages of one PDF that OCR reads; opens the file for drawing when the first one comes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: pypdfium2.PdfDocument | None = None
        self.read: dict[int, Scan] = {}

    def content(self, number: int) -> PageContent:
        """Read page `number` (from 1); what pdfium raises on a broken page comes through."""
        with self._page(number) as page:
            width, height = page.get_size()
            image = _drawn(page, max(width, height))
        scan = ocr.scanned(image, float(width), float(height))
        self.read[number] = scan
        return content_of(scan, number)

    def close(self) -> None:
        """Let go of the file."""
        if self._document is not None:
            self._document.close()

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        if self._document is None:
            self._document = pypdfium2.PdfDocument(self._data)
        page = self._document[number - 1]
        try:
            yield page
        finally:
            page.close()


def _drawn(page: Any, longest: float) -> Image:  # noqa: ANN401 - pypdfium2 has no types
    bitmap = page.render(scale=min(ocr.DPI / _POINTS, _MOST_PIXELS / longest))
    try:
        image: Image = bitmap.to_pil().convert("RGB")
        return image
    finally:
        bitmap.close()


def content_of(scan: Scan, number: int) -> PageContent:
    """What OCR read, as a page with a text layer would give it."""
    turned = f"page {number}: scanned lying on its side or head; its places count on the page turned upright"
    return PageContent(
        number=number,
        width=scan.width,
        height=scan.height,
        chars=tuple(Char(*glyph[:6]) for glyph in scan.glyphs),
        tables=tables_of([_edge(rule) for rule in scan.rules]) if scan.rows else (),
        notes=(turned,) if scan.turned else (),
    )


def _edge(rule: Bbox) -> dict[str, Any]:
    """A thin box as the line in its middle, in pdfplumber's words."""
    x0, top, x1, bottom = rule
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0, "orientation": "h"}
    x = (x0 + x1) / 2
    return {"x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0, "height": bottom - top, "orientation": "v"}


def place_back(drafts: Iterable[Draft], scans: dict[int, Scan]) -> None:
    """Let the boxes of drafts fit the pages as they were scanned, not as they were straightened."""
    for draft in drafts:
        for each in (draft, *(draft.cells if isinstance(draft, DraftTable) else ())):
            scan = scans.get(each.page or 0)
            if scan is not None and each.bbox is not None:
                each.bbox = scan.as_printed(each.bbox)


def notes_of(scans: dict[int, Scan], named: str) -> list[str]:
    """How sure the recogniser was: one note on the pages (`named`: “pages 1-3”), one on numbers to look at."""
    if not scans:
        return []
    sure = [glyph.confidence for scan in scans.values() for glyph in scan.glyphs]
    mean = sum(sure) / len(sure) if sure else 0.0
    notes = [f"{named} read by OCR, mean confidence {mean:.3f}"]
    doubts = [f"{doubt.text} (page {number}, {doubt.confidence:.2f})" for number, doubt in _doubts(scans)]
    if doubts:
        notes.append(f"{_counted(len(doubts), 'number')} recognised with confidence below 0.8: {_first(doubts)}")
    if lost := sum(scan.left_out for scan in scans.values()):
        notes.append(f"{_counted(lost, 'place')} left out that OCR could not read")
    return notes


def _doubts(scans: dict[int, Scan]) -> list[tuple[int, Any]]:
    return [(number, doubt) for number, scan in sorted(scans.items()) for doubt in scan.doubts()]


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"


def _first(words: Sequence[str]) -> str:
    more = len(words) - _MOST_DOUBTS
    return ", ".join(words[:_MOST_DOUBTS]) + (f" and {more} more" if more > 0 else "")
