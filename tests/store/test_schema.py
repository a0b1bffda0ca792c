"""Which files become an archive, and which are left alone."""

from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from pipeline.errors import StoreError
from pipeline.store import SCHEMA_VERSION, Archive, schema

# DESIGN.md's contract: what other programs may rely on.
CONTRACT = {
    "entities": "id name aliases region",
    "documents": "id name path sha256 format bytes pages title entity_id fiscal_year report_type status error",
    "blocks": "id document_id seq kind section page bbox text start row col row_span col_span",
    "facts": "id document_id concept item measure scenario period base value decimal unit decimals approx comparator "
    "text quote block_id start end page bbox rule",
    "findings": "id key document_id entity_id period check_id kind severity stated computed difference tolerance unit "
    "message_zh message_en",
    "finding_facts": "finding_id fact_id role",
    "check_results": "document_id check_id consistent rounding inconsistent skipped",
}


@pytest.mark.parametrize(("table", "columns"), CONTRACT.items())
def test_tables_hold_the_contract_s_columns(archive, table, columns):
    assert set(columns.split()) <= set(archive.db.table(table).columns_dict)
    assert archive.db.table(table).strict


def test_an_empty_file_becomes_an_archive(tmp_path):
    path = tmp_path / "reports.db"
    path.touch()
    with Archive(path) as archive:
        assert schema.version(archive.db) == SCHEMA_VERSION


def test_opening_again_changes_nothing(tmp_path, make):
    path = tmp_path / "deep" / "reports.db"
    with Archive(path) as archive:
        make.save(archive, "a.docx")
        before = list(
            archive.db.iterdump_data() if hasattr(archive.db, "iterdump_data") else archive.db.conn.iterdump()
        )
    with Archive(path) as archive:
        assert list(archive.db.conn.iterdump()) == before


def test_a_further_step_brings_an_older_database_up_to_date(tmp_path, make, monkeypatch):
    path = tmp_path / "reports.db"
    with Archive(path) as archive:
        document_id = make.save(archive, "a.docx")

    def m0002_colour(db: Database) -> None:
        db.table("documents").add_column("colour", str)

    monkeypatch.setattr(schema, "_STEPS", (*schema._STEPS, m0002_colour))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(StoreError, match="written by an older jihe"):
        Archive.open_readonly(path)
    with Archive(path) as archive:
        assert archive.documents()[0] | {"colour": None} == archive.documents()[0]
        assert archive.documents()[0]["id"] == document_id
    monkeypatch.undo()
    with pytest.raises(StoreError, match=r"written by a newer jihe \(schema step m0002_colour\).*update jihe"):
        Archive(path)


def test_a_step_that_fails_leaves_no_half_database(tmp_path, monkeypatch):
    path = tmp_path / "reports.db"

    def m0002_broken(db: Database) -> None:
        db.execute("alter table missing add column x")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "_STEPS", (*schema._STEPS, m0002_broken))
        with pytest.raises(StoreError, match="no such table: missing"):
            Archive(path)
    with Archive(path) as archive:
        assert schema.version(archive.db) == SCHEMA_VERSION


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("这不是数据库。" * 200)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"notes.db: not an SQLite database → name another file"):
        Archive(path)
    assert path.read_bytes() == before


def test_another_program_s_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("create table documents(id)")
    connection.close()
    before = path.read_bytes()
    for opener in (Archive, Archive.open_readonly):
        with pytest.raises(StoreError, match="another program's database"):
            opener(path)
    assert path.read_bytes() == before


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        Archive(tmp_path)


@pytest.mark.parametrize("opener", [lambda p: Archive(p, create=False), Archive.open_readonly])
def test_nothing_is_created_where_nothing_may_be(tmp_path, opener):
    with pytest.raises(StoreError, match=r"no such database.*jihe run"):
        opener(tmp_path / "reports.db")
    assert not list(tmp_path.iterdir())


def test_a_reader_can_search_and_not_write(tmp_path, make):
    path = tmp_path / "reports.db"
    with Archive(path) as archive:
        make.save(archive, "a.docx")
    with Archive.open_readonly(path) as archive:
        assert len(archive.search("数字")) == 1
        with pytest.raises(StoreError, match="readonly database → open it for writing"):
            archive.forget("a.docx")


def test_a_writer_waits_for_another_and_then_says_so(tmp_path, make):
    path = tmp_path / "reports.db"
    with Archive(path) as archive:
        archive.db.execute("PRAGMA busy_timeout = 10")
        other = sqlite3.connect(path)
        other.execute("begin immediate")
        with pytest.raises(StoreError, match="locked → wait until"):
            make.save(archive, "a.docx")
        other.close()
        assert archive.state() == {}
