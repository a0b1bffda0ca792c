"""An OFD's bytes → Reading: its documents one after the other, their pages counted through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import accumulate

from pipeline.document import Bbox
from pipeline.errors import ReadError
from pipeline.readers.drafts import Reading
from pipeline.readers.limits import Limits
from pipeline.readers.ofd.document import BROKEN, OfdDocument
from pipeline.readers.ofd.drawn import Drawn
from pipeline.readers.ofd.objects import Objects
from pipeline.readers.ofd.package import Package
from pipeline.readers.ofd.painting import Painting
from pipeline.readers.pages.content import PageContent
from pipeline.readers.pages.printed import Printed, content_of
from pipeline.readers.pages.reading import Pages, Picture, broken, check_pages, named, repair

_KIND = "OFD"


def read(data: bytes, limits: Limits) -> Reading:
    """Read an OFD: pages with text by that, pictures of pages by OCR where it is installed.

    Pages of several documents in one file are counted through, which a note says. Raises ReadError: encrypted, broken,
    no page, more than `limits` allow, no page with text.
    """
    try:
        return _Reader(Package(data, limits), limits).read()
    except BROKEN as err:
        raise ReadError(f"broken OFD ({err})", do=repair(_KIND)) from err


def draw(data: bytes, number: int, limits: Limits) -> Picture:
    """Draw page `number`, counted through the file's documents from 1.

    Raises ReadError: as `read` does, no such page, or text in fonts that the file does not bring.
    """
    try:
        return _Reader(Package(data, limits), limits).draw(number)
    except BROKEN as err:
        raise ReadError(f"broken OFD ({err})", do=repair(_KIND)) from err


def placed(data: bytes, number: int, limits: Limits) -> list[tuple[str, Bbox]]:
    """The characters of page `number` with their boxes, in points. Raises ReadError as `draw` does."""
    try:
        return _Reader(Package(data, limits), limits).placed(number)
    except BROKEN as err:
        raise ReadError(f"broken OFD ({err})", do=repair(_KIND)) from err


class _Reader:
    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._objects = Objects(limits)
        self._located: dict[int, tuple[OfdDocument, str | None]] = {}
        self._notes: list[str] = []

    def read(self) -> Reading:
        documents = list(self._documents())
        if not documents:
            raise ReadError(f"broken OFD: none of {len(self._notes)} documents can be read", do=repair(_KIND))
        total = sum(len(document.pages) for document in documents)
        if not total:
            raise ReadError("an OFD without pages", do=repair(_KIND))
        check_pages(total, self._limits)
        parts, first = [], 1
        for document in documents:
            parts.append(self._pages(document, first))
            first += len(document.pages)
        reading = Pages(_KIND, self._draw, self._limits).read(*parts)
        notes = [note for document in documents for note in document.notes()]
        return replace(reading, notes=[*self._notes, *_divided(documents), *reading.notes, *notes])

    def draw(self, number: int) -> Picture:
        """As the function of that name."""
        self._locate(number)
        picture = self._draw(number)
        if self._notes:
            raise ReadError(self._notes[-1])
        return picture

    def placed(self, number: int) -> list[tuple[str, Bbox]]:
        """As the function of that name."""
        document, location = self._locate(number)
        drawn = Drawn()
        document.page(location).walk(self._objects, drawn)
        return [(mark.text, (mark.x0, mark.top, mark.x1, mark.bottom)) for mark in drawn.marks]

    def _locate(self, number: int) -> tuple[OfdDocument, str | None]:
        located = ((document, location) for document in self._documents() for location in document.pages)
        self._located = dict(enumerate(located, 1))
        if number not in self._located:
            raise ReadError(f"no page {number}")
        return self._located[number]

    def _documents(self) -> Iterator[OfdDocument]:
        """Those of the file that can be opened; a broken one beside others is noted. Raises as OfdDocument does."""
        main = self._package.find("/OFD.xml")
        bodies = self._package.xml(main or "").iterfind("{*}DocBody") if main else ()
        locations = [body.findtext("{*}DocRoot") for body in bodies]
        if not locations:
            raise ReadError("OFD without a document (OFD.xml names none)", do=repair(_KIND))
        for number, location in enumerate(locations, 1):
            try:
                yield OfdDocument(self._package, location)
            except BROKEN as err:
                if len(locations) == 1:
                    raise
                self._notes.append(f"document {number} of {len(locations)} is broken and not read: {err}")

    def _pages(self, document: OfdDocument, first: int) -> Iterator[PageContent]:
        for number, location in enumerate(document.pages, first):
            self._located[number] = document, location
            try:
                page, drawn = document.page(location), Drawn()
                page.walk(self._objects, drawn)
            except BROKEN as err:
                yield broken(number, str(err))
                continue
            yield content_of(
                Printed(
                    number=number,
                    bbox=(0.0, 0.0, page.width, page.height),
                    marks=drawn.marks,
                    edges=drawn.edges,
                    seen=drawn.seen,
                    pictures=drawn.pictured,
                    curves=drawn.curves,
                )
            )

    def _draw(self, number: int) -> Picture:
        document, location = self._located[number]
        try:
            page = document.page(location)
            with closing(Painting(self._package, page.width, page.height)) as painting:
                page.walk(Objects(self._limits), painting)
                picture = painting.shown()
        except BROKEN as err:
            raise ReadError(str(err)) from err
        if painting.without_font:
            said = f"{painting.without_font} characters whose fonts are not in the file are not drawn for OCR"
            self._notes.append(f"page {number}: {said}")
        return picture


def _divided(documents: list[OfdDocument]) -> Iterator[str]:
    """Which pages belong to which of several documents."""
    counts = [len(document.pages) for document in documents if document.pages]
    if len(counts) > 1:
        ends = list(accumulate(counts))
        parts = [named(range(end - count + 1, end + 1)) for end, count in zip(ends, counts, strict=True)]
        yield f"{len(counts)} documents in one file: {'; '.join(parts)}"
