"""Scans come out as the pages that a person sees. They are drawn, spoilt and read here."""

import re
import socket
from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from scan_files import Sheet, as_file, as_pdf, spoilt

from pipeline.errors import ReadError
from pipeline.readers import ocr, read

needs_ocr = pytest.mark.skipif(not ocr.available(), reason="the extra is not installed: pip install 'jihe[ocr]'")

LINES = [
    "全年财政拨款支出合计1,328.46万元，其中项目支出873.20万元，",
    "比上年增加41.05万元，增长3.19%，主要用于公共法律服务、人民调解",
    "和社区矫正，以及村（社区）法律顾问补助。年末结转和结余57.46万",
    "元。开展咨询126场次，接待群众3,905人次，满意度98.7%。",
]
SENTENCE = "核定编制58名，实有在职人员61名。"
PARAGRAPH = "".join(LINES)
XS, YS = [72, 200, 300, 400, 520], [214, 236, 258, 280, 302]
ROWS = [
    ["支出类别", "年初预算", "决算数", "执行率"],
    ["基本支出", "420.00", "455.26", "108.40%"],
    ["项目支出", "900.00", "873.20", "97.02%"],
    ["合计", "1,320.00", "1,328.46", "100.64%"],
]
NUMBERS = re.compile(r"\d[\d,.]*%?")


def sheet():
    page = Sheet()
    page.text(170, 40, "云溪县司法局自评报告", 22)
    page.paragraph(90, LINES)
    page.text(225, 190, "预算执行情况表", 14)
    page.rows(XS, YS, ROWS)
    page.text(400, 325, "云溪县司法局", 14)
    page.text(292, 395, "-3-", 10)
    return page


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIHE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def clean():
    return sheet().image


@pytest.fixture(scope="module")
def small():
    """A page that costs less."""
    page = Sheet(400, 150)
    page.text(60, 60, SENTENCE, 14)
    return page.image


@pytest.fixture
def engine(monkeypatch):
    """How often the recogniser is asked."""
    from pipeline.readers.ocr import engine as module  # noqa: PLC0415

    asked = []
    strips = module._strips
    monkeypatch.setattr(module, "_strips", lambda image: asked.append(image.shape) or strips(image))
    return asked


def numbers(document):
    """Those of the report itself, without page numbers."""
    return [found for block in document.body() for found in NUMBERS.findall(document.quote(block.span))]


def box_of(document, words):
    return next(block.bbox for block in document.blocks if document.quote(block.span).startswith(words))


@needs_ocr
class TestScan:
    def test_clean_scan_reads_as_its_page(self, clean, look):
        document = read(as_pdf(clean), name="扫描件.pdf")
        assert look.texts(document) == ["云溪县司法局自评报告", PARAGRAPH, "预算执行情况表", "云溪县司法局"]
        assert look.tables(document) == [ROWS]
        assert look.texts(document, "footer") == ["-3-"]

    def test_places_are_those_of_the_page(self, clean):
        document = read(as_pdf(clean))
        assert box_of(document, "全年财政") == pytest.approx((72, 90, 520, 176), abs=9)
        cells = {
            document.quote(cell.span): cell.bbox
            for block in document.blocks
            if block.table
            for cell in block.table.cells
        }
        assert cells["873.20"] == pytest.approx((XS[2], YS[2], XS[3], YS[3]), abs=1.5)

    def test_notes_say_what_was_read_how(self, clean):
        document = read(as_pdf(clean))
        assert re.fullmatch(r"page 1 read by OCR, mean confidence 0\.9\d+", document.notes[0])

    def test_nothing_is_fetched(self, clean, monkeypatch):
        from pipeline.readers.ocr import engine  # noqa: PLC0415

        def refused(*_):
            raise AssertionError("OCR asked for the network")

        monkeypatch.setenv("JIHE_CACHE", "off")
        monkeypatch.setattr(socket.socket, "connect", refused)
        monkeypatch.setattr(socket, "getaddrinfo", refused)
        engine._engine.cache_clear()
        assert "1,328.46" in read(as_pdf(clean)).text

    def test_bad_scan_reads_the_same(self, look):
        page = sheet()
        page.seal(440, 318)
        document = read(as_pdf(spoilt(page.image)))
        assert look.texts(document)[:2] == ["云溪县司法局自评报告", PARAGRAPH]
        assert look.tables(document) == [ROWS]
        assert "云溪县司法局" in look.texts(document)
        assert numbers(document) == numbers(read(as_pdf(sheet().image)))

    def test_boxes_lie_where_the_scan_is_askew(self):
        straight = read(as_pdf(sheet().image))
        askew = read(as_pdf(spoilt(sheet().image, angle=3.0)))
        # Turned clockwise around the middle, what is left of it goes up, what is above it goes right.
        before, after = (box_of(document, "云溪县司法局自评") for document in (straight, askew))
        assert (after[0] - before[0]) == pytest.approx(8, abs=4)
        assert (after[3] - after[1]) > (before[3] - before[1])

    def test_page_on_its_side_is_turned(self, clean, look):
        document = read(as_pdf(clean.rotate(90, expand=True)))
        assert look.tables(document) == [ROWS]
        assert PARAGRAPH in look.texts(document)
        assert "page 1: scanned lying on its side or head" in document.notes[-1]

    def test_page_on_its_head_is_turned(self, small, look):
        assert look.texts(read(as_pdf(small.rotate(180)))) == [SENTENCE]

    def test_word_set_downward_in_a_cell(self, look):
        page = Sheet(400, 260)
        xs, ys = [40, 66, 200, 340], [40, 80, 120, 160]
        page.grid(xs[1:], ys)
        page.grid(xs[:2], [ys[0], ys[-1]])
        for index, char in enumerate("产出指标"):
            page.text(46, 50 + 26 * index, char, 13)
        for top, (name, value) in zip(
            ys, [("培训人数", "350人"), ("合格率", "96.5%"), ("完成时间", "12月")], strict=False
        ):
            page.text(80, top + 13, name, 13)
            page.text(220, top + 13, value, 13)
        (table,) = look.tables(read(as_pdf(page.image)))
        assert [row[1:] for row in table] == [["培训人数", "350人"], ["合格率", "96.5%"], ["完成时间", "12月"]]
        assert {row[0] for row in table} == {"产出指标"}

    def test_lone_signs_in_cells(self, look):
        """A dash may be missed and a speck be a point, but a dash is no 1.

        Without a long text, the page is straightened by its rules.
        """
        page = Sheet(500, 220)
        xs, ys = [40, 140, 220, 300, 380, 460], [40 + 20 * index for index in range(8)]
        signs = ["-", "1", "3", "5", "7", "9", "0", "12", "-", "无", "4", "-", "1", "6"]
        rows = [["公务用车", *(signs[(row * 3 + col) % len(signs)] for col in range(4))] for row in range(7)]
        page.rows(xs, ys, rows)
        shown = [[sign.strip("-.") for sign in row] for row in rows]
        for picture in (page.image, spoilt(page.image, specks=200)):
            (table,) = look.tables(read(as_pdf(picture)))
            assert [[sign.strip("-.") for sign in row] for row in table] == shown


@needs_ocr
class TestWhatIsPaidFor:
    def test_same_picture_is_recognised_once(self, engine):
        page = Sheet(400, 150)
        page.text(60, 80, "离退休人员47人", 14)
        first = read(as_pdf(page.image))
        assert len(engine) == 1
        assert read(as_pdf(page.image, page.image)).text.count("离退休人员47人") == 2
        assert len(engine) == 1
        assert first.text == "离退休人员47人"

    def test_only_scanned_pages_cost(self, small, engine, look):
        document = read(mixed(small))
        assert "第一页有文字层" in look.texts(document)[0]
        assert SENTENCE in document.text
        assert document.notes[0].startswith("page 2 read by OCR")
        assert len(engine) == 1

    def test_blank_scan_is_noted(self, small):
        document = read(as_pdf(small, Image.new("RGB", small.size, "white")))
        assert "page 2 scanned, where OCR finds no text: not read" in document.notes

    def test_nothing_but_blank_scans_is_an_error(self, small):
        with pytest.raises(ReadError, match="OCR finds no text on 1 scanned page"):
            read(as_pdf(Image.new("RGB", small.size, "white")))


def mixed(image):
    """A page with text, then a scan with a page number printed on it."""
    out = BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, pagesize=(595, 420))
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(72, 300, "第一页有文字层，不必识别，也不应当花费识别的时间。")
    canvas.drawString(72, 276, "本页另起一行，说明全年工作开展的总体情况和主要成效。")
    canvas.showPage()
    canvas.setPageSize((400, 150))
    canvas.setFont("STSong-Light", 10)
    canvas.drawImage(ImageReader(image), 0, 0, 400, 150)
    canvas.drawString(10, 8, "2")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@needs_ocr
class TestPictures:
    def test_scanner_states_its_resolution(self, clean, look):
        document = read(as_file(clean, dpi=(200, 200)), name="扫描件.png")
        assert (document.format, document.pages) == ("image", 1)
        assert look.tables(document) == [ROWS]
        assert box_of(document, "全年财政") == pytest.approx((72, 90, 520, 176), abs=9)

    def test_tiff_of_several_pages(self, small):
        data = as_file(small, "TIFF", save_all=True, append_images=[small], dpi=(200, 200))
        document = read(data)
        assert document.pages == 2
        assert document.notes[0].startswith("pages 1-2 read by OCR")

    def test_drawing_too_small_to_be_a_page(self):
        with pytest.raises(ReadError, match="too small to be a page"):
            read(as_file(Image.new("RGB", (200, 80), "white")))

    def test_picture_without_text(self):
        with pytest.raises(ReadError, match="a picture without text"):
            read(as_file(Image.new("RGB", (600, 600), "white")))

    def test_broken_picture(self):
        with pytest.raises(ReadError, match="broken PNG picture"):
            read(b"\x89PNG\r\n\x1a\n" + bytes(400))


class TestWithoutTheExtra:
    @pytest.fixture(autouse=True)
    def _absent(self, monkeypatch):
        monkeypatch.setattr("pipeline.readers.ocr.available", lambda: False)

    def test_scan_is_an_error_that_says_what_to_install(self):
        with pytest.raises(ReadError, match=r"1 scanned page → scans need OCR: pip install 'jihe\[ocr\]'"):
            read(as_pdf(Image.new("RGB", (1000, 1400), "white")))

    def test_picture_is_an_error_that_says_what_to_install(self):
        with pytest.raises(ReadError, match=r"JPEG picture, not read → scans need OCR: pip install 'jihe\[ocr\]'"):
            read(as_file(Image.new("RGB", (1000, 1400), "white"), "JPEG"))
