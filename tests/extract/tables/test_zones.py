from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.extract import Extractor
from pipeline.extract.tables.grid import Row, filled
from pipeline.extract.tables.zones import Zones

Made = Callable[[list[list[Any]]], list[Row]]


@pytest.fixture
def zones(reader: Extractor) -> Zones:
    return reader.tables.zones


def _first(rows: list[Row]) -> list[str]:
    return [filled(row)[0].text for row in rows]


@pytest.mark.parametrize(
    ("table", "headers", "below"),
    [
        pytest.param([["项目", "决算数"], ["基本支出", "31.42"]], ["项目"], ["基本支出"], id="one-row"),
        pytest.param(
            [[{"t": "项目", "rs": 2}, {"t": "2023年", "cs": 2}], ["预算数", "决算数"], ["基本支出", "30", "31"]],
            ["项目", "项目"],
            ["基本支出"],
            id="two-rows",
        ),
        pytest.param(
            [[{"t": "支出决算", "cs": 2}], ["项目", "决算数"], ["基本支出", "31.42"]],
            ["支出决算", "项目"],
            ["基本支出"],
            id="a-title-over-the-whole-width",
        ),
        pytest.param([["编制数", "12"], ["在职人数", "11"]], [], ["编制数", "在职人数"], id="none-in-a-form"),
        pytest.param(
            [["项目", "2022", "2023"], ["基本支出", "30.10", "31.42"]],
            ["项目"],
            ["基本支出"],
            id="years-may-be-headers",
        ),
        pytest.param(
            [["项目", "决算数"], ["", ""], ["基本支出", "31.42"]], ["项目"], ["基本支出"], id="blank-rows-are-left-out"
        ),
    ],
)
def test_zones_tell_headers_from_rows(
    zones: Zones, rows: Made, table: list[list[Any]], headers: list[str], below: list[str]
) -> None:
    (zone,) = zones.split(rows(table))
    assert (_first(zone.headers), _first(zone.rows)) == (headers, below)


def test_zones_begin_again_at_headers_below_figures(zones: Zones, rows: Made) -> None:
    table = [
        ["项目", "全年预算数", "全年执行数"],
        ["年度资金总额", "50", "48"],
        ["三级指标", "年度指标值", "实际完成值"],
        ["渠道清淤长度", "5公里", "5公里"],
    ]
    assert [_first(zone.headers) for zone in zones.split(rows(table))] == [["项目"], ["三级指标"]]


def test_zones_do_not_begin_at_names_without_figures(zones: Zones, rows: Made) -> None:
    table = [["项目", "决算数"], ["基本支出", "31.42"], ["其中：人员经费", ""], ["项目支出", "公用经费"]]
    assert len(zones.split(rows(table))) == 1


@pytest.mark.parametrize(
    ("table", "roles"),
    [
        pytest.param([["项目", "数量"], ["基本支出", "31"]], ["label", "value"], id="as-headed"),
        pytest.param(
            [["决算数", "决算数"], ["甲", "3"], ["乙", "4"]], ["label", "value"], id="words-under-a-figure-head"
        ),
        pytest.param([["支出", "项目"], ["甲", "3"], ["乙", "4"]], ["label", "value"], id="figures-under-a-label-head"),
        pytest.param([["年度", "决算数"], ["2022", "3"], ["2023", "4"]], ["label", "value"], id="years-are-labels"),
    ],
)
def test_zones_correct_columns_by_what_stands_in_them(
    zones: Zones, rows: Made, table: list[list[Any]], roles: list[str]
) -> None:
    (zone,) = zones.split(rows(table))
    assert [column.role for column in zones.columns(zone, 2023, "")] == roles


def test_zones_give_a_column_of_totals_the_concept_of_the_caption(zones: Zones, rows: Made) -> None:
    (zone,) = zones.split(rows([["年度", "合计", "公务接待费"], ["2023", "3", "2"]]))
    columns = zones.columns(zone, 2023, "three_public.total")
    assert [column.total_of for column in columns] == ["", "three_public.total", ""]
