"""Level, change, rate or share, and which way."""

import pytest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("实有在职人员14人，较上年增加2人。", [("value", 14), ("change", 2)], id="change"),
        pytest.param(
            "实有在职人员14人，比上年少2人。", [("value", 14), ("change", -2)], id="weak-verb-with-comparison"
        ),
        pytest.param("公务接待费支出增加到1.5万元。", [("value", 15000)], id="increased-to-is-a-level"),
        pytest.param(
            "“三公”经费支出3.2万元，较上年减少0.8万元，下降20%。",
            [("value", 32000), ("change", -8000), ("change_rate", -20)],
            id="change-and-its-rate",
        ),
        pytest.param(
            "“三公”经费支出3.2万元，较上年减少0.8万元（20%）。",
            [("value", 32000), ("change", -8000), ("change_rate", -20)],
            id="bracketed-rate-has-the-direction-of-its-change",
        ),
        pytest.param(
            "公务接待费支出1.2万元，增长1.5倍。", [("value", 12000), ("change_rate", 150)], id="a-multiple-is-a-rate"
        ),
        pytest.param("核增事业编制3名。", [("change", 3)], id="posts-granted"),
        pytest.param("收回事业编制1名。", [("change", -1)], id="posts-taken"),
        pytest.param("带动就业增加200人。", [("value", 200)], id="an-activity's-result-is-no-change"),
        pytest.param("基本支出400万元，占总支出的80%。", [("value", 4000000), ("share", 80)], id="share"),
        pytest.param("预算执行率96.5%。", [("completion_rate", 96.5)], id="completion"),
        pytest.param(
            "完成馆际互借1200册，完成目标的105%。", [("value", 1200), ("completion_rate", 105)], id="of-the-target"
        ),
    ],
)
def test_measures_by_the_words_before_the_number(read, text, said):
    assert [(r.measure, float(r.value)) for r in read(text)] == said


@pytest.mark.parametrize(
    ("text", "base"),
    [
        pytest.param("公务接待费支出1.2万元，较上年减少0.3万元。", "prior_actual", id="last-year"),
        pytest.param("公务接待费支出1.2万元，较年初预算减少0.3万元。", "budget", id="the-year's-budget"),
        pytest.param("公务接待费支出1.2万元，较上年预算减少0.3万元。", "prior_budget", id="last-year's-budget"),
        pytest.param("公务接待费支出1.2万元，较调整后的预算减少0.3万元。", "adjusted", id="adjusted-budget"),
        pytest.param(
            "公务接待费支出1.2万元，与年初预算相比减少0.3万元。",
            "budget",
            id="与…相比",
        ),
    ],
)
def test_relations_say_what_a_change_is_measured_against(read, text, base):
    assert [r.base for r in read(text) if r.measure == "change"] == [base]


def test_relations_rate_without_comparison_shares_the_base_of_its_change(read):
    facts = read("公务接待费支出1.2万元，较年初预算减少0.3万元，下降20%。")
    assert [r.base for r in facts] == [None, "budget", "budget"]
