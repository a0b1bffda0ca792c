"""PDF reader: what a person sees on the pages is what comes out. The PDFs are made here."""

import random
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.document import Document
from pipeline.errors import ReadError
from pipeline.readers import Limits, read
from pipeline.readers.pages.glyphs import is_garbled, plain

FONT = "STSong-Light"
WIDTH, HEIGHT = A4
LEFT, SIZE, PITCH = 72, 14, 24
LINE_CHARS = 32
RIGHT = LEFT + LINE_CHARS * SIZE


@pytest.fixture(scope="module", autouse=True)
def _font():
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Paper:
    """A page to write on; y counts from the top, as a reader does."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def text(self, x: float, top: float, words: str, size: float = SIZE, font: str = FONT) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - top - 0.88 * size, words)

    def centred(self, top: float, words: str, size: float = SIZE) -> None:
        self.text((LEFT + RIGHT - len(words) * size) / 2, top, words, size)

    def paragraph(self, top: float, words: str, indent: int = 2) -> float:
        """Lines of full width, the first indented; the top of the next line comes back."""
        first, rest = words[: LINE_CHARS - indent], words[LINE_CHARS - indent :]
        self.text(LEFT + indent * SIZE, top, first)
        while rest:
            top += PITCH
            self.text(LEFT, top, rest[:LINE_CHARS])
            rest = rest[LINE_CHARS:]
        return top + PITCH

    def grid(self, xs: list[float], ys: list[float]) -> None:
        self.canvas.grid(xs, [HEIGHT - y for y in ys])

    def rows(self, xs: list[float], ys: list[float], rows: list[list[str]], size: float = 10) -> None:
        self.grid(xs, ys)
        for top, row in zip(ys, rows, strict=False):
            for x, words in zip(xs, row, strict=False):
                self.text(x + 3, top + 4, words, size)

    def turn(self) -> None:
        self.canvas.showPage()


def pdf(draw: Callable[[Paper], None], **options) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    draw(Paper(canvas))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def read_pdf(draw: Callable[[Paper], None]) -> Document:
    return read(pdf(draw), name="样张.pdf")


def texts(document: Document, *kinds: str) -> list[str]:
    return [document.quote(b.span) for b in document.blocks if not kinds or b.kind in kinds]


def body(document: Document) -> list[str]:
    return [document.quote(b.span) for b in document.body() if b.table is None]


def tables(document: Document) -> list[list[list[str]]]:
    """Each table as rows of the texts of its cells, a merged cell once."""
    found = []
    for block in document.blocks:
        if block.table:
            cells = block.table.cells
            found.append([[document.quote(c.span) for c in cells if c.row == row] for row in range(block.table.rows)])
    return found


class TestLines:
    def test_digits_that_sit_lower_stay_in_their_line(self):
        def draw(paper):
            paper.text(LEFT, 100, "全年收入总计")
            paper.text(LEFT + 6 * SIZE, 104, "812.40", font="Times-Roman")
            paper.text(LEFT + 6 * SIZE + 38, 100, "万元。")

        assert body(read_pdf(draw)) == ["全年收入总计812.40万元。"]

    def test_raised_sign_belongs_to_its_line(self):
        def draw(paper):
            paper.text(LEFT, 100, "新建苗圃三百")
            paper.text(LEFT + 6 * SIZE, 101, "①", size=7)
            paper.text(LEFT + 6 * SIZE + 8, 100, "平方米。")

        assert body(read_pdf(draw)) == ["新建苗圃三百①平方米。"]

    def test_doubled_letters_of_artificial_bold_count_once(self):
        def draw(paper):
            for shift in (0, 0.4):
                paper.text(LEFT + shift, 100, "共采购树苗11200株。")

        assert body(read_pdf(draw)) == ["共采购树苗11200株。"]

    def test_texts_far_apart_in_one_line_are_two_paragraphs(self):
        def draw(paper):
            paper.text(LEFT, 100, "编制单位：柳溪县林业局")
            paper.text(RIGHT - 4 * SIZE, 100, "单位：元")

        assert body(read_pdf(draw)) == ["编制单位：柳溪县林业局", "单位：元"]

    def test_words_set_wide_keep_a_single_space(self):
        def draw(paper):
            paper.text(LEFT, 100, "合")
            paper.text(LEFT + 2 * SIZE, 100, "计")

        assert body(read_pdf(draw)) == ["合 计"]

    def test_slanted_watermark_is_left_out(self):
        def draw(paper):
            paper.paragraph(100, "本单位全年没有发生公务接待。")
            paper.canvas.saveState()
            paper.canvas.translate(200, 500)
            paper.canvas.rotate(40)
            paper.canvas.drawString(0, 0, "内部资料")
            paper.canvas.restoreState()

        assert body(read_pdf(draw)) == ["本单位全年没有发生公务接待。"]

    def test_page_printed_sideways_is_read_as_turned(self):
        def draw(paper):
            paper.canvas.translate(300, 100)
            paper.canvas.rotate(90)
            paper.canvas.setFont(FONT, SIZE)
            paper.canvas.drawString(0, 0, "林场共有职工56人。")

        document = read_pdf(draw)
        assert body(document) == ["林场共有职工56人。"]
        assert "sideways" in document.notes[0]


LONG = (
    "柳溪县林业局全年组织义务植树活动十六场次，参加干部群众一千二百余人次，栽植各类苗木三万六千株，"
    "成活率达到百分之九十三，比上一年提高两个百分点，超额完成了年初下达的造林绿化任务。"
)


class TestParagraphs:
    def test_wrapped_lines_are_one_paragraph(self):
        def draw(paper):
            below = paper.paragraph(100, LONG)
            paper.paragraph(below, LONG)

        assert body(read_pdf(draw)) == [LONG, LONG]

    def test_number_and_unit_cut_by_the_line_are_whole(self):
        words = "截至年末全系统用于林区道路养护和防火隔离带清理的各项支出39"
        rest = "8.64万元，支出进度符合序时要求。"

        def draw(paper):
            paper.text(LEFT + 2 * SIZE, 100, words)
            paper.text(LEFT, 100 + PITCH, rest)
            paper.paragraph(100 + 2 * PITCH, LONG)

        assert body(read_pdf(draw))[0] == words + rest

    def test_line_that_ends_early_before_an_unbreakable_word_goes_on(self):
        first = "根据县财政局关于做好年度预算绩效自评工作的通知（柳财"
        second = "〔2031〕27号）要求，我局开展了自评。"

        def draw(paper):
            paper.text(LEFT + 2 * SIZE, 100, first)
            paper.text(LEFT, 100 + PITCH, second)
            paper.paragraph(100 + 2 * PITCH, LONG)

        assert body(read_pdf(draw))[0] == first + second

    def test_sentence_goes_on_over_the_page_and_its_margins(self):
        def draw(paper):
            for page, words in enumerate((LONG[:30], LONG[30:]), 1):
                paper.text(LEFT, 30, "柳溪县林业局文件", size=9)
                paper.text(WIDTH / 2, 800, f"- {page} -", size=9)
                if page == 1:
                    below = paper.paragraph(100, LONG)
                    paper.text(LEFT + 2 * SIZE, below, words)
                    paper.turn()
                else:
                    paper.text(LEFT, 100, words[:LINE_CHARS])
                    paper.text(LEFT, 100 + PITCH, words[LINE_CHARS:])

        document = read_pdf(draw)
        assert body(document) == [LONG, LONG]
        assert texts(document, "footer") == ["- 1 -", "- 2 -"]

    def test_headings_stand_alone(self):
        def draw(paper):
            paper.text(LEFT + 2 * SIZE, 100, "一、基本情况")
            paper.text(LEFT + 2 * SIZE, 100 + PITCH, "（一）机构和人员")
            paper.paragraph(100 + 2 * PITCH, LONG)

        document = read_pdf(draw)
        assert body(document) == ["一、基本情况", "（一）机构和人员", LONG]
        assert document.blocks[-1].section == ("一、基本情况", "（一）机构和人员")

    def test_numbered_items_without_indent_are_paragraphs(self):
        items = [
            f"（{n}）负责全县第{n}片林区的资源管护、林木采伐许可和木材检疫等项工作，并做好防火值守。" for n in "一二三"
        ]

        def draw(paper):
            top = 100.0
            for item in items:
                top = paper.paragraph(top, item, indent=0)

        assert body(read_pdf(draw)) == items

    def test_list_that_runs_on_inside_a_paragraph_is_not_cut(self):
        words = "存在的问题主要有以下几个方面：一是苗圃灌溉设施年久失修影响育苗。二是护林员年龄偏大，业务培训不够经常。"
        words = words[-(LINE_CHARS - 2 + 19) :]

        def draw(paper):
            assert words[LINE_CHARS - 2 :].startswith("二是")
            below = paper.paragraph(100, words)
            paper.paragraph(below, LONG)

        assert body(read_pdf(draw)) == [words, LONG]

    def test_short_entries_over_the_page_are_not_joined(self):
        def draw(paper):
            paper.text(LEFT, 700, "一、国有林场造林支出情况说明")
            paper.text(LEFT, 700 + PITCH, "二、国有林场护林支出情况说明")
            paper.text(LEFT, 700 + 2 * PITCH, "三、国有林场防火支出情况说明")
            paper.turn()
            paper.text(LEFT, 100, "四、国有林场检疫支出情况说明")

        assert len(body(read_pdf(draw))) == 4

    def test_title_over_two_lines_is_one_title(self):
        def draw(paper):
            paper.centred(80, "柳溪县林业局二〇三一年度部门", size=22)
            paper.centred(124, "整体支出绩效自评报告", size=22)
            paper.paragraph(190, LONG)

        document = read_pdf(draw)
        assert texts(document, "title") == ["柳溪县林业局二〇三一年度部门整体支出绩效自评报告"]
        assert texts(document, "paragraph") == [LONG]

    def test_signature_and_date_stand_alone(self):
        def draw(paper):
            below = paper.paragraph(100, LONG)
            paper.text(RIGHT - 6 * SIZE, below, "柳溪县林业局")
            paper.text(RIGHT - 8 * SIZE, below + PITCH, "二〇三二年五月六日")

        assert body(read_pdf(draw)) == [LONG, "柳溪县林业局", "二〇三二年五月六日"]

    def test_contents_lines_lose_dots_and_page_numbers(self):
        def draw(paper):
            paper.text(LEFT, 100, "一、部门概况" + "." * 60 + "3")
            paper.text(LEFT, 100 + PITCH, "二、收支情况" + "." * 60 + "12")
            paper.text(LEFT, 100 + 2 * PITCH, "三、名词解释" + "." * 60 + "20")

        assert body(read_pdf(draw)) == ["一、部门概况", "二、收支情况", "三、名词解释"]

    def test_paragraphs_carry_page_and_place(self):
        def draw(paper):
            paper.turn()
            paper.paragraph(100, "本单位没有车辆。")

        (block,) = read_pdf(draw).blocks
        assert block.page == 2
        assert block.bbox == pytest.approx((LEFT + 2 * SIZE, 100, LEFT + 10 * SIZE, 114), abs=4)


class TestMargins:
    @pytest.mark.parametrize("words", ["1", "- 1 -", "— 1 —", "第1页", "第1页 共1页", "1/1"])
    def test_page_number_of_a_single_page_is_a_footer(self, words):
        def draw(paper):
            paper.paragraph(100, LONG)
            paper.text(WIDTH / 2, 800, words, size=9)

        document = read_pdf(draw)
        assert texts(document, "footer") == [words]
        assert body(document) == [LONG]

    @pytest.mark.parametrize("words", ["2031年", "共36人", "单位：万元"])
    def test_other_words_at_the_foot_are_text(self, words):
        def draw(paper):
            paper.paragraph(100, LONG)
            paper.text(WIDTH / 2, 780, words)

        assert body(read_pdf(draw)) == [LONG, words]

    def test_header_repeated_on_every_page(self):
        def draw(paper):
            for page in range(3):
                paper.text(LEFT, 30, "柳溪县林业局自评报告", size=9)
                paper.paragraph(100, f"第{page}季度巡山护林。")
                paper.turn()

        document = read_pdf(draw)
        assert texts(document, "header") == ["柳溪县林业局自评报告"]
        assert len(body(document)) == 3


XS = [72.0, 172.0, 272.0, 372.0]


class TestTables:
    def test_cells_with_places_and_no_text_twice(self):
        def draw(paper):
            paper.centred(70, "造林支出表")
            paper.rows(XS, [100, 120, 140], [["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"]])
            paper.paragraph(160, LONG)

        document = read_pdf(draw)
        assert tables(document) == [[["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"]]]
        assert body(document) == ["造林支出表", LONG]
        cell = document.blocks[1].table.cells[4]
        assert (cell.page, cell.bbox) == (1, (172.0, 120.0, 272.0, 140.0))

    def test_merged_cells_have_their_spans(self):
        def draw(paper):
            c = paper.canvas
            for y in (100, 140, 160):
                c.line(72, HEIGHT - y, 372, HEIGHT - y)
            c.line(172, HEIGHT - 120, 372, HEIGHT - 120)
            for x in (72, 172, 372):
                c.line(x, HEIGHT - 100, x, HEIGHT - 160)
            c.line(272, HEIGHT - 120, 272, HEIGHT - 160)
            places = [(75, 113, "合计"), (200, 104, "车辆费"), (175, 124, "购置费"), (275, 124, "运行费")]
            for x, top, words in [*places, (75, 144, "9.60"), (175, 144, "0.00"), (275, 144, "9.60")]:
                paper.text(x, top, words, 10)

        document = read_pdf(draw)
        cells = [(document.quote(c.span), c.row, c.col, c.row_span, c.col_span) for c in document.blocks[0].table.cells]
        assert cells == [
            ("合计", 0, 0, 2, 1),
            ("车辆费", 0, 1, 1, 2),
            ("购置费", 1, 1, 1, 1),
            ("运行费", 1, 2, 1, 1),
            ("9.60", 2, 0, 1, 1),
            ("0.00", 2, 1, 1, 1),
            ("9.60", 2, 2, 1, 1),
        ]

    def test_lines_inside_a_cell_are_joined(self):
        def draw(paper):
            paper.grid([72, 136, 236], [100, 130, 150])
            paper.text(74, 103, "机关事业单位", 10)
            paper.text(74, 115, "养老保险缴费", 10)
            paper.text(140, 105, "36.20", 10)
            paper.text(74, 133, "住房公积金", 10)
            paper.text(140, 135, "18.05", 10)

        assert tables(read_pdf(draw)) == [[["机关事业单位养老保险缴费", "36.20"], ["住房公积金", "18.05"]]]

    def test_number_broken_by_a_narrow_cell_is_whole(self):
        def draw(paper):
            paper.grid([72, 136, 168], [100, 130, 150])
            paper.text(74, 105, "人员经费", 10)
            paper.text(138, 103, "36124", 10, "Helvetica")
            paper.text(138, 115, "58.90", 10, "Helvetica")
            paper.text(74, 133, "公用经费", 10)
            paper.text(138, 133, "12.00", 10, "Helvetica")

        assert tables(read_pdf(draw))[0][0] == ["人员经费", "3612458.90"]

    def test_table_goes_on_over_the_page(self):
        def draw(paper):
            paper.rows(XS, [700, 720, 740], [["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"]])
            paper.text(WIDTH / 2, 800, "1", 9)
            paper.turn()
            paper.rows(XS, [80, 100, 120], [["管护", "20.00", "19.87"], ["合计", "56.00", "55.08"]])
            paper.text(WIDTH / 2, 800, "2", 9)

        document = read_pdf(draw)
        assert [row[0] for row in tables(document)[0]] == ["项目", "苗木", "管护", "合计"]
        assert {cell.page for cell in document.blocks[0].table.cells} == {1, 2}

    def test_repeated_head_of_a_table_stands_once(self):
        head = ["项目", "预算数", "决算数"]

        def draw(paper):
            paper.rows(XS, [700, 720, 740], [head, ["苗木", "36.00", "35.21"]])
            paper.turn()
            paper.rows(XS, [80, 100, 120], [head, ["管护", "20.00", "19.87"]])

        assert tables(read_pdf(draw)) == [[head, ["苗木", "36.00", "35.21"], ["管护", "20.00", "19.87"]]]

    def test_merged_head_and_plain_body_over_the_page_are_one_table(self):
        def draw(paper):
            c = paper.canvas
            paper.text(75, 704, "项目", 10)
            for y in (700, 720, 740):
                c.line(72, HEIGHT - y, 372, HEIGHT - y)
            for x in (72, 172, 372):
                c.line(x, HEIGHT - 700, x, HEIGHT - 740)
            paper.text(175, 704, "支出", 10)
            paper.text(75, 724, "苗木", 10)
            paper.text(175, 724, "35.21", 10)
            paper.turn()
            paper.rows(XS, [80, 100, 120], [["管护", "20.00", "19.87"], ["合计", "56.00", "55.08"]])

        (table,) = tables(read_pdf(draw))
        assert table == [["项目", "支出"], ["苗木", "35.21"], ["管护", "20.00", "19.87"], ["合计", "56.00", "55.08"]]

    @pytest.mark.parametrize("caption", ["造林支出表", "续表", "造林支出表（续）"])
    def test_caption_repeated_on_the_next_page_does_not_cut_the_table(self, caption):
        head = ["项目", "预算数", "决算数"]

        def draw(paper):
            paper.centred(670, "造林支出表")
            paper.rows(XS, [700, 720, 740], [head, ["苗木", "36.00", "35.21"]])
            paper.turn()
            paper.centred(60, caption)
            paper.rows(XS, [100, 120, 140], [head, ["管护", "20.00", "19.87"]])

        document = read_pdf(draw)
        assert tables(document) == [[head, ["苗木", "36.00", "35.21"], ["管护", "20.00", "19.87"]]]
        assert body(document) == ["造林支出表"]

    def test_table_under_its_own_caption_is_another_table(self):
        def draw(paper):
            paper.rows(XS, [700, 720, 740], [["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"]])
            paper.turn()
            paper.centred(60, "护林支出表")
            paper.rows(XS, [100, 120, 140], [["项目", "预算数", "决算数"], ["巡护", "6.00", "5.90"]])

        assert len(tables(read_pdf(draw))) == 2

    def test_frame_around_text_is_no_table(self):
        def draw(paper):
            paper.grid([60, 530], [90, 300])
            paper.paragraph(100, LONG)

        document = read_pdf(draw)
        assert body(document) == [LONG]
        assert not tables(document)

    def test_white_boxes_are_no_rules(self):
        def draw(paper):
            paper.canvas.setFillColorRGB(1, 1, 1)
            for x in XS[:-1]:
                paper.canvas.rect(x, HEIGHT - 100, 100, 30, stroke=0, fill=1)
            paper.canvas.setFillColorRGB(0, 0, 0)
            paper.text(150, 76, "造林支出预算总表")
            paper.rows(
                XS, [100, 120, 140, 160], [["项目", "预算", "决算"], ["苗木", "3.00", "2.90"], ["合计", "3.00", "2.90"]]
            )

        document = read_pdf(draw)
        assert body(document) == ["造林支出预算总表"]
        assert tables(document)[0][0] == ["项目", "预算", "决算"]

    def test_columns_without_rules_are_a_table(self):
        rows = [["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"], ["管护", "20.00", "19.87"]]

        def draw(paper):
            paper.paragraph(100, LONG)
            for number, row in enumerate(rows):
                for x, words in zip(XS, row, strict=False):
                    paper.text(x, 240 + 20 * number, words)

        document = read_pdf(draw)
        assert tables(document) == [rows]
        assert body(document) == [LONG]


class TestGlyphs:
    def test_radicals_become_the_characters_that_they_look_like(self):
        assert [plain(char) for char in "⼀⼈⾦\uf900①㎡"] == ["一", "人", "金", "豈", "①", "㎡"]

    @pytest.mark.parametrize(
        ("text", "garbled"),
        [
            ("柳溪县林业局二〇三一年自评报告，支出36.5万元；“三公”经费•①㎡", False),
            ("柳溪縣林業局預算執行情況說明，財政撥款收入與支出總計", False),
            ("㓀㕢㖏㗱㘎㙦㚙㛃㜽㝤㞚㟺㠭㡏㢠㣛㤘㥁㦔㧟", True),
            ("柳溪县林业局" + "\ufffd" * 20, True),
            ("Annual report 2031", False),
        ],
        ids=["simplified", "traditional", "rare", "unnamed", "latin"],
    )
    def test_garbled_text_is_told_by_its_share_of_chinese_characters(self, text, garbled):
        assert is_garbled(text) is garbled


def scan(paper: Paper) -> None:
    picture = ImageReader(BytesIO(_bitmap()))
    paper.canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)


def _bitmap() -> bytes:
    return b"P6 4 4 255\n" + bytes(range(48))


class TestUnreadable:
    @pytest.fixture(autouse=True)
    def _without_ocr(self, monkeypatch):
        """What a person reads who has not installed it; pages that OCR reads are in test_ocr_pages."""
        monkeypatch.setattr("pipeline.readers.ocr.available", lambda: False)

    def test_scan_is_an_error_that_names_its_pages(self):
        def draw(paper):
            scan(paper)
            paper.turn()
            scan(paper)

        with pytest.raises(ReadError, match=r"no text layer: 2 scanned pages → scans need OCR: pip install"):
            read_pdf(draw)

    def test_scanned_pages_among_others_are_noted(self):
        def draw(paper):
            paper.paragraph(100, LONG)
            for _ in range(2):
                paper.turn()
                scan(paper)

        document = read_pdf(draw)
        assert body(document) == [LONG]
        assert document.notes == (
            "pages 2-3 without text (scanned): not read",
            "scans need OCR: pip install 'jihe[ocr]', then run again",
        )

    def test_blank_page_is_nothing_to_note(self):
        def draw(paper):
            paper.paragraph(100, LONG)
            paper.turn()

        document = read_pdf(draw)
        assert (document.pages, document.notes) == (2, ())

    def test_empty_pages_are_an_error(self):
        with pytest.raises(ReadError, match="no text: 1 empty page"):
            read_pdf(lambda _: None)

    def test_password_is_an_error(self):
        locked = pdf(lambda paper: paper.paragraph(100, LONG), encrypt=StandardEncryption("secret", ownerPassword="o"))
        with pytest.raises(ReadError, match="locked with a password → remove the password"):
            read(locked, name="样张.pdf")

    def test_empty_user_password_is_no_obstacle(self):
        shut_by = StandardEncryption("", ownerPassword="owner")
        # In Latin letters: reportlab leaves the names of Chinese encodings unencrypted, and so unreadable.
        shut = pdf(lambda paper: paper.text(LEFT, 100, "2031: 36 trees", font="Times-Roman"), encrypt=shut_by)
        assert body(read(shut, name="样张.pdf")) == ["2031: 36 trees"]

    def test_more_pages_than_the_limit(self):
        def draw(paper):
            for _ in range(3):
                paper.paragraph(100, LONG)
                paper.turn()

        with pytest.raises(ReadError, match="4 pages, more than max_pages 2"):
            read(pdf(draw), name="样张.pdf", limits=Limits(max_pages=2))

    def test_more_characters_than_the_limit_name_the_page(self):
        with pytest.raises(ReadError, match=r"page 1: .* more than max_chars 50"):
            read(pdf(lambda paper: paper.paragraph(100, LONG)), name="样张.pdf", limits=Limits(max_chars=50))

    def test_broken_cross_references_are_mended(self):
        data = pdf(lambda paper: paper.paragraph(100, LONG))
        at = data.rfind(b"startxref")
        assert body(read(data[:at] + b"startxref\n7\n%%EOF", name="样张.pdf")) == [LONG]

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF"])
    def test_file_without_pages(self, data):
        with pytest.raises(ReadError, match="PDF"):
            read(data, name="样张.pdf")

    def test_pages_that_contain_themselves_end(self):
        tree = (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
        )
        with pytest.raises(ReadError):
            read(tree, name="样张.pdf")

    @pytest.mark.parametrize("seed", range(40))
    def test_damaged_file_is_read_or_refused_in_time(self, seed, sample):
        started = time.monotonic()
        try:
            read(_damaged(sample, random.Random(seed)), name="样张.pdf")  # noqa: S311 - repeatable, not secret
        except ReadError as err:
            assert "→" in str(err)  # noqa: PT017 - whether it can be read is chance, how it fails is not
        assert time.monotonic() - started < 20


def test_page_with_curves_is_read(look):
    def draw(paper):
        paper.canvas.circle(400, 300, 60)
        paper.text(LEFT, 100, "全年下达预算36.00万元。")
        paper.rows(XS, [300, 320, 340], [["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"]])

    document = read_pdf(draw)
    assert look.texts(document) == ["全年下达预算36.00万元。"]
    assert look.tables(document) == [[["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"]]]


@pytest.fixture(scope="module")
def sample(_font) -> bytes:
    def draw(paper):
        paper.centred(60, "柳溪县林业局自评报告", size=22)
        paper.paragraph(120, LONG)
        paper.rows(XS, [300, 320, 340], [["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"]])

    return pdf(draw)


def _damaged(data: bytes, rng: random.Random) -> bytes:
    """Cut short, a piece torn out, or single bytes changed."""
    way = rng.randrange(3)
    if way == 0:
        return data[: rng.randrange(8, len(data))]
    if way == 1:
        at = rng.randrange(8, len(data))
        return data[:at] + data[at + rng.randrange(1, 400) :]
    changed = bytearray(data)
    for _ in range(rng.choice([1, 10, 60])):
        changed[rng.randrange(8, len(data))] = rng.randrange(256)
    return bytes(changed)


SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "real").is_dir(), reason="no ../shared")
@pytest.mark.parametrize(
    ("name", "count"),
    [("unit_budget.pdf", 9), ("上海市普陀区财政局2024年度部门决算.pdf", 10), ("附件2：部门决算模板.pdf", 10)],
)
def test_real_report_has_its_tables_whole(name, count):
    data = (SHARED / "real" / name).read_bytes()
    document = read(data, name=name)
    found = [block for block in document.blocks if block.table]
    assert len(found) == count
    assert document.notes == ()
