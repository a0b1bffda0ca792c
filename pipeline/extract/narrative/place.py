"""What stands in a paragraph, and around one of its numbers, before anything is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Span
from pipeline.extract.clauses import Clauses
from pipeline.extract.cues import Cues
from pipeline.extract.items import Items, Words
from pipeline.extract.mentions import Mention
from pipeline.extract.reading import Setting
from pipeline.language.quantity import Quantity
from pipeline.rules import RuleSet
from pipeline.rules.cue_schema import CueSpec

_EQUALS = "=:+"
"""The sign before a result is no word: 控制率=93.75%, 年中调整：+88万元."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The rules as the reader uses them; one serves all paragraphs."""

    rules: RuleSet
    cues: Cues
    items: Items


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A squeezed paragraph with its numbers and names, in reading order; all places count in `text`."""

    text: str
    setting: Setting
    quantities: Sequence[Quantity]
    mentions: Sequence[Mention]
    clauses: Clauses
    words: Words
    lexicon: Lexicon

    def mentioned(self, start: int, end: int) -> list[Mention]:
        """The mentions inside text[start:end]."""
        return [m for m in self.mentions if start <= m.start and m.end <= end]


@dataclass(frozen=True, slots=True)
class Place:
    """One number in its surroundings.

    In “全年接待来访12批，共36人”, read at 36: `sentence` is all of it, `clause` is “共36人”, `previous_end` is behind
    12批, `before` is “，共”, `lead` is “共”, `after` is empty.
    """

    paragraph: Paragraph
    q: Quantity
    sentence: Span
    clause: Span
    previous_end: int
    """Where the number before ended, or the sentence began."""
    lead_start: int
    lead: str
    """From the clause's beginning, or the number before in the same clause, to this number."""
    before: str
    """From the number before, or the sentence's beginning, to this number."""
    after: str
    """From this number to the clause's end."""
    mentions: Sequence[Mention]
    """Mentions that end inside `lead`."""

    @property
    def text(self) -> str:
        return self.paragraph.text

    @property
    def setting(self) -> Setting:
        return self.paragraph.setting

    @property
    def cues(self) -> Cues:
        return self.paragraph.lexicon.cues

    @property
    def words(self) -> CueSpec:
        """The cue words by themselves."""
        return self.paragraph.lexicon.cues.words

    @property
    def items(self) -> Items:
        return self.paragraph.lexicon.items

    @property
    def rules(self) -> RuleSet:
        return self.paragraph.lexicon.rules

    @property
    def sentence_head(self) -> str:
        """The sentence up to this number."""
        return self.paragraph.text[self.sentence.start : self.q.span.start]

    @property
    def lead_or_front(self) -> str:
        """The lead; of a number that a bracket opens with, the words in front of the bracket: 完成计划（1,000人次）."""
        return self.lead or (self.before[:-1] if self.before.endswith("(") else "")

    @property
    def clause_head(self) -> str:
        """The clause up to this number; numbers before it in the clause are part of it, unlike in `lead`."""
        return self.paragraph.text[self.clause.start : self.q.span.start]

    def phrase(self, start: int, end: int) -> str:
        """The noun phrase that text[start:end] ends with."""
        return self.items.phrase(self.text, start, end, self.paragraph.words)


def place_of(paragraph: Paragraph, q: Quantity, sentence: Span, previous_end: int) -> Place:
    """Look around a number; `previous_end` is where the number before it in the sentence ended."""
    text, clauses = paragraph.text, paragraph.clauses
    start = clauses.start(q.span.start)
    lead_start = max(previous_end, start, sentence.start)
    clause = Span(start, max(clauses.end(q.span.end), q.span.end))
    return Place(
        paragraph=paragraph,
        q=q,
        sentence=sentence,
        clause=clause,
        previous_end=previous_end,
        lead_start=lead_start,
        lead=text[lead_start : q.span.start].rstrip(_EQUALS),
        before=text[previous_end : q.span.start],
        after=text[q.span.end : clause.end],
        # A name may hold a number (单价100万元以上设备2台).
        mentions=[m for m in paragraph.mentions if lead_start < m.end <= q.span.start],
    )
