"""Loads and compiles the rule packs of the top-level `rules/` folder: what is looked for is data, not code."""

from pipeline.rules.calculation_schema import Calculation
from pipeline.rules.load import Concept, Rule, RuleSet, load_rules

__all__ = ["Calculation", "Concept", "Rule", "RuleSet", "load_rules"]
