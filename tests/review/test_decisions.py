"""Decisions: kept apart from the archive, with their history, whatever happens to the archive."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html import unescape

import pytest

from pipeline import batch
from pipeline.errors import StoreError, UsageError
from pipeline.rules import load_rules
from pipeline.store import Archive, Versions, reviews


def fields(page):
    """The hidden fields of the form on a finding's page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', unescape(page)))


def decide(visitor, path, decision, note="", reviewer="张三", **more):
    form = fields(visitor.get(path).text)
    return visitor.post(
        path.split("?")[0] + "/decide", {**form, "decision": decision, "note": note, "reviewer": reviewer, **more}
    )


@pytest.fixture
def desk(open_desk):
    return open_desk()


@pytest.fixture
def key(rows):
    return rows("select key from findings where kind = 'difference' and document_id = 3")[0]["key"]


def kept(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute("select finding_key, decision, note, reviewer from reviews order by id").fetchall()


def test_a_decision_is_kept_and_the_list_says_what_is_left(desk, key):
    answer = decide(desk.visitor, f"/finding/{key}", "confirmed", "已请单位更正")
    assert answer.status_code == 302
    assert kept(desk.reviews) == [(key, "confirmed", "已请单位更正", "张三")]
    assert "29 个问题，28 个待核对" in desk.visitor.get("/findings").text
    assert desk.visitor.get("/findings?state=confirmed").text.count("data-item") == 1
    page = desk.visitor.get(f"/finding/{key}").text
    assert "已请单位更正" in page
    assert 'value="张三"' in page


def test_after_a_decision_the_next_finding_of_the_same_list_comes_up(desk):
    first, second = re.findall(
        r'href="(/finding/[^"]+)" data-item', unescape(desk.visitor.get("/findings?state=open").text)
    )[:2]
    answer = decide(desk.visitor, first, "ask")
    assert answer.headers["location"] == second
    page = desk.visitor.get(second).text
    assert "第 1 个，共 28 个" in page


def test_a_changed_mind_is_history_not_forgotten(desk, key):
    for decision in ("false_alarm", "explained", "open"):
        decide(desk.visitor, f"/finding/{key}", decision, decision)
    assert [row[1] for row in kept(desk.reviews)] == ["false_alarm", "explained", "open"]
    page = desk.visitor.get(f"/finding/{key}").text
    assert page.index("待核对</span>") < page.index("误报</span>")
    assert "29 个待核对" in desk.visitor.get("/findings").text


def test_a_decision_survives_a_run_from_nothing(open_desk, own_copy, tmp_path, key):
    before = open_desk(own_copy)
    decide(before.visitor, f"/finding/{key}", "explained")
    rules = load_rules()
    again = tmp_path / "again.db"
    with Archive(own_copy) as archive:
        files = [row["path"] for row in archive.documents() if "岚溪县" in row["name"]]
    executor = batch.SerialExecutor()
    with Archive(again, labels=rules.labels) as archive:
        # The other way round, so that every number of a document and of a finding is another one.
        for file in reversed(files):
            batch.run(archive, batch.discover([file]), executor, Versions(rules.version, "2"))
        batch.check(archive, rules)
    after = open_desk(again)
    assert after.visitor.get("/findings?state=explained").text.count(f"/finding/{key}") == 1


@pytest.mark.parametrize("decision", ["", "true", "confirmed'; drop table reviews; --"])
def test_what_is_no_decision_is_refused(desk, key, decision):
    assert decide(desk.visitor, f"/finding/{key}", decision).status_code == 400
    assert kept(desk.reviews) == []


def test_a_note_without_end_is_refused(desk, key):
    assert decide(desk.visitor, f"/finding/{key}", "ask", "长" * 5000).status_code == 400
    assert kept(desk.reviews) == []


def test_nothing_is_decided_about_a_finding_that_is_not_there(desk, key):
    form = fields(desk.visitor.get(f"/finding/{key}").text)
    assert desk.visitor.post("/finding/abc/decide", {**form, "decision": "ask"}).status_code == 404
    assert kept(desk.reviews) == []


def test_the_decisions_lie_beside_the_archive(tmp_path):
    assert reviews.path_beside(tmp_path / "某县.db") == tmp_path / "reviews.db"
    with pytest.raises(StoreError, match="rename the archive"):
        reviews.path_beside(tmp_path / "reviews.db")


def test_another_program_s_database_is_left_alone(tmp_path):
    path = tmp_path / "reviews.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table films(title)")
    with pytest.raises(StoreError, match="another program's database"):
        reviews.prepare(path)


def test_the_latest_decision_of_each_finding_is_what_holds(tmp_path):
    path = tmp_path / "reviews.db"
    assert reviews.latest(path) == {}
    reviews.prepare(path)
    with closing(sqlite3.connect(path)) as db:
        reviews.decide(db, "a", "ask", "", "甲")
        reviews.decide(db, "b", "confirmed", "", "甲")
        reviews.decide(db, "a", "explained", " 口径 ", "乙")
        reviews.decide(db, "b", "open", "", "乙")
        with pytest.raises(UsageError, match="no such decision"):
            reviews.decide(db, "a", "maybe", "", "乙")
    found = reviews.latest(path)
    assert {key: (review.decision, review.note, review.reviewer) for key, review in found.items()} == {
        "a": ("explained", "口径", "乙")
    }
