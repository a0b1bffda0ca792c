"""What OCR read on a page → PageContent; and what the reader says about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.document import UNSURE, Recognised
from pipeline.readers.drafts import Draft, DraftTable
from pipeline.readers.ocr import Scan
from pipeline.readers.pages.content import Char, PageContent
from pipeline.readers.pages.edges import edge, tables_of

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
    doubts = [f"{n.text} (page {n.page}, {n.confidence:.2f})" for n in numbers_of(scans) if n.confidence < UNSURE]
    if doubts:
        notes.append(f"{_counted(len(doubts), 'number')} recognised with confidence below {UNSURE}: {_first(doubts)}")
    if lost := sum(scan.left_out for scan in scans.values()):
        notes.append(f"{_counted(lost, 'place')} left out that OCR could not read")
    return notes


def numbers_of(scans: dict[int, Scan]) -> list[Recognised]:
    """The numbers of all scanned pages."""
    return [number for page, scan in sorted(scans.items()) for number in scan.numbers(page)]


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"


def _first(words: Sequence[str]) -> str:
    more = len(words) - _MOST_DOUBTS
    return ", ".join(words[:_MOST_DOUBTS]) + (f" and {more} more" if more > 0 else "")
