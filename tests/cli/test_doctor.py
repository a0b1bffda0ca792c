"""doctor: what is there, what is missing, and which of it matters."""

import json

import pytest

import pipeline.rules
from pipeline.cli import care
from pipeline.errors import RuleError


@pytest.fixture(autouse=True)
def quick(monkeypatch, tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "x.txt").write_bytes(b"x")
    monkeypatch.setattr("pipeline.rules.paths.samples_dir", lambda: tmp_path / "s")
    monkeypatch.setattr("pipeline.rules.paths.rules_dir", lambda: tmp_path)
    monkeypatch.setattr(care, "_LIBRARIES", {"pyyaml": "yaml"})


def checks(result):
    return {check["name"]: check for check in json.loads(result.stdout)["checks"]}


def test_doctor_is_content_when_all_is_there(jihe, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = jihe("doctor", "--json")
    assert result.exit_code == 0, result.output
    assert {"Python", "SQLite FTS5", "pyyaml", "rules", "samples", "write access"} <= set(checks(result))
    assert "r1" in checks(result)["rules"]["detail"]


def test_doctor_exits_1_when_a_library_is_missing(jihe, monkeypatch):
    monkeypatch.setattr(care, "_LIBRARIES", {"nowhere": "no_such_module"})
    result = jihe("doctor")
    assert result.exit_code == 1
    assert "No module named 'no_such_module'" in result.stdout


def test_doctor_shows_what_is_wrong_with_the_rules(jihe, monkeypatch):
    def broken(folder=None):
        raise RuleError("unknown unit", where="rules/x.yaml:14", do="correct it")

    monkeypatch.setattr(pipeline.rules, "load_rules", broken)
    result = jihe("doctor", "--json")
    assert result.exit_code == 1
    assert checks(result)["rules"]["detail"] == "rules/x.yaml:14: unknown unit → correct it"


def test_doctor_does_not_need_optional_tools(jihe, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda command: None)
    result = jihe("doctor", "--json")
    assert (result.exit_code, checks(result)["LibreOffice"]["ok"]) == (0, False)
