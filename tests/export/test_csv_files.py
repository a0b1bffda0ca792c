"""CSV: exact, safe in a spreadsheet, and the same again when it is read."""

import csv
from decimal import Decimal

import pandas as pd
import pytest
from planted import PLANTED

from pipeline.export.csv_files import write_csv
from pipeline.export.text import guarded, unguarded
from pipeline.store.reviews import Review


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def written(samples, select, tmp_path):
    with select(samples) as selection:
        counts = write_csv(selection, tmp_path / "tables", reviews={})
    return tmp_path / "tables", counts


def test_every_table_is_a_file_with_all_its_rows(written):
    folder, counts = written
    assert sorted(path.stem for path in folder.iterdir()) == sorted(counts)
    assert {table: len(rows(folder / f"{table}.csv")) for table in counts} == counts
    assert counts["facts"] > 1000
    assert (folder / "facts.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_facts_are_exact_and_named(written):
    folder, _ = written
    found = rows(folder / "facts.csv")
    (total,) = [r for r in found if r["document"].startswith("2023-岚溪") and r["quote"] == "部门整体支出690.12万元"]
    assert (total["decimal"], total["amount"], total["amount_unit"]) == ("6901200", "690.12", "万元")
    assert (total["concept_zh"], total["concept_en"], total["period"]) == ("支出合计", "Total expenditure", "2023")
    money = [r for r in found if r["unit"] == "CNY" and r["decimal"]]
    assert all(Decimal(r["amount"]) * 10000 == Decimal(r["decimal"]) for r in money)


def test_a_unit_and_a_year_can_be_chosen(samples, select, tmp_path):
    with select(samples, entity="残疾人", year=2022) as selection:
        counts = write_csv(selection, tmp_path / "tables", reviews={})
    assert counts["documents"] == counts["entities"] == 1
    assert {r["fiscal_year"] for r in rows(tmp_path / "tables" / "facts.csv")} == {"2022"}
    assert {r["document_id"] for r in rows(tmp_path / "tables" / "findings.csv")} == {"3"}


def test_decisions_stand_beside_their_findings(samples, select, tmp_path):
    with select(samples) as selection:
        key = next(selection.findings())["key"]
        write_csv(selection, tmp_path / "t", reviews={key: Review("explained", "口径不同", "王", "2031-01-02")})
    decided = {r["key"]: r for r in rows(tmp_path / "t" / "findings.csv") if r["decision"]}
    assert list(decided) == [key]
    assert (decided[key]["decision_note"], decided[key]["reviewer"]) == ("口径不同", "王")


def test_no_text_is_a_formula_and_every_text_comes_back(hostile, select, tmp_path):
    with select(hostile) as selection:
        write_csv(selection, tmp_path / "tables", reviews={})
    items = [row["item"] for row in rows(tmp_path / "tables" / "facts.csv")]
    assert [unguarded(item) for item in items[: len(PLANTED)]] == list(PLANTED)
    texts = {"item", "quote", "text", "name", "title", "entity", "message_zh", "note", "error", "document"}
    for path in (tmp_path / "tables").iterdir():
        for row in rows(path):
            assert not [v for name, v in row.items() if name in texts and v and v[0] in "=+-@\t\r\n＝＋－＠"]
    frame = pd.read_csv(tmp_path / "tables" / "facts.csv", dtype=str, keep_default_na=False)
    assert frame["item"].tolist()[:9] == items[:9]


@pytest.mark.parametrize("text", [*PLANTED, "", "基本支出", "''=1"])
def test_guarding_can_be_undone(text):
    assert unguarded(guarded(text)) == text
