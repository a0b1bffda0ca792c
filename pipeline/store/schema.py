"""The tables, and the steps by which an older database becomes one of today's.

Tables and columns are DESIGN.md's contract; further columns are ours. A released step is never edited: a change
is a further function at the end of `_STEPS`. What a step has done is recorded by sqlite-utils' Migrations.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database, Migrations
from sqlite_utils.db import ForeignKey

from pipeline.errors import StoreError
from pipeline.store.search import create_index

_APPLICATION_ID = 0x4A494845  # "JIHE": tells our databases from other programs'
_SET = "jihe"


def m0001_contract(db: Database) -> None:
    """DESIGN.md's tables, the vocabulary of labels, and the full-text index."""
    _entities_and_documents(db)
    _blocks_and_facts(db)
    _findings(db)
    _runs_and_labels(db)
    create_index(db)
    db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")


def m0002_remarks(db: Database) -> None:
    """What is worth a look and contradicts nothing, apart from the findings."""
    db.table("remarks").create(
        {
            "id": int,
            "document_id": int,
            "entity_id": int,
            "check_id": str,
            "block_id": int,
            "start": int,
            "end": int,
            "page": int,
            "message_zh": str,
            "message_en": str,
        },
        pk="id",
        not_null={"document_id", "check_id", "block_id", "start", "end", "message_zh", "message_en"},
        foreign_keys=[
            _key("remarks", "document_id", "documents", "CASCADE"),
            _key("remarks", "entity_id", "entities", "SET NULL"),
            _key("remarks", "block_id", "blocks", "CASCADE"),
        ],
        strict=True,
    )
    for columns in (["document_id"], ["entity_id"], ["block_id"], ["check_id"]):
        db.table("remarks").create_index(columns)


def m0003_confidence(db: Database) -> None:
    """How sure OCR was: of each number of a scanned page, and so of each fact."""
    db.table("documents").add_column("recognised", str)
    db.table("facts").add_column("confidence", float)


def m0004_error_zh(db: Database) -> None:
    """Why a file failed, in Chinese beside the English."""
    db.table("documents").add_column("error_zh", str)


def m0005_increments(db: Database) -> None:
    """What tells that work is done already, and what each run did.

    `stamp`: a file's size and times when it was hashed; `lacks`: what would have read it and was not installed;
    `checked`: the version of the checks that it was checked by, null for a report that is new or changed.
    """
    for column in ("stamp", "lacks", "checked"):
        db.table("documents").add_column(column, str)
    figures = {"pages": int, "facts": int, "findings": int, "seconds": float, "interrupted": int}
    for column, kind in {**figures, "jobs": int, "engine": str}.items():
        db.table("runs").add_column(column, kind)


def m0006_arithmetic(db: Database) -> None:
    """How the figures of a finding were held against each other, as data; the next run checks again and fills it."""
    db.table("findings").add_column("arithmetic", str)


_STEPS: tuple[Callable[[Database], None], ...] = (
    m0001_contract,
    m0002_remarks,
    m0003_confidence,
    m0004_error_zh,
    m0005_increments,
    m0006_arithmetic,
)
SCHEMA_VERSION = len(_STEPS)
"""Number of steps that this program knows; a database that has seen others is newer than the program."""


def _migrations() -> Migrations:
    migrations = Migrations(_SET)
    for step in _STEPS:
        migrations(name=step.__name__)(step)
    return migrations


def migrate(db: Database) -> None:
    """Bring a database up to this program's schema; nothing happens to one that is."""
    if any(step.__name__ not in _applied(db) for step in _STEPS):
        _migrations().apply(db)


def check_ours(db: Database, path: Path) -> None:
    """Refuse what is no archive of ours, before anything is written to it.

    Raises:
        StoreError: no SQLite file, another program's database, or a newer schema than this program's.
    """
    try:
        empty = db.execute("select count(*) from sqlite_master").fetchone()[0] == 0
        application = db.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise StoreError(str(error), where=str(path), do="close the other program, or check permissions") from error
        raise StoreError("not an SQLite database", where=str(path), do="name another file with --db") from error
    if not empty and application != _APPLICATION_ID:
        raise StoreError("another program's database", where=str(path), do="name another file with --db")
    if newer := _applied(db) - {step.__name__ for step in _STEPS}:
        message = f"written by a newer jihe (schema step {', '.join(sorted(newer))})"
        raise StoreError(message, where=str(path), do="update jihe, or name another file with --db")


def check_current(db: Database, path: Path) -> None:
    """Refuse an older schema where nothing may be migrated.

    Raises:
        StoreError: the database lacks steps that this program knows.
    """
    if version(db) < SCHEMA_VERSION:
        raise StoreError("written by an older jihe", where=str(path), do="run `jihe run` on it once")


def version(db: Database) -> int:
    """How many schema steps a database has seen; 0 for an empty one."""
    return len(_applied(db))


def _applied(db: Database) -> set[str]:
    return {step.name for step in Migrations(_SET).applied(db)}


def _key(table: str, column: str, other: str, on_delete: str) -> ForeignKey:
    return ForeignKey(table, column, other, "id", on_delete=on_delete)


def _entities_and_documents(db: Database) -> None:
    db.table("entities").create(
        {"id": int, "name": str, "aliases": str, "region": str},
        pk="id",
        not_null={"name", "aliases", "region"},
        strict=True,
    )
    db.table("documents").create(
        {
            "id": int,
            "name": str,
            "path": str,
            "sha256": str,
            "format": str,
            "bytes": int,
            "pages": int,
            "title": str,
            "entity_id": int,
            "entity": str,
            "entity_aliases": str,
            "region": str,
            "fiscal_year": int,
            "report_type": str,
            "status": str,
            "error": str,
            "duplicate_of": int,
            "notes": str,
            "rules_version": str,
            "code_version": str,
            "read_at": str,
        },
        pk="id",
        not_null={"name", "path", "sha256", "format", "bytes", "status"},
        foreign_keys=[
            _key("documents", "entity_id", "entities", "SET NULL"),
            _key("documents", "duplicate_of", "documents", "SET NULL"),
        ],
        strict=True,
    )
    db.table("documents").create_index(["path"], unique=True)
    for columns in (["sha256"], ["status"], ["entity_id", "fiscal_year"], ["duplicate_of"]):
        db.table("documents").create_index(columns)


def _blocks_and_facts(db: Database) -> None:
    db.table("blocks").create(
        {
            "id": int,
            "document_id": int,
            "seq": int,
            "kind": str,
            "level": int,
            "section": str,
            "page": int,
            "bbox": str,
            "text": str,
            "start": int,
            "end": int,
            "row": int,
            "col": int,
            "row_span": int,
            "col_span": int,
        },
        pk="id",
        not_null={"document_id", "seq", "kind", "level", "section", "text", "start", "end"},
        foreign_keys=[_key("blocks", "document_id", "documents", "CASCADE")],
        strict=True,
    )
    db.table("blocks").create_index(["document_id", "seq"])
    db.table("facts").create(
        {
            "id": int,
            "document_id": int,
            "concept": str,
            "item": str,
            "measure": str,
            "scenario": str,
            "period": int,
            "base": str,
            "value": float,
            "decimal": str,
            "unit": str,
            "decimals": int,
            "approx": str,
            "comparator": str,
            "text": str,
            "quote": str,
            "block_id": int,
            "start": int,
            "end": int,
            "figure_start": int,
            "figure_end": int,
            "page": int,
            "bbox": str,
            "rule": str,
            "note": str,
        },
        pk="id",
        not_null={"document_id", "concept", "item", "measure", "scenario", "period", "unit", "quote", "block_id"},
        foreign_keys=[
            _key("facts", "document_id", "documents", "CASCADE"),
            _key("facts", "block_id", "blocks", "CASCADE"),
        ],
        strict=True,
    )
    for columns in (["document_id"], ["concept", "period", "measure", "scenario"], ["block_id"], ["rule"]):
        db.table("facts").create_index(columns)


def _findings(db: Database) -> None:
    texts = ("kind", "severity", "stated", "computed", "difference", "tolerance", "unit", "message_zh", "message_en")
    db.table("findings").create(
        {
            "id": int,
            "key": str,
            "document_id": int,
            "entity_id": int,
            "period": int,
            "check_id": str,
            **dict.fromkeys(texts, str),
            "note": str,
        },
        pk="id",
        not_null={"key", "document_id", "check_id", "kind"},
        foreign_keys=[
            _key("findings", "document_id", "documents", "CASCADE"),
            _key("findings", "entity_id", "entities", "SET NULL"),
        ],
        strict=True,
    )
    for columns in (["key"], ["document_id"], ["entity_id", "period"], ["check_id"]):
        db.table("findings").create_index(columns)
    db.table("finding_facts").create(
        {"finding_id": int, "fact_id": int, "role": str},
        pk=("finding_id", "fact_id", "role"),
        foreign_keys=[
            _key("finding_facts", "finding_id", "findings", "CASCADE"),
            _key("finding_facts", "fact_id", "facts", "CASCADE"),
        ],
        strict=True,
    )
    db.table("finding_facts").create_index(["fact_id"])
    counts = ("consistent", "rounding", "inconsistent", "skipped")
    db.table("check_results").create(
        {"document_id": int, "check_id": str, **dict.fromkeys(counts, int)},
        pk=("document_id", "check_id"),
        not_null=set(counts),
        foreign_keys=[_key("check_results", "document_id", "documents", "CASCADE")],
        strict=True,
    )


def _runs_and_labels(db: Database) -> None:
    counts = ("files", "ok", "failed", "duplicate", "unchanged")
    db.table("runs").create(
        {
            "id": int,
            "started_at": str,
            "finished_at": str,
            **dict.fromkeys(counts, int),
            "rules_version": str,
            "code_version": str,
        },
        pk="id",
        strict=True,
    )
    db.table("labels").create(
        {"kind": str, "id": str, "zh": str, "en": str, "group": str},
        pk=("kind", "id"),
        not_null={"zh", "en", "group"},
        strict=True,
    )
