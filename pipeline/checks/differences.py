"""This year less last year against the stated change; growth against its numbers; signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.checks.relations import Rate, Relation, Sum
from pipeline.checks.reports import Figure, Report, single
from pipeline.facts import Base, Fact, Scenario

_PART, _NEAR = 15, Decimal("0.02")
_TWO_WAYS = "增减"
_BASES: dict[Base, tuple[Scenario, int]] = {
    "prior_actual": ("actual", -1),
    "prior_budget": ("budget", -1),
    "budget": ("budget", 0),
    "adjusted": ("adjusted", 0),
}
"""What a change is measured against: scenario, and years from the figure's own."""


def differences(report: Report, earlier: Report | None = None) -> Iterator[Relation]:
    """Every stated change and growth rate that the report's figures, or last year's report, can be held against."""
    for figure in report.figures:
        if figure.fact.measure == "change" and figure.fact.base in _BASES:
            yield from _change(report, figure, earlier)
        if figure.fact.measure == "change_rate" and figure.fact.base in _BASES:
            yield from _growth(report, figure, earlier)


def _change(report: Report, change: Figure, earlier: Report | None) -> Iterator[Relation]:
    level, base = _level(report, change), _base(report, change, earlier)
    if level and base and level != base:
        relation = Sum("difference", "difference", change, ((level, 1), (base, -1)))
        # 增减额 has no sign.
        if _TWO_WAYS not in change.quote or not relation.interval.meets(-change.interval):
            yield relation


def _growth(report: Report, rate: Figure, earlier: Report | None) -> Iterator[Relation]:
    level, base = _level(report, rate), _base(report, rate, earlier)
    if level is None:
        return
    if base is not None and base != level and base.value > 0:
        relation = Rate("growth", "ratio", rate, ((level, 1),), ((base, 1),), less=100)
        if _TWO_WAYS not in rate.quote or not relation.interval.meets(-relation.allowed):
            yield relation
        return
    change = _beside(report, rate)
    if change and level.value - change.value > 0:
        whole = ((level, 1), (change, -1))
        relation = Rate("growth", "ratio", rate, ((change, 1),), whole)
        if not _is_of_a_part(relation):
            yield relation


def _is_of_a_part(relation: Rate) -> bool:
    """Whether a rate is so much larger than its change that both are of a small part of the level."""
    if not relation.computed:
        return False
    times = relation.stated.value / relation.computed
    return times > _PART and not any(abs(times / power - 1) < _NEAR for power in (100, 1000))


def _level(report: Report, change: Figure) -> Figure | None:
    """The level that a change is of: the nearest before it in its sentence or paragraph, else the only one."""
    fact = change.fact
    return _nearest(change, _within(change, _of(report, fact, fact.scenario, fact.period)))


def _within(change: Figure, levels: list[Figure]) -> list[Figure]:
    """What an activity's change is of stands in its sentence: elsewhere a like name may be of another thing."""
    if not change.fact.concept.startswith("activity."):
        return levels
    return [level for level in levels if level.sentence == change.sentence]


def _base(report: Report, change: Figure, earlier: Report | None) -> Figure | None:
    fact = change.fact
    scenario, years = _BASES[fact.base or "prior_actual"]
    stated = _within(change, _of(report, fact, scenario, fact.period + years))
    if stated:
        return _nearest(change, stated)
    if earlier is None or earlier.year != fact.period + years or fact.item:
        return None
    told = _of(earlier, fact, scenario, fact.period + years)
    return single(told)


def _beside(report: Report, rate: Figure) -> Figure | None:
    """The change in the same sentence that the rate goes with."""
    fact = rate.fact
    same = [
        f
        for f in report.figures
        if f.sentence == rate.sentence
        and f.fact.measure == "change"
        and (f.fact.concept, f.fact.item, f.fact.base, f.fact.period)
        == (fact.concept, fact.item, fact.base, fact.period)
    ]
    return _nearest(rate, same)


def _of(report: Report, fact: Fact, scenario: Scenario, period: int) -> list[Figure]:
    levels = report.levels(fact.concept, scenario, period, fact.item)
    return [f for f in levels if f.fact.approx is None and not f.fact.comparator]


def _nearest(figure: Figure, others: Sequence[Figure]) -> Figure | None:
    """The one in the same row, the last one told before it in its sentence or paragraph, or else the only value."""
    if figure.in_table:
        row = [f for f in others if f.in_table and (f.fact.block, f.row) == (figure.fact.block, figure.row)]
        if row:
            return single(row)
    else:
        told = [f for f in others if not f.in_table and f.fact.block == figure.fact.block]
        before = [f for f in told if f.fact.span.start < figure.fact.span.start]
        if before:
            return before[-1]
    return single(others)
