"""Tables that are forms: label and value cells side by side, and sentences inside cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.document import Span
from pipeline.extract.narrative import Narrative
from pipeline.extract.narrative.families import SPENT, WITH_COUNTS
from pipeline.extract.reading import Reading
from pipeline.extract.sections import Sections
from pipeline.extract.tables.columns import Column
from pipeline.extract.tables.context import Context
from pipeline.extract.tables.counts import Counts
from pipeline.extract.tables.figures import PlacedFigure, doubted, scale_of, scenario_of
from pipeline.extract.tables.grid import GridCell, Row, distinct
from pipeline.extract.tables.labels import Labels
from pipeline.extract.tables.values import Values
from pipeline.facts import Scenario
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
    counts: Counts
    narrative: Narrative
    sections: Sections

    def read(self, row: Row, context: Context, heads: Sequence[Column] = ()) -> Iterator[Found]:
        """Figures whose label is the cell to their left, then cells of sentences.

        `heads`: what stands above a row that labels its own figures; it tells which plan, and what a lone rate is.
        """
        cells = distinct(row)
        for left, right in pairwise(cells):
            if reading := self._labelled(left, right, context, heads) or self._rate(left, right, context, heads):
                yield right.squeezed, [reading]
        setting = context.setting
        for cell in cells:
            if self.values.is_number(cell.text):
                continue
            if len(cell.text) < PROSE or self.sections.is_heading(cell.text):
                setting = self.sections.below(cell.text, context.setting)
            if len(cell.text) >= PROSE and (readings := self.narrative.read(cell.text, setting)):
                yield cell.squeezed, readings

    def is_pairs(self, row: Row) -> bool:
        """预算数: | 95 | 执行数: | 82.65: a line that names its figures itself, whatever stands above it."""
        cells = distinct(row)
        named = [right.text for left, right in pairwise(cells) if left.text.endswith(":")]
        return len(named) > 1 and any(map(self.values.is_number, named))

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

    def _labelled(self, left: GridCell, right: GridCell, context: Context, heads: Sequence[Column]) -> Reading | None:
        figure = self.values.figure(right.text)
        if figure is None or figure.percent or self.values.is_number(left.text):
            return None
        label = self.labels.clean(left.text).removesuffix(":")
        placed = PlacedFigure(right, figure, Column("value"), [left])
        concept, scenario = self._concept(label, context), context.setting.scenario
        if self.counts.counts(placed, concept):
            return self.counts.read(placed, context)
        column = self.labels.headers.column([label], context.setting.year)
        if concept is not None and self.labels.rules.tables.rows.project_step.search(label):
            scenario = column.scenario or scenario
        if concept is None and heads and column.scenario and column.measure == "value":
            concept, scenario = self._sum(context), column.scenario
            if scenario == "budget" and any(head.scenario == "adjusted" for head in heads):
                scenario = "adjusted"
        if concept is None or (figure.unit and concept.is_money != self._is_money(figure.unit)):
            return None
        item = context.project or label if concept.item else ""
        return self._reading(placed, concept, item, scenario_of(concept, scenario), context)

    def _rate(self, left: GridCell, right: GridCell, context: Context, heads: Sequence[Column]) -> Reading | None:
        """预算数: | 95 | 执行数: | 76 | 80%: the rate at which the money before it was spent."""
        figure = self.values.figure(right.text)
        rated = any(head.measure == "completion_rate" for head in heads)
        if figure is None or not figure.percent or not rated or not self.values.is_number(left.text):
            return None
        return Reading(
            concept=self._sum(context).id,
            measure="completion_rate",
            scenario="actual",
            period=context.setting.year,
            value=figure.value,
            unit="%",
            rule="table:label-value",
            figure=figure.span,
            quote=Span(0, len(right.text)),
            decimals=figure.places,
        )

    def _sum(self, context: Context) -> Concept:
        """All the money that a form tells of: the unit's, or one project's."""
        return self.labels.rules.concepts[_TOTAL if context.setting.whole else _PROJECTS]

    def _concept(self, label: str, context: Context) -> Concept | None:
        """What a label names; in a form on one project the sum is the project's, and a source a part of it."""
        rules, named = self.labels.rules, self.labels.concept(label, context)
        if named is not None and named.id == _TOTAL and context.topic.startswith(WITH_COUNTS):
            return rules.concepts[context.topic]  # 支出合计 in a table of the three publics
        if context.setting.whole or not context.projects:
            return named
        if (named is None and rules.tables.rows.source.search(label)) or (named and named.id == _APPROPRIATION):
            return rules.concepts[_PROJECT]
        if context.project and named is not None and named.id == _TOTAL:
            return rules.concepts[_PROJECT]
        words = rules.tables.rows
        if named is None and (words.project_money.search(label) or words.project_step.search(label)):
            return rules.concepts[_PROJECTS]
        return rules.concepts[_PROJECTS] if named is not None and named.id == _TOTAL else named

    def _reading(
        self, placed: PlacedFigure, concept: Concept, item: str, scenario: Scenario, context: Context
    ) -> Reading:
        scale = scale_of(placed, concept, context, self.labels.headers)
        reading = Reading(
            concept=concept.id,
            measure="value",
            scenario=scenario,
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
