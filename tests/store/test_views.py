"""The views speak Chinese and count money in 万元."""

from __future__ import annotations

import pytest

from pipeline.store import Archive

LABELS = {
    "expenditure.total": ("支出合计", "total expenditure", "spending"),
    "staff.quota": ("编制数", "quota", "staffing"),
}
PEOPLE = {"unit": "人", "decimals": 0}


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "reports.db", labels=LABELS) as archive:
        yield archive


def view(archive, name):
    return list(archive.db.view(name).rows)


def test_a_fact_is_one_row_of_its_group_s_view(archive, make):
    statement = (
        "全年支出预算约31.42万元",
        "31.42万元",
        "expenditure.total",
        "314200",
        {"scenario": "budget", "approx": "about"},
    )
    make.save(archive, "a.docx", statement)
    archive.finish()
    [row] = view(archive, "spending")
    expected = {
        "单位": "云陂县总工会",
        "年度": 2031,
        "指标": "支出合计",
        "事项": "",
        "情形": "年初预算",
        "口径": "数值",
        "数值": 31.42,
        "计量单位": "万元",
        "约数": "约",
        "原文": "全年支出预算约31.42万元",
        "页": 1,
        "文件": "a.docx",
        "fact_id": 1_000_001,
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("concept", "name"),
    [
        ("staff.quota", "staffing"),
        ("three_public.total", "spending"),
        ("activity.count", "activities"),
        ("score.total", "targets"),
    ],
)
def test_every_concept_has_its_view_also_without_a_label(archive, make, concept, name):
    make.save(archive, "a.docx", ("共12项", "12", concept, "12", {"unit": "项"}))
    [row] = view(archive, name)
    assert (row["指标"], row["数值"], row["计量单位"]) == (LABELS.get(concept, [concept])[0], 12.0, "项")


def test_labels_can_be_changed_later_and_stay_without_new_ones(tmp_path, make):
    path = tmp_path / "reports.db"
    with Archive(path) as archive:
        make.save(archive, "a.docx", ("编制12人", "12人", "staff.quota", "12", PEOPLE))
        assert view(archive, "staffing")[0]["指标"] == "staff.quota"
    for labels in (LABELS, None):
        with Archive(path, labels=labels) as archive:
            assert view(archive, "staffing")[0]["指标"] == "编制数"


def test_entity_years_is_one_row_a_body_and_year(archive, make):
    make.save(
        archive,
        "2031.docx",
        ("编制12人", "12人", "staff.quota", "12", PEOPLE),
        ("支出31.42万元", "31.42万元", "expenditure.total", "314200", {"decimals": -2}),
    )
    make.save(archive, "2032.docx", ("编制13人", "13人", "staff.quota", "13", {**PEOPLE, "period": 2032}), year=2032)
    archive.finish()
    rows = [(r["单位"], r["年度"], r["编制"], r["支出合计"], r["接待费"]) for r in view(archive, "entity_years")]
    assert rows == [("云陂县总工会", 2031, 12, 31.42, None), ("云陂县总工会", 2032, 13, None, None)]


TOTAL = "expenditure.total"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param((TOTAL, "310000", {"decimals": -4}), (TOTAL, "314200", {"decimals": -2}), id="most-precise"),
        pytest.param((TOTAL, "310000", {}), (TOTAL, "314200", {"decimals": -2}), id="precision-unknown"),
        pytest.param(
            (TOTAL, "300000", {"decimals": 0, "approx": "over"}), (TOTAL, "314200", {"decimals": -2}), id="exact"
        ),
        pytest.param((TOTAL, "990000", {"scenario": "budget"}), (TOTAL, "314200", {}), id="actual-only"),
        pytest.param((TOTAL, "990000", {"measure": "change"}), (TOTAL, "314200", {}), id="levels-only"),
        pytest.param((TOTAL, "990000", {"period": 2030}), (TOTAL, "314200", {}), id="that-year-only"),
        pytest.param((TOTAL, "990000", {"item": "培训"}), (TOTAL, "314200", {}), id="the-whole-only"),
    ],
)
def test_entity_years_takes_the_best_statement(archive, make, first, second):
    statements = [(f"支出{n}", f"支出{n}", *s) for n, s in zip("甲乙", (first, second), strict=True)]
    make.save(archive, "a.docx", *statements)
    archive.finish()
    assert [row["支出合计"] for row in view(archive, "entity_years")] == [31.42]


def test_entity_years_prefers_the_year_s_own_report_and_that_on_the_whole_body(archive, make):
    later = {"decimals": 0, "period": 2031}
    make.save(archive, "2032.docx", ("上年支出", "支出", TOTAL, "990000", later), year=2032)
    make.save(archive, "project.docx", ("项目支出", "支出", TOTAL, "880000", later), report_type="项目支出绩效自评报告")
    make.save(archive, "2031.docx", ("全年支出", "支出", TOTAL, "314200", {"decimals": -2}))
    archive.finish()
    [row] = [row for row in view(archive, "entity_years") if row["年度"] == 2031]
    assert (row["支出合计"], row["报告数"]) == (31.42, 2)


def test_reports_without_a_name_stay_apart(archive, make):
    for path in ("a.docx", "b.docx"):
        make.save(archive, path, ("支出", "支出", TOTAL, "314200"), entity="")
    archive.finish()
    assert [row["单位"] for row in view(archive, "entity_years")] == ["a.docx", "b.docx"]
