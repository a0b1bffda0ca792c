"""What reading a text gives before it becomes facts: places count in the squeezed text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

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
    others: tuple[Reading, ...] = ()
    """What the figure may mean instead, where the words leave it open; pipeline/extract/judging.py decides."""
    choice: str = ""
    """Figures that are decided together have the same: those of a table whose unit is not told."""

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


def exact(value: Number) -> Decimal:
    """A number as Decimal; a fraction such as 2/3 to 28 digits, which no printed figure reaches."""
    if isinstance(value, Decimal):
        return value
    fraction = Fraction(value)
    with localcontext() as context:
        context.prec, context.rounding = 28, ROUND_HALF_EVEN
        return Decimal(fraction.numerator) / Decimal(fraction.denominator)
