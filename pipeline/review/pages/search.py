"""Search over the reports' text: every place where the words stand one after the other."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.review.asking import Ask, Row, rows
from pipeline.review.marking import escaped, found_at
from pipeline.review.pages.figures import place_of

_PAGE = 50
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a report."""

    row: Row
    html: Markup
    place: str
    link: str


@dataclass(frozen=True, slots=True)
class Search:
    """The page."""

    words: str
    hits: Sequence[Hit]
    page: int
    more: bool
    units: Sequence[Row]
    """Units of that name."""


def load(connection: sqlite3.Connection, ask: Ask) -> Search:
    """The page's view."""
    words = ask.text("q")
    page = max(1, ask.number("page") or 1)
    if not words:
        return Search("", (), 1, more=False, units=())
    ids = rows(
        connection,
        "select rowid from blocks_fts where blocks_fts match bigram_query(:words) limit :limit offset :offset",
        words=words,
        limit=_PAGE + 1,
        offset=(page - 1) * _PAGE,
    )
    found = rows(
        connection,
        "select b.*, d.name as document, d.fiscal_year, coalesce(e.name, nullif(d.entity, '')) as unit from blocks b "
        "join documents d on d.id = b.document_id left join entities e on e.id = d.entity_id "
        "where b.id in (select value from json_each(:ids)) order by b.id",
        ids=json.dumps([each[0] for each in ids[:_PAGE]]),
    )
    units = rows(
        connection,
        "select e.id, e.name, count(d.id) as reports from entities e left join documents d on d.entity_id = e.id "
        "where instr(e.name, :words) or instr(e.aliases, :words) group by e.id order by e.name limit 10",
        words=words,
    )
    return Search(words, [_hit(each, words, ask) for each in found], page, len(ids) > _PAGE, units)


def _hit(row: Row, words: str, ask: Ask) -> Hit:
    text: str = row["text"]
    spans = found_at(text, words)
    first = spans[0][0] if spans else 0
    start, end = max(0, first - _AROUND), min(len(text), first + _AROUND * 3)
    html = escape("…" if start else "") + escaped(text, start, end, spans) + escape("…" if end < len(text) else "")
    return Hit(row, html, place_of(row, ask.words), f"/report/{row['document_id']}?block={row['seq']}#b{row['seq']}")
