"""What the checks found, as it is told and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.checks.dates import Dated
from pipeline.checks.relations import Arithmetic, Kind, Relation, Same
from pipeline.checks.reports import Figure, Report
from pipeline.checks.reuse import Reuse
from pipeline.checks.roots import Cause
from pipeline.checks.telling import LANGUAGES, Teller
from pipeline.checks.unit import Checked
from pipeline.document import UNSURE
from pipeline.intervals import Interval
from pipeline.rules import RuleSet
from pipeline.rules.check_schema import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures that cannot all be true, or text that was carried over; one a cause."""

    key: str
    """The same for the same contradiction in the same files, whatever else is in the archive."""
    check: str
    kind: Kind
    severity: Severity
    report: int
    period: int
    stated: Decimal | None
    computed: Decimal | None
    tolerance: Decimal | None
    """How far the stated and the computed value may lie apart by rounding."""
    unit: str
    message_zh: str
    message_en: str
    figures: tuple[tuple[int, str], ...]
    """(fact id, role): stated, or against."""
    arithmetic: tuple[Arithmetic, ...] = ()
    """Each relation that does not hold (`relations.of` reads it), the most telling one first."""

    @property
    def difference(self) -> Decimal | None:
        """How far they do."""
        return None if self.stated is None or self.computed is None else self.stated - self.computed


def findings_of(checked: Checked, reports: Mapping[int, Report], rules: RuleSet) -> Iterator[Finding]:
    """The findings of one report; `reports`: all of its body's, by id."""
    tellers = [Teller(language, checked.report, reports, rules) for language in LANGUAGES]
    severities = {check.id: check.severity for check in rules.checks.checks}
    for cause in checked.causes:
        yield _of_cause(checked.report, cause, reports, tellers, severities)
    for reused in checked.reused:
        yield _of_reuse(checked.report, reused, reports, tellers, severities)
    for earlier in checked.dated:
        yield _of_dated(checked.report, earlier, tellers, severities)


def _of_cause(
    report: Report,
    cause: Cause,
    reports: Mapping[int, Report],
    tellers: list[Teller],
    severities: Mapping[str, Severity],
) -> Finding:
    first, figure = cause.relations[0], cause.figure
    needed = first.needed(figure)
    against = dict.fromkeys(f.id for relation in cause.relations for f in relation.figures if f != figure)
    zh, en = (_message(cause, teller) for teller in tellers)
    return Finding(
        key=_key(first.check, [(reports[f.report].sha256, f) for r in cause.relations for f in r.figures]),
        check=first.check,
        kind="unit" if cause.slip == "unit" else first.kind,
        severity=severities[first.check],
        report=report.id,
        period=figure.fact.period,
        stated=figure.value,
        computed=needed,
        tolerance=_tolerance(first),
        unit=figure.fact.unit,
        message_zh=zh,
        message_en=en,
        figures=((figure.id, "stated"), *((number, "against") for number in against)),
        arithmetic=tuple(relation.told() for relation in cause.relations),
    )


def _of_reuse(
    report: Report,
    reused: Reuse,
    reports: Mapping[int, Report],
    tellers: list[Teller],
    severities: Mapping[str, Severity],
) -> Finding:
    words, then = report.text(reused.sentence), reused.earlier
    zh, en = (teller.words.reused.format(year=then.year, name=then.name, words=words) for teller in tellers)
    figures = [(reports[f.report].sha256, f) for f in (*reused.figures, *reused.figures_then)]
    return Finding(
        key=_key("stale", figures),
        check="stale",
        kind="stale",
        severity=severities["stale"],
        report=report.id,
        period=report.year,
        stated=None,
        computed=None,
        tolerance=None,
        unit="",
        message_zh=zh,
        message_en=en,
        figures=(*((f.id, "stated") for f in reused.figures), *((f.id, "against") for f in reused.figures_then)),
    )


def _of_dated(report: Report, dated: Dated, tellers: list[Teller], severities: Mapping[str, Severity]) -> Finding:
    words = report.text(dated.sentence)
    zh, en = (teller.words.dated.format(year=report.year, then=dated.year, words=words) for teller in tellers)
    return Finding(
        key=_key(f"{dated.check} {dated.sentence.start}", [(report.sha256, figure) for figure in dated.figures]),
        check=dated.check,
        kind="stale",
        severity=severities[dated.check],
        report=report.id,
        period=report.year,
        stated=dated.figures[0].value if dated.check == "stale-staff" else None,
        computed=None,
        tolerance=None,
        unit=dated.figures[0].fact.unit if dated.check == "stale-staff" else "",
        message_zh=zh,
        message_en=en,
        figures=tuple((figure.id, "stated") for figure in dated.figures),
    )


def _message(cause: Cause, teller: Teller) -> str:
    """Each figure with its place, the arithmetic, and why rounding does not explain it."""
    first = cause.relations[0]
    others = [f for f in first.figures if f != cause.figure]
    words = teller.words
    told = [words.stated.format(figure=teller.told([cause.figure]))]
    if others:
        told.append(words.against.format(figures=teller.told(others)))
    told.append(_arithmetic(cause, teller))
    told.append(_why(first, teller))
    if cause.slip:
        told.append(words.slips[cause.slip])
    if more := len(cause.relations) - 1:
        told.append(words.more.format(more=more))
    figures = dict.fromkeys(figure for relation in cause.relations for figure in relation.figures)
    if unsure := [f for f in figures if f.fact.confidence is not None and f.fact.confidence < UNSURE]:
        told.append(words.unsure.format(figures=teller.amounts(unsure)))
    return words.break_.join(told) + words.end


def _arithmetic(cause: Cause, teller: Teller) -> str:
    """What the figure at fault should be, and why."""
    first, words = cause.relations[0], teller.words
    needed = first.needed(cause.figure)
    if first.stated == cause.figure:
        return words.computed.format(formula=teller.formula(first))
    if isinstance(first, Same) or needed is None:
        amount = first.computed if needed is None else needed
        return words.computed.format(formula=teller.amount(amount, cause.figure.fact.unit))
    return words.solved.format(
        stated=teller.amount(first.stated.value, first.stated.fact.unit),
        formula=teller.formula(first),
        needed=teller.amount(needed, cause.figure.fact.unit),
    )


def _why(relation: Relation, teller: Teller) -> str:
    words, tolerance = teller.words, _tolerance(relation)
    unit = relation.stated.fact.unit
    if not tolerance:
        return words.exact.format(difference=teller.amount(abs(relation.stated.value - relation.computed), unit))
    difference = abs(relation.stated.value - relation.computed)
    return words.beyond.format(
        difference=teller.amount(round(difference, 4), unit), tolerance=teller.amount(round(tolerance, 4), unit)
    )


def _tolerance(relation: Relation) -> Decimal | None:
    """How far apart rounding may bring the two; None where one is only hedged."""
    widths = [_reach(relation.allowed, relation.stated.value), _reach(relation.interval, relation.computed)]
    return None if None in widths else sum((width for width in widths if width is not None), Decimal(0))


def _reach(interval: Interval, value: Decimal) -> Decimal | None:
    if interval.low is None or interval.high is None:
        return None
    return max(value - interval.low, interval.high - value)


def _key(check: str, figures: list[tuple[str, Figure]]) -> str:
    parts = sorted({f"{sha} {f.fact.span.start} {f.fact.span.end} {f.value}" for sha, f in figures})
    return hashlib.sha256("\n".join((check, *parts)).encode()).hexdigest()[:24]
