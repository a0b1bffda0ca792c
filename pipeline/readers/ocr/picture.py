"""A page as a picture file (.jpg, .png, .tif with any number of pages): read as a scan in a PDF is."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

from PIL import Image, ImageOps, ImageSequence

from pipeline.errors import ReadError
from pipeline.readers import ocr
from pipeline.readers.drafts import Reading
from pipeline.readers.limits import Limits
from pipeline.readers.pages.layout import drafts_of
from pipeline.readers.pages.scanned import content_of, notes_of, numbers_of, place_back

_POINTS = 72
_A4_LONG = 842.0
# What a scanner states; telephones and screens state 72 or 96 of a picture that has nothing to do with inches.
_SCANNER = range(100, 1201)
_MOST_PIXELS = 120_000_000
_LEAST_SIDE = 300
_LONGEST = 4000


def read(data: bytes, limits: Limits) -> Reading:
    """Read the picture of a page, or of several.

    Places are in points: by the picture's own resolution where a scanner states one, else as if its longer side were
    that of A4. Raises ReadError: broken, too large or too small, OCR not installed, nothing read.
    """
    if not ocr.available():
        raise ReadError(f"{_kind(data)} picture, not read", do=f"scans need OCR: {ocr.INSTALL}", lacks=(ocr.EXTRA,))
    scans = {}
    for number, image in enumerate(_pages(data, limits), 1):
        width, height = _points(image)
        scans[number] = ocr.scanned(image, width, height)
    contents = [content_of(scan, number) for number, scan in scans.items()]
    drafts = list(drafts_of([content for content in contents if content.chars]))
    if not drafts:
        raise ReadError("a picture without text", do="if it shows a page, ask for a sharper scan")
    place_back(drafts, scans)
    named = f"page{'s' * (len(scans) > 1)} {'1-' * (len(scans) > 1)}{len(scans)}"
    notes = notes_of(scans, named) + [note for content in contents for note in content.notes]
    return Reading(drafts, pages=len(scans), notes=notes, recognised=numbers_of(scans))


def page(data: bytes, number: int, limits: Limits) -> tuple[Image.Image, float, float]:
    """Page `number` (from 1), and its width and height in points, as `read` sees it; raises ReadError as that does."""
    image = next(islice(_pages(data, limits), number - 1, None), None)
    if image is None:
        raise ReadError(f"no page {number}")
    return (image, *_points(image))


def _pages(data: bytes, limits: Limits) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data)) as file:
            warnings.simplefilter("ignore")  # of large pictures: our own limit decides
            count = getattr(file, "n_frames", 1)
            if count > limits.max_pages:
                what = f"{count:,} pages, more than max_pages {limits.max_pages:,}"
                raise ReadError(what, do="split the file, or raise the limit")
            for frame in ImageSequence.Iterator(file):
                _check_size(frame)
                yield _upright(frame)
    except Image.DecompressionBombError as err:
        raise ReadError(f"{_kind(data)} picture of too many pixels", do="save it smaller: 200 dpi are enough") from err
    except (OSError, ValueError, SyntaxError) as err:  # what Pillow raises on broken files
        raise ReadError(f"broken {_kind(data)} picture", do="ask for the file again") from err


def _kind(data: bytes) -> str:
    return "JPEG" if data.startswith(b"\xff\xd8") else "PNG" if data.startswith(b"\x89PNG") else "TIFF"


def _check_size(frame: Image.Image) -> None:
    if min(frame.size) < _LEAST_SIDE:
        what = f"a picture of {frame.width} × {frame.height} pixels, too small to be a page"
        raise ReadError(what, do="leave it out, or ask for a scan of 200 dpi")
    if frame.width * frame.height > _MOST_PIXELS:
        what = f"a picture of {frame.width} × {frame.height} pixels, more than {_MOST_PIXELS:,}"
        raise ReadError(what, do="save it smaller: 200 dpi are enough")


def _upright(frame: Image.Image) -> Image.Image:
    """As the camera's own note says it was held; no larger than a scan needs to be."""
    image = ImageOps.exif_transpose(frame)
    white = Image.new("RGBA", image.size, "white")
    image = Image.alpha_composite(white, image.convert("RGBA")) if "A" in image.getbands() else image
    stated = frame.info.get("dpi")
    image = image.convert("RGB")
    image.info["dpi"] = stated
    if max(image.size) > _LONGEST:
        share = _LONGEST / max(image.size)
        image = image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.LANCZOS)
        image.info["dpi"] = stated and tuple(float(each) * share for each in stated)
    return image


def _points(image: Image.Image) -> tuple[float, float]:
    stated = image.info.get("dpi") or (0, 0)
    across, down = (round(float(each)) for each in stated)
    square = across == down and across in _SCANNER
    scale = _POINTS / across if square else _A4_LONG / max(image.size)
    return round(image.width * scale, 1), round(image.height * scale, 1)
