"""Figures that state a level: of a concept that is named, of the last topic, or of the score."""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.mentions import Mention, find_mentions
from pipeline.extract.narrative.families import (
    BASIC,
    ECONOMIC,
    INCOME,
    NO_ACTIVITIES,
    NOT_CARRIED_ON,
    PROJECT,
    SCORES,
    SPENDING,
    UNIT_SPENDING,
    VEHICLES,
    WITH_COUNTS,
    unit_spending,
)
from pipeline.extract.narrative.limits import reaches_limit
from pipeline.extract.narrative.naming import name_of
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.scores import is_part_of_total, score
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When, demanded, level, subject_of
from pipeline.extract.narrative.subjects import concept_of, cost_of
from pipeline.extract.narrative.timing import when
from pipeline.extract.narrative.totals import total_of_parts
from pipeline.extract.narrative.unread import follows_unread_money
from pipeline.extract.reading import Reading, exact
from pipeline.facts import Scenario
from pipeline.language.quantity import Quantity
from pipeline.rules import Concept

TOPIC, PROJECT_TOPIC = "topic", "project-topic"
"""Stands for the rule of a figure whose clause names no concept."""
# How far an amount that is told again in round numbers may lie from the amount itself.
_ROUNDING = Decimal("0.002")
# What makes the name of something done the name of its cost.
_COST = "费"
# Within how many characters behind an amount its parts begin to be told.
_NEAR = 6


def level_of_name(place: Place, state: State, mention: Mention) -> Reading:
    """实有在职人员14人: a level of the concept that is mentioned."""
    concept = concept_of(place.paragraph, state, mention)
    if _is_cost_line(place, state, concept):
        concept = place.rules.concepts[place.rules.activities.project.concept]
    at = when(place, state, mention)
    if concept.id in SCORES:
        subject, at = score(place, state, mention.rule.id)
    else:
        name = mention.text if concept is not mention.concept else mention.item
        item = place.items.name(name) if concept.item else ""
        part = place.q.unit == "分" and is_part_of_total(place, state, item)
        subject = Subject("indicator.score" if part else concept.id, mention.rule.id, item)
    return level(
        place,
        state,
        subject,
        at,
        unit_of(concept, place.q),
        measure=mention.rule.measure or "value",
        comparator=demanded(place, at),
    )


def _is_cost_line(place: Place, state: State, concept: Concept) -> bool:
    """实际使用271万元，其中公用支出62万元、差旅费3万元: in a report on one project parts of its spending are its."""
    whole = state.whole
    of_project = whole is not None and whole.concept.startswith(PROJECT)
    return not place.setting.whole and of_project and concept.id.startswith((BASIC, ECONOMIC))


def unit_of(concept: Concept, q: Quantity) -> str:
    """The unit in which a concept's level is stated; staff is counted in 人, however the report counts it."""
    if concept.is_money:
        return "CNY"
    if q.unit == "%":
        return "%"
    if q.kind == "bare" or (concept.units and concept.group in ("staffing", "other")):
        return concept.units[0] if concept.units else q.unit
    return q.unit


def level_of_topic(place: Place, state: State) -> Reading | None:
    """A level without a name: 支出预算为X万元，支出决算为Y万元; 较上年的48.50万元."""
    return (
        _reached(place, state)
        or _cars_in_list(place, state)
        or total_of_parts(place, state)
        or _aimed(place, state)
        or _rounded(place, state)
        or _cost_by_name(place, state)
        or _compared_level(place, state)
        or _level_of_scenario(place, state)
    )


def _cars_in_list(place: Place, state: State) -> Reading | None:
    """车辆9辆，其中局机关2辆、林场5辆: cars by who has them, as they are by their kinds."""
    whole = state.whole
    if whole is None or whole.concept != VEHICLES or place.q.unit not in place.rules.concepts[VEHICLES].units:
        return None
    name = name_of(place, state)
    if not name.words or name.inherited:
        return None
    subject = Subject(VEHICLES, whole.rule, name.words)
    return level(place, state, subject, When(whole.scenario, whole.period), whole.unit)


def _rounded(place: Place, state: State) -> Reading | None:
    """支出3,860,860.50元，约386.09万元: the amount just read, once more in round numbers."""
    q, last = place.q, state.last
    if q.kind != "money" or last is None or last.unit != "CNY" or last.figure.end != place.previous_end:
        return None
    if last.value is None or not last.value or not place.cues.only_counts(place.lead.lstrip("即合折")):
        return None
    if abs(exact(q.value) - exact(last.value)) > exact(last.value) * _ROUNDING:
        return None
    return level(place, state, subject_of(last), When(last.scenario, last.period), last.unit, measure=last.measure)


def _reached(place: Place, state: State) -> Reading | None:
    """满意度目标值≥90%，实际完成值94.5%; 培训人数≥200人，实际培训212人: what was reached of the target just read."""
    last = state.last
    if last is None or not reaches_limit(place, state):
        return None
    at = When(place.setting.scenario, last.period)
    return level(place, state, subject_of(last), at, place.q.unit, measure=last.measure)


def _aimed(place: Place, state: State) -> Reading | None:
    """满意度94.5%，目标值为90%; 及时率91%，低于95%的目标: what the rate just read was to be."""
    last, targets, lead = state.last, place.words.targets, place.lead.lstrip("(")
    if last is None or place.q.unit != "%" or last.unit != "%" or last.scenario != "actual":
        return None
    if last.measure not in ("value", "completion_rate") or last.figure.start < place.sentence.start:
        return None
    told = lead + place.text[place.q.span.start : place.q.number.start]  # 低于 may be read as the number's hedge
    against = targets.against.fullmatch(told) and targets.after.match(place.after)
    if not against and not targets.aimed.fullmatch(lead):
        return None
    at = When("target", last.period)
    comparator = None if against else demanded(place, at)
    state.label = None  # the aim is told of this rate alone
    return level(place, state, subject_of(last), at, "%", measure=last.measure, comparator=comparator)


def zero_of_earlier_year(place: Place, state: State) -> Reading | None:
    """上年为0: last year's value of the topic, though the number has no unit."""
    topic, prior = state.topic, place.cues.prior_level(place.lead, place.setting.year)
    if topic is None or prior is None or place.q.value:
        return None
    return level(place, state, subject_of(topic), When(topic.scenario, prior), topic.unit)


def _compared_level(place: Place, state: State) -> Reading | None:
    """较上年的48.50万元, 提高到52万元: another level of the topic."""
    topic, year = _level_before(place, state), place.setting.year
    # 执行进度98.61%，较上年同期（97.2%）提高1.41个百分点
    prior, to = place.cues.prior_level(place.lead_or_front, year), place.cues.level_after_change(place.lead)
    if topic is None or topic.unit != place.q.unit or not (prior or to):
        return None
    at = When(_scenario(place) or topic.scenario, prior if prior and not to else max(topic.period, year))
    if to and state.plan_year:
        at = When("target", state.plan_year)
    return level(place, state, subject_of(topic), at, topic.unit, measure=topic.measure)


def _level_before(place: Place, state: State) -> Reading | None:
    """The topic, of money what was spent last; of rates, which are no topics, the last."""
    last = state.last
    if last is not None and last.measure == "completion_rate" and last.unit == place.q.unit:
        return last
    return state.money if place.q.kind == "money" else state.topic


def _level_of_scenario(place: Place, state: State) -> Reading | None:
    """决算支出512万元: money of which only the scenario is named; of the topic, the heading or the whole unit."""
    if place.q.kind != "money" or _scenario(place) is None or not place.cues.bare(_without_body(place, state)):
        return None
    parts = _first_part(place)
    if (activity := cost_of(place, state)) is not None and not parts.startswith(SPENDING):
        return _cost(place, state, activity)
    if follows_unread_money(place, state):
        return None
    topic = _whole_of_closed_list(place, state) or state.money
    if topic is not None and (_carries_on(topic, place) or _is_part_of(topic, place, state)):
        subject = subject_of(topic)
    else:
        heading = place.setting.topic
        if not heading or parts == heading:
            # 全年支出512万元，其中基本支出400万元, below a heading 基本支出: the amount is of the whole.
            heading = PROJECT if _opens_with_project(place) else unit_spending(place.setting)
        # In a report on one project there is no other unit whose money it could be.
        subject = Subject(heading, TOPIC if place.setting.whole else PROJECT_TOPIC)
    return level(place, state, subject, when(place, state), "CNY")


def _whole_of_closed_list(place: Place, state: State) -> Reading | None:
    """部门预算1,256万元，其中基本支出856万元、项目支出400万元；决算支出1,321万元: of the whole again."""
    listed, topic = state.listed, state.topic
    if listed is None or topic is None or listed.whole.concept != UNIT_SPENDING:
        return None
    if not topic.concept.startswith(SPENDING) or topic.figure.end > listed.end:
        return None
    return listed.whole if ";" in place.text[listed.end : place.q.span.start] else None


def _without_body(place: Place, state: State) -> str:
    """(海事处)2030年年初部门预算512万元: who has the money, where a sentence begins to speak of it."""
    if place.lead_start != place.sentence.start or any(r.concept == UNIT_SPENDING for r in state.found):
        return place.lead
    return place.words.subjects.own_body.sub("", place.lead)


def _opens_with_project(place: Place) -> bool:
    """项目全年预算数为80万元: one project's, in a report on a whole unit too."""
    opening = place.words.subjects.spending.match(place.text, place.clause.start)
    return opening is not None and bool(opening["project"])


def _cost_by_name(place: Place, state: State) -> Reading | None:
    """国内公务接待67批次、660人次，共12.8万元: 公务接待费, though only what was done is named."""
    activity = state.activity
    if place.q.kind != "money" or activity is None or activity.figure.start < place.sentence.start:
        return None
    if not place.cues.only_counts(place.lead) and not place.cues.bare(place.lead):
        return None
    named = find_mentions(activity.item + _COST, place.rules)
    if not named or named[-1].end != len(activity.item) + 1 or not named[-1].concept.id.startswith(WITH_COUNTS):
        return None
    subject = Subject(named[-1].concept.id, named[-1].rule.id)
    return level(place, state, subject, when(place, state), "CNY")


def _cost(place: Place, state: State, activity: Reading) -> Reading | None:
    """举办培训20期，支出3.2万元: what the activity cost, not what was planned for it; among accounts none of ours."""
    if place.setting.kind in NO_ACTIVITIES or _scenario(place) != "actual":
        return None
    spec = place.rules.activities.amount
    at = When(place.setting.scenario, activity.period)
    return level(place, state, Subject(spec.concept, spec.id, activity.item), at, "CNY")


def _first_part(place: Place) -> str:
    """The concept that 其中 right behind an amount names first; empty if it names none."""
    end = place.q.span.end
    parts = place.words.lists.parts.search(place.text, end, end + _NEAR)
    if not parts:
        return ""
    first = next((m for m in place.paragraph.mentions if m.start >= parts.end()), None)
    return first.concept.id if first is not None and first.start <= parts.end() + _NEAR else ""


def _scenario(place: Place) -> Scenario | None:
    if place.setting.scenario == "budget" and place.words.subjects.arranged.match(place.lead):
        return "budget"
    return place.cues.scenario(place.lead) or ("actual" if place.words.weak_actual.search(place.lead) else None)


def _is_part_of(topic: Reading, place: Place, state: State) -> bool:
    """预算收入560万元，其中年初预算410万元: what came of the topic by way of the budget."""
    return state.whole is topic and place.cues.scenario(place.lead) in ("budget", "adjusted")


def _carries_on(topic: Reading, place: Place) -> bool:
    """Whether a clause without a subject speaks of the topic: not of an activity's money, nor of carry-over."""
    subjects = place.words.subjects
    if topic.value is None:
        return True  # a heading, of which no figure has been told yet
    if topic.concept.startswith(INCOME):
        return bool(subjects.of_income.search(place.lead))
    if topic.concept.startswith(NOT_CARRIED_ON):
        return False
    return not subjects.of_the_year.search(place.lead) or topic.figure.start >= place.sentence.start
