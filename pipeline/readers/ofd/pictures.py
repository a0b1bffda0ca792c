"""The pictures of a page put together as it shows them, for OCR."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from pipeline.errors import ReadError
from pipeline.readers import ocr
from pipeline.readers.ofd.geometry import Matrix, length, within
from pipeline.readers.ofd.package import Package
from pipeline.readers.pages.reading import Picture

_POINTS = 72
_MOST_PIXELS = 4000
"""On a page's longer side: a poster is read at less than 200 dpi."""
_LARGEST = 120_000_000


def page_picture(package: Package, pictures: Sequence[tuple[str, Matrix]], width: float, height: float) -> Picture:
    """Draw the pictures of a page of `width` × `height` points, each at its place (see `Drawn.pictures`).

    Raises ReadError where there is none, or none that can be drawn.
    """
    scale = min(ocr.DPI / _POINTS, _MOST_PIXELS / max(width, height))
    sheet = Image.new("RGB", (round(width * scale) or 1, round(height * scale) or 1), "white")
    faults = []
    for part, place in pictures:
        try:
            _paste(sheet, _opened(package.read(part)), within(place, (scale, 0, 0, scale, 0, 0)))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as err:  # Pillow's, for broken files
            faults.append(f"picture {part.rpartition('/')[2]} cannot be drawn ({err})")
    if len(faults) == len(pictures):
        raise ReadError("; ".join(faults) or "drawn as outlines, not as text or a picture")
    return sheet, width, height


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings(), Image.open(BytesIO(data)) as image:
        warnings.simplefilter("ignore")  # of large pictures: our own limit decides
        if image.width * image.height > _LARGEST:
            raise ValueError(f"{image.width} × {image.height} pixels, more than {_LARGEST:,}")
        return image.convert("RGBA")


def _paste(sheet: Image.Image, image: Image.Image, place: Matrix) -> None:
    """`place` leads from the unit square to the sheet's pixels."""
    a, b, c, d, e, f = place
    across, down = (min(max(1, round(length(side))), 2 * _MOST_PIXELS) for side in ((a, b), (c, d)))
    area = a * d - b * c
    if not area:
        return
    # Made as large as it shows first: the turning below takes single pixels.
    small = image.resize((across, down), Image.Resampling.LANCZOS)
    back = (
        across * d / area, -across * c / area, across * (c * f - d * e) / area,
        -down * b / area, down * a / area, down * (b * e - a * f) / area,
    )  # fmt: skip
    turned = small.transform(sheet.size, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC)
    sheet.paste(turned, mask=turned)
