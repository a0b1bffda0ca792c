"""What speaks of an earlier year as of the report's own: last year's head count, an anniversary that is over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.checks.reports import Figure, Report
from pipeline.document import Span
from pipeline.language.squeeze import squeeze
from pipeline.rules import RuleSet
from pipeline.rules.check_schema import Occasions

_BUDGET = "预算"
# An occasion of more years ago is history.
_OLDEST = 3


@dataclass(frozen=True, slots=True)
class Dated:
    """A sentence that is of an earlier year."""

    check: str
    sentence: Span
    year: int
    figures: tuple[Figure, ...]


def dated(report: Report, rules: RuleSet) -> Iterator[Dated]:
    """Head counts and occasions of earlier years; a budget states the staff of the year before by right."""
    if _BUDGET not in report.type:
        yield from _staff(report)
    yield from _with_itself(report, rules.checks.words.occasions)
    yield from _occasions(report, rules.checks.words.occasions)


def _staff(report: Report) -> Iterator[Dated]:
    """年末在职106人 of the year before, where no head count of the report's year stands anywhere."""
    counts = [f for f in report.figures if f.fact.concept == "staff.actual" and f.fact.measure == "value"]
    if counts and all(figure.fact.period == report.year - 1 for figure in counts):
        yield Dated("stale-staff", counts[0].sentence, report.year - 1, (counts[0],))


def _with_itself(report: Report, occasions: Occasions) -> Iterator[Dated]:
    """2019年收入6,754万元，较2019年增加1,122万元 in the report on 2020."""
    for sentence, figures in report.sentences():
        match = occasions.itself.search(squeeze(report.text(sentence)).text)
        if match and int(match["year"]) == report.year - 1:
            yield Dated("stale-year", sentence, report.year - 1, tuple(figures))


def _occasions(report: Report, occasions: Occasions) -> Iterator[Dated]:
    """庆祝新中国成立70周年 in the report on 2020; one of long ago is history, and may be spoken of."""
    for match, year in [*_anniversaries(report, occasions), *_awaited(report, occasions)]:
        if report.year - _OLDEST <= year < report.year:
            sentence = report.sentence_at(match.start())
            inside = tuple(f for f in report.figures if sentence.start <= f.fact.span.start < sentence.end)
            yield Dated("stale-occasion", sentence, year, inside)


def _anniversaries(report: Report, occasions: Occasions) -> Iterator[tuple[re.Match[str], int]]:
    for match in _shape(occasions.anniversary, occasions.since).finditer(report.document.text):
        since = next(year for name, year in occasions.since.items() if name in match.group())
        yield match, since + int(match["years"])


def _awaited(report: Report, occasions: Occasions) -> Iterator[tuple[re.Match[str], int]]:
    for match in _shape(occasions.awaiting, occasions.awaited).finditer(report.document.text):
        yield match, next(year for name, year in occasions.awaited.items() if name in match.group())


def _shape(pattern: str, names: dict[str, int]) -> re.Pattern[str]:
    return re.compile(pattern.replace("{names}", "|".join(names)))
