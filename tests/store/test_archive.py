"""Writing is one transaction a document and touches no other; doing it again changes nothing."""

from __future__ import annotations

import pytest

from pipeline.document import Span
from pipeline.errors import ReadError, UsageError
from pipeline.store import Archive, Failure, FileState, Run, UnstorableError, Versions

SPENDING = ("全年支出31.42万元", "31.42万元", "expenditure.total", "314200", {"decimals": -2})
QUOTA = ("核定编制12人", "12人", "staff.quota", "12", {"unit": "人", "decimals": 0})
ACTUAL = ("实有在职11人", "11人", "staff.actual", "11", {"unit": "人", "decimals": 0})


def dump(archive):
    """All rows as SQL; the index's inner tables are laid out by history, what it finds is not."""
    lines = [line for line in archive.db.conn.iterdump() if "blocks_fts_" not in line]
    return [*lines, archive.search("支出"), archive.search("2")]


def test_saving_the_same_again_leaves_the_database_equal(archive, make):
    for path in ("a.docx", "b.docx"):
        make.save(archive, path, SPENDING, QUOTA)
    archive.finish()
    before = dump(archive)
    make.save(archive, "a.docx", SPENDING, QUOTA)
    archive.finish()
    assert dump(archive) == before


def test_the_order_of_saving_decides_ids_and_nothing_else_does(archive, make):
    assert [make.save(archive, path, QUOTA) for path in ("a.docx", "b.docx", "a.docx")] == [1, 2, 1]
    assert [fact["id"] for fact in archive.facts()] == [1_000_001, 2_000_001]


def test_saving_replaces_the_file_s_own_rows_only(archive, make):
    make.save(archive, "a.docx", SPENDING, QUOTA)
    make.save(archive, "b.docx", QUOTA)
    others = [archive.facts(document_id=2), archive.search("编制")[-1]]
    make.save(archive, "a.docx", ACTUAL)
    assert [fact["quote"] for fact in archive.facts(document_id=1)] == ["实有在职11人"]
    assert archive.search("支出") == []
    assert [archive.facts(document_id=2), archive.search("编制")[-1]] == others


def test_a_fact_is_stored_in_the_words_of_the_contract(archive, make):
    make.save(archive, "a.docx", SPENDING)
    [fact] = archive.facts()
    expected = {
        "concept": "expenditure.total",
        "item": "",
        "measure": "value",
        "scenario": "actual",
        "period": 2031,
        "value": 314200.0,
        "decimal": "314200",
        "unit": "CNY",
        "decimals": -2,
        "quote": "全年支出31.42万元",
        "start": 0,
        "end": 11,
        "figure_start": 4,
        "figure_end": 11,
        "page": 1,
        "rule": "整体支出",
        "document": "a.docx",
    }
    assert {name: fact[name] for name in expected} == expected


def test_every_quote_is_the_document_s_words(archive, make):
    make.save(archive, "a.docx", SPENDING, QUOTA, ACTUAL)
    text = archive.load_document(1).text
    for fact in archive.facts():
        assert text[fact["start"] : fact["end"]] == fact["quote"]
        assert text[fact["figure_start"] : fact["figure_end"]] in fact["quote"]


def test_a_document_that_cannot_be_stored_leaves_what_was_there(archive, make):
    make.save(archive, "a.docx", QUOTA)
    before = dump(archive)
    with pytest.raises(UnstorableError, match="整体支出"):
        make.save(archive, "a.docx", (*SPENDING[:4], {"span": Span(0, 99)}))
    assert dump(archive) == before


def test_a_failure_has_a_row_with_its_reason_and_nothing_else(archive, make):
    make.save(archive, "a.docx", QUOTA)
    error = ReadError("encrypted", where="a.docx", do="save it without a password")
    assert archive.fail(make.file("a.docx"), error, make.versions) == 1
    [row] = archive.documents("failed")
    assert (row["error"], row["entity"]) == ("a.docx: encrypted → save it without a password", None)
    assert (archive.facts(), archive.search("编制")) == ([], [])
    assert archive.summary().failures == (Failure(1, "a.docx", row["error"]),)


def test_a_failed_file_that_is_read_at_last_has_no_error(archive, make):
    archive.fail(make.file("a.docx"), ReadError("empty"), make.versions)
    make.save(archive, "a.docx", QUOTA)
    [row] = archive.documents()
    assert (row["status"], row["error"], row["notes"]) == ("ok", None, '["第3页没有文字"]')


def test_a_duplicate_names_its_original_and_outlives_it(archive, make):
    make.save(archive, "a.docx", QUOTA)
    assert archive.duplicate(make.file("b.docx"), 1, make.versions) == 2
    assert archive.documents("duplicate")[0]["duplicate_of"] == 1
    assert archive.forget("a.docx")
    assert [(row["path"], row["duplicate_of"]) for row in archive.documents()] == [("b.docx", None)]
    assert archive.search("编制") == []


def test_a_duplicate_of_nothing_is_refused(archive, make):
    with pytest.raises(UsageError, match="no document 9"):
        archive.duplicate(make.file("b.docx"), 9, make.versions)
    assert archive.state() == {}


def test_forgetting_what_is_not_there_does_nothing(archive):
    assert not archive.forget("a.docx")


def test_state_tells_what_each_path_was_made_from(archive, make):
    make.save(archive, "a.docx", sha256="01")
    archive.fail(make.file("b.docx", "02"), ReadError("empty"), Versions("r2", "c2"))
    assert archive.state() == {
        "a.docx": FileState(1, "01", "ok", "rules-1", "code-1"),
        "b.docx": FileState(2, "02", "failed", "r2", "c2"),
    }


def test_replace_facts_needs_no_file(archive, make):
    make.save(archive, "a.docx", SPENDING, QUOTA)
    document = archive.load_document(1)
    fact = make.fact(document, "支出31.42万元", "31.42万元", concept="expenditure.basic")
    archive.replace_facts(1, make.extraction(fact, year=2030), Versions("rules-2", "code-1"))
    assert [(f["id"], f["concept"], f["quote"]) for f in archive.facts()] == [
        (1_000_001, "expenditure.basic", "支出31.42万元")
    ]
    assert archive.documents()[0]["fiscal_year"] == 2030
    assert archive.state()["a.docx"].rules == "rules-2"
    assert archive.load_document(1) == document


@pytest.mark.parametrize("document_id", [1, 9])
def test_only_what_was_read_can_be_loaded(archive, make, document_id):
    archive.fail(make.file(), ReadError("empty"), make.versions)
    with pytest.raises(UsageError, match=str(document_id)):
        archive.load_document(document_id)


def test_findings_about_old_figures_go_with_them(archive, make):
    make.save(archive, "a.docx", QUOTA, ACTUAL)
    finding = {"id": 1, "key": "k", "document_id": 1, "check_id": "c", "kind": "limit"}
    archive.db.table("findings").insert(finding)
    archive.db.table("finding_facts").insert({"finding_id": 1, "fact_id": 1_000_001, "role": "stated"})
    make.save(archive, "a.docx", QUOTA)
    assert (archive.db.table("findings").count, archive.db.table("finding_facts").count) == (0, 0)


def test_finish_makes_one_body_of_a_body_s_years(archive, make):
    make.save(archive, "a.docx", QUOTA, entity="云陂县妇女联合会", aliases=("县妇联",), region="云陂县")
    make.save(archive, "b.docx", QUOTA, entity="云陂县妇联", year=2032)
    make.save(archive, "c.docx", QUOTA, entity="石桥县妇联")
    archive.finish()
    bodies = [(e["id"], e["name"], e["aliases"], e["documents"], e["last_year"]) for e in archive.entities()]
    assert bodies == [(1, "云陂县妇女联合会", '["云陂县妇联", "县妇联"]', 2, 2032), (3, "石桥县妇联", "[]", 1, 2031)]
    assert [d["entity"] for d in archive.documents()] == ["云陂县妇女联合会", "云陂县妇联", "石桥县妇联"]


def test_finish_drops_bodies_that_no_report_is_of_any_more(archive, make):
    make.save(archive, "a.docx", QUOTA, entity="云陂县总工会")
    archive.finish()
    make.save(archive, "a.docx", QUOTA, entity="")
    archive.finish()
    assert (archive.entities(), archive.documents()[0]["entity_id"]) == ([], None)


def test_facts_can_be_asked_for_by_body_concept_and_year(archive, make):
    make.save(archive, "a.docx", SPENDING, QUOTA, entity="云陂县总工会")
    make.save(archive, "b.docx", (*QUOTA[:4], {"period": 2030, "unit": "人"}), entity="石桥县文化馆")
    archive.finish()
    assert [f["id"] for f in archive.facts(entity="总工会", concept="staff")] == [1_000_002]
    assert [f["id"] for f in archive.facts(year=2030)] == [2_000_001]
    assert [f["id"] for f in archive.facts(concept="staff.quota", limit=1)] == [1_000_002]
    assert archive.facts(concept="staff.quot") == []


def test_a_fact_comes_with_its_block_and_document(archive, make):
    make.save(archive, "a.docx", SPENDING)
    fact = archive.fact(1_000_001)
    assert (fact["block"]["text"], fact["document_row"]["path"]) == ("全年支出31.42万元", "a.docx")
    with pytest.raises(UsageError, match="no fact 7"):
        archive.fact(7)


def test_summary_counts_documents_formats_and_groups(archive, make):
    make.save(archive, "a.docx", SPENDING, QUOTA, ACTUAL)
    archive.duplicate(make.file("b.docx"), 1, make.versions)
    archive.finish()
    summary = archive.summary()
    assert (summary.documents, summary.formats) == ({"duplicate": 1, "ok": 1}, {"docx": 2})
    assert (summary.facts, summary.entities) == ({"spending": 1, "staffing": 2}, 1)


def test_a_run_is_recorded(archive, make):
    number = archive.begin_run(make.versions, engine="pool", jobs=2)
    before = archive.db.table("runs").get(number)
    assert (before["engine"], before["jobs"], before["rules_version"]) == ("pool", 2, "rules-1")
    assert before["finished_at"] is None
    archive.end_run(number, Run(3, 2, 1, 0, 0, pages=7, facts=40, findings=1, seconds=1.5, interrupted=False))
    after = archive.db.table("runs").get(number)
    assert (after["failed"], after["pages"], after["seconds"], after["interrupted"]) == (1, 7, 1.5, 0)
    assert after["finished_at"] >= after["started_at"]


def test_a_killed_run_leaves_whole_documents(tmp_path, make):
    path = tmp_path / "reports.db"
    archive = Archive(path)
    make.save(archive, "a.docx", QUOTA)
    archive.db.conn.execute("begin")
    archive.db.conn.execute("delete from facts")
    archive.db.conn.close()  # as a killed process does: without commit
    with Archive(path) as again:
        assert len(again.facts()) == 1
