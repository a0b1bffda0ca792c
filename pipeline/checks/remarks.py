"""What contradicts nothing and is worth a look: full points for a missed target, template words, numbers left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.checks.reports import Figure, Report
from pipeline.checks.telling import LANGUAGES, Teller
from pipeline.document import Span
from pipeline.language.squeeze import squeeze
from pipeline.rules import RuleSet
from pipeline.rules.check_schema import RemarkWords

# How much of the text around a leftover is shown.
_AROUND = 20
_MISSED = {">=": lambda actual, target: actual < target, "<=": lambda actual, target: actual > target}


@dataclass(frozen=True, slots=True)
class Remark:
    """A place in a report that a reviewer may want to see."""

    check: str
    report: int
    span: Span
    """In the document's text."""
    message_zh: str
    message_en: str


def remarks(report: Report, rules: RuleSet) -> Iterator[Remark]:
    """All remarks on one report: on its scores, then on its text, in reading order."""
    tellers = [Teller(language, report, {report.id: report}, rules) for language in LANGUAGES]
    yield from _full_points(report, tellers)
    yield from _left(report, rules.checks.words.remarks, tellers)


def _full_points(report: Report, tellers: Sequence[Teller]) -> Iterator[Remark]:
    """A row whose result misses its target, and whose score is the full mark."""
    rows: dict[tuple[int, int | None], dict[tuple[str, str], Figure]] = {}
    for figure in report.figures:
        fact = figure.fact
        if figure.in_table and fact.concept in ("indicator", "indicator.score") and fact.measure == "value":
            rows.setdefault((fact.block, figure.row), {}).setdefault((fact.concept, fact.scenario), figure)
    for row in rows.values():
        told = [row.get(("indicator", scenario)) for scenario in ("target", "actual")]
        marks = [row.get(("indicator.score", scenario)) for scenario in ("target", "actual")]
        target, actual, full, given = (*told, *marks)
        if target is None or actual is None or full is None or given is None or target.fact.unit != actual.fact.unit:
            continue
        missed = _MISSED.get(target.fact.comparator or "")
        if missed and missed(actual.value, target.value) and given.value == full.value > 0:
            zh, en = (
                teller.words.full_points.format(
                    item=actual.fact.item,
                    target=report.text(target.fact.span),
                    actual=report.text(actual.fact.span),
                    points=teller.amount(full.value, full.fact.unit),
                )
                for teller in tellers
            )
            yield Remark("full-points", report.id, given.fact.span, zh, en)


def _left(report: Report, words: RemarkWords, tellers: Sequence[Teller]) -> Iterator[Remark]:
    """Paragraphs in which a template's words or blanks were left: the first place of each kind."""
    for block in report.document.body():
        if block.table is not None:
            continue
        squeezed = squeeze(report.document.text, block.span.start, block.span.end)
        for check, shape, sentence in (("template", words.leftovers, "leftover"), ("blank", words.blanks, "blank")):
            if match := shape.search(squeezed.text):
                around = squeezed.text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
                zh, en = (getattr(teller.words, sentence).format(words=around) for teller in tellers)
                yield Remark(check, report.id, squeezed.original(match.start(), match.end()), zh, en)
