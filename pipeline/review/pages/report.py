"""A report: its text with every figure marked, findings beside the paragraphs that they are about, its pages."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from pipeline.readers.pictures import DRAWN
from pipeline.review.amounts import shown
from pipeline.review.asking import Ask, Row, pairs, row, rows, value
from pipeline.review.marking import Mark, marked, table
from pipeline.review.pages.figures import headlines, how_of, name_of
from pipeline.review.pages.places import squares
from pipeline.review.words import Words

_PART = 500
"""Paragraphs and cells that a page of ours shows, as near as tables allow."""
GROUPS = ("staffing", "spending", "activities", "targets", "other")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or a table."""

    seq: int
    kind: str
    level: int
    html: Markup
    findings: Sequence[Row]
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pieces of one page of the file; all of them where it has no pages."""

    number: int | None
    picture: str
    pieces: list[Piece] = field(default_factory=list)


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
    starts = _parts(connection, found["id"])
    part = _part(connection, ask, found["id"], starts)
    first, last = starts[part - 1], starts[part] - 1 if part < len(starts) else 1 << 60
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
        sheets=_Reading(connection, found["id"], ask.words, first, last).sheets(pictured=pictured),
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


def _parts(connection: sqlite3.Connection, document: int) -> list[int]:
    """The `seq` at which each part begins."""
    sizes = rows(
        connection, "select seq, count(*) from blocks where document_id = :id group by 1 order by 1", id=document
    )
    starts, filled = [], _PART
    for seq, size in sizes:
        if filled >= _PART:
            starts.append(seq)
            filled = 0
        filled += size
    return starts or [0]


def _part(connection: sqlite3.Connection, ask: Ask, document: int, starts: Sequence[int]) -> int:
    """Which part was asked for: by number, or as the one that holds a figure or a block."""
    seq = ask.number("block")
    if (fact := ask.number("fact")) is not None:
        seq = value(
            connection,
            "select b.seq from facts f join blocks b on b.id = f.block_id where f.id = :fact and f.document_id = :id",
            fact=fact,
            id=document,
        )
    if seq is not None:
        return max(1, sum(start <= seq for start in starts))
    return min(max(1, ask.number("part") or 1), len(starts))


class _Reading:
    """A part of a report's text, with all that is to be shown in it."""

    def __init__(self, connection: sqlite3.Connection, document: int, words: Words, first: int, last: int) -> None:
        self.connection, self.document, self.words = connection, document, words
        span = {"id": document, "first": first, "last": last}
        between = "b.document_id = :id and b.seq between :first and :last"
        self.blocks = rows(connection, f"select b.* from blocks b where {between} order by b.id", **span)
        self.facts = rows(
            connection,
            "select f.*, b.seq, coalesce(l.zh, f.concept) as label_zh, coalesce(l.en, f.concept) as label_en, "
            'coalesce(l."group", \'other\') as "group" from blocks b join facts f on f.block_id = b.id '
            f"left join labels l on l.kind = 'concept' and l.id = f.concept where {between} order by f.id",
            **span,
        )
        self.faults = self._faults()
        self.remarks = self._remarks()

    def sheets(self, *, pictured: bool) -> list[Sheet]:
        """The text, page by page."""
        marks: dict[int, list[Mark]] = defaultdict(list)
        for fact in self.facts:
            marks[fact["seq"]].append(self._mark(fact))
        found: list[Sheet] = []
        for whole, cells in self._whole():
            if not found or (whole["page"] is not None and found[-1].number != whole["page"]):
                page = whole["page"]
                picture = f"/picture/{self.document}/{page}.jpg" if pictured and page is not None else ""
                found.append(Sheet(page, picture))
            found[-1].pieces.append(self._piece(whole, cells, marks[whole["seq"]]))
        return found

    def _whole(self) -> Iterator[tuple[Row, list[Row]]]:
        """Each block with its cells; margins of the page, which stand last, are left out."""
        at = 0
        while at < len(self.blocks):
            block = self.blocks[at]
            cells = []
            at += 1
            while at < len(self.blocks) and self.blocks[at]["kind"] == "cell":
                cells.append(self.blocks[at])
                at += 1
            if block["kind"] not in ("header", "footer"):
                yield block, cells

    def _piece(self, block: Row, cells: list[Row], marks: list[Mark]) -> Piece:
        html = (
            table(squares(cells, marks)) if block["kind"] == "table" else marked(block["text"], block["start"], marks)
        )
        findings = {row["id"]: row for mark in marks for row in self.faults.get(mark.fact, ())}
        remarks = [self.words.pick(row, "message") for row in self.remarks.get(block["seq"], ())]
        return Piece(block["seq"], block["kind"], block["level"], html, list(findings.values()), remarks)

    def _mark(self, fact: Row) -> Mark:
        fault = self.faults.get(fact["id"])
        classes = f"g-{fact['group']}" if fact["group"] in GROUPS else "g-other"
        title = f"{name_of(fact, self.words)} {shown(fact, self.words)} · {how_of(fact, self.words)}"
        return Mark(
            fact["figure_start"],
            fact["figure_end"],
            fact["id"],
            f"{classes} fault" if fault else classes,
            title,
            anchor=True,
        )

    def _faults(self) -> dict[int, list[Row]]:
        """Fact → the findings in which it is the figure at fault."""
        found = rows(
            self.connection,
            "select f.id, f.key, f.severity, l.fact_id from findings f "
            "join finding_facts l on l.finding_id = f.id and l.role = 'stated' where f.document_id = :id order by f.id",
            id=self.document,
        )
        faults: dict[int, list[Row]] = defaultdict(list)
        for each in found:
            faults[each["fact_id"]].append(each)
        return faults

    def _remarks(self) -> dict[int, list[Row]]:
        found = rows(
            self.connection,
            "select r.message_zh, r.message_en, b.seq from remarks r join blocks b on b.id = r.block_id "
            "where r.document_id = :id order by r.id",
            id=self.document,
        )
        remarks: dict[int, list[Row]] = defaultdict(list)
        for each in found:
            remarks[each["seq"]].append(each)
        return remarks
