"""Tables whose cells came one a line, or all in one line."""

from __future__ import annotations

import pytest

from pipeline.extract import Extractor
from pipeline.facts import Fact
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftParagraph, Reading

HEAD = ["2023年度部门整体支出绩效自评表"]


def facts_of(reader: Extractor, lines: list[str]) -> list[Fact]:
    document = assemble(Reading([DraftParagraph(line) for line in [*HEAD, *lines]]), "txt")
    facts = reader.extract(document, name="2023-某局.txt").facts
    for fact in facts:
        block = document.blocks[fact.block]
        assert block.span.start <= fact.span.start
        assert fact.span.end <= block.span.end
    return list(facts)


def told(facts: list[Fact]) -> list[tuple[str, str, int, str]]:
    return [
        (f.concept, f.scenario, f.period, f"{f.value.normalize():f}" if f.value is not None else f.text) for f in facts
    ]


def test_lost_one_cell_a_line_with_years_over_the_columns(reader: Extractor) -> None:
    lines = ["经费控制情况（万元）", "2022年决算数", "2023年预算数", "2023年决算数", "公用经费", "88.1", "90.0", "86.2"]
    assert told(facts_of(reader, lines)) == [
        ("expenditure.basic.public", "actual", 2022, "881000"),
        ("expenditure.basic.public", "budget", 2023, "900000"),
        ("expenditure.basic.public", "actual", 2023, "862000"),
    ]


def test_lost_row_with_a_missing_cell_is_not_guessed(reader: Extractor) -> None:
    lines = ["单位：万元", "2022年决算数", "2023年预算数", "2023年决算数", "公用经费", "88.1", "90.0"]
    assert facts_of(reader, lines) == []


def test_lost_names_followed_by_as_many_figures(reader: Extractor) -> None:
    assert told(facts_of(reader, ["编制数", "2023年实际在职人数", "31", "29"])) == [
        ("staff.quota", "actual", 2023, "31"),
        ("staff.actual", "actual", 2023, "29"),
    ]


@pytest.mark.parametrize("joined", [pytest.param(False, id="a-cell-a-line"), pytest.param(True, id="all-in-one-line")])
def test_lost_indicator_rows(reader: Extractor, joined: bool) -> None:
    cells = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    cells += [
        "产出指标",
        "数量指标",
        "巡查次数",
        "≥40次",
        "46次",
        "10",
        "9.5",
        "质量指标",
        "台账",
        "健全",
        "基本健全",
        "8",
        "7",
    ]
    lines = [" ".join(cells)] if joined else cells
    assert told(facts_of(reader, lines)) == [
        ("indicator", "target", 2023, "40"),
        ("indicator", "actual", 2023, "46"),
        ("indicator.score", "target", 2023, "10"),
        ("indicator.score", "actual", 2023, "9.5"),
        ("indicator", "target", 2023, "健全"),
        ("indicator", "actual", 2023, "基本健全"),
        ("indicator.score", "target", 2023, "8"),
        ("indicator.score", "actual", 2023, "7"),
    ]


def test_lost_short_lines_of_prose_are_no_table(reader: Extractor) -> None:
    lines = ["年初预算情况", "决算情况", "执行情况", "全年支出合计120万元，其中基本支出80万元。"]
    assert told(facts_of(reader, lines)) == [
        ("expenditure.total", "actual", 2023, "1200000"),
        ("expenditure.basic", "actual", 2023, "800000"),
    ]
