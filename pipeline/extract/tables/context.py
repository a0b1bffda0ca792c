"""What is known of a whole table before its rows are read: from the paragraphs above it and from its first rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from pipeline.extract.reading import Setting
from pipeline.extract.tables.columns import Headers
from pipeline.extract.tables.grid import Row, distinct, filled
from pipeline.extract.tables.values import Values
from pipeline.facts import Scenario
from pipeline.rules.table_schema import TableSpec

# An amount of seven digits or more that is no account code: it has a point or commas.
_IN_YUAN = re.compile(r"-?(\d{7,}\.\d+|\d{1,3}(,\d{3}){2,}(\.\d+)?)元?\??")
# 83,490.00: such amounts, where a table has no smaller ones.
_OF_FIVE_DIGITS, _FEWEST = re.compile(r"\d{2,3},?\d{3}\.\d\d"), 3
_AMOUNT = re.compile(r"-?[\d,]+\.\d+元?")

_YEAR = re.compile(r"(20\d\d)年(?!\d)")
_TITLE = re.compile(r"[^附]{3,}表(?:\(|$)")
_FIRST = 4
"""How many rows may stand above the figures of a form."""
_THREE_PUBLIC = "three_public."
_CAPTION = 60
"""A caption is shorter; a longer paragraph above a table, or a sentence, only tells its unit."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a whole table."""

    setting: Setting
    caption: str
    """The short lines right above it, in one."""
    unit: str
    """Money word that holds where no cell tells another; empty where nothing tells."""
    topic: str
    """Concept of the caption, of which a row 合计 is the sum."""
    project: str
    """The project that a form inside a report on a whole unit is on: its sum is no sum of the unit's projects."""
    projects: bool
    """Its rows are projects, or one project's parts: an unknown name is a project's."""
    economic: bool
    """Its rows are economic classes."""
    carries_over: bool
    """A row has money carried over: a grand total is more than the year's income or spending."""
    has_sum: bool
    """A row is the sum of the others."""
    tells_kind: bool
    """Its title says whether its figures are of a budget or of accounts."""
    in_yuan: bool
    """Amounts are so large that, where nothing tells their unit, it is the yuan; departments print 万元."""
    place: int
    """Where it begins in the document."""


def context_of(
    rows: Sequence[Row], setting: Setting, caption: Sequence[str], headers: Headers, values: Values, *, place: int = 0
) -> Context:
    """Read what stands above the rows.

    `caption`: the squeezed paragraphs right before the table; `place`: where it begins in the document.
    """
    words = headers.rules.tables
    lines = [*caption, *dict.fromkeys([*_own_titles(rows), *_lines_inside(rows, values)])]
    near = [line for line in lines if len(line) <= _CAPTION and not line.endswith("。")][-3:]
    title = " ".join(near)
    first = _text(rows[:2])
    kind = _kind_of_figures(near, words)
    setting = _told_by_title(kind, setting)
    whole_unit = setting.whole
    one_project = not whole_unit or bool(words.captions.one_project.search(title + first))
    return Context(
        setting=replace(setting, whole=not one_project),
        caption=title,
        unit=_unit([*reversed(near), _text(rows[:3]), *(c for c in reversed(caption) if c not in near)], words),
        topic=scoped(_whole_of_rows(rows, headers) or _topic(near, setting, headers), title, words),
        project=_project(rows, words) if one_project and whole_unit else "",
        projects=one_project or _lists_projects(rows, near, first, words),
        economic=bool(words.captions.economic.search(title)),
        carries_over=_carries_over(rows, values, words),
        has_sum=any(cells and words.rows.subtotal.search(cells[0].text) for cells in map(filled, rows)),
        tells_kind=kind is not None,
        in_yuan=_in_yuan(rows),
        place=place,
    )


def _in_yuan(rows: Sequence[Row]) -> bool:
    """By one amount too large for 万元, or by several of which none is small enough."""
    texts = [cell.text for row in rows for cell in distinct(row)]
    amounts = [text for text in texts if _AMOUNT.fullmatch(text)]
    of_five = len(amounts) >= _FEWEST and all(map(_OF_FIVE_DIGITS.fullmatch, amounts))
    return of_five or any(map(_IN_YUAN.fullmatch, texts))


def _project(rows: Sequence[Row], words: TableSpec) -> str:
    """What stands beside 项目名称 in the first rows."""
    for label, cell in (pair for row in rows[:_FIRST] for pair in pairwise(distinct(row))):
        if words.captions.project_name.search(label.text) and not words.captions.project_name.search(cell.text):
            return cell.text
    return ""


def _own_titles(rows: Sequence[Row]) -> list[str]:
    """Titles in the first rows, as tables that are drawn with characters have them: 附表二 | “三公”经费情况表."""
    return [cell.text for row in rows[:2] for cell in distinct(row) if _TITLE.search(cell.text)]


def _lines_inside(rows: Sequence[Row], values: Values) -> list[str]:
    """Titles and units that stand in rows of their own, above the table's first figures."""
    above = takewhile(lambda cells: not any(values.is_number(cell.text) for cell in cells), map(filled, rows))
    return [cells[0].text for cells in above if len(cells) == 1]


def _whole_of_rows(rows: Sequence[Row], headers: Headers) -> str:
    """“三公”经费, where the rows that name a concept all name one of its parts; empty for other tables."""
    labels = [cells[0].text for cells in map(filled, rows) if len(cells) > 1]
    named = {m.concept.id for label in labels for m in headers.mentions_beside_figure(label)[:1] if m.concept.is_money}
    parts = all(name.startswith(_THREE_PUBLIC) for name in named)
    return f"{_THREE_PUBLIC}total" if parts and len(named) > 1 else ""


def scoped(concept: str, title: str, words: TableSpec) -> str:
    """A concept inside a table of narrower scope: 收入合计 of 财政拨款收支总表 is the appropriation."""
    for shape, names in words.scopes.items():
        if concept in names and shape.search(title):
            return names[concept]
    return concept


def _kind_of_figures(near: Sequence[str], words: TableSpec) -> tuple[str, Scenario] | None:
    """The line that is a title (2031年部门支出预算表), and the scenario that it tells."""
    for line in reversed(near):
        budget, actual = words.captions.budget.search(line), words.captions.actual.search(line)
        if bool(budget) != bool(actual):
            return line, "budget" if budget else "actual"
    return None


def _told_by_title(kind: tuple[str, Scenario] | None, setting: Setting) -> Setting:
    """A title tells year and scenario of its table's figures, whatever the report is."""
    if kind is None:
        return setting
    title, scenario = kind
    years = set(map(int, _YEAR.findall(title)))
    return replace(setting, scenario=scenario, year=years.pop() if len(years) == 1 else setting.year)


def _carries_over(rows: Sequence[Row], values: Values, words: TableSpec) -> bool:
    for row in rows:
        for label, cell in pairwise(distinct(row)):
            figure = values.figure(cell.text)
            if figure is not None and figure.value and words.rows.carryover.search(label.text):
                return True
    return False


def _text(rows: Sequence[Row]) -> str:
    return " ".join(cell.text for row in rows for cell in distinct(row))


def _unit(lines: Iterable[str], words: TableSpec) -> str:
    for line in lines:
        if match := words.units.in_caption.search(line) or words.units.in_header.search(line):
            return match["unit"]
    return ""


def _topic(near: Sequence[str], setting: Setting, headers: Headers) -> str:
    """Money before staff; the nearest line first."""
    concepts = [mention.concept for line in reversed(near) for mention in headers.mentions(line)]
    money = (c.id for c in concepts if c.is_money and not c.item)
    staff = (c.id for c in concepts if c.group == "staffing")
    return (*money, *staff, setting.topic)[0]


def _lists_projects(rows: Sequence[Row], near: Sequence[str], first: str, words: TableSpec) -> bool:
    """By what the first rows and the nearest line that tells say: 项目支出情况表 below 部门整体支出自评表."""
    if words.captions.whole_unit.search(first):
        return False
    if any(words.rows.code.fullmatch(cell.text) for row in rows[:4] for cell in distinct(row)):
        return False
    for line in reversed(near):
        if words.captions.whole_unit.search(line):
            return False
        if words.captions.projects.search(line):
            return True
    return bool(words.captions.projects_in_header.search(first))
