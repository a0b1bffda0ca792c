"""Words that state a figure without a number: 无 is 0, 持平 is a change of 0, 均为公务接待费 is the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.document import Span
from pipeline.extract.mentions import Mention, accepts, find_mentions
from pipeline.extract.narrative.families import MAY_BE_NONE, MAY_STAY_SAME
from pipeline.extract.narrative.place import Paragraph
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, subject_of
from pipeline.extract.narrative.subjects import concept_of
from pipeline.extract.reading import Reading
from pipeline.facts import Scenario
from pipeline.rules import Concept

# How far in front of a word of absence 严禁 may stand, and in front of a name 预算.
_DENIAL_REACH, _BUDGET_REACH = 8, 6


def read_words(paragraph: Paragraph, sentence: Span, state: State, found: Sequence[Reading]) -> None:
    """Add what a sentence states in words; `found` are the figures of its numbers."""
    _read_none(paragraph, sentence, state)
    _read_same(paragraph, sentence, state, found)
    _read_only(paragraph, sentence, state, found)


# -- none -------------------------------------------------------------------------------------------------------


def _read_none(paragraph: Paragraph, sentence: Span, state: State) -> None:
    """无A和B, A、B均未发生, A为零: names beside a word of absence are 0."""
    text, cues = paragraph.text, paragraph.lexicon.cues
    for cue in cues.none_before.finditer(text, sentence.start, sentence.end):
        if cues.none_not_before.search(text[max(sentence.start, cue.start() - _DENIAL_REACH) : cue.start()]):
            continue
        for mention in _names_behind(paragraph, cue):
            _keep_zero(paragraph, state, mention, Span(cue.start(), mention.end))
    for mention in paragraph.mentioned(sentence.start, sentence.end):
        if after := cues.words.none.after.match(text, mention.end):
            for named in _names_until(paragraph, mention.end):
                _keep_zero(paragraph, state, named, Span(named.start, after.end()))


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
        own = next((m for m in paragraph.mentions if span.start <= m.start <= begin + 3 and begin < m.end), None)
        if own is not None:
            found.append(own)
            continue
        if not words or (found and begin < found[-1].end):
            continue
        completed = _completed(paragraph, span, Span(begin, begin + len(words)))
        if completed is None:
            break
        found.append(completed)
    return [m for m in found if _may_be_none(m.concept)]


def _completed(paragraph: Paragraph, span: Span, name: Span) -> Mention | None:
    """A name that lacks what its list ends or begins with: 差额拨款（编制）."""
    text, rules = paragraph.text, paragraph.lexicon.rules
    words = text[name.start : name.end]
    for probe in (
        words + "1",
        words + text[max(span.start, span.end - 2) : span.end],
        text[span.start : span.start + 4] + words,
    ):
        for mention in find_mentions(probe, rules):
            if mention.start == 0:
                return Mention(name.start, name.end, mention.rule, words)
    return None


def _may_be_none(concept: Concept) -> bool:
    return concept.group == "staffing" or (not concept.item and concept.id.startswith(MAY_BE_NONE))


def _keep_zero(paragraph: Paragraph, state: State, mention: Mention, quote: Span) -> None:
    """0 of a name, unless a number in the same words says something else."""
    concept = concept_of(paragraph, state, mention)
    if any(quote.start <= q.span.start < quote.end and q.value for q in paragraph.quantities):
        return
    if any(_overlap(r.figure, quote) for r in state.found if r.concept == concept.id):
        return
    head = paragraph.text[max(0, quote.start - _BUDGET_REACH) : quote.end]
    budget = paragraph.lexicon.cues.words.none.budget.search(head)
    subject = Subject(concept.id, mention.rule.id, mention.item)
    scenario: Scenario = "budget" if budget else paragraph.setting.scenario
    zero = _zero(paragraph, subject, scenario, _unit(concept), quote)
    state.keep(replace(zero, note="none-in-words"), topic=False)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _unit(concept: Concept) -> str:
    return concept.units[0] if concept.units else ""


def _zero(paragraph: Paragraph, subject: Subject, scenario: Scenario, unit: str, at: Span) -> Reading:
    return Reading(
        concept=subject.concept,
        measure="value",
        scenario=scenario,
        period=paragraph.setting.year,
        value=Decimal(0),
        unit=unit,
        rule=subject.rule,
        figure=at,
        quote=at,
        item=subject.item,
    )


# -- the same ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unchanged:
    subject: Subject
    scenario: Scenario
    unit: str


def _read_same(paragraph: Paragraph, sentence: Span, state: State, found: Sequence[Reading]) -> None:
    """与上年持平: a change of 0 of the clause's subject, or of the last level of the sentence."""
    cues, setting = paragraph.lexicon.cues, paragraph.setting
    for match in cues.words.changes.same.finditer(paragraph.text, sentence.start, sentence.end):
        start = paragraph.clauses.start(match.start())
        clause = paragraph.text[start : match.end()]
        if not cues.words.comparing.same_with.search(clause):
            continue
        same = _named_same(paragraph, state, Span(start, match.start())) or _last_same(found, match.start())
        if same is None or not same.subject.concept.startswith(MAY_STAY_SAME):
            continue
        scenario: Scenario = "actual" if setting.scenario == "actual" else same.scenario
        zero = _zero(paragraph, same.subject, scenario, same.unit, Span(match.start(), match.end()))
        change = replace(
            zero,
            measure="change",
            base=cues.base(clause, setting.year),
            quote=Span(start, match.end()),
            note="same-in-words",
        )
        state.keep(change, topic=False)


def _named_same(paragraph: Paragraph, state: State, clause: Span) -> _Unchanged | None:
    """The last name in the clause that is not what is compared with."""
    against = paragraph.lexicon.cues.words.comparing.same_against
    named = [
        m
        for m in paragraph.mentioned(clause.start, clause.end)
        if not against.search(paragraph.text[clause.start : m.start])
    ]
    if not named:
        return None
    concept = concept_of(paragraph, state, named[-1])
    subject = Subject(concept.id, named[-1].rule.id, named[-1].item)
    return _Unchanged(subject, paragraph.setting.scenario, _unit(concept))


def _last_same(found: Sequence[Reading], before: int) -> _Unchanged | None:
    levels = [r for r in found if r.figure.end <= before and r.measure == "value"]
    return _Unchanged(subject_of(levels[-1]), levels[-1].scenario, levels[-1].unit) if levels else None


# -- all of it --------------------------------------------------------------------------------------------------


def _read_only(paragraph: Paragraph, sentence: Span, state: State, found: Sequence[Reading]) -> None:
    """“三公”经费支出2.1万元，均为公务接待费: the part is as much as the whole."""
    only = paragraph.lexicon.cues.words.lists.only
    for match in only.finditer(paragraph.text, sentence.start, sentence.end):
        part = next((m for m in paragraph.mentions if m.start == match.end()), None)
        whole = next(_actual_levels(found, match.start()), None)
        if part is None or whole is None or _has_number(paragraph, match.end()):
            continue
        if accepts(part.rule, whole.unit) and part.concept.id.startswith(whole.concept.split(".")[0]):
            fact = replace(
                whole,
                concept=part.concept.id,
                rule=part.rule.id,
                item=part.item,
                quote=Span(whole.quote.start, part.end),
                note="all-of-it-in-words",
            )
            state.keep(fact, topic=False)


def _actual_levels(found: Sequence[Reading], before: int) -> Iterator[Reading]:
    """The levels of what was done that stand before a place, the nearest first."""
    return (r for r in reversed(found) if r.figure.end <= before and r.measure == "value" and r.scenario == "actual")


def _has_number(paragraph: Paragraph, at: int) -> bool:
    """Whether the clause goes on with a number of its own."""
    end = paragraph.clauses.end(at)
    return any(at <= q.span.start < end for q in paragraph.quantities)
