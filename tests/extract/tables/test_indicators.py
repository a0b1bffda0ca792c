from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.extract.reading import Reading

Read = Callable[..., list[Reading]]

HEAD = ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
SIGNED_HEAD = ["三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分"]


def _values(readings: list[Reading]) -> list[tuple[Any, ...]]:
    return [
        (r.scenario, None if r.value is None else str(r.value), r.unit or r.text, r.comparator)
        for r in readings
        if r.concept == "indicator"
    ]


@pytest.mark.parametrize(
    ("name", "target", "actual", "values"),
    [
        pytest.param(
            "疏通沟渠", "12条", "13条", [("target", "12", "条", None), ("actual", "13", "条", None)], id="with-units"
        ),
        pytest.param(
            "验收合格率", "≥95%", "97%", [("target", "95", "%", ">="), ("actual", "97", "%", None)], id="with-a-sign"
        ),
        pytest.param(
            "验收合格率",
            "95",
            "97",
            [("target", "95", "%", None), ("actual", "97", "%", None)],
            id="a-rate-by-its-name",
        ),
        pytest.param(
            "疏通沟渠", "12条", "13", [("target", "12", "条", None), ("actual", "13", "条", None)], id="the-others-unit"
        ),
        pytest.param(
            "疏通沟渠(条)",
            "12",
            "13",
            [("target", "12", "条", None), ("actual", "13", "条", None)],
            id="a-unit-in-its-name",
        ),
        pytest.param(
            "修缮费(万元)",
            "12",
            "13",
            [("target", "120000", "CNY", None), ("actual", "130000", "CNY", None)],
            id="money-in-its-name",
        ),
        pytest.param(
            "受训农户",
            "不少于30户",
            "32户",
            [("target", "30", "户", ">="), ("actual", "32", "户", None)],
            id="with-a-sign-in-words",
        ),
        pytest.param(
            "管护水平",
            "提升",
            "有所提升",
            [("target", None, "提升", None), ("actual", None, "有所提升", None)],
            id="words",
        ),
        pytest.param("疏通沟渠", "12条", "/", [("target", "12", "条", None)], id="blank"),
        pytest.param(
            "受训农户",
            "30至40户",
            "",
            [("target", "30", "户", ">="), ("target", "40", "户", "<=")],
            id="a-range-is-two",
        ),
    ],
)
def test_indicators_read_target_and_actual(
    read: Read, name: str, target: str, actual: str, values: list[tuple[Any, ...]]
) -> None:
    assert _values(read([HEAD, ["产出指标", name, target, actual, "10", "9"]])) == values


def test_indicators_are_named_after_their_lowest_level(read: Read) -> None:
    readings = read([HEAD, ["产出指标", "1.疏通沟渠(条)", "12条", "12条", "10", "9"]])
    assert {reading.item for reading in readings} == {"疏通沟渠(条)"}


@pytest.mark.parametrize(
    ("sign", "unit", "value"),
    [
        ("≥", "户", ("target", "30", "户", ">=")),
        ("=", "户", ("target", "30", "户", None)),
        ("≤", "万元", ("target", "300000", "CNY", "<=")),
        ("≥", "百分比", ("target", "30", "%", ">=")),
        ("定性", "/", ("target", "30", "", None)),
    ],
)
def test_indicators_read_sign_number_and_unit_in_three_cells(
    read: Read, sign: str, unit: str, value: tuple[Any, ...]
) -> None:
    assert _values(read([SIGNED_HEAD, ["走访农户", sign, "30", unit, "", "10", "9"]])) == [value]


def test_indicators_read_full_mark_and_mark(read: Read) -> None:
    readings = read([HEAD, ["产出指标", "疏通沟渠", "12条", "12条", "10分", "9.5"]])
    points = [(r.scenario, str(r.value), r.item) for r in readings if r.concept == "indicator.score"]
    assert points == [("target", "10", "疏通沟渠"), ("actual", "9.5", "疏通沟渠")]


@pytest.mark.parametrize("label", ["总分", "合计", "自评总分"])
def test_indicators_sum_to_the_total_score(read: Read, label: str) -> None:
    readings = read([HEAD, [{"t": label, "cs": 4}, "100", "93.5"]])
    assert [(r.concept, r.scenario, str(r.value)) for r in readings] == [
        ("score.total", "target", "100"),
        ("score.total", "actual", "93.5"),
    ]


def test_indicators_without_a_name_are_left_out(read: Read) -> None:
    assert read([HEAD, ["", "", "12条", "12条", "10", "9"]]) == []
