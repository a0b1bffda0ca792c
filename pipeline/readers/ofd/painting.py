"""A page drawn for OCR, by pdfium: pictures, outlines, and glyphs of the fonts that the file brings."""

from __future__ import annotations

import ctypes
import warnings
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree
from PIL import Image

from pipeline.errors import ReadError
from pipeline.readers.ofd.geometry import Matrix, length, moved, number, turned, within
from pipeline.readers.ofd.package import Package
from pipeline.readers.ofd.paths import inks_of, parts_of
from pipeline.readers.ofd.resources import Resources, is_transparent, rgb
from pipeline.readers.ofd.text import Glyph, glyphs_of
from pipeline.readers.pages.reading import Picture
from pipeline.readers.pages.rendering import rendered

_MOST_PIXELS = 120_000_000
"""Of all pictures of a page."""
_HAIRLINE = 0.353
"""Millimetres: a stroke's width where none is told."""
_RULES = {"Even-Odd": pdfium.FPDF_FILLMODE_ALTERNATE}


class Painting:
    """One page of `width` × `height` points, painted on (a `Hand`)."""

    def __init__(self, package: Package, width: float, height: float) -> None:
        self._package = package
        self._pdf = pypdfium2.PdfDocument.new()
        self._page: Any = self._pdf.new_page(width, height)
        # pdfium counts y upward.
        self._flip: Matrix = (1.0, 0.0, 0.0, -1.0, 0.0, height)
        self._fonts: dict[str, Any] = {}
        self._kept: list[Any] = []
        self._faults: list[str] = []
        self._painted = 0
        self._pixels = _MOST_PIXELS
        self.without_font = 0
        """Characters in fonts that the file does not bring."""

    def close(self) -> None:
        """Let go of it all."""
        self._page.close()
        self._pdf.close()

    def shown(self) -> Picture:
        """What was painted. Raises ReadError where that is nothing."""
        if not self._painted:
            raise ReadError("; ".join(self._faults) or "nothing on it that can be drawn for OCR")
        return rendered(self._page)

    # --- text ---------------------------------------------------------------------------------------------------

    def text(self, element: etree._Element, place: Matrix, resources: Resources) -> int:
        """Paint a TextObject's glyphs."""
        font = self._font(resources.fonts.get(element.get("Font", "")))
        glyphs = list(glyphs_of(element, place))
        for glyph in glyphs:
            if font is None:
                self.without_font += not glyph.char.isspace()
            elif glyph.number != -1:
                self._glyph(font, glyph)
        return len(glyphs)

    def _font(self, part: str | None) -> Any | None:  # noqa: ANN401 - pdfium's own
        if part is None:
            return None
        if part not in self._fonts:
            data = self._package.picture_or_font(part)
            held = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
            self._kept.append(held)  # pdfium reads from it until the end
            self._fonts[part] = (
                pdfium.FPDFText_LoadFont(self._pdf.raw, held, len(data), pdfium.FPDF_FONT_TRUETYPE, True) or None
            )
        return self._fonts[part]

    def _glyph(self, font: Any, glyph: Glyph) -> None:  # noqa: ANN401
        shown = pdfium.FPDFPageObj_CreateTextObj(self._pdf.raw, font, 1.0)
        if glyph.number is None:
            word = (glyph.char + "\0").encode("utf-16-le")
            pdfium.FPDFText_SetText(shown, (ctypes.c_ushort * (len(word) // 2)).from_buffer_copy(word))
        else:
            pdfium.FPDFText_SetCharcodes(shown, (ctypes.c_uint32 * 1)(glyph.number), 1)
        across, up = turned(glyph.along, self._flip), turned(glyph.up, self._flip)
        place = pdfium.FS_MATRIX(*across, *up, *moved(glyph.at, self._flip))
        pdfium.FPDFPageObj_SetMatrix(shown, place)
        self._put(shown)

    def _put(self, shown: Any) -> None:  # noqa: ANN401
        pdfium.FPDFPage_InsertObject(self._page.raw, shown)
        self._painted += 1

    # --- paths --------------------------------------------------------------------------------------------------

    def path(self, element: etree._Element, place: Matrix, resources: Resources, layer: etree._Element | None) -> int:
        """Paint a PathObject."""
        inks = {name: ink for name, ink in inks_of(element, layer, resources).items() if not is_transparent(ink)}
        parts = list(parts_of(element))
        if not inks or not parts:
            return len(parts)
        to_page = within(place, self._flip)
        shape = pdfium.FPDFPageObj_CreateNewPath(*moved((0.0, 0.0), to_page))
        for kind, points in parts:
            flat = [value for point in points for value in moved(point, to_page)]
            _ADD[kind](shape, *flat)
        fill = _RULES.get(element.get("Rule", ""), pdfium.FPDF_FILLMODE_WINDING) if "Fill" in inks else 0
        pdfium.FPDFPath_SetDrawMode(shape, fill, "Stroke" in inks)
        for name, set_colour in _SET_COLOUR.items():
            if name in inks:
                set_colour(shape, *rgb(inks[name]), 255)
        wide = number(element.get("LineWidth"), _HAIRLINE) * length(turned((0.0, 1.0), place))
        pdfium.FPDFPageObj_SetStrokeWidth(shape, wide)
        self._put(shape)
        return len(parts)

    # --- pictures -----------------------------------------------------------------------------------------------

    def picture(self, part: str, place: Matrix) -> None:
        """Paint a picture; of one that cannot be opened, keep why."""
        try:
            image = _opened(self._package.picture_or_font(part), self._pixels)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as err:  # Pillow's, for broken files
            self._faults.append(f"picture {part.rpartition('/')[2]} cannot be drawn ({err})")
            return
        self._pixels -= image.width * image.height
        shown = pypdfium2.PdfImage.new(self._pdf)
        bitmap = pypdfium2.PdfBitmap.from_pil(image)
        shown.set_bitmap(bitmap)
        bitmap.close()
        # pdfium's unit square has its corner at the bottom left.
        upright = within((1.0, 0.0, 0.0, -1.0, 0.0, 1.0), within(place, self._flip))
        shown.set_matrix(pypdfium2.PdfMatrix(*upright))
        self._page.insert_obj(shown)
        self._painted += 1


def _opened(data: bytes, most: int) -> Image.Image:
    """A picture on white; raises what Pillow raises, ValueError for one of more than `most` pixels."""
    with warnings.catch_warnings(), Image.open(BytesIO(data)) as image:
        warnings.simplefilter("ignore")  # of large pictures: our own limit decides
        if image.width * image.height > most:
            raise ValueError(f"{image.width} × {image.height} pixels, more than {most:,}")
        if not image.has_transparency_data:
            return image.convert("RGB")
        clear = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


_ADD = {
    "move": pdfium.FPDFPath_MoveTo,
    "line": pdfium.FPDFPath_LineTo,
    "curve": pdfium.FPDFPath_BezierTo,
    "close": pdfium.FPDFPath_Close,
}
_SET_COLOUR = {"Stroke": pdfium.FPDFPageObj_SetStrokeColor, "Fill": pdfium.FPDFPageObj_SetFillColor}
