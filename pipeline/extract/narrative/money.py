"""Money that no concept names: a project in a list of projects, or money in an activity."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.narrative.families import NO_ACTIVITIES, PROJECT, WITH_COUNTS
from pipeline.extract.narrative.naming import name_of
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When, demanded, level
from pipeline.extract.narrative.timing import was_to_spend, when
from pipeline.extract.reading import Reading
from pipeline.facts import Scenario


def money(place: Place, state: State) -> Reading | None:
    """其中：救助站修缮12.6万元; 发放救助金3.2万元. None for money that was left, or that nothing names."""
    item = name_of(place, state).words
    if whole := _of_all_projects(place, state):
        return whole
    if place.words.activities.left.match(item):
        return None
    item = _purpose(place) or _named_behind(place) or item
    at = when(place, state)
    if item and _is_project(place, state):
        return _project(place, state, item, at)
    if name := _named_project(place, item):
        return _project(place, state, name, at)
    if not item or place.setting.kind in NO_ACTIVITIES or _is_of_its_own(state):
        return None
    spec = place.rules.activities.amount
    return level(place, state, Subject(spec.concept, spec.id, item), at, "CNY", comparator=demanded(place, at))


def _of_all_projects(place: Place, state: State) -> Reading | None:
    """The money of a report's one project that was spent, or of all projects told behind their number."""
    if _is_spent_project(place):
        return level(place, state, Subject(PROJECT, "project-spent"), When("actual", place.setting.year), "CNY")
    if scenario := _scenario_of_all_projects(place):
        period = when(place, state).period
        return level(place, state, Subject(PROJECT, "project-count"), When(scenario, period), "CNY")
    return None


def _is_of_its_own(state: State) -> bool:
    """公务用车费（购置费25万元，其他交通费用12万元）: a part of the unit's spending, though no rule knows it."""
    return state.whole is not None and state.whole.concept.startswith(WITH_COUNTS)


def _purpose(place: Place) -> str:
    """其中12万元用于维修: what the money was for, where nothing before it names it."""
    activities = place.words.activities
    purpose = activities.purpose.match(place.after)
    return purpose[1] if purpose and place.cues.only_counts(activities.part.sub("", place.lead)) else ""


def _named_behind(place: Place) -> str:
    """10万元环境整治经费主要用于…: what a clause that begins with money calls it."""
    name = None if place.lead else place.words.activities.named_behind.match(place.after)
    return name[1] if name else ""


def _is_spent_project(place: Place) -> bool:
    """200万元资金已全部用于…: the money of a report on one project."""
    own = not place.setting.whole and place.cues.bare(place.lead)
    return own and bool(place.words.projects.spent.match(place.after))


def _is_project(place: Place, state: State) -> bool:
    """Parts of project spending are projects, and in a project's report the parts of its spending; no profits."""
    if place.words.projects.gains.search(place.lead):
        return False
    setting, whole = place.setting, state.whole or state.topic
    if whole is not None and whole.concept.startswith(PROJECT):
        return True
    if setting.whole:
        return setting.kind == "spending" and setting.topic == PROJECT
    projects = place.words.projects
    own = projects.granted.search(place.before) or projects.own_money.fullmatch(place.lead)
    planned = place.cues.scenario(place.lead) in ("budget", "adjusted")
    return setting.kind in ("spending", "staffing") or planned or bool(own) or _is_fund(place)


def _is_fund(place: Place) -> bool:
    """实施动物防疫补助经费9.5万元; no 发放救助资金3万元, which the project's money became."""
    projects = place.words.projects
    named = place.lead.rstrip("共计约合为达到:")
    return bool(projects.a_fund.search(named)) and not projects.handed_out.search(place.clause_head)


def _named_project(place: Place, item: str) -> str:
    """A project of which the clause tells the budget or the spending: 河道清淤项目年初预算50万元."""
    name, scenario = place.cues.without_scenario(item)
    known = place.words.subjects.a_project.search(name)
    return name if known and (scenario or was_to_spend(place)) else ""


def _scenario_of_all_projects(place: Place) -> Scenario | None:
    """年初批复8个项目985万元: how many there are stands between the scenario and the money of all of them."""
    if not place.words.subjects.all_projects.fullmatch(place.lead) or place.lead_start != place.previous_end:
        return None
    return place.cues.scenario(place.clause_head)


def _project(place: Place, state: State, item: str, at: When) -> Reading:
    whole, spec = state.whole, place.rules.activities.project
    if not place.cues.scenario(place.lead):
        if was_to_spend(place):
            at = When("budget", at.period)
        elif whole is not None:
            at = When(whole.scenario, whole.period)
    if at.scenario == "target" and at.period == place.setting.year:
        executed = place.words.projects.executed.match(place.after)
        at = When("actual" if executed else "budget", at.period)  # what a project is to have, or has spent
    subject = Subject(spec.concept, spec.id, item)
    if not place.setting.whole:
        projects = place.words.projects
        name = projects.handed.sub("", item)
        # 共计186万元，其中上级资金139.5万元: a source among the parts, not the project's money.
        told = whole is not None and whole.value is not None and whole.concept == PROJECT
        is_part = told and bool(projects.source.search(name))
        # 资金全年共60万元，拨付使用了57万元: verbs alone name no part.
        is_all = len(name) <= 1 or place.items.is_verb(name) or bool(projects.own_money.fullmatch(name))
        subject = Subject(PROJECT, spec.id) if is_all and not is_part else replace(subject, item=name)
    return level(place, state, subject, at, "CNY")
