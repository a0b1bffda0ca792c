"""Chinese full-text search finds what stands there, and nothing else."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.store import search

SENTENCES = {
    1: "全年预算执行率为98.5%，较上年提高2个百分点。",
    2: "“三公”经费支出1,234.50万元，其中公务接待费12万元。",
    3: "全年组织家庭教育讲座１２场，服务112人。",
    4: "预算。执行",
    5: "GDP与gdp同义，ABC不是AB",
    6: "执",
}


@pytest.fixture
def db():
    db = Database(memory=True)
    search.register_functions(db.conn)
    search.create_index(db)
    db.table("blocks").insert_all({"id": i, "document_id": i % 2, "text": t} for i, t in SENTENCES.items())
    for document in (0, 1):
        search.index_document(db, document)
    yield db
    db.close()


def found(db, query):
    return [row[0] for row in search.match(db, query, 100)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("率", [1], id="one-character"),
        pytest.param("执", [1, 4, 6], id="one-character-also-at-an-end"),
        pytest.param("预算", [1, 4], id="two-characters"),
        pytest.param("预算执行", [1], id="a-full-stop-parts-words"),
        pytest.param("三公经费", [2], id="quotation-marks-do-not-matter"),
        pytest.param("“三公”经费支出", [2], id="nor-in-the-query"),
        pytest.param("1234.50万元", [2], id="thousands-separators-do-not-matter"),
        pytest.param("12", [2, 3], id="a-number-is-one-word-and-full-width-is-half-width"),
        pytest.param("12人", [], id="12-is-not-112"),
        pytest.param("98", [], id="98-is-not-98.5"),
        pytest.param("98.5%", [1], id="a-sign-after-a-number"),
        pytest.param("gdp", [5], id="latin-without-case"),
        pytest.param("AB", [5], id="latin-word-at-the-end"),
        pytest.param("讲座 家庭", [3], id="words-parted-by-a-space-in-any-order"),
        pytest.param("家庭 预算", [], id="all-words-must-stand-there"),
        pytest.param("家育", [], id="neighbours-only"),
        pytest.param("", [], id="nothing"),
        pytest.param('" OR "', [], id="no-fts-syntax-from-outside"),
        pytest.param("NOT 预算*", [], id="operators-are-words"),
    ],
)
def test_match_finds_exactly(db, query, expected):
    assert found(db, query) == expected


def test_unindex_takes_one_document_out(db):
    search.unindex_document(db, 0)
    assert found(db, "预算") == [1]
    search.index_document(db, 0)
    assert found(db, "预算") == [1, 4]
    db.execute("insert into blocks_fts(blocks_fts) values ('integrity-check')")


def test_bigram_query_serves_plain_sql(db):
    rows = db.conn.execute("select rowid from blocks_fts where blocks_fts match bigram_query('接待费')").fetchall()
    assert rows == [(2,)]
    assert db.conn.execute("select rowid from blocks_fts where blocks_fts match '\"接待 待费\"'").fetchall() == [(2,)]


texts = st.text(alphabet="预算执行12.,%a “”(*-_:^\x1f'\"\U00020000é", max_size=12)


@given(text=texts, query=texts)
def test_match_is_the_same_as_looking_for_the_pieces_in_a_row(text, query):
    connection = sqlite3.connect(":memory:")
    db = Database(connection)
    search.register_functions(connection)
    search.create_index(db)
    db.execute("insert into blocks_fts(rowid, text) values (1, bigrams(?))", [text])
    wanted = [search.units(word) for word in query.split() if search.units(word)]
    pieces = search.units(text)
    there = bool(wanted) and all(any(pieces[i : i + len(w)] == w for i in range(len(pieces))) for w in wanted)
    assert bool(found(db, query)) == there
    connection.close()
