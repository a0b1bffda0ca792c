"""One year's report against another's: last year as told now and as told then, closing against opening balances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.relations import Relation, Same
from pipeline.checks.reports import Figure, Report

_STATED_BY_BOTH = ("staff.", "expenditure.", "income.", "three_public.", "operating.", "procurement.", "asset.")


def years(report: Report, earlier: Report) -> Iterator[Relation]:
    """A report against that of the year before."""
    yield from _told_again(report, earlier)
    opening, closing = report.levels("carryover.opening"), earlier.levels("carryover.closing")
    if opening and closing:
        yield _pair("carryover", opening, closing)


def _told_again(report: Report, earlier: Report) -> Iterator[Relation]:
    """上年33.65万元 against the report of that year, where both have one value of it."""
    told = {
        (f.fact.concept, f.fact.scenario): f
        for f in report.figures
        if f.fact.period == earlier.year and f.fact.measure == "value" and not f.fact.item and f.fact.approx is None
    }
    for concept, scenario in told:
        if concept.startswith(_STATED_BY_BOTH):
            now = report.levels(concept, scenario, earlier.year)
            then = earlier.levels(concept, scenario, earlier.year)
            if now and then:
                yield _pair("prior-year", now, then)


def _pair(check: str, now: Sequence[Figure], then: Sequence[Figure]) -> Relation:
    """The pair that agrees, if one does."""
    pairs = [Same(check, "cross_year", one, other) for one in now for other in then]
    return next((pair for pair in pairs if pair.status != "inconsistent"), pairs[0])
