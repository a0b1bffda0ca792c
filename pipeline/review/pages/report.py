"""A report: its text with every figure marked, findings beside the paragraphs that they are about, its pages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.readers.pictures import DRAWN
from pipeline.review.asking import Ask, Row, pairs, row, rows, value
from pipeline.review.pages.figures import headlines
from pipeline.review.pages.text import GROUPS, Reading, Sheet, parts


@dataclass(frozen=True, slots=True)
class Report:
    """The page."""

    row: Row
    unit: str
    notes: Sequence[str]
    groups: Mapping[str, int]
    sheets: Sequence[Sheet]
    part: int
    parts: int
    findings: Sequence[Row]
    headlines: Mapping[int, str]
    pictured: bool


def load(connection: sqlite3.Connection, ask: Ask) -> Report | None:
    """The page's view."""
    number = ask.number("id")
    found = row(
        connection,
        "select d.*, coalesce(e.name, nullif(d.entity, ''), d.name) as unit, o.name as original from documents d "
        "left join entities e on e.id = d.entity_id left join documents o on o.id = d.duplicate_of where d.id = :id",
        id=number,
    )
    if found is None:
        return None
    starts = parts(connection, found["id"])
    part = _part(connection, ask, found["id"], starts)
    span = range(starts[part - 1], starts[part] if part < len(starts) else (found["id"] + 1) * 1_000_000)
    pictured = found["format"] in DRAWN and found["status"] == "ok"
    counts = pairs(
        connection,
        "select coalesce(l.\"group\", 'other'), count(*) from facts f "
        "left join labels l on l.kind = 'concept' and l.id = f.concept where f.document_id = :id group by 1",
        id=found["id"],
    )
    findings = rows(connection, _FINDINGS + "where f.document_id = :id order by f.id", id=found["id"])
    return Report(
        row=found,
        unit=found["unit"],
        notes=json.loads(found["notes"] or "[]"),
        groups={name: counts[name] for name in GROUPS if name in counts},
        sheets=Reading(connection, found["id"], ask.words, span).sheets(pictured=pictured),
        part=part,
        parts=len(starts),
        findings=findings,
        headlines=headlines(connection, findings, ask.words),
        pictured=pictured,
    )


_FINDINGS = """
select f.id, f.key, f.severity, f.kind, f.computed, f.unit, f.message_zh, f.message_en,
  coalesce(r.decision, 'open') as state
from findings f left join reviews.latest_reviews r on r.finding_key = f.key
"""


def _part(connection: sqlite3.Connection, ask: Ask, document: int, starts: Sequence[int]) -> int:
    """Which part was asked for: by number, or as the one that holds a figure or a block."""
    block = None
    if (fact := ask.number("fact")) is not None:
        sql = "select block_id from facts where id = :fact and document_id = :id"
        block = value(connection, sql, fact=fact, id=document)
    elif (seq := ask.number("block")) is not None:
        sql = "select min(id) from blocks where document_id = :id and seq = :seq"
        block = value(connection, sql, id=document, seq=seq)
    if block is not None:
        return max(1, sum(start <= int(block) for start in starts))
    return min(max(1, ask.number("part") or 1), len(starts))
