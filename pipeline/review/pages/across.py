"""Units beside each other: a metric in a year, ranked, how it is distributed, and who stands far from the others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.review.amounts import plain
from pipeline.review.asking import Ask, Row, link, rows
from pipeline.review.charts import Bar, Drawing, distribution
from pipeline.review.metrics import LEAST, Metric, Usual, Value, by_id, metrics, usual, values
from pipeline.review.words import Words

_MOST = 500
"""Units that the ranking shows."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit in the ranking."""

    place: int
    name: str
    region: str
    link: str
    amount: str
    share: float
    """Of the largest amount, from 0 to 1: the length of its bar."""
    far: bool
    facts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Across:
    """The page."""

    metrics: Sequence[Metric]
    metric: Metric
    years: Sequence[int]
    year: int | None
    regions: Sequence[str]
    region: str
    types: Sequence[str]
    type: str
    unit: str
    usual: Usual
    median: str
    bounds: tuple[str, ...] | None
    chart: Drawing
    ranked: Sequence[Ranked]
    total: int
    far: int
    few: bool


def load(connection: sqlite3.Connection, ask: Ask) -> Across:
    """The page's view."""
    metric = by_id(ask.text("metric"))
    years = [each[0] for each in rows(connection, _YEARS)]
    year = ask.number("year") or _best(connection, ask, metric, years)
    found = _found(connection, ask, metric, year) if year else []
    bodies = _bodies(connection, [each.body for each in found], year)
    region, kind = ask.text("region"), ask.text("type")
    wanted = [
        each
        for each in found
        if each.body in bodies
        and region in ("", bodies[each.body]["region"])
        and kind in ("", bodies[each.body]["report_type"])
    ]
    wanted.sort(key=lambda each: -each.value)
    middle = usual([each.value for each in wanted], log=metric.log)
    top = max((abs(each.value) for each in wanted), default=0) or 1
    words = ask.words
    return Across(
        metrics=metrics(),
        metric=metric,
        years=years,
        year=year,
        regions=sorted({row["region"] for row in bodies.values() if row["region"]}),
        region=region,
        types=sorted({row["report_type"] for row in bodies.values() if row["report_type"]}),
        type=kind,
        unit=_unit(metric, words),
        usual=middle,
        median=_with_unit(middle.median, metric, words),
        bounds=tuple(_with_unit(each, metric, words) for each in middle.bounds) if middle.bounds else None,
        chart=_chart(wanted, bodies, middle, metric, words),
        ranked=[
            Ranked(
                place=at,
                name=bodies[each.body]["name"],
                region=bodies[each.body]["region"],
                link=_link(bodies[each.body]),
                amount=_told(each.value, metric),
                share=abs(each.value) / top,
                far=middle.far(each.value),
                facts=each.facts,
            )
            for at, each in enumerate(wanted[:_MOST], 1)
        ],
        total=len(wanted),
        far=sum(middle.far(each.value) for each in wanted),
        few=len(wanted) < LEAST,
    )


_YEARS = "select distinct fiscal_year from documents where status = 'ok' and fiscal_year is not null order by 1 desc"


def _found(connection: sqlite3.Connection, ask: Ask, metric: Metric, year: int) -> list[Value]:
    return ask.kept(f"across {metric.id} {year}", lambda: values(connection, metric, year))


def _best(connection: sqlite3.Connection, ask: Ask, metric: Metric, years: Sequence[int]) -> int | None:
    """Of the last years the one with most units."""
    counts = {year: len(_found(connection, ask, metric, year)) for year in years[:5]}
    return max(counts, key=lambda year: (counts[year], year), default=None)


def _bodies(connection: sqlite3.Connection, bodies: Sequence[int], year: int | None) -> dict[int, Row]:
    """Unit → its name, region and kind of report that year."""
    found = rows(
        connection,
        "select coalesce(d.entity_id, -d.id) as body, d.entity_id, "
        "coalesce(e.name, nullif(d.entity, ''), d.name) as name, "
        "coalesce(nullif(e.region, ''), d.region, '') as region, coalesce(d.report_type, '') as report_type, d.id "
        "from documents d left join entities e on e.id = d.entity_id "
        "where d.status = 'ok' and coalesce(d.entity_id, -d.id) in (select value from json_each(:bodies)) "
        "order by d.fiscal_year is :year, d.id desc",
        bodies=json.dumps(bodies),
        year=year,
    )
    return {row["body"]: row for row in found}


def _chart(wanted: Sequence[Value], bodies: dict[int, Row], middle: Usual, metric: Metric, words: Words) -> Drawing:
    dots = [
        Bar(bodies[each.body]["name"], round(_scaled(each.value, metric), 4), f"#u{at}", middle.far(each.value))
        for at, each in enumerate(wanted, 1)
    ]
    bounds = (_scaled(middle.bounds[0], metric), _scaled(middle.bounds[1], metric)) if middle.bounds else None
    title = getattr(metric, words.language)
    return distribution(dots, _scaled(middle.median, metric), bounds, title, _unit(metric, words))


def _link(row: Row) -> str:
    return f"/unit/{row['entity_id']}" if row["entity_id"] else link(f"/report/{row['id']}")


def _scaled(value: float, metric: Metric) -> float:
    return value / 10_000 if metric.unit.startswith("CNY") else value


def _told(value: float, metric: Metric) -> str:
    return plain(Decimal(str(round(_scaled(value, metric), 2))))


def _with_unit(value: float, metric: Metric, words: Words) -> str:
    return f"{_told(value, metric)}%" if metric.unit == "%" else f"{_told(value, metric)} {_unit(metric, words)}"


def _unit(metric: Metric, words: Words) -> str:
    return metric.unit.replace("CNY", words("unit.wan"))
