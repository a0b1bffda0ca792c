"""What reading a text gives before it becomes facts: places count in the squeezed text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.document import Span
from pipeline.facts import Base, Measure, Scenario
from pipeline.language.quantity import Approx, Comparator, Number


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure as it was understood."""

    concept: str
    measure: Measure
    scenario: Scenario
    period: int
    value: Number | None
    unit: str
    rule: str
    figure: Span
    quote: Span
    item: str = ""
    base: Base | None = None
    decimals: int | None = None
    approx: Approx | None = None
    comparator: Comparator | None = None
    text: str = ""
    note: str = ""

    def copy(self, **changes: object) -> Reading:
        """The same figure, told of something else."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before a paragraph is read: the report's year and kind, and where the paragraph stands."""

    year: int
    scenario: Scenario = "actual"
    kind: str = "performance"
    """Section kind of rules/sections.yaml."""
    topic: str = ""
    """Concept that the headings above name."""
    level: str = ""
    """省, 市, 县 … of the reporting body: figures of a wider area are background."""
    whole: bool = True
    """The report is on a whole unit; False for a report on one project."""
