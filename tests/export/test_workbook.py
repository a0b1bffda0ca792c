"""The workbook, as another program reads it."""

import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from planted import PLANTED

from pipeline.export.workbook import sheets, write_workbook
from pipeline.store.reviews import Review

SHEETS = ["说明", "问题", "涉及数字", "历年", "数字", "报告", "未能读取"]


@pytest.fixture
def written(samples, select, rules, tmp_path):
    def write(language="zh", reviews=None, db=samples, **wanted):
        path = tmp_path / "book.xlsx"
        with select(db, **wanted) as selection:
            write_workbook(selection, path, rules=rules, reviews=reviews or {}, language=language, force=True)
        return path

    return write


def table(sheet):
    """The rows of a list, by the heads of its columns."""
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def texts(path):
    """Every text of the cover, row by row."""
    cover = openpyxl.load_workbook(path).worksheets[0]
    return [[v for v in row if v is not None] for row in cover.iter_rows(values_only=True)]


def test_a_finding_has_its_sentence_its_figures_and_room_for_an_answer(written):
    book = openpyxl.load_workbook(written(entity="残疾人"))
    assert book.sheetnames == SHEETS
    found = {row["编号"]: row for row in table(book["问题"])}
    finding = found["F7000001"]
    assert (finding["级别"], finding["类别"], finding["报告年度"]) == ("矛盾", "年度不接", 2023)
    assert (finding["报告所写"], finding["应为"], finding["相差"]) == (634.75, 637.45, -2.7)
    assert (finding["舍入容许"], finding["计量单位"]) == (0.01, "万元")
    assert finding["问题"].startswith("报告写支出合计634.75万元")
    assert finding["数字、位置和原文"].splitlines() == [
        "▶ 支出合计（2022年）634.75 万元",
        "　 2023-岚溪县残疾人联合会.html，二、部门收支情况：“比上年634.75万元增支”",
        "　 支出合计（2022年）637.45 万元",
        "　 2022-岚溪县残联.pdf，第1页，二、预算执行情况分析 › （一）收入支出总体情况：“本年支出637.45万元”",
    ]
    assert finding["答复意见"] is finding["单位答复"] is None
    figures = [row for row in table(book["涉及数字"]) if row["问题编号"] == "F7000001"]
    assert [(row["角色"], row["数值"], row["计量单位"]) for row in figures] == [
        ("▶ 不符", 634.75, "万元"),
        ("对照", 637.45, "万元"),
    ]


def test_the_answer_is_chosen_from_a_list(written):
    sheet = openpyxl.load_workbook(written())["问题"]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.type == "list"
    assert "口径不同" in rule.formula1
    assert sheet["I1"].value == "答复意见"
    assert str(rule.sqref) == f"I2:I{sheet.max_row}"


def test_lists_can_be_filtered_scrolled_and_printed(written):
    for sheet in openpyxl.load_workbook(written()).worksheets[1:]:
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert {cell.font.name for cell in sheet[1]} == {"微软雅黑"}


def test_the_reviewers_decision_stands_beside_the_finding(written, samples, select):
    with select(samples) as selection:
        key = next(selection.findings())["key"]
    reviews = {key: Review("explained", "含上级专款", "王", "2031-01-02")}
    (decided,) = [row for row in table(openpyxl.load_workbook(written(reviews=reviews))["问题"]) if row["审核意见"]]
    assert decided["审核意见"].endswith("含上级专款")


def test_facts_are_numbers_in_the_units_that_people_use(written, samples, select):
    listed = table(openpyxl.load_workbook(written())["数字"])
    with select(samples) as selection:
        facts = list(selection.facts())
    assert len(listed) == len(facts)
    for row, fact in zip(listed, facts, strict=True):
        if fact["decimal"] is None:
            assert row["数值"] is None
            assert row["文字"] == fact["text"]
        else:
            scale = 10000 if fact["unit"] == "CNY" else 1
            assert row["数值"] == pytest.approx(float(Decimal(fact["decimal"]) / scale), rel=1e-15)
            assert isinstance(row["数值"], int | float)
    assert {row["计量单位"] for row in listed} >= {"万元", "人", "%"}


def test_years_stand_side_by_side(written):
    rows = table(openpyxl.load_workbook(written())["历年"])
    (total,) = [r for r in rows if (r["单位"], r["指标"]) == ("岚溪县残疾人联合会", "支出合计")]
    assert [total["2021年"], total["2022年"], total["2023年"]] == [620.15, 637.45, 690.12]
    (posts,) = [r for r in rows if (r["单位"], r["指标"]) == ("岚溪县残疾人联合会", "编制数")]
    assert (posts["计量单位"], posts["2023年"]) == ("人", 16)


def test_the_cover_counts_what_was_checked(written, samples, select):
    cover = texts(written(entity="残疾人"))
    assert ["岚溪县残疾人联合会 · 2021–2023"] in cover
    assert ["读取报告（份）", 3] in cover
    assert ["读出数字（个）", 494] in cover
    with select(samples, entity="残疾人") as selection:
        counts = list(selection.check_counts())
        found = len(list(selection.findings()))
    totals = [sum(row[s] for row in counts) for s in ("consistent", "rounding", "inconsistent", "skipped")]
    assert [f"{sum(totals[:3])}", *totals] in cover
    errors_and_warnings = next(row[1:] for row in cover if row and row[0] == "合计")
    assert sum(errors_and_warnings) == found
    assert any(row and str(row[0]).startswith("1. 请在“问题”表") for row in cover)


def test_in_english(written):
    book = openpyxl.load_workbook(written(language="en"))
    assert book.sheetnames[:2] == ["Cover", "Findings"]
    assert table(book["Findings"])[0]["Finding"].startswith("The report states")
    assert table(book["Figures"])[0]["Figure"] == "Internal divisions"


def test_nothing_of_a_report_becomes_a_formula_or_markup(written, hostile):
    path = written(db=hostile)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if re.match(r"xl/worksheets/sheet\d+\.xml", name):
                assert "<f>" not in parts.read(name).decode()
    items = [row["事项"] for row in table(book["数字"])]
    assert items[0] == PLANTED[0]
    assert items[PLANTED.index("<r><t>bold</t></r>")] == " <r><t>bold</t></r>"
    long = items[len(PLANTED) - 1]
    assert len(long) == 32_767
    assert long.endswith("长…")
    assert [row["文件"] for row in table(book["未能读取"])] == [f" {PLANTED[9]}"]


def test_a_list_goes_on_in_another_sheet(written, monkeypatch):
    monkeypatch.setattr(sheets, "ROWS", 1001)
    book = openpyxl.load_workbook(written())
    assert [name for name in book.sheetnames if name.startswith("数字")] == ["数字", "数字 2"]
    assert book["数字"].max_row == 1001
    assert len(table(book["数字"])) + len(table(book["数字 2"])) == 1528
    assert book["数字 2"].auto_filter.ref.startswith("A1:")
