"""All checks of one unit's reports: what contradicts what, and how much was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.checks.balance import balance
from pipeline.checks.classes import classes
from pipeline.checks.dates import Dated, dated
from pipeline.checks.differences import differences
from pipeline.checks.limits import limits
from pipeline.checks.lists import lists
from pipeline.checks.points import points
from pipeline.checks.rates import rates
from pipeline.checks.relations import Relation
from pipeline.checks.remarks import Remark, remarks
from pipeline.checks.reports import Figure, Report
from pipeline.checks.restated import restated
from pipeline.checks.reuse import Reuse, reuse
from pipeline.checks.roots import Cause, causes
from pipeline.checks.skipped import skipped
from pipeline.checks.sums import sums
from pipeline.checks.years import years
from pipeline.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found in one report."""

    report: Report
    causes: tuple[Cause, ...]
    reused: tuple[Reuse, ...]
    dated: tuple[Dated, ...]
    remarks: tuple[Remark, ...]
    counts: Counter[tuple[str, str]]
    """(check id, status) → how often; a check that lacked figures is skipped."""


def check_unit(reports: Sequence[Report], rules: RuleSet) -> Iterator[Checked]:
    """Check the reports of one body, each by itself and against its earlier years."""
    by_year = sorted(reports, key=lambda report: (report.year, report.id))
    words = {report.id: report for report in by_year}

    def printed(figure: Figure) -> str:
        return words[figure.report].text(figure.fact.span)

    contradicting = [check for check in rules.checks.checks if check.severity != "info"]
    for report in by_year:
        before = [other for other in by_year if other.year < report.year]
        last = next((other for other in reversed(before) if other.year == report.year - 1), None)
        relations = list(_relations(report, last, rules))
        counts: Counter[tuple[str, str]] = Counter({(check.id, "consistent"): 0 for check in contradicting})
        counts.update((relation.check, relation.status) for relation in relations)
        counts.update({(check, "skipped"): n for check, n in skipped(report, relations, rules).items()})
        yield Checked(
            report=report,
            causes=tuple(causes(relations, printed)),
            reused=tuple(reuse(report, before)),
            dated=tuple(dated(report, rules)),
            remarks=tuple(remarks(report, rules)),
            counts=counts,
        )


def _relations(report: Report, last: Report | None, rules: RuleSet) -> Iterator[Relation]:
    yield from sums(report, rules)
    yield from lists(report, rules)
    yield from classes(report, rules)
    yield from points(report)
    yield from balance(report)
    yield from differences(report, last)
    yield from rates(report, rules)
    yield from limits(report, rules)
    yield from restated(report, rules)
    if last is not None:
        yield from years(report, last)
