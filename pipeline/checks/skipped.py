"""What could not be checked: a stated whole, change or rate whose other figures the reports do not state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.checks.relations import Relation
from pipeline.checks.reports import Figure, Report
from pipeline.rules import RuleSet

_BY_MEASURE = {"change": "difference", "change_rate": "growth", "completion_rate": "completion", "share": "share"}


def skipped(report: Report, relations: Iterable[Relation], rules: RuleSet) -> Counter[str]:
    """Check → how many figures stand that it would hold against others, and found none to hold them against."""
    checked = {(relation.check, relation.stated) for relation in relations}
    wholes = {calculation.whole for calculation in rules.calculations}
    found: Counter[str] = Counter()
    for figure in report.figures:
        check = _check_of(figure, wholes, rules.checks.words.limits)
        if check and (check, figure) not in checked:
            found[check] += 1
    return found


def _check_of(figure: Figure, wholes: set[str], limits: dict[str, str]) -> str:
    """The check by which a figure would be held against others; empty if there is none."""
    fact = figure.fact
    if fact.measure != "value":
        return _BY_MEASURE.get(fact.measure, "")
    if fact.item or fact.comparator:
        return ""
    if fact.concept in wholes:
        return "sum-of-parts"
    if fact.concept in limits and fact.scenario == "actual":
        return "limit"
    return "sum-of-points" if fact.concept == "score.total" and fact.scenario == "actual" else ""
