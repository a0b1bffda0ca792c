"""Open-ended figures: how they are named, counted, and told from reasons and staff."""

import pytest


@pytest.mark.parametrize(
    ("text", "item"),
    [
        pytest.param("举办读书分享会12场。", "读书分享会", id="before-the-number"),
        pytest.param("举办40场法治宣传。", "法治宣传", id="behind-it"),
        pytest.param("举办讲座（20场）。", "讲座", id="before-its-bracket"),
        pytest.param("举办讲座，20场。", "讲座", id="in-the-clause-before"),
    ],
)
def test_naming(read, text, item):
    assert [r.item for r in read(text)] == [item]


def test_naming_numbers_in_a_row_share_the_noun(read):
    assert [r.item.split()[-1] for r in read("赠送18箱120罐奶粉。")] == ["奶粉", "奶粉"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("评审材料12个批次。", "批次", id="word-behind-个"),
        pytest.param("接待来访惠及人次达300人。", "人次", id="word-before-人"),
        pytest.param("举办讲座20场。", "场", id="as-written"),
    ],
)
def test_activities_counting_word(read, text, unit):
    assert [r.unit for r in read(text)] == [unit]


def test_activities_reasons_are_none(read):
    facts = read("人员经费支出300万元，较上年增加20万元，主要原因是新进人员5名。")
    assert not [r for r in facts if r.concept.startswith("activity.")]


def test_activities_among_staff_need_a_verb(read):
    assert [r.concept for r in read("实有在职人员14人，其他3人。")] == ["staff.actual"]
    assert "activity.beneficiaries" in [r.concept for r in read("实有在职人员14人，慰问困难群众30人。")]


@pytest.mark.parametrize(
    ("text", "setting", "said"),
    [
        pytest.param("发放救助金3.2万元。", {}, ("activity.amount", "发放救助金"), id="in-an-activity"),
        pytest.param(
            "馆舍维修12万元。",
            {"kind": "spending", "topic": "expenditure.project"},
            ("expenditure.project.item", "馆舍维修"),
            id="under-a-heading-of-projects",
        ),
        pytest.param(
            "其中12万元用于馆舍维修。",
            {"kind": "spending", "whole": False},
            ("expenditure.project.item", "馆舍维修"),
            id="named-by-its-purpose",
        ),
    ],
)
def test_money_that_no_concept_names(read, text, setting, said):
    assert [(r.concept, r.item) for r in read(text, **setting)] == [said]


def test_money_in_a_section_of_accounts_is_no_activity(read):
    assert read("发放救助金3.2万元。", kind="spending") == []


def test_relations_change_of_a_thing_is_an_indicator(read):
    assert [(r.concept, r.item, r.value) for r in read("化肥使用量比上年减少1.5%。")] == [
        ("indicator", "化肥使用量", pytest.approx(-1.5))
    ]
