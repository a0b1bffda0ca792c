"""Every file that was given: which are reports, copies, or could not be read, and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.review.asking import Ask, Row, pairs, rows, value

_PAGE = 100
STATUSES = ("ok", "duplicate", "failed")


@dataclass(frozen=True, slots=True)
class Files:
    """The page."""

    status: str
    text: str
    counts: dict[str, int]
    files: Sequence[Row]
    total: int
    page: int
    pages: int


def load(connection: sqlite3.Connection, ask: Ask) -> Files:
    """The page's view."""
    status = ask.text("status") if ask.text("status") in STATUSES else ""
    tests = "(:status = '' or d.status = :status) and (:text = '' or instr(d.name, :text) or instr(d.entity, :text))"
    told = {"status": status, "text": ask.text("text")}
    total = value(connection, f"select count(*) from documents d where {tests}", **told)
    pages = max(1, -(-total // _PAGE))
    page = min(max(1, ask.number("page") or 1), pages)
    found = rows(
        connection,
        "select d.*, coalesce(e.name, nullif(d.entity, '')) as unit, o.name as original from documents d "
        "left join entities e on e.id = d.entity_id left join documents o on o.id = d.duplicate_of "
        f"where {tests} order by d.id limit :limit offset :offset",
        limit=_PAGE,
        offset=(page - 1) * _PAGE,
        **told,
    )
    counts = pairs(connection, "select status, count(*) from documents group by 1")
    return Files(status, told["text"], counts, found, total, page, pages)
