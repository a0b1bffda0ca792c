"""Forms whose cells stand in one line without a space between them."""

from __future__ import annotations

import pytest

from pipeline.extract import Extractor
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftParagraph, Reading

HEAD = "柏溪县博物馆项目支出绩效自评表（2023年度）项目名称馆藏文物修复主管部门柏溪县文化和旅游局实施单位柏溪县博物馆"
INDICATORS = "一级指标二级指标三级指标分值年度指标值全年实际值得分偏差原因分析"
NATIONAL = "一级指标二级指标三级指标年度指标值实际完成值分值得分偏差原因分析及改进措施"
MONEY = "资金情况（万元）全年预算数（A）全年执行数（B）分值执行率（B/A）得分"


def told(reader: Extractor, *parts: str) -> list[tuple[str, str, str]]:
    document = assemble(Reading([DraftParagraph(HEAD + "".join(parts))]), "txt")
    facts = reader.extract(document, name="2023-某馆.txt").facts
    return [(f.concept, f.scenario, f"{f.value.normalize():f}" if f.value is not None else f.text) for f in facts]


def test_glued_points_before_the_values(reader: Extractor) -> None:
    rows = "产出指标（60分）数量指标修复文物10≥24件26件10拓印碑刻数10≥8幅≥8幅9.5质量指标修复合格率20100%100%20"
    assert told(reader, INDICATORS, rows) == [
        ("indicator", "target", "24"),
        ("indicator", "actual", "26"),
        ("indicator.score", "target", "10"),
        ("indicator.score", "actual", "10"),
        ("indicator", "target", "8"),
        ("indicator", "actual", "8"),
        ("indicator.score", "target", "10"),
        ("indicator.score", "actual", "9.5"),
        ("indicator", "target", "100"),
        ("indicator", "actual", "100"),
        ("indicator.score", "target", "20"),
        ("indicator.score", "actual", "20"),
    ]


def test_glued_points_behind_the_values(reader: Extractor) -> None:
    rows = "产出指标数量指标修复文物≥24件26件2018.5质量指标修复合格率≥95%98%1515总分10096.5"
    assert told(reader, NATIONAL, rows) == [
        ("indicator", "target", "24"),
        ("indicator", "actual", "26"),
        ("indicator.score", "target", "20"),
        ("indicator.score", "actual", "18.5"),
        ("indicator", "target", "95"),
        ("indicator", "actual", "98"),
        ("indicator.score", "target", "15"),
        ("indicator.score", "actual", "15"),
        ("score.total", "target", "100"),
        ("score.total", "actual", "96.5"),
    ]


def test_glued_words_that_stand_twice(reader: Extractor) -> None:
    assert told(reader, INDICATORS, "效益指标社会效益指标文物保存状况10明显改善明显改善10") == [
        ("indicator", "target", "明显改善"),
        ("indicator", "actual", "明显改善"),
        ("indicator.score", "target", "10"),
        ("indicator.score", "actual", "10"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("数量指标修复文物11520件18件1", id="two-ways-to-divide"),
        pytest.param("数量指标修复文物10≥24件18个10", id="units-that-differ"),
    ],
)
def test_glued_row_that_can_be_divided_in_several_ways_is_left_out(reader: Extractor, rows: str) -> None:
    assert told(reader, INDICATORS, rows) == []


def test_glued_money_whose_rate_fits(reader: Extractor) -> None:
    rows = "年度资金总额：6058.51097.50%9.75其中：本年财政拨款6058.5其他资金"
    assert told(reader, MONEY, rows) == [
        ("expenditure.project", "adjusted", "600000"),
        ("expenditure.project", "actual", "585000"),
        ("indicator.score", "target", "10"),
        ("expenditure.project", "actual", "97.5"),
        ("indicator.score", "actual", "9.75"),
        ("expenditure.project.item", "adjusted", "600000"),
        ("expenditure.project.item", "actual", "585000"),
    ]


def test_glued_rows_that_kept_their_lines(reader: Extractor) -> None:
    lines = [
        "绩效目标表（2023年度）",
        "项目名称馆藏文物修复",
        "项目主管部门柏溪县文化和旅游局项目执行单位柏溪县博物馆",
        "绩效指标一级指标二级指标指标内容指标值",
        "产出指标数量指标修复文物≥24件",
        "质量指标修复质量合格率100%",
        "时效指标预算资金当年下达率98%",
        "效益指标可持续影响指标文物保存状况稳步提高",
        "服务对象满意度指标观众满意度≥90%",
    ]
    document = assemble(Reading([DraftParagraph(line) for line in lines]), "txt")
    facts = reader.extract(document, name="2023-某馆.txt").facts
    assert [(f.concept, f.scenario, f.value, f.unit, f.item) for f in facts] == [
        ("indicator", "target", 24, "件", "修复文物"),
        ("indicator", "target", 100, "%", "修复质量合格率"),
        ("indicator", "target", 98, "%", "预算资金当年下达率"),
        ("indicator", "target", 90, "%", "观众满意度"),
    ]


def points(full: str, score: str) -> list[tuple[str, str, str]]:
    return [("indicator.score", "target", full), ("indicator.score", "actual", score)]


def values(target: str, actual: str) -> list[tuple[str, str, str]]:
    return [("indicator", "target", target), ("indicator", "actual", actual)]


SURE = "数量指标修复文物≥24件26件2018.5质量指标修复合格率≥95%98%1515"
SURE_FACTS = [*values("24", "26"), *points("20", "18.5"), *values("95", "98"), *points("15", "15")]


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        pytest.param("时效指标按时完工达成达成54", [*values("达成", "达成"), *points("5", "4")], id="words-twice"),
        pytest.param("数量指标开放天数5050109.5", [*values("50", "50"), *points("10", "9.5")], id="bare-figures-twice"),
        pytest.param("质量指标环境较好良好108", points("10", "8"), id="words-that-do-not-divide"),
        pytest.param("数量指标培训讲解员30人次66", points("6", "6"), id="one-value-of-two"),
        pytest.param("数量指标开放天数10", [], id="one-mark-of-two"),
        pytest.param(
            "质量指标差错率小于2%按时整改55", [*values("2", "按时整改"), *points("5", "5")], id="figure-then-words"
        ),
        pytest.param("效益指标经济效益指标门票收入较上年5%6%33", points("3", "3"), id="against-last-year"),
        pytest.param(
            "效益指标社会效益指标参观人数≥3万人次3.2万人次1010项目知晓率≥80%85%55",
            [*values("30000", "32000"), *points("10", "10"), *values("80", "85"), *points("5", "5")],
            id="a-name-that-begins-like-a-unit",
        ),
    ],
)
def test_glued_rows_behind_sure_ones(reader: Extractor, row: str, facts: list[tuple[str, str, str]]) -> None:
    assert told(reader, NATIONAL, SURE, row) == [*SURE_FACTS, *facts]


def test_glued_points_alone_are_no_form(reader: Extractor) -> None:
    """Nothing shows that the digits are points."""
    assert told(reader, NATIONAL, "数量指标热线12345来电处理情况44") == []


def test_glued_mark_without_full_mark(reader: Extractor) -> None:
    head = "一级指标二级指标三级指标年初目标值(A)实际完成值(B)得分"
    assert told(reader, head, "产出指标成本指标控制超支不超概算不超概算10每年补助60万元60万元9") == [
        *values("不超概算", "不超概算"),
        ("indicator.score", "actual", "10"),
        *values("600000", "600000"),
        ("indicator.score", "actual", "9"),
    ]


def test_glued_form_that_goes_on_behind_the_number_of_a_page(reader: Extractor) -> None:
    pages = [
        "1、" + HEAD + NATIONAL + SURE,
        "2、" + "时效指标按时完工率100%100%1010满意度指标观众满意度≥90%93%109" + "填报人：某某" * 8,
    ]
    document = assemble(Reading([DraftParagraph(page) for page in pages]), "txt")
    facts = reader.extract(document, name="2023-某馆.txt").facts
    assert [(f.item, f"{f.value:f}") for f in facts if f.scenario == "actual" and f.concept == "indicator"] == [
        ("修复文物", "26"),
        ("修复合格率", "98"),
        ("按时完工率", "100"),
        ("观众满意度", "93"),
    ]


def test_glued_form_ends_before_the_paragraphs_behind_it(reader: Extractor) -> None:
    prose = "二、人员情况。柏溪县博物馆核定编制21名，年末实有在职人员19名，退休人员8名，内设机构4个，公务用车2辆，"
    prose += "另有讲解志愿者若干，常年在馆服务。"
    document = assemble(Reading([DraftParagraph(HEAD + NATIONAL + SURE), DraftParagraph(prose)]), "txt")
    facts = reader.extract(document, name="2023-某馆.txt").facts
    assert {"staff.quota", "staff.actual", "indicator"} <= {fact.concept for fact in facts}


AMOUNTS = "资金情况（万元）年初预算数全年预算数全年执行分值执行率得分"


@pytest.mark.parametrize(
    ("row", "figures"),
    [
        pytest.param("年度资金总额：30324810150%10", ["300000", "320000", "480000", "10", "150", "10"], id="all-cells"),
        pytest.param("年度资金总额：40405010125%", ["400000", "400000", "500000", "10", "125"], id="mark-blank"),
        pytest.param("当年财政拨款：8080.576.595.03%", ["800000", "805000", "765000", "95.03"], id="points-blank"),
        pytest.param(
            "年度资金总额：80.576.51095.03%9.5", ["805000", "765000", "10", "95.03", "9.5"], id="amount-blank"
        ),
        pytest.param("合计40405010125%", ["400000", "400000", "500000", "10", "125"], id="short-label"),
        pytest.param("年度资金总额：60.560.51099%9.9", [], id="rate-that-does-not-fit"),
        pytest.param("年度资金总额：111111110100%", [], id="two-ways"),
    ],
)
def test_glued_money_with_blank_cells(reader: Extractor, row: str, figures: list[str]) -> None:
    assert [value for *_, value in told(reader, AMOUNTS, row)] == figures


def test_glued_money_that_kept_its_lines(reader: Extractor) -> None:
    lines = [
        "文物保护补助资金自评表（2023年度）",
        "项目资金（万元）",
        "全年预算数（A）全年执行数（B）预算执行率（B/A）",
    ]
    lines += ["年度资金总额：360360100%", "其中：中央补助24024099%", "地方资金120120100%", "其他资金"]
    document = assemble(Reading([DraftParagraph(line) for line in lines]), "txt")
    facts = reader.extract(document, name="2023-某馆项目支出绩效自评表.txt").facts
    assert [(f.item, f.scenario, f.value) for f in facts if f.measure == "value"] == [
        ("", "adjusted", 3600000),
        ("", "actual", 3600000),
        ("地方资金", "adjusted", 1200000),
        ("地方资金", "actual", 1200000),
    ]


def test_glued_rows_that_the_writer_left_blank(reader: Extractor) -> None:
    rows = "指标1：成本指标修复成本2万元2万元1010指标2：总分10096"
    assert told(reader, NATIONAL, SURE, rows) == [
        *SURE_FACTS,
        *values("20000", "20000"),
        *points("10", "10"),
        ("score.total", "target", "100"),
        ("score.total", "actual", "96"),
    ]


def test_glued_name_on_two_pages_is_its_longer_part(reader: Extractor) -> None:
    pages = [
        "1、" + HEAD + NATIONAL + SURE + "质量指标文物、",
        "2、碑刻、拓片的保存状况良好良好1010" + "填报人：某某" * 8,
    ]
    document = assemble(Reading([DraftParagraph(page) for page in pages]), "txt")
    facts = reader.extract(document, name="2023-某馆.txt").facts
    assert [f.item for f in facts if f.text == "良好"] == ["碑刻、拓片的保存状况"] * 2


SPOILT_FULL = "一级指标二级指标三级指标考值参分指标值(A)全年实际值(B)得分未完成原因分析"
SPOILT_ACTUAL = "指标名称计量单位指标性质年初指标值全成年值完得分系数(%)指标权重(分)指标得分(分)是否核心指标"


def test_glued_head_with_a_spoilt_word(reader: Extractor) -> None:
    rows = "数量指标修复文物1024件26件10拓印碑刻数108幅8幅9质量指标(15分)保存环境15稳定稳定14"
    assert told(reader, SPOILT_FULL, rows) == [
        *values("24", "26"),
        *points("10", "10"),
        *values("8", "8"),
        *points("10", "9"),
        *values("稳定", "稳定"),
        *points("15", "14"),
    ]


def test_glued_rates_and_flags_around_the_points(reader: Extractor) -> None:
    rows = (
        "人员控制率%定量指标100%92%100%22否结转率%3%0100%54是制度健全性定性指标好好100%1010否巡展次数次6次9次100%88是"
    )
    assert told(reader, SPOILT_ACTUAL, rows) == [
        *values("100", "92"),
        *points("2", "2"),
        *values("3", "0"),
        *points("5", "4"),
        *values("好", "好"),
        *points("10", "10"),
        *values("6", "9"),
        *points("8", "8"),
    ]


def test_glued_row_without_values_has_the_points_behind_its_rate(reader: Extractor) -> None:
    rows = "人员控制率%定量指标100%92%100%22否结转率%3%0100%54是公用经费变动率%100%33否"
    assert told(reader, SPOILT_ACTUAL, rows)[-2:] == points("3", "3")


def test_glued_unit_between_the_values(reader: Extractor) -> None:
    head = "一级指标二级指标三级指标指标性质指标值度量单位完成值权重得分"
    rows = "数量指标修复文物≥24件261010质量指标修复合格率≥95%98209.5"
    assert told(reader, head, rows) == [
        *values("24", "26"),
        *points("10", "10"),
        *values("95", "98"),
        *points("20", "9.5"),
    ]


@pytest.mark.parametrize(
    ("rows", "facts"),
    [
        pytest.param(
            "数量指标修复文物≥24件拓印碑刻=8幅质量指标修复合格率≥95%成本指标修复费用≤60万元",
            [("修复文物", "24"), ("拓印碑刻", "8"), ("修复合格率", "95"), ("修复费用", "600000")],
            id="signs",
        ),
        pytest.param("数量指标巡展场次12场讲解人数300人", [("巡展场次", "12"), ("讲解人数", "300")], id="units"),
        pytest.param("数量指标发放3类宣传册≥500册", [("宣传册", "500")], id="a-name-with-a-figure"),
        pytest.param("质量指标修复合格率292%", [], id="a-sign-read-as-a-digit"),
        pytest.param("生态效益指标环境提升明显提升", [], id="words-that-do-not-divide"),
    ],
)
def test_glued_targets_alone(reader: Extractor, rows: str, facts: list[tuple[str, str]]) -> None:
    text = HEAD.replace("自评表", "目标表") + "一级指标二级指标三级指标指标值" + rows
    document = assemble(Reading([DraftParagraph(text)]), "txt")
    read = reader.extract(document, name="2023-某馆.txt").facts
    assert {(f.concept, f.scenario) for f in read} <= {("indicator", "target")}
    assert [(f.item[-len(item) :], f"{f.value:f}") for f, (item, _) in zip(read, facts, strict=True)] == facts


def test_glued_targets_and_full_marks_that_kept_their_lines(reader: Extractor) -> None:
    lines = [
        "2023年度馆藏文物修复项目绩效评价指标表",
        "评价指标评价内容指标名称指标说明目标值分值备注",
        "产出数量指标修复文物达到预计值250010",
        "质量指标修复合格率达到目标值95%以上15",
        "制度指标规章制度建立与否20",
    ]
    document = assemble(Reading([DraftParagraph(line) for line in lines]), "txt")
    facts = reader.extract(document, name="2023-某馆.txt").facts
    assert [(f.concept, f.scenario, f.value, f.comparator) for f in facts] == [
        ("indicator", "target", 2500, None),
        ("indicator.score", "target", 10, None),
        ("indicator", "target", 95, ">="),
        ("indicator.score", "target", 15, None),
    ]


def test_glued_head_words_in_a_sentence_are_no_head(reader: Extractor) -> None:
    text = "对照年度指标值和实际完成值逐项核对得分。全年培训讲解员30人次，举办巡展12场。" * 2
    document = assemble(Reading([DraftParagraph("2023年度绩效自评报告"), DraftParagraph(text)]), "txt")
    facts = reader.extract(document, name="2023-某馆.txt").facts
    assert {(f.value, f.unit) for f in facts} == {(30, "人次"), (12, "场")}


def test_glued_units_for_each_of_another(reader: Extractor) -> None:
    rows = "经济效益指标农户增收≥300元/户320元/户1010成本指标讲解费≤60元/场60元/场55"
    assert told(reader, NATIONAL, rows) == [
        *values("300", "320"),
        *points("10", "10"),
        *values("60", "60"),
        *points("5", "5"),
    ]


def test_glued_row_behind_one_that_does_not_divide(reader: Extractor) -> None:
    head = "一级指标二级指标三级指标分值年度指标值实际完成值得分"
    rows = "数量指标修复文物10≥24件18个10拓印碑刻数10≥8幅8幅9开放展厅数10≥6间6间8"
    assert told(reader, head, rows)[-4:] == [*values("6", "6"), *points("10", "8")]


def test_glued_form_in_which_some_blanks_stand(reader: Extractor) -> None:
    rows = "数量指标修复文物 ≥24件26件2018.5质量指标 修复合格率≥95%98%1515 时效指标按时 完工率100% 100%1010"
    assert told(reader, NATIONAL, rows) == [*SURE_FACTS, *values("100", "100"), *points("10", "10")]


def test_glued_name_holds_no_sign(reader: Extractor) -> None:
    """What two rows hold together is no row."""
    assert told(reader, NATIONAL, SURE, "数量指标开放天数≥300天良好修复图书≥40册40册1010") == SURE_FACTS


def test_glued_values_without_points(reader: Extractor) -> None:
    head = "一级指标二级指标三级指标指标值全年实际完成值未完成原因和改进措施"
    rows = "数量指标修复文物≥24件26件拓印碑刻8幅8幅质量指标指标1:修复合格率≥95%98%指标2:藏品完好率100%99%"
    facts = [*values("24", "26"), *values("8", "8"), *values("95", "98"), *values("100", "99")]
    assert told(reader, head, rows) == facts


def test_glued_numbered_targets(reader: Extractor) -> None:
    rows = "数量指标指标1:修复文物≥24件指标2:拓印碑刻≥8幅指标3:巡展场次12场质量指标指标1:修复合格率≥95%"
    assert [f[2] for f in told(reader, "一级指标二级指标三级指标指标值", rows)] == ["24", "8", "12", "95"]


def test_glued_figures_that_a_blank_parts(reader: Extractor) -> None:
    rows = "数量指标修复文物≥24件26件 10.00 9.50质量指标修复合格率≥95%98% 5 4.5拓印碑刻≥8幅8幅10 10"
    assert told(reader, NATIONAL, rows) == [
        *values("24", "26"),
        *points("10", "9.5"),
        *values("95", "98"),
        *points("5", "4.5"),
        *values("8", "8"),
        *points("10", "10"),
    ]


def test_glued_bare_value_near_what_was_aimed_at(reader: Extractor) -> None:
    """9 of at least 95 with a mark of 4.5 out of 35 is no likelier row than 93 with 4.5 out of 5."""
    head = "一级指标二级指标三级指标指标性质指标值度量单位完成值权重得分"
    assert told(reader, head, "数量指标修复文物≥24件261010质量指标修复合格率≥95%9354.5") == [
        *values("24", "26"),
        *points("10", "10"),
        *values("95", "93"),
        *points("5", "4.5"),
    ]


@pytest.mark.parametrize(
    ("full", "score"),
    [("分值（10分）", "自评得分（分）"), ("赋分", "评分"), ("指标分", "自评分值"), ("标准分值", "评分")],
)
def test_glued_heads_of_points(reader: Extractor, full: str, score: str) -> None:
    head = f"一级指标二级指标考核指标年度指标值实际完成值{full}{score}偏差原因分析"
    assert told(reader, head, SURE) == SURE_FACTS


def test_glued_value_of_so_many_or_more_is_no_mark(reader: Extractor) -> None:
    rows = "数量指标讲解观众500人次以上520人次1010拓印碑刻8幅以上8幅55"
    assert told(reader, NATIONAL, rows) == [
        *values("500", "520"),
        *points("10", "10"),
        *values("8", "8"),
        *points("5", "5"),
    ]


def test_glued_points_with_their_word(reader: Extractor) -> None:
    rows = "数量指标修复文物≥24件26件20分18.5分质量指标修复合格率≥95%98%15分15分"
    assert told(reader, NATIONAL, rows) == SURE_FACTS


@pytest.mark.parametrize("head", [NATIONAL, INDICATORS])
def test_glued_figure_that_was_reached_by_words(reader: Extractor, head: str) -> None:
    values_then = ("≥24件已完成", "≥95%全部达标")
    rows = [f"修复文物{{}}{values_then[0]}{{}}10", f"修复合格率{{}}{values_then[1]}{{}}9"]
    first = head == INDICATORS
    glued = "".join(row.format("10" if first else "", "" if first else "10") for row in rows)
    assert told(reader, head, "数量指标" + glued) == [
        *values("24", "已完成"),
        *points("10", "10"),
        *values("95", "全部达标"),
        *points("10", "9"),
    ]
