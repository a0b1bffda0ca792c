"""Draws a page of a file with figures boxed; runs in a process of its own, which files may crash."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw

from pipeline.document import Bbox
from pipeline.errors import ReadError
from pipeline.readers import ocr
from pipeline.readers.limits import Limits
from pipeline.readers.pictures import picture
from pipeline.review.locating import Placed, Sought, boxes

_WIDTH = 1240
"""Pixels across a page: A4 at 150 dpi."""
_QUALITY = 82
_STATED, _AGAINST = (196, 32, 33), (11, 92, 173)
_MARGIN = 90.0
"""Points above and below the boxes that a cropped picture shows."""
_LEAST = 160.0
"""Points that it is high at least."""


@dataclass(frozen=True, slots=True)
class Boxed:
    """A figure to be boxed; `fault` in the colour of what is wrong, `scanned` where OCR read it."""

    sought: Sought
    fault: bool
    scanned: bool


@dataclass(frozen=True, slots=True)
class Job:
    """A page of a file (`path` as the archive names it), which must still hold what it held when it was read."""

    path: str
    sha256: str
    kind: str
    page: int
    figures: tuple[Boxed, ...]
    crop: bool


def drawn(job: Job) -> bytes:
    """The page as a JPEG. Raises ReadError: the file is gone or another one, or the page cannot be drawn."""
    data = _content(job)
    image, width, height = picture(data, job.kind, job.page, Limits())
    placed: list[tuple[Bbox, bool]] = []
    if printed := [each for each in job.figures if not each.scanned]:
        placed += _placed(printed, list(_printed(data, job, (width, height))))
    if scanned := [each for each in job.figures if each.scanned]:
        scan = ocr.scanned(image, width, height)
        if scan.turned:
            image = image.rotate(-90 * scan.turned, expand=True)
            width, height = scan.width, scan.height
        chars = [(glyph.text, scan.as_printed(glyph[1:5])) for glyph in scan.glyphs]
        placed += _placed(scanned, chars)
    return _jpeg(image, (width, height), placed, crop=job.crop)


def _placed(figures: Sequence[Boxed], chars: list[Placed]) -> list[tuple[Bbox, bool]]:
    """Boxes of figures; of one that is not found, its whole paragraph's."""
    found = []
    for each in figures:
        own = boxes(each.sought, chars) or ([each.sought.bbox] if each.sought.bbox else [])
        found += [(box, each.fault) for box in own]
    return found


def _content(job: Job) -> bytes:
    data = _bytes(job)
    if hashlib.sha256(data).hexdigest() != job.sha256:
        raise ReadError("the file has changed since it was read", where=job.path, do="run `jihe run` on it again")
    return data


def _bytes(job: Job) -> bytes:
    path = Path(job.path)
    try:
        if path.is_file():
            if path.stat().st_size > Limits().max_bytes:
                raise ReadError("too large to be shown", where=job.path)
            return path.read_bytes()
        return _packed(job)
    except OSError as err:
        raise ReadError(f"cannot be opened ({err.strerror})", where=job.path) from err


def _packed(job: Job) -> bytes:
    """A file in an archive, whose path goes on where the archive's ends."""
    archive = next((parent for parent in Path(job.path).parents if parent.is_file()), None)
    if archive is None:
        raise ReadError("not there any more", where=job.path, do="put the file back where it was")
    from pipeline.batch.identify import candidates  # noqa: PLC0415 - few files are in archives
    from pipeline.batch.packed import unpacked  # noqa: PLC0415

    for candidate in candidates(archive):
        if candidate.shown == job.path and candidate.inside:
            return unpacked(archive, candidate.inside)
    raise ReadError("not in its archive any more", where=job.path, do="put the file back where it was")


def _printed(data: bytes, job: Job, size: tuple[float, float]) -> Iterator[Placed]:
    """The characters of a page with their boxes, in points from the top left corner of the page as it is seen."""
    if job.kind == "ofd":
        from pipeline.readers.ofd.reader import placed  # noqa: PLC0415 - few files are OFD

        yield from placed(data, job.page, Limits())
    elif job.kind == "pdf":
        yield from _printed_in_pdf(data, job.page, size)


def _printed_in_pdf(data: bytes, number: int, size: tuple[float, float]) -> Iterator[Placed]:
    with pypdfium2.PdfDocument(data) as document:
        page = document[number - 1]
        text = page.get_textpage()
        try:
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index, loose=True)
                corners = (_seen(page, size, left, top), _seen(page, size, right, bottom))
                xs, ys = zip(*corners, strict=True)
                code = pdfium.FPDFText_GetUnicode(text, index)
                if code and not chr(code).isspace():
                    yield chr(code), (min(xs), min(ys), max(xs), max(ys))
        finally:
            text.close()
            page.close()


_FINE = 10
"""pdfium gives whole device pixels: so many to a point."""


def _seen(page: pypdfium2.PdfPage, size: tuple[float, float], x: float, y: float) -> tuple[float, float]:
    """A point of the page's own space (before it is turned and cropped) as it is seen."""
    across, down = ctypes.c_int(), ctypes.c_int()
    whole = (0, 0, round(size[0] * _FINE), round(size[1] * _FINE), 0)
    pdfium.FPDF_PageToDevice(page, *whole, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value / _FINE, down.value / _FINE


def _jpeg(image: Image.Image, size: tuple[float, float], placed: list[tuple[Bbox, bool]], *, crop: bool) -> bytes:
    share = min(1.0, _WIDTH / image.width)
    image = image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.LANCZOS)
    scale = image.width / size[0]
    pen = ImageDraw.Draw(image, "RGBA")
    # What is wrong lies on top of what it was held against.
    for (x0, top, x1, bottom), fault in sorted(placed, key=lambda pair: pair[1]):
        colour = _STATED if fault else _AGAINST
        box = (x0 * scale - 4, top * scale - 3, x1 * scale + 4, bottom * scale + 3)
        pen.rounded_rectangle(box, 4, fill=(*colour, 26), outline=(*colour, 255), width=4 if fault else 2)
    if crop and placed:
        top = min(box[1] for box, _ in placed) - _MARGIN
        bottom = max(max(box[3] for box, _ in placed) + _MARGIN, top + _LEAST)
        image = image.crop((0, max(0, round(top * scale)), image.width, min(image.height, round(bottom * scale))))
    out = BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
