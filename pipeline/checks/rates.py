"""Rates of completion and shares against their numbers, each with its own base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.items import akin, one_thing
from pipeline.checks.relations import Rate, Relation
from pipeline.checks.reports import Figure, Report, single
from pipeline.checks.slips import is_slip, slip
from pipeline.facts import Base, Scenario
from pipeline.intervals import Interval
from pipeline.rules import RuleSet

_NEAR = 25
_PLANS: dict[Base, Scenario] = {"budget": "budget", "adjusted": "adjusted", "target": "target"}


def rates(report: Report, rules: RuleSet) -> Iterator[Relation]:
    """Every completion rate whose plan is stated, every share whose whole is."""
    wholes = {part: c.whole for c in rules.calculations for part in c.parts}
    wholes |= {part: c.whole for c in rules.checks.words.classes for part in c.concepts - {c.whole}}
    for figure in report.figures:
        if figure.fact.measure == "completion_rate":
            yield from _completion(report, figure)
        elif figure.fact.measure == "share":
            yield from _share(report, figure, wholes)
        elif figure.fact.concept == "indicator" and figure.fact.unit == "%" and not figure.in_table:
            yield from _of_name(report, figure)


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
    counts = _counts_before(report, rate)
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


def _counts_before(report: Report, rate: Figure) -> list[Figure]:
    """What the sentence counted before a rate."""
    return [
        f
        for f in report.figures
        if f.sentence == rate.sentence
        and not f.in_table
        and f.fact.span.start < rate.fact.span.start
        and f.fact.measure == "value"
        and f.fact.unit not in ("%", "CNY")
        and f.value > 0
    ]


def _of_name(report: Report, rate: Figure) -> Iterator[Relation]:
    """登记22,815人，规范管理17,340人，规范管理率76%: the rate has the later count's name."""
    name = rate.fact.item.removesuffix("率")
    counts = [f for f in _counts_before(report, rate) if f.fact.concept.startswith("activity.")]
    if len(name) < len(rate.fact.item) and len(counts) > 1 and name in counts[-1].fact.item:
        pair = Rate("completion", "ratio", rate, ((counts[-1], 1),), ((counts[-2], 1),))
        if counts[-1].fact.unit == counts[-2].fact.unit and (pair.status != "inconsistent" or _is_near(pair)):
            yield pair


def _of_target(report: Report, rate: Figure, done: Figure) -> Iterator[Relation]:
    """培训436人，为年度任务的103.81%: the task is stated elsewhere, of the same thing."""
    printed = report.text(rate.fact.span)
    targets = [f for f in report.figures if f.fact.scenario == "target" and f.fact.measure == "value" and f.value > 0]
    targets = [f for f in targets if f.fact.period == done.fact.period and akin(done, f)]
    pairs = [Rate("completion", "ratio", rate, ((done, 1),), ((target, 1),)) for target in targets]
    holding = next((pair for pair in pairs if pair.status != "inconsistent"), None)
    missed = [pair for pair in pairs if one_thing(done, pair.whole[0][0]) or slip(rate, printed, pair.computed)]
    if holding:
        yield holding
    elif len({pair.whole[0][0].value for pair in missed}) == 1 and _is_near(missed[0]):
        yield missed[0]


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
    parts = _beside(share, report.levels(fact.concept, fact.scenario, fact.period, fact.item))
    totals = report.levels(wholes.get(fact.concept, ""), fact.scenario, fact.period)
    whole = _near(share, totals) or single(totals)
    if not parts or whole is None or whole.value <= 0:
        return
    of_whole = [Rate("share", "ratio", share, ((part, 1),), ((whole, 1),)) for part in parts]
    holding = next((relation for relation in of_whole if relation.status != "inconsistent"), None)
    if holding:
        yield holding
        return
    relation = of_whole[0]
    if whole.fact.block != share.fact.block and not is_slip(report, relation):
        return
    others = [
        f
        for f in report.figures
        if f.fact.measure == "value" and f.fact.unit == whole.fact.unit and f.value > 0 and not _same(f, parts[0])
    ]
    # A share of another whole that the report states is no contradiction.
    of_others = (Rate("share", "ratio", share, ((part, 1),), ((other, 1),)) for part in parts for other in others)
    if all(other.status == "inconsistent" for other in of_others):
        yield relation


def _same(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one thing, if not of one year."""
    return (one.fact.concept, one.fact.item) == (other.fact.concept, other.fact.item)


def _near(rate: Figure, levels: Sequence[Figure]) -> Figure | None:
    """The nearest level in the rate's row or sentence; else in its paragraph; never from elsewhere."""
    return next(iter(_beside(rate, levels)), None)


def _beside(rate: Figure, levels: Sequence[Figure]) -> list[Figure]:
    """The levels in the rate's row or sentence, else in its paragraph, the nearest first."""
    exact = [f for f in levels if f.fact.approx is None and not f.fact.comparator]
    row = [f for f in exact if f.in_table and (f.fact.block, f.row) == (rate.fact.block, rate.row)]
    sentence = [f for f in exact if not f.in_table and f.sentence == rate.sentence]
    paragraph = [f for f in exact if not f.in_table and not rate.in_table and f.fact.block == rate.fact.block]
    found = row or sentence or paragraph
    return sorted(found, key=lambda f: abs(f.fact.span.start - rate.fact.span.start))
