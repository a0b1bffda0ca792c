"""Lines → paragraphs, where a person broke them by hand."""

from __future__ import annotations

import time

import pytest

from pipeline.readers.lines import columns, ends_sentence, join_lines, measure, paragraphs, split_breaks, wrap_width

LONG = "本年度围绕中心工作统筹安排各项资金，保障了机关正常运转和重点项目的实施，各项绩效目标基本实现"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["收入39", "8.64万元"], "收入398.64万元"),
        (["人员", "经费"], "人员经费"),
        (["Budget", "report"], "Budget report"),
        (["共5", "个"], "共5个"),
        (["甲 ", " 乙"], "甲乙"),
    ],
)
def test_join_lines(lines, joined):
    assert join_lines(lines) == joined


def test_columns_counts_chinese_characters_twice():
    assert columns("共9人，") == 7
    assert (measure("　　共9人 ").indent, measure("　　共9人 ").end) == (4, 9)


@pytest.mark.parametrize("text", ["完成。", "如下：", "（见附表。）", "“优。”"])
def test_ends_sentence(text):
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "部门概况", "支出3.5", "其中，", "（一）"])
def test_ends_no_sentence(text):
    assert not ends_sentence(text)


def test_wrap_width_is_none_for_lines_of_all_lengths():
    assert wrap_width([measure("字" * length) for length in (10, 25, 40, 55, 70, 85, 100)]) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("某县图书馆\n2031年度绩效报告", ["某县图书馆2031年度绩效报告"], id="title"),
        pytest.param("一、概况\n本馆成立于1952年。", ["一、概况", "本馆成立于1952年。"], id="heading-and-text"),
        pytest.param("部门概况\n本馆成立于1952年。", ["部门概况", "本馆成立于1952年。"], id="unnumbered-heading"),
        pytest.param("甲完成。\n乙完成。", ["甲完成。", "乙完成。"], id="sentences"),
        pytest.param(f"{LONG}\n，评价为优。", [f"{LONG}，评价为优。"], id="inside-a-sentence"),
        pytest.param("甲\n\n乙", ["甲", "乙"], id="blank-line"),
        pytest.param("甲项\n　　乙项", ["甲项", "乙项"], id="indent"),
        pytest.param("收入\n支出\n结余\n合计", ["收入", "支出", "结余", "合计"], id="list"),
        pytest.param("单位：某馆\n年度：2031", ["单位：某馆", "年度：2031"], id="labels"),
        pytest.param("\n 一 \n", ["一"], id="blanks-around"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_split_breaks(text, parts):
    assert split_breaks(text) == parts


def test_lines_take_linear_time():
    start = time.perf_counter()
    split_breaks(" " * 300_000 + "\n" * 50_000 + "字 " * 100_000)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [
                "一级指标 二级指标 三级指标 目标值 实际完成值 自评得分",
                "产出指标 数量指标 巡查河道次数 ≥400次 412次 10",
                "发放宣传册数量 ≥2000册 2350册 10",
                "质量指标 水质断面达标率 100% 100% 10",
            ],
            id="cells-parted-by-blanks",
        ),
        pytest.param(
            [
                "一级指标二级指标三级指标目标值实际完成值自评得分",
                "产出指标数量指标巡查河道的次数≥400次412次10",
                "质量指标重点水质断面的达标率100%100%10",
                "时效指标工作完成时间12月底前12月底前5",
                "成本指标全年的巡查成本≤120万元118万元5",
            ],
            id="glued-cells",
        ),
    ],
)
def test_rows_of_indicators_are_no_broken_sentence(lines):
    assert paragraphs(lines) == lines


def test_a_date_set_with_blanks_is_no_row():
    lines = ["截至 2023 年 12 月 31 日，本单位在职人员 36 人，退休人员 21 人，遗属补助人"]
    lines += ["员 2 人，全年公用经费按 3.5 万元安排，专项经费按 12 个项目安排，年中追加预"]
    lines += ["算 2 次，年末各项目资金全部执行完毕，没有结转和结余的资金，执行情况总体较好"]
    assert paragraphs(lines) == ["".join(lines)]
