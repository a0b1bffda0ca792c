"""A unit over the years: its figures as a table and as charts, targets against results, findings in their place."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from pipeline.review.amounts import decimal_of, hedge, plain, scaled, shown, unit_of
from pipeline.review.asking import Ask, Row, row, rows
from pipeline.review.charts import Bar, Drawing, Series, grouped
from pipeline.review.pages.figures import headlines
from pipeline.review.words import Words

_GROUPS = ("staffing", "spending", "targets", "other")
_SCENARIOS = ("actual", "budget", "adjusted", "target")
_CHARTS = (
    ("chart.staff", (("staff.quota", "actual", "plan"), ("staff.actual", "actual", "actual"))),
    ("chart.spending", (("expenditure.total", "budget", "plan"), ("expenditure.total", "actual", "actual"))),
    ("chart.three_public", (("three_public.total", "budget", "plan"), ("three_public.total", "actual", "actual"))),
    (
        "chart.three_public.parts",
        (
            ("three_public.reception", "actual", "first"),
            ("three_public.vehicle", "actual", "second"),
            ("three_public.abroad", "actual", "third"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's figure of a year."""

    fact: int
    text: str
    value: Decimal | None
    change: str
    """Against the year before, in percent."""
    fault: str
    """Key of a finding in which it is at fault."""
    others: Sequence[str]
    """Other values that reports state for the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """A concept over the years."""

    concept: str
    name: str
    scenario: str
    unit: str
    depth: int
    cells: Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator's target and what was reached."""

    name: str
    target: str
    actual: str
    rate: float | None
    met: bool | None
    target_fact: int
    actual_fact: int
    year: int


@dataclass(frozen=True, slots=True)
class Unit:
    """The page."""

    row: Row
    reports: Sequence[Row]
    years: Sequence[int]
    groups: Sequence[tuple[str, Sequence[Line]]]
    charts: Sequence[Drawing]
    targets: Sequence[Target]
    findings: Sequence[Row]
    headlines: Mapping[int, str]


def load(connection: sqlite3.Connection, ask: Ask) -> Unit | None:
    """The page's view."""
    found = row(connection, "select * from entities where id = :id", id=ask.number("id"))
    if found is None:
        return None
    facts = rows(connection, _FACTS, id=found["id"])
    findings = _findings(connection, found["id"])
    table = _Table(facts, _faults(connection, found["id"]), ask.words)
    return Unit(
        row=found,
        reports=rows(
            connection,
            "select d.*, (select count(*) from findings f where f.document_id = d.id) as findings from documents d "
            "where d.entity_id = :id and d.status = 'ok' order by d.fiscal_year desc, d.id",
            id=found["id"],
        ),
        years=table.years,
        groups=table.groups(),
        charts=[chart for chart in (table.chart(*each) for each in _CHARTS) if chart],
        targets=_targets(connection, found["id"], ask.words),
        findings=findings,
        headlines=headlines(connection, findings, ask.words),
    )


_FACTS = """
select f.*, d.fiscal_year, coalesce(l.zh, f.concept) as label_zh, coalesce(l.en, f.concept) as label_en,
  coalesce(l."group", 'other') as "group"
from documents d
join facts f on f.document_id = d.id
left join labels l on l.kind = 'concept' and l.id = f.concept
where d.entity_id = :id and d.status = 'ok' and f.measure = 'value' and f.item = '' and f.decimal is not null
order by d.fiscal_year is not f.period, instr(coalesce(d.report_type, ''), '项目'), f.comparator is not null,
  f.approx is not null, f.decimals is null, f.decimals desc, f.id
"""

_TARGETS = """
select t.id as target_fact, a.id as actual_fact, t.item, t.period, t.unit, t.comparator,
  t.decimal as target, a.decimal as actual, t.approx as target_approx, a.approx, a.comparator as actual_comparator
from documents d
join facts t on t.document_id = d.id and t.scenario = 'target' and t.measure = 'value' and t.item <> ''
  and t.concept <> 'indicator.score'
join facts a on a.document_id = d.id and a.scenario = 'actual' and a.measure = 'value' and a.concept = t.concept
  and a.item = t.item and a.unit = t.unit and a.period = t.period
where d.entity_id = :id and d.status = 'ok' and t.decimal is not null and a.decimal is not null
  and t.period = d.fiscal_year
group by t.document_id, t.item order by t.period desc, t.id limit 300
"""


def _findings(connection: sqlite3.Connection, unit: int) -> list[Row]:
    return rows(
        connection,
        "select f.id, f.key, f.severity, f.kind, f.computed, f.unit, f.message_zh, f.message_en, d.fiscal_year, "
        "coalesce(r.decision, 'open') as state from findings f join documents d on d.id = f.document_id "
        "left join reviews.latest_reviews r on r.finding_key = f.key where f.entity_id = :id "
        "order by d.fiscal_year desc, f.id limit 200",
        id=unit,
    )


def _faults(connection: sqlite3.Connection, unit: int) -> dict[int, str]:
    """Fact → the key of the first finding in which it is at fault."""
    found = rows(
        connection,
        "select l.fact_id, f.key from findings f join finding_facts l on l.finding_id = f.id and l.role = 'stated' "
        "where f.entity_id = :id order by f.id desc",
        id=unit,
    )
    return {each["fact_id"]: each["key"] for each in found}


class _Table:
    """Figures by concept, scenario and year; of several for one place, the most telling first."""

    def __init__(self, facts: Sequence[Row], faults: Mapping[int, str], words: Words) -> None:
        self.words, self.faults = words, faults
        self.places: dict[tuple[str, str], dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for fact in facts:
            self.places[fact["concept"], fact["scenario"]][fact["period"]].append(fact)
        own = {fact["fiscal_year"] for fact in facts if fact["fiscal_year"]}
        told = {fact["period"] for fact in facts}
        self.years = sorted(year for year in told if own and min(own) - 1 <= year <= max(own) + 1)

    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines of each group, a concept before those below it."""
        lines: dict[str, list[Line]] = defaultdict(list)
        first_at = self._first_at()
        for concept, scenario in sorted(
            self.places, key=lambda key: ([first_at[kin] for kin in _kin(key[0])], _SCENARIOS.index(key[1]))
        ):
            found = self.places[concept, scenario]
            if any(year in found for year in self.years):
                first = next(iter(found.values()))[0]
                lines[first["group"]].append(self._line(concept, scenario, first))
        return [(group, lines[group]) for group in (*_GROUPS, *sorted(set(lines) - set(_GROUPS))) if lines[group]]

    def _first_at(self) -> dict[str, int]:
        """Where each concept, or one below it, first stands in a report: that is the order that readers know."""
        found: dict[str, int] = {}
        for (concept, _), years in self.places.items():
            place = min(fact["id"] % 1_000_000 for facts in years.values() for fact in facts)
            for kin in _kin(concept):
                found[kin] = min(found.get(kin, place), place)
        return found

    def _line(self, concept: str, scenario: str, first: Row) -> Line:
        found = self.places[concept, scenario]
        cells: list[Cell | None] = []
        before: Decimal | None = None
        for year in self.years:
            cell = self._cell(found[year], before) if year in found else None
            cells.append(cell)
            before = cell.value if cell else None
        name, unit = first[f"label_{self.words.language}"], unit_of(first["unit"], self.words)
        return Line(concept, name, scenario, unit, concept.count("."), cells)

    def _cell(self, facts: Sequence[Row], before: Decimal | None) -> Cell:
        first = facts[0]
        value = decimal_of(first["decimal"])
        change = ""
        if value is not None and before and before > 0 and value != before:
            change = ("+" if value > before else "") + plain((value - before) / before * 100, 1) + "%"
        others = dict.fromkeys(shown(each, self.words) for each in facts[1:] if each["decimal"] != first["decimal"])
        fault = next((self.faults[each["id"]] for each in facts if each["id"] in self.faults), "")
        text = hedge(first, self.words) + plain(scaled(value or Decimal(0), first["unit"]))
        return Cell(first["id"], text, value, change, fault, list(others))

    def chart(self, title: str, wanted: Iterable[tuple[str, str, str]]) -> Drawing | None:
        """Some of the lines as a chart; None where no two years have figures."""
        series, unit, filled = [], "", 0
        for concept, scenario, form in wanted:
            found = self.places.get((concept, scenario))
            if not found:
                continue
            first = next(iter(found.values()))[0]
            unit = unit_of(first["unit"], self.words)
            bars = [self._bar(found, year) for year in self.years]
            filled = max(filled, sum(bar.value is not None for bar in bars))
            name = first[f"label_{self.words.language}"]
            if scenario != "actual":
                name += self.words("in_brackets", words=self.words(f"scenario.{scenario}"))
            series.append(Series(name, form, bars))
        return grouped(series, self.words(title), unit, self.words) if filled > 1 else None

    def _bar(self, found: Mapping[int, Sequence[Row]], year: int) -> Bar:
        if year not in found:
            return Bar(str(year), None)
        first = found[year][0]
        value = scaled(decimal_of(first["decimal"]) or Decimal(0), first["unit"])
        doubtful = any(each["id"] in self.faults for each in found[year])
        return Bar(str(year), value, f"/fact/{first['id']}", doubtful)


def _kin(concept: str) -> list[str]:
    """The concept and those above it, outermost first."""
    return list(accumulate(concept.split("."), "{}.{}".format))


def _targets(connection: sqlite3.Connection, unit: int, words: Words) -> list[Target]:
    return [_target(each, words) for each in rows(connection, _TARGETS, id=unit)]


def _target(each: Row, words: Words) -> Target:
    target, actual = decimal_of(each["target"]), decimal_of(each["actual"])
    told = {"unit": each["unit"], "text": ""}
    most = (each["comparator"] or "").startswith("<")
    met = None if target is None or actual is None else actual <= target if most else actual >= target
    return Target(
        name=each["item"],
        target=shown(
            {**told, "decimal": each["target"], "approx": each["target_approx"], "comparator": each["comparator"]},
            words,
        ),
        actual=shown(
            {**told, "decimal": each["actual"], "approx": each["approx"], "comparator": each["actual_comparator"]},
            words,
        ),
        rate=float(actual / target) if target and actual is not None and not most else None,
        met=met,
        target_fact=each["target_fact"],
        actual_fact=each["actual_fact"],
        year=each["period"],
    )
