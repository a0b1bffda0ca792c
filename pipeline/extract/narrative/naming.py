"""What an open-ended figure is called: the noun phrase before the number, behind it, or nearby."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.narrative.families import WITH_COUNTS
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State

_MARKS = "，,;:。、"
_VISITS = ("批", "批次", "人次")
# What makes the name of something done the name of its cost.
_COST = "费"


@dataclass(frozen=True, slots=True)
class Name:
    """The words that name what a number counts; `inherited` if they are the figure's before it."""

    words: str
    inherited: bool = False


def name_of(place: Place, state: State) -> Name:
    """The name of what is counted, from the nearest words that give one; empty if none do.

    A verb alone (受理纠纷47件，办结45件) names it together with what it was done to.
    """
    own = _in_clause(place) or _paid_for(place, state) or _before_bracket(place, state)
    sized = place.items.is_size(own)
    if own and not sized and not place.items.is_verb(own):
        return Name(own)
    if sized and (thing := _in_clause_before(place)):
        return Name(f"{thing} {own}")
    last = state.last
    if last is not None and last.item and last.quote.start >= place.sentence.start:
        return Name(f"{last.item} {own}" if own else last.item, inherited=not own)
    return Name(f"{_in_clause_before(place)} {own}".strip())


def _paid_for(place: Place, state: State) -> str:
    """公务接待费1.2万元，12批次、86人次: what the money right before such a count was spent on."""
    last = state.last
    if last is None or not last.concept.startswith(WITH_COUNTS) or place.q.unit not in _VISITS:
        return ""
    if last.figure.end != place.previous_end or not place.cues.only_counts(place.lead):
        return ""
    return place.rules.concepts[last.concept].zh.removesuffix(_COST)


def _in_clause(place: Place) -> str:
    """慰问退休干部12人, 40次活动, 举办讲座20场法治宣传: before the number, behind it, or both."""
    because = place.words.activities.because.match(place.lead)
    phrase = place.phrase(place.lead_start + (because.end() if because else 0), place.q.span.start)
    if place.q.unit == "%" or place.q.kind == "money":
        return phrase
    goes_on = place.words.changes.from_behind.match(place.after)  # 由3家增加到5家
    after = "" if goes_on else place.items.noun_after(place.text, _end_of_row(place))
    if not phrase:
        return after
    # 建活动场所12个面积960平方米: the size of it goes on.
    alone = len(after) < 2 or place.items.is_size(after)
    return phrase if alone else f"{phrase} {after}"


def _before_bracket(place: Place, state: State) -> str:
    """举办讲座（20场）: the name in front of the bracket that holds the number."""
    clauses = place.paragraph.clauses
    bracket = clauses.bracket(place.q.span.start)
    if bracket is None or bracket.start <= place.sentence.start or state.found_since_figure(bracket.start):
        return ""  # （20场、1,200人次）: the second is of what the first counted
    start = max(clauses.start(bracket.start - 1), place.sentence.start)
    return place.phrase(start, bracket.start)


def _in_clause_before(place: Place) -> str:
    """开展法治宣传，20场: the name that ends the clause before."""
    end = place.lead_start
    while end > place.previous_end and place.text[end - 1] in _MARKS:
        end -= 1
    start = max(place.previous_end, place.paragraph.clauses.start(end - 1) if end else 0)
    return place.phrase(start, end) if start < end else ""


def _end_of_row(place: Place) -> int:
    """The end of the last of the numbers that stand in a row: 18箱120罐奶粉."""
    end = place.q.span.end
    for other in place.paragraph.quantities:
        if other.span.start == end and other.kind == "count":
            end = other.span.end
    return end
