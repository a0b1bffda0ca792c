"""run and extract: what they print, and their exit status."""

import json
import sqlite3

import pytest

import pipeline.rules


def test_run_says_what_was_done_what_failed_and_what_is_next(home, jihe):
    result = jihe("run", "reports", "--jobs", "0")
    out = result.stdout
    assert result.exit_code == 1
    assert "empty.txt" in out
    assert "basic" not in out
    for words in (r"read 3", "failed 1", "copy of another 1", "spending 4", "staffing 2", "activities 1", "jihe facts"):
        assert words in " ".join(out.split())


def test_run_without_failures_exits_0(home, jihe):
    result = jihe("run", "reports/2030-青禾县档案馆.txt", "reports/2031*档案馆.txt", "--jobs", "0")
    assert result.exit_code == 0, result.output


def test_run_again_skips_what_is_unchanged_and_exits_0(filled, jihe):
    result = jihe("run", "reports", "--jobs", "0")
    assert result.exit_code == 0
    assert "unchanged, skipped 5" in " ".join(result.stdout.split())


def test_run_reports_an_unforeseen_error_as_a_failed_row(home, jihe):
    (home / "reports" / "bad.txt").write_text("故障", encoding="utf-8")
    result = jihe("run", "reports/bad.txt", "--jobs", "0", "--json")
    failure = json.loads(result.stdout)["failures"][0]
    assert result.exit_code == 1
    assert failure["what"].startswith("internal error: KeyError: 'surprise'")
    assert failure["do"] == "please report it with the file"


def test_run_json_is_one_document(home, jihe):
    result = jihe("run", "reports", "--jobs", "0", "--json")
    told = json.loads(result.stdout)
    assert told["status"] == "failures"
    assert {k: told["run"][k] for k in ("ok", "failed", "duplicate", "unchanged", "left", "facts")} == {
        "ok": 3, "failed": 1, "duplicate": 1, "unchanged": 0, "left": 0, "facts": 7,
    }  # fmt: skip
    assert told["archive"]["documents"] == {"ok": 3, "failed": 1, "duplicate": 1}
    assert told["failures"][0]["path"].endswith("/reports/empty.txt")


def test_run_with_the_database_among_the_files_leaves_it_out(home, jihe):
    result = jihe("run", "reports", "--jobs", "0", "--db", "reports/own.db", "--json")
    again = jihe("run", "reports", "--jobs", "0", "--db", "reports/own.db", "--json")
    assert json.loads(result.stdout)["archive"] == json.loads(again.stdout)["archive"]


@pytest.mark.parametrize(
    ("words", "what", "do"),
    [
        pytest.param(("run", "nowhere"), "no such file or folder", "check the spelling", id="no-such-path"),
        pytest.param(("extract",), "no such database", "run `jihe run` first", id="extract-without-database"),
        pytest.param(("facts",), "no such database", "run `jihe run` first", id="facts-without-database"),
        pytest.param(
            ("run", "reports", "--db", "reports/empty.txt/x.db"), "cannot be opened", "--db", id="no-database-there"
        ),
        pytest.param(
            ("run", "reports", "--db", "reports/copy.txt"), "not an SQLite database", "--db", id="not-a-database"
        ),
    ],
)
def test_errors_come_in_three_parts_with_status_2(home, jihe, words, what, do):
    result = jihe(*words)
    assert result.exit_code == 2
    assert f"error: {what}" in result.stderr
    assert do in result.stderr.split("what to do:")[1]
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "words",
    [("run",), ("run", "reports", "--jobs", "-3"), ("run", "reports", "--timeout", "0"), ("fly",), ("run", "--fly")],
    ids=" ".join,
)
def test_wrong_usage_exits_2(home, jihe, words):
    assert jihe(*words).exit_code == 2


def test_extract_runs_the_rules_again(filled, jihe, monkeypatch):
    rules = pipeline.rules.load_rules()
    rules.version = "r2"
    monkeypatch.setattr(pipeline.rules, "load_rules", lambda folder=None: rules)
    for path in (filled / "reports").iterdir():
        path.unlink()
    result = jihe("extract", "--jobs", "0", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["run"]["ok"] == 3
    with sqlite3.connect("output/reports.db") as db:
        assert db.execute("select distinct rules_version from documents where status = 'ok'").fetchall() == [("r2",)]
    db.close()


def test_reports_without_a_year_are_counted_and_said(home, jihe):
    (home / "reports" / "undated.txt").write_text("本年支出12万元。", encoding="utf-8")
    assert "1 reports do not tell their year" in jihe("run", "reports/undated.txt", "--jobs", "0").stdout
    assert "do not tell their year" not in jihe("run", "reports/2030-青禾县档案馆.txt", "--db", "other.db").stdout
