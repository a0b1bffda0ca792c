"""OFD files written as GB/T 33190-2016 says, with the habits of several producers; places in points, as in readers."""

from __future__ import annotations

import ctypes
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.pdfbase.ttfonts import TTFontFile

MM = 25.4 / 72
WIDTH, HEIGHT = 595.3, 841.9
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
BASE = 0.86
"""How far below a line's top its base line is, in sizes."""


def mm(*values: float) -> str:
    return " ".join(f"{value * MM:.4f}".rstrip("0").rstrip(".") for value in values)


def text_object(x: float, top: float, size: float, codes: str, attributes: str = "") -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="{mm(x, top, 450, 1.3 * size)}" Font="1" Size="{mm(size)}" {attributes}>'
        f"{codes}</ofd:TextObject>"
    )


def code(words: str, size: float, attributes: str = "") -> str:
    return f'<ofd:TextCode X="0" Y="{mm(BASE * size)}" {attributes}>{escape(words)}</ofd:TextCode>'


def path_object(box: Sequence[float], data: str, attributes: str = "", inside: str = "") -> str:
    return (
        f'<ofd:PathObject ID="2" Boundary="{mm(*box)}" {attributes}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def width(char: str, size: float) -> float:
    return size if ord(char) > 255 else size / 2


class Sheet:
    """A page to write on: objects of one layer."""

    def __init__(self, size: tuple[float, float] | None = None, attributes: str = "") -> None:
        self.objects: list[str] = []
        self.templates: list[str] = []
        self.size = size
        self.resources = ""
        self.attributes = attributes

    def add(self, *objects: str) -> None:
        self.objects += objects

    # --- text, as one producer or the other writes it ---

    def text(self, x: float, top: float, words: str, size: float = 14) -> None:
        """One TextCode a line, each step told."""
        steps = mm(*(width(char, size) for char in words[:-1]))
        self.add(text_object(x, top, size, code(words, size, f'DeltaX="{steps}"' if steps else "")))

    def text_in_groups(self, x: float, top: float, words: str, size: float = 14) -> None:
        """Like steps written once: “g 5 4.94”."""
        runs = [(step, len(list(group))) for step, group in groupby(width(char, size) for char in words[:-1])]
        steps = " ".join(f"g {count} {mm(step)}" if count > 1 else mm(step) for step, count in runs)
        self.add(text_object(x, top, size, code(words, size, f'DeltaX="{steps}"')))

    def text_by_char(self, x: float, top: float, words: str, size: float = 14) -> None:
        """One TextObject a character."""
        for char in words:
            self.add(text_object(x, top, size, code(char, size)))
            x += width(char, size)

    def text_scaled(self, x: float, top: float, words: str, size: float = 14) -> None:
        """Size and steps in points, a CTM that makes millimetres of them, and a boundary as large as the page."""
        steps = " ".join(str(width(char, size)) for char in words[:-1])
        place = f'<ofd:TextCode X="{x}" Y="{top + BASE * size}" DeltaX="{steps}">{escape(words)}</ofd:TextCode>'
        self.add(
            f'<ofd:TextObject ID="1" Boundary="0 0 {mm(WIDTH, HEIGHT)}" CTM="{MM} 0 0 {MM} 0 0" Font="1" '
            f'Size="{size}">{place}</ofd:TextObject>'
        )

    def text_without_steps(self, x: float, top: float, words: str, size: float = 14) -> None:
        """The reader is left to know how wide glyphs are."""
        self.add(text_object(x, top, size, code(words, size)))

    def paragraph(self, top: float, words: str, *, left: float = 72, size: float = 14, chars: int = 32) -> float:
        """Lines of full width, the first indented; the top of the next line comes back."""
        first, rest = words[: chars - 2], words[chars - 2 :]
        self.text(left + 2 * size, top, first, size)
        while rest:
            top += 24
            self.text(left, top, rest[:chars], size)
            rest = rest[chars:]
        return top + 24

    # --- rules ---

    def lines(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Each rule a stroke of its own."""
        across, down = xs[-1] - xs[0], ys[-1] - ys[0]
        for y in ys:
            self.add(path_object((xs[0], y, across, 0.5), f"M 0 0 L {mm(across)} 0", 'LineWidth="0.2"'))
        for x in xs:
            self.add(path_object((x, ys[0], 0.5, down), f"M 0 0 L 0 {mm(down)}", 'LineWidth="0.2"'))

    def boxes(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Each cell a closed path with its own frame."""
        for x, right in pairwise(xs):
            for y, bottom in pairwise(ys):
                w, h = mm(right - x), mm(bottom - y)
                self.add(path_object((x, y, right - x, bottom - y), f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C"))

    def bars(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Each rule a thin filled bar, without a stroke, commands and numbers run together."""
        for y in ys:
            self._bar(xs[0], y, xs[-1] - xs[0], 0.5)
        for x in xs:
            self._bar(x, ys[0], 0.5, ys[-1] - ys[0])

    def _bar(self, x: float, y: float, w: float, h: float) -> None:
        data = f"M0 0L{mm(w)} 0L{mm(w)} {mm(h)}L0 {mm(h)}C"
        self.add(path_object((x, y, w, h), data, 'Stroke="false" Fill="true"'))

    def rows(self, xs: Sequence[float], ys: Sequence[float], rows: Iterable[Sequence[str]], size: float = 10) -> None:
        self.lines(xs, ys)
        for top, row in zip(ys, rows, strict=False):
            for x, words in zip(xs, row, strict=False):
                self.text(x + 3, top + 4, words, size)

    def picture(self, resource: str, x: float, top: float, wide: float, high: float) -> None:
        w, h = mm(wide), mm(high)
        self.add(
            f'<ofd:ImageObject ID="3" Boundary="{mm(x, top, wide, high)}" CTM="{w} 0 0 {h} 0 0" '
            f'ResourceID="{resource}"/>'
        )

    def xml(self) -> str:
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {mm(*self.size)}</ofd:PhysicalBox></ofd:Area>" if self.size else ""
        templates = "".join(f'<ofd:Template TemplateID="{t}" ZOrder="Background"/>' for t in self.templates)
        own = f"<ofd:PageRes>{self.resources}</ofd:PageRes>" if self.resources else ""
        layer = f'<ofd:Layer ID="9" Type="Body" {self.attributes}>{"".join(self.objects)}</ofd:Layer>'
        return f"<ofd:Page {NS}>{templates}{own}{area}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


@dataclass
class Doc:
    """One DocBody: its pages, templates by ID, resources as XML, and whatever else Document.xml names."""

    sheets: list[Sheet]
    templates: dict[str, Sheet] = field(default_factory=dict)
    resources: str = '<ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts>'
    more: str = ""
    parts: dict[str, str | bytes] = field(default_factory=dict)
    """By their names in the document's folder."""

    def write(self, folder: str) -> dict[str, str | bytes]:
        templates = "".join(f'<ofd:TemplatePage ID="{t}" BaseLoc="Tpls/Tpl_{t}/Content.xml"/>' for t in self.templates)
        pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(self.sheets)))
        document = (
            f"<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>"
            f"<ofd:PhysicalBox>0 0 {mm(WIDTH, HEIGHT)}</ofd:PhysicalBox></ofd:PageArea>"
            f"<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{templates}</ofd:CommonData>"
            f"<ofd:Pages>{pages}</ofd:Pages>{self.more}</ofd:Document>"
        )
        parts: dict[str, str | bytes] = {"Document.xml": document}
        parts["DocumentRes.xml"] = f'<ofd:Res {NS} BaseLoc="Res">{self.resources}</ofd:Res>'
        parts |= {f"Tpls/Tpl_{name}/Content.xml": sheet.xml() for name, sheet in self.templates.items()}
        parts |= {f"Pages/Page_{n}/Content.xml": sheet.xml() for n, sheet in enumerate(self.sheets)}
        return {f"{folder}/{name}": part for name, part in (parts | self.parts).items()}


def ofd(*docs: Doc | Sheet, **parts: str | bytes) -> bytes:
    """The file: documents, or sheets of one document; `parts` are added or put in place of others."""
    sheets = [each for each in docs if isinstance(each, Sheet)]
    documents = [each for each in docs if isinstance(each, Doc)] + ([Doc(sheets)] if sheets else [])
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>{n:032}</ofd:DocID></ofd:DocInfo>"
        f"<ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>"
        for n in range(len(documents))
    )
    files: dict[str, str | bytes] = {"OFD.xml": f'<ofd:OFD {NS} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>'}
    for number, document in enumerate(documents):
        files |= document.write(f"Doc_{number}")
    files |= parts
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


class Font:
    """A font of this machine: its bytes, the numbers of its glyphs, and their outlines."""

    def __init__(self, file: Path) -> None:
        self.data = file.read_bytes()
        self._glyphs = TTFontFile(str(file), subfontIndex=0).charToGlyph

    def numbers(self, words: str) -> list[int]:
        return [self._glyphs[ord(char)] for char in words]

    def outlines(self, words: str, x: float, base: float, size: float) -> Iterator[str]:
        """Each character as a filled path."""
        pdf = pypdfium2.PdfDocument.new()
        held = (ctypes.c_uint8 * len(self.data)).from_buffer_copy(self.data)
        font = pdfium.FPDFText_LoadFont(pdf.raw, held, len(self.data), pdfium.FPDF_FONT_TRUETYPE, True)
        for char in words:
            # By character, in sizes: pdfium cares neither for the glyph's number nor for the size that it is given.
            path = pdfium.FPDFFont_GetGlyphPath(font, ord(char), size)
            points = [self._segment(path, at) for at in range(pdfium.FPDFGlyphPath_CountGlyphSegments(path))]
            data, bends = [], []
            for kind, px, py in points:
                place = mm(x + size * px, base - size * py)
                if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                    bends.append(place)
                    if len(bends) == 3:
                        data.append("B " + " ".join(bends))
                        bends = []
                else:
                    data.append(("M " if kind == pdfium.FPDF_SEGMENT_MOVETO else "L ") + place)
            yield path_object((0, 0, WIDTH, HEIGHT), " ".join(data), 'Stroke="false" Fill="true"')
            x += width(char, size)

    @staticmethod
    def _segment(path: object, at: int) -> tuple[int, float, float]:
        segment = pdfium.FPDFGlyphPath_GetGlyphPathSegment(path, at)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        return pdfium.FPDFPathSegment_GetType(segment), x.value, y.value


def printed(data: bytes) -> bytes:
    """A PDF as a print driver makes OFD of it: its glyphs and strokes at their places, line by line."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return ofd(*map(_page, pdf.pages))


def _page(page: pdfplumber.page.Page) -> Sheet:
    sheet = Sheet((float(page.width), float(page.height)))
    height = float(page.height)
    for (_, base, size), chars in groupby(
        page.chars, key=lambda char: (char["fontname"], *char["matrix"][5:], char["size"])
    ):
        run = list(chars)
        x, top = run[0]["matrix"][4], height - base - BASE * size
        steps = mm(*(after["matrix"][4] - char["matrix"][4] for char, after in pairwise(run)))
        words = "".join(char["text"] for char in run)
        sheet.add(text_object(x, top, size, code(words, size, f'DeltaX="{steps}"' if steps else "")))
    for edge in page.edges:
        x, y, w, h = edge["x0"], edge["top"], edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]
        sheet.add(path_object((x, y, w + 0.5, h + 0.5), f"M 0 0 L {mm(w, h)}"))
    return sheet
