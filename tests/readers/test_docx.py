"""Word documents as Word shows them: numbers, tables, notes, boxes; not what was deleted or hidden."""

from __future__ import annotations

import io
import zipfile

import pytest
from reader_files import docx, p, r, tbl, tc

from pipeline.errors import ReadError
from pipeline.readers import Limits, read

CONTINUE = "<w:vMerge/>"
RESTART = '<w:vMerge w:val="restart"/>'


def span(width: int) -> str:
    return f'<w:gridSpan w:val="{width}"/>'


def numbered(level: int = 0, num: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def lvl(depth: int, shape: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{shape}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def style(identity: str, name: str, properties: str = "", run: str = "", based: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def styled(identity: str) -> str:
    return f'<w:pStyle w:val="{identity}"/>'


def test_docx_keeps_paragraphs_and_tables_in_reading_order(look):
    document = read(docx(p("前文。") + tbl(tc("甲") + tc("乙"), tc("1") + tc("2")) + p("后文。")))
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert look.tables(document) == [[["甲", "乙"], ["1", "2"]]]


def test_docx_merged_cells_stand_once_with_their_spans(look):
    body = tbl(
        tc("项目", RESTART) + tc("金额", span(2)),
        tc("", CONTINUE) + tc("预算") + tc("决算"),
        tc("合计") + tc("3.00") + tc("2.10"),
    )
    document = read(docx(body))
    (table,) = look.tables(document)
    assert table == [["项目", "金额", "金额"], ["项目", "预算", "决算"], ["合计", "3.00", "2.10"]]
    spans = {document.quote(c.span): (c.row_span, c.col_span) for c in document.blocks[0].table.cells}
    assert (spans["项目"], spans["金额"], spans["合计"]) == ((2, 1), (1, 2), (1, 1))


def test_docx_nested_table_follows_the_outer_one(look):
    outer = tbl(tc("说明") + tc(content=p("见内表") + tbl(tc("内一") + tc("内二"))), tc("甲") + tc("乙"))
    assert look.tables(read(docx(outer))) == [[["说明", "见内表"], ["甲", "乙"]], [["内一", "内二"]]]


def test_docx_one_cell_around_paragraphs_is_a_frame(look):
    document = read(docx(tbl(tc(content=p("一、概况") + p("本馆为事业单位。")))))
    assert look.texts(document) == ["一、概况", "本馆为事业单位。"]


def test_docx_leaves_room_where_a_row_begins_late(look):
    row = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    document = read(docx(tbl(tc("甲") + tc("乙"), row + tc("丙"))))
    assert look.tables(document) == [[["甲", "乙"], [None, "丙"]]]


@pytest.mark.parametrize(
    ("levels", "depths", "expected"),
    [
        pytest.param([lvl(0, "chineseCountingThousand", "%1、")], [0] * 11, "十一、", id="chinese"),
        pytest.param([lvl(0, "chineseCounting", "（%1）")], [0, 0], "（二）", id="chinese-in-brackets"),
        pytest.param([lvl(0, "japaneseCounting", "第%1部分")], [0, 0, 0], "第三部分", id="part"),
        pytest.param([lvl(0, "decimal", "%1、", start=4)], [0, 0], "5、", id="start-value"),
        pytest.param([lvl(0, "decimalEnclosedCircle", "%1")], [0, 0], "②", id="circle"),
        pytest.param([lvl(0, "upperLetter", "%1、")], [0, 0, 0], "C、", id="letter"),
        pytest.param([lvl(0, "lowerRoman", "%1、")], [0] * 4, "iv、", id="roman"),
        pytest.param([lvl(0, "bullet", "")], [0], "", id="bullet"),
        pytest.param([lvl(0, "decimal", "%1"), lvl(1, "decimal", "%1.%2")], [0, 1, 0, 1, 1], "2.2 ", id="two-levels"),
        pytest.param(
            [lvl(0, "chineseCounting", "%1、"), lvl(1, "decimal", "%1.%2", more="<w:isLgl/>")], [0, 0, 1], "2.1 ",
            id="legal-shows-digits",
        ),
        pytest.param(
            [lvl(0, "decimal", "%1、"), lvl(1, "decimal", "%2、", more='<w:lvlRestart w:val="0"/>')], [0, 1, 0, 1],
            "2、", id="never-restarts",
        ),
        pytest.param([lvl(0, "decimal", "%1、"), lvl(1, "decimal", "（%2）")], [0, 1, 1, 0, 1], "（1）", id="restarts"),
    ],
)  # fmt: skip
def test_docx_renders_automatic_numbers(levels, depths, expected, look):
    body = "".join(p("事项", numbered(depth)) for depth in depths)
    assert look.texts(read(docx(body, numbering=numbering(*levels))))[-1] == f"{expected}事项"


def test_docx_numbers_by_style_and_list_override(look):
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    styles = style("H", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr>') + style("K", "标题 1x", based="H")
    body = p("甲", styled("H")) + p("乙", styled("K")) + p("丙", numbered(0, 2)) + p("丁", styled("H") + numbered(0, 0))
    document = read(docx(body, styles=styles, numbering=numbering(lvl(0, "chineseCounting", "%1、"), nums=nums)))
    assert look.texts(document) == ["一、甲", "二、乙", "一、丙", "丁"]


def test_docx_number_and_year_do_not_run_together(look):
    document = read(docx(p("2031年计划", numbered()), numbering=numbering(lvl(0, "decimal", "%1."))))
    assert look.texts(document) == ["1. 2031年计划"]


@pytest.mark.parametrize("name", ["heading 2", "Heading 2", "标题 2"])
def test_docx_heading_styles_open_sections(name):
    document = read(docx(p("基本情况", styled("a")) + p("正文。"), styles=style("a", name)))
    assert [(b.kind, b.level, b.section) for b in document.blocks] == [
        ("heading", 2, ("基本情况",)),
        ("paragraph", 0, ("基本情况",)),
    ]


def test_docx_outline_level_makes_a_heading():
    document = read(docx(p("收支", '<w:outlineLvl w:val="0"/>') + p("正文", '<w:outlineLvl w:val="9"/>')))
    assert [block.kind for block in document.blocks] == ["heading", "paragraph"]


@pytest.mark.parametrize("name", ["Title", "标题"])
def test_docx_title_style(name):
    document = read(docx(p("甲乙丙", styled("t")), styles=style("t", name)))
    assert document.blocks[0].kind == "title"


def test_docx_notes_follow_the_paragraph_that_refers_to_them(look):
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p("含补助。")}</w:footnote>'
    document = read(docx(p(runs=r("支出3万元") + reference) + p("后文。"), footnotes=notes))
    assert [(b.kind, document.quote(b.span)) for b in document.blocks] == [
        ("paragraph", "支出3万元"), ("footnote", "含补助。"), ("paragraph", "后文。"),
    ]  # fmt: skip


def test_docx_margins_come_last_each_once(look):
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:headerReference w:type="first" r:id="header2"/><w:footerReference w:type="even" r:id="footer1"/></w:sectPr>'
    )
    data = docx(
        p("", section) + p("正文。") + section, header1=p("某馆"), header2=p("某馆") + p("首页"), footer1=p("内部资料")
    )
    document = read(data)
    kinds = [(b.kind, document.quote(b.span), b.section) for b in document.blocks]
    assert kinds == [
        ("paragraph", "正文。", ()), ("header", "某馆", ()), ("header", "首页", ()), ("footer", "内部资料", ()),
    ]  # fmt: skip


def test_docx_text_box_is_read_once(look):
    box = f"<w:txbxContent>{p('框内文字')}</w:txbxContent>"
    run = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert look.texts(read(docx(p(runs=r("框外。") + run)))) == ["框外。", "框内文字"]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        pytest.param(f"<w:ins>{r('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", "新",
            id="tracked"),
        pytest.param(f"<w:moveFrom>{r('甲')}</w:moveFrom><w:moveTo>{r('乙')}</w:moveTo>", "乙", id="moved"),
        pytest.param(f"<w:hyperlink>{r('链接')}</w:hyperlink>", "链接", id="hyperlink"),
        pytest.param(f"<w:smartTag>{r('标记')}</w:smartTag>", "标记", id="smart-tag"),
        pytest.param(f"<w:sdt><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件", id="content-control"),
        pytest.param(f"<w:fldSimple>{r('3')}</w:fldSimple>", "3", id="simple-field"),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>' + r("指令")
            + f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("结果")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "结果", id="field-result-only",
        ),
        pytest.param("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "A-1", id="no-break-hyphen"),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>是</w:t></w:r>', "√是", id="tick"),
        pytest.param("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲 乙", id="tab"),
        pytest.param(r("收入39") + r("8.64") + r("万元"), "收入398.64万元", id="number-over-three-runs"),
        pytest.param(r("某馆") + "<w:r><w:br/></w:r>" + r("2031年报告"), "某馆2031年报告", id="break-in-a-title"),
    ],
)  # fmt: skip
def test_docx_reads_what_word_shows(runs, text, look):
    assert look.texts(read(docx(p(runs=runs)))) == [text]


def test_docx_line_break_after_a_sentence_ends_the_paragraph(look):
    runs = r("（一）收入增加。") + "<w:r><w:br/></w:r>" + r("（二）支出减少。")
    assert look.texts(read(docx(p(runs=runs)))) == ["（一）收入增加。", "（二）支出减少。"]


def test_docx_hidden_text_is_left_out_with_a_note(look):
    document = read(docx(p(runs=r("可见。") + r("暗语", "<w:vanish/>") + r("显", '<w:vanish w:val="0"/>'))))
    assert look.texts(document) == ["可见。显"]
    assert "2 characters of hidden text" in document.notes[0]


def test_docx_iso_strict_namespaces_are_read(look):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(p("正文。")))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            target.writestr(name, data)
    assert look.texts(read(out.getvalue())) == ["正文。"]


def _with_document(xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return out.getvalue()


def test_docx_entity_bomb_is_refused():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
    xml = f'<!DOCTYPE w [{entities}]><w:document xmlns:w="x"><w:body>&e8;</w:body></w:document>'
    with pytest.raises(ReadError, match=r"DTD|broken XML"):
        read(_with_document(xml))


def test_docx_zip_bomb_is_refused_before_it_unpacks():
    with pytest.raises(ReadError, match="max_unpacked 1,000,000"):
        read(docx(p("零" * 2_000_000)), limits=Limits(max_unpacked=1_000_000))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(_with_document("<w:document><w:body>"), "broken XML", id="broken-xml"),
        pytest.param(_with_document("<document/>"), "without a body", id="no-body"),
        pytest.param(docx(""), "no text in the file", id="no-text"),
    ],
)
def test_docx_broken_is_refused(data, words):
    with pytest.raises(ReadError, match=words):
        read(data, name="某馆.docx")


def test_docx_too_many_cells_are_refused():
    with pytest.raises(ReadError, match="max_cells 3"):
        read(docx(tbl(tc("甲") + tc("乙"), tc("丙") + tc("丁"))), limits=Limits(max_cells=3))
