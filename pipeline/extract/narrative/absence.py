"""Words of absence that state 0: 无会议费, A、B均未发生."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from pipeline.document import Span
from pipeline.extract.mentions import Mention
from pipeline.extract.narrative.families import MAY_BE_NONE
from pipeline.extract.narrative.place import Paragraph
from pipeline.extract.narrative.short_names import completed
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When, first_unit, in_words
from pipeline.extract.narrative.subjects import concept_of
from pipeline.facts import Scenario
from pipeline.rules import Concept

# How far in front of a word of absence 严禁 may stand, and in front of a name 预算.
_DENIAL_REACH, _BUDGET_REACH = 8, 6
# How many characters a list's names may share, at its end and at its beginning.
_ENDING, _OPENING = 2, 4
# How many years before the report one of its zeros may lie.
_RECENT = 2


def read_none(paragraph: Paragraph, sentence: Span, state: State) -> None:
    """无A和B, A、B均未发生, A为零: names beside a word of absence are 0."""
    text, cues = paragraph.text, paragraph.lexicon.cues
    if cues.words.none.of_a_form.search(text, sentence.start, sentence.end):
        return
    for cue in cues.none_before.finditer(text, sentence.start, sentence.end):
        if cues.none_not_before.search(text[max(sentence.start, cue.start() - _DENIAL_REACH) : cue.start()]):
            continue
        for mention in _names_behind(paragraph, cue):
            _keep_zeros(paragraph, state, mention, Span(cue.start(), mention.end))
    for mention in paragraph.mentioned(sentence.start, sentence.end):
        if after := cues.words.none.after.match(text, mention.end):
            for named in _names_until(paragraph, mention.end):
                _keep_zeros(paragraph, state, named, Span(named.start, after.end()))
    _read_none_of_topic(paragraph, sentence, state)


def _read_none_of_topic(paragraph: Paragraph, sentence: Span, state: State) -> None:
    """公务用车购置费。本年未安排此项支出: 0 of what a heading in the text or above it names."""
    heading = state.topic.concept if state.topic is not None and state.topic.value is None else ""
    topic = heading or (paragraph.setting.topic if state.topic is None else "")
    told = paragraph.lexicon.cues.words.none.of_topic.search(paragraph.text, sentence.start, sentence.end)
    if not told or not topic.startswith(MAY_BE_NONE):
        return
    scenario: Scenario = "budget" if told["budget"] else paragraph.setting.scenario
    zero = in_words(
        Subject(topic, "section"), When(scenario, paragraph.setting.year), "CNY", Span(*told.span()), Decimal(0)
    )
    state.keep(replace(zero, note="none-in-words"), topic=False)


def _names_behind(paragraph: Paragraph, cue: re.Match[str]) -> list[Mention]:
    """The list of names behind a word of absence.

    It may have swallowed a name's beginning (未安排|安排): every shorter reach is tried.
    """
    reaches = {cue.end(), *(m.start for m in paragraph.mentions if cue.start() < m.start <= cue.end())}
    return next((names for at in sorted(reaches) if (names := _names_from(paragraph, at))), [])


def _names_from(paragraph: Paragraph, at: int) -> list[Mention]:
    number = next((q.span.start for q in paragraph.quantities if q.span.start >= at), len(paragraph.text))
    return _listed(paragraph, Span(at, min(paragraph.clauses.end(at), number)))


def _names_until(paragraph: Paragraph, at: int) -> list[Mention]:
    number = max((q.span.end for q in paragraph.quantities if q.span.end <= at), default=0)
    return _listed(paragraph, Span(max(paragraph.clauses.start(at), number), at))


def _listed(paragraph: Paragraph, span: Span) -> list[Mention]:
    """The names of a list that may be absent: 差额拨款、自收自支编制; it ends at the first that no rule knows."""
    words_of = paragraph.lexicon.cues.words.none
    found: list[Mention] = []
    for name in words_of.name.finditer(paragraph.text[span.start : span.end]):
        opening = words_of.name_opening.match(name.group())
        begin = span.start + name.start() + (opening.end() if opening else 0)
        words = paragraph.text[begin : span.start + name.end()]
        own = next(
            (m for m in paragraph.mentions if span.start <= m.start <= begin + 3 and begin < m.end <= span.end), None
        )
        if own is not None:
            found.append(own)
            continue
        if not words or (found and begin < found[-1].end):
            continue
        known = _completed(paragraph, span, Span(begin, begin + len(words)))
        if known is None:
            break
        found.append(known)
    return [m for m in found if _may_be_none(m.concept)]


def _completed(paragraph: Paragraph, span: Span, name: Span) -> Mention | None:
    """A name that lacks what its list ends or begins with: 差额拨款（编制）."""
    text, rules = paragraph.text, paragraph.lexicon.rules
    ending = text[max(span.start, span.end - _ENDING) : span.end]
    opening = text[span.start : span.start + _OPENING]
    return completed(text, name, rules, behind=[ending], before=[opening])


def _may_be_none(concept: Concept) -> bool:
    return concept.group == "staffing" or (not concept.item and concept.id.startswith(MAY_BE_NONE))


def _keep_zeros(paragraph: Paragraph, state: State, mention: Mention, quote: Span) -> None:
    """0 of a name; 无预算，也无支出 tells it of both."""
    _keep_zero(paragraph, state, mention, quote)
    if again := paragraph.lexicon.cues.words.none.again.match(paragraph.text, quote.end):
        _keep_zero(paragraph, state, mention, Span(*again.span()), scenario=paragraph.setting.scenario)


def _keep_zero(
    paragraph: Paragraph, state: State, mention: Mention, quote: Span, *, scenario: Scenario | None = None
) -> None:
    """0 of a name, unless a number in the same words says something else."""
    concept = concept_of(paragraph, state, mention)
    if any(quote.start <= q.span.start < quote.end and q.value for q in paragraph.quantities):
        return
    if any(_overlap(r.figure, quote) for r in state.found if r.concept == concept.id):
        return
    head = paragraph.text[max(0, quote.start - _BUDGET_REACH) : quote.end]
    budget = concept.is_money and paragraph.lexicon.cues.words.none.budget.search(head)
    subject = Subject(concept.id, mention.rule.id, mention.item)
    # A budget tells the staff and the cars that there are.
    usual: Scenario = paragraph.setting.scenario if concept.is_money else "actual"
    at = When(scenario or ("budget" if budget else usual), _year_of(paragraph, mention))
    zero = in_words(subject, at, first_unit(concept), quote, Decimal(0))
    state.keep(replace(zero, note="none-in-words"), topic=False)


def _year_of(paragraph: Paragraph, mention: Mention) -> int:
    """截至2022年底，…无公务用车: the earlier year by which a sentence dates what there is not."""
    year = paragraph.setting.year
    sentence = paragraph.clauses.sentence(mention.start)
    dated = paragraph.lexicon.cues.dated(paragraph.text[sentence.start : mention.start])
    return dated if dated is not None and year - _RECENT <= dated < year else year


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
