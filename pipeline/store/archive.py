"""The archive: one SQLite file, one writer, one transaction a document."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from pipeline.checks import Report
from pipeline.document import Document
from pipeline.errors import JiheError, ReadError, StoreError, UsageError
from pipeline.facts import Extraction, Identity
from pipeline.store import rows, schema, search, tidying, views
from pipeline.store.labels import DEFAULT_LABELS, default_label, label_rows
from pipeline.store.records import (
    CheckResult,
    Counts,
    Failure,
    FileState,
    Labels,
    Row,
    Run,
    SourceFile,
    Summary,
    Unit,
    Versions,
)

_IDENTITY_COLUMNS = ("title", "entity", "entity_aliases", "region", "fiscal_year", "report_type")


class Archive:
    """A database of reports. Use as a context manager: `with Archive(path) as archive: …`.

    Every writing method is one transaction: killed at any moment, the database holds all of it or nothing.
    One process writes; any number may read meanwhile (WAL).
    """

    def __init__(self, path: Path, *, create: bool = True, labels: Labels | None = None) -> None:
        """Open for writing, make the database if there is none, and bring an older one up to date.

        `labels` name the concepts for the views; without them what the database holds stays, and a concept that
        it does not know is called by its id.

        Raises:
            StoreError: no SQLite file, another program's database, a newer schema, a file that cannot be opened,
                or nothing there while `create` is false.
        """
        self.path = path
        self.db = _open(path, create=create)
        try:
            schema.check_ours(self.db, path)
            self.db.enable_wal()
            self.db.execute("PRAGMA synchronous = NORMAL")
            with self._writing():
                self._prepare(labels)
        except BaseException:
            self.db.close()
            raise

    @classmethod
    def open_readonly(cls, path: Path) -> Archive:
        """Open for reading only: nothing is created, migrated or locked. Writing methods raise StoreError.

        Raises:
            StoreError: as for opening, and for an older schema.
        """
        archive = cls.__new__(cls)
        archive.path = path
        archive.db = _open_readonly(path)
        try:
            schema.check_ours(archive.db, path)
            schema.check_current(archive.db, path)
        except BaseException:
            archive.db.close()
            raise
        return archive

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; nothing can be asked of it afterwards."""
        self.db.close()

    # Writing

    def save(self, file: SourceFile, document: Document, extraction: Extraction, versions: Versions) -> int:
        """Write a document that was read, in place of what its path held before; the document's id comes back.

        The id is kept by path, blocks and facts are numbered by their place: saving the same again changes nothing.
        Findings about the document go, since they were about figures that may not be there now: check again.

        Raises:
            UnstorableError: a fact that does not stand where it says (names the rule), or blocks that do not make up
                the text; then nothing is written.
        """
        row = {**_file_row(file), "status": "ok", **rows.document_row(document)}
        with self._writing():
            document_id = self._put({**row, **_identity_row(extraction.identity), **_version_row(versions)})
            self._clear(document_id)
            self._release(document_id, file.sha256)
            blocks = rows.document_rows(document, document_id)
            self._insert("blocks", blocks)
            search.index_document(self.db, document_id)
            self._insert_facts(rows.fact_rows(extraction.facts, document, blocks))
        return document_id

    def fail(self, file: SourceFile, error: JiheError, versions: Versions) -> int:
        """Write that a file could not be read, and why; what its path held before goes."""
        with self._writing():
            lacks = " ".join(error.lacks) if isinstance(error, ReadError) else ""
            said = {"error": rows.storable(str(error)), "error_zh": rows.storable(str(error.chinese()))}
            row = {"status": "failed", **said, "lacks": lacks or None}
            document_id = self._put({**_file_row(file), **row, **_version_row(versions)})
            self._clear(document_id)
        return document_id

    def duplicate(self, file: SourceFile, of: int, versions: Versions) -> int:
        """Write that a file's content is that of document `of`; what its path held before goes.

        Raises:
            UsageError: no document has that id.
        """
        with self._writing():
            original = self._document_row(of)
            row = {"status": "duplicate", "duplicate_of": of, "format": original["format"], **_version_row(versions)}
            document_id = self._put({**_file_row(file), **row})
            self._clear(document_id)
        return document_id

    def forget(self, path: str) -> bool:
        """Remove a file's row and all that hangs on it; False if there is none.

        Its duplicates stay as rows without an original, so the next run reads one of them.
        """
        with self._writing():
            found = self._id_of(path)
            if found is not None:
                tidying.unsettle(self.db)
                self._clear(found)
                self.db.table("documents").delete(found)
        return found is not None

    def replace_facts(self, document_id: int, extraction: Extraction, versions: Versions) -> None:
        """Write new facts and a new identity for a document whose stored text was read with new rules.

        Raises:
            UsageError: no document that was read has that id.
            UnstorableError: as for `save`; then the old facts stay.
        """
        with self._writing():
            tidying.unsettle(self.db)
            document, blocks = self._load(document_id)
            self._clear_facts(document_id)
            self._insert_facts(rows.fact_rows(extraction.facts, document, blocks))
            changes = {**_identity_row(extraction.identity), **_version_row(versions)}
            self.db.table("documents").update(document_id, changes)

    def stamp(self, stamps: Mapping[str, str]) -> None:
        """Write what the file system says of files that are as they were: path → stamp."""
        with self._writing():
            changes = [(stamp or None, rows.storable(path)) for path, stamp in stamps.items()]
            self.db.conn.executemany("update documents set stamp = ? where path = ?", changes)

    def units_to_check(self, version: str, *, everything: bool = False, entity: str | None = None) -> list[Unit]:
        """The documents of each body of which some was not checked, as it now is, by this version of the checks.

        Of all bodies if `everything`.

        A document whose body is not known is by itself. `entity` is any part of a body's name.
        """
        found = self._rows(
            "select group_concat(d.id) as documents from documents d "
            "left join entities e on e.id = d.entity_id where d.status = 'ok' and d.fiscal_year is not null "
            "and (:entity is null or instr(coalesce(e.name, ''), :entity) or instr(d.entity, :entity)) "
            "group by coalesce(d.entity_id, -d.id) having :everything or sum(d.checked is not :version) > 0 "
            "order by min(d.id)",
            version=version,
            entity=entity,
            everything=int(everything),
        )
        return [tuple(sorted(int(number) for number in row["documents"].split(","))) for row in found]

    def reports_of(self, unit: Unit) -> list[Report]:
        """All that checks need of a body's reports."""
        return [self._report(self._document_row(document_id)) for document_id in unit]

    def save_checked(self, unit: Unit, checked: Mapping[int, CheckResult], version: str) -> None:
        """Write what the checks found in a body's reports, in place of what they found before; all of it or nothing.

        `checked`: document → what was found in it; `version`: of the checks.
        """
        with self._writing():
            for document_id in unit:
                tidying.uncheck(self.db, "?", document_id)
                outcome = checked[document_id]
                entity_id = self._document_row(document_id)["entity_id"]
                found, links = rows.finding_rows(outcome.findings, document_id, entity_id)
                self._insert("findings", found)
                self._insert("finding_facts", links)
                if outcome.remarks:
                    document, blocks = self._load(document_id)
                    self._insert("remarks", rows.remark_rows(outcome.remarks, document, blocks, entity_id))
                self._insert("check_results", _count_rows(document_id, outcome.counts))
                self.db.execute("update documents set checked = ? where id = ?", [version, document_id])

    def findings(
        self,
        *,
        entity: str | None = None,
        kind: str | None = None,
        severity: str | None = None,
        year: int | None = None,
        check: str | None = None,
    ) -> list[Row]:
        """Rows of `findings` with `document` (the file's name), `fiscal_year` and `entity`; errors first."""
        return self._rows(
            "select f.*, d.name as document, d.fiscal_year, coalesce(e.name, d.entity, '') as entity "
            "from findings f join documents d on d.id = f.document_id left join entities e on e.id = d.entity_id "
            "where (:entity is null or instr(coalesce(e.name, ''), :entity) or instr(d.entity, :entity)) "
            "and (:kind is null or f.kind = :kind) and (:severity is null or f.severity = :severity) "
            "and (:year is null or d.fiscal_year = :year) and (:check is null or f.check_id = :check) "
            "order by case f.severity when 'error' then 0 when 'warning' then 1 else 2 end, entity, f.id",
            entity=entity,
            kind=kind,
            severity=severity,
            year=year,
            check=check,
        )

    def remarks(self, *, entity: str | None = None, year: int | None = None) -> list[Row]:
        """Rows of `remarks` with `document`, `fiscal_year` and `entity`, report by report."""
        return self._rows(
            "select r.*, d.name as document, d.fiscal_year, coalesce(e.name, d.entity, '') as entity "
            "from remarks r join documents d on d.id = r.document_id left join entities e on e.id = d.entity_id "
            "where (:entity is null or instr(coalesce(e.name, ''), :entity) or instr(d.entity, :entity)) "
            "and (:year is null or d.fiscal_year = :year) order by entity, r.id",
            entity=entity,
            year=year,
        )

    def finding(self, finding_id: int) -> Row:
        """One finding as `findings` gives it, with `facts`: its facts as `fact` gives them, each with its `role`.

        Raises:
            UsageError: no finding has that id.
        """
        found = [row for row in self.findings() if row["id"] == finding_id]
        if not found:
            raise UsageError(f"no finding {finding_id}", where=str(self.path), do="take an id from `jihe findings`")
        links = self._rows(
            "select fact_id, role from finding_facts where finding_id = :id order by role desc, fact_id", id=finding_id
        )
        return {**found[0], "facts": [{**self.fact(link["fact_id"]), "role": link["role"]} for link in links]}

    def check_counts(self) -> list[Row]:
        """How often each check held, held by rounding only, did not hold, and lacked figures."""
        return self._rows(
            "select check_id, sum(consistent) as consistent, sum(rounding) as rounding, "
            "sum(inconsistent) as inconsistent, sum(skipped) as skipped from check_results group by 1 order by 1"
        )

    def finish(self, *, complete: bool = True) -> int:
        """After a run: find which documents are of one body and which are one report, and put the indexes in order.

        Nothing happens where no document changed since. While files are still to come (not `complete`), bodies only:
        which report stands for another depends on all of them. Returns how many turned out to be duplicates.
        """
        if tidying.is_tidy(self.db):
            return 0
        with self._writing():
            tidying.resolve_entities(self.db)
            if not complete:
                return 0
            found = tidying.resolve_twins(self.db, self._clear)
            search.optimise(self.db)
        with self._writing(atomic=False):
            tidying.settle(self.db)
        return found

    def begin_run(self, versions: Versions, *, engine: str, jobs: int) -> int:
        """Write that a run began, now; its number comes back. Without `end_run` it was killed."""
        values = {"started_at": _now(), "engine": engine, "jobs": jobs, **_version_row(versions)}
        with self._writing():
            return _number(self.db.table("runs").insert(values).last_pk)

    def end_run(self, number: int, run: Run) -> None:
        """Write what the run did; may be said again when more is known."""
        with self._writing():
            self.db.table("runs").update(number, {"finished_at": _now(), **asdict(run)})

    # Reading

    def state(self) -> dict[str, FileState]:
        """What is known of every file, by path."""
        known = self._rows(
            "select path, id as document_id, sha256, status, coalesce(rules_version, '') as rules, "
            "coalesce(code_version, '') as code, duplicate_of, coalesce(stamp, '') as stamp, "
            "coalesce(lacks, '') as lacks from documents"
        )
        return {row.pop("path"): FileState(**{**row, "lacks": tuple(row["lacks"].split())}) for row in known}

    def load_document(self, document_id: int) -> Document:
        """The document as it was saved, text, blocks, tables and cells.

        Raises:
            UsageError: no document that was read has that id.
        """
        return self._load(document_id)[0]

    def documents(self, status: str | None = None) -> list[Row]:
        """Rows of `documents` in the order of their ids."""
        return self._rows(
            "select * from documents where :status is null or status = :status order by id", status=status
        )

    def entities(self) -> list[Row]:
        """Rows of `entities` with the number of `documents` and the first and last year, in the order of their ids."""
        return self._rows(
            "select e.*, count(d.id) as documents, min(d.fiscal_year) as first_year, max(d.fiscal_year) as last_year "
            "from entities e left join documents d on d.entity_id = e.id group by e.id order by e.id"
        )

    def facts(
        self,
        *,
        entity: str | None = None,
        concept: str | None = None,
        year: int | None = None,
        document_id: int | None = None,
        measure: str | None = None,
        scenario: str | None = None,
        limit: int | None = None,
    ) -> list[Row]:
        """Rows of `facts` with `document` (the file's name), `path` and `entity`, in the order of the documents.

        `entity` is any part of the body's name; `concept` takes its sub-concepts along (expenditure.basic gives
        expenditure.basic.personnel too); `year` is the period of the figure.
        """
        return self._rows(
            _FACTS + " where (:entity is null or instr(coalesce(e.name, ''), :entity) or instr(d.entity, :entity)) "
            "and (:concept is null or f.concept = :concept or f.concept glob :concept || '.*') "
            "and (:year is null or f.period = :year) and (:document_id is null or f.document_id = :document_id) "
            "and (:measure is null or f.measure = :measure) and (:scenario is null or f.scenario = :scenario) "
            "order by f.id limit coalesce(:limit, -1)",
            entity=entity,
            concept=concept,
            year=year,
            document_id=document_id,
            measure=measure,
            scenario=scenario,
            limit=limit,
        )

    def fact(self, fact_id: int) -> Row:
        """One fact as `facts` gives it, with its block as `block` and its document's row as `document_row`.

        Raises:
            UsageError: no fact has that id.
        """
        found = self._rows(_FACTS + " where f.id = :id", id=fact_id)
        if not found:
            raise UsageError(f"no fact {fact_id}", where=str(self.path), do="take an id from the facts table")
        block = self._rows("select * from blocks where id = :id", id=found[0]["block_id"])[0]
        return {**found[0], "block": block, "document_row": self._document_row(found[0]["document_id"])}

    def search(self, query: str, *, limit: int = 100) -> list[Row]:
        """Blocks and cells that hold a query's words (see `search`), with `document`, in the order of the text."""
        ids = json.dumps([found for (found,) in search.match(self.db, query, limit)])
        return self._rows(
            "select b.*, d.name as document, d.entity, d.fiscal_year from blocks b "
            "join documents d on d.id = b.document_id where b.id in (select value from json_each(:ids)) order by b.id",
            ids=ids,
        )

    def summary(self) -> Summary:
        """Counts over the archive, and every failure with its reason."""
        failures = self._rows("select id, path, error from documents where status = 'failed' order by id")
        return Summary(
            documents=self._counts("select status, count(*) from documents group by 1 order by 1"),
            formats=self._counts("select format, count(*) from documents group by 1 order by 1"),
            facts=self._counts(
                "select l.\"group\", count(*) from facts f join labels l on l.kind = 'concept' and l.id = f.concept "
                "group by 1 order by 1"
            ),
            findings=self._counts("select severity, count(*) from findings group by 1 order by 1"),
            entities=self.db.table("entities").count,
            failures=tuple(Failure(row["id"], row["path"], row["error"]) for row in failures),
            undated=self.db.table("documents").count_where("status = 'ok' and fiscal_year is null"),
        )

    def rule_coverage(self) -> list[Row]:
        """One row a rule: `facts`, `documents`, and how it stands to other rules at the same figure.

        `overlaps` counts its figures that another rule read too, `conflicts` those that another rule read as
        something else (other concept, measure, scenario or period), as labelling-function analysis does.
        """
        return self._rows(
            """
            with shared as (
              select a.id, max(a.concept <> b.concept or a.measure <> b.measure or a.scenario <> b.scenario
                               or a.period <> b.period) as conflict
              from facts a join facts b on b.document_id = a.document_id and b.figure_start = a.figure_start
                and b.id <> a.id and b.rule <> a.rule
              group by a.id
            )
            select f.rule, count(*) as facts, count(distinct f.document_id) as documents,
                   count(s.id) as overlaps, coalesce(sum(s.conflict), 0) as conflicts
            from facts f left join shared s on s.id = f.id
            group by f.rule order by facts desc, f.rule
            """
        )

    # Inside

    @contextmanager
    def _writing(self, *, atomic: bool = True) -> Iterator[None]:
        """One transaction, in which trouble with the database as a whole is told in three parts."""
        try:
            if atomic:
                with self.db.atomic():
                    yield
            else:
                yield
        except sqlite3.OperationalError as error:
            raise StoreError(str(error), where=str(self.path), do=_advice(error)) from error

    def _prepare(self, labels: Labels | None) -> None:
        schema.migrate(self.db)
        known = self.db.table("labels").count
        if labels is not None or not known:
            self._put_labels({} if labels is None else labels)
        views.create(self.db)

    def _put_labels(self, labels: Labels) -> None:
        wanted = [*DEFAULT_LABELS, *label_rows(labels)]
        known = {(row["kind"], row["id"]): row for row in self._rows("select * from labels")}
        if any(known.get((row["kind"], row["id"])) != row for row in wanted):
            self.db.table("labels").insert_all(wanted, pk=("kind", "id"), replace=True)

    def _put(self, values: Row) -> int:
        """Insert or update a file's row by its path; columns that are not given become empty."""
        table = self.db.table("documents")
        before = self._rows("select * from documents where path = :path", path=values["path"])
        # A report that is read again stays with its body until `finish` looks anew.
        kept = {"id", "entity_id"} if values["status"] == "ok" else {"id"}
        blank = dict.fromkeys(column for column in table.columns_dict if column not in kept)
        row = {**blank, **values, "read_at": _read_at(before, values)}
        if before and before[0] == {**before[0], **row}:
            return _number(before[0]["id"])
        tidying.unsettle(self.db)
        if not before:
            return _number(table.insert(row, pk="id").last_pk)
        table.update(before[0]["id"], row)
        return _number(before[0]["id"])

    def _id_of(self, path: str) -> int | None:
        found = self.db.execute("select id from documents where path = ?", [rows.storable(path)]).fetchone()
        return None if found is None else int(found[0])

    def _clear(self, document_id: int) -> None:
        self._clear_facts(document_id)
        search.unindex_document(self.db, document_id)
        self.db.table("blocks").delete_where("document_id = ?", [document_id])

    def _clear_facts(self, document_id: int) -> None:
        # A finding of another year's report may stand on these facts, so all of the body's reports are to be checked.
        of_body = "select id from documents where entity_id = (select entity_id from documents where id = ?)"
        tidying.uncheck(self.db, f"{of_body} union select ?", document_id, document_id)
        self.db.table("facts").delete_where("document_id = ?", [document_id])

    def _insert(self, table: str, records: Sequence[Row]) -> None:
        """Insert rows that all have the same columns, in the same order.

        By hand, since it is half the time of a save: sqlite-utils looks at every value in turn, for JSON.
        """
        if records:
            columns = ", ".join(f'"{column}"' for column in records[0])
            places = ", ".join("?" * len(records[0]))
            sql = f"insert into {table} ({columns}) values ({places})"  # noqa: S608  our own names, not the user's
            self.db.conn.executemany(sql, [tuple(record.values()) for record in records])

    def _insert_facts(self, records: Sequence[Row]) -> None:
        self._insert("facts", records)
        unknown = [default_label(concept) for concept in sorted({row["concept"] for row in records})]
        if unknown:
            self.db.table("labels").insert_all(unknown, pk=("kind", "id"), ignore=True)

    def _report(self, document: Row) -> Report:
        facts = self._rows(
            "select f.*, b.seq from facts f join blocks b on b.id = f.block_id where f.document_id = :id order by f.id",
            id=document["id"],
        )
        return Report(
            id=document["id"],
            name=document["name"],
            year=document["fiscal_year"],
            type=document["report_type"] or "",
            entity=document["entity"] or "",
            sha256=document["sha256"],
            document=self._load(document["id"])[0],
            facts=[(row["id"], rows.fact_of(row)) for row in facts],
        )

    def _document_row(self, document_id: int) -> Row:
        found = self._rows("select * from documents where id = :id", id=document_id)
        if not found:
            raise UsageError(
                f"no document {document_id}", where=str(self.path), do="take an id from the documents table"
            )
        return found[0]

    def _load(self, document_id: int) -> tuple[Document, list[Row]]:
        row = self._document_row(document_id)
        if row["status"] != "ok":
            raise UsageError(f"document {document_id} was not read", where=row["path"], do="name one with status ok")
        blocks = self._rows("select * from blocks where document_id = :id order by id", id=document_id)
        return rows.load(blocks, row), blocks

    def _release(self, document_id: int, sha256: str) -> None:
        """Let go of the duplicates of what a document was before, so that the next run reads them again."""
        self.db.execute(
            "update documents set duplicate_of = null where duplicate_of = ? and sha256 <> ?", [document_id, sha256]
        )

    def _rows(self, sql: str, **parameters: str | int | None) -> list[Row]:
        return list(self.db.query(sql, parameters))

    def _counts(self, sql: str) -> dict[str, int]:
        return {str(name): int(count) for name, count in self.db.execute(sql)}


_FACTS = (
    "select f.*, d.name as document, d.path, coalesce(e.name, d.entity, '') as entity "
    "from facts f join documents d on d.id = f.document_id left join entities e on e.id = d.entity_id"
)


def _open(path: Path, *, create: bool) -> Database:
    if not create and not path.exists():
        raise StoreError("no such database", where=str(path), do="name another with --db, or run `jihe run` first")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = Database(path)
        _configure(db)
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreError(f"cannot be opened: {error}", where=str(path), do="name another file with --db") from error
    return db


def _open_readonly(path: Path) -> Database:
    if not path.is_file():
        raise StoreError("no such database", where=str(path), do="name another with --db, or run `jihe run` first")
    db = Database(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True))
    search.register_functions(db.conn)
    return db


def _configure(db: Database) -> None:
    search.register_functions(db.conn)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA busy_timeout = 10000")


def _advice(error: sqlite3.OperationalError) -> str:
    message = str(error)
    if "locked" in message:
        return "wait until the other program has finished, then run again"
    if "readonly" in message:
        return "open it for writing"
    return "free some space, then run again" if "full" in message else "run `jihe doctor`"


def _count_rows(document_id: int, counts: Counts) -> list[Row]:
    found: dict[str, Row] = {}
    for (check, status), count in sorted(counts.items()):
        row = found.setdefault(
            check,
            {
                "document_id": document_id,
                "check_id": check,
                "consistent": 0,
                "rounding": 0,
                "inconsistent": 0,
                "skipped": 0,
            },
        )
        row[status] += count
    return list(found.values())


def _number(value: object) -> int:
    return int(str(value))


def _file_row(file: SourceFile) -> Row:
    return {
        "path": rows.storable(file.path),
        "name": rows.storable(file.name),
        "sha256": file.sha256,
        "bytes": file.bytes,
        "format": file.format,
        "stamp": file.stamp or None,
    }


def _version_row(versions: Versions) -> Row:
    return {"rules_version": versions.rules, "code_version": versions.code}


def _identity_row(identity: Identity) -> Row:
    aliases = json.dumps(list(identity.aliases), ensure_ascii=False)
    values = (identity.title, identity.entity, aliases, identity.region, identity.fiscal_year, identity.report_type)
    return dict(zip(_IDENTITY_COLUMNS, values, strict=True))


def _read_at(before: Sequence[Row], values: Row) -> str:
    """Now, or the time before if the same work was done then: so that doing it again changes nothing."""
    same = ("sha256", "status", "rules_version", "code_version")
    if before and all(before[0][column] == values.get(column) for column in same):
        return str(before[0]["read_at"])
    return _now()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
