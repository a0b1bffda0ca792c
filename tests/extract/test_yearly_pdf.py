"""The tables of a yearly account as a PDF: heads in two rows, a table over two pages, figures in their places."""

from decimal import Decimal
from io import BytesIO

import pdfplumber
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, SimpleDocTemplate, Table
from reportlab.platypus.paragraph import Paragraph

from pipeline.extract import Extractor
from pipeline.facts import Extraction
from pipeline.readers import read

FONT = "STSong-Light"
PLAIN = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 8)]
TOTALS = [
    ["收入", "", "", "支出", "", ""],
    ["项目", "行次", "决算数", "项目", "行次", "决算数"],
    ["栏次", "", "1", "栏次", "", "2"],
    ["一、一般公共预算财政拨款收入", "1", "402.60", "一、农林水支出", "32", "377.00"],
    *[["", str(line), "", f"{line}、其他支出", str(line + 31), ""] for line in range(2, 27)],
    ["本年收入合计", "27", "402.60", "本年支出合计", "57", "401.10"],
    ["年初结转和结余", "29", "3.00", "年末结转和结余", "59", "4.50"],
    ["总计", "31", "405.60", "总计", "61", "405.60"],
]
TOTALS_SPANS = [("SPAN", (0, 0), (2, 0)), ("SPAN", (3, 0), (5, 0))]
THREE = [
    ["预算数", "", "", "", "决算数", "", "", ""],
    ["合计", "公务用车购置及运行费", "", "公务接待费", "合计", "公务用车购置及运行费", "", "公务接待费"],
    ["", "购置费", "运行费", "", "", "购置费", "运行费", ""],
    ["1", "2", "3", "4", "5", "6", "7", "8"],
    ["6.20", "0.00", "5.00", "1.20", "5.13", "0.00", "4.40", "0.73"],
]
THREE_SPANS = [
    *[("SPAN", (at, 0), (at + 3, 0)) for at in (0, 4)],
    *[("SPAN", (at, 1), (at, 2)) for at in (0, 3, 4, 7)],
    *[("SPAN", (at, 1), (at + 1, 1)) for at in (1, 5)],
]


@pytest.fixture(scope="module")
def account() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    heading = ParagraphStyle("heading", fontName=FONT, fontSize=14, leading=24, alignment=1)
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4), topMargin=50, bottomMargin=50).build(
        [
            Paragraph("漳泉县林业局2023年度部门决算", heading),
            Paragraph("收入支出决算总表（单位：万元）", heading),
            Table(
                TOTALS,
                [170, 40, 80] * 2,
                style=[*PLAIN, ("SPAN", (0, 0), (2, 0)), ("SPAN", (3, 0), (5, 0))],
                repeatRows=2,
            ),
            PageBreak(),
            Paragraph("“三公”经费支出决算表（单位：万元）", heading),
            Table(THREE, [80] * 8, style=[*PLAIN, *THREE_SPANS]),
        ]
    )
    return out.getvalue()


@pytest.fixture(scope="module")
def extraction(account: bytes, reader: Extractor) -> Extraction:
    return reader.extract(read(account, name="漳泉县林业局.pdf"), name="漳泉县林业局.pdf")


def test_totals_on_the_next_page_are_read_below_the_first_heads(extraction):
    found = {(f.concept, f.value, f.page) for f in extraction.facts if f.page in (1, 2) and "function" not in f.concept}
    assert found == {
        ("income.appropriation", Decimal(4026000), 1),
        ("income.total", Decimal(4026000), 2),
        ("expenditure.total", Decimal(4011000), 2),
        ("carryover.opening", Decimal(30000), 2),
        ("carryover.closing", Decimal(45000), 2),
    }


def test_one_row_of_the_three_publics_is_budget_and_account(extraction):
    found = [(f.concept.removeprefix("three_public."), f.scenario, f.value) for f in extraction.facts if f.page == 3]
    assert found == [
        ("total", "budget", Decimal(62000)),
        ("vehicle.purchase", "budget", Decimal(0)),
        ("vehicle.operation", "budget", Decimal(50000)),
        ("reception", "budget", Decimal(12000)),
        ("total", "actual", Decimal(51300)),
        ("vehicle.purchase", "actual", Decimal(0)),
        ("vehicle.operation", "actual", Decimal(44000)),
        ("reception", "actual", Decimal(7300)),
    ]


def test_the_figure_stands_where_the_fact_says(account, extraction):
    document = read(account, name="漳泉县林业局.pdf")
    with pdfplumber.open(BytesIO(account)) as pdf:
        for fact in extraction.facts:
            inside = pdf.pages[fact.page - 1].crop(fact.bbox).extract_text()
            assert document.quote(fact.span) in inside
