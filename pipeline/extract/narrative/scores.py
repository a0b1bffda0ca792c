"""Points: of the whole evaluation or of one indicator, reached or to be had."""

from __future__ import annotations

import re

from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When, level
from pipeline.extract.reading import Reading

_TOTAL, _PART = "score.total", "indicator.score"
_LONGEST_PART = 12
_A_LIST = 2
_HUNDRED = 100
_GLUED = re.compile("[一-龥]")


def score(place: Place, state: State, rule: str) -> tuple[Subject, When]:
    """Whose points they are: one indicator's where the sentence names it (过程指标满分20分), else the total."""
    item = _indicator(place, state)
    subject = Subject(_TOTAL, rule) if item is None else Subject(_PART, rule, item)
    full = _is_full_mark(place) or (item is None and _is_above_the_score(place, state))
    return subject, When("target" if full else "actual", place.setting.year)


def points(place: Place, state: State) -> Reading | None:
    """投入管理20分得18.7分, 过程（20分）得18分: the full mark of a part that has no other name.

    得分95分，其中：过程28分、产出47分: behind the total, what its parts got.
    """
    scores = place.words.scores
    item = place.phrase(place.lead_start, place.q.span.start) or _name_before_bracket(place)
    full = bool(scores.then_got.match(place.text, place.q.span.end))
    if not item or scores.not_part.search(item + place.lead) or not (full or is_part_of_total(place, state, item)):
        return None
    at = When("target" if full else "actual", place.setting.year)
    return level(place, state, Subject(_PART, "points", item), at, "分")


def is_part_of_total(place: Place, state: State, item: str) -> bool:
    """自评总分96分，其中产出48分、满意度9分: points of a part, told behind the total."""
    told = [r for r in state.found if r.concept == _TOTAL and r.quote.start >= _start_of_list(place)]
    if not told or len(item) > _LONGEST_PART or place.words.scores.lost.search(item):
        return False
    total = told[-1]
    listed = place.words.lists.parts.search(place.text, total.figure.end, place.q.span.start)
    bracket = place.paragraph.clauses.bracket(place.q.span.start)
    in_bracket = bracket is not None and bracket.start == total.figure.end
    in_bracket = in_bracket or place.text.startswith(":", total.figure.end)
    return (in_bracket or listed is not None) and total.value is not None and place.q.value < total.value


def _start_of_list(place: Place) -> int:
    """Where the sentence begins; 自评97分。其中：产出58分 is one list."""
    if place.words.lists.parts.match(place.text, place.sentence.start):
        return place.paragraph.clauses.sentence(max(place.sentence.start - 1, 0)).start
    return place.sentence.start


def _indicator(place: Place, state: State) -> str | None:
    """The indicator or part that the points are of; None where they are the total's."""
    scores = place.words.scores
    if part := _before_full_mark(place, state) or _part_in_list(place):
        return part
    named = [name for name in scores.indicator.findall(place.sentence_head) if not scores.not_indicator.search(name)]
    return str(named[-1]) if named else _of_the_last(place, state)


def _before_full_mark(place: Place, state: State) -> str:
    """产出58分（满分60分）: the part whose points stand right before the bracket."""
    last = state.last
    if last is None or last.concept != _PART or not place.before.startswith("("):
        return ""
    return last.item if _is_full_mark(place) else ""


def _of_the_last(place: Place, state: State) -> str | None:
    """密度，年初目标值≥90%，实际完成值≥92%，自评得分20分: the indicator or rate that was told last in the sentence."""
    scores = place.words.scores
    last = state.found_since(place.sentence.start)
    if last is None or scores.sum.search(place.lead):
        return None
    if last.concept in (_PART, "indicator"):
        return last.item
    if last.unit == "%" and scores.of_the_rate.fullmatch(place.lead):
        # 预算执行率100%，得10分; 满意度指标：目标值≥95%，实际完成值97%，得10分
        return last.item or place.phrase(last.quote.start, last.figure.start)
    return None


def _part_in_list(place: Place) -> str:
    """投入得10分、产出得48分: the part that the points are told of, where each of several has its own name."""
    scores, text = place.words.scores, place.text
    told = [m for m in place.paragraph.mentioned(place.sentence.start, place.sentence.end) if m.concept.id == _TOTAL]
    told = [m for m in told if text[m.end : m.end + 1].isdigit() and not scores.sum.search(m.text)]
    named = [m for m in told if _GLUED.match(text[m.start - 1 : m.start])]
    if len(named) < _A_LIST or not place.mentions or place.mentions[-1] not in named:
        return ""
    name = place.phrase(place.lead_start, place.mentions[-1].start)
    whole = len(name) > _LONGEST_PART or scores.not_part.search(name) or scores.judged.search(name)
    return "" if whole else name


def _is_full_mark(place: Place) -> bool:
    scores = place.words.scores
    if scores.full_before.search(place.lead) or scores.full_after.match(place.after):
        return True
    # 总分100分，自评98.5分
    return place.q.value == _HUNDRED and bool(scores.then_judged.match(place.text, place.q.span.end))


def _is_above_the_score(place: Place, state: State) -> bool:
    """自评总分93.7分（总分100分）: behind a score, in brackets, more than it."""
    last = state.last
    if last is None or last.concept != _TOTAL or last.value is None or not place.before.startswith("("):
        return False
    return bool(place.words.scores.sum.search(place.lead)) and place.q.value > last.value


def _name_before_bracket(place: Place) -> str:
    clauses = place.paragraph.clauses
    bracket = clauses.bracket(place.q.span.start)
    if bracket is None:
        return ""
    start = max(clauses.start(bracket.start - 1), place.sentence.start) if bracket.start else 0
    return place.phrase(start, bracket.start)
