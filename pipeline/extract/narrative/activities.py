"""Open-ended figures: what was done, how much of it, at which rate; money that no concept names goes to `money`."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.narrative.bases import base_of_completion
from pipeline.extract.narrative.families import ACTIVITY
from pipeline.extract.narrative.limits import sets_limit
from pipeline.extract.narrative.money import money
from pipeline.extract.narrative.naming import Name, name_of
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.scores import points
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Relation, Subject, demanded, level, related
from pipeline.extract.narrative.subjects import states_staff
from pipeline.extract.narrative.timing import when
from pipeline.extract.reading import Reading

# A rate's name of this length or more is an indicator's own, not a filler.
_LONG_NAME = 5
_SERVED = "activity.beneficiaries"


def open_ended(place: Place, state: State, relation: Relation | None = None) -> Reading | None:
    """A figure that no rule of a concept claims; None where it is of nothing that can be named.

    `relation` is given where the number is known to be a change, share or rate.
    """
    q = place.q
    if q.kind == "bare" or (q.kind == "count" and not q.unit):
        return None
    if q.unit == "分":
        return points(place, state)
    if q.kind == "money" and relation is None:
        return money(place, state)
    if _is_among_staff(place) or _is_a_reason(place, state):
        return None
    name = name_of(place, state)
    if not name.words:
        return None
    return _rate(place, state, name, relation) if q.unit == "%" else _count(place, state, name, relation)


def _rate(place: Place, state: State, name: Name, relation: Relation | None) -> Reading | None:
    """办结率98%: a rate of the activity before it, or in a report on one project an indicator of its own."""
    rates = place.words.rates
    completes = relation is not None and relation.measure == "completion_rate"
    if (relation is None or (completes and place.setting.kind == "indicators")) and _is_indicator(place, state, name):
        at = when(place, state)
        subject = Subject("indicator", "indicator-rate", name.words)
        return level(place, state, subject, at, "%", comparator=demanded(place, at))
    if relation is None:
        if not rates.word.search(place.lead) and not rates.named.search(place.lead):
            return None
        relation = Relation("completion_rate", place.q.value)
    spec = place.rules.activities.rate
    subject = Subject(concept_of_rate(place, state, name.words), spec.id, name.words)
    return _stated(place, state, subject, "%", relation)


def concept_of_rate(place: Place, state: State, name: str) -> str:
    """A completion rate is the activity's before it; others (回收率, 整改率) only of people served, by a short name."""
    topic, spec = state.activity, place.rules.activities.rate
    if topic is None:
        return spec.concept
    if place.words.rates.completing_all.search(name) or name == topic.item:
        return topic.concept
    return topic.concept if topic.concept == _SERVED and len(name) < _LONG_NAME else spec.concept


def _is_indicator(place: Place, state: State, name: Name) -> bool:
    if place.setting.whole or name.inherited:
        return False
    of_its_own = len(name.words) >= _LONG_NAME
    if place.setting.kind == "indicators":
        return of_its_own or state.activity is None
    return of_its_own and not place.words.rates.completing.search(name.words)


def _count(place: Place, state: State, name: Name, relation: Relation | None) -> Reading | None:
    """举办讲座20场: the counting word and the clause's words tell the kind of activity."""
    words = place.text[place.clause.start : place.clause.end]
    kind = place.items.kind(place.q.unit, words, _own_words(place))
    if kind is None or _tells_what_there_is(place, state, words) or _counts_own_bodies(place):
        return None
    if not (kind.words or kind.near) and _in_passing(place, words):
        return None
    if relation is None and sets_limit(place):
        return _stated(place, state, Subject("indicator", "indicator-limit", name.words), place.q.unit, None)
    topic = state.activity
    known = (
        topic is not None and topic.unit == place.q.unit and (name.inherited or (not kind.near and _is_listed(place)))
    )
    subject = Subject(topic.concept if topic is not None and known else kind.concept, kind.id, name.words)
    return _stated(place, state, subject, _counting_word(place), relation)


def _is_listed(place: Place) -> bool:
    """获省级奖项2个、市级奖项5个: one of a list, of the kind that its first words told."""
    return place.before.startswith("、") or bool(place.words.lists.parts.search(place.before))


def _own_words(place: Place) -> str:
    """The number's own words with # in its place: 发放#宣传册; of a number that is only counted on, the clause's."""
    items = place.items
    start = place.lead_start if place.phrase(place.lead_start, place.q.span.start) else place.clause.start
    return f"{place.text[start : place.q.span.start]}#{items.noun_after(place.text, place.q.span.end)}"


def _tells_what_there_is(place: Place, state: State, clause: str) -> bool:
    """Under 基本情况 a count is of what there is; in a report on one project a verb or label tells more."""
    if place.setting.kind != "staffing":
        return False
    if place.setting.whole:
        return True
    return state.label != "target" and not place.words.activities.done.search(clause)


def _in_passing(place: Place, clause: str) -> bool:
    """抓好三件事: a small number in words, and nothing that was done."""
    activities = place.words.activities
    written = place.text[place.q.span.start : place.q.span.end]
    return bool(activities.in_passing.search(written)) and not activities.done.search(clause)


def _counts_own_bodies(place: Place) -> bool:
    """我局下属1家机关, 本部门2个预算单位开展了…: the body's own parts, unless something was done with them."""
    words = place.words
    acted_on = words.subjects.acted_on.search(place.lead) or words.activities.done.search(place.lead)
    return bool(words.activities.bodies.match(place.after)) and not acted_on


def _stated(place: Place, state: State, subject: Subject, unit: str, relation: Relation | None) -> Reading:
    at = when(place, state)
    comparator = demanded(place, at)
    if relation is None:
        return level(place, state, subject, at, unit, comparator=comparator)
    if relation.measure == "completion_rate":
        relation = replace(relation, base=base_of_completion(place, state, subject))
    return related(place, state, subject, at, relation, unit=unit, comparator=comparator)


def _counting_word(place: Place) -> str:
    """The unit, with what 12个批次 and 惠及人次达300人 say more exactly."""
    unit, words = place.q.unit, place.words.activities
    if unit == "个" and (counted := words.counted.match(place.after)):
        return counted.group()
    return "人次" if unit == "人" and words.times.search(place.lead) else unit


def _is_a_reason(place: Place, state: State) -> bool:
    """Counts that explain a change of money or staff (主要原因是新进人员5名) are no activities."""
    known = state.topic or state.last
    if known is None or known.concept.startswith(ACTIVITY):
        return False
    return bool(place.words.activities.reason.search(place.sentence_head))


def _is_among_staff(place: Place) -> bool:
    """Beside staff figures a count without a verb is one more of their kind, not an activity."""
    activities = place.words.activities
    if place.q.unit in activities.units_of_work or activities.done.search(place.lead):
        return False
    sentence = place.paragraph.mentioned(place.sentence.start, place.sentence.end)
    return any(states_staff(place.paragraph, mention) for mention in sentence)
