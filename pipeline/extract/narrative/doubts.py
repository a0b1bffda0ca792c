"""Which figures of a paragraph can be read in two ways; pipeline/extract/judging.py decides between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.narrative.families import SPENDING
from pipeline.extract.narrative.levels import TOPIC
from pipeline.extract.reading import Reading
from pipeline.rules import RuleSet


def with_doubts(text: str, readings: Sequence[Reading], rules: RuleSet) -> list[Reading]:
    """The readings, each with what its name may mean instead: 实有人数 may count retired people.

    `perhaps` of a rule says so; its shapes are searched for from the beginning of the quote to the figure.
    """
    return [_with_others(text, reading, rules) for reading in readings]


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
