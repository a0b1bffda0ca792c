"""Planned or done, and in which year; the reports of these cases are on 2031."""

import pytest


@pytest.mark.parametrize(
    ("text", "setting", "said"),
    [
        pytest.param("举办讲座20场。", {}, [("actual", 2031)], id="as-the-report-is"),
        pytest.param(
            "2030年公务接待费支出1.5万元，2031年支出1.2万元。",
            {},
            [("actual", 2030), ("actual", 2031)],
            id="named-year",
        ),
        pytest.param(
            "公务接待费支出1.2万元，上年1.5万元。", {}, [("actual", 2031), ("actual", 2030)], id="last-year's-own-level"
        ),
        pytest.param(
            "计划举办讲座20场，实际举办23场。", {}, [("target", 2031), ("actual", 2031)], id="planned-then-done"
        ),
        pytest.param(
            "年度目标：举办讲座20场，服务居民3000人。实际完成：举办讲座23场。",
            {},
            [("target", 2031), ("target", 2031), ("actual", 2031)],
            id="labels",
        ),
        pytest.param(
            "2032年拟新建书屋5个，项目支出预算80万元。", {}, [("target", 2032), ("budget", 2032)], id="later-year"
        ),
        pytest.param("新建书屋5个。", {"kind": "plan"}, [("target", 2032)], id="section-of-plans"),
        pytest.param("举办讲座20场。", {"kind": "goals"}, [("target", 2031)], id="section-of-goals"),
        pytest.param("举办讲座20场。", {"scenario": "budget"}, [("target", 2031)], id="a-budget's-activities"),
        pytest.param("实有在职人员14人。", {"scenario": "budget"}, [("actual", 2031)], id="a-budget's-staff"),
        pytest.param(
            "项目支出60.1万元，其中：馆舍修缮预算35.4万元。",
            {},
            [("actual", 2031), ("budget", 2031)],
            id="own-word-wins",
        ),
    ],
)
def test_timing_of_levels(read, text, setting, said):
    assert [(r.scenario, r.period) for r in read(text, **setting)] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("群众满意度不低于90%。", ("target", ">="), id="demanded"),
        pytest.param("群众满意度达到95%。", ("actual", None), id="reached"),
    ],
)
def test_timing_a_demand_is_a_target_with_its_comparator(read, text, said):
    assert [(r.scenario, r.comparator) for r in read(text)] == [said]
