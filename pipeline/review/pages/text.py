"""A report's text as a page shows it: part by part, with its figures marked and what was found beside them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from pipeline.review.amounts import shown
from pipeline.review.asking import Row, pairs, rows
from pipeline.review.marking import Mark, marked, table
from pipeline.review.pages.figures import how_of, name_of
from pipeline.review.pages.places import squares
from pipeline.review.words import Words

GROUPS = ("staffing", "spending", "activities", "targets", "other")

_PART = 2000
"""Paragraphs, cells and figures that one part shows."""
_LONG = 500
"""Characters that count as much as a paragraph."""


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


def parts(connection: sqlite3.Connection, document: int) -> list[int]:
    """The number of the block at which each part begins; a row of a table is not parted."""
    figures = pairs(connection, "select block_id, count(*) from facts where document_id = :id group by 1", id=document)
    sizes = rows(
        connection,
        "select id, seq, row, length(text) from blocks where document_id = :id order by id",
        id=document,
    )
    starts, filled, before = [], _PART, None
    for number, seq, row, length in sizes:
        if filled >= _PART and (row is None or (seq, row) != before):
            starts.append(number)
            filled = 0
        filled += 1 + length // _LONG + figures.get(number, 0)
        before = (seq, row)
    return starts or [document * 1_000_000]


class Reading:
    """A part of a report's text, with all that is to be shown in it."""

    def __init__(self, connection: sqlite3.Connection, document: int, words: Words, part: range) -> None:
        """`part` is the numbers of its blocks."""
        self.connection, self.document, self.words = connection, document, words
        span = {"first": part.start, "end": part.stop}
        between = "b.id >= :first and b.id < :end"
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
            # A table that began in an earlier part goes on with its cells.
            cells = [block] if block["kind"] == "cell" else []
            at += 1
            while at < len(self.blocks) and (self.blocks[at]["kind"], self.blocks[at]["seq"]) == ("cell", block["seq"]):
                cells.append(self.blocks[at])
                at += 1
            if block["kind"] not in ("header", "footer"):
                yield block, cells

    def _piece(self, block: Row, cells: list[Row], marks: list[Mark]) -> Piece:
        kind = "table" if cells else block["kind"]
        html = table(squares(cells, marks)) if cells else marked(block["text"], block["start"], marks)
        findings = {row["id"]: row for mark in marks for row in self.faults.get(mark.fact, ())}
        remarks = [self.words.pick(row, "message") for row in self.remarks.get(block["seq"], ())]
        return Piece(block["seq"], kind, block["level"], html, list(findings.values()), remarks)

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
