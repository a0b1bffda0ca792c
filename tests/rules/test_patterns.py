"""Patterns as authors write them, and what a mistake in rules/cues.yaml is told as."""

import re
import shutil

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
    folder = tmp_path / "rules"
    shutil.copytree(rules_dir(), folder)
    cues = (folder / "cues.yaml").read_text("utf-8")
    assert written in cues
    (folder / "cues.yaml").write_text(cues.replace(written, instead, 1), "utf-8")
    with pytest.raises(RuleError, match=message):
        load_rules(folder)
