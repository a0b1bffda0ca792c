"""Web archives (.mht, .mhtml): the page as a browser saved it, out of its MIME message (RFC 2557)."""

from __future__ import annotations

from email import message_from_bytes

from pipeline.errors import ReadError
from pipeline.readers.drafts import DraftTable, Reading
from pipeline.readers.html import read_page
from pipeline.readers.limits import Limits

_PAGES = ("text/html", "application/xhtml+xml")
_AGAIN = "save the page anew from a browser"


def read(data: bytes, limits: Limits) -> Reading:
    """Drafts of the page that says most: the archive's own one or, where that only frames it, one of its frames.

    Pictures and styles are left out; the attachments of all its pages are named in the notes. Raises ReadError for an
    archive without a page, and what the reader of web pages raises.
    """
    try:
        parts = [part for part in message_from_bytes(data.lstrip()).walk() if part.get_content_type() in _PAGES]
    except RecursionError as err:
        raise ReadError("web archive with parts nested too deep", do=_AGAIN) from err
    readings: list[Reading] = []
    fault = ReadError("web archive without a page in it", do=_AGAIN)
    for part in parts:
        content = part.get_payload(decode=True)
        try:
            if isinstance(content, bytes) and content.strip():
                readings.append(read_page(content, limits, part.get_content_charset("")))
        except ReadError as err:
            fault = err
    if not readings:
        raise fault
    best = max(readings, key=_said)
    attached = [note for reading in readings for note in reading.notes if note.startswith("attachment: ")]
    return Reading(best.drafts, notes=list(dict.fromkeys([*attached, *best.notes])))


def _said(reading: Reading) -> int:
    """How many characters a reading holds."""
    texts = ((cell.text for cell in d.cells) if isinstance(d, DraftTable) else (d.text,) for d in reading.drafts)
    return sum(len(text) for each in texts for text in each)
