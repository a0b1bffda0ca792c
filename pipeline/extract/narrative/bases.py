"""What a change or a rate is measured against."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import CHANGES, Subject
from pipeline.facts import Base, Scenario

OF_PLAN: Mapping[Scenario, Base] = {"budget": "budget", "adjusted": "adjusted", "target": "target"}
"""What a rate against a level of that scenario is measured against; nothing for what was done."""

# How far back in the sentence a comparison still governs a change.
_REACH = 60


def base_of_change(place: Place, state: State) -> Base:
    """What the words compare with; 增加12万元，增长8.5%: both against the same. Else last year's actual.

    预算340万元，实际采购322.5万元，节约17.5万元: what is saved is saved of the plan.
    """
    if words := comparison(place):
        return place.cues.base(words, place.setting.year)
    last = state.last
    if last is not None and last.measure in CHANGES and last.base:
        return last.base
    if state.topic is not None and place.words.changes.of_plan.search(place.lead):
        return _plan(state, state.topic.concept) or "prior_actual"
    return "prior_actual"


def comparison(place: Place) -> str:
    """The words that say what is compared with: from the last comparison word on; empty without one."""
    comparing = place.words.comparing
    for words in (place.before, place.sentence_head[-_REACH:]):
        if marks := list(comparing.mark.finditer(words)):
            return words[marks[-1].start() :]
        if comparing.year_on_year in words:
            return comparing.year_on_year
    return ""


def base_of_completion(place: Place, state: State, subject: Subject) -> Base | None:
    """What a completion rate is measured against: the plan that its words name, or the one stated last.

    完成年初预算的97%; 调整预算数1,250万元，…，执行率96.8%. None where the report states no plan: 执行率
    by itself may be of either budget.
    """
    last, rates = state.last, place.words.rates
    if last is not None and last.scenario in OF_PLAN and rates.of_the_last.match(place.lead):
        return OF_PLAN[last.scenario]
    named = place.cues.base(place.lead, place.setting.year)
    if named in ("adjusted", "target"):
        return named
    if rates.initial.search(place.lead):
        return "budget"
    if not place.cues.completion(place.lead):
        return None
    return _plan(state, subject.concept) or ("budget" if rates.of_budget.search(place.lead) else None)


def _plan(state: State, concept: str) -> Base | None:
    """Which plan of a concept the paragraph stated last."""
    levels = (r for r in reversed(state.found) if r.measure == "value" and r.concept == concept)
    return next((OF_PLAN[r.scenario] for r in levels if r.scenario in OF_PLAN), None)
