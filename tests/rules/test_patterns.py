"""Patterns as authors write them, and what a mistake in rules/cues.yaml is told as."""

import re
import shutil
from pathlib import Path

import pytest

from pipeline.errors import RuleError
from pipeline.rules import load_rules
from pipeline.rules.paths import rules_dir
from pipeline.rules.patterns import pattern


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("因公出国（境）费", "因公出国(境)费", id="brackets-stand-for-themselves"),
        pytest.param("“三公”经费", '"三公"经费', id="quotes"),
        pytest.param("在职{n}", "在职12人", id="a-number-follows"),
        pytest.param("(无|没有)支出", "没有支出", id="half-width-brackets-group"),
    ],
)
def test_pattern_matches(source, text):
    assert pattern(source).match(text)


def test_pattern_a_number_must_follow():
    assert not pattern("在职{n}").match("在职人员")


def test_pattern_that_does_not_compile_names_its_place():
    with pytest.raises(RuleError, match=re.escape("rules/x.yaml, rule 'y': not a regular expression")):
        pattern("(无", where="rules/x.yaml, rule 'y'")


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        pytest.param("required:", "requird:", r"cues\.yaml: guards\.required: Field required", id="unknown-key"),
        pytest.param(
            "advice: '建议'",
            "advice: '(建议'",
            r"cues\.yaml: guards\.advice: .*not a regular expression",
            id="bad-pattern",
        ),
    ],
)
def test_cues_a_mistake_is_told_by_file_and_key(tmp_path, written, instead, message):
    with pytest.raises(RuleError, match=message):
        load_rules(changed(tmp_path / "rules", "cues.yaml", written, instead))


def test_a_term_that_needs_no_word_names_its_rule(tmp_path):
    folder = changed(tmp_path / "rules", "staffing.yaml", "- '(由[^", "- '(?<=已)(退休人员)?'\n      - '(由[^")
    with pytest.raises(RuleError, match=r"staffing\.yaml, rule 'retired': a term: .* where nothing stands"):
        load_rules(folder)


def changed(folder: Path, name: str, written: str, instead: str) -> Path:
    """A copy of the rules in which one thing is written otherwise."""
    shutil.copytree(rules_dir(), folder)
    rules = (folder / name).read_text("utf-8")
    assert written in rules
    (folder / name).write_text(rules.replace(written, instead, 1), "utf-8")
    return folder
