"""The fast way through a PDF gives what pdfplumber gives: the same Document, block by block and cell by cell."""

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import reportlab
from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.document import Document
from pipeline.errors import ReadError
from pipeline.readers import read
from pipeline.readers.pdf import page, reader

CHINESE, LATIN = "STSong-Light", "Vera"
XS, YS = [72, 200, 300, 420], [560, 540, 520, 500]
ROWS = [["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"], ["管护", "4.10", "4.10"]]
PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared"


@pytest.fixture(scope="module", autouse=True)
def _fonts():
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    pdfmetrics.registerFont(TTFont(LATIN, Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))


@pytest.fixture
def by_pdfplumber(monkeypatch) -> Callable[[bytes], Document]:
    def read_slowly(data: bytes) -> Document:
        with monkeypatch.context() as patch:
            patch.setattr(reader, "printed", lambda each, fonts: page.by_pdfplumber(each))
            return read(data)

    return read_slowly


@pytest.fixture
def fast(monkeypatch) -> Callable[[bytes], Document]:
    def read_fast(data: bytes) -> Document:
        with monkeypatch.context() as patch:
            patch.setattr(page, "by_pdfplumber", _refused)
            return read(data)

    return read_fast


def _refused(each: object) -> None:
    pytest.fail(f"{each} was left to pdfplumber")


def pdf(draw: Callable[[Canvas], None], **options) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    canvas.setFont(CHINESE, 12)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def text(canvas: Canvas) -> None:
    canvas.setFont(CHINESE, 22)
    canvas.drawCentredString(297, 780, "柳溪县林业局自评报告")
    canvas.setFont(CHINESE, 12)
    for number, line in enumerate(
        ["一、基本情况", "我局核定编制12人，实有13人。2022年支出36.00万元，", "比上年增长1.5倍。"]
    ):
        canvas.drawString(72, 720 - 24 * number, line)


def words(canvas: Canvas) -> None:
    for y, row in zip(YS, ROWS, strict=False):
        for x, word in zip(XS, row, strict=False):
            canvas.drawString(x + 4, y - 14, word)


def raw(canvas: Canvas, content: str) -> None:
    canvas._code.append(content)


def plain_page(canvas):
    text(canvas)
    words(canvas)
    canvas.grid(XS, YS)


def turned_page(angle: int) -> Callable[[Canvas], None]:
    def draw(canvas):
        canvas.setPageRotation(angle)
        plain_page(canvas)

    return draw


def cropped_page(canvas):
    canvas.setCropBox((60, 60, 500, 800))
    plain_page(canvas)


def forms(canvas):
    text(canvas)
    canvas.beginForm("inner")
    canvas.setFont(CHINESE, 10)
    words(canvas)
    canvas.endForm()
    canvas.beginForm("outer")
    canvas.grid(XS, YS)
    canvas.doForm("inner")
    canvas.endForm()
    canvas.saveState()
    canvas.transform(0.9, 0, 0, 0.9, 30, 20)
    canvas.doForm("outer")
    canvas.restoreState()


def rules_as_boxes(canvas):
    text(canvas)
    words(canvas)
    for x in XS:
        canvas.rect(x, YS[-1], 0.5, YS[0] - YS[-1], stroke=0, fill=1)
    for y in YS:
        canvas.rect(XS[0], y, XS[-1] - XS[0], -0.5, stroke=0, fill=1)


def cells_as_boxes(canvas):
    words(canvas)
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            canvas.rect(left, bottom, right - left, top - bottom)


def white_cells(canvas):
    canvas.setFillColor(white)
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            canvas.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)
    canvas.setFillGray(0)
    words(canvas)
    text(canvas)


def rules_as_paths(canvas):
    """Closed twice, several in one path, polygons, curves with straight sides, a lone move, a filled line."""
    words(canvas)
    for x in XS:
        raw(canvas, f"{x} {YS[0]} m {x} {YS[-1]} l h S")
    raw(canvas, " ".join(f"{XS[0]} {y} m {XS[-1]} {y} l" for y in YS) + " S")
    raw(canvas, "72 400 m 172 400 l 172 450 l 72 450 l 72 400 l h S")
    raw(canvas, "72 300 m 172 300 l 172 350 l 72 350 l 72 300 l s 72 300 m 90 290 l f 5 5 m S")
    raw(canvas, "200 300 m 300 300 l 300 350 l 250 380 200 370 200 350 c 210 340 220 330 v 1 1 2 2 y h B*")
    raw(canvas, "0 0 m 10 10 l 100 100 200 40 re b 100 200 m 300 200 l W n 72 120 m 300 121 l f*")


def turned_text(canvas):
    text(canvas)
    for angle in (90, 180, 270, 30, 0.4):
        canvas.saveState()
        canvas.translate(300, 400)
        canvas.rotate(angle)
        canvas.drawString(60, 0, f"附注{angle}")
        canvas.restoreState()


def sideways_page(canvas):
    canvas.rotate(90)
    canvas.translate(0, -590)
    plain_page(canvas)


def clipped_text(canvas):
    text(canvas)
    path = canvas.beginPath()
    path.rect(0, 0, 100, 100)
    canvas.clipPath(path, stroke=0)
    plain_page(canvas)
    canvas.drawString(-40, 300, "页外的字")


def invisible_text(canvas):
    text(canvas)
    raw(canvas, "BT 3 Tr ET")
    words(canvas)


def spaced_text(canvas):
    """Every operator that moves, scales and spaces text."""
    plain_page(canvas)
    canvas.setFont("Helvetica", 12)
    body = "BT /F1 12 Tf 1 0 0 1 72 300 Tm {} ET"
    raw(canvas, body.format(r"(a \(b\) (c (d)) \101\n\\ e) Tj 2 Tc 3 Tw (one two) Tj 80 Tz 4 Ts <41 42> Tj"))
    raw(
        canvas,
        body.format("14 TL T* [(1) -250 (2.5) 30.5 <36>-.5(0)] TJ (next) ' 0 -14 TD [(x)] TJ 10 5 Td (y)Tj T* (z)Tj"),
    )
    raw(canvas, "q 1 0 0 -1 0 842 cm BT /F1 -11 Tf 1 0 .3 1 72 700 Tm (upside down) Tj ET Q")


def marked_text(canvas):
    raw(canvas, "/P <</MCID 0>> BDC /Span<</ActualText<FEFF0041>/Lang(zh-CN)>>BDC")
    text(canvas)
    raw(canvas, "EMC EMC /Artifact BMC EMC /OC /MC0 BDC % a comment\n[3 2] 0 d /Perceptual ri EMC")
    raw(canvas, "/DeviceRGB cs 1 1 1 sc 72 100 200 40 re f /DeviceGray cs 0 scn 0 0 0 1 k 72 200 200 40 re f .9 g")
    words(canvas)


def doubled_text(canvas):
    for shift in (0, 0.3):
        canvas.drawString(72 + shift, 700, "全年下达预算36.00万元。")


def embedded_font(canvas):
    plain_page(canvas)
    canvas.setFont(LATIN, 11)
    canvas.drawString(72, 300, "Budget 36.00, final 35.21 (97.8%)")


@pytest.mark.parametrize(
    "draw",
    [
        plain_page,
        *(pytest.param(turned_page(angle), id=f"turned_page_{angle}") for angle in (90, 180, 270)),
        cropped_page,
        forms,
        rules_as_boxes,
        cells_as_boxes,
        white_cells,
        rules_as_paths,
        turned_text,
        sideways_page,
        clipped_text,
        invisible_text,
        spaced_text,
        marked_text,
        doubled_text,
        embedded_font,
    ],
)
def test_fast_way_reads_as_pdfplumber_does(draw, fast, by_pdfplumber):
    data = pdf(draw)
    document = fast(data)
    assert document == by_pdfplumber(data)
    assert len(document.text) > 10


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"/ToUnicode", b"/NoUnicode", id="no-to-unicode"),
        pytest.param(b"/MediaBox [ 0 0 ", b"/MediaBox [ 9 7 ", id="page-off-the-origin"),
    ],
)
def test_fast_way_reads_changed_files_as_pdfplumber_does(old, new, fast, by_pdfplumber):
    data = pdf(embedded_font, pageCompression=0)
    assert old in data
    changed = data.replace(old, new)
    assert fast(changed) == by_pdfplumber(changed)


def inline_picture(canvas):
    text(canvas)
    raw(canvas, "q 50 0 0 50 100 100 cm BI /W 2 /H 2 /CS /G /BPC 8 ID abcd EI Q")


def broken_number(canvas):
    text(canvas)
    raw(canvas, "1-2 w 72 700 1.2.3 4 re S")


def missing_operand(canvas):
    text(canvas)
    raw(canvas, "72 300 200 re 1 0 0 cm S")


@pytest.mark.parametrize("draw", [inline_picture, broken_number, missing_operand])
def test_unusual_content_is_left_to_pdfplumber(draw, by_pdfplumber):
    data = pdf(draw)
    document = read(data)
    assert document == by_pdfplumber(data)
    assert "核定编制12人" in document.text


def _reports() -> Iterator[object]:
    marks = [pytest.mark.shared]
    for folder, extra in ((PROJECT / "samples", []), (SHARED / "real", marks), (SHARED / "dev", marks)):
        for path in sorted(folder.glob("*.pdf")):
            yield pytest.param(path, id=path.name, marks=extra)


@pytest.mark.parametrize("path", _reports())
def test_fast_way_reads_reports_as_pdfplumber_does(path, fast, by_pdfplumber, monkeypatch):
    monkeypatch.setattr("pipeline.readers.ocr.available", lambda: False)
    data = path.read_bytes()
    assert _outcome(fast, data) == _outcome(by_pdfplumber, data)


def _outcome(way: Callable[[bytes], Document], data: bytes) -> Document | str:
    try:
        return way(data)
    except ReadError as err:
        return str(err)
