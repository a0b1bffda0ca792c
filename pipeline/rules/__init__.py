"""Loads and compiles the rule packs of the top-level `rules/` folder: what is looked for is data, not code."""

from pipeline.rules.load import Concept, Rule, RuleSet, load_rules

__all__ = ["Concept", "Rule", "RuleSet", "load_rules"]
