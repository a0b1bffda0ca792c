"""Rates of completion and shares against their numbers, each with its own base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.items import one_thing
from pipeline.checks.relations import Rate, Relation
from pipeline.checks.reports import Figure, Report
from pipeline.facts import Base, Scenario
from pipeline.intervals import Interval
from pipeline.rules import RuleSet

_NEAR = 25
_PLANS: dict[Base, Scenario] = {"budget": "budget", "adjusted": "adjusted", "target": "target"}


def rates(report: Report, rules: RuleSet) -> Iterator[Relation]:
    """Every completion rate whose plan is stated, every share whose whole is."""
    wholes = {part: c.whole for c in rules.calculations for part in c.parts}
    for figure in report.figures:
        if figure.fact.measure == "completion_rate":
            yield from _completion(report, figure)
        elif figure.fact.measure == "share":
            yield from _share(report, figure, wholes)


def _completion(report: Report, rate: Figure) -> Iterator[Relation]:
    fact = rate.fact
    if fact.concept.startswith("activity."):
        yield from _of_work(report, rate)
    if fact.base not in _PLANS or fact.concept.startswith("activity."):
        return
    done = _near(rate, report.levels(fact.concept, "actual", fact.period, fact.item))
    if done is None:
        return
    found = []
    for scenario in sorted(_PLANS.values(), key=lambda scenario: scenario != _PLANS[fact.base or "budget"]):
        plan = _near(rate, report.levels(fact.concept, scenario, fact.period, fact.item))
        if plan and plan.value > 0 and done.fact.unit == plan.fact.unit:
            found.append(Rate("completion", "ratio", rate, ((done, 1),), ((plan, 1),)))
    # 执行率 by itself may be of either budget.
    relation = next((r for r in found if r.status != "inconsistent"), found[0] if found else None)
    if (
        relation
        and (relation.status != "inconsistent" or not _fits_another(report, relation, done))
        and _is_near(relation)
    ):
        yield relation


def _fits_another(report: Report, relation: Rate, done: Figure) -> bool:
    """Whether the rate is right of another amount beside it, which was not read as a plan."""
    plans = (amount for amount in report.amounts([relation.stated, done]) if amount > 0)
    return any(relation.allowed.meets(Interval(rate, rate)) for rate in (done.value / plan * 100 for plan in plans))


def _of_work(report: Report, rate: Figure) -> Iterator[Relation]:
    """受理47件，办结45件，办结率95.74%: two counts of the sentence, the second of the first."""
    counts = [
        f
        for f in report.figures
        if f.sentence == rate.sentence
        and not f.in_table
        and f.fact.span.start < rate.fact.span.start
        and f.fact.measure == "value"
        and f.fact.unit not in ("%", "CNY")
        and f.value > 0
    ]
    pairs = [
        Rate("completion", "ratio", rate, ((part, 1),), ((whole, 1),))
        for part in counts
        for whole in counts
        if part != whole and part.fact.unit == whole.fact.unit
    ]
    holding = next((pair for pair in pairs if pair.status != "inconsistent"), None)
    if holding:
        yield holding
    elif len(counts) == 2 and len(pairs) == 2:
        yield from (pair for pair in pairs if _is_near(pair) and _is_told_of(pair, rate))
    elif counts and counts[-1].fact.scenario == "actual" and rate.fact.base in ("target", None):
        yield from _of_target(report, rate, counts[-1])


def _of_target(report: Report, rate: Figure, done: Figure) -> Iterator[Relation]:
    """培训436人，为年度任务的103.81%: the task is stated elsewhere, of the same thing."""
    targets = [f for f in report.figures if f.fact.scenario == "target" and f.fact.measure == "value" and f.value > 0]
    same = [f for f in targets if f.fact.period == done.fact.period and one_thing(done, f)]
    pairs = [Rate("completion", "ratio", rate, ((done, 1),), ((target, 1),)) for target in same]
    holding = next((pair for pair in pairs if pair.status != "inconsistent"), None)
    if holding:
        yield holding
    elif len({f.value for f in same}) == 1 and _is_near(pairs[0]):
        yield pairs[0]


def _is_told_of(pair: Rate, rate: Figure) -> bool:
    """Whether the pair is what was done of what was to be done; of two counts of work, the later of the earlier."""
    part, whole = pair.part[0][0], pair.whole[0][0]
    if part.fact.scenario != whole.fact.scenario:
        return part.fact.scenario == "actual"
    return rate.fact.base != "target" and whole.fact.span.start < part.fact.span.start


def _is_near(relation: Rate) -> bool:
    """Whether a rate misses by so little that both tell of the same thing."""
    return abs(relation.computed - relation.stated.value) <= _NEAR


def _share(report: Report, share: Figure, wholes: dict[str, str]) -> Iterator[Relation]:
    fact = share.fact
    part = _near(share, report.levels(fact.concept, fact.scenario, fact.period, fact.item))
    if part is None:
        return
    whole = _near(share, report.levels(wholes.get(fact.concept, ""), fact.scenario, fact.period))
    if whole is None or whole.value <= 0:
        return
    relation = Rate("share", "ratio", share, ((part, 1),), ((whole, 1),))
    others = (f for f in report.figures if f.fact.measure == "value" and f.fact.unit == whole.fact.unit and f.value > 0)
    # A share of another whole that the report states is no contradiction.
    if relation.status != "inconsistent" or not any(
        Rate("share", "ratio", share, ((part, 1),), ((other, 1),)).status != "inconsistent" for other in others
    ):
        yield relation


def _near(rate: Figure, levels: Sequence[Figure]) -> Figure | None:
    """The level in the rate's row or sentence; else in its paragraph; never from elsewhere."""
    exact = [f for f in levels if f.fact.approx is None and not f.fact.comparator]
    row = [f for f in exact if f.in_table and (f.fact.block, f.row) == (rate.fact.block, rate.row)]
    sentence = [f for f in exact if not f.in_table and f.sentence == rate.sentence]
    paragraph = [f for f in exact if not f.in_table and not rate.in_table and f.fact.block == rate.fact.block]
    for group in (row, sentence, paragraph):
        if group:
            return min(group, key=lambda f: abs(f.fact.span.start - rate.fact.span.start))
    return None
