"""What OCR read on a page → PageContent; and what the reader says about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.readers.drafts import Draft, DraftTable
from pipeline.readers.ocr import Scan
from pipeline.readers.pages.content import Char, PageContent
from pipeline.readers.pages.printed import edge, tables_of

_MOST_DOUBTS = 10


def content_of(scan: Scan, number: int) -> PageContent:
    """What OCR read, as a page with a text layer would give it."""
    turned = f"page {number}: scanned lying on its side or head; its places count on the page turned upright"
    return PageContent(
        number=number,
        width=scan.width,
        height=scan.height,
        chars=tuple(Char(*glyph[:6]) for glyph in scan.glyphs),
        tables=tables_of(edge(*rule) for rule in scan.rules) if scan.rows else (),
        notes=(turned,) if scan.turned else (),
    )


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
