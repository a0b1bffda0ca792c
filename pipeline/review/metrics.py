"""What units are compared by, and which of them stand far from the others."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import median

import yaml
from pydantic import TypeAdapter

from pipeline.review.asking import rows
from pipeline.rules.strict import Strict

FAR = 3.5
"""Iglewicz and Hoaglin (1993): a modified z-score, 0.6745 × (x − median) ÷ MAD, beyond this is far from the others."""
_MAD = 0.6745
LEAST = 8
"""Of fewer units nobody can say what is usual."""


class Metric(Strict):
    """A line of `metrics.yaml`."""

    id: str
    zh: str
    en: str
    unit: str
    of: tuple[str, str] | None = None
    per: tuple[tuple[str, str], ...] = ()
    log: bool = False
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A unit's value of a metric, and the facts that make it."""

    body: int
    """`entities.id`, or −`documents.id` of a report whose unit is not known."""
    value: float
    facts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual among values: the median, and the bounds beyond which a value is far from it."""

    median: float
    bounds: tuple[float, float] | None
    """None where there are too few values, or most are the same."""

    def far(self, value: float) -> bool:
        """Whether a value is beyond the bounds."""
        return self.bounds is not None and not self.bounds[0] <= value <= self.bounds[1]


@cache
def metrics() -> tuple[Metric, ...]:
    """All of them, the most asked for first."""
    loaded = yaml.safe_load(files(__package__).joinpath("metrics.yaml").read_text("utf-8"))
    return TypeAdapter(tuple[Metric, ...]).validate_python(loaded)


def values(connection: sqlite3.Connection, metric: Metric, year: int) -> list[Value]:
    """The metric of every unit that states what it is made of in that year; money in yuan, rates in percent."""
    if metric.reached:
        return _reached(connection, year)
    tops = _stated(connection, metric.of or ("", ""), year)
    if not metric.per:
        return [Value(body, top, (fact,)) for body, (top, fact) in tops.items()]
    below: dict[int, tuple[float, int]] = {}
    for each in reversed(metric.per):
        below |= _stated(connection, each, year)
    times = 100 if metric.unit == "%" else 1
    return [
        Value(body, top / below[body][0] * times, (fact, below[body][1]))
        for body, (top, fact) in tops.items()
        if body in below and below[body][0] > 0
    ]


# What the year's own report says goes before what a later one says of it, a report on the whole unit before one on a
# project, an exact figure before a hedged one.
_STATED = """
select body, value, id from (
  select coalesce(d.entity_id, -d.id) as body, f.value, f.id, row_number() over (
    partition by coalesce(d.entity_id, -d.id)
    order by d.fiscal_year is not f.period, instr(coalesce(d.report_type, ''), '项目'), f.comparator is not null,
      f.approx is not null, f.decimals is null, f.decimals desc, f.id
  ) as place
  from facts f join documents d on d.id = f.document_id
  where f.concept = :concept and f.period = :year and f.measure = 'value' and f.scenario = :scenario
    and f.item = '' and f.value is not null and d.status = 'ok'
) where place = 1
"""

_REACHED = """
select body, 100.0 * sum(met) / count(*), min(fact) from (
  select coalesce(d.entity_id, -d.id) as body, a.id as fact,
    case when t.comparator like '<%' then a.value <= t.value else a.value >= t.value end as met
  from facts t
  join facts a on a.document_id = t.document_id and a.concept = t.concept and a.item = t.item and a.unit = t.unit
    and a.period = t.period and a.measure = 'value' and a.scenario = 'actual'
  join documents d on d.id = t.document_id
  where t.concept = 'indicator' and t.period = :year and t.measure = 'value' and t.scenario = 'target'
    and t.value is not null and a.value is not null and d.status = 'ok'
) group by body having count(*) >= 3
"""


def _stated(connection: sqlite3.Connection, which: tuple[str, str], year: int) -> dict[int, tuple[float, int]]:
    found = rows(connection, _STATED, concept=which[0], scenario=which[1], year=year)
    return {body: (value, fact) for body, value, fact in found}


def _reached(connection: sqlite3.Connection, year: int) -> list[Value]:
    return [Value(body, share, (fact,)) for body, share, fact in rows(connection, _REACHED, year=year)]


def usual(found: Sequence[float], *, log: bool) -> Usual:
    """What is usual among values; `log` compares the proportions of those above nothing."""
    plain = [math.log(value) for value in found if value > 0] if log else list(found)
    middle = median(plain) if plain else 0.0
    away = median(abs(value - middle) for value in plain) if plain else 0.0
    back = math.exp if log else float
    if len(plain) < LEAST or not away:
        return Usual(back(middle) if plain else 0.0, None)
    reach = FAR * away / _MAD
    return Usual(back(middle), (back(middle - reach), back(middle + reach)))


def by_id(name: str) -> Metric:
    """The metric of that name, else the first."""
    named: Mapping[str, Metric] = {metric.id: metric for metric in metrics()}
    return named.get(name, metrics()[0])
