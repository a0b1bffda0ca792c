"""Totals told behind their parts: 国家编制12名、地方编制8名，共计20名."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.extract.narrative.families import BUDGET_CHANGE, IN_POST, QUOTA, VEHICLES
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When, level, subject_of
from pipeline.extract.reading import Reading, exact

_POSTS, _PEOPLE = QUOTA, IN_POST.rstrip(".")
_KIND = "procurement.kind"


def total_of_parts(place: Place, state: State) -> Reading | None:
    """A total of cars, posts, people or money that a clause of nothing else counts (共计, 合计)."""
    if not place.lead or not place.cues.only_counts(place.lead):
        return None
    return _of_cars(place, state) or _of_staff(place, state) or _of_budget(place, state) or _of_money(place, state)


def _of_staff(place: Place, state: State) -> Reading | None:
    """参公编制12个，工勤编制15个，合计27个: all posts, or all people, that were told by their kinds, if they add up."""
    last = state.last
    if last is None or place.q.unit not in ("人", "个") or not place.words.subjects.summing.search(place.lead):
        return None
    total = next((name for name in (_POSTS, _PEOPLE) if last.concept.startswith(name)), "")
    told = _told(place, state)
    parts = [r for r in told if total and r.concept.startswith(total) and r.value is not None]
    if len(parts) < 2 or _sum(parts) != exact(place.q.value):
        return None
    return level(place, state, Subject(total, last.rule), When(last.scenario, last.period), last.unit)


def _of_money(place: Place, state: State) -> Reading | None:
    """基本支出300万元，项目支出200万元，合计500万元: the whole of which all that was told are parts, if they add up."""
    last = state.last
    if place.q.kind != "money" or last is None or not place.words.subjects.summing.search(place.lead):
        return None
    told = _told(place, state)
    names = [r.concept for r in told]
    alike = all((r.scenario, r.unit) == (last.scenario, "CNY") for r in told)
    if len(told) < 2 or not alike or _sum(told) != exact(place.q.value):
        return None
    sums = (c for c in place.rules.calculations if set(names) <= {*c.parts, *c.may} and len(set(names)) == len(names))
    whole = next((c.whole for c in sums), "procurement.total" if set(names) == {_KIND} else "")
    at = When(last.scenario, last.period)
    return level(place, state, Subject(whole, "total-of-parts"), at, "CNY") if whole else None


def _of_cars(place: Place, state: State) -> Reading | None:
    """一般公务用车2辆，其他用车1辆，共计3辆: all the cars that were told by their kinds."""
    last = state.last
    if last is None or last.concept != VEHICLES or not last.item or place.q.unit != last.unit:
        return None
    if last.figure.start < place.sentence.start or not place.words.subjects.summing.search(place.lead):
        return None
    return level(place, state, Subject(VEHICLES, last.rule), When(last.scenario, last.period), last.unit)


def _of_budget(place: Place, state: State) -> Reading | None:
    """年初批复320万元，7月追加40万元，合计360万元: the budget as it was adjusted."""
    last = state.last
    if place.q.kind != "money" or last is None or last.concept != BUDGET_CHANGE or last.measure != "value":
        return None
    told = _told(place, state)
    first = exact(place.q.value) - _sum([r for r in told if r.concept == BUDGET_CHANGE])
    budgets = (r for r in told if r.scenario == "budget")
    granted = next((r for r in budgets if r.value is not None and exact(r.value) == first), None)
    if granted is None:
        return None
    return level(place, state, subject_of(granted), When("adjusted", granted.period), "CNY")


def _told(place: Place, state: State) -> list[Reading]:
    """The levels that the sentence told so far."""
    return [r for r in state.found if r.figure.start >= place.sentence.start and r.measure == "value"]


def _sum(levels: Sequence[Reading]) -> Decimal:
    return sum((exact(r.value) for r in levels if r.value is not None), Decimal(0))
