"""Figures that are told in words: absence, no change, all of it."""

import pytest


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        pytest.param("无公务接待费支出。", ["three_public.reception"], id="word-before-the-name"),
        pytest.param(
            "公务用车购置费、因公出国（境）费均未发生。",
            ["three_public.vehicle.purchase", "three_public.abroad"],
            id="word-behind-a-list",
        ),
        pytest.param("严禁无预算支出公务接待费。", [], id="a-rule-tells-no-absence"),
        pytest.param("无讲座。", [], id="absence-of-activities-is-no-figure"),
    ],
)
def test_absence_is_zero(read, text, concepts):
    assert [(r.concept, r.value, r.note) for r in read(text)] == [(c, 0, "none-in-words") for c in concepts]


def test_absence_ends_with_its_clause(read):
    facts = read("未发生公务接待费，“三公”经费支出1.2万元。")
    assert [(r.concept, r.value) for r in facts] == [("three_public.reception", 0), ("three_public.total", 12000)]


@pytest.mark.parametrize(
    ("text", "concept", "unit"),
    [
        pytest.param("公务接待费支出1.2万元，与上年持平。", "three_public.reception", "CNY", id="money"),
        pytest.param("实有在职人员14人，与上年持平。", "staff.actual", "人", id="staff"),
    ],
)
def test_sameness_is_a_change_of_zero(read, text, concept, unit):
    change = read(text)[-1]
    assert (change.concept, change.measure, change.value, change.unit) == (concept, "change", 0, unit)
    assert change.base == "prior_actual"


def test_sameness_needs_something_to_compare_with(read):
    assert [r.measure for r in read("公务接待费支出1.2万元，保持不变。")] == ["value"]


def test_sameness_all_of_it_is_one_part(read):
    facts = read("“三公”经费支出2.1万元，均为公务接待费。")
    assert {(r.concept, r.value) for r in facts} == {("three_public.total", 21000), ("three_public.reception", 21000)}


def test_sameness_a_part_with_a_number_of_its_own_is_not_the_whole(read):
    facts = read("“三公”经费支出2.1万元，均为公务接待费1.9万元。")
    assert ("three_public.reception", 21000) not in {(r.concept, r.value) for r in facts}
