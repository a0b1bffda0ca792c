"""Points of a score against their total, where all of a table's rows, or of a paragraph's items, were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.checks.relations import Relation, Sum
from pipeline.checks.reports import Figure, Report
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
    totals = report.levels("score.total")
    for block in blocks.values():
        given, full = block["indicator.score", "actual"], block["indicator.score", "target"]
        if len(given) > 2 and len(given) == len(full):
            stated = block["score.total", "actual"] or (totals if len({f.value for f in totals}) == 1 else [])
            yield from _totals(given, full, stated[:1], block["score.total", "target"][:1])


def _totals(
    given: Sequence[Figure], full: Sequence[Figure], stated: Sequence[Figure], most: Sequence[Figure]
) -> Iterator[Relation]:
    """Either total tells that no item is missing or counted twice; then the other must be right too."""
    if _sum(full) == _FULL:
        yield from (Sum("sum-of-points", "sum", total, tuple((f, 1) for f in given)) for total in stated)
    elif stated and _sum(given) == stated[0].value:
        yield from (Sum("sum-of-points", "sum", total, tuple((f, 1) for f in full)) for total in most)


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))
