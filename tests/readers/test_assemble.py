"""Drafts → Document: offsets that hold, headings, sections, margins last."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.assemble import assemble, clean, numbering_level
from pipeline.readers.drafts import DraftCell, DraftParagraph, DraftTable, Reading


def lay(*drafts: DraftParagraph | DraftTable | str):
    return assemble(Reading([DraftParagraph(d) if isinstance(d, str) else d for d in drafts]), "txt")


def sections(*drafts: str) -> list[tuple[str, ...]]:
    return [block.section for block in lay(*drafts).blocks]


WORDS = st.text(alphabet="支出收入一二、（）。：.1 \n\t\u3000\u200b-", max_size=30)
CELLS = st.builds(DraftCell, WORDS, st.integers(0, 3), st.integers(0, 3), st.integers(1, 2), st.integers(1, 2))
DRAFTS = st.one_of(
    st.builds(
        DraftParagraph, WORDS, st.sampled_from(["title", "heading", "paragraph", "footnote", "header", "footer"])
    ),
    st.builds(DraftTable, st.lists(CELLS, max_size=6, unique_by=lambda cell: (cell.row, cell.col))),
)


@given(st.lists(DRAFTS, max_size=12))
def test_assemble_spans_hold_the_words(drafts):
    document = assemble(Reading(drafts), "txt")
    end = 0
    for seq, block in enumerate(document.blocks):
        assert block.seq == seq
        assert block.span.start == (end + 1 if seq else 0)
        end = block.span.end
        for cell in block.table.cells if block.table else ():
            assert block.span.start <= cell.span.start <= cell.span.end <= block.span.end
    assert end == len(document.text)
    # A table that holds only blanks is left out.
    said = [document.quote(cell.span) for b in document.blocks if b.table for cell in b.table.cells]
    expected = [sorted(d.cells, key=lambda c: (c.row, c.col)) for d in drafts if isinstance(d, DraftTable)]
    expected = [cells for cells in expected if any(clean(cell.text) for cell in cells)]
    assert said == [clean(cell.text) for cells in expected for cell in cells]
    body = [document.quote(b.span) for b in document.body() if not b.table]
    assert body == [c for d in drafts if isinstance(d, DraftParagraph) and d.kind not in ("header", "footer")
                    and (c := clean(d.text))]  # fmt: skip


def test_assemble_writes_cells_between_tabs_and_rows_between_lines():
    table = DraftTable([DraftCell("乙", 0, 1), DraftCell("甲", 0, 0), DraftCell("丙\n丁", 1, 0, col_span=2)])
    document = lay("前", table, "后")
    assert document.text == "前\n甲\t乙\n丙丁\n后"
    assert (document.blocks[1].table.rows, document.blocks[1].table.cols) == (2, 2)


def test_assemble_puts_margins_last_each_line_once():
    header = DraftParagraph("某馆", "header")
    document = lay(header, "一、概况", DraftParagraph("1", "footer"), header, "正文。", DraftParagraph("2", "footer"))
    assert document.text == "一、概况\n正文。\n某馆\n1\n2"
    assert [block.section for block in document.blocks if block.kind in ("header", "footer")] == [(), (), ()]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("第一部分 概况", 1), ("一、概况", 2), ("十二、其他", 2), ("（三）人员", 3), ("(三) 人员", 3), ("4.收入", 4),
        ("4、收入", 4), ("（5）其他", 5), ("①其他", 5), ("1.2 概况", 5), ("1.5万元", 0), ("2.50", 0), ("2031年", 0),
        ("一是加强", 0), ("12.3%", 0), ("概况", 0), ("十四五", 0),
    ],
)  # fmt: skip
def test_numbering_level(text, level):
    assert numbering_level(text) == level


def test_assemble_sections_follow_the_numbering():
    assert sections("一、概况", "（一）职能", "正文。", "（二）人员", "1.编制", "正文。", "二、收支", "正文。") == [
        ("一、概况",), ("一、概况", "（一）职能"), ("一、概况", "（一）职能"), ("一、概况", "（二）人员"),
        ("一、概况", "（二）人员", "1.编制"), ("一、概况", "（二）人员", "1.编制"), ("二、收支",), ("二、收支",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        pytest.param("（一）职能。本馆是事业单位。", "（一）职能", id="full-stop"),
        pytest.param("1.基本支出：210.00万元，占52%。", "1.基本支出", id="colon"),
        pytest.param("（九）完成上级交办的其他任务和事项。", "", id="whole-sentence"),
        pytest.param(
            "（一）加强领导，明确责任，细化措施，把各项任务落实到岗、落实到人，确保实现。", "", id="long-sentence"
        ),
        pytest.param("本馆职能：借阅。", "", id="unnumbered"),
        pytest.param("1.公务接待费2.10万元，与上年持平", "1.公务接待费", id="figure-without-a-full-stop"),
        pytest.param("（二）预算执行率98.20%", "（二）预算执行率", id="rate-without-a-full-stop"),
    ],
)
def test_assemble_run_in_headings_open_sections(text, opened):
    assert sections("一、概况", text)[1] == (("一、概况", opened) if opened else ("一、概况",))


@pytest.mark.parametrize("text", ["2.直播：16场，观看12万人次", "3.培训12期", "（二）慰问：86户（计划80户）"])
def test_assemble_short_numbered_line_with_a_count_is_no_heading(text):
    assert [b.kind for b in lay("一、成效", text, "二、3个重点项目情况").blocks] == ["heading", "paragraph", "heading"]


def test_assemble_short_numbered_line_with_a_figure_is_no_heading():
    assert [b.kind for b in lay("一、收支", "1.基本支出31.2万元，占52%", "2.三年规划").blocks] == [
        "heading",
        "paragraph",
        "heading",
    ]


def test_assemble_numbered_paragraph_closes_only_what_its_sibling_opened():
    drafts = [
        "一、概况",
        "（一）职能。借阅。",
        "（二）完成交办的其他任务，做好服务。",
        "（三）人员",
        "（四）其他各项工作都已经按期全部完成。",
    ]
    assert [path[1:] for path in sections(*drafts)] == [(), ("（一）职能",), (), ("（三）人员",), ("（三）人员",)]


@pytest.mark.parametrize(
    ("drafts", "title"),
    [
        pytest.param(["某馆2031年度绩效自评报告", "正文。"], 0, id="first"),
        pytest.param(["附件2", "某馆2031年度部门决算说明", "一、概况"], 1, id="after-a-mark"),
        pytest.param(["一、预算情况", "正文。"], None, id="heading-is-no-title"),
        pytest.param(["根据通知要求，现将情况报告如下：", "正文。"], None, id="sentence-is-no-title"),
        pytest.param([*["正文。"] * 6, "某馆报告"], None, id="too-late"),
    ],
)
def test_assemble_finds_the_title(drafts, title):
    kinds = [block.kind for block in lay(*drafts).blocks]
    assert (kinds.index("title") if "title" in kinds else None) == title


def test_assemble_contents_lines_open_no_sections():
    assert sections("一、概况……………1", "第二部分 收支 12", "一、概况") == [(), (), ("一、概况",)]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("　　正文 ", "正文"), ("年度预算\n（万元）", "年度预算（万元）"), ("12\n34", "12 34"), ("95%\n≥3", "95% ≥3"),
        ("收\u200b入\u00ad", "收入"), ("甲\t乙", "甲 乙"), ("\ue004一", "一"), ("a \r\n\x0b b", "a b"),
        ("合  计", "合  计"),
    ],
)  # fmt: skip
def test_clean(text, cleaned):
    assert clean(text) == cleaned


def test_clean_takes_linear_time():
    start = time.perf_counter()
    clean("字" + " " * 500_000 + "字")
    assert time.perf_counter() - start < 1


def test_assemble_puts_annexes_into_no_section_before_them():
    assert sections("二、下年打算", "计划举办讲座20场。", "附件2", "本年实有30人。") == [
        ("二、下年打算",),
        ("二、下年打算",),
        (),
        (),
    ]
    table = DraftTable([DraftCell("附表一", 0, 0), DraftCell("收支情况表", 0, 1)])
    assert lay("二、下年打算", table).blocks[1].section == ()


def test_assemble_keeps_the_section_of_what_only_mentions_an_annex():
    assert sections("一、收支", "附件所列支出共12万元。")[1] == ("一、收支",)
