"""Sentences with figures that stand word for word in an earlier year's report: carried over, not reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.checks.reports import Figure, Report
from pipeline.document import Span
from pipeline.language.squeeze import squeeze

_SHORTEST = 16


@dataclass(frozen=True, slots=True)
class Reuse:
    """A sentence of a report that an earlier one has in the same words."""

    sentence: Span
    figures: tuple[Figure, ...]
    earlier: Report
    figures_then: tuple[Figure, ...] = ()


def reuse(report: Report, earlier: Sequence[Report]) -> Iterator[Reuse]:
    """Sentences on what was done, with figures, that an earlier report has in the same words."""
    then = [
        (_told(old, old_figures[0].sentence), old, old_figures) for old in earlier for old_figures in _sentences(old)
    ]
    known = {words: (old, figures) for words, old, figures in then}
    for figures in _sentences(report):
        words = _told(report, figures[0].sentence)
        if words in known:
            old, old_figures = known[words]
            yield Reuse(figures[0].sentence, tuple(figures), old, tuple(old_figures))


def _sentences(report: Report) -> Iterator[list[Figure]]:
    """Sentences with at least one result; duties and staff may stay the same for years."""
    for span, figures in report.sentences():
        if len(span) >= _SHORTEST and any(_is_result(figure) for figure in figures):
            yield figures


def _is_result(figure: Figure) -> bool:
    return figure.fact.concept.startswith("activity.") and figure.fact.scenario in ("actual", "target")


def _told(report: Report, sentence: Span) -> str:
    return squeeze(report.document.text, sentence.start, sentence.end).text
