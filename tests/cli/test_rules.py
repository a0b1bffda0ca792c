"""jihe rules: the examples, one sentence explained, the rules at work in a database."""

from __future__ import annotations

import json

import pytest

from pipeline.cli import language


@pytest.fixture(autouse=True)
def fakes():
    """Here the rules are the real ones; only the language is put back."""
    before = language.current()
    yield
    language.use(before)


def test_rules_test_passes_for_the_rules_that_come_with_jihe(jihe):
    result = jihe("rules", "test", "--json")
    told = json.loads(result.stdout)
    assert told["examples"] > 100
    assert told["failed"] == []
    assert result.exit_code == 0


def test_rules_explain_shows_facts_and_what_is_none(jihe):
    told = json.loads(jihe("rules", "explain", "核定编制12名，平均年龄41岁。", "--json").stdout)
    assert [(f["concept"], f["value"], f["figure"]) for f in told["facts"]] == [("staff.quota", "12", "12名")]
    assert [n["text"] for n in told["numbers"]] == ["12名", "41岁"]


def test_rules_explain_reads_under_a_heading(jihe):
    told = json.loads(jihe("rules", "explain", "决算支出2.5万元。", "--heading", "（二）“三公”经费", "--json").stdout)
    assert [f["concept"] for f in told["facts"]] == ["three_public.total"]


def test_rules_explain_marks_the_sentence(jihe):
    shown = jihe("rules", "explain", "核定编制12名，平均年龄41岁。", lang="zh").stdout
    assert "核定编制【12名】，平均年龄〈41岁〉。" in shown


def test_rules_test_names_a_folder_that_does_not_hold(jihe, tmp_path):
    result = jihe("rules", "test", "--rules", str(tmp_path))
    assert result.exit_code == 2
    assert "concepts.yaml" in result.stderr
