"""A document comes back from the blocks table as it went in; a fact that does not stand where it says is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Block, Document, Span
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftCell, DraftParagraph, DraftTable, Reading
from pipeline.store import Archive, SourceFile, Versions
from pipeline.store.rows import UnstorableError, document_rows, fact_rows, plain

words = st.text(alphabet="一、（二）编制12人.万元 \t\n。“”A\ud800\u200b\x00😀", max_size=15)
boxes = st.none() | st.tuples(*[st.floats(0, 1000)] * 4)
pages = st.none() | st.integers(1, 99)
kinds = st.sampled_from(["title", "heading", "paragraph", "footnote", "header", "footer"])
paragraphs = st.builds(DraftParagraph, words, kinds, st.integers(0, 3), pages, boxes)
sizes = st.integers(1, 3)
cells = st.builds(DraftCell, words, st.integers(0, 4), st.integers(0, 4), sizes, sizes, pages, boxes)
grids = st.lists(cells, max_size=8, unique_by=lambda c: (c.row, c.col))
tables = st.builds(DraftTable, grids, pages, boxes)
readings = st.builds(Reading, st.lists(paragraphs | tables, max_size=6), pages, st.lists(st.sampled_from("甲乙")))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    with Archive(tmp_path_factory.mktemp("db") / "scratch.db") as archive:
        yield archive


@settings(deadline=None, max_examples=60)
@given(readings)
def test_load_document_gives_back_what_was_saved(scratch, make, reading):
    document = assemble(reading, "docx")
    document_id = scratch.save(make.file("one.docx"), document, make.extraction(), make.versions)
    assert scratch.load_document(document_id) == document


def test_rows_hold_paragraphs_and_cells_and_the_grid_without_its_text(make):
    document = make.document("一、收支情况", "支出31.42万元。", table=[["项目", "金额"], ["培训", ""]])
    rows = document_rows(document, 3)
    assert [(r["id"], r["kind"], r["text"], r["row"], r["col"]) for r in rows] == [
        (3_000_001, "heading", "一、收支情况", None, None),
        (3_000_002, "paragraph", "支出31.42万元。", None, None),
        (3_000_003, "table", "", None, None),
        (3_000_004, "cell", "项目", 0, 0),
        (3_000_005, "cell", "金额", 0, 1),
        (3_000_006, "cell", "培训", 1, 0),
        (3_000_007, "cell", "", 1, 1),
    ]
    assert (rows[2]["row_span"], rows[2]["col_span"]) == (2, 2)


@pytest.mark.parametrize("text", ["一段话。\n", "前言一段话。", "一段话。其他"])
def test_text_outside_the_blocks_is_refused(text):
    start = text.index("一")
    document = Document(text, (Block(0, "paragraph", Span(start, start + 4)),), "txt")
    with pytest.raises(UnstorableError, match="do not make up"):
        document_rows(document, 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"quote": Span(0, 0)}, "is not in the text", id="no-quote"),
        pytest.param({"quote": Span(0, 999)}, "is not in the text", id="quote-after-the-end"),
        pytest.param({"span": Span(0, 0)}, "does not hold its figure", id="no-figure"),
        pytest.param({"span": Span(2, 11)}, "does not hold its figure", id="figure-outside-the-quote"),
        pytest.param({"block": 1}, "does not stand in block 1", id="another-block"),
        pytest.param({"value": Decimal("NaN")}, "its value is NaN", id="no-number"),
    ],
)
def test_a_fact_that_is_not_where_it_says_is_refused_by_its_rule_s_name(make, change, message):
    document = make.document("支出31.42万元。", "无其他。")
    fact = replace(make.fact(document, "支出31.42万元", "31.42万元"), **change)
    with pytest.raises(UnstorableError, match=f"rule '整体支出': a fact of expenditure.total: .*{message}"):
        fact_rows([fact], document, document_rows(document, 1))


def test_a_fact_in_a_table_points_at_its_cell(make):
    document = make.document("支出表", table=[["合计", ""], ["", "31.42"]])
    fact = make.fact(document, "31.42", "31.42")
    blocks = document_rows(document, 1)
    [row] = fact_rows([fact], document, blocks)
    [block] = [b for b in blocks if b["id"] == row["block_id"]]
    assert (block["kind"], block["text"], row["quote"]) == ("cell", "31.42", "31.42")
    assert (row["page"], row["bbox"]) == (2, "[1.5, 2, 300.25, 400]"), (
        "a cell without a place stands where its table does"
    )


def test_a_figure_over_several_cells_points_at_the_first(make):
    document = make.document("指标表", table=[["培训", "≥", "12", "场"]])
    fact = make.fact(document, "培训\t≥\t12\t场", "≥\t12\t场")
    blocks = document_rows(document, 1)
    [row] = fact_rows([fact], document, blocks)
    assert [b["text"] for b in blocks if b["id"] == row["block_id"]] == ["≥"]


def test_a_figure_over_two_blocks_is_refused(make):
    document = make.document("支出31", "42万元")
    fact = replace(make.fact(document, "支出31", "31"), span=Span(2, 9), quote=Span(0, 9))
    with pytest.raises(UnstorableError, match="does not stand in block 0"):
        fact_rows([fact], document, document_rows(document, 1))


@pytest.mark.parametrize(
    ("value", "text"),
    [("1.1952E+6", "1195200"), ("31.40", "31.4"), ("-0.00", "0"), ("100", "100"), ("1E-7", "0.0000001"), ("0E+3", "0")],
)
def test_decimals_are_plain(value, text):
    assert plain(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_plain_decimals_keep_their_value(value):
    assert Decimal(plain(value)) == value


def test_an_undecodable_file_name_is_kept_in_words(tmp_path, make):
    with Archive(tmp_path / "reports.db") as archive:
        file = SourceFile("a/\udcb1.txt", "\udcb1.txt", "00", 1)
        archive.save(file, make.document("一段。"), make.extraction(), Versions("1", "1"))
        assert archive.documents()[0]["path"] == r"a/\udcb1.txt"
