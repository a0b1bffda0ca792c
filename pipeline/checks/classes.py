"""Classes of spending and sources of income against their total: those of one table column, of one paragraph.

Only the top level adds up: which names are of it, rules/checks/words.yaml tells, so that 类, 款 and 项 are never mixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.checks.relations import Relation, Sum
from pipeline.checks.reports import Figure, Report
from pipeline.checks.slips import is_slip
from pipeline.facts import Scenario
from pipeline.rules import RuleSet
from pipeline.rules.check_schema import Classes

_Place = tuple[int, int | None, Scenario, int]
"""Block, column, scenario, year."""


def classes(report: Report, rules: RuleSet) -> Iterator[Relation]:
    """Every total whose classes stand beside it, each once."""
    for rule in rules.checks.words.classes:
        places: defaultdict[_Place, list[Figure]] = defaultdict(list)
        for figure in report.figures:
            fact = figure.fact
            if fact.concept in rule.concepts and fact.measure == "value" and not fact.comparator:
                places[fact.block, figure.col, fact.scenario, fact.period].append(figure)
        for figures in places.values():
            relation = _total(report, rule, figures)
            if relation:
                yield relation


def _total(report: Report, rule: Classes, figures: Sequence[Figure]) -> Relation | None:
    """The total that its classes make, else the one that they miss by a clerk's slip."""
    wholes = [f for f in figures if f.fact.concept == rule.whole and not f.fact.item]
    parts = [f for f in figures if f.fact.concept == rule.part or rule.named.fullmatch(f.fact.item)]
    if len(parts) < 2 or len({(f.fact.concept, f.fact.item) for f in parts}) < len(parts):
        return None
    ways = [Sum("sum-of-classes", "sum", whole, tuple((part, 1) for part in parts)) for whole in wholes]
    holding = next((way for way in ways if way.status != "inconsistent"), None)
    return holding or next((way for way in ways if _is_slip(report, way)), None)


def _is_slip(report: Report, way: Sum) -> bool:
    """Whether one figure is a clerk's slip for what the others make; a class that was not read is none."""
    missing = way.stated.value - way.computed
    return not (missing > 0 and report.prints(missing, way.figures)) and is_slip(report, way)
