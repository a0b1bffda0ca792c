"""Parquet, as DuckDB and pandas read it."""

import sys
from decimal import Decimal

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from planted import PLANTED

from pipeline.errors import ExportError
from pipeline.export import parquet
from pipeline.export.parquet import write_parquet


@pytest.fixture
def write(select, tmp_path):
    def written(db, **wanted):
        with select(db, **wanted) as selection:
            counts = write_parquet(selection, tmp_path / "set", reviews={}, force=True)
            return tmp_path / "set", counts, list(selection.facts())

    return written


@pytest.fixture
def dataset(write, samples):
    return write(samples)


def test_duckdb_reads_the_figures_by_year(dataset):
    folder, counts, facts = dataset
    db = duckdb.connect()
    source = f"read_parquet('{folder}/facts/*/*.parquet', hive_partitioning = true)"
    years = dict(db.sql(f"select year, count(*) from {source} group by all").fetchall())
    assert sum(years.values()) == counts["facts"] == len(facts)
    assert years[2023] == sum(fact["period"] == 2023 for fact in facts)
    total = db.sql(f"select sum(decimal128) from {source} where unit = 'CNY' and year = 2022").fetchall()
    assert total[0][0] == sum(Decimal(f["decimal"]) for f in facts if f["unit"] == "CNY" and f["period"] == 2022)


def test_findings_join_their_figures(dataset):
    folder, counts, _ = dataset
    joined = duckdb.sql(
        f"select count(*) from '{folder}/findings.parquet' f join '{folder}/finding_facts.parquet' k "
        f"on k.finding_id = f.id join '{folder}/documents.parquet' d on d.id = k.document_id "
        f"join '{folder}/entities.parquet' e on e.id = d.entity_id"
    ).fetchall()
    assert joined == [(counts["finding_facts"],)]


def test_pandas_reads_the_figures(dataset):
    folder, counts, facts = dataset
    frame = pd.read_parquet(folder / "facts")
    assert len(frame) == counts["facts"]
    by_id = frame.set_index("id")
    for fact in facts:
        row = by_id.loc[fact["id"]]
        assert (None if pd.isna(row["decimal"]) else row["decimal"]) == fact["decimal"]
        assert int(row["year"]) == row["period"] == fact["period"]
        assert (row["quote"], row["amount_unit"] == "万元") == (fact["quote"], fact["unit"] == "CNY")


def test_every_text_comes_back(hostile, write):
    folder, _, facts = write(hostile)
    frame = pd.read_parquet(folder / "facts").set_index("id")
    assert [frame.loc[fact["id"]]["item"] for fact in facts[: len(PLANTED)]] == list(PLANTED)


@pytest.mark.parametrize(
    ("digits", "number"),
    [
        ("1195200", Decimal(1195200)),
        ("-0.000000000001", Decimal("-0.000000000001")),
        ("9" * 26 + "." + "9" * 12, Decimal("9" * 26 + "." + "9" * 12)),
        ("0.3333333333333", None),
        ("1" + "0" * 26, None),
        (None, None),
    ],
)
def test_an_exact_number_is_exact_or_left_out(digits, number):
    assert parquet._exact_number(digits) == number


def test_rows_do_not_wait_for_ever(write, samples, monkeypatch):
    monkeypatch.setattr(parquet, "_HELD", 300)
    held = []
    flush = parquet._Parts._flush
    monkeypatch.setattr(parquet._Parts, "_flush", lambda parts, year: (held.append(parts._held), flush(parts, year)))
    folder, counts, _ = write(samples)
    assert max(held) == 300
    groups = [pq.ParquetFile(path).num_row_groups for path in (folder / "facts").rglob("*.parquet")]
    assert max(groups) > 1
    assert len(pd.read_parquet(folder / "facts")) == counts["facts"]


def test_without_the_extra_it_says_how_to_get_it(samples, select, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with select(samples) as selection, pytest.raises(ExportError, match=r"pip install 'jihe\[parquet\]'"):
        write_parquet(selection, tmp_path / "set", reviews={})
    assert list(tmp_path.iterdir()) == []
