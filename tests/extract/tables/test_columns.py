from __future__ import annotations

import pytest

from pipeline.extract.tables.columns import Headers
from pipeline.rules import RuleSet


@pytest.fixture
def headers(rules: RuleSet) -> Headers:
    return Headers(rules)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("项目", "label"),
        ("序号", "ignore"),
        ("偏差原因及改进措施", "ignore"),
        ("决算数", "value"),
        ("一级指标", "level"),
        ("三级指标", "name"),
        ("年度指标值", "target"),
        ("实际完成值", "actual"),
        ("分值(10分)", "full"),
        ("自评得分", "score"),
        ("指标性质", "comparator"),
        ("度量单位", "unit"),
    ],
)
def test_columns_have_the_role_that_their_header_tells(headers: Headers, header: str, role: str) -> None:
    assert headers.column([header], 2023).role == role


def test_columns_without_a_header_hold_labels(headers: Headers) -> None:
    assert headers.column([], 2023).role == "label"


@pytest.mark.parametrize(
    ("header", "measure"),
    [
        ("决算数", "value"),
        ("增减额", "change"),
        ("增减率", "change_rate"),
        ("预算执行率", "completion_rate"),
        ("占比", "share"),
    ],
)
def test_columns_have_the_measure_that_their_header_tells(headers: Headers, header: str, measure: str) -> None:
    assert headers.column([header], 2023).measure == measure


@pytest.mark.parametrize(
    ("path", "scenario"),
    [
        (["年初预算"], "budget"),
        (["全年预算数"], "adjusted"),
        (["全年执行数"], "actual"),
        (["年初预算", "基本支出"], "budget"),
        (["名称以外的字"], None),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else None,
)
def test_columns_have_the_scenario_of_the_lowest_head_cell_with_one(
    headers: Headers, path: list[str], scenario: str | None
) -> None:
    assert headers.column(path, 2023).scenario == scenario


@pytest.mark.parametrize(
    ("path", "period"),
    [
        pytest.param(["2021年决算"], 2021, id="a-year"),
        pytest.param(["上年决算数"], 2022, id="last-year"),
        pytest.param(["2022年", "决算数"], 2022, id="a-year-above"),
        pytest.param(["决算数"], None, id="none"),
        pytest.param(["比上年增减额"], None, id="the-year-that-a-change-is-measured-against"),
    ],
)
def test_columns_have_the_year_of_their_headers(headers: Headers, path: list[str], period: int | None) -> None:
    assert headers.column(path, 2023).period == period


@pytest.mark.parametrize(
    ("path", "concept"),
    [
        pytest.param(["基本支出"], "expenditure.basic", id="its-own-name"),
        pytest.param(["公务接待费", "决算数"], "three_public.reception", id="a-name-above"),
        pytest.param(["决算数"], None, id="no-name"),
    ],
)
def test_columns_may_be_concepts(headers: Headers, path: list[str], concept: str | None) -> None:
    mention = headers.column(path, 2023).mention
    assert (mention.concept.id if mention else None) == concept


def test_columns_take_their_unit_from_brackets_of_any_header(headers: Headers) -> None:
    assert headers.column(["预算数(元)", "基本支出"], 2023).unit == "元"


def test_headers_that_only_name_a_thing_have_no_meaning_of_their_own(headers: Headers) -> None:
    assert [headers.is_meaning("基本支出"), headers.is_word("基本支出")] == [False, True]
    assert [headers.is_meaning("决算数"), headers.is_word("决算数")] == [True, True]
    assert not headers.is_word("西山渠道清淤")


@pytest.mark.parametrize("text", ["房屋净值", "救灾物资价值", "采购单价"])
def test_headers_that_tell_a_worth_or_a_price_do_not_tell_how_amounts_are_meant(headers: Headers, text: str) -> None:
    assert not headers.is_meaning(text)
