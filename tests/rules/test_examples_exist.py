"""Every rule is tested by an example of its own."""

from pipeline.rules import load_rules


def test_every_rule_has_examples():
    assert [rule.id for rule in load_rules().rules if not rule.examples] == []
