"""What antiword's DocBook says of a .doc: headings, lists, tables with wide cells, and tables that it did not see."""

from __future__ import annotations

import pytest

from pipeline.document import Document
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftParagraph, Reading
from pipeline.readers.office_antiword import read_docbook


def book(chapter: str, before: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{before}<book><chapter>{chapter}</chapter></book>'.encode()


def para(text: str) -> str:
    return f"<title/><para>\n{text}\n</para>"


def table(*groups: tuple[list[float], list[list[str]]]) -> str:
    inner = ""
    for widths, rows in groups:
        columns = "".join(f"<colspec colwidth='{width:.2f}pt'/>" for width in widths)
        body = "".join("<row>" + "".join(f"<entry>\n{text}\n</entry>" for text in row) + "</row>" for row in rows)
        inner += f"<tgroup cols='{len(widths)}'>{columns}<tbody>{body}</tbody></tgroup>"
    return f"<para>\n<informaltable frame='none'>{inner}</informaltable>\n</para>"


def read(xml: bytes) -> Document:
    return assemble(Reading(read_docbook(xml)), "doc")


def test_antiword_titles_are_headings_and_lists_are_paragraphs():
    chapter = "<title>一、概况</title><para>\n有12人。\n</para><sect1><title>（一）职能</title></sect1>"
    listing = "<orderedlist><listitem><para>\n编制整理\n</para></listitem></orderedlist>"
    drafts = read_docbook(book(chapter + listing))
    assert drafts == [
        DraftParagraph("一、概况", "heading", 1),
        DraftParagraph("有12人。"),
        DraftParagraph("（一）职能", "heading", 2),
        DraftParagraph("编制整理"),
    ]


def test_antiword_metadata_is_no_text():
    xml = "<book><title>å¹´</title><bookinfo><title>x</title></bookinfo><chapter><para>正文。</para></chapter></book>"
    assert read(xml.encode()).text == "正文。"


def test_antiword_footnotes_stand_apart_from_the_sentence():
    document = read(book(para("共9人<footnote><para>\n含借调。\n</para></footnote>，其中男5人。")))
    assert [(b.kind, document.quote(b.span)) for b in document.blocks] == [
        ("paragraph", "共9人，其中男5人。"),
        ("footnote", "含借调。"),
    ]


def test_antiword_cells_span_the_columns_that_their_width_covers(look):
    wide = ([108.0, 216.0, 107.95], [["指标", "预算与执行", "说明"]])
    narrow = ([108.0, 108.0, 108.0, 107.9], [["", "预算数", "决算数", ""], ["合计", "3.00", "2.10", "甲\n乙"]])
    document = read(book(table(wide, narrow)))
    assert look.tables(document) == [
        [
            ["指标", "预算与执行", "预算与执行", "说明"],
            ["", "预算数", "决算数", ""],
            ["合计", "3.00", "2.10", "甲乙"],
        ]
    ]


def test_antiword_rows_with_more_cells_than_widths_keep_them_all(look):
    document = read(book(table(([50.0, 50.0], [["甲", "乙", "丙"], ["1", "2", "3"]]))))
    assert look.tables(document) == [[["甲", "乙", "丙"], ["1", "2", "3"]]]


@pytest.mark.parametrize(
    ("paras", "expected"),
    [
        pytest.param(
            ["名称 |预算 |决算 | |培训 |3.00 |2.10 | |"],
            [["名称", "预算", "决算"], ["培训", "3.00", "2.10"]],
            id="one-run",
        ),
        pytest.param(
            ["名称 |预算 |备注 | |培训 |3.00 | | |"],
            [["名称", "预算", "备注"], ["培训", "3.00", ""]],
            id="empty-last-cell",
        ),
        pytest.param(
            ["名称 |说明 | |培训 |第一段", "第二段 | |"],
            [["名称", "说明"], ["培训", "第一段第二段"]],
            id="two-paragraphs-in-a-cell",
        ),
    ],
)
def test_antiword_runs_of_cells_become_a_table_again(look, paras, expected):
    document = read(book(para("前。") + "".join(map(para, paras)) + para("后。")))
    assert look.tables(document) == [expected]
    assert look.texts(document) == ["前。", "后。"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("联系人|电话|地址", id="bars-inside-a-line"),
        pytest.param("甲 |乙 |丙 |丁 |", id="rows-without-an-end"),
        pytest.param("甲 |乙 | |", id="a-single-row"),
    ],
)
def test_antiword_other_bars_stay_text(look, text):
    document = read(book(para(text) + para("后。")))
    assert look.texts(document) == [text, "后。"]


def test_antiword_broken_markup_is_mended(look):
    document = read(book(para("共9人。") + "<para>\n\x0b& 又 <3 人。")[:-20])
    assert look.texts(document)[0] == "共9人。"


def test_antiword_nothing_in_the_file_is_no_draft():
    assert read_docbook(b"\x00\x01") == []


def test_antiword_entities_lead_nowhere(tmp_path):
    (tmp_path / "secret").write_text("geheim")
    doctype = f'<!DOCTYPE book [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    assert "geheim" not in read(book(para("前&x;后。"), doctype)).text
