"""check, findings, explain F…: what cannot all be true, as a person and as a program see it."""

import csv
import io
import json

import pytest

from pipeline.store import Archive


@pytest.fixture
def wrong(home, jihe):
    """An archive with one report in which staff exceeds what the next report says of it."""
    reports = home / "reports"
    for path in reports.iterdir():
        path.unlink()
    head = "青禾县档案馆（县档案馆）{}年部门整体支出绩效自评报告\n\n"
    (reports / "a.txt").write_text(head.format(2030) + "基本支出176.90万元。\n\n基本支出179.60万元。", "utf-8")
    (reports / "b.txt").write_text(head.format(2031) + "基本支出120.00万元。", "utf-8")
    result = jihe("run", "reports", "--jobs", "0")
    assert result.exit_code == 0, result.output
    return home


def test_run_says_how_much_cannot_be_true(wrong, jihe):
    again = jihe("run", "reports", "--jobs", "0", "--json")
    assert json.loads(again.stdout)["archive"]["findings"] == {"error": 1}


def test_findings_tells_it_in_words_and_for_programs(wrong, jihe):
    shown = " ".join(jihe("findings", lang="zh").stdout.split())
    assert "前后不一" in shown
    assert "青禾县档案馆" in shown
    (row,) = json.loads(jihe("findings", "--json").stdout)
    assert (row["kind"], row["stated"], row["computed"]) == ("text_table", "1769000", "1796000")
    (line,) = csv.DictReader(io.StringIO(jihe("findings", "--csv").stdout))
    assert line["difference"] == "-27000"
    assert line["document"] == "a.txt"


@pytest.mark.parametrize("options", [("--kind", "sum"), ("--severity", "info"), ("--year", "2031"), ("文化馆",)])
def test_findings_narrows_down(wrong, jihe, options):
    assert json.loads(jihe("findings", *options, "--json").stdout) == []
    assert "Nothing was found" in jihe("findings", *options).stdout


def test_explain_shows_each_figure_in_its_sentence(wrong, jihe):
    (row,) = json.loads(jihe("findings", "--json").stdout)
    shown = jihe("explain", f"F{row['id']}", lang="zh").stdout
    assert "【176.90】" in shown
    assert "【179.60】" in shown
    told = json.loads(jihe("explain", f"F{row['id']}", "--json").stdout)
    assert [fact["role"] for fact in told["facts"]] == ["stated", "against"]


@pytest.mark.parametrize("number", ["F999", "x", "F"])
def test_explain_refuses_what_is_no_id(wrong, jihe, number):
    assert jihe("explain", number).exit_code == 2


def test_check_says_how_much_was_checked(wrong, jihe):
    done = json.loads(jihe("check", "--json").stdout)
    assert (done["units"], done["reports"], done["findings"]) == (1, 2, {"error": 1})
    restated = next(row for row in done["checks"] if row["check_id"] == "restated")
    assert restated["inconsistent"] == 1
    assert "Checked 2 reports of 1 units" in jihe("check").stdout
    assert json.loads(jihe("check", "文化馆", "--json").stdout)["units"] == 0


def test_check_lists_what_is_checked(home, jihe):
    listed = json.loads(jihe("check", "--list", "--json").stdout)
    assert {"sum-of-parts", "growth", "limit", "stale"} <= {check["id"] for check in listed}
    assert "同一数字前后一致" in jihe("check", "--list", lang="zh").stdout


def test_a_spreadsheet_takes_no_cell_for_a_formula(wrong, jihe, monkeypatch):

    rows = Archive.open_readonly(wrong / "output/reports.db").findings()
    monkeypatch.setattr(Archive, "findings", lambda *_, **__: [{**rows[0], "entity": "=cmd()"}])
    (line,) = csv.DictReader(io.StringIO(jihe("findings", "--csv").stdout))
    assert line["entity"] == "'=cmd()"


def test_remarks_stand_apart_from_what_cannot_be_true(home, jihe):
    reports = home / "reports"
    for path in reports.iterdir():
        path.unlink()
    left = "基本支出176.90万元。公务接待费较上年增加（减少）0万元。项目支出为   万元。"
    (reports / "a.txt").write_text(f"青禾县档案馆（县档案馆）2030年部门整体支出绩效自评报告\n\n{left}", "utf-8")
    jihe("run", "reports", "--jobs", "0")
    assert json.loads(jihe("findings", "--json").stdout) == []
    rows = json.loads(jihe("findings", "--severity", "info", "--json").stdout)
    assert [row["check_id"] for row in rows] == ["template", "blank"]
    assert "模板文字没有改" in jihe("findings", "--severity", "info", lang="zh").stdout
    (line, _) = csv.DictReader(io.StringIO(jihe("findings", "--severity", "info", "--csv").stdout))
    assert line["entity"] == "青禾县档案馆"
    assert json.loads(jihe("check", "--json").stdout)["remarks"] == 2


def test_check_counts_what_lacked_figures(home, jihe):
    reports = home / "reports"
    for path in reports.iterdir():
        path.unlink()
    text = "青禾县档案馆（县档案馆）2030年部门整体支出绩效自评报告\n\n基本支出176.90万元。"
    (reports / "a.txt").write_text(text, "utf-8")
    jihe("run", "reports", "--jobs", "0")
    counts = {row["check_id"]: row for row in json.loads(jihe("check", "--json").stdout)["checks"]}
    assert counts["sum-of-parts"]["skipped"] == 1
    assert counts["sum-of-parts"]["consistent"] == counts["difference"]["skipped"] == 0
