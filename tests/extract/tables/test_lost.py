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


def project_facts(reader: Extractor, lines: list[str]) -> list[tuple[str, str, int, str]]:
    head = ["2023年度项目支出绩效自评表", "项目名称", "馆藏文物修复"]
    document = assemble(Reading([DraftParagraph(line) for line in [*head, *lines]]), "txt")
    return told(list(reader.extract(document, name="2023-某馆.txt").facts))


def test_lost_source_of_a_projects_money_has_no_points(reader: Extractor) -> None:
    head = ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    total = ["年度资金总额：", "60", "58.6", "57.2", "10", "97.61%", "9.8"]
    assert project_facts(reader, [*head, *total, "其中：本年财政拨款", "60", "58.6", "57.2", "其他资金"]) == [
        ("expenditure.project", "budget", 2023, "600000"),
        ("expenditure.project", "adjusted", 2023, "586000"),
        ("expenditure.project", "actual", 2023, "572000"),
        ("indicator.score", "target", 2023, "10"),
        ("expenditure.project", "actual", 2023, "97.61"),
        ("indicator.score", "actual", 2023, "9.8"),
        ("expenditure.project.item", "budget", 2023, "600000"),
        ("expenditure.project.item", "adjusted", 2023, "586000"),
        ("expenditure.project.item", "actual", 2023, "572000"),
    ]


def test_lost_figures_that_fit_no_columns_are_not_guessed(reader: Extractor) -> None:
    head = ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    assert project_facts(reader, [*head, "年度资金总额：", "60", "57.2", "10", "9.8"]) == []


def test_lost_goals_and_results_in_sentences(reader: Extractor) -> None:
    goal, done = "计划修复馆藏纸质文物24件，举办专题展览2场。", "全年修复馆藏纸质文物26件，举办专题展览2场。"
    assert project_facts(reader, ["预期目标", "实际完成情况", goal, done]) == [
        ("activity.count", "target", 2023, "24"),
        ("activity.count", "target", 2023, "2"),
        ("activity.count", "actual", 2023, "26"),
        ("activity.count", "actual", 2023, "2"),
    ]


def test_lost_points_before_the_values(reader: Extractor) -> None:
    cells = [
        "三级指标",
        "分值",
        "年度指标值",
        "全年实际值",
        "得分",
        "数量指标",
        "修复文物",
        "15",
        "≥24件",
        "26件",
        "15",
    ]
    assert project_facts(reader, [*cells, "总分", "100", "96.5"]) == [
        ("indicator", "target", 2023, "24"),
        ("indicator", "actual", 2023, "26"),
        ("indicator.score", "target", 2023, "15"),
        ("indicator.score", "actual", 2023, "15"),
        ("score.total", "target", 2023, "100"),
        ("score.total", "actual", 2023, "96.5"),
    ]


@pytest.mark.parametrize(
    ("behind", "facts"),
    [
        pytest.param(
            ["97", "20", "19.4"],
            [
                ("indicator", "actual", 2023, "97"),
                ("indicator.score", "target", 2023, "20"),
                ("indicator.score", "actual", 2023, "19.4"),
            ],
            id="all-cells",
        ),
        pytest.param(["20"], [], id="blanks-lost-behind-the-unit"),
    ],
)
def test_lost_form_with_sign_and_unit_in_cells(reader: Extractor, behind: list[str], facts: list[object]) -> None:
    head = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分"]
    cells = ["产出指标", "质量指标", "修复合格率", "≥", "95", "%", *behind]
    assert project_facts(reader, [*head, *cells, "评价结论"]) == [("indicator", "target", 2023, "95"), *facts]
