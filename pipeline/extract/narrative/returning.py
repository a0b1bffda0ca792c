"""Back to the whole: behind a list of its parts, a comparison without a subject is of the whole again.

支出500万元，其中基本支出300万元、项目支出200万元，比上年增加20万元: 20 is of 500, not of 200. Where the words leave it
open, the change and its rate decide: 20 of 480 is 4.17%, 20 of 180 is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.extract.narrative.families import STAFF
from pipeline.extract.narrative.measures import measure_of, measure_of_rate
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import Listed, State
from pipeline.extract.narrative.statement import CHANGES
from pipeline.extract.reading import Reading
from pipeline.language.quantity import Quantity

# How far a printed rate may lie from the one computed of rounded figures, in points and as a part of it.
_POINTS, _PART = Fraction(1, 10), Fraction(3, 100)


def list_parts(place: Place, state: State, group: Sequence[Reading]) -> None:
    """Keep account of the levels that stand in the list of a whole; a level outside of one ends the account."""
    levels = [r for r in group if r.measure == "value"]
    if not levels:
        return
    whole = _whole_of(levels[0], place, state)
    if whole is None or levels[0].concept == whole.concept:
        state.listed = None
        return
    count = sum(r.measure == "value" and r.figure.start >= whole.figure.end for r in state.found)
    state.listed = Listed(whole, count, place.q.span.end, in_row=place.cues.joins(place.before))


def return_to_whole(place: Place, state: State, following: Sequence[Quantity]) -> None:
    """Make the topic what this number compares, or tells how much was done of, where that is no longer the topic."""
    topic, listed = state.topic, state.listed
    if topic is None or place.mentions or not _goes_on(place, state):
        return
    if _fits(topic, place, state, following):
        return
    fitting = [r for r in _levels(place, state) if _fits(r, place, state, following)]
    if len(fitting) == 1:
        state.topic = state.last = fitting[0]
    elif listed is not None and _is_closed(place, listed):
        state.topic = state.last = listed.whole


def _whole_of(level: Reading, place: Place, state: State) -> Reading | None:
    """What a level is listed below: what 其中 opened, unless that has no such part and what was told before has."""
    above = {c.whole for c in place.rules.calculations if level.concept in (*c.parts, *c.may)}
    if state.whole is None or not above or state.whole.concept in above:
        return state.whole
    return next((r for r in reversed(state.found) if r.measure == "value" and r.concept in above), state.whole)


def _levels(place: Place, state: State) -> list[Reading]:
    """What the paragraph stated of this year's money, each name once."""
    year = place.setting.year
    told = (r for r in state.found if r.measure == "value" and r.unit == "CNY" and r.period == year)
    return list({(r.concept, r.item): r for r in told if r.scenario == place.setting.scenario}.values())


def _goes_on(place: Place, state: State) -> bool:
    """比上年增加…, 与上年支出480万元相比, 完成预算的98%: a statement that is of something told before."""
    of_staff = state.topic is not None and state.topic.concept.startswith(STAFF)
    if not (of_staff or place.q.unit in ("CNY", "%")) or not place.cues.opens_comparison(place.before):
        return False
    measure, _ = measure_of(place, state)
    prior = place.cues.prior_level(place.lead, place.setting.year)
    return measure in (*CHANGES, "completion_rate") or (measure == "value" and prior is not None)


def _is_closed(place: Place, listed: Listed) -> bool:
    """Whether the words close the list: A、B，比上年…, or a full stop behind several parts."""
    if place.previous_end == listed.end:
        return listed.in_row and listed.count > 1
    return place.previous_end == place.sentence.start >= listed.end and listed.count > 1


def _fits(level: Reading, place: Place, state: State, following: Sequence[Quantity]) -> bool:
    """Whether a change of this size is at the rate behind it, if it is a change of that level."""
    measure, sign = measure_of(place, state)
    rate = following[0] if following and following[0].unit == "%" else None
    if measure != "change" or rate is None or level.value is None:
        return False
    words = place.text[place.q.span.end : rate.span.start]
    _, rate_sign = measure_of_rate(place.cues, words, compared=True)
    change = Fraction(place.q.value) * sign
    if not change:
        return not rate.value  # 0 at 0% fits whatever was told last, be it nothing itself
    before = Fraction(level.value) - change
    if before <= 0:
        return False
    printed = Fraction(rate.value) * rate_sign
    return abs(change / before * 100 - printed) <= _POINTS + abs(printed) * _PART
