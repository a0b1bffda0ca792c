"""Reads two lists side by side, A、B、C分别为x、y、z: of years, of concepts, of the last levels, or of activities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.document import Span
from pipeline.extract.mentions import Mention, accepts
from pipeline.extract.narrative.bases import comparison
from pipeline.extract.narrative.levels import level_of_name, unit_of
from pipeline.extract.narrative.measures import measure_of_rate
from pipeline.extract.narrative.pairing import Pairing, names_of, pairing_at
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When
from pipeline.extract.narrative.subjects import concept_of
from pipeline.extract.narrative.timing import when
from pipeline.extract.reading import Reading
from pipeline.facts import Measure
from pipeline.language.quantity import Quantity


def read_pairs(place: Place, quantities: Sequence[Quantity], state: State) -> int:
    """Pair a list of numbers with the names before 分别; how many numbers were read, 0 if this is no such list."""
    pairing = pairing_at(place, quantities)
    if pairing is None:
        return 0
    for read in (_of_years, _of_mentions, _of_last_levels, _of_nouns):
        if (readings := read(pairing, state)) is not None:
            for reading in readings:
                state.keep(reading)
            return len(pairing.numbers)
    return 0


# Each of these says None where the names are of another kind, and reads lazily: what a number means may depend on
# the pair before it, which is in the account by then.


def _of_years(pairing: Pairing, state: State) -> Iterator[Reading] | None:
    """2029年、2030年、2031年“三公”经费分别支出a、b、c: one concept, several years."""
    place = pairing.place
    years = place.cues.years(place.text[place.previous_end : pairing.at])
    named = [m for m in place.paragraph.mentioned(place.previous_end, pairing.at) if accepts(m.rule, pairing.unit)]
    if len(years) != len(pairing.numbers) or len(named) != 1:
        return None
    return (
        _of_year(level_of_name(place, state, named[0]), q, year) for q, year in zip(pairing.numbers, years, strict=True)
    )


def _of_year(reading: Reading, q: Quantity, year: int) -> Reading:
    quote = Span(reading.quote.start, q.span.end)
    return replace(reading, period=year, value=q.value, figure=q.span, quote=quote, decimals=q.decimals)


def _of_mentions(pairing: Pairing, state: State) -> Iterator[Reading] | None:
    """行政、事业人员分别为8人、20人."""
    named, count = names_of(pairing), len(pairing.numbers)
    if len(named) < count:
        return None
    words = pairing.place.text[named[-1].end : pairing.at] + pairing.between
    return (
        _of_mention(pairing, state, q, mention, words)
        for q, mention in zip(pairing.numbers, named[-count:], strict=True)
    )


def _of_mention(pairing: Pairing, state: State, q: Quantity, mention: Mention, words: str) -> Reading:
    place = pairing.place
    concept = concept_of(place.paragraph, state, mention)
    at = when(place, state, mention)
    sign = place.cues.change(words)
    return Reading(
        concept=concept.id,
        measure=_measure(pairing, mention, words, sign),
        scenario=at.scenario,
        period=at.period,
        value=q.value * (sign or 1),
        unit=q.unit if q.unit in ("CNY", "%") else unit_of(concept, q),
        rule=mention.rule.id,
        figure=q.span,
        quote=Span(mention.start, max(q.span.end, place.clause.end)),
        item=mention.item,
        base=place.cues.base(comparison(place), place.setting.year) if sign else None,
        decimals=q.decimals,
        approx=q.approx,
    )


def _measure(pairing: Pairing, mention: Mention, words: str, sign: int) -> Measure:
    percent = pairing.unit == "%"
    if sign:
        return "change_rate" if percent else "change"
    measure: Measure = "value"
    if pairing.share:
        measure = "share"
    elif percent:
        measure = measure_of_rate(pairing.place.cues, words)[0]
    if percent and measure == "value" and mention.rule.units != ("%",):
        return "completion_rate"
    return measure


def _of_last_levels(pairing: Pairing, state: State) -> Iterator[Reading] | None:
    """…甲12万元、乙30万元，分别占40%、60%: rates of the levels just read."""
    place, numbers = pairing.place, pairing.numbers
    if pairing.unit != "%" or len(state.found) < len(numbers):
        return None
    levels = [r for r in state.found if r.measure == "value"][-len(numbers) :]
    quote = Span(place.clause.start, max(place.clause.start, numbers[-1].span.end))
    measure: Measure = "share" if pairing.share else "completion_rate"
    return (
        replace(
            known,
            measure=measure,
            value=q.value,
            unit="%",
            figure=q.span,
            quote=quote,
            base=None,
            decimals=q.decimals,
            approx=q.approx,
            comparator=None,
        )
        for q, known in zip(numbers, levels, strict=False)
    )


def _of_nouns(pairing: Pairing, state: State) -> Iterator[Reading] | None:
    """讲座、沙龙分别举办12场、8场: names that no rule knows, counted in an activity's unit."""
    place = pairing.place
    names = [name for name in place.words.lists.pair_split.split(pairing.names) if name.strip()]
    if len(names) != len(pairing.numbers) or pairing.unit in ("CNY", "%"):
        return None
    kind = place.items.kind(pairing.unit, place.text[place.sentence.start : place.clause.end])
    if kind is None:
        return None
    subjects = [Subject(kind.concept, kind.id, place.items.name(name)) for name in names]
    return (
        _counted(pairing, q, subject, when(place, state)) for q, subject in zip(pairing.numbers, subjects, strict=True)
    )


def _counted(pairing: Pairing, q: Quantity, subject: Subject, at: When) -> Reading:
    return Reading(
        concept=subject.concept,
        measure="value",
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
