"""What is handed over: the reports that were asked for, and all that hangs on them, row by row.

Rows are read as they are asked for, so that ten million facts need no more memory than one; all of one selection come
from one state of the database, whatever a run writes meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from types import TracebackType
from typing import Self

from pipeline.errors import UsageError
from pipeline.store.archive import Archive
from pipeline.store.labels import DEFAULT_LABELS
from pipeline.store.records import Row
from pipeline.store.views import YEAR_COLUMNS


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports; what is None leaves none out."""

    entity: str | None = None
    """Any part of the body's name."""
    year: int | None = None
    """The report's fiscal year."""
    document: str | None = None
    """Any part of the file's name; a number is the document's id."""
    entity_id: int | None = None
    """One body, however many names hold its own."""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()


class Selection:
    """The reports that were asked for, as one state of the archive has them. Use as a context manager."""

    def __init__(self, archive: Archive, wanted: Wanted) -> None:
        """Raises UsageError if no report is meant."""
        self.archive, self.wanted = archive, wanted
        self._conn: sqlite3.Connection = archive.db.conn

    def __enter__(self) -> Self:
        self._conn.execute("begin")
        try:
            self._choose()
        except BaseException:
            self._conn.rollback()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._conn.rollback()

    def _choose(self) -> None:
        self._conn.execute("create temp table wanted (id integer primary key)")
        found = self._conn.execute(_CHOOSE, asdict(self.wanted)).rowcount
        if not found and not self.wanted.everything:
            raise UsageError(
                "no report meets these conditions",
                where=str(self.archive.path),
                do="loosen --entity, --year or --document; `jihe facts` lists the units",
            )

    def documents(self) -> Iterator[Row]:
        """Every file with `entity` (its body's name), `figures` and `found` (how many facts and findings it has)."""
        return self._of("d.id", _DOCUMENTS, "d.id")

    def entities(self) -> Iterator[Row]:
        """The bodies of these reports."""
        return self._rows(_ENTITIES + ("" if self.wanted.everything else _OF_THESE) + " order by e.id")

    def facts(self) -> Iterator[Row]:
        """Facts with the names of body, report and concept; `section` is one line."""
        for row in self._of("f.document_id", _FACTS, "f.id"):
            row["section"] = section_line(row["section"])
            yield row

    def findings(self) -> Iterator[Row]:
        """Findings with `entity`, `document` and `fiscal_year`, errors first, report by report."""
        order = "case f.severity when 'error' then 0 when 'warning' then 1 else 2 end, f.id"
        return self._of("f.document_id", _FINDINGS, order)

    def finding_facts(self, finding_id: int | None = None) -> Iterator[Row]:
        """The figures of findings (of one of them), each with its role and place; they may stand in other reports."""
        found = (
            self._of("n.document_id", _FINDING_FACTS, "k.finding_id, k.role desc, f.id")
            if finding_id is None
            else self._rows(
                _FINDING_FACTS + " where k.finding_id = :finding order by k.role desc, f.id", finding=finding_id
            )
        )
        for row in found:
            row["section"] = section_line(row["section"])
            yield row

    def check_counts(self) -> Iterator[Row]:
        """How often each check held, held by rounding only, did not hold, and lacked figures."""
        return self._of("c.document_id", _CHECK_COUNTS, "1", group="c.check_id")

    def years(self) -> Iterator[Row]:
        """Rows of the view `entity_years`: one a body and year, its figures by concept (see `YEAR_COLUMNS`)."""
        names = ", ".join(f'"{name}" as "{concept}"' for concept, name in YEAR_COLUMNS)
        where = "" if self.wanted.everything else _YEARS_OF_THESE
        return self._rows(_YEARS.format(names=names, where=where), year=self.wanted.year)

    def labels(self) -> dict[tuple[str, str], Row]:
        """(kind, id) → its words in both languages."""
        known = {(str(row["kind"]), str(row["id"])): row for row in DEFAULT_LABELS}
        return known | {(row["kind"], row["id"]): row for row in self._rows("select * from labels")}

    def versions(self) -> Row:
        """`rules_version`, `code_version` and `finished_at` of the last run; empty if none is on record."""
        return next(self._rows("select * from runs order by id desc limit 1"), {})

    def _of(self, column: str, sql: str, order: str, *, group: str = "") -> Iterator[Row]:
        where = "" if self.wanted.everything else f" where {column} in wanted"
        grouped = f" group by {group}" if group else ""
        return self._rows(f"{sql}{where}{grouped} order by {order}")

    def _rows(self, sql: str, **parameters: str | int | None) -> Iterator[Row]:
        cursor = self._conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


@lru_cache(maxsize=4096)
def section_line(section: str | None) -> str:
    """The headings above a figure, outermost first, in one line."""
    return " › ".join(json.loads(section or "[]"))


_CHOOSE = """
insert into wanted select d.id from documents d left join entities e on e.id = d.entity_id
where (:entity is null or instr(coalesce(e.name, ''), :entity) or instr(coalesce(d.entity, ''), :entity))
  and (:entity_id is null or d.entity_id = :entity_id)
  and (:year is null or d.fiscal_year = :year)
  and (:document is null or case when :document glob '*[^0-9]*' then instr(d.name, :document)
    else d.id = cast(:document as integer) end)
"""
_OF_THESE = " where e.id in (select entity_id from documents where id in wanted)"
_YEARS_OF_THESE = (
    " where entity_id in (select entity_id from documents where id in wanted) and (:year is null or 年度 = :year)"
)
_YEARS = "select entity_id, 单位 as entity, 年度 as year, {names} from entity_years{where} order by 单位, 年度"

_DOCUMENTS = """
select d.id, d.name, d.path, d.sha256, d.format, d.bytes, d.pages, d.title, d.entity_id,
  coalesce(e.name, nullif(d.entity, ''), '') as entity, d.region, d.fiscal_year,
  d.report_type, d.status, d.error, d.error_zh, d.duplicate_of, d.notes, d.rules_version, d.code_version,
  d.read_at,
  (select count(*) from facts f where f.document_id = d.id) as figures,
  (select count(*) from findings n where n.document_id = d.id) as found
from documents d left join entities e on e.id = d.entity_id
"""

_ENTITIES = """
select e.id, e.name, e.aliases, e.region,
  (select count(*) from documents d where d.entity_id = e.id and d.status = 'ok') as reports,
  (select min(fiscal_year) from documents d where d.entity_id = e.id) as first_year,
  (select max(fiscal_year) from documents d where d.entity_id = e.id) as last_year
from entities e
"""

# Left joins: facts stay the outer loop, in the order of their ids, and nothing has to be sorted.
_FACTS = """
select f.id, f.document_id, d.entity_id, coalesce(e.name, nullif(d.entity, ''), '') as entity, d.region,
  d.fiscal_year, d.name as document,
  f.concept, l.zh as concept_zh, l.en as concept_en, l."group", f.item, f.measure, f.scenario, f.period, f.base,
  f.value, f.decimal, f.unit, f.decimals, f.approx, f.comparator, f.text, f.quote, b.section, f.page, f.rule,
  f.confidence, f.note
from facts f
left join documents d on d.id = f.document_id
left join entities e on e.id = d.entity_id
left join blocks b on b.id = f.block_id
left join labels l on l.kind = 'concept' and l.id = f.concept
"""

_FINDINGS = """
select f.id, f.key, f.document_id, f.entity_id, coalesce(e.name, nullif(d.entity, ''), '') as entity,
  d.name as document, d.fiscal_year, f.period, f.check_id,
  f.kind, f.severity, f.stated, f.computed, f.difference, f.tolerance, f.unit, f.message_zh, f.message_en, f.note
from findings f
left join documents d on d.id = f.document_id
left join entities e on e.id = f.entity_id
"""

_FINDING_FACTS = """
select k.finding_id, k.fact_id, k.role, f.concept, l.zh as concept_zh, l.en as concept_en, f.item, f.measure,
  f.scenario, f.period, f.decimal, f.unit, f.decimals, f.approx, f.comparator, f.text, f.quote, f.document_id,
  d.name as document, d.fiscal_year, b.section, f.page
from finding_facts k
join findings n on n.id = k.finding_id
join facts f on f.id = k.fact_id
join documents d on d.id = f.document_id
left join blocks b on b.id = f.block_id
left join labels l on l.kind = 'concept' and l.id = f.concept
"""

_CHECK_COUNTS = """
select c.check_id, sum(c.consistent) as consistent, sum(c.rounding) as rounding, sum(c.inconsistent) as inconsistent,
  sum(c.skipped) as skipped
from check_results c
"""
