"""What a report states: the values that pass from extraction to the checks and the store (words of XBRL)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pipeline.document import Bbox, Span
from pipeline.language.quantity import Approx, Comparator

Measure = Literal["value", "change", "change_rate", "share", "completion_rate"]
Scenario = Literal["actual", "budget", "adjusted", "target"]
Base = Literal["prior_actual", "prior_budget", "budget", "adjusted", "target", "whole"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure that a report states about its entity.

    Equality is meaning: where it stands and which rule found it are left out of comparisons.
    """

    concept: str
    """"expenditure.project", declared in rules/concepts.yaml."""
    measure: Measure
    scenario: Scenario
    period: int
    """Fiscal year that the value belongs to."""
    value: Decimal | None
    """Exact, in `unit` (money in yuan, rates in percent); None where the report has words only."""
    unit: str
    item: str = ""
    """What the figure is about where the concept is open-ended: a project, an activity, an indicator."""
    base: Base | None = None
    """What a change or rate is measured against; None for values."""
    decimals: int | None = None
    """Accuracy as XBRL means it: 119.52万元 is 1195200 with decimals -2. None where it is not known."""
    approx: Approx | None = None
    comparator: Comparator | None = None
    text: str = ""
    """The words of a value that has no number (“健全”)."""
    rule: str = field(default="", compare=False)
    span: Span = field(default=Span(0, 0), compare=False)
    """The figure itself in the document's text."""
    quote: Span = field(default=Span(0, 0), compare=False)
    """The words that state it; holds `span`."""
    block: int = field(default=0, compare=False)
    """`seq` of the block that it stands in."""
    page: int | None = field(default=None, compare=False)
    bbox: Bbox | None = field(default=None, compare=False)
    confidence: float | None = field(default=None, compare=False)
    """How sure OCR was of the number's least sure sign, from 0 to 1; None for a number that was not scanned."""
    note: str = field(default="", compare=False)
    """How a doubtful reading was decided, for `jihe explain`."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is, for which year, and of what kind; empty or None where the report does not say."""

    entity: str = ""
    aliases: tuple[str, ...] = ()
    region: str = ""
    fiscal_year: int | None = None
    report_type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one document."""

    identity: Identity
    facts: tuple[Fact, ...]
