"""Whether a figure is planned or done, and of which fiscal year."""

from __future__ import annotations

import re

from pipeline.extract.mentions import Mention
from pipeline.extract.narrative.families import CARRYOVER, LEFT_OVER, SPENT, STAFF, is_kept
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import When
from pipeline.facts import Scenario

# A clause of nothing else and a number gives the target of what was told before.
_ALONE = ("目标", "计划", "任务", "目标值", "任务数", "计划数")
# How far from the report's year the year of one of its figures may lie.
_EARLIEST, _LATEST = -12, 2


def when(place: Place, state: State, mention: Mention | None = None) -> When:
    """Scenario and period of a level that is told of `mention`, or has no name of a concept.

    A later year that is planned for stays in force for the rest of the paragraph.
    """
    setting, money = place.setting, place.q.kind == "money"
    named = _named_year(place, mention)
    period = _period(place, mention, named)
    if named is None and mention is not None and _is_of_one_day(place, state, mention):
        period = state.found[-1].period
    if setting.scenario == "budget" and not money:
        return When("actual" if mention is not None and is_kept(mention.concept) else "target", period)
    period = _carried_period(place, state, named, period)
    planned = _planned(place, state, mention, period)
    if _is_departure(place):
        ahead = planned or state.label == "target"
        return When("actual", setting.year if ahead else min(period, setting.year - 1))
    if planned:
        return planned
    if mention and period == setting.year:
        period = _prior_year(place, mention) or period
    if _is_target(place, state, mention):
        return When("target", period)
    return _scenario_of_level(place, state, mention, period)


def _is_departure(place: Place) -> bool:
    """由3家增加到5家: the 3 is what there was; in a plan, what there is."""
    changes = place.words.changes
    return bool(changes.from_before.search(place.lead) and changes.from_behind.match(place.after))


def was_to_spend(place: Place) -> bool:
    """党建经费30万元，实际支出28万元: the words behind the money tell that it was the budget."""
    return bool(place.words.then_spent.match(place.text, place.q.span.end))


def enter_targets(place: Place, state: State) -> None:
    """A label (年度目标：) or a planning verb makes what follows a target.

    实际 or 达到 ends what a verb began; a label lasts until another one (实际完成情况：).
    """
    words, cues = place.before, place.words.targets
    if place.q.kind != "money" and state.found and place.lead in _ALONE:
        return  # 材料86期，计划80期；活动8场: a target of what was told before, and of nothing behind it
    told = place.text[: place.q.span.start - len(words)]
    label, verb = (
        max(
            (m.end() for m in shape.finditer(words) if not cues.label_done.search(told + words[: m.end() - 1])),
            default=0,
        )
        for shape in (cues.label, cues.verb)
    )
    if label or verb:
        state.label_lasts = label >= verb
    ends = _end_of_last(cues.actual_label if state.label_lasts else cues.verb_end, words)
    if max(label, verb) and max(label, verb) >= ends:  # 计划完成: the verb's own end is none
        state.label = "target"
    elif ends:
        # 目标：培训200人。实际完成：培训212人、检查30次: below a heading of goals all of these are results.
        state.label = "actual" if cues.results.search(words) else None


def _end_of_last(shape: re.Pattern[str], words: str) -> int:
    """Where the last match ends; 0 if there is none."""
    return max((match.end() for match in shape.finditer(words)), default=0)


def _named_year(place: Place, mention: Mention | None) -> int | None:
    """The year that the clause, the words before the name or the sentence give."""
    cues = place.cues
    if year := cues.own_year(place.lead):
        return year
    if mention:
        years = cues.years(_head(place, mention))
        return years[-1] if years else cues.dated(place.sentence_head)
    return cues.dated(place.sentence_head)


def _head(place: Place, mention: Mention) -> str:
    """The lead up to the name; the 年 of 2022|年度支出 is the year's."""
    if mention.start < place.lead_start:
        return place.lead
    of_the_year = mention.text.startswith("年") and place.text[mention.start - 1].isdigit()
    return place.text[place.lead_start : mention.start + of_the_year]


def _period(place: Place, mention: Mention | None, named: int | None) -> int:
    year, words = place.setting.year, place.words
    period = year
    if named is not None:
        period = named if year + _EARLIEST <= named <= year + _LATEST else year
    elif not mention and (years := place.cues.years(place.lead)):
        period = max(years[-1], year)
    if period != year:
        # 2022年12月，…下达2023年补助资金: handed down before the year that it is for.
        own = place.q.kind == "money" and _is_handed_down(place) and year in place.cues.years(place.sentence_head)
        return year if own else period
    head = place.sentence_head
    return year + 1 if words.periods.next.search(head) and words.targets.plan.search(head) else year


def _is_of_one_day(place: Place, state: State, mention: Mention) -> bool:
    """上年末实有76人，其中在职48人: the members of a list are of its year, the staff of one count are of its day."""
    last = state.found[-1] if state.found else None
    if last is None or last.measure != "value":
        return False
    if place.before.startswith("、"):
        return True
    counted = mention.concept.group == "staffing" and last.concept.startswith(STAFF)
    same = counted and last.figure.start >= place.sentence.start
    return same and not place.words.periods.anew.search(place.before)


def _carried_period(place: Place, state: State, named: int | None, period: int) -> int:
    """The year that the paragraph plans for."""
    if named == place.setting.year and place.cues.own_year(place.lead):
        return period  # 到2025年建成15万亩，其中2023年建成3万亩
    return state.plan_year or period if period == place.setting.year else period


def _planned(place: Place, state: State, mention: Mention | None, period: int) -> When | None:
    """A figure of a later year, or in a plan; what was done by then is told in the report's own year."""
    setting, targets = place.setting, place.words.targets
    later = period > setting.year or (setting.kind == "plan" and period == setting.year)
    if not later or setting.scenario == "budget":
        return None
    head = place.sentence_head
    if setting.kind != "plan" and targets.done_later.search(head) and not targets.still_planned.search(head):
        return When(setting.scenario, setting.year)
    state.plan_year = max(period, setting.year + 1)
    money = place.q.kind == "money" and (mention is not None or place.cues.scenario(place.lead) == "budget")
    listed = any(r.scenario == "budget" and r.period == state.plan_year for r in state.found)
    budget = money and (listed or targets.budget.search(head))
    return When("budget" if budget else "target", state.plan_year)


def _is_handed_down(place: Place) -> bool:
    """下达资金56万元, 计划投资80万元: what a project was to have."""
    if place.setting.whole:
        return False
    projects = place.words.projects
    head = place.sentence_head.rsplit(";", 1)[-1]
    if projects.granted_behind.match(place.after):
        return True
    granted = list(projects.granted.finditer(head))
    return bool(granted) and not projects.granted_until.search(head, granted[-1].end())


def _prior_year(place: Place, mention: Mention) -> int | None:
    """上年末实有12人, 实有人数上年为12人: the year before, told in front of the name or behind it."""
    cues, year = place.cues, place.setting.year
    told = (_head(place, mention), place.text[mention.end : place.q.span.start])
    # 2023年预算收入比2022年的118万元: the year before the name is the name's.
    return next((found for words in told if (found := cues.prior_level(words, year)) and found != year), None)


def _is_target(place: Place, state: State, mention: Mention | None) -> bool:
    money = place.q.kind == "money"
    if money and _is_handed_down(place):
        return False
    if _is_aim(place) or _goes_on_with_targets(place, state):
        return True
    if state.label == "target":
        return True
    if not money and (place.cues.target(place.lead_or_front, place.after) or _demands(place)):
        return True
    if place.setting.kind != "goals" or state.label == "actual" or place.words.targets.actual_label.search(place.lead):
        return False
    # Among the goals money that is named, or called a budget, is no goal.
    return not (money and (mention or place.cues.scenario(place.lead)))


def _goes_on_with_targets(place: Place, state: State) -> bool:
    """目标6场、2,000人次: the second number of what was aimed at."""
    last = state.last
    if last is None or place.before != "、":
        return False
    return last.scenario == "target" and last.figure.end == place.previous_end


def _is_aim(place: Place) -> bool:
    """目标邀请侨胞120人，实际邀请131人: an aim, since what was reached of it follows."""
    targets = place.words.targets
    return bool(targets.aim.search(place.lead)) and bool(targets.then_reached.match(place.text, place.q.span.end))


def _demands(place: Place) -> bool:
    """不低于90%, ≥12场: what is demanded, unless the clause tells what was reached."""
    targets = place.words.targets
    demand = targets.demand.match(place.text, place.q.span.start, place.q.number.start)
    return bool(demand) and not targets.reached.search(place.lead)


def _is_granted(place: Place, mention: Mention) -> bool:
    """A project's money, or what a sentence begins with: behind 基本支出300万元，项目支出80万元 comes the whole's."""
    if not mention.concept.id.startswith(SPENT) or not was_to_spend(place):
        return False
    return mention.concept.item or place.previous_end == place.sentence.start


def _scenario_of_level(place: Place, state: State, mention: Mention | None, period: int) -> When:
    """Of money: by the nearest word, else by the whole that it is a part of; else as the report is."""
    if place.q.kind != "money":
        return When(place.setting.scenario, period)
    scenario: Scenario | None = place.cues.scenario(place.lead)
    if scenario is None and mention and mention.start < place.lead_start:
        scenario = place.cues.scenario(place.before)
    left = mention is not None and mention.concept.id.startswith(CARRYOVER)
    if scenario is None and ((mention and _is_granted(place, mention)) or (_is_handed_down(place) and not left)):
        return When("budget", period)
    if scenario == "adjusted" and place.setting.scenario == "budget":
        scenario = "budget"  # a budget's 全年预算 is the one that it sets
    if scenario == "budget" and _is_of_adjusted_budget(place, state):
        scenario = "adjusted"
    whole = state.whole
    over = mention is not None and mention.concept.id == LEFT_OVER
    if scenario is None and whole is not None and whole.unit == "CNY" and not over:
        return When(whole.scenario, whole.period if period == place.setting.year else period)
    return When(scenario or place.setting.scenario, period)


def _is_of_adjusted_budget(place: Place, state: State) -> bool:
    """完成全年预算84万元的73%。其中：甲完成预算12万元的98%: the same budget as the whole's, said in short."""
    if not place.words.subjects.fulfilled.search(place.lead) or place.words.rates.initial.search(place.lead):
        return False
    plan = next((r.scenario for r in reversed(state.found) if r.scenario in ("budget", "adjusted")), None)
    return plan == "adjusted"
