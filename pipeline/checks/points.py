"""Points of a score against their total, where all of a table's rows, or of a paragraph's items, were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.checks.relations import Relation, Sum
from pipeline.checks.reports import Figure, Report, single
from pipeline.facts import Scenario

_FULL = 100
_Points = dict[tuple[str, Scenario], list[Figure]]


def points(report: Report) -> Iterator[Relation]:
    """The total of points given, and the total of full marks, of each table or paragraph that scores several items."""
    blocks: defaultdict[int, _Points] = defaultdict(lambda: defaultdict(list))
    for figure in report.figures:
        fact = figure.fact
        if fact.concept in ("indicator.score", "score.total") and fact.measure == "value" and not fact.comparator:
            blocks[fact.block][fact.concept, fact.scenario].append(figure)
    total = single(report.levels("score.total"))
    for block in blocks.values():
        given, full = block["indicator.score", "actual"], block["indicator.score", "target"]
        if len(given) > 2 and len(given) == len(full):
            stated = next(iter(block["score.total", "actual"]), total)
            most = next(iter(block["score.total", "target"]), None)
            if relation := _total(given, full, stated, most):
                yield relation


def _total(
    given: Sequence[Figure], full: Sequence[Figure], stated: Figure | None, most: Figure | None
) -> Relation | None:
    """Either total tells that no item is missing or counted twice; then the other must be right too."""
    if stated and _sum(full) == _FULL:
        return Sum("sum-of-points", "sum", stated, tuple((figure, 1) for figure in given))
    if stated and most and _sum(given) == stated.value:
        return Sum("sum-of-points", "sum", most, tuple((figure, 1) for figure in full))
    return None


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))
