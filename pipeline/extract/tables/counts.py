"""Rows of a table of money that count what was done for it: 国内公务接待批次（个） | 60 | 52."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Span
from pipeline.extract.reading import Reading
from pipeline.extract.tables.context import Context
from pipeline.extract.tables.figures import PlacedFigure
from pipeline.extract.tables.labels import Labels
from pipeline.rules import Concept

_PEOPLE = ("人", "人次")


@dataclass(frozen=True, slots=True)
class Counts:
    """Tells such rows by the counting word in brackets behind their label."""

    labels: Labels

    def counts(self, placed: PlacedFigure, named: Concept | None) -> bool:
        """Whether a row that names money, or nothing known, counts something else."""
        counted = self.labels.rules.tables.rows.counted.search(placed.label)
        return counted is not None and (named is None or named.is_money)

    def read(self, placed: PlacedFigure, context: Context) -> Reading | None:
        """The count; None where the label is of nothing that is done."""
        words, figure = self.labels.rules.tables.rows, placed.figure
        counted = words.counted.search(placed.label)
        if counted is None or not words.done.search(placed.label):
            return None
        setting, column = context.setting, placed.column
        unit, planned = counted[1], column.scenario or setting.scenario
        concept = "activity.count"
        if unit in _PEOPLE:
            concept = "activity.participants" if words.took_part.search(placed.label) else "activity.beneficiaries"
        return Reading(
            concept=concept,
            measure="value",
            scenario="actual" if planned == "actual" else "target",
            period=column.period or setting.year,
            value=figure.value,
            unit=unit,
            rule="table:count",
            figure=figure.span,
            quote=Span(0, len(placed.cell.text)),
            item=self.labels.clean(words.counted.sub("", placed.label)),
            decimals=figure.places,
        )
