"""Rows of money, staff and their like: a label to the left, figures under headers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.document import Cell, Span
from pipeline.extract.narrative import Narrative
from pipeline.extract.narrative.bases import OF_PLAN
from pipeline.extract.reading import Reading
from pipeline.extract.tables.columns import LABEL_ROLES, Column, Headers
from pipeline.extract.tables.context import Context, scoped
from pipeline.extract.tables.counts import Counts
from pipeline.extract.tables.figures import PlacedFigure, Scale, doubted, scale_of, scenario_of
from pipeline.extract.tables.forms import PROSE, Forms, Found
from pipeline.extract.tables.grid import GridCell, Row, filled
from pipeline.extract.tables.subjects import Subject, Subjects
from pipeline.extract.tables.values import Values
from pipeline.facts import Base, Scenario
from pipeline.rules import Concept

_FIGURE_ROLES = frozenset({"value", "full", "score"})
_OF_INDICATORS = frozenset({"score.total", "indicator.score", "indicator"})
_FRACTION = Decimal("1.2")
_ANY_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Rows:
    """Reads the rows of a zone under its columns."""

    headers: Headers
    values: Values
    subjects: Subjects
    counts: Counts
    narrative: Narrative
    forms: Forms

    def read(self, rows: Sequence[Row], columns: Sequence[Column], context: Context) -> Iterator[Found]:
        """Every cell with figures, row by row."""
        opened: dict[int, Concept] = {}  # by the place of the label: two halves of a row have each their own
        headings: dict[int, Concept | None] = {}
        for row in rows:
            headings |= self._headings(row, columns, context)
            for index, cell in self._cells(row, columns):
                if self._is_prose(cell, columns[index]):
                    yield from self.forms.prose(cell, columns[index], context)
                    continue
                placed = self._placed(row, index, cell, columns)
                if placed is None:
                    continue
                half = _labels_of(index, columns).start
                subject = self.subjects.of(placed, context, opened.get(half), headings.get(half))
                if self.counts.counts(placed, subject.concept if subject else None):
                    if count := self.counts.read(placed, context):
                        yield cell.squeezed, [count]
                    continue
                if subject is None:
                    continue
                if subject.opens:
                    opened[half] = subject.opens
                if reading := self._reading(placed, subject, context):
                    yield cell.squeezed, [reading]

    def _headings(self, row: Row, columns: Sequence[Column], context: Context) -> dict[int, Concept | None]:
        """一、“三公”经费支出 | — | —: a row without figures, by its label's place; None for others so numbered."""
        found: dict[int, Concept | None] = {}
        for index, column in enumerate(columns):
            if column.role not in _FIGURE_ROLES:
                continue
            at = _labels_of(index, columns)
            labels = filled(row[at.start : at.stop])
            if labels and self.headers.rules.tables.rows.heading.match(labels[-1].text):
                cell = row[index] if index < len(row) else None
                figures = cell is not None and self.values.is_number(cell.text)
                named = self.subjects.labels.concept(self.subjects.labels.clean(labels[-1].text), context)
                found[at.start] = None if figures or (at.start in found and found[at.start] is None) else named
        return found

    # -- places -------------------------------------------------------------------------------------------

    def _cells(self, row: Row, columns: Sequence[Column]) -> Iterator[tuple[int, GridCell]]:
        """(column, cell) of figures and of prose; a merged cell once, under the first column that it can be of."""
        done: set[Cell] = set()
        for index, (cell, column) in enumerate(zip(row, columns, strict=False)):
            if cell is None or cell.cell in done:
                continue
            is_figure = column.role in _FIGURE_ROLES and self.values.is_number(cell.text)
            if is_figure or self._is_prose(cell, column):
                done.add(cell.cell)
                yield index, cell

    @staticmethod
    def _is_prose(cell: GridCell, column: Column) -> bool:
        return column.role in ("target", "actual") and len(cell.text) >= PROSE

    def _placed(self, row: Row, index: int, cell: GridCell, columns: Sequence[Column]) -> PlacedFigure | None:
        figure = self.values.figure(cell.text)
        if figure is None:
            return None
        at = _labels_of(index, columns)
        labels = filled(row[at.start : at.stop])
        code = self._code(row, at.start, index, columns)
        return PlacedFigure(cell, figure, self._of_row(columns[index], labels), labels, code, _plan(index, columns))

    def _of_row(self, column: Column, labels: Sequence[GridCell]) -> Column:
        """A column that is a concept, as its row means it: 2031年比2030年增减% | -3.1."""
        named = (column.mention or column.total_of) and column.measure == "value" and labels
        measure = self.headers.measure(labels[-1].text) if named else None
        return replace(column, measure=measure) if measure else column

    def _code(self, row: Row, start: int, index: int, columns: Sequence[Column]) -> str:
        """The account code in the columns that are no labels, beside the labels from `start`."""
        while start > 0 and columns[start - 1].role == "ignore":
            start -= 1
        beside = zip(row[start:index], columns[start:], strict=False)
        cells = filled([cell for cell, column in beside if column.role == "ignore"])
        shape = self.headers.rules.tables.rows.code
        return next((cell.text for cell in cells if cell.text.isdigit() and shape.search(cell.text)), "")

    # -- readings -----------------------------------------------------------------------------------------

    def _reading(self, placed: PlacedFigure, subject: Subject, context: Context) -> Reading | None:
        rules, column, figure = self.headers.rules, placed.column, placed.figure
        concept = rules.concepts.get(scoped(subject.concept.id, context.caption, rules.tables))
        if concept is None:
            return None
        if column.role in ("full", "score"):
            return None if figure.percent else self._points(placed, context)
        if concept.id in _OF_INDICATORS or (figure.percent and column.measure == "value"):
            return None
        if not self._may_be_of(concept, placed):
            return None
        return self._amount(placed, subject, concept, context)

    def _may_be_of(self, concept: Concept, placed: PlacedFigure) -> bool:
        """Nobody counts 1.36 people, ≥200人 is no money, nor are numbers of things below 金额 or money below 数量."""
        figure, words = placed.figure, self.headers.rules.tables.rows
        head = placed.column.path[-1] if placed.column.path else ""
        if (words.no_sum if concept.is_money else words.worth).search(head):
            return False
        if concept.group == "staffing" and placed.column.measure == "value" and figure.value % 1:
            return False
        counted = figure.unit and not figure.percent and figure.unit not in self.headers.rules.units.money
        return not (concept.is_money and counted)

    def _amount(self, placed: PlacedFigure, subject: Subject, concept: Concept, context: Context) -> Reading:
        column, figure = placed.column, placed.figure
        scale = scale_of(placed, concept, context, self.headers)
        if _is_fraction(placed, scale):
            scale = Scale("%", Decimal(100))
        # Where columns are the concepts, the labels tell year and scenario.
        year = context.setting.year
        words = "".join(cell.text for cell in placed.labels) if column.mention or column.total_of else ""
        reading = Reading(
            concept=concept.id,
            measure="change_rate" if column.measure == "change" and scale.unit == "%" else column.measure,
            scenario=scenario_of(concept, self._scenario(words, column, context)),
            period=self.headers.period(words, year) or column.period or year,
            value=figure.value * scale.factor,
            unit=scale.unit,
            rule=f"table:{subject.rule}",
            figure=figure.span,
            quote=Span(0, len(placed.cell.text)),
            item=subject.item,
            decimals=figure.places - scale.digits,
            base=self._base(placed),
        )
        return self._doubted(reading, placed, scale, context)

    def _scenario(self, words: str, column: Column, context: Context) -> Scenario:
        told = self.headers.scenario(words) or column.scenario or context.setting.scenario
        if context.setting.scenario == "budget" and column.path and self._is_amount(column.path[-1]):
            told = self.headers.scenario(words) or "budget"
        # A rate or change in a report on what was done is of what was done, whatever it is measured against.
        return context.setting.scenario if column.measure != "value" and context.setting.scenario == "actual" else told

    def _is_amount(self, head: str) -> bool:
        return bool(self.headers.rules.tables.columns.amount.search(head))

    def _doubted(self, reading: Reading, placed: PlacedFigure, scale: Scale, context: Context) -> Reading:
        """With what else the figure may be: in another unit, or, below a head that tells no scenario, planned."""
        column, labels = placed.column, "".join(cell.text for cell in placed.labels)
        told = column.scenario or self.headers.scenario(labels) or context.tells_kind
        told = told or context.setting.scenario != "actual"
        if scale.other is not None or told or reading.unit != "CNY":
            return doubted(reading, placed.figure, scale, context)
        choice = f"scenario of the column {'/'.join(column.path)} of the table at {context.place}"
        return replace(
            reading, others=tuple(replace(reading, scenario=s) for s in OF_PLAN if s != "target"), choice=choice
        )

    def _base(self, placed: PlacedFigure) -> Base | None:
        """What a column of changes or rates is measured against: what its head says, else the plan to its left."""
        column, cues = placed.column, self.narrative.cues
        words = "".join(column.path) + (placed.label if column.mention else "")
        if column.measure in ("change", "change_rate"):
            return cues.base(words, _ANY_YEAR)
        if column.measure != "completion_rate":
            return None
        return "budget" if cues.words.rates.initial.search(words) else placed.plan

    def _points(self, placed: PlacedFigure, context: Context) -> Reading:
        """分值 and 得分 beside money: the points of the row 预算执行率."""
        labels, words = self.subjects.labels, self.headers.rules.tables.rows
        total = any(words.total_of_points.search(cell.text) for cell in placed.labels)
        return Reading(
            concept="score.total" if total else "indicator.score",
            measure="value",
            scenario="target" if placed.column.role == "full" else "actual",
            period=context.setting.year,
            value=placed.figure.value,
            unit="分",
            rule="table:points",
            figure=placed.figure.span,
            quote=Span(0, len(placed.cell.text)),
            item="" if total else labels.clean(placed.label),
            decimals=placed.figure.places,
        )


def _labels_of(index: int, columns: Sequence[Column]) -> range:
    """Where the labels of a figure stand: the nearest run of label columns to its left."""
    end = index
    while end > 0 and columns[end - 1].role not in LABEL_ROLES:
        end -= 1
    start = end
    while start > 0 and columns[start - 1].role in LABEL_ROLES:
        start -= 1
    return range(start, end)


def _plan(index: int, columns: Sequence[Column]) -> Base | None:
    """What the nearest column of planned money to the left is to a rate."""
    values = (c.scenario for c in reversed(columns[:index]) if c.role == "value" and c.measure == "value")
    return next((OF_PLAN[scenario] for scenario in values if scenario and scenario in OF_PLAN), None)


def _is_fraction(placed: PlacedFigure, scale: Scale) -> bool:
    """A rate as a spreadsheet stores it: 0.9827, in a column that prints no %."""
    told = placed.figure.percent or "%" in "".join(placed.column.path)
    return (
        scale.unit == "%"
        and placed.column.measure != "change_rate"
        and not told
        and placed.figure.places >= 2
        and abs(placed.figure.value) <= _FRACTION
    )
