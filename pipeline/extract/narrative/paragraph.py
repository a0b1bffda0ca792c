"""Reads a paragraph: sentence by sentence, number by number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pipeline.document import Span
from pipeline.extract.narrative.absence import read_none
from pipeline.extract.narrative.figure import read_figure
from pipeline.extract.narrative.guards import in_slogan
from pipeline.extract.narrative.headings import enter_definition, enter_heading, enter_label
from pipeline.extract.narrative.indicator_rows import read_indicator_rows
from pipeline.extract.narrative.lending import money_of, with_unit_of
from pipeline.extract.narrative.pairs import read_pairs
from pipeline.extract.narrative.place import Paragraph, Place, place_of
from pipeline.extract.narrative.returning import list_parts, return_to_whole
from pipeline.extract.narrative.sameness import read_only, read_same
from pipeline.extract.narrative.sharing import both_sides
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.timing import enter_targets
from pipeline.extract.narrative.wholes import enter_project, enter_wholes, settle_budgets
from pipeline.extract.reading import Reading
from pipeline.language.quantity import Quantity

_GOES_ON = re.compile(r"[一-龥]")


def read_paragraph(paragraph: Paragraph) -> list[Reading]:
    """Every figure that a paragraph states, in the order of the figures."""
    state = State()
    for sentence in paragraph.clauses.sentences:
        state.begin_sentence()
        if not _tells_rules(paragraph, sentence):
            _read_sentence(paragraph, sentence, state)
    return sorted(state.found, key=lambda reading: reading.figure)


def _tells_rules(paragraph: Paragraph, sentence: Span) -> bool:
    """每低1个百分点扣2分: how points are given, or what is allowed."""
    rules_of_the_game = paragraph.lexicon.cues.words.guards.rules_of_the_game
    return bool(rules_of_the_game.search(paragraph.text, sentence.start, sentence.end))


def _read_sentence(paragraph: Paragraph, sentence: Span, state: State) -> None:
    enter_project(paragraph, sentence, state)
    if not enter_heading(paragraph, sentence, state):
        enter_definition(paragraph, sentence, state)
    known = len(state.found)
    inside = (q for q in paragraph.quantities if sentence.start <= q.span.start < sentence.end)
    quantities = [q for q in inside if not in_slogan(paragraph.text, q) and not _is_code(paragraph, q)]
    if rows := read_indicator_rows(paragraph, sentence, quantities, state):
        for reading in rows:
            state.keep(reading, topic=False)
        return
    previous_end = sentence.start
    while quantities:
        place = place_of(paragraph, quantities[0], sentence, previous_end)
        used = read_pairs(place, quantities, state) or _read_number(place, quantities[1:2], state)
        previous_end = quantities[used - 1].span.end
        quantities = quantities[used:]
    settle_budgets(state, known)
    numbered = tuple(state.found[known:])
    read_none(paragraph, sentence, state)
    read_same(paragraph, sentence, state, sorted(state.found[known:], key=lambda reading: reading.figure))
    read_only(paragraph, sentence, state, numbered)


def _is_code(paragraph: Paragraph, q: Quantity) -> bool:
    """2010301行政运行: a number without a unit that a name holds."""
    return q.kind == "bare" and any(m.start <= q.span.start and q.span.end < m.end for m in paragraph.mentions)


def _read_number(place: Place, following: Sequence[Quantity], state: State) -> int:
    """Read one number; how many were read (1)."""
    place = _with_unit(place, following, state)
    enter_label(place, state)
    enter_wholes(place, state)
    return_to_whole(place, state, following)
    enter_targets(place, state)
    state.group = tuple(read_figure(place, state))
    state.pair = ()
    compared = place.cues.compares(place.lead) or bool(place.words.comparing.within.search(place.lead))
    both = both_sides(place, state)
    for reading in state.group:
        state.keep(reading, compared=compared)
    list_parts(place, state, state.group)
    state.group = both or state.group
    return 1


def _with_unit(place: Place, following: Sequence[Quantity], state: State) -> Place:
    """Give a bare number of money its unit: that of the money behind it, or none where it is 0."""
    if unit := _unit_of_ten_thousands(place):
        return replace(place, q=replace(place.q, unit=unit, kind="count"))
    if place.q.kind != "bare" or isinstance(place.q.value, Fraction):
        return place
    if _is_no_money(place, state):
        return replace(place, q=money_of(place.q, Decimal(0), ""))
    if not following or following[0].kind != "money":
        return place
    # 较上年2.08减少0.03万元
    between = place.text[place.q.span.end : following[0].span.start]
    if "，" in between or not place.cues.compares(place.lead):
        return place
    return replace(place, q=with_unit_of(place.q, following[0], place.rules))


def _unit_of_ten_thousands(place: Place) -> str:
    """粉丝5.6万, 阅读量120万: what is counted where 万 stands for no money; empty where it does."""
    activities = place.words.activities
    if place.q.kind != "money" or place.q.written_unit != "万":
        return ""
    return "人" if activities.followers.search(place.lead) else "次" if activities.views.search(place.lead) else ""


def _is_no_money(place: Place, state: State) -> bool:
    """公务接待费为0, 决算数为0: nothing was spent on what is named, or on the topic; no 零增长 and the like."""
    if place.q.value or _GOES_ON.match(place.after):
        return False
    if place.mentions:
        named = place.mentions[-1]
        return named.concept.is_money and place.cues.names(place.text[named.end : place.q.span.start])
    told = place.cues.scenario(place.lead) is not None and place.cues.bare(place.lead)
    return state.money is not None and (told or place.cues.level_after_change(place.lead))
