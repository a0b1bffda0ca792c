"""Tables whose cells came one a line, or all in one line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.extract import Extractor
from pipeline.facts import Fact
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftParagraph, Reading
from pipeline.readers.txt import read_lines

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


FULL_HEAD = "项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分"


def rows_told(
    reader: Extractor, text: str, title: str = "项目支出绩效自评表（2023年度）"
) -> list[tuple[str, str, int, str]]:
    """What a plain text says, read as the reader of text files lays it out."""
    document = assemble(Reading(read_lines(f"{title}\n{text.strip()}\n")), "txt")
    return told(list(reader.extract(document, name="2023-某局.txt").facts))


def points(full: str, score: str) -> list[tuple[str, str, int, str]]:
    return [("indicator.score", "target", 2023, full), ("indicator.score", "actual", 2023, score)]


def values(target: str, actual: str) -> list[tuple[str, str, int, str]]:
    return [("indicator", "target", 2023, target), ("indicator", "actual", 2023, actual)]


def test_lost_rows_between_bars_pushed_to_the_left(reader: Extractor) -> None:
    """Merged cells are told once, their places stand blank at the end of the line; the head has two rows."""
    text = """
| 绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | | | | | |
|
一级 指标 |
二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | | | | | |
| 产出指标 | 数量指标 | 疏浚沟渠 | ≥ | 12 | 公里 | 13 | 20.00 | 20.00 | | |
| 质量指标 | 沟渠验收合格率 | = | 100 | % | 98 | 20 | 19 | | | |
| 满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥ | 90 | % | 91 | 10.00 | 10.00 | | |
"""
    assert rows_told(reader, text) == [
        *values("12", "13"),
        *points("20", "20"),
        *values("100", "98"),
        *points("20", "19"),
        *values("90", "91"),
        *points("10", "10"),
    ]


def test_lost_a_cell_a_line_with_bars_keeps_blank_cells(reader: Extractor) -> None:
    head = [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "完成值",
        "权重",
        "得分",
        "未完成原因分析",
    ]
    lines = [f"{cell} |" for cell in [*head, "产出指标", "数量指标", "补贴发放覆盖率", "=", "100", "%"]]
    lines += [
        "|",
        "60 |",
        "|",
        "|",
        "效益指标 |",
        "社会效益指标 |",
        "群众知晓率 |",
        "≥ |",
        "85 |",
        "% |",
        "86 |",
        "30 |",
        "29 |",
    ]
    assert rows_told(reader, "\n".join(lines)) == [
        ("indicator", "target", 2023, "100"),
        ("indicator.score", "target", 2023, "60"),
        *values("85", "86"),
        *points("30", "29"),
    ]


def test_lost_lines_whose_cells_single_blanks_part(reader: Extractor) -> None:
    text = """
一级指标 二级指标 三级指标 指标性质 指标方向 目标值 计量单位 分值 备注
产出指标 数量指标 巡护人数 正向 = 6 4
产出指标 数量指标 巡护人次 正向 = 48 人次 5
产出指标 成本指标 巡护总成本 反向 ≤ 2 万元 4
"""
    target = [("indicator", "target", 2023), ("indicator.score", "target", 2023)]
    assert rows_told(reader, text, "巡护项目绩效目标表（2023年）") == [
        (*fact, value)
        for pair in (("6", "4"), ("48", "5"), ("20000", "4"))
        for fact, value in zip(target, pair, strict=True)
    ]


def test_lost_a_value_that_may_stand_under_two_columns_is_left_out(reader: Extractor) -> None:
    """One of target and actual is missing and nothing shows which; the points are certain."""
    cells = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 产出指标 数量指标 复查企业数量 35家 10 9"
    assert rows_told(reader, cells.replace(" ", "\n")) == points("10", "9")


def test_lost_sum_of_points_behind_a_remark(reader: Extractor) -> None:
    cells = "三级指标 年度指标值 实际完成值 分值 得分 信访办结率 100% 96% 10 9 其他需要说明事项 无 总分 100 94"
    assert rows_told(reader, cells.replace(" ", "\n")) == [
        *values("100", "96"),
        *points("10", "9"),
        ("score.total", "target", 2023, "100"),
        ("score.total", "actual", 2023, "94"),
    ]


@pytest.mark.parametrize(
    ("row", "amounts"),
    [
        pytest.param("45.2 45.2 40.68 10 90% 9", ("452000", "452000", "406800"), id="whole"),
        pytest.param("45.2 40.68 10 90% 9", ("", "452000", "406800"), id="a-rate-needs-what-it-is-measured-against"),
        pytest.param("45.2 45.2 40.68 90%", ("452000", "452000", "406800"), id="no-points"),
        pytest.param("45.2 45.2 40.68", ("452000", "452000", "406800"), id="money-only"),
        pytest.param("45.2 40.68", ("", "", ""), id="which-two-of-three-is-not-told"),
    ],
)
def test_lost_money_with_missing_cells(reader: Extractor, row: str, amounts: tuple[str, str, str]) -> None:
    facts = rows_told(reader, "\n".join([*FULL_HEAD.split("|"), "年度资金总额", *row.split()]))
    scenarios = ("budget", "adjusted", "actual")
    wanted = [("expenditure.project", s, 2023, v) for s, v in zip(scenarios, amounts, strict=True) if v]
    assert [fact for fact in facts if fact[0] == "expenditure.project" and fact[3] != "90"] == wanted


def test_lost_money_between_bars_with_blanks_at_the_end(reader: Extractor) -> None:
    text = """
| 年初预算数 | 全年(调整)预算数 | 全年执行数 | 执行率 | 执行率权重 | 执行率得分 | | | |
| 年度总金额 | 1,208,100.00? | 1,306,200.00? | 1,240,890.00? | | | | | |
| 其中:财政拨款 | 1,208,100.00? | 1,306,200.00? | 1,240,890.00? | 95 | 10.00 | 9.5? | | |
"""
    facts = rows_told(reader, text, "2023年度部门整体绩效自评表")
    assert facts[:3] == [
        ("expenditure.total", "budget", 2023, "1208100"),
        ("expenditure.total", "adjusted", 2023, "1306200"),
        ("expenditure.total", "actual", 2023, "1240890"),
    ]
    assert facts[-2:] == points("10", "9.5")


def test_lost_a_heading_before_the_names_of_as_many_figures(reader: Extractor) -> None:
    assert told(facts_of(reader, ["人员编制", "编制数", "2023年实际在职人数", "31", "29"])) == [
        ("staff.quota", "actual", 2023, "31"),
        ("staff.actual", "actual", 2023, "29"),
    ]


def test_lost_names_with_a_figure_cut_in_two_are_left_out(reader: Extractor) -> None:
    assert facts_of(reader, ["编制数", "2023年实际在职人数", "控制率", "31", "29", "93.", "55%"]) == []


def test_lost_kind_of_value_beside_the_name(reader: Extractor) -> None:
    """定量 names no indicator, and a value has the unit that it prints, whatever the cell of units says."""
    text = """
一级指标 | 二级指标 | 三级指标 | 指标值类型 | *指标值 | 计量单位 | *指标解释 | 备注 |
产出指标 | 数量指标 | 评估业务经费 | 定量 | 16.5万元 | % | 经费安排 | |
质量指标 | 评估报告合格率 | 定量 | 98 | % | 报告质量 | | |
时效指标 | 出具报告时间 | 定性 | 按季完成 | | 进度 | | |
"""
    assert rows_told(reader, text, "2023年度整体绩效目标表") == [
        ("indicator", "target", 2023, "165000"),
        ("indicator", "target", 2023, "98"),
        ("indicator", "target", 2023, "按季完成"),
    ]


def test_drawn_table_with_a_part_among_the_heads(reader: Extractor) -> None:
    text = """
项 目 | 本年预算数 | 其中:公共预算财政拨款 |
合 计 | 8.60 | 8.60 |
1.公务接待费 | 1.20 | 1.20 |
"""
    facts = rows_told(reader, text, "2023年某局“三公”经费预算情况表\n单位：万元")
    assert ("three_public.reception", "budget", 2023, "12000") in facts


def test_lost_cell_beside_the_sources_stands_in_the_head_alone(reader: Extractor) -> None:
    text = """
| 主管部门 | 某县水利局 | 实施单位 | 某县灌区管理所 | | | |
|
项目资金 (万元) |
年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| 年度资金总额 | 6.40 | 6.40 | 6.08 | 10.00 | 95% | 9.50 |
| 其中:当年财政拨款 | 6.40 | 6.40 | 6.08 | 95% | | |
"""
    facts = rows_told(reader, text)
    assert facts[:3] == [
        ("expenditure.project", "budget", 2023, "64000"),
        ("expenditure.project", "adjusted", 2023, "64000"),
        ("expenditure.project", "actual", 2023, "60800"),
    ]
    assert [fact for fact in facts if fact[0] == "indicator.score"] == points("10", "9.5")


def test_lost_names_each_with_its_figure_behind_it(reader: Extractor) -> None:
    lines = ["联系人", "王某", "联络电话", "8690011", "人员编制", "21", "实有人数", "19", "职能职责概述"]
    assert told(facts_of(reader, lines)) == [
        ("staff.quota", "actual", 2023, "21"),
        ("staff.actual", "actual", 2023, "19"),
    ]


def test_lost_numbers_of_the_rows_are_no_figures(reader: Extractor) -> None:
    cells = ["收入", "项目", "行次", "栏次", "金额", "财政拨款收入", "1", "上级补助收入", "2", "事业收入", "3"]
    cells += ["其他收入", "4", "本年收入合计", "27", "年初结转和结余", "29"]
    assert facts_of(reader, ["单位：万元", *cells]) == []


def test_lost_money_of_a_form_whose_units_stand_in_lines_of_their_own(reader: Extractor) -> None:
    lines = ["计划安排资金", "（万元）", "170", "实际支出", "（万元）", "166.5"]
    document = assemble(Reading([DraftParagraph(line) for line in ["2023年度项目支出绩效自评报告", *lines]]), "txt")
    assert told(list(reader.extract(document, name="2023-某局.txt").facts)) == [
        ("expenditure.project", "budget", 2023, "1700000"),
        ("expenditure.project", "actual", 2023, "1665000"),
    ]


def test_lost_form_of_goals_whose_lines_single_blanks_part(reader: Extractor) -> None:
    title = ["项目支出绩效目标表", "(2023年度)"]
    money = ["项目资金", "(万元)", "年度资金总额: 64", "其中:财政拨款 60", "其他资金 4"]
    heads = ["一级", "指标", "二级指标 三级指标 指标值"]
    rows = ["产出指标 数量指标 签约服务人数 ≥1200人", "发放辅具人数 ≥300人"]
    lines = [*title, *money, *heads, *rows]
    document = assemble(Reading([DraftParagraph(line) for line in lines]), "txt")
    assert told(list(reader.extract(document, name="2023-某局.txt").facts)) == [
        ("indicator", "target", 2023, "1200"),
        ("indicator", "target", 2023, "300"),
        ("expenditure.project", "budget", 2023, "640000"),
        ("expenditure.project.item", "budget", 2023, "600000"),
        ("expenditure.project.item", "budget", 2023, "40000"),
    ]


def test_lost_head_of_indicators_beside_the_label_of_its_part_of_the_form(reader: Extractor) -> None:
    heads = ["年度绩效指标完成情况 一级", "指标", "二级指标 三级指标 年度指标值 实际完成值 分值 得分"]
    rows = ["（50分）", "数量指标 指标1:宣传场次 ≥6场 7场 12 12", "指标2:检测试剂数量 ≥240份 320份 12 11"]
    assert told(facts_of(reader, [*heads, *rows])) == [
        ("indicator", "target", 2023, "6"),
        ("indicator", "actual", 2023, "7"),
        ("indicator.score", "target", 2023, "12"),
        ("indicator.score", "actual", 2023, "12"),
        ("indicator", "target", 2023, "240"),
        ("indicator", "actual", 2023, "320"),
        ("indicator.score", "target", 2023, "12"),
        ("indicator.score", "actual", 2023, "11"),
    ]


def amounts(facts: list[Fact]) -> list[tuple[str, str, int, str]]:
    return [entry for fact, entry in zip(facts, told(facts), strict=True) if fact.measure == "value"]


THREE_PUBLIC = ["合计", "因公出国费", "公务用车购置及运行费", "公务接待费", "小计", "公务用车购置费", "公务用车运行费"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["项目", "预算数", "决算数", "公务接待费", "4.5", "3.2", "合计", "9", "7.7"], id="a-cell-a-line"),
        pytest.param(["项目 预算数 决算数", "公务接待费 4.5 3.2", "合计 9 7.7"], id="a-row-a-line"),
        pytest.param(["项目 预算数 决算数 公务接待费 4.5 3.2 合计 9 7.7"], id="all-in-one-line"),
        pytest.param(["预算数", "决算数", "公务接待费", "4.5", "3.2", "合计", "9", "7.7"], id="no-head-of-names"),
    ],
)
def test_lost_two_columns_of_figures(reader: Extractor, lines: list[str]) -> None:
    assert told(facts_of(reader, ["“三公”经费支出表（万元）", *lines])) == [
        ("three_public.reception", "budget", 2023, "45000"),
        ("three_public.reception", "actual", 2023, "32000"),
        ("three_public.total", "budget", 2023, "90000"),
        ("three_public.total", "actual", 2023, "77000"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*THREE_PUBLIC, "9.7", "0", "7.6", "0", "7.6", "2.1"], id="figures-alone"),
        pytest.param(
            [" ".join(THREE_PUBLIC[:4]), " ".join(THREE_PUBLIC[4:]), "9.7 0 7.6 0 7.6 2.1"], id="a-row-a-line"
        ),
        pytest.param(["年度", *THREE_PUBLIC, "2023年", "9.7", "0", "7.6", "0", "7.6", "2.1"], id="beside-a-year"),
        pytest.param(["单位名称", *THREE_PUBLIC, "局本级", "9.7", "0", "7.6", "0", "7.6", "2.1"], id="beside-the-body"),
    ],
)
def test_lost_head_of_two_rows_in_one_run(reader: Extractor, lines: list[str]) -> None:
    assert told(facts_of(reader, ["“三公”经费支出表（万元）", *lines])) == [
        ("three_public.total", "actual", 2023, "97000"),
        ("three_public.abroad", "actual", 2023, "0"),
        ("three_public.vehicle", "actual", 2023, "76000"),
        ("three_public.vehicle.purchase", "actual", 2023, "0"),
        ("three_public.vehicle.operation", "actual", 2023, "76000"),
        ("three_public.reception", "actual", 2023, "21000"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["预算数", "决算数", "公务接待费", "4.5", "3.2", "9", "合计", "9", "7.7", "9"], id="too-few-heads"
        ),
        pytest.param(
            ["预算数", "项目", "合计", "公务接待费", "4.5", "3.2", "合计", "9", "7.7"], id="heads-of-names-only"
        ),
    ],
)
def test_lost_figures_whose_columns_are_not_told_are_left_out(reader: Extractor, lines: list[str]) -> None:
    assert facts_of(reader, ["“三公”经费支出表（万元）", *lines]) == []


def test_lost_income_beside_spending(reader: Extractor) -> None:
    cells = ["收入", "支出", "项目", "决算数", "项目", "决算数", "一、财政拨款收入", "80.5", "一、农林水支出", "77.2"]
    cells += ["二、事业收入", "二、住房保障支出", "4.1", "本年收入合计", "80.5", "本年支出合计", "81.3"]
    cells += ["年初结转和结余", "2", "年末结转和结余", "1.2", "总计", "82.5", "总计", "82.5"]
    facts = [
        fact for fact in facts_of(reader, ["收入支出决算总表", "单位：万元", *cells]) if "function" not in fact.concept
    ]
    assert told(facts) == [
        ("income.appropriation", "actual", 2023, "805000"),
        ("income.total", "actual", 2023, "805000"),
        ("expenditure.total", "actual", 2023, "813000"),
        ("carryover.opening", "actual", 2023, "20000"),
        ("carryover.closing", "actual", 2023, "12000"),
    ]


def test_lost_caption_with_a_unit_is_no_head(reader: Extractor) -> None:
    lines = [
        "“三公”经费对比表（万元）",
        "项目",
        "2022年决算",
        "2023年决算",
        "增减额",
        "公务接待费",
        "1.6",
        "1.4",
        "-0.2",
    ]
    assert amounts(facts_of(reader, lines)) == [
        ("three_public.reception", "actual", 2022, "16000"),
        ("three_public.reception", "actual", 2023, "14000"),
    ]


def test_lost_score_that_came_behind_the_first_row(reader: Extractor) -> None:
    form = "项目资金（万元） 年初预算数 全年预算数 全年执行数 分值 执行率(全年 执行数/全年 预算数) "
    form += "年度资金总额： 60.5 60.5 54.45 10 90% 9 得分 上年结转资金 其他资金"
    assert told(facts_of(reader, [form])) == [
        ("expenditure.total", "budget", 2023, "605000"),
        ("expenditure.total", "adjusted", 2023, "605000"),
        ("expenditure.total", "actual", 2023, "544500"),
        ("indicator.score", "target", 2023, "10"),
        ("expenditure.total", "actual", 2023, "90"),
        ("indicator.score", "actual", 2023, "9"),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param(["三级指标", "年度", "指标值", "实际", "完成值", "分", "值", "得", "分"], id="each-on-two-lines"),
        pytest.param(["三级", "指标", "年度指标值", "全年实际", "完成值", "分值", "得分"], id="some-of-them"),
    ],
)
def test_lost_heads_that_were_broken(reader: Extractor, heads: list[str]) -> None:
    rows = [
        "产出指标",
        "数量",
        "指标",
        "巡查河道",
        "≥40公里",
        "46公里",
        "10",
        "9",
        "社会效益",
        "指标",
        "河畅水清",
        "较好",
        "较好",
        "5",
        "5",
    ]
    assert told(facts_of(reader, [*heads, *rows])) == [
        ("indicator", "target", 2023, "40"),
        ("indicator", "actual", 2023, "46"),
        ("indicator.score", "target", 2023, "10"),
        ("indicator.score", "actual", 2023, "9"),
        ("indicator", "target", 2023, "较好"),
        ("indicator", "actual", 2023, "较好"),
        ("indicator.score", "target", 2023, "5"),
        ("indicator.score", "actual", 2023, "5"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["预算执行情况（万元）", "名称", "年初预算数", "全年执行数", "执行率"], id="caption-before-the-head"
        ),
        pytest.param(["年度预算执行情况表", "名称", "年初预算数", "全年执行数", "执行率"], id="title-before-the-head"),
    ],
)
def test_lost_caption_is_no_column(reader: Extractor, lines: list[str]) -> None:
    assert told(facts_of(reader, [*lines, "基本支出", "80", "76", "95%"])) == [
        ("expenditure.basic", "budget", 2023, "800000"),
        ("expenditure.basic", "actual", 2023, "760000"),
        ("expenditure.basic", "actual", 2023, "95"),
    ]


def test_lost_rows_of_years(reader: Extractor) -> None:
    cells = ["年度", "基本支出", "项目支出", "2022", "212.7", "48.5", "2023", "219.9", "71.3"]
    assert told(facts_of(reader, ["近两年支出（万元）", *cells])) == [
        ("expenditure.basic", "actual", 2022, "2127000"),
        ("expenditure.project", "actual", 2022, "485000"),
        ("expenditure.basic", "actual", 2023, "2199000"),
        ("expenditure.project", "actual", 2023, "713000"),
    ]


def test_lost_numbers_of_lines_beside_the_labels(reader: Extractor) -> None:
    cells = ["收入", "支出", *["项目", "行次", "金额"] * 2, "栏次", "1", "栏次", "2", "一、财政拨款收入", "1", "80.5"]
    cells += ["一、农林水支出", "31", "77.2", "本年收入合计", "27", "80.5", "本年支出合计", "57", "81.3"]
    facts = [
        fact for fact in facts_of(reader, ["收入支出决算总表", "单位：万元", *cells]) if "function" not in fact.concept
    ]
    assert told(facts) == [
        ("income.appropriation", "actual", 2023, "805000"),
        ("income.total", "actual", 2023, "805000"),
        ("expenditure.total", "actual", 2023, "813000"),
    ]


def test_lost_rate_that_was_left_blank(reader: Extractor) -> None:
    assert told(facts_of(reader, ["财政供养人员情况", "编制数", "2023年实际在职人数", "控制率", "45", "41"])) == [
        ("staff.quota", "actual", 2023, "45"),
        ("staff.actual", "actual", 2023, "41"),
    ]


def test_lost_staff_and_retired_below_one_head(reader: Extractor) -> None:
    heads = ["单位名称", "编制数", "实有人数", "小计", "行政人数", "事业人数", "离退休人数"]
    assert told(facts_of(reader, [*heads, "柏溪县疾控中心", "31", "40", "0", "29", "11"])) == [
        ("staff.quota", "actual", 2023, "31"),
        ("staff.actual.administrative", "actual", 2023, "0"),
        ("staff.actual.institution", "actual", 2023, "29"),
        ("staff.retired", "actual", 2023, "11"),
    ]


SCATTERED = "三级指标 分值 指标1:巡查河道 40公里 年度 指标值 完成值 得分"


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        pytest.param("治理岸线 8公里 9公里 10 10 清淤 6处 5处 10 8 管护员 12名 12名 5 5", 12, id="three-rows"),
        pytest.param("治理岸线 8公里 9公里 10 10 清淤 6处 5处 10 8 质量较好 20", 0, id="too-few-rows"),
        pytest.param("治理岸线 8公里 9处 10 10 清淤 6处 5处 10 8 管护员 12名 12名 5 5", 0, id="values-of-other-things"),
        pytest.param(
            "治理岸线 8公里 9公里 10 10 清淤 6处 5处 5 8 管护员 12名 12名 5 5", 0, id="mark-above-the-full-one"
        ),
    ],
)
def test_lost_head_words_among_the_rows(reader: Extractor, rows: str, read: int) -> None:
    indicators = [fact for fact in facts_of(reader, [f"{SCATTERED} {rows}"]) if fact.rule == "table:indicator"]
    assert len(indicators) == read


def test_lost_sentences_before_a_form_in_one_line(reader: Extractor) -> None:
    table = "项目 预算数 决算数 本年收入合计 80.5 82 本年支出合计 81.3 80 年末结转和结余 0 2"
    assert told(facts_of(reader, ["县档案馆设3个内设机构。收支决算表（万元） " + table])) == [
        ("org.divisions", "actual", 2023, "3"),
        ("income.total", "budget", 2023, "805000"),
        ("income.total", "actual", 2023, "820000"),
        ("expenditure.total", "budget", 2023, "813000"),
        ("expenditure.total", "actual", 2023, "800000"),
        ("carryover.closing", "budget", 2023, "0"),
        ("carryover.closing", "actual", 2023, "20000"),
    ]


@pytest.mark.parametrize("heads", [["序号", "项目名称"], ["项目名称"]], ids=["numbered", "plain"])
def test_lost_projects_with_their_numbers(reader: Extractor, heads: list[str]) -> None:
    rows = [["1", "河道保洁", "48", "46.2", "96.25%"], ["2", "堤防养护", "20", "20", "100%"]]
    cells = [cell for row in rows for cell in row[2 - len(heads) :]]
    lines = [
        "项目支出情况表（万元）",
        *heads,
        "年初预算数",
        "实际支出数",
        "执行率",
        *cells,
        "合计",
        "68",
        "66.2",
        "97.35%",
    ]
    facts = facts_of(reader, lines)
    assert [(f.concept, f.item, f.value) for f in facts if f.scenario == "actual" and f.measure == "value"] == [
        ("expenditure.project.item", "河道保洁", 462000),
        ("expenditure.project.item", "堤防养护", 200000),
        ("expenditure.project", "", 662000),
    ]


def test_lost_score_over_all_parts_of_a_form(reader: Extractor) -> None:
    top = ["自评得分", "96", "预算执行情况", "预算数:", "2.4", "执行数:", "2.3", "18"]
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成指标值", "50", "产出指标", "质量指标"]
    rows = [
        "指标1:人员培训",
        "已完成",
        "已完成",
        "5",
        "指标2:案件查办率",
        "100%",
        "98%",
        "4",
        "指标3:处置率",
        "95%",
        "95%",
        "3",
    ]
    lines = ["2023年度转移支付区域绩效目标自评表", *top, *heads, *rows]
    document = assemble(Reading([DraftParagraph(line) for line in lines]), "txt")
    assert told(list(reader.extract(document, name="2023-某局.txt").facts)) == [
        ("indicator", "target", 2023, "已完成"),
        ("indicator", "actual", 2023, "已完成"),
        ("indicator.score", "actual", 2023, "5"),
        ("indicator", "target", 2023, "100"),
        ("indicator", "actual", 2023, "98"),
        ("indicator.score", "actual", 2023, "4"),
        ("indicator", "target", 2023, "95"),
        ("indicator", "actual", 2023, "95"),
        ("indicator.score", "actual", 2023, "3"),
        ("expenditure.project", "budget", 2023, "24000"),
        ("expenditure.project", "actual", 2023, "23000"),
    ]


def test_lost_points_of_groups_in_columns_of_their_own(reader: Extractor) -> None:
    heads = ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评价标准", "指标说明", "得分"]
    rule, means = (
        "不超编得满分；每超编一人扣0.5分，扣完为止。",
        "在职人员控制率为在职人员数与编制数之比，以编办批复为准。",
    )
    rows = [
        "投入",
        "10",
        "预算配置",
        "10",
        "在职人员控制率",
        "5",
        rule,
        means,
        "5",
        "车辆配备率",
        "5",
        rule,
        means,
        "4.5",
    ]
    facts = facts_of(reader, [*heads, *rows, "过程", "60", "预算执行", "20", "预算完成率", "5", rule, means, "5"])
    assert [(f.item, f.scenario, f.value) for f in facts] == [
        ("投入", "target", 10),
        ("预算配置", "target", 10),
        ("在职人员控制率", "target", 5),
        ("在职人员控制率", "actual", 5),
        ("车辆配备率", "target", 5),
        ("车辆配备率", "actual", Decimal("4.5")),
        ("过程", "target", 60),
        ("预算执行", "target", 20),
        ("预算完成率", "target", 5),
        ("预算完成率", "actual", 5),
    ]


def test_lost_sentences_are_no_names_of_indicators(reader: Extractor) -> None:
    rule = "1.计划完整（1分）；2.计划明确（2分）"
    lines = ["序号 | 一级指标 | 二级指标 |", "三级指标 | 指标分值 | 评分标准 | 自评得分 |"]
    lines += [f"1 | 规划 | 计划 | 计划完整性 | 3 | {rule} |", "3 |", f"2 | 计划明确性 | 3 | {rule} | 2 | |"]
    document = assemble(Reading(read_lines("\n".join([*HEAD, *lines]))), "txt")
    facts = reader.extract(document, name="2023-某局.txt").facts
    assert [(f.item, f.scenario, f.value) for f in facts] == [
        ("计划完整性", "target", 3),
        ("计划完整性", "actual", 3),
        ("计划明确性", "target", 3),
        ("计划明确性", "actual", 2),
    ]


@pytest.mark.parametrize("lead", ["", "二、工作完成情况 | "], ids=["head-alone", "beside-a-numbered-heading"])
def test_lost_rows_of_points_pushed_to_the_left(reader: Extractor, lead: str) -> None:
    means = "本单位绩效目标是否完整、明确，是否符合国家法律法规和县委、县政府的决策部署，是否与履职相关。"
    lines = [f"{lead}一级指标 | 二级指标 | 三级指标 | 指标内容 | 评价标准 | 分值 | 自评得分 |"]
    lines += [
        f"投入 | 目标管理 | 目标完整性 | {means} | 缺一项扣2分 | 9 | 5 |",
        f"目标明确性 | {means} | 缺一项扣1分 | 6 | 6 |",
    ]
    document = assemble(Reading(read_lines("\n".join([*HEAD, "", *lines]))), "txt")
    facts = reader.extract(document, name="2023-某局.txt").facts
    assert [(f.item, f.scenario, f.value) for f in facts] == [
        ("目标完整性", "target", 9),
        ("目标完整性", "actual", 5),
        ("目标明确性", "target", 6),
        ("目标明确性", "actual", 6),
    ]


def test_lost_goals_beside_a_cell_that_stood_over_both_rows(reader: Extractor) -> None:
    lines = ["年度总体目标 | 预期目标 | 实际完成情况 |"]
    lines += ["举办馆藏文物展览6期，接待观众8万人次。 | 全年举办馆藏文物展览7期，接待观众9.2万人次。 |"]
    document = assemble(Reading(read_lines("\n".join([*HEAD, "", *lines]))), "txt")
    assert told(list(reader.extract(document, name="2023-某馆.txt").facts)) == [
        ("activity.count", "target", 2023, "6"),
        ("activity.beneficiaries", "target", 2023, "80000"),
        ("activity.count", "actual", 2023, "7"),
        ("activity.beneficiaries", "actual", 2023, "92000"),
    ]


def test_lost_indicators_with_points_in_words_below_names_of_indicators(reader: Extractor) -> None:
    head = "一级指标 二级指标 绩效指标 年度指标值 实际完成值 分值 得分"
    rows = ["产出指标 数量指标 巡查次数 ≥40次 44次 10分 9.5分", "质量指标 整改质量 较好 较好 5分 5分"]
    assert told(facts_of(reader, [head, *rows])) == [
        ("indicator", "target", 2023, "40"),
        ("indicator", "actual", 2023, "44"),
        ("indicator.score", "target", 2023, "10"),
        ("indicator.score", "actual", 2023, "9.5"),
        ("indicator", "target", 2023, "较好"),
        ("indicator", "actual", 2023, "较好"),
        ("indicator.score", "target", 2023, "5"),
        ("indicator.score", "actual", 2023, "5"),
    ]


def test_lost_rate_of_completion_between_value_and_points(reader: Extractor) -> None:
    head = "一级指标 二级指标 三级指标 指标性质 年度指标值 度量单位 实际完成值 完成率 分值 得分 原因分析"
    rows = [
        "产出指标 数量指标 资助困难学生 60 15 25.00% 20.00 5 名额由省厅直接拨付。",
        "产出指标 质量指标 资助标准达标率 ≥ 95 % 100 100.00% 30 30",
        "满意度指标 家长满意 85 90 100.00% 10 10",
        "合计 100.00 46.35",
        "项目名称: 学校安保 填报人: 李某 联系方式: 18089740000",
    ]
    facts = facts_of(reader, [head, *rows])
    assert told(facts) == [
        ("indicator", "target", 2023, "60"),
        ("indicator", "actual", 2023, "15"),
        ("indicator.score", "target", 2023, "20"),
        ("indicator.score", "actual", 2023, "5"),
        ("indicator", "target", 2023, "95"),
        ("indicator", "actual", 2023, "100"),
        ("indicator.score", "target", 2023, "30"),
        ("indicator.score", "actual", 2023, "30"),
        ("indicator", "target", 2023, "85"),
        ("indicator", "actual", 2023, "90"),
        ("indicator.score", "target", 2023, "10"),
        ("indicator.score", "actual", 2023, "10"),
        ("score.total", "target", 2023, "100"),
        ("score.total", "actual", 2023, "46.35"),
    ]
