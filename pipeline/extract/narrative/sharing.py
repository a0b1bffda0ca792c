"""One number that makes several facts: of several names, of all that the last number was of, or as a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Span
from pipeline.extract.mentions import Mention, accepts
from pipeline.extract.narrative.families import APPROPRIATED, APPROPRIATION, UNIT_SPENDING
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.short_names import completed
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.subjects import concept_of
from pipeline.extract.reading import Reading
from pipeline.language.quantity import Quantity

# Whose other side a sum of spending is.
_SIDES = {UNIT_SPENDING: "income.total", APPROPRIATED: APPROPRIATION}
# How many characters the names of a list may share at their ends: …编制, …拨款编制.
_ENDINGS = (2, 4)


def all_facts(place: Place, state: State, reading: Reading, mention: Mention | None) -> list[Reading]:
    """The facts that one number makes, the one that was read first."""
    if mention is None:
        shared = _of_group(state, reading)
    else:
        shared = [*_also(mention, reading), *_of_each(place, state, reading, mention)]
    return _ends_of_range(place.q, [reading, *shared])


def _of_group(state: State, reading: Reading) -> list[Reading]:
    """收、支总计各减少318万元，下降5.86%: a change or rate of each."""
    if reading.concept not in {r.concept for r in state.group}:
        return []
    return [replace(reading, concept=r.concept, rule=r.rule) for r in state.group if r.concept != reading.concept]


def both_sides(place: Place, state: State) -> tuple[Reading, ...]:
    """收入总计512万元，支出总计512万元，比上年增加26万元: the two sides of one balance, of which the change is told.

    Empty where the last number and this one are none; `state` holds what this number made, but not yet among the found.
    """
    last, level = state.last, state.group[0] if len(state.group) == 1 else None
    if last is None or level is None or _SIDES.get(level.concept) != last.concept:
        return ()
    if (last.measure, level.measure, level.period) != ("value", "value", last.period):
        return ()
    adjoin = last.figure.end == place.previous_end and last.figure.start >= place.sentence.start
    return (last, level) if adjoin and last.value == level.value else ()


def _also(mention: Mention, reading: Reading) -> list[Reading]:
    """收、支总计: a name that means two concepts."""
    return [
        replace(reading, concept=concept, rule=mention.rule.id)
        for shape, concept in mention.rule.also
        if shape.search(mention.text) and concept != reading.concept
    ]


def _of_each(place: Place, state: State, reading: Reading, mention: Mention) -> list[Reading]:
    """A和B均为: the names in a row before the one that stands next to the number."""
    if not place.words.lists.each.search(place.text[mention.end : place.q.span.start]):
        return []
    if reading.concept == "indicator":
        return [replace(reading, item=name) for name in _rates_before(place, mention)]
    found: list[Reading] = []
    right = mention.start
    while (left := _name_before(place, right, mention)) and not _is_all_of_it(place, left):
        if accepts(left.rule, place.q.unit) or place.q.kind == "bare":
            concept = concept_of(place.paragraph, state, left)
            found.append(replace(reading, concept=concept.id, rule=left.rule.id, item=left.item))
        right = left.start
    return found


def _rates_before(place: Place, mention: Mention) -> list[str]:
    """开工率、人畜分离的比例均达100%: rates by their own names; what is no rate opens the next one's name."""
    names, opened = [], ""
    for part in place.text[max(place.previous_end, place.clause.start) : mention.start].split("、"):
        opened += part
        if place.words.rates.named.search(part):
            names.append(place.items.name(opened))
            opened = ""
    return names


def _is_all_of_it(place: Place, name: Mention) -> bool:
    """全部为公车运行费，公务接待费、出国费均为0: the name has its figure already."""
    head = place.text[place.previous_end : name.start]
    return any(match.end() == len(head) for match in place.words.lists.only.finditer(head))


def _name_before(place: Place, right: int, last: Mention) -> Mention | None:
    """The name in front of one that begins at `right`; it may lack what the last ends with (差额、自收自支编制)."""
    end = right - place.cues.joining(place.text[place.previous_end : right])
    if end == right:
        return None
    before = place.paragraph.mentioned(place.previous_end, end)
    if before and before[-1].end == end:
        return before[-1]
    start = place.cues.after_joining(place.text, max(place.lead_start, before[-1].end if before else 0), end)
    endings = (last.text[-count:] for count in _ENDINGS)
    return completed(place.text, Span(start, end), place.rules, behind=endings) if start < end else None


def _ends_of_range(q: Quantity, readings: Sequence[Reading]) -> list[Reading]:
    """30至40场: two facts, at least the one and at most the other."""
    if not q.is_range or q.high is None:
        return list(readings)
    return [
        end
        for reading in readings
        for end in (
            replace(reading, value=q.low, comparator=">=", approx=None),
            replace(reading, value=q.high, comparator="<=", approx=None),
        )
    ]
