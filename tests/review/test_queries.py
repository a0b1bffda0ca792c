"""The canned queries, on the samples, and what Datasette is told of the tables."""

from __future__ import annotations

import pytest

from pipeline.review.queries import metadata, queries


def asked(visitor, query, **values):
    words = "&".join(f"{name}={value}" for name, value in values.items())
    answer = visitor.get(f"/archive/{query}.json?_shape=array&{words}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("query", [query.id for query in queries()])
def test_every_query_can_be_asked_and_says_what_it_is(visitor, query):
    asked(visitor, query, year="")
    page = visitor.get(f"/archive/{query}").text
    (entry,) = [each for each in queries() if each.id == query]
    assert entry.zh in page
    assert entry.why_zh in page


def test_units_over_establishment(visitor):
    (found,) = [row for row in asked(visitor, "over_establishment", year="") if row["单位"] == "岚溪县残疾人联合会"]
    assert (found["年度"], found["编制"], found["在职"], found["超出"]) == (2023, 16, 17, 1)
    assert asked(visitor, "over_establishment", year=1999) == []


def test_missed_targets(visitor):
    missed = {
        (row["单位"], row["指标"]): (row["目标"], row["实际"]) for row in asked(visitor, "missed_targets", year=2022)
    }
    assert missed["岚溪县残疾人联合会", "新建乡镇康复站"] == (3, 2)
    assert all(target > actual for target, actual in missed.values())


def test_findings_to_decide(visitor):
    found = asked(visitor, "undecided")
    assert len(found) == 29
    assert [row["程度"] for row in found] == ["error"] * 25 + ["warning"] * 4


def test_tables_are_told_of_by_the_names_of_their_columns(rows):
    for table, told in metadata()["databases"]["archive"]["tables"].items():
        columns = {row["name"] for row in rows(f"pragma table_info({table})")}
        assert columns, table
        named = {*told.get("columns", ()), *told.get("facets", ()), told.get("label_column", next(iter(columns)))}
        assert named <= columns, table


def test_a_foreign_key_shows_the_name(visitor):
    assert "岚溪县残疾人联合会" in visitor.get("/archive/findings").text
