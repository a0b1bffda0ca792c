"""What the strings of a PDF's fonts stand for."""

from __future__ import annotations

from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined

from pipeline.readers.pages.glyphs import plain
from pipeline.readers.pdf.looks import is_bold


class Font:
    """One font; strings come again and again, and are looked up once."""

    def __init__(self, font: PDFFont) -> None:
        if font.is_vertical():
            raise ValueError("vertical writing")
        self._font = font
        self._known: dict[bytes, list[tuple[str, float, bool]]] = {}
        self.bold = is_bold(font.fontname)
        self.descent: float = font.get_descent()

    def glyphs(self, string: bytes) -> list[tuple[str, float, bool]]:
        """The characters of a string, each with its width in sizes, and whether the space between words follows it."""
        known = self._known.get(string)
        if known is None:
            known = self._known[string] = [self._glyph(code) for code in self._font.decode(string)]
        return known

    def _glyph(self, code: int) -> tuple[str, float, bool]:
        try:
            text = self._font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = f"(cid:{code})"
        return plain(text), self._font.char_width(code), code == 32 and not self._font.is_multibyte()


class Fonts:
    """The fonts of a file."""

    def __init__(self) -> None:
        self._known: dict[PDFFont | None, Font] = {}

    def of(self, font: PDFFont | None) -> Font:
        """Ours for pdfminer's. Raises ValueError where none was set."""
        if font is None:
            raise ValueError("text without a font")
        if font not in self._known:
            self._known[font] = Font(font)
        return self._known[font]
