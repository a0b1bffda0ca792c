"""What a number says, and how it becomes a Reading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.document import Span
from pipeline.extract.narrative.families import ACTIVITY, SPENT
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.reading import Reading
from pipeline.facts import Base, Measure, Scenario
from pipeline.language.quantity import Comparator, Number
from pipeline.rules import Concept

CHANGES: tuple[Measure, ...] = ("change", "change_rate")

_NOT_OPENING = " 、，,;:)"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of, and which rule says so."""

    concept: str
    rule: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """Planned or done, and in which fiscal year."""

    scenario: Scenario
    period: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A change, share or rate: signed value, and what it is measured against."""

    measure: Measure
    value: Number
    base: Base | None = None


def subject_of(reading: Reading) -> Subject:
    """What a figure read before is of."""
    return Subject(reading.concept, reading.rule, reading.item)


def level(
    place: Place,
    state: State,
    subject: Subject,
    when: When,
    unit: str,
    *,
    measure: Measure = "value",
    comparator: Comparator | None = None,
) -> Reading:
    """The number as it stands, told of a subject."""
    q = place.q
    # What a budget, or a plan for the year reported, is to spend is its budget.
    own = place.setting.scenario == "budget" or when.period == place.setting.year
    planned = when.scenario == "target" and own and subject.concept.startswith(SPENT)
    if subject.concept.startswith(ACTIVITY) and when.scenario in ("budget", "adjusted"):
        when = When("target", when.period)  # money that is no spending of the unit's is nobody's budget
    return Reading(
        concept=subject.concept,
        measure=measure,
        scenario="budget" if planned and measure == "value" else when.scenario,
        period=when.period,
        value=q.value,
        unit=unit,
        rule=subject.rule,
        figure=q.span,
        quote=quote(place, state),
        item=subject.item,
        decimals=q.decimals,
        approx=q.approx,
        comparator=comparator,
    )


def related(
    place: Place,
    state: State,
    subject: Subject,
    when: When,
    relation: Relation,
    *,
    unit: str,
    comparator: Comparator | None = None,
) -> Reading:
    """A change, share or rate, told of a subject."""
    stated = level(place, state, subject, when, unit, measure=relation.measure, comparator=comparator)
    # A budget does not change against itself: 预算数较2016年预算数减少.
    itself = when.scenario == relation.base == "budget" and relation.measure in CHANGES
    return replace(stated, value=relation.value, base="prior_budget" if itself else relation.base)


def in_words(subject: Subject, at: When, unit: str, words: Span, value: Number | None = None) -> Reading:
    """A level that words state without a number, such as 0; without a value: what is spoken of before its amount."""
    return Reading(
        concept=subject.concept,
        measure="value",
        scenario=at.scenario,
        period=at.period,
        value=value,
        unit=unit,
        rule=subject.rule,
        figure=words,
        quote=words,
        item=subject.item,
    )


def first_unit(concept: Concept) -> str:
    """The unit of a concept where words state it; empty where any counting word will do."""
    return concept.units[0] if concept.units else ""


def demanded(place: Place, when: When) -> Comparator | None:
    """The comparator of a target (不低于90%); of an actual it is only a hedge."""
    return place.q.comparator if when.scenario == "target" else None


def quote(place: Place, state: State) -> Span:
    """The clause that states the figure; one that only counts borrows the clause before."""
    text, figure = place.text, place.q.span
    start = _quote_start(place, state)
    while start < figure.start and text[start] in _NOT_OPENING:
        start += 1
    following = next((q.span.start for q in place.paragraph.quantities if q.span.start >= figure.end), len(text))
    end = min(place.clause.end, following)
    cut = text.find("、", figure.end, end)
    return Span(min(start, figure.start), max(cut if cut >= 0 else end, figure.end))


def _quote_start(place: Place, state: State) -> int:
    start = place.clause.start
    if not place.cues.only_counts(place.lead) or not state.found:
        return start
    last = state.found[-1].quote.start
    return last if place.sentence.start <= last < start else start
