"""Money that no concept names: a project in a list of projects, or money in an activity."""

from __future__ import annotations

from pipeline.extract.narrative.families import PROJECT
from pipeline.extract.narrative.naming import name_of
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When, demanded, level
from pipeline.extract.narrative.timing import when
from pipeline.extract.reading import Reading

# Sections whose money is the body's own accounts: what no rule names there is no activity.
_NO_ACTIVITIES = ("spending", "staffing", "problems", "skip")


def money(place: Place, state: State) -> Reading | None:
    """其中：救助站修缮12.6万元; 发放救助金3.2万元. None for money that was left, or that nothing names."""
    item = name_of(place, state).words
    if place.words.activities.left.match(item):
        return None
    item = _purpose(place) or item
    at = when(place, state)
    if item and _is_project(place, state):
        return _project(place, state, item, at)
    if not item or place.setting.kind in _NO_ACTIVITIES:
        return None
    spec = place.rules.activities.amount
    return level(place, state, Subject(spec.concept, spec.id, item), at, "CNY", comparator=demanded(place, at))


def _purpose(place: Place) -> str:
    """其中12万元用于维修: what the money was for, where nothing before it names it."""
    activities = place.words.activities
    purpose = activities.purpose.match(place.after)
    return purpose[1] if purpose and place.cues.only_counts(place.lead.replace(activities.part, "")) else ""


def _is_project(place: Place, state: State) -> bool:
    """Parts of project spending are projects, and in a project's report the parts of its spending."""
    setting, whole = place.setting, state.whole or state.topic
    if whole is not None and whole.concept.startswith(PROJECT):
        return True
    return setting.kind == "spending" and (not setting.whole or setting.topic == PROJECT)


def _project(place: Place, state: State, item: str, at: When) -> Reading:
    whole, spec = state.whole, place.rules.activities.project
    if whole is not None and not place.cues.scenario(place.lead):
        at = When(whole.scenario, whole.period)
    return level(place, state, Subject(spec.concept, spec.id, item), at, "CNY")
