"""What Datasette is told of the archive: canned queries, what tables and columns are, by what people filter them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import TypeAdapter

from pipeline.review.desk import ARCHIVE, REVIEWS
from pipeline.rules.strict import Strict

_STATED = """with stated as (
  select * from (
    select coalesce(d.entity_id, -d.id) as body, d.entity_id, coalesce(e.name, nullif(d.entity, ''), d.name) as name,
      f.concept, f.scenario, f.period, f.value, f.id, row_number() over (
        partition by coalesce(d.entity_id, -d.id), f.concept, f.scenario, f.period
        order by d.fiscal_year is not f.period, instr(coalesce(d.report_type, ''), '项目'), f.comparator is not null,
          f.approx is not null, f.decimals is null, f.decimals desc, f.id
      ) as place
    from facts f join documents d on d.id = f.document_id left join entities e on e.id = d.entity_id
    where f.concept in ({concepts}) and f.measure = 'value' and f.item = '' and f.value is not null
      and d.status = 'ok'{year}
  ) where place = 1
)"""
_YEAR = " and (:year = '' or f.period = cast(:year as integer))"


class Query(Strict):
    """An entry of `queries.yaml`."""

    id: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    sql: str
    concepts: tuple[str, ...] = ()
    every_year: bool = False
    """Whether it looks at years beside the one that was asked for."""

    def canned(self) -> dict[str, str | bool]:
        """As Datasette wants it; the query is not told who asks, so both languages stand side by side."""
        concepts = ", ".join(f"'{concept}'" for concept in self.concepts)
        stated = _STATED.format(concepts=concepts, year="" if self.every_year else _YEAR)
        return {
            "sql": self.sql.replace("{stated}", stated),
            "title": f"{self.zh} · {self.en}",
            "description": f"{self.why_zh} {self.why_en}",
            "hide_sql": True,
        }


@cache
def queries() -> tuple[Query, ...]:
    """All of them, the most asked first."""
    return TypeAdapter(tuple[Query, ...]).validate_python(_loaded("queries.yaml"))


def canned() -> dict[str, dict[str, str | bool]]:
    """Canned queries of the archive, by name."""
    return {query.id: query.canned() for query in queries()}


def metadata() -> dict[str, Any]:
    """Datasette's metadata: titles, descriptions of columns, facets, which column names a row, what is hidden."""
    tables = _loaded("tables.yaml")
    return {
        "title": "稽核 jihe",
        "databases": {ARCHIVE: {"tables": tables[ARCHIVE]}, REVIEWS: {"tables": tables[REVIEWS]}},
    }


def _loaded(name: str) -> Any:
    return yaml.safe_load(files(__package__).joinpath(name).read_text("utf-8"))
