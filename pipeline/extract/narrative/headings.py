"""Names that stand as headings in the text: 1.公务接待费。年初预算2.4万元，支出决算1.62万元."""

from __future__ import annotations

from itertools import pairwise

from pipeline.document import Span
from pipeline.extract.mentions import Mention
from pipeline.extract.narrative.families import STAFF_TOTALS
from pipeline.extract.narrative.place import Paragraph, Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When, in_words
from pipeline.extract.narrative.subjects import concept_of

_COMMAS = "，,"
_OTHER = "expenditure.other"


def enter_heading(paragraph: Paragraph, span: Span, state: State) -> bool:
    """Make a name of money that fills the span the topic of what follows."""
    mention = _name_alone(paragraph, span)
    if mention is None:
        return False
    concept = concept_of(paragraph, state, mention)
    item = paragraph.lexicon.items.name(mention.item) if concept.item else ""
    at = When(paragraph.setting.scenario, paragraph.setting.year)
    state.topic = in_words(Subject(concept.id, mention.rule.id, item), at, "CNY", Span(mention.start, mention.end))
    return True


def enter_definition(paragraph: Paragraph, sentence: Span, state: State) -> None:
    """经费拨款：指…。2023年预算安排86万元: a sentence that only tells what a name means makes it the topic.

    A name that no rule knows (住房补贴资金：指…) is some money of its own, not the unit's whole.
    """
    subjects, text = paragraph.lexicon.cues.words.subjects, paragraph.text
    defines = subjects.defines.match(text, sentence.start, sentence.end)
    if not defines or any(defines.end() <= q.span.start < sentence.end for q in paragraph.quantities):
        return
    name = Span(*defines.span("name"))
    if enter_heading(paragraph, Span(sentence.start, name.end), state):
        return
    if not paragraph.mentioned(name.start, name.end):
        subject = Subject(_OTHER, "definition", text[name.start : name.end])
        at = When(paragraph.setting.scenario, paragraph.setting.year)
        state.topic = in_words(subject, at, "CNY", name)


def enter_label(place: Place, state: State) -> None:
    """公务接待费：主要用于…，年初预算2.4万元: a name with a colon, or with a comma right before the number's clause."""
    paragraph = place.paragraph
    for mention in reversed(paragraph.mentioned(place.previous_end, place.lead_start)):
        start, end = paragraph.clauses.start(mention.start), paragraph.clauses.end(mention.end)
        if place.text[end] != ":" and not mention.concept.is_money:
            continue
        labels = place.text[end] == ":" or (place.text[end] in _COMMAS and end + 1 == place.lead_start)
        if labels and enter_heading(paragraph, Span(max(start, place.previous_end), end), state):
            return


def _may_head(name: Mention) -> bool:
    """公务接待费：…, 编制数：行政12、事业20: names of money, of all posts and of all people."""
    return name.concept.is_money or name.concept.id in STAFF_TOTALS


def _name_alone(paragraph: Paragraph, span: Span) -> Mention | None:
    """The name that fills the span but for a number and 情况; of functional classes in a chain the last."""
    names = paragraph.mentioned(span.start, span.end)
    if not names or not _may_head(names[-1]) or any(m.concept != names[-1].concept for m in names):
        return None
    text, subjects = paragraph.text, paragraph.lexicon.cues.words.subjects
    alone = (
        all(one.end == other.start for one, other in pairwise(names))
        and subjects.heading_opening.fullmatch(text, span.start, names[0].start)
        and subjects.heading_tail.fullmatch(text, names[-1].end, span.end)
    )
    return names[-1] if alone else None
