"""What a figure is about: its row's label, its column, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.narrative.families import NARROW_SPENDING, WITH_COUNTS
from pipeline.extract.tables.columns import Column
from pipeline.extract.tables.context import Context
from pipeline.extract.tables.figures import PlacedFigure
from pipeline.extract.tables.labels import Labels
from pipeline.rules import Concept

_POSTS, _PEOPLE = _STAFF = ("staff.quota", "staff.actual")
_TOTAL, _PROJECTS, _PROJECT = "expenditure.total", "expenditure.project", "expenditure.project.item"
_INCOME, _APPROPRIATION = "income.total", "income.appropriation"
_CLASSES = ("expenditure.function", "expenditure.economic")
_WHOLES = (_TOTAL, "expenditure.appropriation")
_CARRYOVER = "carryover."
_PARTS_OF = {_TOTAL: "expenditure.", _INCOME: "income."}
"""The concepts that a total row may be split into by columns, by the beginnings of their names."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about, and which rule says so."""

    concept: Concept
    rule: str
    item: str = ""
    opens: Concept | None = None
    """The concept whose parts the rows below may name."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Tells subjects."""

    labels: Labels

    def of(
        self, placed: PlacedFigure, context: Context, above: Concept | None, heading: Concept | None = None
    ) -> Subject | None:
        """The subject of a figure.

        `above`: the concept that a row above opened last; `heading`: what the last row without figures named.
        """
        column = placed.column
        texts = [text for text in (self.labels.clean(cell.text) for cell in placed.labels) if text]
        carried = self._is_carried(texts, above) or self._is_with_carryover(texts, column, context)
        if carried or self._is_classified(placed, texts, context):
            return None
        if heading is not None and self._is_sum_below(heading, texts, placed.label, context):
            return Subject(heading, "sum-below-heading", opens=heading)
        if self._column_tells(texts, column, context):
            return self._by_column(texts, column, context)
        if not texts:
            return self._of_one_project(column, context)
        if self.labels.rules.tables.rows.subtotal.search(texts[-1]):
            return None if column.is_part else self._of_sum(texts, column, context)
        return self._by_label(texts, placed, context, above)

    def _is_classified(self, placed: PlacedFigure, texts: Sequence[str], context: Context) -> bool:
        """Rows of functional or economic classes are no concepts of ours, nor is what a column has of a class.

        The same holds for what was added to a budget (部门整体支出预算调整).
        """
        words, labels = self.labels.rules.tables.rows, placed.labels
        if texts and words.adjustment.search(texts[-1]):
            return True
        if any(words.code.fullmatch(cell.text) for cell in labels):
            return True
        if context.economic and labels and not words.sum.search(labels[-1].text):
            return True
        row = self.labels.concept(texts[-1], context) if texts else None
        if row is None:
            return bool(placed.code)
        column = placed.column.mention.concept.id if placed.column.mention else _TOTAL
        return bool(placed.code and not _is_of_budget(row)) or (row.id in _CLASSES and column not in _WHOLES)

    def _is_sum_below(self, heading: Concept, texts: Sequence[str], raw: str, context: Context) -> bool:
        """（一）支出合计 below 一、“三公”经费支出."""
        words = self.labels.rules.tables.rows
        if not texts or not heading.id.startswith(NARROW_SPENDING) or words.heading.match(raw):
            return False
        named = self.labels.concept(texts[-1], context)
        return bool(words.subtotal.search(texts[-1])) or (named is not None and named.id == _TOTAL)

    def _is_carried(self, texts: Sequence[str], above: Concept | None) -> bool:
        """一般公共预算拨款 below 上年结转: a part of what was carried over."""
        fund = self.labels.rules.tables.rows.fund
        return bool(above and above.id.startswith(_CARRYOVER) and texts and fund.search(texts[-1]))

    def _is_with_carryover(self, texts: Sequence[str], column: Column, context: Context) -> bool:
        """总计 where something was carried over, but for columns that name a part of it (基本支出)."""
        if not context.carries_over or not texts or not self.labels.rules.tables.rows.grand_total.search(texts[-1]):
            return False
        return column.mention is None or column.mention.concept.id in (*_WHOLES, _INCOME)

    def _of_one_project(self, column: Column, context: Context) -> Subject | None:
        """计划安排资金, 实际支出 above figures without a label: the project's, in a form on one."""
        head = self.labels.clean(column.path[-1]).rstrip(":") if column.path else ""
        if context.setting.whole or not self.labels.rules.tables.rows.project_step.search(head):
            return None
        return Subject(self.labels.rules.concepts[_PROJECTS], "project-head")

    # -- columns that are concepts ------------------------------------------------------------------------

    def _column_tells(self, texts: Sequence[str], column: Column, context: Context) -> bool:
        row = self.labels.concept(texts[-1], context) if texts else None
        concept = column.mention.concept if column.mention else self.labels.rules.concepts.get(column.total_of)
        whole = not column.is_part or bool(self.labels.headers.mentions(column.path[-1]))
        if concept and whole and (row is None or row.group != "spending" or _has_part(row, concept)):
            return True
        return row is None and bool(column.path) and self.labels.part_by_header(column.path, context) is not None

    def _by_column(self, texts: Sequence[str], column: Column, context: Context) -> Subject | None:
        """A table whose columns are the concepts; its rows are the whole unit's, years, scenarios or kinds."""
        concept = self._of_column(column, context)
        if concept is None:
            return None
        item = column.mention.item if column.mention and concept.item else ""
        if not texts:
            return Subject(concept, "column", item)
        if part := self.labels.part(concept, texts[-1]):
            return Subject(part, "column-and-row")
        row = self.labels.concept(texts[-1], context)
        if row is None:
            return Subject(concept, "column", item) if self._is_of_the_unit(texts[-1], context) else None
        return self._by_both(concept, row, item, texts[-1], context)

    def _by_both(self, column: Concept, row: Concept, item: str, label: str, context: Context) -> Subject | None:
        """Where column and row both name a concept."""
        if column.is_money and row.group == "staffing":
            return None  # 二级单位 beside 收入合计: what other bodies have
        if row.group != column.group and not _has_part(row, column):
            return Subject(row, "row", label if row.item else "")
        if row.group == column.group and column.id in _STAFF:
            kind = self._of_kind(column, row)
            return Subject(kind, "column-and-row") if kind else None
        of_the_unit = self._is_of_the_unit(label, context) if row.id == column.id else _has_part(row, column)
        return Subject(column, "column", item) if of_the_unit else None

    def _of_kind(self, column: Concept, row: Concept) -> Concept | None:
        """编制数 | 实有数 beside 政法专项编制, 事业编制: the column tells posts or people, the row which kind."""
        concepts = self.labels.rules.concepts
        family = next((name for name in _STAFF if row.id == name or row.id.startswith(name + ".")), None)
        if family is None:  # 退休人员, 聘用人员 have no posts
            return row if column.id == _PEOPLE else None
        kind = row.id.removeprefix(family)
        while kind and column.id + kind not in concepts:  # people are not told by who pays for the post
            kind = kind.rpartition(".")[0]
        return concepts[column.id + kind]

    def _of_column(self, column: Column, context: Context) -> Concept | None:
        """The concept that the lowest head cell names, or the part that it names of one above it, or that one."""
        mentioned = column.mention.concept if column.mention else None
        if mentioned and self.labels.headers.mentions(column.path[-1]):
            return mentioned
        part = self.labels.part_by_header(column.path, context)
        return part or mentioned or self.labels.rules.concepts.get(column.total_of)

    def _is_of_the_unit(self, label: str, context: Context) -> bool:
        words, headers = self.labels.rules.tables.rows, self.labels.headers
        if context.has_sum and words.whole_unit.search(label) and not words.subtotal.search(label):
            return False  # a body beside the sum of all
        return bool(
            words.subtotal.search(label)
            or headers.scenario(label)
            or headers.period(label, context.setting.year)
            or words.whole_unit.search(label)
        )

    # -- rows that are concepts ---------------------------------------------------------------------------

    def _of_sum(self, texts: Sequence[str], column: Column, context: Context) -> Subject | None:
        """合计 and 小计: of what the cell before it names, else of what the table is about."""
        rules = self.labels.rules
        named = self.labels.concept(texts[-2], context) if len(texts) > 1 else None
        of_one = context.projects and len(texts) > 1 and rules.tables.rows.subtotal_of_projects.search(texts[-1])
        if named is None and of_one:
            return Subject(rules.concepts[_PROJECT], "project-subtotal", texts[-2] + texts[-1])
        concept = named or rules.concepts.get(self._summed(column, context))
        return Subject(concept, "subtotal") if concept else None

    def _summed(self, column: Column, context: Context) -> str:
        """The concept that a table's sum is of; empty where nothing tells."""
        words = self.labels.rules.tables.captions
        if any(words.income_side.search(head) for head in column.path):
            return _INCOME
        if any(words.spending_side.search(head) for head in column.path):
            return _TOTAL
        if context.topic == _TOTAL and not words.project_money.search(context.caption):
            return _TOTAL
        if context.topic in (_PROJECTS, _PROJECT) or (context.projects and context.topic in ("", _TOTAL)):
            return _PROJECTS
        if not context.topic and words.spending.search(context.caption + "".join(column.path)):
            return _TOTAL
        return context.topic

    def _by_label(
        self, texts: Sequence[str], placed: PlacedFigure, context: Context, above: Concept | None
    ) -> Subject | None:
        rules, label = self.labels.rules, texts[-1]
        named = self.labels.concept(label, context)
        if placed.column.is_part and not (named and named.id.startswith(_PARTS_OF[_INCOME])):
            part = self.labels.part(named, placed.column.path[-1])
            return Subject(part, "row-and-column") if part else None
        if named is not None and above is not None and (narrower := self.labels.in_list(label, above)):
            return Subject(narrower, "row-in-list", label if narrower.item else "")
        if named is not None:
            return self._by_name(named, label, context)
        for whole in (*(self.labels.concept(text, context) for text in reversed(texts[:-1])), above):
            if part := self.labels.part(whole, label):
                return Subject(part, "child")
        below = above is not None and above.id.startswith(_PROJECTS)
        listed = below and (rules.tables.rows.listed.match(placed.label) or rules.tables.rows.a_project.search(label))
        if (context.projects or listed) and len(label) > 1 and not rules.tables.rows.no_project.search(label):
            return Subject(rules.concepts[_PROJECT], "project-row", label)
        return None

    def _by_name(self, named: Concept, label: str, context: Context) -> Subject:
        """What a label names; in a form on one project its sum and where that came from are that project's."""
        concepts = self.labels.rules.concepts
        of_project = {_TOTAL: concepts[_PROJECTS], _APPROPRIATION: concepts[_PROJECT]}
        if context.project and named.id in of_project:
            return Subject(concepts[_PROJECT], "one-project", context.project, opens=named)
        if named.id == _TOTAL and context.topic.startswith(WITH_COUNTS):
            return Subject(concepts[context.topic], "caption")  # 支出合计 in a table of the three publics
        concept = named if context.setting.whole else of_project.get(named.id, named)
        return Subject(concept, "row", label if concept.item else "", opens=named)


def _is_of_budget(concept: Concept) -> bool:
    """基本支出, 项目支出 and their like: no class, though a code may stand beside it."""
    return concept.group == "spending" and concept.id.startswith(_PARTS_OF[_TOTAL])


def _has_part(whole: Concept, concept: Concept) -> bool:
    """Whether a row of that total may be split into a column of that concept: 支出合计 into 基本支出."""
    begins = _PARTS_OF.get(whole.id)
    return begins is not None and concept.id != whole.id and concept.id.startswith(begins)
