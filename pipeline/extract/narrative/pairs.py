"""Reads two lists side by side, A、B、C分别为x、y、z: of years, of concepts, of the last levels, or of activities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.document import Span
from pipeline.extract.mentions import Mention, accepts
from pipeline.extract.narrative.bases import base_of_change
from pipeline.extract.narrative.levels import level_of_name, unit_of
from pipeline.extract.narrative.measures import measure_of_rate
from pipeline.extract.narrative.pair_nouns import of_nouns, of_parts, of_rates
from pipeline.extract.narrative.pairing import Named, Number, Pairing, names_of, pairing_at
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.subjects import concept_of, is_bare_rate
from pipeline.extract.narrative.timing import when
from pipeline.extract.reading import Reading
from pipeline.facts import Measure
from pipeline.language.quantity import Quantity


def read_pairs(place: Place, quantities: Sequence[Quantity], state: State) -> int:
    """Pair a list of numbers with the names before 分别; how many numbers were read, 0 if this is no such list."""
    pairing = pairing_at(place, quantities, state)
    if pairing is None:
        return 0
    if pairing.at == place.previous_end + 1 and state.skipped_end == place.previous_end:
        state.skipped_end = pairing.numbers[-1].q.span.end  # what the numbers before it were of is no fact
        return len(pairing.numbers)
    for read in (_of_years, _of_mentions, of_rates, of_parts, _of_last_levels, of_nouns):
        if (readings := read(pairing, state)) is not None:
            known = len(state.found)
            for reading in readings:
                state.keep(reading)
            state.pair = tuple(state.found[known:])
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
        _of_year(level_of_name(place, state, named[0]), number.q, year)
        for number, year in zip(pairing.numbers, years, strict=True)
    )


def _of_year(reading: Reading, q: Quantity, year: int) -> Reading:
    quote = Span(reading.quote.start, q.span.end)
    return replace(reading, period=year, value=q.value, figure=q.span, quote=quote, decimals=q.decimals)


def _of_mentions(pairing: Pairing, state: State) -> Iterator[Reading] | None:
    """行政、事业人员分别为8人、20人; 收、支总计分别为412万元、414万元."""
    named, count = names_of(pairing), len(pairing.numbers)
    if len(named) == 1 and _is_one_rate(pairing, named[0].mention):
        named *= count  # 向学员、家长发放问卷，满意度分别为91%、94%
    if len(named) < count:
        return None
    words = pairing.place.text[named[-1].mention.end : pairing.at] + pairing.between
    return (
        _of_mention(pairing, state, number, name, words)
        for number, name in zip(pairing.numbers, named[-count:], strict=True)
    )


def _is_one_rate(pairing: Pairing, mention: Mention) -> bool:
    """One rate of several groups that are named elsewhere; no list of rates, nor a rate of the last counts."""
    listed = pairing.place.words.lists.pair_split.search(pairing.names)
    return mention.rule.units == ("%",) and not is_bare_rate(mention) and not listed


def _of_mention(pairing: Pairing, state: State, number: Number, named: Named, words: str) -> Reading:
    place, q, mention = pairing.place, number.q, named.mention
    concept = concept_of(place.paragraph, state, mention)
    at = when(place, state, mention)
    return Reading(
        concept=named.concept or concept.id,
        measure=_measure(pairing, mention, words, number.sign),
        scenario=at.scenario,
        period=at.period,
        value=q.value * (number.sign or 1),
        unit=q.unit if q.unit in ("CNY", "%") else unit_of(concept, q),
        rule=mention.rule.id,
        figure=q.span,
        quote=Span(mention.start, max(q.span.end, place.clause.end)),
        item=mention.item,
        base=base_of_change(place, state) if number.sign else None,
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
    """…甲12万元、乙30万元，分别占40%、60%, 分别增加2万元、减少3万元: what is told of the levels just read."""
    numbers = pairing.numbers
    known = state.pair or tuple(r for r in state.found if r.measure == "value")[-len(numbers) :]
    changes = all(number.sign for number in numbers)
    if len(known) != len(numbers) or not (changes or pairing.unit == "%"):
        return None
    if changes and pairing.unit != "%" and any(reading.unit != pairing.unit for reading in known):
        return None
    return (_of_level(pairing, state, number, reading) for number, reading in zip(numbers, known, strict=True))


def _of_level(pairing: Pairing, state: State, number: Number, known: Reading) -> Reading:
    place, q = pairing.place, number.q
    measure: Measure = "share" if pairing.share else "completion_rate"
    scenario, period = known.scenario, known.period
    if number.sign:
        measure = "change_rate" if pairing.unit == "%" else "change"
        scenario, period = place.setting.scenario, max(period, place.setting.year)
    return replace(
        known,
        measure=measure,
        scenario=scenario,
        period=period,
        value=q.value * (number.sign or 1),
        unit=q.unit,
        figure=q.span,
        quote=Span(place.clause.start, max(place.clause.start, pairing.numbers[-1].q.span.end)),
        base=base_of_change(place, state) if number.sign else None,
        decimals=q.decimals,
        approx=q.approx,
        comparator=None,
    )
