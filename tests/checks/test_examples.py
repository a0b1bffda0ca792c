"""rules/checks/: every example gives the findings and remarks that it says, and nothing else."""

from __future__ import annotations

import pytest

from pipeline.checks.examples import run_check_examples
from pipeline.rules import RuleSet, load_rules

EXAMPLES = [example.id for check in load_rules().checks.checks for example in check.examples]


@pytest.fixture(scope="module")
def outcomes(reader):
    return {outcome.example.id: outcome for outcome in run_check_examples(reader)}


@pytest.mark.parametrize("example", EXAMPLES)
def test_findings_are_those_that_a_careful_reader_would_defend(outcomes, example):
    assert outcomes[example].passed, outcomes[example].found


def test_every_check_has_an_example_that_it_finds_and_one_that_only_looks_wrong(rules: RuleSet):
    for check in rules.checks.checks:
        assert any(check.id in {e.check for e in example.expect} for example in check.examples), check.id
        assert any(not example.expect for example in check.examples), check.id
    assert len(set(EXAMPLES)) == len(EXAMPLES)
