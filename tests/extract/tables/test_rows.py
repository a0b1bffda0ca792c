from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pipeline.extract.reading import Reading

Read = Callable[..., list[Reading]]
Table = list[list[Any]]


def _concepts(readings: list[Reading]) -> list[str]:
    return [reading.concept for reading in readings]


@pytest.mark.parametrize(
    ("table", "caption", "concepts"),
    [
        pytest.param([["项目", "决算数"], ["一、基本支出", "8"]], "", ["expenditure.basic"], id="its-label"),
        pytest.param([["项目", "决算数"], ["水面养护面积", "8"]], "", [], id="an-unknown-name-is-none"),
        pytest.param(
            [["项目", "决算数"], ["公务用车购置及运行费", "8"], ["其中：购置", "3"], ["运行维护", "5"]],
            "",
            ["three_public.vehicle", "three_public.vehicle.purchase", "three_public.vehicle.operation"],
            id="a-part-of-the-row-above",
        ),
        pytest.param(
            [["项目", "决算数"], ["合计", "8"]], "“三公”经费支出表", ["three_public.total"], id="a-sum-of-the-caption"
        ),
        pytest.param([["项目", "决算数"], ["合计", "8"]], "支出情况表", ["expenditure.total"], id="a-sum-of-spending"),
        pytest.param([["项目", "决算数"], ["总计", "8"]], "收入支出总表", [], id="a-grand-total-is-none"),
        pytest.param(
            [["科目编码", "科目名称", "决算数"], ["20801", "基本支出", "8"]],
            "",
            ["expenditure.basic"],
            id="codes-ignored",
        ),
        pytest.param(
            [["项目", "科目名称", "决算数"], ["2080101", "基本支出", "8"], ["甲", "", ""], ["乙", "", ""]],
            "",
            [],
            id="rows-of-functional-classes-are-none",
        ),
        pytest.param(
            [["科目名称", "决算数"], ["公务接待费", "8"]],
            "基本支出决算明细表",
            [],
            id="rows-of-economic-classes-are-none",
        ),
        pytest.param(
            [["年度", "基本支出", "项目支出"], ["2023", "8", "9"]],
            "",
            ["expenditure.basic", "expenditure.project"],
            id="its-column",
        ),
        pytest.param(
            [["编制数", "在职人数"], ["12", "11"]], "", ["staff.quota", "staff.actual"], id="its-column-without-label"
        ),
        pytest.param(
            [["人员类别", "编制数", "在职人数"], ["行政", "12", "11"]],
            "",
            ["staff.quota.administrative", "staff.actual.administrative"],
            id="row-and-column",
        ),
        pytest.param(
            [["项目", "决算数"], ["支出合计", "8"]],
            "财政拨款收支总表",
            ["expenditure.appropriation"],
            id="narrower-scope",
        ),
    ],
)
def test_rows_tell_what_a_figure_is_about(read: Read, table: Table, caption: str, concepts: list[str]) -> None:
    assert _concepts(read(table, caption)) == concepts


@pytest.mark.parametrize(
    ("table", "items"),
    [
        pytest.param(
            [["项目名称", "决算数"], ["石桥加固", "8"]], [("expenditure.project.item", "石桥加固")], id="a-name"
        ),
        pytest.param([["项目名称", "决算数"], ["其他资金", "8"]], [], id="a-source-of-money-is-none"),
        pytest.param([["项目名称", "决算数"], ["合计", "8"]], [("expenditure.project", "")], id="their-sum"),
        pytest.param(
            [["项目名称", "科目", "决算数"], ["石桥加固", "小计", "8"]],
            [("expenditure.project.item", "石桥加固小计")],
            id="the-sum-of-one",
        ),
    ],
)
def test_rows_of_a_table_of_projects_are_projects(read: Read, table: Table, items: list[tuple[str, str]]) -> None:
    assert [(reading.concept, reading.item) for reading in read(table)] == items


def test_rows_of_a_report_on_one_project_sum_to_the_project(read: Read) -> None:
    assert _concepts(read([["项目", "执行数"], ["支出合计", "8"]], whole=False)) == ["expenditure.project"]


@pytest.mark.parametrize(
    ("table", "caption", "value"),
    [
        pytest.param([["项目", "决算数"], ["基本支出", "3.5"]], "单位：元", "3.5", id="the-captions"),
        pytest.param([["项目", "决算数(万元)"], ["基本支出", "3.5"]], "单位：元", "35000", id="the-headers-wins"),
        pytest.param([["项目", "决算数(万元)"], ["基本支出(元)", "3.5"]], "", "3.5", id="the-labels-wins"),
        pytest.param([["项目", "决算数(元)"], ["基本支出", "3.5万元"]], "", "35000", id="its-own-wins"),
        pytest.param([["项目", "决算数"], ["基本支出", "3.5"]], "", "35000", id="small-amounts-are-万元"),
        pytest.param([["项目", "决算数"], ["基本支出", "3,500,000.5"]], "", "3500000.5", id="large-amounts-are-元"),
    ],
)
def test_rows_take_the_nearest_unit(read: Read, table: Table, caption: str, value: str) -> None:
    (reading,) = read(table, caption)
    assert reading.value == Decimal(value)


@pytest.mark.parametrize(("caption", "note"), [("单位：万元", ""), ("支出表", "unit-guessed")])
def test_rows_note_a_guessed_unit(read: Read, caption: str, note: str) -> None:
    (reading,) = read([["项目", "决算数"], ["基本支出", "3.5"]], caption)
    assert reading.note == note


def test_rows_know_money_to_its_last_printed_digit(read: Read) -> None:
    (reading,) = read([["项目", "决算数"], ["基本支出", "31.42"]], "单位：万元")
    assert reading.decimals == -2


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        pytest.param("执行率", "98.27%", "98.27", id="printed"),
        pytest.param("执行率", "0.9827", "98.27", id="as-a-spreadsheet-stores-it"),
        pytest.param("执行率(%)", "0.98", "0.98", id="less-than-one-percent"),
    ],
)
def test_rows_read_rates_in_percent(read: Read, header: str, cell: str, value: str) -> None:
    (reading,) = read([["项目", header], ["基本支出", cell]])
    assert (reading.value, reading.unit) == (Decimal(value), "%")


@pytest.mark.parametrize("cell", ["", "-", "—", "/", "无"])
def test_rows_have_no_figure_in_a_blank_cell(read: Read, cell: str) -> None:
    assert _concepts(read([["项目", "预算数", "决算数"], ["基本支出", cell, "8"]])) == ["expenditure.basic"]


def test_rows_read_amounts_in_brackets_as_negative(read: Read) -> None:
    (reading,) = read([["项目", "增减额(元)"], ["基本支出", "(8.5)"]])
    assert reading.value == Decimal("-8.5")


def test_rows_of_years_date_their_figures(read: Read) -> None:
    readings = read([["年度", "基本支出"], ["2022年", "8"], ["2023年", "9"]])
    assert [reading.period for reading in readings] == [2022, 2023]


def test_rows_read_the_points_of_a_rate_beside_money(read: Read) -> None:
    readings = read([["项目", "全年执行数", "分值", "得分"], ["年度资金总额", "8", "10", "9.5"]])
    points = [(r.concept, r.scenario, str(r.value)) for r in readings if r.unit == "分"]
    assert points == [("indicator.score", "target", "10"), ("indicator.score", "actual", "9.5")]
