"""Tables that are forms: label and value cells side by side, and sentences inside cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.document import Span
from pipeline.extract.narrative import Narrative
from pipeline.extract.narrative.families import SPENT
from pipeline.extract.reading import Reading
from pipeline.extract.sections import Sections
from pipeline.extract.tables.columns import Column
from pipeline.extract.tables.context import Context
from pipeline.extract.tables.figures import PlacedFigure, doubted, scale_of
from pipeline.extract.tables.grid import GridCell, Row, distinct
from pipeline.extract.tables.labels import Labels
from pipeline.extract.tables.values import Values
from pipeline.language.squeeze import Squeezed
from pipeline.rules import Concept

Found = tuple[Squeezed, list[Reading]]
"""A cell's text and what was read in it."""

_TOTAL, _PROJECTS, _PROJECT = "expenditure.total", "expenditure.project", "expenditure.project.item"
_APPROPRIATION = "income.appropriation"

PROSE = 16
"""A cell with as many characters may hold sentences."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Reads forms."""

    labels: Labels
    values: Values
    narrative: Narrative
    sections: Sections

    def read(self, row: Row, context: Context) -> Iterator[Found]:
        """Figures whose label is the cell to their left, then cells of sentences."""
        cells = distinct(row)
        for left, right in pairwise(cells):
            if reading := self._labelled(left, right, context):
                yield right.squeezed, [reading]
        setting = context.setting
        for cell in cells:
            if self.values.is_number(cell.text):
                continue
            if len(cell.text) < PROSE or self.sections.is_heading(cell.text):
                setting = self.sections.below(cell.text, context.setting)
            if len(cell.text) >= PROSE and (readings := self.narrative.read(cell.text, setting)):
                yield cell.squeezed, readings

    def prose(self, cell: GridCell, column: Column, context: Context) -> Iterator[Found]:
        """Goals and results told in sentences under 年度目标 and 完成情况."""
        scenario = column.role if column.role == "target" else "actual"
        setting = replace(context.setting, scenario=scenario, kind="performance", topic="")
        readings = self.narrative.read(cell.text, setting)
        if scenario == "target":
            levels = (r for r in readings if r.measure in ("value", "completion_rate"))
            readings = [replace(r, scenario="budget" if r.concept.startswith(SPENT) else "target") for r in levels]
        if readings:
            yield cell.squeezed, readings

    def _labelled(self, left: GridCell, right: GridCell, context: Context) -> Reading | None:
        figure = self.values.figure(right.text)
        if figure is None or figure.percent or self.values.is_number(left.text):
            return None
        label = self.labels.clean(left.text)
        concept = self._concept(label, context)
        if concept is None or (figure.unit and concept.is_money != self._is_money(figure.unit)):
            return None
        placed = PlacedFigure(right, figure, Column("value"), [left])
        item = context.project or label if concept.item else ""
        return self._reading(placed, concept, item, context)

    def _concept(self, label: str, context: Context) -> Concept | None:
        """What a label names; in a form on one project the sum is the project's, and a source a part of it."""
        rules, named = self.labels.rules, self.labels.concept(label, context)
        if context.setting.whole or not context.projects:
            return named
        if (named is None and rules.tables.rows.source.search(label)) or (named and named.id == _APPROPRIATION):
            return rules.concepts[_PROJECT]
        if context.project and named is not None and named.id == _TOTAL:
            return rules.concepts[_PROJECT]
        if named is None and rules.tables.rows.project_money.search(label):
            return rules.concepts[_PROJECTS]
        return rules.concepts[_PROJECTS] if named is not None and named.id == _TOTAL else named

    def _reading(self, placed: PlacedFigure, concept: Concept, item: str, context: Context) -> Reading:
        scale = scale_of(placed, concept, context, self.labels.headers)
        reading = Reading(
            concept=concept.id,
            measure="value",
            scenario=context.setting.scenario,
            period=context.setting.year,
            value=placed.figure.value * scale.factor,
            unit=scale.unit,
            rule="table:label-value",
            figure=placed.figure.span,
            quote=Span(0, len(placed.cell.text)),
            item=item,
            decimals=placed.figure.places - scale.digits,
        )
        return doubted(reading, placed.figure, scale, context)

    def _is_money(self, unit: str) -> bool:
        return unit in self.labels.rules.units.money
