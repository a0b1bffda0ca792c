"""Rows of 绩效自评表: an indicator's name, the value aimed at and the value reached, full mark and mark given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pipeline.document import Span
from pipeline.extract.narrative.families import unit_spending
from pipeline.extract.reading import Reading
from pipeline.extract.tables.columns import LABEL_ROLES, Column, Role
from pipeline.extract.tables.context import Context
from pipeline.extract.tables.figures import digits_of
from pipeline.extract.tables.forms import Found
from pipeline.extract.tables.grid import GridCell, Row
from pipeline.extract.tables.labels import Labels
from pipeline.extract.tables.values import COMPARATORS, CellFigure, Values
from pipeline.facts import Scenario
from pipeline.language.quantity import Comparator, Number, Quantity

_LONGEST_NAME = 40
_SHORT = 8
"""A longer cell with a bare number in it is words: 完成2项之1."""

_VALUES: tuple[tuple[Role, Scenario], ...] = (("target", "target"), ("actual", "actual"))
_AIMED = {"target", "actual"}
_POINTS: tuple[tuple[Role, Scenario], ...] = (("full", "target"), ("score", "actual"))


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row: its cells by their column's role (the first of each), its name, and the unit of its bare numbers."""

    cells: Mapping[Role, GridCell]
    name: str
    unit: str
    total: bool
    """The row sums the points of the others."""
    spending: str
    """The concept whose completion it tells, where it is the rate at which the budget was spent; else empty."""
    year: int

    def text(self, role: Role) -> str:
        return self.cells[role].text if role in self.cells else ""


def is_indicators(columns: Sequence[Column]) -> bool:
    """Whether columns are those of indicators: a name or its groups beside values or points, and no money."""
    roles = {column.role for column in columns}
    named = "name" in roles or ("level" in roles and "value" not in roles)
    return named and not roles.isdisjoint({"target", "actual", "score"})


@dataclass(frozen=True, slots=True)
class Indicators:
    """Reads rows of indicators."""

    labels: Labels
    values: Values

    def read(self, rows: Sequence[Row], columns: Sequence[Column], context: Context) -> Iterator[Found]:
        """Row by row values first, then points; nothing for a row without a name.

        Below the sum of the points stand the form's last lines (评价结论, 存在问题), which have none.
        """
        pointed = {"full", "score"} <= {column.role for column in columns}
        summed = False
        for number, row in enumerate(rows):
            indicator = self._indicator(row, columns, context)
            if not indicator.name or self.labels.rules.tables.rows.signature.search(indicator.name):
                continue
            points = list(self._points(indicator))
            if points or not summed:
                yield from self._values(indicator)
                yield from points
            summed |= bool(number and pointed and indicator.total)

    # -- the row ------------------------------------------------------------------------------------------

    def _indicator(self, row: Row, columns: Sequence[Column], context: Context) -> Indicator:
        cells: dict[Role, GridCell] = {}
        names = [""]
        for cell, column in zip(row, columns, strict=False):
            if cell is not None and cell.text:
                cells.setdefault(column.role, cell)
                # Words behind the value (计划标准) tell where it comes from.
                # Words behind the name (定量) tell of what kind the indicator is.
                is_name = column.role in LABEL_ROLES and not (len(names) > 1 and cells.keys() & _AIMED)
                is_name = is_name and not (column.role == "label" and "name" in cells)
                # Sentences behind it (指标内容) tell what it means.
                is_name = is_name and not (len(names) > 1 and len(cell.text) > _LONGEST_NAME)
                names += [cell.text] if is_name else []
        name = self.labels.clean(names[-1])
        total = self.labels.rules.tables.rows.total_of_indicators.search(name.replace(" ", ""))
        execution = self.labels.rules.tables.rows.execution.search(name)
        spending = unit_spending(context.setting) if execution else ""
        return Indicator(cells, name, self._unit(cells, names[-1]), bool(total), spending, context.setting.year)

    def _unit(self, cells: Mapping[Role, GridCell], name: str) -> str:
        """The unit that a row's bare numbers have: its unit cell, its other value's unit, or brackets in the name."""
        words = self.labels.rules.tables.units
        if "unit" in cells and not self.values.blank(cells["unit"].text):
            return cells["unit"].text.strip("()")
        for role, _ in _VALUES:
            if role in cells and (unit := self._unit_in(cells[role].text)):
                return unit
        if match := words.in_name.search(name):
            return match[1]
        return "%" if words.of_rates.search(name) else ""

    def _unit_in(self, text: str) -> str:
        figure = self.values.figure(self.values.signed(text)[1])
        if figure and figure.percent:
            return "%"
        found = self.values.quantities(text)
        return (found[0].written_unit or found[0].unit) if found and found[0].kind != "bare" else ""

    # -- points -------------------------------------------------------------------------------------------

    def _points(self, indicator: Indicator) -> Iterator[Found]:
        for role, scenario in _POINTS:
            text = indicator.text(role).removesuffix(self.labels.rules.tables.units.points)
            figure = self.values.figure(text)
            if figure is not None and not figure.percent:
                cell = indicator.cells[role]
                yield cell.squeezed, [self._point(indicator, scenario, cell, figure)]

    @staticmethod
    def _point(indicator: Indicator, scenario: Scenario, cell: GridCell, figure: CellFigure) -> Reading:
        return Reading(
            concept="score.total" if indicator.total else "indicator.score",
            measure="value",
            scenario=scenario,
            period=indicator.year,
            value=figure.value,
            unit="分",
            rule="table:indicator",
            figure=figure.span,
            quote=Span(0, len(cell.text)),
            item="" if indicator.total else indicator.name,
            decimals=figure.places,
        )

    # -- values -------------------------------------------------------------------------------------------

    def _values(self, indicator: Indicator) -> Iterator[Found]:
        for role, scenario in _VALUES:
            cell = indicator.cells.get(role)
            if cell is None or indicator.total or cell is indicator.cells.get("name"):
                continue  # a name that is merged over the value cells says nothing
            if not self.values.blank(cell.text):
                yield cell.squeezed, self._value(indicator, scenario, cell.text)

    def _value(self, indicator: Indicator, scenario: Scenario, text: str) -> list[Reading]:
        """One reading; two for a range; words as they stand where there is no number."""
        whole = Span(0, len(text))
        words = Reading(
            concept=indicator.spending or "indicator",
            measure="completion_rate" if indicator.spending else "value",
            scenario=scenario,
            period=indicator.year,
            value=None,
            unit="",
            rule="table:indicator",
            figure=whole,
            quote=whole,
            item="" if indicator.spending else indicator.name,
            text=text,
        )
        sign, rest = self.values.signed(text)
        if figure := self.values.figure(rest):
            comparator = COMPARATORS.get(indicator.text("comparator") or sign)
            return [self._of_figure(words, figure, figure.unit or indicator.unit, comparator)]
        quantities = [q for q in self.values.quantities(text) if q.kind != "bare" or len(text) <= _SHORT]
        return self._of_quantity(words, quantities[0], indicator) if quantities else [words]

    def _of_figure(self, words: Reading, figure: CellFigure, unit: str, comparator: Comparator | None) -> Reading:
        value, counted = self._in_unit(figure, unit)
        return replace(
            words,
            text="",
            value=value,
            unit=counted,
            decimals=figure.places - self._digits(figure, unit),
            comparator=comparator if words.scenario == "target" else None,
        )

    def _of_quantity(self, words: Reading, quantity: Quantity, indicator: Indicator) -> list[Reading]:
        value, unit = quantity.value, quantity.unit
        if quantity.kind == "bare":
            value, unit = self._money_or_count(value, indicator.unit)
        target = words.scenario == "target"
        sign = indicator.text("comparator") if target else ""
        reading = replace(
            words,
            text="",
            figure=quantity.span,
            value=value,
            unit=unit,
            decimals=quantity.decimals,
            approx=None if target else quantity.approx,
            comparator=(COMPARATORS.get(sign) or quantity.comparator) if target else None,
        )
        if quantity.is_range and quantity.high is not None:
            low = replace(reading, value=quantity.low, comparator=">=")
            return [low, replace(reading, value=quantity.high, comparator="<=")]
        return [reading]

    def _in_unit(self, figure: CellFigure, unit: str) -> tuple[Number, str]:
        rules = self.labels.rules
        if figure.percent or unit in rules.tables.units.percent:
            return figure.value, "%"
        value, counted = self._money_or_count(figure.value, unit)
        return value, rules.units.counting.get(counted, counted)

    def _digits(self, figure: CellFigure, unit: str) -> int:
        """How many digits a money word moves the point."""
        money = not figure.percent and self.labels.rules.units.money.get(unit)
        return digits_of(money) if money else 0

    def _money_or_count(self, value: Number, unit: str) -> tuple[Number, str]:
        """Money words become yuan; any other unit stays as it is."""
        factor = self.labels.rules.units.money.get(unit)
        return (_times(value, factor), "CNY") if factor else (value, unit)


def _times(value: Number, factor: Decimal) -> Number:
    return value * factor if isinstance(value, Decimal) else value * Fraction(factor)
