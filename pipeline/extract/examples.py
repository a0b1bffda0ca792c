"""Runs the examples that rules carry: text in, facts out, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.document import Extractor
from pipeline.extract.reading import Reading, Setting, exact
from pipeline.language.squeeze import normalise
from pipeline.rules.schema import Example, Expected

# What GOLD.md of the field calls one unit: names of the same counting word.
_SAME_UNIT = {"名": "人", "位": "人", "台": "辆", "台次": "辆", "场次": "场", "元": "CNY", "户次": "户", "件次": "件"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example that was run."""

    rule: str
    text: str
    missing: tuple[Expected, ...]
    extra: tuple[Reading, ...]

    @property
    def passed(self) -> bool:
        return not self.missing and not self.extra


def run_examples(extractor: Extractor) -> Iterator[Outcome]:
    """Every example of every rule, in the order of the packs."""
    for rule, concept, example in extractor.rules.examples():
        yield run_example(extractor, rule, concept, example)


def run_example(extractor: Extractor, rule: str, concept: str, example: Example) -> Outcome:
    """One example: its section gives the setting, as headings do in a report."""
    kind, topic = extractor.sections.kind(example.section), extractor.sections.topic(example.section)
    if not example.section:
        kind = _kind_for(extractor, concept)
    squeezed, readings = extractor.read_text(
        example.text, Setting(year=example.year, kind=kind, topic=topic, level="县")
    )
    wanted = [fact if fact.concept else fact.model_copy(update={"concept": concept}) for fact in example.facts]
    missing, extra = compare(wanted, readings, squeezed.text, example.year, extractor.rules.concepts)
    return Outcome(rule, example.text, tuple(missing), tuple(extra))


def compare(
    wanted: Sequence[Expected],
    found: Sequence[Reading],
    text: str,
    year: int,
    concepts: Iterable[str] | dict[str, object],
) -> tuple[list[Expected], list[Reading]]:
    """(expected facts that were not found, readings that were not expected).

    Concepts of the group “other” are read to be told apart and never count as extra; kinds of activity may
    stand for each other, as in scoring.
    """
    missing = [e for e in wanted if not any(matches(e, r, year) and tells(e, r, text) for r in found)]
    extra = [r for r in found if _counts(r, concepts) and not any(matches(e, r, year) for e in wanted)]
    return missing, extra


def _kind_for(extractor: Extractor, concept: str) -> str:
    group = extractor.rules.concepts[concept].group
    return {"staffing": "staffing", "spending": "spending"}.get(group, "performance")


def _counts(reading: Reading, concepts: object) -> bool:
    concept = concepts.get(reading.concept) if isinstance(concepts, dict) else None
    return getattr(concept, "group", "") != "other"


def tells(expected: Expected, reading: Reading, text: str) -> bool:
    """Whether a reading that matches also has what else was stated: one of the words, the hedge.

    `text`: the squeezed paragraph that the reading was found in; the words may stand in its quote or its item.
    """
    words = f"{reading.item}|{text[reading.quote.start : reading.quote.end]}"
    if expected.item_any and not any(normalise(word) in normalise(words) for word in expected.item_any):
        return False
    stated = ("approx", "comparator", "base")
    return all(getattr(expected, key) in (None, getattr(reading, key)) for key in stated)


def matches(expected: Expected, reading: Reading, year: int) -> bool:
    alike = expected.concept == reading.concept or (
        expected.concept.startswith("activity.") and reading.concept.startswith("activity.")
    )
    same = (expected.measure, expected.scenario, expected.period or year)
    if not alike or same != (reading.measure, reading.scenario, reading.period):
        return False
    if expected.value is None:
        return reading.value is None and reading.text.startswith(expected.text[:6])
    if reading.value is None or Decimal(expected.value) != exact(reading.value):
        return False
    return _SAME_UNIT.get(expected.unit, expected.unit) == _SAME_UNIT.get(reading.unit, reading.unit)
