"""Where the interpreter prints a page: what pdfplumber would say of it, straight as `Printed`.

Each sum is pdfminer's and pdfplumber's own, operand for operand, so that places are the same bit for bit; what is left
out is the dictionary of thirty entries that they make of every character.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFGraphicState, PDFTextState
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import MATRIX_IDENTITY, Matrix, Rect, apply_matrix_rect, mult_matrix
from pdfplumber.page import Page

from pipeline.readers.pages.edges import Edge
from pipeline.readers.pages.printed import Mark, Printed
from pipeline.readers.pdf.fonts import Fonts
from pipeline.readers.pdf.looks import is_white
from pipeline.readers.pdf.paths import Origin, Segment, Shape, shapes_of

# Twice as fast as Mark(…), which comes once for every character.
_mark = partial(tuple.__new__, Mark)


class Device(PDFDevice):
    """One page as the interpreter prints it; `fonts` are those of the file."""

    def __init__(self, page: Page, fonts: Fonts) -> None:
        super().__init__(page.pdf.rsrcmgr)
        self._page = page
        self._fonts = fonts
        self._origin = Origin(*page.mediabox[:2], page.height)
        self._matrix = MATRIX_IDENTITY
        self._marks: list[Mark] = []
        self._edges: dict[Shape, list[tuple[Edge, bool]]] = {shape: [] for shape in Shape}
        self._pictures = 0.0
        self._curves = 0

    def printed(self) -> Printed:
        """What has been printed."""
        edges = [each for edges in self._edges.values() for each in edges]
        x0, top, x1, bottom = self._page.bbox
        return Printed(
            number=self._page.page_number,
            bbox=(float(x0), float(top), float(x1), float(bottom)),
            marks=self._marks,
            edges=[edge for edge, _ in edges],
            seen=[edge for edge, seen in edges if seen],
            pictures=self._pictures,
            curves=self._curves,
        )

    def set_ctm(self, ctm: Matrix) -> None:
        """Take over where the page's coordinates lie."""
        self._matrix = ctm

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002
        """Add the area of a picture: it fills the unit square."""
        x0, y0, x1, y1 = apply_matrix_rect(self._matrix, (0, 0, 1, 1))
        self._pictures += (x1 - x0) * (y1 - y0)

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,  # noqa: ARG002
        evenodd: bool,  # noqa: ARG002
        path: Sequence[Segment],
    ) -> None:
        """Keep the edges of what is drawn."""
        seen = stroke or not is_white(graphicstate.ncolor)
        for shape, edges in shapes_of(path, self._matrix, self._origin):
            self._edges[shape] += ((edge, seen) for edge in edges)
            self._curves += shape is Shape.CURVE

    def show(self, state: PDFTextState, pieces: Sequence[float | bytes]) -> None:
        """Print strings, and move between them as TJ's numbers say: in thousandths of the size, to the left."""
        font, size, scale = self._fonts.of(state.font), state.fontsize, state.scaling * 0.01
        space, word_space, thousandth = state.charspace * scale, state.wordspace * scale, 0.001 * size * scale
        a, b, c, d, e, f = matrix = mult_matrix(state.matrix, self._matrix)
        low = font.descent * size + state.rise
        high = low + size
        left, _, _ = self._origin
        top, bottom, height = self._lying(d * low + f, d * high + f)
        x, _ = state.linematrix
        spaced = False
        for piece in pieces:
            if isinstance(piece, float):
                x -= piece * thousandth
                spaced = True
                continue
            for text, width, ends_word in font.glyphs(piece):
                if spaced:
                    x += space
                advance = width * size * scale
                x0 = x * a + e
                x1 = a * advance + x0
                if b or c or x1 < x0:
                    self._marks.append(self._turned(text, matrix, x, (0, low, advance, high), bold=font.bold))
                else:
                    self._marks.append(_mark((text, x0 + left, top, x1 + left, bottom, height, font.bold, a, b)))
                x += advance
                if ends_word and word_space:
                    x += word_space
                spaced = True
        state.linematrix = (x, 0)

    def _lying(self, y0: float, y1: float) -> tuple[float, float, float]:
        """Top and bottom of what lies between two heights of PDF's, and how tall it is."""
        if y1 < y0:
            y0, y1 = y1, y0
        _, top, height = self._origin
        return (height - y1) + top, (height - y0) + top, y1 - y0

    def _turned(self, text: str, matrix: Matrix, x: float, box: Rect, *, bold: bool) -> Mark:
        """A glyph that does not stand upright; its box is around the beginning of its base line."""
        a, b, c, d, e, f = matrix
        x0, y0, x1, y1 = apply_matrix_rect((a, b, c, d, x * a + e, x * b + f), box)
        top, bottom, height = self._lying(y0, y1)
        # pdfminer's size is the glyph's height on the page: of one that stands on its side, its length.
        size = x1 - x0 if abs(b) > abs(a) else height
        return Mark(text, x0 + self._origin.left, top, x1 + self._origin.left, bottom, size, bold, a, b)
