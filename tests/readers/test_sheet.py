"""Spreadsheets as a person sees them: titles, unit lines and notes beside the tables, numbers as they are shown."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from sheet_files import book, raw_xlsx, xls, xlsx

from pipeline.document import Document
from pipeline.errors import ReadError
from pipeline.readers import Limits, read

HEADER = ["项目", "年初预算数", "决算数"]
BASIC = ["基本支出", 120.5, 118.25]


def rows_of(*rows):
    return [list(row) for row in rows]


# --- what is a paragraph, what a table --------------------------------------------------------------------------


def test_read_parts_title_labels_table_and_note(look):
    data = xlsx(
        rows_of(
            ["2031年度部门收支决算表"],
            ["编制单位：甲县乙局", None, "单位：万元"],
            HEADER,
            BASIC,
            ["备注：含所属单位。"],
        ),
        merged=["A1:C1", "A5:C5"],
    )
    document = read(data)
    assert document.format == "xlsx"
    assert [(b.kind, document.quote(b.span)) for b in document.blocks if not b.table] == [
        ("title", "2031年度部门收支决算表"),
        ("paragraph", "编制单位：甲县乙局"),
        ("paragraph", "单位：万元"),
        ("paragraph", "备注：含所属单位。"),
    ]
    assert look.tables(document) == [[HEADER, ["基本支出", "120.5", "118.25"]]]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param([[]], id="blank-row"),
        pytest.param([["附表2：三公经费情况表"]], id="title-of-the-next-table"),
        pytest.param([["二、三公经费"]], id="numbered-heading"),
        pytest.param([["编制单位：甲县乙局", None, "单位：元"]], id="unit-line"),
        pytest.param([[None, None, "单位：元"]], id="unit-at-the-right"),
    ],
)
def test_read_parts_tables_one_under_another(look, between):
    data = xlsx(rows_of(HEADER, BASIC, *between, ["费用", "2030年", "2031年"], ["接待费", 2, 1]))
    assert [table[0] for table in look.tables(read(data))] == [HEADER, ["费用", "2030年", "2031年"]]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["其他支出"], id="label-without-figures"),
        pytest.param(["二、项目支出"], id="numbered-section-of-the-table"),
        pytest.param([None, "详见附件"], id="words-in-a-column"),
    ],
)
def test_read_keeps_rows_with_one_cell_among_figures(look, row):
    data = xlsx(rows_of(HEADER, BASIC, row, ["设备购置", 3, 2]))
    (table,) = look.tables(read(data))
    assert [line[0] for line in table] == ["项目", "基本支出", row[0], "设备购置"]


def test_read_goes_on_with_a_table_after_a_blank_row_of_its_form(look):
    data = xlsx(rows_of(HEADER, BASIC, [], ["合计", 120.5, 118.25]))
    (table,) = look.tables(read(data))
    assert [line[0] for line in table] == ["项目", "基本支出", "合计"]


def test_read_keeps_a_group_header_that_stands_alone_above_its_columns(look):
    data = xlsx(rows_of([None, "2031年"], HEADER, BASIC), merged=["B1:C1"])
    (table,) = look.tables(read(data))
    assert table[0] == [None, "2031年", "2031年"]


def test_read_makes_prose_in_cells_paragraphs(look):
    text = "全年支出118.25万元，完成预算的98.13%。"
    data = xlsx(rows_of(["一、收支情况"], [text], [f"二、问题\n{text}"]), name="自评说明")
    document = read(data)
    assert look.texts(document) == ["自评说明", "一、收支情况", text, "二、问题", text]
    assert not look.tables(document)


def test_read_keeps_the_form_of_labels_and_values_inside_a_table(look):
    form = rows_of(["项目名称", "道路养护"], ["联系人：张", "电话：无"], ["项目资金", 12])
    assert len(look.tables(read(xlsx(form)))[0]) == 3


# --- sheets -----------------------------------------------------------------------------------------------------


def test_read_names_the_sheets_that_have_a_name(look):
    document = read(book([("Sheet1", [HEADER, BASIC]), ("三公经费", [HEADER, BASIC]), ("Sheet3", [])]))
    assert look.texts(document, "heading") == ["三公经费"]
    assert [block.section for block in document.blocks if block.table] == [(), ("三公经费",)]


def test_read_takes_the_first_sheet_s_title_for_the_report_s():
    sheets = [
        ("自评表", [["甲县乙局"], ["2031年度绩效自评表"], HEADER, BASIC]),
        ("决算", [["2031年度决算表"], HEADER, BASIC]),
    ]
    document = read(book(sheets))
    told = [(b.kind, document.quote(b.span)) for b in document.blocks if not b.table]
    assert told == [
        ("paragraph", "甲县乙局"),
        ("title", "2031年度绩效自评表"),
        ("heading", "自评表"),
        ("heading", "决算"),
        ("heading", "2031年度决算表"),
    ]


def test_read_leaves_hidden_sheets_rows_and_columns_out_and_says_so(look):
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>4</v></c></row>'
        '<row r="3"><c r="A3"><v>5</v></c><c r="C3"><v>6</v></c></row></sheetData>'
    )
    document = read(raw_xlsx([sheet, sheet], names=[("收支", "visible"), ("底稿", "veryHidden")]))
    assert look.tables(document) == [[["1", "3"], ["5", "6"]]]
    assert document.notes == (
        "hidden sheet “底稿” left out",
        "2 cells in hidden rows or columns of sheet “收支” left out",
    )


# --- cells ------------------------------------------------------------------------------------------------------


def test_read_trims_outer_columns_and_spans_merged_cells(look):
    rows = rows_of([None, "名称", "金额", None], [None, None, "预算", "决算"], [None, "合计", 1, 2])
    document = read(xlsx(rows, merged=["B1:B2", "C1:D1"]))
    assert look.tables(document) == [[["名称", "金额", "金额"], ["名称", "预算", "决算"], ["合计", "1", "2"]]]
    assert [(c.row_span, c.col_span) for c in document.blocks[0].table.cells][:2] == [(2, 1), (1, 2)]


def test_read_shows_numbers_as_the_sheet_shows_them(look):
    row = [(2222.28, "#,##0.00"), (0.9827, "0.00%"), (45027, "yyyy/m/d"), 194.90000000000001, True, "1,286"]
    assert look.tables(read(xlsx([row, row])))[0][0] == ["2,222.28", "98.27%", "2023-04-11", "194.9", "TRUE", "1,286"]


def test_read_takes_shared_rich_and_escaped_strings_and_errors(look):
    strings = "<si><r><t>基本</t></r><r><t>支出</t></r><rPh><t>reading</t></rPh></si><si><t>甲_x000D_\n乙</t></si>"
    values = [("s", "0"), ("s", "1"), ("e", "#REF!"), ("str", "丙"), ("s", "9")]
    cells = "".join(f'<c t="{kind}"><v>{value}</v></c>' for kind, value in values)
    data = raw_xlsx([f"<sheetData><row>{cells}</row><row><c><v>1</v></c></row></sheetData>"], strings=strings)
    assert look.tables(read(data)) == [[["基本支出", "甲乙", "#REF!", "丙"]]]


def test_read_notes_formulas_that_were_never_computed():
    sheet = "<sheetData><row><c><v>1</v></c><c><f>A1*2</f></c></row></sheetData>"
    assert "1 formulas without a stored value" in read(raw_xlsx([sheet])).notes[0]


def test_read_takes_iso_strict_workbooks():
    sheet = "<sheetData><row><c><v>41</v></c></row></sheetData>"
    assert read(raw_xlsx([sheet], main="http://purl.oclc.org/ooxml/spreadsheetml/main")).text == "41"


# --- .xls -------------------------------------------------------------------------------------------------------


def test_read_xls_as_it_shows(look):
    rows = rows_of(
        ["2031年度收支表"], HEADER, ["基本支出", (1980, "#,##0.00"), (0.9827, "0.00%")], ["藏", 1, 2],
        ["日期", (45027, "yyyy-mm-dd"), 194.90000000000001, "藏"],
    )  # fmt: skip
    data = xls(rows, merged=[(0, 0, 0, 2)], hidden_rows=[3], hidden_cols=[3], hidden_sheet="底稿")
    document = read(data)
    assert document.format == "xls"
    assert look.texts(document) == ["2031年度收支表", "收支"]
    assert look.tables(document) == [[HEADER, ["基本支出", "1,980.00", "98.27%"], ["日期", "2023-04-11", "194.9"]]]
    assert document.notes == (
        "hidden sheet “底稿” left out",
        "4 cells in hidden rows or columns of sheet “收支” left out",
    )


# --- hostile files ----------------------------------------------------------------------------------------------

FILES = {
    "xlsx": xlsx(
        [["2031年度决算表"], HEADER, *[[f"项目{n}", (n / 7, "0.00%"), n] for n in range(40)]], merged=["A1:C1"]
    ),
    "xls": xls(
        [["2031年度决算表"], HEADER, *[[f"项目{n}", (n / 7, "0.00%"), n] for n in range(40)]], merged=[(0, 0, 0, 2)]
    ),
}


def wound(data: bytes, rng: random.Random) -> bytes:
    wounded = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(wounded))
        size = rng.choice((1, 2, 16, 300))
        match rng.randrange(4):
            case 0:
                wounded[at : at + size] = rng.randbytes(len(wounded[at : at + size]))
            case 1:
                wounded[at : at + size] = b"\xff" * len(wounded[at : at + size])
            case 2:
                del wounded[at : at + size]
            case _ if len(wounded) > 600 and rng.random() < 0.3:
                del wounded[max(600, at) :]
    return bytes(wounded)


@pytest.mark.parametrize("kind", FILES)
def test_read_mutated_spreadsheets_gives_a_document_or_a_read_error(kind):
    assert read(FILES[kind]).format == kind
    outcomes = []
    for seed in range(60):
        try:
            document = read(wound(FILES[kind], random.Random(seed)), name="报表")  # noqa: S311
        except ReadError as err:
            outcomes.append("refused" if err.what and err.do else "refused without advice")
        else:
            outcomes.append("read" if isinstance(document, Document) and document.text.strip() else "nothing")
    assert set(outcomes) <= {"refused", "read"}
    assert "refused" in outcomes


def test_read_mutated_xml_inside_a_sound_zip_gives_a_document_or_a_read_error():
    sheet = (
        '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
        + "".join(f'<row r="{n}"><c r="A{n}" s="1"><v>{n}</v></c><c r="B{n}"/></row>' for n in range(1, 30))
        + '</sheetData><mergeCells><mergeCell ref="A1:C2"/></mergeCells>'
    )
    refused = 0
    for seed in range(60):
        wounded = wound(sheet.encode(), random.Random(seed)).decode("utf-8", "replace")  # noqa: S311
        try:
            assert read(raw_xlsx([wounded], formats=["0.0%"])).text
        except ReadError:
            refused += 1
    assert refused


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_read_truncated_spreadsheets_are_refused(kind, share):
    with pytest.raises(ReadError, match=r"^报表: .*(cut off|broken).* → ask for the file again"):
        read(FILES[kind][: int(len(FILES[kind]) * share)], name="报表")


FAR = (
    '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    '<mergeCells><mergeCell ref="A1:XFD1048575"/></mergeCells>'
)
EMPTY_ROWS = f"<sheetData>{'<row/>' * 200_000}<row><c><v>1</v></c></row></sheetData>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(("sheet", "text"), [(FAR, "1\n2"), (EMPTY_ROWS, "1")], ids=["far-corners", "empty-rows"])
def test_read_walks_only_the_cells_that_are_there(sheet, text):
    assert read(raw_xlsx([sheet])).text == text


@pytest.mark.parametrize(
    ("data", "limits", "words"),
    [
        pytest.param(xlsx([[1, 2], [3, 4]]), Limits(max_cells=3), "max_cells 3", id="cells"),
        pytest.param(xls([[1, 2], [3, 4]]), Limits(max_cells=3), "max_cells 3", id="cells-of-xls"),
        pytest.param(raw_xlsx([EMPTY_ROWS]), Limits(max_unpacked=10_000), "max_unpacked 10,000", id="zip-bomb"),
        pytest.param(xls([[1], *[[]] * 60_000, [None] * 250 + [2]]), Limits(), "so far apart", id="far-corners-of-xls"),
        pytest.param(raw_xlsx([]), Limits(), "no text", id="no-sheet"),
    ],
)
def test_read_refuses_spreadsheets_beyond_the_limits(data, limits, words):
    with pytest.raises(ReadError, match=words):
        read(data, limits=limits)


def test_read_refuses_an_encrypted_xls():
    window = bytes.fromhex("3d001200")
    data = xls([["项目", 1]])
    assert data.count(window) == 1
    # The record FILEPASS says that all after it is encrypted.
    with pytest.raises(ReadError, match="password-protected"):
        read(data.replace(window, bytes.fromhex("2f001200")))


def test_read_shows_errors_of_xls_cells(look):
    blank, error = xls([["项目", True]]), b"\x05\x02\x08\x00"
    at = blank.index(error)
    # BOOLERR: row, column, style, value, whether it is an error.
    data = blank[: at + 10] + b"\x17\x01" + blank[at + 12 :]
    assert look.tables(read(data)) == [[["项目", "#REF!"]]]


def test_read_refuses_xml_with_a_dtd():
    source = io.BytesIO(xlsx([[1]]))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, (LAUGHS.encode() if "sheet1" in name else b"") + old.read(name))
    with pytest.raises(ReadError, match="DTD"):
        read(out.getvalue())
