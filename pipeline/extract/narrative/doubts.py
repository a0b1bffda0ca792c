"""Which figures of a paragraph can be read in two ways; pipeline/extract/judging.py decides between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.narrative.families import SPENDING
from pipeline.extract.narrative.levels import TOPIC
from pipeline.extract.reading import Reading
from pipeline.rules import RuleSet

_PERSONS, _RETIRED = "staff.total", "staff.retired"


def with_doubts(text: str, readings: Sequence[Reading], rules: RuleSet) -> list[Reading]:
    """The readings, each with what its name may mean instead: 实有人数 may count retired people.

    `perhaps` of a rule says so; its shapes are searched for from the beginning of the quote to the figure.
    """
    doubted = [_with_others(text, reading, rules) for reading in readings]
    return [_of_all_persons(text, reading, doubted) for reading in doubted]


def _of_all_persons(text: str, reading: Reading, readings: Sequence[Reading]) -> Reading:
    """现有人员65人，其中在职40人，退休20人，遗属5人: what holds people in post beside retired ones counts all persons.

    Its parts need not add up: who is counted beside these two may have no name of ours.
    """
    persons = next((other for other in reading.others if other.concept == _PERSONS), None)
    if persons is None or reading.value is None:
        return reading
    stop = text.find("。", reading.figure.end)
    behind = (r for r in readings if reading.figure.end <= r.figure.start < (stop if stop >= 0 else len(text)))
    parts = {r.concept: r.value for r in behind if r.measure == "value" and r.value is not None}
    held = [parts.get(concept, reading.value) for concept in (reading.concept, _RETIRED)]
    return persons if sum(held) <= reading.value else reading


def _with_others(text: str, reading: Reading, rules: RuleSet) -> Reading:
    if reading.measure != "value":
        return reading
    if reading.rule == TOPIC:
        return _of_another_topic(reading)
    rule = rules.by_id.get(reading.rule)
    if rule is None or not rule.perhaps or reading.concept != rule.concept.id:
        return reading
    name = text[reading.quote.start : reading.figure.start]
    others = tuple(replace(reading, concept=concept) for shape, concept in rule.perhaps if shape.search(name))
    return replace(reading, others=others)


def _of_another_topic(reading: Reading) -> Reading:
    """全年支出302万元, named by no more than its heading: the whole unit's, or the part that its own parts make up."""
    if reading.concept not in SPENDING:
        return reading
    return replace(reading, others=tuple(replace(reading, concept=c) for c in SPENDING if c != reading.concept))
