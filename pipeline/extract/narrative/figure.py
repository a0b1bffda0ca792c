"""One number: no fact, or one or more."""

from __future__ import annotations

from pipeline.extract.mentions import Mention
from pipeline.extract.narrative.activities import open_ended
from pipeline.extract.narrative.guards import is_no_fact
from pipeline.extract.narrative.levels import level_of_name, level_of_topic, zero_of_earlier_year
from pipeline.extract.narrative.measures import measure_of, measure_of_posts
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.relations import multiple, relation
from pipeline.extract.narrative.sharing import all_facts
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.subjects import subject
from pipeline.extract.reading import Reading
from pipeline.facts import Measure


def read_figure(place: Place, state: State) -> list[Reading]:
    """The facts that a number makes; none if it is no fact of the report, or of nothing that can be told."""
    if is_no_fact(place, state):
        state.skipped_end = place.q.span.end
        return []
    measure, sign = measure_of(place, state)
    if place.q.kind == "points" and measure == "value":
        return []  # 比目标值高0.7个百分点
    mention = subject(place, state, measure)
    if place.q.kind == "bare":
        if mention is None and (zero := zero_of_earlier_year(place, state)):
            return [zero]
        if mention is None or not _is_number_of(place, mention):
            return []
    if mention is not None:
        measure, sign = measure_of_posts(place, mention, measure, sign)
    reading = _statement(place, state, mention, measure, sign)
    return all_facts(place, state, reading, mention) if reading is not None else []


def _is_number_of(place: Place, mention: Mention) -> bool:
    """编制数为8: a number without a unit counts what is named right before it; it is never money."""
    between = place.text[mention.end : place.q.span.start]
    if mention.rule.units == ("%",) and place.after:
        return False  # 发生率为0.06次/万人
    return "CNY" not in mention.rule.units and place.cues.names(between)


def _statement(place: Place, state: State, mention: Mention | None, measure: Measure, sign: int) -> Reading | None:
    if place.q.kind == "multiple":
        return multiple(place, state)
    if measure != "value":
        return relation(place, state, measure, sign, mention)
    if mention is None:
        return level_of_topic(place, state) or open_ended(place, state)
    if mention.start >= place.q.span.end:
        state.noun_end = max(state.noun_end, mention.end)
    return level_of_name(place, state, mention)
