"""Wholes and their parts: what 其中, a colon or a bracket opens, and the project that a label names."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from pipeline.document import Span
from pipeline.extract.narrative.families import ACTIVITY, BUDGET_CHANGE, PROJECT
from pipeline.extract.narrative.place import Paragraph, Place
from pipeline.extract.narrative.state import Outside, State
from pipeline.extract.narrative.statement import Subject, When, in_words
from pipeline.extract.reading import Reading, exact

_OF = "的"


def enter_wholes(place: Place, state: State) -> None:
    """Keep account of brackets and 其中 between the last number and this one."""
    _leave_brackets(place, state)
    bracket = place.paragraph.clauses.bracket(place.q.span.start)
    if bracket and bracket.start >= place.previous_end:
        state.brackets.append(Outside(bracket.end, state.topic, state.whole, state.label, state.group))
        state.whole = state.topic
    points = list(place.words.lists.point.finditer(place.before))
    if points and points[-1]["number"] != "1" and state.points is not None:
        state.topic, state.whole = state.points
    if parts := list(place.words.lists.parts.finditer(place.before)):
        # 其中项目支出主要有…: the last of such words tells what the list is of.
        state.whole = _named_whole(place, place.previous_end + parts[-1].start()) or _whole_of_topic(place, state)
    elif _opens_after_topic(place, state):
        state.whole = _named_whole(place, place.previous_end) or _whole_of_topic(place, state)
    elif whole := _labelled_whole(place):
        state.whole = whole
    if points and points[-1]["number"] == "1":
        state.points = (state.topic, state.whole)


def enter_project(paragraph: Paragraph, sentence: Span, state: State) -> None:
    """甲项目绩效自评综述：…: a label that names a project makes it the topic of what follows."""
    lexicon = paragraph.lexicon
    # The label's pattern sees the sign that ended the sentence before.
    label = lexicon.cues.words.subjects.project.search(paragraph.text, max(0, sentence.start - 1), sentence.end)
    if label:
        subject = Subject(lexicon.rules.activities.project.concept, "project-label", label["name"])
        state.topic = in_words(subject, When("actual", paragraph.setting.year), "CNY", Span(*label.span("name")))


def settle_budgets(state: State, known: int) -> None:
    """预算收入560万元，其中年初预算410万元、追加150万元: what the two make is the budget as adjusted.

    `known` is how many figures there were before the sentence.
    """
    told = state.found[known:]
    for index, whole in enumerate(told):
        if whole.scenario != "budget" or whole.measure != "value":
            continue
        if any(_makes_up(whole, *pair) for pair in combinations(told[index + 1 :], 2)):
            state.found[known + index] = replace(whole, scenario="adjusted")


def _makes_up(whole: Reading, initial: Reading, added: Reading) -> bool:
    if initial.concept != whole.concept or initial.scenario != "budget" or added.concept != BUDGET_CHANGE:
        return False
    values = [exact(reading.value) for reading in (whole, initial, added) if reading.value is not None]
    return len(values) == 3 and values[0] == values[1] + values[2]


def _leave_brackets(place: Place, state: State) -> None:
    while state.brackets and state.brackets[-1].closes <= place.q.span.start:
        outside = state.brackets.pop()
        if not (place.text.startswith(_OF, outside.closes) and place.lead == _OF):
            state.last = outside.topic  # 完成计划（1,000人次）的102.2%: of what the bracket told
        state.topic, state.whole, state.label = outside.topic, outside.whole, outside.label
        state.group = outside.group


def _opens_after_topic(place: Place, state: State) -> bool:
    """支出512万元：人员400万元…: a colon right behind the topic, its rate, or what it is divided into (分三块)."""
    topic, last = state.topic, state.last
    if not place.before.startswith(":") or topic is None:
        return False
    ends = [topic.figure.end, state.skipped_end if topic.unit == "CNY" else -1]
    if last is not None and last.concept == topic.concept:
        ends.append(last.figure.end)
    return place.previous_end in ends


def _labelled_whole(place: Place) -> Reading | None:
    """财政预算我单位专项资金：甲36.4万元、乙17万元: what a label without a figure says of the money that it opens."""
    label, colon, _ = place.before.partition(":")
    if not colon or place.setting.whole or place.q.kind != "money" or not place.words.projects.a_fund.search(label):
        return None
    scenario = place.cues.scenario(label)
    if scenario not in ("budget", "adjusted"):
        return None
    return in_words(Subject(PROJECT, "project-label"), When(scenario, place.setting.year), "CNY", place.q.span)


def _whole_of_topic(place: Place, state: State) -> Reading | None:
    """The topic as it was spoken of last: after “执行了80%” its parts are what was spent.

    下达60万元，涉及项目2个，分别为：甲30万元…: money is a part of the money, though what it is for was counted since.
    """
    topic, last = state.topic, state.last
    if place.q.kind == "money" and topic is not None and topic.concept.startswith(ACTIVITY):
        told = (r for r in reversed(state.found) if r.unit == "CNY" and r.measure == "value")
        return next((r for r in told if r.figure.start >= place.sentence.start), topic)
    if topic is None or last is None or last.measure != "completion_rate" or last.concept != topic.concept:
        return topic
    return replace(topic, scenario=last.scenario)


def _named_whole(place: Place, at: int) -> Reading | None:
    """A whole that is named without a figure of its own: 项目支出包括：甲31.2万元."""
    inside = place.paragraph.mentioned(place.previous_end, at)
    named = [m for m in inside if m.concept.is_money and not m.rule.takes_item]
    if not named:
        return None
    scenario = place.cues.scenario(place.text[place.previous_end : at]) or place.setting.scenario
    subject = Subject(named[-1].concept.id, named[-1].rule.id)
    return in_words(subject, When(scenario, place.setting.year), "CNY", Span(at, at))
