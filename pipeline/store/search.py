"""Chinese full-text search: an FTS5 index over pairs of neighbouring characters.

SQLite's own tokenizers do not know where a Chinese word ends: unicode61 takes a whole clause for one word, trigram
finds no word of two characters. So every text is indexed as its bigrams (预算执行 as “预算 算执 执行 行”) and a query
is the phrase of its own bigrams: it finds exactly the places where its characters stand one after the other.

A number (with its decimals) and a Latin word count as one character, so 12人 does not find 112人. Spaces, quotation
marks, thousands separators, case and full-width forms make no difference.

In plain SQL, after `register_functions(connection)` (Datasette: a plugin's prepare_connection):

    select b.* from blocks_fts f join blocks b on b.id = f.rowid where blocks_fts match bigram_query('三公经费')

Without the function, write the phrase yourself: `match '"三公 公经 经费"'`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from itertools import pairwise

from sqlite_utils import Database

from pipeline.language.squeeze import normalise

_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
# Quotation marks vanish, since writers put “三公”经费 and 三公经费 for the same; so do control characters, which would
# end a token. All else but space is a unit: numbers and Latin words whole, any other character alone.
_UNIT = re.compile(r"""[0-9]+(?:\.[0-9]+)*|[a-z]+|[^\s\x00-\x1f\x7f"'`「」『』]""")
# Marks the end of a number or word inside a token, so that 12 is no prefix of 12.5. Control characters never
# are units, so the mark cannot be mistaken for text.
_END = "\x1f"
# Every character that is not a space belongs to a token: what a token is has been decided above.
_ASCII_TOKEN_CHARS = "".join(chr(c) for c in range(33, 127) if not chr(c).isalnum() and chr(c) not in "\"'") + _END


def units(text: str) -> list[str]:
    """The pieces that count as one character each.

    >>> units("“三公”经费 1,234.50万元")
    ['三', '公', '经', '费', '1234.50', '万', '元']
    """
    return _UNIT.findall(_THOUSANDS.sub("", normalise(text)).lower())


def bigrams(text: str) -> str:
    """What the index holds for a text: each unit with its follower, and the last alone.

    >>> bigrams("预算执行")
    '预算 算执 执行 行'
    """
    pieces = [unit + _END if _is_word(unit) else unit for unit in units(text)]
    return " ".join([a + b for a, b in pairwise(pieces)] + pieces[-1:])


def bigram_query(query: str) -> str:
    """An FTS5 expression for a person's words; words parted by spaces must all stand in the block.

    >>> bigram_query("预算执行")
    '"预算 算执 执行"'
    """
    phrases = [_phrase(word) for word in query.split() if units(word)]
    return " AND ".join(phrases) if phrases else '""'


def _phrase(word: str) -> str:
    tokens = bigrams(word).split(" ")
    # One unit alone is the beginning of any token; of several, the last token (the unit alone) says nothing more.
    return f'"{tokens[0]}" *' if len(tokens) == 1 else f'"{" ".join(tokens[:-1])}"'


def _is_word(unit: str) -> bool:
    return unit[0].isascii() and unit[0].isalnum()


def register_functions(connection: sqlite3.Connection) -> None:
    """Make `bigrams(text)` and `bigram_query(words)` known to a connection's SQL."""
    connection.create_function("bigrams", 1, bigrams, deterministic=True)
    connection.create_function("bigram_query", 1, bigram_query, deterministic=True)


def create_index(db: Database) -> None:
    """The index, without a copy of the text: `content=''` leaves that to blocks."""
    tokenizer = f"ascii tokenchars '{_ASCII_TOKEN_CHARS}'"
    db.execute(f"create virtual table blocks_fts using fts5(text, content='', tokenize=\"{tokenizer}\")")


def index_document(db: Database, document_id: int) -> None:
    """Add a document's blocks; they must not be indexed yet."""
    db.execute(
        "insert into blocks_fts(rowid, text) select id, bigrams(text) from blocks where document_id = ? and text <> ''",
        [document_id],
    )


def unindex_document(db: Database, document_id: int) -> None:
    """Take a document's blocks out, while they still stand in `blocks` (the index needs the text that it had)."""
    db.execute(
        "insert into blocks_fts(blocks_fts, rowid, text) "
        "select 'delete', id, bigrams(text) from blocks where document_id = ? and text <> ''",
        [document_id],
    )


def optimise(db: Database) -> None:
    """Merge the index's parts into one: queries are quickest then."""
    db.execute("insert into blocks_fts(blocks_fts) values ('optimize')")


def match(db: Database, query: str, limit: int) -> Iterable[tuple[int]]:
    """Ids of the blocks that hold a query, in the order of documents and of their text."""
    sql = "select rowid from blocks_fts where blocks_fts match ? order by rowid limit ?"
    return db.execute(sql, [bigram_query(query), limit])
