"""Changes, shares and rates: of a subject of their own, or of what was spoken of last."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.mentions import Mention
from pipeline.extract.narrative.activities import open_ended
from pipeline.extract.narrative.bases import base_of_change, base_of_completion
from pipeline.extract.narrative.families import ACTIVITY, NOT_CARRIED_ON, PROJECT, SCORES, unit_spending
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import CHANGES, Relation, Subject, When, related, subject_of
from pipeline.extract.narrative.subjects import concept_of
from pipeline.extract.narrative.timing import when
from pipeline.extract.narrative.unread import (
    follows_unread_money,
    is_change_of_unread_money,
    is_share_of_unread_money,
)
from pipeline.extract.reading import Reading
from pipeline.facts import Measure, Scenario
from pipeline.language.quantity import Number


def relation(place: Place, state: State, measure: Measure, sign: int, mention: Mention | None) -> Reading | None:
    """A change, share or rate as the words say it; None where it is of something the report does not state."""
    if mention is None and measure not in CHANGES and is_share_of_unread_money(place, state):
        return None
    if measure in CHANGES and mention is None and is_change_of_unread_money(place, state):
        return None
    if measure == "share" and mention is None and _is_share_of_something_else(place, state):
        return None
    q = place.q
    value = q.value * sign if q.value > 0 else q.value
    base = base_of_change(place, state) if measure in CHANGES else None
    if q.kind == "points":
        return _in_points(place, state, Relation(measure, value, base), mention)
    return _told(place, state, Relation(measure, value, base), mention)


def multiple(place: Place, state: State) -> Reading | None:
    """增长1.5倍 is a change of 150%."""
    times: Number = place.q.value
    if state.topic is None or not place.words.changes.times.match(place.text, place.q.span.start):
        return None
    rate = Relation("change_rate", (times - 1) * 100, base_of_change(place, state))
    return _told(place, state, rate, None)


def _told(place: Place, state: State, what: Relation, mention: Mention | None) -> Reading | None:
    if mention is not None and mention.concept.id not in SCORES:
        concept = concept_of(place.paragraph, state, mention)
        item = place.items.name(mention.item) if mention.concept.item else ""
        budget = what.measure in CHANGES and _is_of_budget(place, state, mention)
        # A budget tells what staff there is.
        usual: Scenario = "actual" if concept.group == "staffing" else place.setting.scenario
        at = When("budget" if budget else usual, place.setting.year)
        return _related(place, state, Subject(concept.id, mention.rule.id, item), at, what)
    if what.measure in CHANGES and (own := _own_noun(place, state)):
        return _change_of_noun(place, state, own, what)
    if what.measure == "completion_rate" and _is_of_spending(place, state):
        at = When(place.setting.scenario, place.setting.year)
        return _related(place, state, Subject(unit_spending(place.setting), "topic"), at, what)
    if _is_rate_of_work(place, state, what.measure):
        return open_ended(place, state, what)
    if (known := _spoken_of(place, state, what)) is not None:
        return _related(place, state, subject_of(known), _when_of_topic(place, state, known, what), what)
    return _of_setting(place, state, what)


def _is_of_budget(place: Place, state: State, mention: Mention) -> bool:
    """“三公”经费预算较上年增加2万元，其中接待费减少1万元: what changed is the budget, and so are its parts."""
    named, last = place.cues.scenario(mention.text), state.last
    if named or place.cues.scenario(place.lead) or last is None or last.measure not in CHANGES:
        return named == "budget"
    return last.scenario == "budget" and last.concept.split(".")[0] == mention.concept.id.split(".")[0]


def _in_points(place: Place, state: State, what: Relation, mention: Mention | None) -> Reading | None:
    """结案率95.1%，同比上升1.2个百分点: of the rate that is named, or was read last; never of money's rates."""
    if what.measure != "change":
        return None
    at = When(place.setting.scenario, place.setting.year)
    if mention is not None:
        subject = Subject(mention.concept.id, mention.rule.id, place.items.name(mention.item))
    elif noun := _own_noun(place, state):
        subject = Subject("indicator", "indicator-change", noun)
    elif (last := state.last) is not None and last.unit == "%" and last.measure not in CHANGES:
        subject, at = subject_of(last), _when_of_topic(place, state, last, what)
    else:
        return None
    concept = place.rules.concepts.get(subject.concept)
    if concept is None or concept.group not in ("activities", "targets"):
        return None
    return related(place, state, subject, at, what, unit="%")


def _spoken_of(place: Place, state: State, what: Relation) -> Reading | None:
    """What a clause without a subject goes on about: a rate of the change before it, else the topic.

    年末结转3.2万元。与上年相比，收入增加12万元，增长8.5%: of the income, which is not the topic.
    """
    last = state.last
    of_change = last is not None and last.measure == "change" and last.figure.start >= place.sentence.start
    if of_change and what.measure == "change_rate" and place.cues.change_alone(place.lead):
        return last
    if last is not None and what.measure in CHANGES and _compares_on(place, last):
        return last
    known = (state.money if place.q.unit == "CNY" else None) or state.topic or last
    if known is not None and what.measure == "change" and known.unit not in ("CNY", "%") and place.q.unit == "CNY":
        return None  # money does not change a count
    of_carryover = known is not None and known.concept.startswith(NOT_CARRIED_ON)
    if of_carryover and what.measure == "completion_rate" and not state.activity and _opens_with_spending(place):
        return None  # 年末结转18万元。预算执行率98%: of the spending
    return known


def _compares_on(place: Place, last: Reading) -> bool:
    """“三公”经费较上年减少1万元，下降4%；较预算减少3万元: of what the change before it names."""
    if last.measure not in CHANGES or last.figure.end != place.previous_end or last.figure.start < place.sentence.start:
        return False
    return place.cues.opens_comparison(place.before)


def _related(place: Place, state: State, subject: Subject, at: When, what: Relation) -> Reading:
    concept = place.rules.concepts.get(subject.concept)
    if what.measure == "completion_rate":
        what = replace(what, base=base_of_completion(place, state, subject))
    unit = "%"
    if what.measure == "change":
        unit = concept.units[0] if concept is not None and concept.group == "staffing" else place.q.unit
    return related(place, state, subject, at, what, unit=unit)


def _of_setting(place: Place, state: State, what: Relation) -> Reading | None:
    """Where nothing was spoken of yet: of what the heading names, or of the spending."""
    setting = place.setting
    at = When(setting.scenario, setting.year)
    if setting.topic:
        return _related(place, state, Subject(setting.topic, "section"), at, what)
    if (opening := _opens_with_spending(place)) and not follows_unread_money(place, state):
        concept = PROJECT if opening["project"] else unit_spending(setting)
        return _related(place, state, Subject(concept, "topic"), at, what)
    nameless = what.measure in ("change", "share") or place.cues.change_alone(place.lead)
    return None if nameless else open_ended(place, state, what)


def _when_of_topic(place: Place, state: State, topic: Reading, what: Relation) -> When:
    """A share is of the topic as it was stated, a rate of the change before it; else of what came of the topic."""
    setting, scenario = place.setting, topic.scenario
    if what.measure == "share" or topic.measure == "change":
        return When(scenario, topic.period)
    if scenario != "actual":
        budgets = what.base == "prior_budget" or _grows_as_a_budget(place, state, topic, what)
        planned = budgets or setting.scenario == "budget" or topic.period > setting.year
        scenario = scenario if planned else "actual"
    return When(scenario, max(topic.period, setting.year))


def _grows_as_a_budget(place: Place, state: State, topic: Reading, what: Relation) -> bool:
    """预算安排35万元，比上年减少2万元: the budget fell, where it was told for itself and not to compare with."""
    if what.measure not in CHANGES or what.base != "prior_actual" or topic.scenario != "budget":
        return False
    if place.cues.scenario(place.lead) == "actual":
        return False  # 预算安排35万元，实际支出比上年减少2万元
    if any(_was_spent(r, topic) for r in state.found):
        return False  # 支出19.85万元，预算23万元，较上年减少1.62万元
    told = place.text[place.paragraph.clauses.start(topic.figure.start) : topic.figure.start]
    return not (place.words.subjects.fulfilled.search(told) or place.words.comparing.against.search(told))


def _was_spent(level: Reading, budget: Reading) -> bool:
    """Whether a level is what was spent of a budget, told before it."""
    same = (level.concept, level.item, level.period) == (budget.concept, budget.item, budget.period)
    return same and level.measure == "value" and level.scenario == "actual" and level.figure.end < budget.figure.start


def _own_noun(place: Place, state: State) -> str:
    """The thing that a change is told of, when the clause names one: 化肥使用量比上年减少1.6%."""
    whole = place.clause_head
    head = place.words.comparing.noun_end.split(whole, maxsplit=1)[0]
    if len(head) == len(whole) and (rising := place.words.comparing.rising.match(whole)):
        head = rising[1]
    if (
        place.clause.start < place.previous_end
        or len(head) == len(whole)
        or not place.words.subjects.bare.sub("", head)
    ):
        return ""
    name = place.phrase(place.clause.start, place.clause.start + len(head))
    item = state.topic.item if state.topic is not None else ""
    return "" if item and (item in name or name in item) else name


def _change_of_noun(place: Place, state: State, noun: str, what: Relation) -> Reading | None:
    """An indicator's rate of change; its change in other units is no figure of the report."""
    if what.measure != "change_rate":
        return None
    at = when(place, state)
    return related(place, state, Subject("indicator", "indicator-change", noun), at, what, unit=place.q.unit)


def _is_share_of_something_else(place: Place, state: State) -> bool:
    return _is_other_share(place) or _is_of_other_money(place, state) or _is_of_work_between(place, state)


def _is_of_work_between(place: Place, state: State) -> bool:
    """安排经费80万元，目前完成档案数字化加工，占馆藏的86%: of what was done, which is no figure of the report."""
    if state.last is None or place.q.unit != "%" or state.last.figure.start < place.sentence.start:
        return False
    between = place.text[place.paragraph.clauses.end(state.last.figure.end) : place.clause.start]
    return bool(place.words.rates.done_between.match(between))


def _is_other_share(place: Place) -> bool:
    """女性占55%: a share with a subject that is no figure of the report."""
    portion = place.words.subjects.portion
    head = place.lead.split(portion)[0].strip(" 、，,;和及")
    return not place.cues.own_share(head) and not head.startswith((portion, "("))


def _is_of_other_money(place: Place, state: State) -> bool:
    """评价项目6个，占项目支出总额的93%: a share of money is no share of what was counted."""
    known = state.topic or state.last
    return known is not None and known.unit != "CNY" and any(m.concept.is_money for m in place.mentions)


def _opens_with_spending(place: Place) -> re.Match[str] | None:
    return place.words.subjects.spending.match(place.text, place.clause.start)


def _is_of_spending(place: Place, state: State) -> bool:
    """道路维护经费执行率98%: in a report on one project no work's rate, nor of the activity spoken of last."""
    own = state.topic is None or state.topic.concept.startswith((ACTIVITY, "indicator"))
    return own and not place.setting.whole and bool(place.words.rates.of_spending.search(place.lead))


def _is_rate_of_work(place: Place, state: State, measure: Measure) -> bool:
    """A rate with a name of its own (整改任务完成率): no rate of the spending before it."""
    if measure != "completion_rate":
        return False
    if state.topic is None:
        carried_on = state.last is not None and not state.last.concept.startswith(ACTIVITY)
        return not carried_on and not _opens_with_spending(place)
    if state.topic.concept.startswith(ACTIVITY):
        return False
    return bool(place.words.rates.of_work.search(place.lead))
