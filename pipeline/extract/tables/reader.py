"""Reads a table's rows under their headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from pipeline.document import Block, Cell, Document, Span
from pipeline.extract.narrative import Narrative
from pipeline.extract.reading import Reading, Setting
from pipeline.extract.tables.columns import Column, Headers
from pipeline.extract.tables.grid import GridCell, Row, distinct, rows_of
from pipeline.extract.tables.values import CellFigure, Values
from pipeline.facts import Scenario
from pipeline.language.quantity import Quantity
from pipeline.language.squeeze import Squeezed
from pipeline.rules import Concept, RuleSet
from pipeline.rules.load import pattern

Found = tuple[Squeezed, list[Reading]]

_COMPARATORS = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", ">": ">", "<": "<", "=": None, "": None}
_LABEL_UNIT = re.compile(r"\((人|名|个|辆|台|万元|元|%|户|次|场|件)\)$")
# A row that is a body: its figures are the unit's.
_WHOLE_UNIT = re.compile(
    r"(?:本级|合计|全部|局|委员会|委|办公室|办事处|中心|街道|镇|乡|政府|法院|检察院|学校|联合会|工会)$"
)
_PROSE = 16
_LARGE = Decimal(1_000_000)


@dataclass(slots=True)
class _Zone:
    """Rows under one set of headers."""

    columns: list[Column] = field(default_factory=list)
    is_header: bool = True
    rows: list[Row] = field(default_factory=list)
    headers: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of the whole table."""

    setting: Setting
    caption: str
    unit: str
    topic: str
    projects: bool
    economic: bool


class Tables:
    """Reads tables by a rule set."""

    def __init__(self, rules: RuleSet, narrative: Narrative) -> None:
        self.rules, self.narrative = rules, narrative
        self.spec = rules.tables
        self.headers = Headers(rules)
        self.values = Values(rules, narrative.quantities)

    @cached_property
    def _prefix(self) -> re.Pattern[str]:
        return pattern(self.spec.label_prefix)

    @cached_property
    def _subtotal(self) -> re.Pattern[str]:
        return pattern(self.spec.subtotal)

    @cached_property
    def _grand(self) -> re.Pattern[str]:
        return pattern(self.spec.grand_total)

    @cached_property
    def _code(self) -> re.Pattern[str]:
        return pattern(self.spec.code)

    @cached_property
    def _children(self) -> dict[str, list[tuple[re.Pattern[str], str]]]:
        return {
            parent: [(pattern(words), child) for words, child in parts.items()]
            for parent, parts in self.spec.children.items()
        }

    def read(self, document: Document, block: Block, setting: Setting, caption: Sequence[str]) -> Iterator[Found]:
        """(cell text, its readings) of every cell that holds figures. `caption`: the paragraphs right before."""
        rows = rows_of(document, block)
        context = self._context(rows, setting, caption)
        if setting.kind == "skip":
            return
        for zone in self._zones(rows):
            zone.columns = self._columns(zone, setting, context.topic)
            yield from self._read_zone(zone, context)

    # -- the whole table ----------------------------------------------------------------------------------

    def _context(self, rows: Sequence[Row], setting: Setting, caption: Sequence[str]) -> _Context:
        near = [c for c in caption if len(c) <= 60][-3:]
        title = " ".join(near)
        top = " ".join(c.text for row in rows[:3] for c in distinct(row))
        unit = ""
        for words in (*reversed(near), top, *reversed([c for c in caption if len(c) > 60])):
            if match := re.search(self.spec.unit_line, words) or re.search(self.spec.unit_in_header, words):
                unit = match["unit"]
                break
        mentions = [m for words in reversed(near) for m in self.headers.mentions(words)]
        money = [m.concept.id for m in mentions if m.concept.is_money and not m.concept.item]
        topic = (money or [m.concept.id for m in mentions if m.concept.group == "staffing"] or [setting.topic])[0]
        economic = bool(re.search(self.spec.economic, title))
        first = " ".join(c.text for row in rows[:2] for c in distinct(row))
        one_project = not setting.whole or bool(re.search(self.spec.one_project, title + first))
        coded = any(self._code.fullmatch(c.text) for row in rows[:4] for c in distinct(row))
        projects = one_project or (
            not coded and bool(re.search(self.spec.project_table, title) or re.search(self.spec.project_header, first))
        )
        topic = self._scoped(topic, title)
        return _Context(replace(setting, whole=not one_project), title, unit, topic, projects, economic)

    def _scoped(self, concept: str, title: str) -> str:
        """A concept inside a table of narrower scope: 收入合计 of 财政拨款收支总表 is the appropriation."""
        for words, names in self.spec.scopes.items():
            if re.search(words, title) and concept in names:
                return names[concept]
        return concept

    def _zones(self, rows: Sequence[Row]) -> list[_Zone]:
        """Header rows and the rows below them; a table without headers is one zone of rows."""
        zones: list[_Zone] = []
        for row in rows:
            if not any(c.text for c in distinct(row)):
                continue
            header = self._is_header(row, zones[-1] if zones else None)
            if header and (not zones or zones[-1].rows):
                zones.append(_Zone())
            elif not zones:
                zones.append(_Zone())
            (zones[-1].headers if header else zones[-1].rows).append(row)
        return zones

    def _is_header(self, row: Row, zone: _Zone | None) -> bool:
        cells = [c for c in distinct(row) if c.text]
        if not cells or any(self.values.is_number(c.text) and not re.fullmatch(r"20\d\d", c.text) for c in cells):
            return False
        words = sum(self.headers.is_word(c.text) for c in cells)
        if any(len(c.text) > 40 for c in cells):
            return False
        if zone is not None and not zone.rows and zone.headers:
            # Below a header: sub-heads stand under a merged cell, or are header words themselves.
            spanning = any(c.cell.row_span > 1 and c.cell.row < _row_index(row) for c in cells)
            return words * 2 >= len(cells) or (spanning and words >= 1)
        if any(self._prefix.match(c.text) for c in cells):
            return False
        if len(cells) == 1:
            # A title over the whole width stands above the headers, never among the figures.
            return zone is None and words == 1 and cells[0].cell.col_span > 1
        if zone is not None and self._has_figures(zone) and not any(self.headers.is_meaning(c.text) for c in cells):
            return False  # a row of names without figures
        return words >= 2 or (words == 1 and len(cells) == 2)

    def _has_figures(self, zone: _Zone) -> bool:
        return any(self.values.is_number(c.text) for row in zone.rows for c in distinct(row))

    def _columns(self, zone: _Zone, setting: Setting, topic: str) -> list[Column]:
        width = max((len(r) for r in (*zone.headers, *zone.rows)), default=0)
        columns = []
        for index in range(width):
            path = [row[index].text for row in zone.headers if index < len(row) and row[index] is not None]  # type: ignore[union-attr]
            column = self.headers.column(path, setting.year)
            columns.append(self._corrected(column, zone, index))
        if any(c.mention for c in columns):
            # 合计 beside columns that are concepts is the total of what the caption names.
            columns = [
                replace(c, total_of=topic)
                if c.role == "value" and c.path and self._subtotal.search(c.path[-1]) and not c.mention
                else c
                for c in columns
            ]
        return columns

    def _corrected(self, column: Column, zone: _Zone, index: int) -> Column:
        """A column of words is a label column, whatever its header says; and one of figures is none."""
        texts = [
            row[index].text for row in zone.rows if index < len(row) and row[index] is not None and row[index].text
        ]  # type: ignore[union-attr]
        numbers = sum(self.values.is_number(t) or self.values.blank(t) for t in texts)
        if column.role == "value" and texts and numbers * 3 < len(texts) and not column.mention:
            return replace(column, role="label")
        years = all(re.fullmatch(r"20\d\d年?度?", t) for t in texts)
        if column.role == "label" and texts and numbers * 3 > len(texts) * 2 and column.path and not years:
            return replace(column, role="value", mention=self.headers.column(column.path, 0).mention)
        return column

    # -- rows ---------------------------------------------------------------------------------------------

    def _read_zone(self, zone: _Zone, context: _Context) -> Iterator[Found]:
        roles = {c.role for c in zone.columns}
        if roles & {"target", "actual", "score"} and ("name" in roles or ("level" in roles and "value" not in roles)):
            for row in zone.rows:
                yield from self._indicator_row(row, zone.columns, context)
            return
        if not zone.headers or roles <= {"label", "ignore"}:
            for row in zone.rows:
                yield from self._label_value_row(row, context)
            return
        parents: list[tuple[int, Concept]] = []
        for row in zone.rows:
            yield from self._value_row(row, zone, context, parents)

    def _value_row(
        self, row: Row, zone: _Zone, context: _Context, parents: list[tuple[int, Concept]]
    ) -> Iterator[Found]:
        done: set[Cell] = set()
        for index, cell in enumerate(row):
            if cell is None or cell.cell in done or index >= len(zone.columns):
                continue
            column = zone.columns[index]
            if column.role in ("target", "actual") and len(cell.text) >= _PROSE:
                done.add(cell.cell)
                yield from self._prose(cell, column, context)
                continue
            if column.role not in ("value", "full", "score"):
                continue
            figure = self.values.figure(cell.text)
            if figure is None:
                continue
            done.add(cell.cell)
            labels = self._labels(row, index, zone)
            reading = self._value(cell, figure, column, labels, context, parents)
            if reading is not None:
                yield cell.squeezed, [reading]

    def _labels(self, row: Row, index: int, zone: _Zone) -> list[GridCell]:
        """The label cells of a figure: the nearest run of label columns to its left, left to right."""
        at = index
        while at > 0 and zone.columns[at - 1].role not in ("label", "level", "name"):
            at -= 1
        end = at
        while at > 0 and zone.columns[at - 1].role in ("label", "level", "name"):
            at -= 1
        found: list[GridCell] = []
        for cell in row[at:end]:
            if cell is not None and cell.text and (not found or found[-1].cell is not cell.cell):
                found.append(cell)
        return found

    def _value(
        self,
        cell: GridCell,
        figure: CellFigure,
        column: Column,
        labels: list[GridCell],
        context: _Context,
        parents: list[tuple[int, Concept]],
    ) -> Reading | None:
        label = "".join(c.text for c in labels[-1:])
        found, item, rule = self._row_concept(labels, column, context, parents)
        concept = self.rules.concepts.get(self._scoped(found.id, context.caption)) if found else None
        if concept is None:
            return None
        if column.role in ("full", "score"):
            return self._row_score(cell, figure, column, labels, context.setting.year)
        measure = column.measure
        if concept.id in ("score.total", "indicator.score", "indicator"):
            return None
        if figure.percent and measure == "value":
            return None
        row_words = "".join(c.text for c in labels) if column.mention else ""
        scenario: Scenario = self.headers.scenario(row_words) or column.scenario or context.setting.scenario
        if measure != "value":
            scenario = "actual" if context.setting.scenario == "actual" else scenario
        unit, factor = self._unit(measure, concept, figure, column, labels, context)
        told = figure.percent or "%" in "".join(column.path)
        if (
            measure != "change_rate"
            and unit == "%"
            and not told
            and figure.places >= 2
            and abs(figure.value) <= Decimal("1.2")
        ):
            factor = Decimal(100)  # a spreadsheet's 0.9827
        return Reading(
            concept=concept.id,
            measure=measure,
            scenario=scenario,
            period=self.headers.period(row_words, context.setting.year) or column.period or context.setting.year,
            value=figure.value * factor,
            unit=unit,
            rule=f"table:{rule}",
            figure=figure.span,
            quote=Span(0, len(cell.text)),
            item=item,
            decimals=figure.places - (len(str(factor)) - 1 if factor > 1 else 0),
            base=self._base(column) if measure in ("change", "change_rate") else None,
            note="" if unit != "CNY" or column.unit or context.unit or _LABEL_UNIT.search(label) else "unit-guessed",
        )

    def _base(self, column: Column) -> str:
        return self.narrative.cues.base("".join(column.path), 9999)

    def _row_score(
        self, cell: GridCell, figure: CellFigure, column: Column, labels: list[GridCell], year: int
    ) -> Reading | None:
        total = any(re.search(r"总\s*分|^合计$|^总计$", c.text) for c in labels)
        return Reading(
            concept="score.total" if total else "indicator.score",
            measure="value",
            scenario="target" if column.role == "full" else "actual",
            period=year,
            value=figure.value,
            unit="分",
            rule="table:points",
            figure=figure.span,
            quote=Span(0, len(cell.text)),
            item="" if total else self._clean(labels[-1].text) if labels else "",
            decimals=figure.places,
        )

    def _unit(
        self,
        measure: str,
        concept: Concept,
        figure: CellFigure,
        column: Column,
        labels: list[GridCell],
        context: _Context,
    ) -> tuple[str, Decimal]:
        if figure.percent or measure in ("change_rate", "completion_rate", "share"):
            return "%", Decimal(1)
        if not concept.is_money:
            named = next((m[1] for c in reversed(labels) if (m := _LABEL_UNIT.search(c.text))), "")
            return (named if not concept.units else concept.units[0]), Decimal(1)
        if figure.unit in self.rules.units.money:
            return "CNY", self.rules.units.money[figure.unit]
        written = (
            next((u for u in (self.headers.unit(c.text) for c in reversed(labels)) if u), "")
            or column.unit
            or context.unit
        )
        if not written:
            # Nothing tells: departments print 万元; amounts of seven digits or with 角 and 分 of yuan are 元.
            written = "元" if abs(figure.value) >= _LARGE else "万元"
        return "CNY", self.rules.units.money.get(written, Decimal(10_000))

    # -- what a row is about ------------------------------------------------------------------------------

    def _clean(self, label: str) -> str:
        return _LABEL_UNIT.sub("", self._prefix.sub("", label))

    def _row_concept(
        self, labels: list[GridCell], column: Column, context: _Context, parents: list[tuple[int, Concept]]
    ) -> tuple[Concept | None, str, str]:
        if any(self._code.fullmatch(c.text) for c in labels) or (
            context.economic and labels and not re.search("合计", labels[-1].text)
        ):
            return None, "", ""
        texts = [self._clean(c.text) for c in labels]
        texts = [t for t in texts if t]
        if column.total_of:
            return self._by_column(texts, column, context)
        by_row = self._of_label(texts[-1], context) if texts else None
        if (column.mention is not None and (by_row is None or by_row.group != "spending")) or (
            column.path and self._child(column.path, context) and by_row is None
        ):
            return self._by_column(texts, column, context)
        if not texts:
            return None, "", ""
        if self._grand.search(texts[-1]):
            return None, "", ""
        if self._subtotal.search(texts[-1]) and "小计" in texts[-1] and context.projects and len(texts) > 1:
            if self._of_label(texts[-2], context) is None:
                return self.rules.concepts["expenditure.project.item"], texts[-2] + texts[-1], "project-subtotal"
        if self._subtotal.search(texts[-1]):
            above = texts[:-1]
            found = self._of_label(above[-1], context) if above else None
            if found is None:
                found = self._total(context, column)
            return (found, "", "subtotal") if found else (None, "", "")
        return self._by_label(texts, labels[-1], context, parents)

    def _total(self, context: _Context, column: Column) -> Concept | None:
        topic = (
            "expenditure.project"
            if context.projects
            and context.topic in ("", "expenditure.project", "expenditure.project.item", "expenditure.total")
            else context.topic
        )
        if context.topic == "expenditure.total" and not re.search("项目(支出|资金|名称)", context.caption):
            topic = "expenditure.total"
        if not topic and re.search("支出", context.caption + "".join(column.path)):
            topic = "expenditure.total"
        if topic == "expenditure.project.item":
            topic = "expenditure.project"
        return self.rules.concepts.get(topic)

    def _by_label(
        self, texts: list[str], cell: GridCell, context: _Context, parents: list[tuple[int, Concept]]
    ) -> tuple[Concept | None, str, str]:
        label = texts[-1]
        found = self._of_label(label, context)
        if found is None:
            above = [self._of_label(t, context) for t in reversed(texts[:-1])]
            for parent in [*above, *(c for _, c in parents[-1:])]:
                if parent and (child := self._child_of(parent, label)):
                    return child, "", "child"
            if context.projects and not re.search(r"^(其他资金|上年结转|备注)", label) and len(label) >= 2:
                return self.rules.concepts["expenditure.project.item"], label, "project-row"
            return None, "", ""
        parents.append((cell.indent, found))
        if found.id == "expenditure.total" and not context.setting.whole:
            found = self.rules.concepts["expenditure.project"]
        return found, (label if found.item else ""), "row"

    def _of_label(self, label: str, context: _Context) -> Concept | None:
        found = self.headers.mentions(label)
        if not found:
            return None
        best = max(found, key=lambda m: m.end - m.start)
        # A name that only contains a concept's word is another thing: 村级组织运转经费.
        if best.end - best.start < len(re.sub(r"\(.*?\)", "", label)) * 0.5:
            return None
        if context.projects and best.concept.group == "other":
            return None
        return best.concept

    def _child_of(self, parent: Concept, label: str) -> Concept | None:
        for shape, child in self._children.get(parent.id, ()):
            if shape.search(label):
                return self.rules.concepts[child]
        return None

    def _child(self, path: Sequence[str], context: _Context) -> Concept | None:
        """购置费 below 公务用车购置及运行费: the header above tells whose."""
        for above in [*reversed(path[:-1]), context.topic]:
            parent = self.rules.concepts.get(above) or self._of_label(self._clean(above), context) if above else None
            if parent and (child := self._child_of(parent, path[-1])):
                return child
        return None

    def _by_column(self, texts: list[str], column: Column, context: _Context) -> tuple[Concept | None, str, str]:
        """A table whose columns are the concepts; its rows are the whole unit's, years, scenarios or kinds."""
        own = column.mention.concept if column.mention and self.headers.mentions(column.path[-1]) else None
        concept = own or self._child(column.path, context) or (column.mention.concept if column.mention else None)
        concept = concept or self.rules.concepts.get(column.total_of)
        label = texts[-1] if texts else ""
        if concept is not None and label:
            if child := self._child_of(concept, label):
                return child, "", "column-and-row"
            dated = self.headers.scenario(label) or self.headers.period(label, context.setting.year)
            whole = self._subtotal.search(label) or dated or _WHOLE_UNIT.search(label)
            row = self._of_label(label, context)
            if row is not None and row.group != concept.group:
                return row, "", "row"
            if not whole or (row is not None and row.id != concept.id):
                return None, "", ""
        return concept, column.mention.item if column.mention and concept and concept.item else "", "column"

    # -- label and value cells ----------------------------------------------------------------------------

    def _label_value_row(self, row: Row, context: _Context) -> Iterator[Found]:
        """Forms: each figure's label is the cell to its left."""
        cells = distinct(row)
        for left, right in zip(cells, cells[1:], strict=False):
            figure = self.values.figure(right.text)
            label = self._clean(left.text)
            concept = self._of_label(label, context) if figure and not self.values.figure(left.text) else None
            if (
                figure is None
                or concept is None
                or figure.percent
                or (figure.unit and concept.is_money != (figure.unit in self.rules.units.money))
            ):
                continue
            unit, factor = self._unit("value", concept, figure, Column("value"), [left], context)
            yield (
                right.squeezed,
                [
                    Reading(
                        concept=concept.id,
                        measure="value",
                        scenario=context.setting.scenario,
                        period=context.setting.year,
                        value=figure.value * factor,
                        unit=unit,
                        rule="table:label-value",
                        figure=figure.span,
                        quote=Span(0, len(right.text)),
                        item=label if concept.item else "",
                        decimals=figure.places,
                    )
                ],
            )
        for cell in cells:
            if cell.text and len(cell.text) >= _PROSE and self.values.figure(cell.text) is None:
                readings = self.narrative.read(cell.text, context.setting)
                if readings:
                    yield cell.squeezed, readings

    def _prose(self, cell: GridCell, column: Column, context: _Context) -> Iterator[Found]:
        """Goals and results told in sentences inside a table."""
        scenario: Scenario = "target" if column.role == "target" else "actual"
        readings = self.narrative.read(
            cell.text, replace(context.setting, scenario=scenario, kind="performance", topic="")
        )
        if scenario == "target":
            readings = [
                r if r.scenario == "target" else r.copy(scenario="target")
                for r in readings
                if r.measure in ("value", "completion_rate")
            ]
        if readings:
            yield cell.squeezed, readings

    # -- indicator rows -----------------------------------------------------------------------------------

    def _indicator_row(self, row: Row, columns: Sequence[Column], context: _Context) -> Iterator[Found]:
        by_role: dict[str, GridCell] = {}
        for cell, column in zip(row, columns, strict=False):
            if cell is not None and cell.text:
                by_role.setdefault(column.role, cell)
        name = by_role.get("name")
        label = self._indicator_name(row, columns)
        if not label:
            return
        total = bool(re.search(r"^(总分|合计|总计|总得分|得分合计|自评总分|总分合计|合计得分)", label.replace(" ", "")))
        unit = by_role["unit"].text if "unit" in by_role else ""
        sign = by_role["comparator"].text if "comparator" in by_role else ""
        spoken = self._unit_of(by_role, unit, label)
        for role, scenario in (("target", "target"), ("actual", "actual")):
            cell = by_role.get(role)
            if cell is None or total or cell is name or (name and cell.cell is name.cell):
                continue
            readings = self._indicator_value(cell, scenario, label, spoken, sign if role == "target" else "", context)
            if readings:
                yield cell.squeezed, readings
        for role, scenario in (("full", "target"), ("score", "actual")):
            cell = by_role.get(role)
            figure = self.values.figure(re.sub("分$", "", cell.text)) if cell else None
            if cell is None or figure is None or figure.percent:
                continue
            yield (
                cell.squeezed,
                [
                    Reading(
                        concept="score.total" if total else "indicator.score",
                        measure="value",
                        scenario=scenario,  # type: ignore[arg-type]
                        period=context.setting.year,
                        value=figure.value,
                        unit="分",
                        rule="table:indicator",
                        figure=figure.span,
                        quote=Span(0, len(cell.text)),
                        item="" if total else label,
                        decimals=figure.places,
                    )
                ],
            )

    def _indicator_name(self, row: Row, columns: Sequence[Column]) -> str:
        names = [
            c.text
            for c, column in zip(row, columns, strict=False)
            if c is not None and c.text and column.role in ("name", "level", "label")
        ]
        return self._clean(names[-1]) if names else ""

    def _unit_of(self, by_role: dict[str, GridCell], unit: str, label: str) -> str:
        """The unit that a row's bare numbers have: its unit cell, its other value's unit, or brackets in the name."""
        if unit and not self.values.blank(unit):
            return unit.strip("()")
        for role in ("target", "actual"):
            if role in by_role:
                text = by_role[role].text
                figure = self.values.figure(re.sub(r"^[≥≤<>=]+", "", text))
                if figure and figure.percent:
                    return "%"
                if found := self.values.quantities(text):
                    if found[0].kind != "bare":
                        return found[0].written_unit or found[0].unit
        match = re.search(r"\(([\u4e00-\u9fff%]{1,4})\)$", label)
        return match[1] if match else ("%" if label.endswith(("率", "比例")) else "")

    def _indicator_value(
        self, cell: GridCell, scenario: str, label: str, unit: str, sign: str, context: _Context
    ) -> list[Reading]:
        text = cell.text
        if self.values.blank(text):
            return []
        whole = Span(0, len(text))
        common = {
            "concept": "indicator",
            "measure": "value",
            "scenario": scenario,
            "period": context.setting.year,
            "rule": "table:indicator",
            "figure": whole,
            "quote": whole,
            "item": label,
        }
        figure = self.values.figure(re.sub(r"^[≥≤<>=]+", "", text))
        if figure is not None:
            mark = re.match(r"^[≥≤<>=]*", text)
            comparator = _COMPARATORS.get(sign or (mark.group() if mark else ""), None)
            value, spoken = self._in_unit(figure, unit)
            return [
                Reading(
                    **common,
                    value=value,
                    unit=spoken,
                    decimals=figure.places,  # type: ignore[arg-type]
                    comparator=comparator if scenario == "target" else None,
                )
            ]
        quantities = [q for q in self.values.quantities(text) if q.kind != "bare" or len(text) <= 8]
        if quantities and (len(text) <= 14 or len(quantities) == 1):
            return [r for q in quantities[:1] for r in self._of_quantity(q, common, sign, unit, scenario)]
        if quantities and len(text) > 14:
            return [r for q in quantities[:1] for r in self._of_quantity(q, common, sign, unit, scenario)]
        return [Reading(**common, value=None, unit="", text=text)]  # type: ignore[arg-type]

    def _of_quantity(
        self, q: Quantity, common: dict[str, object], sign: str, unit: str, scenario: str
    ) -> list[Reading]:
        value, spoken = q.value, q.unit
        if q.kind == "bare":
            factor = self.rules.units.money.get(unit)
            value, spoken = (q.value * factor, "CNY") if factor else (q.value, unit)
        comparator = _COMPARATORS.get(sign) or q.comparator
        reading = Reading(
            **{**common, "figure": q.span},
            value=value,
            unit=spoken,
            decimals=q.decimals,  # type: ignore[arg-type]
            approx=q.approx if scenario == "actual" else None,
            comparator=comparator if scenario == "target" else None,
        )
        if q.is_range and q.high is not None:
            return [reading.copy(value=q.low, comparator=">="), reading.copy(value=q.high, comparator="<=")]
        return [reading]

    def _in_unit(self, figure: CellFigure, unit: str) -> tuple[Decimal, str]:
        if figure.percent or unit in ("%", "百分比", "百分号"):
            return figure.value, "%"
        factor = self.rules.units.money.get(unit)
        if factor:
            return figure.value * factor, "CNY"
        return figure.value, self.rules.units.counting.get(unit, unit)


def _row_index(row: Row) -> int:
    """The grid row that these cells stand in: that of the lowest cell that starts here."""
    return max((c.cell.row for c in row if c is not None), default=0)
