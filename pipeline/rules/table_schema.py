"""The shape of rules/tables.yaml: what headers, labels and cells of tables mean. What each key is for stands there.

A `Shape` is searched for; those that stand for a whole cell are written with ^ and $.
"""

from __future__ import annotations

from pipeline.rules.patterns import Shape
from pipeline.rules.strict import Strict


class UnitWords(Strict):
    in_caption: Shape
    in_header: Shape
    in_label: Shape
    in_name: Shape
    in_figure: tuple[str, ...]
    beside_header: Shape
    percent: frozenset[str]
    of_rates: Shape
    points: str


class HeaderWords(Strict):
    year: Shape
    filler: Shape
    bodies: Shape
    half: Shape
    rest: str
    glued: tuple[str, ...]
    glued_group: Shape


class ColumnWords(Strict):
    label: Shape
    ignore: Shape
    change: Shape
    change_rate: Shape
    completion_rate: Shape
    share: Shape
    budget: Shape
    adjusted: Shape
    actual: Shape
    prior: Shape
    amount: Shape
    fund: Shape


class IndicatorWords(Strict):
    name: Shape
    name_below: Shape
    level_below: Shape
    level1: Shape
    level2: Shape
    target: Shape
    actual: Shape
    full: Shape
    score: Shape
    comparator: Shape
    unit: Shape


class RowWords(Strict):
    indicator_group: Shape
    signature: Shape
    source: Shape
    project_money: Shape
    project_step: Shape
    count_of_columns: Shape
    prefix: Shape
    among: Shape
    year: Shape
    heading: Shape
    listed: Shape
    counted: Shape
    done: Shape
    took_part: Shape
    a_project: Shape
    code: Shape
    sum: Shape
    subtotal: Shape
    subtotal_of_projects: Shape
    grand_total: Shape
    carryover: Shape
    fund: Shape
    total_of_points: Shape
    total_of_indicators: Shape
    money: Shape
    whole_unit: Shape
    comparator: Shape
    execution: Shape
    no_project: Shape
    adjustment: Shape
    no_sum: Shape
    worth: Shape


class CaptionWords(Strict):
    form: Shape
    income_side: Shape
    spending_side: Shape
    budget: Shape
    actual: Shape
    economic: Shape
    one_project: Shape
    whole_unit: Shape
    project_name: Shape
    projects: Shape
    projects_in_header: Shape
    project_money: Shape
    spending: Shape


class TableSpec(Strict):
    """rules/tables.yaml."""

    units: UnitWords
    headers: HeaderWords
    columns: ColumnWords
    indicators: IndicatorWords
    rows: RowWords
    captions: CaptionWords
    children: dict[str, dict[Shape, str]]
    scopes: dict[Shape, dict[str, str]]
    blank: Shape
