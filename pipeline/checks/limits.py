"""What may not be passed: 在职 over 编制, points over their full mark, 100 % of the adjusted budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.checks.relations import AtMost, Relation
from pipeline.checks.reports import Figure, Report, single
from pipeline.rules import RuleSet

_HUNDRED = Decimal(100)
_EACH = "各"


def limits(report: Report, rules: RuleSet) -> Iterator[Relation]:
    """Staff against posts, points against full marks, execution against 100 %."""
    for below, above in rules.checks.words.limits.items():
        yield from _levels(report, below, above)
    yield from _points(report)
    yield from _execution(report)


def _levels(report: Report, below: str, above: str) -> Iterator[Relation]:
    periods = {f.fact.period for f in report.figures if f.fact.concept == below}
    for period in sorted(periods):
        stated, limit = report.levels(below, "actual", period), report.levels(above, "actual", period)
        # 编制各12人: of each of several bodies.
        limit = [figure for figure in limit if _EACH not in figure.quote]
        near = [pair for pair in _groups(stated, limit) if all(pair)]
        if not near and single(stated) and single(limit):
            near = [(stated, limit)]
        seen: set[tuple[Decimal, Decimal]] = set()
        for ones, others in near:
            # Several of one paragraph are of several bodies or dates: they pass the limit only if the least does.
            one, other = min(ones, key=lambda f: f.value), max(others, key=lambda f: f.value)
            if (one.value, other.value) not in seen:
                seen.add((one.value, other.value))
                yield AtMost("limit", "limit", one, other)


def _groups(stated: Sequence[Figure], limits: Sequence[Figure]) -> Iterator[tuple[list[Figure], list[Figure]]]:
    """The figures of each paragraph or table row, and the limits there."""
    places = dict.fromkeys((f.fact.block, f.row) for f in stated)
    for place in places:
        ones, others = ([f for f in figures if (f.fact.block, f.row) == place] for figures in (stated, limits))
        yield ones, others


def _points(report: Report) -> Iterator[Relation]:
    """Points over their full mark, one in a table: where several are, its columns were taken for one another."""
    relations: defaultdict[int, list[AtMost]] = defaultdict(list)
    for relation in _each_point(report):
        relations[relation.stated.fact.block].append(relation)
    for of_block in relations.values():
        broken = [relation for relation in of_block if relation.status == "inconsistent"]
        yield from (relation for relation in of_block if len(broken) == 1 or relation.status != "inconsistent")


def _each_point(report: Report) -> Iterator[AtMost]:
    for figure in report.figures:
        fact = figure.fact
        if fact.scenario != "actual" or fact.concept not in ("indicator.score", "score.total"):
            continue
        full = report.levels(fact.concept, "target", fact.period, fact.item)
        same = [f for f in full if f.fact.block == fact.block and (f.row == figure.row or not figure.in_table)]
        if same:
            yield AtMost("limit", "limit", figure, same[0])
        elif fact.concept == "score.total":
            yield AtMost("limit", "limit", figure, _HUNDRED)


def _execution(report: Report) -> Iterator[Relation]:
    for figure in report.figures:
        fact = figure.fact
        if fact.measure == "completion_rate" and fact.base == "adjusted" and fact.concept.startswith("expenditure."):
            yield AtMost("limit", "limit", figure, _HUNDRED)
