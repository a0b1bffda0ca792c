from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.extract.reading import Reading

Read = Callable[..., list[Reading]]


@pytest.mark.parametrize(
    ("row", "figures"),
    [
        pytest.param(
            ["编制数", "12", "在职人数", "11"],
            [("staff.quota", "12", "人"), ("staff.actual", "11", "人")],
            id="two-labels-in-a-row",
        ),
        pytest.param(["基本支出(元)", "350.5"], [("expenditure.basic", "350.5", "CNY")], id="unit-in-the-label"),
        pytest.param(["基本支出", "350元"], [("expenditure.basic", "350", "CNY")], id="unit-in-the-cell"),
        pytest.param(["编制数", "12人"], [("staff.quota", "12", "人")], id="people"),
        pytest.param(["编制数", "12元"], [], id="a-unit-that-the-concept-cannot-have"),
        pytest.param(["联系电话", "5550123"], [], id="a-label-of-nothing"),
        pytest.param(["基本支出", "93%"], [], id="a-percentage-is-no-amount"),
        pytest.param(["编制数", "", "12"], [], id="a-blank-between-parts-label-and-figure"),
    ],
)
def test_forms_read_figures_by_the_label_to_their_left(
    read: Read, row: list[str], figures: list[tuple[str, str, str]]
) -> None:
    found = [(r.concept, str(r.value), r.unit) for r in read([row])]
    assert found == figures


def test_forms_doubt_the_unit_of_a_figure_and_not_its_scenario(read: Read) -> None:
    found = read([["项目名称", "河道清淤"], ["预算数:", "95", "执行数:", "82.65"]], "项目支出绩效自评表", whole=False)
    told = [(r.scenario, [other.scenario for other in r.others]) for r in found]
    assert told == [("budget", ["budget"]), ("actual", ["actual"])]


def test_forms_read_sentences_in_cells(read: Read) -> None:
    readings = read([["单位概况", "根据县编办批复，本单位核定编制12人，年末实有在职人员11人。"]])
    assert [(r.concept, str(r.value)) for r in readings] == [("staff.quota", "12"), ("staff.actual", "11")]


GOALS: list[list[Any]] = [["项目", "年初设定目标", "全年实际完成情况"]]


def test_forms_read_goals_as_targets_and_results_as_actual(read: Read) -> None:
    row = ["年度总体目标", "全年计划开展防火宣传活动20场次以上。", "全年实际开展防火宣传活动23场，圆满完成。"]
    found = [(r.scenario, str(r.value)) for r in read([*GOALS, row])]
    assert found == [("target", "20"), ("actual", "23")]


def test_forms_are_not_read_in_a_section_to_be_skipped(read: Read) -> None:
    assert read([["编制数", "12"]], kind="skip") == []
