"""What kind of statement a number makes: level, change, rate, share; and its sign."""

from __future__ import annotations

import re

from pipeline.extract.cues import Cues
from pipeline.extract.mentions import Mention
from pipeline.extract.narrative.families import ACTIVITY, QUOTA, UNIT_SPENDING
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.reading import Reading
from pipeline.facts import Measure

# 与2030年的179万元|相比，增6万元
_COMPARED = re.compile("相比|比较|对比")


def measure_of(place: Place, state: State) -> tuple[Measure, int]:
    """(measure, sign) of a number by the words before it; the sign is 1 where it has no direction."""
    if place.q.unit == "%":
        return _measure_of_percentage(place, state)
    sign = place.cues.change(place.lead, compared=_is_compared(place, state))
    if sign and not _counts_anew(place, state):
        return "change", sign
    return "value", 1


def measure_of_rate(cues: Cues, lead: str, *, compared: bool = False) -> tuple[Measure, int]:
    """(measure, sign) of a percentage by the words right before it."""
    if sign := cues.change(lead, compared=compared):
        return "change_rate", sign
    if cues.completion(lead):
        return "completion_rate", 1
    if cues.share(lead):
        return "share", 1
    return "value", 1


def measure_of_posts(place: Place, mention: Mention, measure: Measure, sign: int) -> tuple[Measure, int]:
    """收回编制1名: posts that are granted or taken are a change, though the verb stands before their name."""
    if measure != "value" or not mention.concept.id.startswith(QUOTA):
        return measure, sign
    turn = place.cues.quota_change(place.text[place.clause.start : mention.start])
    return ("change", turn) if turn else (measure, sign)


def _measure_of_percentage(place: Place, state: State) -> tuple[Measure, int]:
    last, lead = state.last, place.lead
    changed = last if last is not None and last.measure == "change" else None
    if lead == "(" and changed is not None and changed.value is not None:
        return "change_rate", _direction(changed)  # 增加12万元（8.5%）
    if place.before == "(" and last is not None and last.unit == "%" and last.measure != "value":
        return last.measure, _direction(last)  # 下降近两成（19.83%）
    if last is not None and place.words.rates.of_the_last.fullmatch(lead):
        # 完成年度任务1,200人的105%, 占调整预算4,512.6万元的98.17%
        return ("share" if last.scenario == "actual" else "completion_rate"), 1
    measure, sign = _of_words(place, state)
    if place.q.kind == "points" and measure == "change_rate":
        return "change", sign  # 结案率上升1.2个百分点
    if measure == "value" and changed is not None and place.cues.only_counts(lead):
        return "change_rate", _direction(changed)  # 减少12万元，约8.5%
    return measure, sign


def _of_words(place: Place, state: State) -> tuple[Measure, int]:
    measure, sign = measure_of_rate(place.cues, place.lead, compared=_is_compared(place, state))
    if measure == "completion_rate" and place.setting.scenario == "budget" and place.cues.portion(place.lead):
        return "share", 1  # of a budget nothing has been spent: 人员经费300万元，占基本支出预算90%
    if measure == "share" and _is_all_that_was_spent(place, state):
        return "completion_rate", 1
    return measure, sign


def _is_all_that_was_spent(place: Place, state: State) -> bool:
    """全年支出832万元，占预算总额的98.32%: no part of the budget, but how much of it was spent."""
    topic = state.topic
    if topic is None or topic.concept != UNIT_SPENDING or topic.scenario != "actual" or topic.measure != "value":
        return False
    return place.cues.portion(place.lead) and place.cues.scenario(place.lead) in ("budget", "adjusted")


def _is_compared(place: Place, state: State) -> bool:
    """比年初定的5万元 | 少用0.8万元, 多用2万元，多了 | 4%: the comparison stands before another number."""
    if place.cues.compares(place.clause_head[: len(place.clause_head) - len(place.lead)]):
        return True
    if _COMPARED.match(place.before):
        return True
    last = state.last
    return last is not None and last.measure == "change" and last.figure.start >= place.sentence.start


def _direction(change: Reading) -> int:
    return -1 if (change.value or 0) < 0 else 1


def _counts_anew(place: Place, state: State) -> bool:
    """“带动就业增加200人”: an activity's result, no change of a level that the report states."""
    topic = state.topic
    if place.q.kind == "money":
        # 免费检查为群众节约支出26万元; not 接待12批，节约0.3万元
        told = place.mentions or place.cues.compares(place.before) or place.setting.kind != "performance"
        of_work = state.activity is not None and state.money in (None, state.activity)
        return not told and (topic is None or of_work)
    known = topic is not None and topic.unit == place.q.unit and not topic.concept.startswith(ACTIVITY)
    return not (place.mentions or place.cues.compares(place.before + place.clause_head) or known)
