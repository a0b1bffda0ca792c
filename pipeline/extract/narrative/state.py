"""What a paragraph has said so far: the only thing that changes while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.narrative.families import ACTIVITY, SCORES, STAFF_TOTALS, WITH_COUNTS
from pipeline.extract.reading import Reading
from pipeline.facts import Scenario


@dataclass(frozen=True, slots=True)
class Outside:
    """What was spoken of when a bracket opened, to go back to where it closes."""

    closes: int
    topic: Reading | None
    whole: Reading | None
    label: Scenario | None
    group: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of parts: what it is of, how many there were, where the last ended, and whether a 、 joined it."""

    whole: Reading
    count: int
    end: int
    in_row: bool


@dataclass(slots=True)
class State:
    """The account of one paragraph."""

    found: list[Reading] = field(default_factory=list)
    """Every figure read, in the order of reading."""
    last: Reading | None = None
    """The last figure, of whatever measure."""
    topic: Reading | None = None
    """The last level of a concept: the subject of clauses without one."""
    whole: Reading | None = None
    """What 其中 or a bracket opened."""
    points: tuple[Reading | None, Reading | None] | None = None
    """Topic and whole before the first of the sentence's numbered points (1、…;2、…): each point begins there again."""
    listed: Listed | None = None
    """The list of parts that was read last."""
    brackets: list[Outside] = field(default_factory=list)
    label: Scenario | None = None
    """年度目标： or a planning verb in force."""
    label_lasts: bool = False
    """It is a label, which 达到 behind it does not end."""
    group: tuple[Reading, ...] = ()
    """All facts that the last number made; a rate behind it is of each."""
    pair: tuple[Reading, ...] = ()
    """What the last list of numbers was paired with, in order: rates behind it are of these."""
    plan_year: int | None = None
    """A later year that the paragraph began to plan for."""
    noun_end: int = 0
    """Where the name behind the last number ended: it is not the next number's."""
    skipped_end: int = -1
    """Where the last number that was no fact ended: a list shares its fate."""
    skipped_parts: bool = False
    """其中 opened such a number: the rest of the sentence, while it names no concept, is its parts."""

    def begin_sentence(self) -> None:
        """Labels, parts and brackets end with their sentence; topics go on."""
        self.label = None
        self.label_lasts = False
        self.whole = None
        self.points = None
        self.skipped_parts = False
        self.brackets.clear()

    def keep(self, reading: Reading, *, topic: bool = True, compared: bool = False) -> None:
        """Add a figure. A level becomes the topic, unless it is compared with the topic, earlier, or money's points."""
        self.found.append(reading)
        if not topic:
            return
        self.last = reading
        if self.whole is not None and reading.concept in STAFF_TOTALS and reading.concept != self.whole.concept:
            self.whole = None
        known = self.topic
        same = known is not None and known.concept == reading.concept and known.item == reading.item
        earlier = known is not None and same and reading.period < known.period
        points = reading.concept in SCORES and known is not None and known.unit == "CNY"
        if reading.measure == "value" and not earlier and not (same and compared) and not points:
            self.topic = reading

    @property
    def money(self) -> Reading | None:
        """The topic, where it is money; behind the receptions and guests that a cost is told of, that cost."""
        topic = self.topic
        if topic is None or topic.unit == "CNY":
            return topic
        costs = [r for r in self.found if r.unit == "CNY" and r.measure == "value"]
        return costs[-1] if costs and costs[-1].concept.startswith(WITH_COUNTS) else None

    @property
    def activity(self) -> Reading | None:
        """The topic, where it is something that was done."""
        return self.topic if self.topic is not None and self.topic.concept.startswith(ACTIVITY) else None

    def found_since_figure(self, start: int) -> bool:
        """Whether a figure that stands behind `start` was read."""
        return bool(self.found) and self.found[-1].figure.start >= start

    def levels_since(self, start: int) -> tuple[Reading, ...]:
        """The levels found last, back to the first figure behind `start` or another that is none."""
        at = len(self.found)
        while at and self.found[at - 1].measure == "value" and self.found[at - 1].figure.start >= start:
            at -= 1
        return tuple(self.found[at:])

    def found_since(self, start: int) -> Reading | None:
        """The last figure found, if its words begin at `start` or later."""
        return self.found[-1] if self.found and self.found[-1].quote.start >= start else None
