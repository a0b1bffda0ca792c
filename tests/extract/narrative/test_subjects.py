"""Which of the names around a number it belongs to."""

import pytest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("退休人员36人。", [("staff.retired", 36)], id="name-before"),
        pytest.param("下设5个内设机构。", [("org.divisions", 5)], id="name-behind"),
        pytest.param("慰问退休人员36人。", [("activity.beneficiaries", 36)], id="people-that-something-was-done-for"),
        pytest.param(
            "事业编制（含参公5个）18个。", [("staff.quota.institution", 18)], id="name-before-a-closed-bracket"
        ),
        pytest.param(
            "人员经费（含住房公积金）512万元。",
            [("expenditure.basic.personnel", 5120000)],
            id="name-in-a-closed-bracket",
        ),
        pytest.param("编制数为8，实有6人。", [("staff.quota", 8), ("staff.actual", 6)], id="number-without-a-unit"),
        pytest.param(
            "行政编制8名、事业编制20名。",
            [("staff.quota.administrative", 8), ("staff.quota.institution", 20)],
            id="each-number-its-own-name",
        ),
        pytest.param(
            "抽检商户80家，合格率98%。",
            [("activity.count", 80), ("activity.count", 98)],
            id="bare-rate-is-of-the-count-before",
        ),
    ],
)
def test_subjects_take_the_nearest_fitting_name(read, text, said):
    assert [(r.concept, r.value) for r in read(text)] == said


@pytest.mark.parametrize(
    ("setting", "concept"),
    [
        pytest.param({}, "expenditure.total", id="whole-unit"),
        pytest.param({"whole": False}, "expenditure.project", id="one-project"),
        pytest.param({"topic": "three_public.total"}, "three_public.total", id="the-heading's-topic"),
    ],
)
def test_subjects_of_a_clause_that_names_none_depend_on_the_report(read, setting, concept):
    assert {r.concept for r in read("预算安排62.5万元，执行率96.5%。", **setting)} == {concept}


def test_subjects_a_clause_without_a_name_goes_on_with_the_topic(read):
    facts = read("项目支出预算62.5万元，决算60.1万元。")
    assert [(r.concept, r.scenario) for r in facts] == [
        ("expenditure.project", "budget"),
        ("expenditure.project", "actual"),
    ]


def test_scores_of_an_indicator_and_of_the_whole(read):
    assert [(r.concept, r.item, r.scenario) for r in read("过程指标满分20分，得18分。")] == [
        ("indicator.score", "过程", "target"),
        ("indicator.score", "过程", "actual"),
    ]
    assert [(r.concept, r.item, r.scenario) for r in read("自评得分96.5分。")] == [("score.total", "", "actual")]


def test_scores_points_that_are_a_full_mark(read):
    assert [(r.item, r.scenario, float(r.value)) for r in read("投入20分得18.7分。")] == [
        ("投入", "target", 20),
        ("投入", "actual", 18.7),
    ]
