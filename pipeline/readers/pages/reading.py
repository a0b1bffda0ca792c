"""The pages of a file → Reading: each by its text or by OCR, within limits, and what could not be read said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from PIL.Image import Image

from pipeline.errors import ReadError
from pipeline.readers import ocr
from pipeline.readers.drafts import Draft, Reading
from pipeline.readers.limits import Limits
from pipeline.readers.ocr import Scan
from pipeline.readers.pages import scanned
from pipeline.readers.pages.content import PageContent
from pipeline.readers.pages.glyphs import UNKNOWN, is_garbled
from pipeline.readers.pages.layout import drafts_of

Picture = tuple[Image, float, float]
"""A page drawn at about `ocr.DPI`, and its width and height in points."""

Draw = Callable[[int], Picture]
"""Draws a page by its number, which counts from 1; raises ReadError where it cannot."""

_SCANNED = "without text (scanned)"
_GARBLED = "with garbled text"
_BLANK = "scanned, where OCR finds no text"
_BROKEN = "broken"
# A picture with fewer signs than this beside it is a scan with a page number or a stamp printed on it.
_FEW = 30


def check_pages(count: int, limits: Limits) -> None:
    """Refuse a file of more pages than `limits` allow."""
    if count > limits.max_pages:
        what = f"{count:,} pages, more than max_pages {limits.max_pages:,}"
        raise ReadError(what, do="split the file, or raise the limit")


def broken(number: int, reason: str) -> PageContent:
    """Stands for a page that cannot be read."""
    return PageContent(number, 0.0, 0.0, (), notes=(f"page {number}: {reason}",))


def named(numbers: Sequence[int]) -> str:
    """Numbers of pages as a person says them: “page 3”, “pages 1-4, 9”."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"page{'s' * (len(numbers) != 1)} {words}"


def repair(kind: str) -> str:
    """What to do about a broken file of the format `kind`."""
    return f"open it and save it anew as {kind}, or ask for the file again"


class Pages:
    """The pages of one file of the format `kind` (“PDF”) on their way to a Reading."""

    def __init__(self, kind: str, draw: Draw, limits: Limits) -> None:
        self._kind = kind
        self._draw = draw
        self._limits = limits
        self._scans: dict[int, Scan] = {}
        self._faults: dict[str, list[int]] = {_SCANNED: [], _GARBLED: [], _BLANK: [], _BROKEN: []}
        self._notes: list[str] = []
        self._total = self._chars = self._cells = 0

    def read(self, *documents: Iterable[PageContent]) -> Reading:
        """Read the pages of each document in the file: by their text, or by OCR where it is of no use and installed.

        Pages that cannot be read are named in the notes, and the others are read. Raises ReadError: more than the
        limits allow, no page with text.
        """
        contents = [list(self._readable(pages)) for pages in documents]
        if not any(content.chars for part in contents for content in part):
            raise self._unreadable()
        drafts: list[Draft] = []
        for part in contents:
            drafts += drafts_of([content for content in part if content.chars])
        scanned.place_back(drafts, self._scans)
        faults = [f"{named(numbers)} {fault}: not read" for fault, numbers in self._faults.items() if numbers]
        lacks = self._lacks()
        if lacks:
            faults.append(f"scans need OCR: {ocr.INSTALL}")
        seen = scanned.notes_of(self._scans, named(sorted(self._scans)))
        notes = [*seen, *faults, *self._notes]
        return Reading(drafts, self._total, notes, scanned.numbers_of(self._scans), lacks)

    def _lacks(self) -> tuple[str, ...]:
        unread = self._faults[_SCANNED] or self._faults[_GARBLED]
        return (ocr.EXTRA,) if unread and not ocr.available() else ()

    def _readable(self, pages: Iterable[PageContent]) -> Iterator[PageContent]:
        for page in pages:
            self._total += 1
            content = self._seen(page)
            self._notes += content.notes
            if fault := self._fault(content):
                self._faults[fault].append(content.number)
                continue
            self._chars += len(content.chars)
            self._cells += sum(map(len, content.tables))
            _check(self._chars, "characters", "max_chars", self._limits.max_chars, content.number)
            _check(self._cells, "cells", "max_cells", self._limits.max_cells, content.number)
            if lost := sum(char.text == UNKNOWN for char in content.chars):
                said = f"{lost} characters that the font does not name, kept as {UNKNOWN}"
                self._notes.append(f"page {content.number}: {said}")
            yield content

    def _seen(self, content: PageContent) -> PageContent:
        """The page by OCR, if its text is of no use and OCR is installed and finds more."""
        fault = self._fault(content)
        few = content.pictured and sum(not char.text.isspace() for char in content.chars) < _FEW
        if not (few or fault in {_SCANNED, _GARBLED}) or not ocr.available():
            return content
        try:
            picture = self._draw(content.number)
        except ReadError as err:
            return replace(content, notes=(*content.notes, f"page {content.number}: {err.what}"))
        scan = ocr.scanned(*picture)
        seen = scanned.content_of(scan, content.number)
        if not fault and len(seen.chars) <= len(content.chars):
            return content
        self._scans[content.number] = scan
        return seen

    def _fault(self, content: PageContent) -> str:
        if content.number in self._scans:
            return "" if content.chars else _BLANK
        if not content.width:
            return _BROKEN
        if not any(not char.text.isspace() for char in content.chars):
            return _SCANNED if content.pictured else ""
        return _GARBLED if is_garbled(char.text for char in content.chars) else ""

    def _unreadable(self) -> ReadError:
        faults, pages = self._faults, self._total
        lacks = self._lacks()
        do = f"scans need OCR: {ocr.INSTALL}" if lacks else "ask for the file again, better scanned"
        if garbled := faults[_GARBLED]:
            return ReadError(f"no readable text layer: {_count(garbled)} with garbled text", do=do, lacks=lacks)
        if faults[_BROKEN] and len(faults[_BROKEN]) == pages:
            return ReadError(f"broken {self._kind}: none of {pages} pages can be read", do=repair(self._kind))
        if pictures := faults[_SCANNED]:
            return ReadError(f"no text layer: {_count(pictures, 'scanned ')}", do=do, lacks=lacks)
        if blank := faults[_BLANK]:
            return ReadError(f"no text layer, and OCR finds no text on {_count(blank, 'scanned ')}", do=do)
        return ReadError(f"no text: {pages} empty page{'s' * (pages != 1)}", do="ask for the file again")


def _check(count: int, what: str, name: str, limit: int, page: int) -> None:
    if count > limit:
        raise ReadError(
            f"{count:,} {what}, more than {name} {limit:,}",
            where=f"page {page}",
            do="split the file, or raise the limit",
        )


def _count(numbers: Sequence[int], kind: str = "") -> str:
    return f"{len(numbers)} {kind}page{'s' * (len(numbers) != 1)}"
