"""A figure with all that its table says of it, and the unit that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extract.narrative.families import ACTIVITY, is_kept
from pipeline.extract.reading import Reading
from pipeline.extract.tables.columns import Column, Headers
from pipeline.extract.tables.context import Context
from pipeline.extract.tables.grid import GridCell
from pipeline.extract.tables.values import CellFigure
from pipeline.facts import Base, Scenario
from pipeline.rules import Concept, RuleSet

_TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A figure, the column that it stands in and the label cells of its row, left to right."""

    cell: GridCell
    figure: CellFigure
    column: Column
    labels: Sequence[GridCell] = ()
    code: str = ""
    """The account code beside the labels."""
    plan: Base | None = None
    """The planned money to its left, which a rate is measured against."""

    @property
    def label(self) -> str:
        """The label cell next to the figure, as it is printed."""
        return self.labels[-1].text if self.labels else ""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a printed number counts: `factor` of `unit`, which for money is always yuan ("CNY")."""

    unit: str
    factor: Decimal = Decimal(1)
    other: Decimal | None = None
    """What it may be instead, where nothing tells the unit."""

    @property
    def digits(self) -> int:
        """How many digits the factor moves the point: 4 for 万元."""
        return digits_of(self.factor)


def digits_of(factor: Decimal) -> int:
    """How many digits a factor moves the point: 4 for 10000."""
    return len(str(factor)) - 1 if factor > 1 else 0


def scenario_of(concept: Concept, told: Scenario) -> Scenario:
    """What a table's scenario means for a concept: a budget tells the staff and cars that there are, and what to do."""
    if is_kept(concept):
        return "actual"
    planned = concept.id.startswith(ACTIVITY) and told in ("budget", "adjusted")
    return "target" if planned else told


def scale_of(placed: PlacedFigure, concept: Concept, context: Context, headers: Headers) -> Scale:
    """The unit of a figure: its own, its label's, its column's, its table's, or the likeliest."""
    rules = headers.rules
    if placed.figure.percent or placed.column.measure in ("change_rate", "completion_rate", "share"):
        return Scale("%")
    if not concept.is_money:
        return Scale(concept.units[0] if concept.units else _counted(placed.labels, rules))
    if factor := rules.units.money.get(placed.figure.unit):
        return Scale("CNY", factor)
    labelled = next((unit for unit in (headers.unit(cell.text) for cell in reversed(placed.labels)) if unit), "")
    word = labelled or placed.column.unit or context.unit
    if factor := rules.units.money.get(word):
        return Scale("CNY", factor)
    likely, other = (Decimal(1), _TEN_THOUSAND) if context.in_yuan else (_TEN_THOUSAND, Decimal(1))
    return Scale("CNY", likely, other)


def doubted(reading: Reading, figure: CellFigure, scale: Scale, context: Context) -> Reading:
    """A figure whose table tells no unit: all of that table are in the likelier one, or all in the other."""
    if scale.other is None:
        return reading
    digits = figure.places - digits_of(scale.other)
    other = replace(reading, value=figure.value * scale.other, decimals=digits)
    return replace(reading, note="unit-guessed", others=(other,), choice=f"unit of the table at {context.place}")


def _counted(labels: Sequence[GridCell], rules: RuleSet) -> str:
    """The counting word in brackets behind a label."""
    matches = (rules.tables.units.in_label.search(cell.text) for cell in reversed(labels))
    return next((match[1] for match in matches if match), "")
