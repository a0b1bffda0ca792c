"""Points of a score against their total, where all of a table's rows were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.checks.relations import Relation, Sum
from pipeline.checks.reports import Figure, Report
from pipeline.facts import Scenario


def points(report: Report) -> Iterator[Relation]:
    """Each table's total of points given, if its full marks add up to their total, so that no row is missing."""
    tables: defaultdict[int, defaultdict[tuple[str, Scenario], list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in report.figures:
        fact = figure.fact
        if figure.in_table and fact.concept in ("indicator.score", "score.total") and fact.measure == "value":
            tables[fact.block][fact.concept, fact.scenario].append(figure)
    for table in tables.values():
        given, full = table["indicator.score", "actual"], table["indicator.score", "target"]
        if len(given) > 2 and len(given) == len(full) and sum(f.value for f in full) == 100:
            yield from (
                Sum("sum-of-points", "sum", total, tuple((figure, 1) for figure in given))
                for total in table["score.total", "actual"][:1]
            )
