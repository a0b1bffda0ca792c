"""Two lists side by side whose names no rule need know: activities, rates, and parts of the evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pipeline.document import Span
from pipeline.extract.narrative.activities import concept_of_rate
from pipeline.extract.narrative.families import unit_spending
from pipeline.extract.narrative.levels import TOPIC, level_of_name
from pipeline.extract.narrative.pairing import Pairing, is_rate
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When
from pipeline.extract.narrative.timing import when
from pipeline.extract.reading import Reading
from pipeline.facts import Measure
from pipeline.language.quantity import Quantity

_POINTS = "indicator.score"
# How long the word is that tells what kind of rate it is: 检查率.
_RATE_WORD = 3


class _Noun(NamedTuple):
    """A name of the list, and where it ends in the paragraph."""

    text: str
    end: int


def of_nouns(pairing: Pairing, state: State) -> Iterator[Reading] | None:
    """讲座、沙龙分别举办12场、8场: counted in an activity's unit."""
    place, names = pairing.place, _names(pairing)
    if len(names) != len(pairing.numbers) or pairing.unit in ("", "CNY", "%"):
        return None
    kind = place.items.kind(pairing.unit, place.text[place.sentence.start : place.clause.end], pairing.names + "#")
    if kind is None:
        return None
    subjects = [Subject(kind.concept, kind.id, place.items.name(name.text)) for name in names]
    return (
        _counted(pairing, number.q, subject, when(place, state))
        for number, subject in zip(pairing.numbers, subjects, strict=True)
    )


def of_rates(pairing: Pairing, state: State) -> Iterator[Reading] | None:
    """按期办结率、群众满意率分别为99%、97%: rates with names of their own, known to the rules or not."""
    place, names = pairing.place, _names(pairing)
    if pairing.unit != "%" or len(names) != len(pairing.numbers) or not is_rate(place, names[-1].text):
        return None
    known = {m.end: m for m in place.paragraph.mentioned(pairing.start, pairing.at) if pairing.fits(m)}
    return (
        level_of_name(replace(place, q=number.q), state, mention)
        if (mention := known.get(name.end))
        else _counted(pairing, number.q, _rate(pairing, state, name), when(place, state), measure="completion_rate")
        for number, name in zip(pairing.numbers, names, strict=True)
    )


def of_parts(pairing: Pairing, state: State) -> Iterator[Reading] | None:
    """投入10分、过程20分，分别得9分、18分; 投入、过程得分分别为9分、18分: points of parts of the evaluation."""
    place, numbers = pairing.place, pairing.numbers
    if pairing.unit != "分":
        return None
    marks = [r for r in state.found if r.concept == _POINTS][-len(numbers) :]
    items = [mark.item for mark in marks if mark.scenario == "target" and mark.figure.start >= place.sentence.start]
    if not items:
        tail = place.words.scores.behind_name
        items = [place.items.name(tail.sub("", name.text)) for name in _names(pairing)]
    if len(items) != len(numbers):
        return None
    full = place.words.scores.full_before.search(place.text[pairing.start : pairing.at])
    at = When("target" if full else "actual", place.setting.year)
    return (
        _counted(pairing, number.q, Subject(_POINTS, "points", item), at)
        for number, item in zip(numbers, items, strict=True)
    )


def _rate(pairing: Pairing, state: State, name: _Noun) -> Subject:
    """The name may lack its neighbours' last word: 血压、血糖检查率."""
    place, spec = pairing.place, pairing.place.rules.activities.rate
    if place.words.rates.of_accounts.search(name.text):
        return Subject(unit_spending(place.setting), TOPIC)
    shared = "" if is_rate(place, name.text) else pairing.names[-_RATE_WORD:]
    words = place.items.name(name.text + shared)
    return Subject(concept_of_rate(place, state, words), spec.id, words)


def _names(pairing: Pairing) -> list[_Noun]:
    """The names before 分别, each with where it ends."""
    offset = pairing.at - len(pairing.names)
    signs = list(pairing.place.words.lists.pair_split.finditer(pairing.names))
    starts = [0, *(sign.end() for sign in signs)]
    ends = [*(sign.start() for sign in signs), len(pairing.names)]
    found = (_Noun(pairing.names[start:end], offset + end) for start, end in zip(starts, ends, strict=True))
    return [name for name in found if name.text.strip()]


def _counted(pairing: Pairing, q: Quantity, subject: Subject, at: When, *, measure: Measure = "value") -> Reading:
    return Reading(
        concept=subject.concept,
        measure=measure,
        scenario=at.scenario,
        period=at.period,
        value=q.value,
        unit=q.unit,
        rule=subject.rule,
        figure=q.span,
        quote=Span(pairing.start, q.span.end),
        item=subject.item,
        decimals=q.decimals,
        approx=q.approx,
    )
