"""Numbers that are no facts of the report: prices, ages, slogans, limits, what others did, what ought to be."""

from __future__ import annotations

import re

from pipeline.extract.narrative.limits import reaches_limit, sets_limit
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import CHANGES
from pipeline.language.quantity import Quantity

# “50万元以上的项目”, “三个以上班次”: the bound is part of a longer name; at a clause's end it hedges the number.
_GOES_ON = re.compile(r"[^，,;。、!:)]")
# “15分钟|生活圈”
_NAME_GOES_ON = re.compile(r'[^"，,;。:]{0,12}"')
# 效益指标30分: what is counted in them is no number of indicators.
_POINTS = "分"
# 18.2/10万: what something is counted per.
_PER = re.compile(r"\d/$")


def is_no_fact(place: Place, state: State) -> bool:
    """Whether a number tells nothing that the report states about its body."""
    return (
        _of_no_interest(place, state)
        or _is_demanded(place)
        or _in_title(place)
        or _is_a_size(place)
        or _is_a_class(place)
        or _is_a_code(place)
        or _is_in_a_name(place)
        or _is_obeyed(place)
        or _is_numbered(place)
        or _is_background(place, state)
        or _shares_a_list(place, state)
        or _restates(place, state)
        or (place.q.unit == "人" and bool(place.words.guards.came_and_went.search(place.clause_head)))
        or _explains(place, state)
        or _is_a_weight(place)
    )


def _is_a_weight(place: Place) -> bool:
    """自评95.4分（权重：产出40%、满意度10%）: how much a part counts."""
    bracket = place.paragraph.clauses.bracket(place.q.span.start)
    head = place.text[bracket.start + 1 : place.q.span.start] if bracket else place.sentence_head
    return place.q.unit == "%" and bool(place.words.guards.weights.match(head))


def _explains(place: Place, state: State) -> bool:
    """在职32人，较上年增加2人，主要是新招录3人: why the number changed; 减少原因：… may be a sentence."""
    if place.q.unit != "人":
        return False
    last = state.last
    changed = last if last is not None and last.measure in CHANGES else None
    start = max(changed.figure.end if changed else 0, place.sentence.start)
    told = place.words.guards.explains.search(place.text[start : place.q.span.start].rsplit(";", 1)[-1])
    return told is not None and (changed is not None or told["reason"] is not None)


def _of_no_interest(place: Place, state: State) -> bool:
    """Years, ages, distances, prices: by the unit, or by the words beside the number (单价300元, 人均12平方米)."""
    q, guards = place.q, place.words.guards
    if sets_limit(place) or reaches_limit(place, state):
        return False
    return (
        (q.unit in guards.skip_units and q.kind != "multiple" and not _counts_days(place, state))
        or q.kind == "price"
        or bool(guards.before.search(place.lead) and not _has_own_bodies(place))
        or bool(guards.price_after.match(place.after))
        or (q.unit in guards.whole_units and q.value % 1 != 0)
        or (q.unit != _POINTS and bool(guards.indicators_counted.search(place.lead)))
        or bool(guards.page_counter.search(place.before) or _PER.search(place.sentence_head))
        or (q.kind == "money" and bool(guards.per_thing.search(place.lead)))
        or (q.unit == "%" and bool(guards.divided.search(place.lead)))
        or bool(guards.per_head.search(place.lead) or guards.economy.search(place.clause_head))
    )


def _has_own_bodies(place: Place) -> bool:
    """下辖一个事业单位: the body's own, where 下辖12个村 tells of the area."""
    return place.lead.endswith("辖") and bool(place.words.activities.bodies.match(place.after))


def _counts_days(place: Place, state: State) -> bool:
    """优良天数334天，比上年多9天."""
    if place.words.guards.in_days.search(place.lead):
        return True
    return state.topic is not None and state.topic.unit == place.q.unit and place.cues.compares(place.lead)


def _is_demanded(place: Place) -> bool:
    """应配备3人, 建议增加2人, 由1名副局长牵头: rules and wishes, or who leads.

    An indicator may be called so (按规定公开100%).
    """
    guards = place.words.guards
    if place.q.unit == "%" and place.setting.kind == "indicators":
        return False
    return bool(
        guards.required.search(place.lead)
        or guards.posts_after.match(place.after)
        or guards.advice.match(place.text, place.clause.start)
        or guards.advice.match(place.text, place.sentence.start)
    )


def in_slogan(text: str, q: Quantity) -> bool:
    """“一条主线、三个拓展”, “15分钟生活圈”: part of a name, which it does not cut. Other digits are figures."""
    at = q.span.start
    if text.count('"', 0, at) % 2 == 0:
        return False  # “送戏下乡”80场、“戏曲进校园”60场: behind a name, not in one
    if text[q.number.start].isdigit():
        return text[at - 1] == '"' and bool(_NAME_GOES_ON.match(text, q.span.end))
    return '"' in text[at:]


def _in_title(place: Place) -> bool:
    """Inside 《…》: the name of a document."""
    text, at = place.text, place.q.span.start
    return text.rfind("《", 0, at) > text.rfind("》", 0, at) and "》" in text[at:]


def _is_a_size(place: Place) -> bool:
    """320平方米的展厅, 300米深机井1座."""
    guards = place.words.guards
    if place.q.unit in guards.size_of_one_units and guards.size_of_one.match(place.text, place.q.span.end):
        return bool(guards.size_opens.search(place.lead))
    return place.q.unit in guards.size_units and bool(guards.size_of.match(place.after))


def _is_a_class(place: Place) -> bool:
    """50万元以上的项目: a class of things."""
    q, guards = place.q, place.words.guards
    written = place.text[q.span.start : q.span.end]
    if q.kind == "money" and guards.bound_before.match(written) and guards.bound_noun.match(place.after):
        return True
    if not guards.bound.search(written):
        return False
    if q.unit in guards.bound_units or (q.kind == "money" and guards.bound_of_money.search(written)):
        return True
    return bool(_GOES_ON.match(place.after))


def _is_a_code(place: Place) -> bool:
    """司法（06款）普法宣传（05项）: accounts of the budget."""
    q, guards = place.q, place.words.guards
    if place.text[q.span.start - 1 : q.span.start] != "(" or q.written_unit not in guards.code_units:
        return False
    return bool(
        guards.behind_code.match(place.text, q.span.end) or guards.before_code.search(place.text[: q.span.start])
    )


def _is_obeyed(place: Place) -> bool:
    """落实市委20条要求: how many points a rule has."""
    guards = place.words.guards
    return bool(guards.obeyed_after.match(place.text, place.q.span.end) and guards.obeyed.search(place.clause_head))


def _is_numbered(place: Place) -> bool:
    """二批项目投资80万元, 王家村三组: which one it is; 分2批拨付: in how many steps; 4个方面: a text's."""
    q, guards = place.q, place.words.guards
    if q.kind != "count":
        return False
    if guards.listed.match(place.text, q.span.end) or (q.unit in guards.step_units and guards.steps.search(place.lead)):
        return True
    behind = guards.divisions if q.unit in ("个", "项") else guards.contractors
    if behind.match(place.text, q.span.end) and not guards.worked_on.search(place.lead):
        return True
    if q.unit not in guards.numbered_units or place.text[q.number.start].isdigit():
        return False
    if guards.numbered_group.search(place.lead):
        return q.unit == "组"
    return q.unit != "组" and not place.lead and bool(guards.numbered_after.match(place.text, q.span.end))


def _is_in_a_name(place: Place) -> bool:
    """三门县, 五家渠市: a numeral and a counting word that begin the name of a place."""
    text, q, guards = place.text, place.q, place.words.guards
    if q.kind != "count" or text[q.number.start].isdigit() or not guards.place_name.match(text, q.span.end):
        return False
    return bool(guards.place_from.search(text[place.sentence.start : q.span.start]))


def _is_background(place: Place, state: State) -> bool:
    """What a wider area or other bodies did, unless a name before the number or “我局…” leads back."""
    cues, guards, level = place.cues, place.words.guards, place.setting.level
    if cues.wider_area(place.text[place.clause.start : place.q.span.end], level):
        return True
    if place.mentions:
        return False
    head = place.sentence_head
    told = list(guards.background.finditer(head))
    if place.setting.whole or place.q.kind != "money":
        told += guards.of_the_treasury.finditer(head)
    last = max(told, key=lambda other: other.start(), default=None)
    if last is not None and not guards.own.search(head, last.end()):
        # 全县各单位“三公”经费80万元，比上年减少2万元: what was taken for the report's own is so to the end.
        return not state.found or state.found[-1].figure.start < place.sentence.start + last.start()
    return cues.told_of_wider_area(place.text[place.clause.start : place.q.span.end], level)


def _restates(place: Place, state: State) -> bool:
    """13,284,400元（1,328.44万元）: the same amount once more."""
    last, q = state.last, place.q
    if last is None or place.before != "(" or last.figure.end != place.previous_end or last.unit != q.unit:
        return False
    return last.value == q.value


def _shares_a_list(place: Place, state: State) -> bool:
    """辖12个村、3个社区: what stands in one list with a number that was no fact, or is a part of one."""
    if state.skipped_end != place.previous_end or place.mentions:
        return False
    if place.words.guards.parts.match(place.before) and not _are_points(place, state.skipped_end):
        state.skipped_parts = True
    guards = place.words.guards
    same_list = guards.same_list.fullmatch(place.before) or guards.area_list.fullmatch(place.before)
    return state.skipped_parts or bool(same_list) or _is_its_change(place, state)


def _are_points(place: Place, end: int) -> bool:
    """平均得分97.5分，其中评为优的项目4个: points have no parts."""
    return any(q.unit == "分" for q in place.paragraph.quantities if q.span.end == end)


def _is_its_change(place: Place, state: State) -> bool:
    """地区生产总值186亿元，增长6.3%, 占年度任务的112%, 完成率108%: told of nothing else than the number before."""
    if place.cues.share(place.lead) and place.lead.startswith(place.words.subjects.portion):
        return True
    if place.cues.change_alone(place.lead):
        return True
    last = state.last
    # 改造64户，户均5,000元，完成率100%: of what was told before in the same breath.
    apart = last is None or ";" in place.text[max(last.figure.end, place.sentence.start) : place.q.span.start]
    apart = apart or (last is not None and last.figure.start < place.sentence.start)
    return apart and bool(place.words.rates.completing_all.search(place.lead))
