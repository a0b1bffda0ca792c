"""Words that state a figure by another one: 与上年持平 is a change of 0, 均为公务接待费 makes a part the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.document import Span
from pipeline.extract.cues import Cues
from pipeline.extract.mentions import Mention, accepts
from pipeline.extract.narrative.families import MAY_STAY_SAME
from pipeline.extract.narrative.place import Paragraph
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import CHANGES, Subject, When, first_unit, in_words, subject_of
from pipeline.extract.narrative.subjects import concept_of
from pipeline.extract.reading import Reading
from pipeline.facts import Base, Scenario


@dataclass(frozen=True, slots=True)
class _Unchanged:
    subject: Subject
    scenario: Scenario
    unit: str


def read_same(paragraph: Paragraph, sentence: Span, state: State, found: Sequence[Reading]) -> None:
    """与上年持平: a change of 0 of the clause's subject, or of the last level of the sentence."""
    cues, setting = paragraph.lexicon.cues, paragraph.setting
    for match in cues.words.changes.same.finditer(paragraph.text, sentence.start, sentence.end):
        start = paragraph.clauses.start(match.start())
        clause, words = Span(start, match.start()), paragraph.text[start : match.end()]
        same = _named_same(paragraph, state, clause)
        base: Base | None = cues.base(words, setting.year)
        if cues.words.comparing.same_with.search(words):
            same = (
                same or _last_same(paragraph, found, match.start()) or _topic_same(paragraph, sentence, clause, state)
            )
        else:
            base = _base_before(state, same, words, cues)
        if base is None or same is None or not same.subject.concept.startswith(MAY_STAY_SAME):
            continue
        at = When("actual" if setting.scenario == "actual" else same.scenario, setting.year)
        change = replace(
            in_words(same.subject, at, same.unit, Span(match.start(), match.end()), Decimal(0)),
            measure="change",
            base=base,
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
    return _Unchanged(subject, paragraph.setting.scenario, first_unit(concept))


def _last_same(paragraph: Paragraph, found: Sequence[Reading], before: int) -> _Unchanged | None:
    """The last level before; behind a bracket that is closed, the one in front of it."""
    closed = [b for b in paragraph.clauses.brackets if b.end <= before]
    told = [r for r in found if r.figure.end <= before and r.measure == "value"]
    levels = [r for r in told if not any(b.start <= r.figure.start < b.end for b in closed)]
    return _Unchanged(subject_of(levels[-1]), levels[-1].scenario, levels[-1].unit) if levels else None


def _topic_same(paragraph: Paragraph, sentence: Span, clause: Span, state: State) -> _Unchanged | None:
    """公务接待费0.7万元。与上年持平: a sentence that begins with its comparison goes on about the topic."""
    against = paragraph.lexicon.cues.words.comparing.against
    if state.topic is None or clause.start > sentence.start or not against.match(paragraph.text, clause.start):
        return None
    return _Unchanged(subject_of(state.topic), state.topic.scenario, state.topic.unit)


def _base_before(state: State, same: _Unchanged | None, clause: str, cues: Cues) -> Base | None:
    """What a change of a kin before is measured against: “三公”经费较上年减少0.3万元，其中公务接待费持平."""
    last = state.found[-1] if state.found else None
    if last is None or same is None or last.measure not in CHANGES or cues.words.activities.reason.search(clause):
        return None
    return last.base if last.concept.split(".")[0] == same.subject.concept.split(".")[0] else None


def read_only(paragraph: Paragraph, sentence: Span, state: State, found: Sequence[Reading]) -> None:
    """“三公”经费支出2.1万元，均为公务接待费: the part is as much as the whole."""
    only = paragraph.lexicon.cues.words.lists.only
    for match in only.finditer(paragraph.text, sentence.start, sentence.end):
        part = next((m for m in paragraph.mentions if _opens(paragraph, match.end(), m)), None)
        whole = next(_own_levels(found, match.start(), paragraph.setting.scenario), None)
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


def _own_levels(found: Sequence[Reading], before: int, usual: Scenario) -> Iterator[Reading]:
    """The levels before a place of what was done, in a budget of what is set; last year's, told to compare, last."""
    levels = [r for r in reversed(found) if r.figure.end <= before and r.measure == "value"]
    told = [r for r in levels if r.scenario in ("actual", usual)]
    return iter(sorted(told, key=lambda r: r.period, reverse=True))


def _opens(paragraph: Paragraph, at: int, mention: Mention) -> bool:
    """Whether a name begins at a place, but for words that narrow it (均为|一般公共预算|财政拨款)."""
    words = paragraph.text[at : mention.start]
    return at <= mention.start and (not words or bool(paragraph.lexicon.cues.none_filler.fullmatch(words)))


def _has_number(paragraph: Paragraph, at: int) -> bool:
    """Whether the clause goes on with a number of its own."""
    end = paragraph.clauses.end(at)
    return any(at <= q.span.start < end for q in paragraph.quantities)
