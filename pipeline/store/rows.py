"""Documents and facts as rows, and back. Pure: no database here.

A block is one row; a table is one row for the grid (`kind` table, `row_span` × `col_span` its size, no text) followed
by one row for each of its cells (`kind` cell, empty cells too). What joins the pieces (a line break, a tab between
the cells of a row) is not stored: it is laid down again as `readers.assemble` lays it, and a document that would not
come back the same is refused.

Ids are numbers that follow from the content alone: document × 1,000,000 + place in the document. So the same
document saved again has the same ids, whatever else was saved in between, and rows sort by document and place.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from decimal import Decimal
from typing import cast

from pipeline.checks import Finding, Remark
from pipeline.document import Bbox, Block, BlockKind, Cell, Document, Recognised, Span, Table
from pipeline.errors import StoreError
from pipeline.facts import Fact
from pipeline.store.records import Row

_IDS = 1_000_000


class UnstorableError(StoreError, ValueError):
    """A document or fact that does not hold what it says; one file's trouble, not the archive's."""


def storable(text: str) -> str:
    """Text that UTF-8 can hold: undecodable bytes of a file's name are spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def document_rows(document: Document, document_id: int) -> list[Row]:
    """The rows of `blocks`, in reading order.

    Raises:
        UnstorableError: the text could not be laid down again from the blocks, or there are a million of them.
    """
    rows = [row for block in document.blocks for row in _block_rows(document, block)]
    if len(rows) >= _IDS:
        raise UnstorableError(f"{len(rows)} blocks and cells in one file", do="split the file")
    for number, row in enumerate(rows, 1):
        row["id"] = document_id * _IDS + number
        row["document_id"] = document_id
    if _text(rows) != document.text:
        raise UnstorableError(
            "the blocks do not make up the document's text",
            where=document.format,
            do="lay it out with readers.assemble",
        )
    return rows


def _block_rows(document: Document, block: Block) -> Iterable[Row]:
    shared = {"seq": block.seq, "level": block.level, "section": _json(block.section)}
    yield {
        **shared,
        "kind": block.kind,
        "page": block.page,
        "bbox": _bbox(block.bbox),
        "text": "" if block.table else document.quote(block.span),
        "start": block.span.start,
        "end": block.span.end,
        "row": None,
        "col": None,
        "row_span": block.table.rows if block.table else None,
        "col_span": block.table.cols if block.table else None,
    }
    for cell in block.table.cells if block.table else ():
        yield {
            **shared,
            "kind": "cell",
            "page": cell.page,
            "bbox": _bbox(cell.bbox),
            "text": document.quote(cell.span),
            "start": cell.span.start,
            "end": cell.span.end,
            "row": cell.row,
            "col": cell.col,
            "row_span": cell.row_span,
            "col_span": cell.col_span,
        }


def load(rows: Sequence[Row], document: Row) -> Document:
    """The document that `document_rows` made rows of; `document` is its row of `documents`."""
    cells: dict[int, list[Cell]] = {}
    for row in rows:
        if row["kind"] == "cell":
            cells.setdefault(row["seq"], []).append(_cell(row))
    blocks = (_block(row, cells.get(row["seq"], [])) for row in rows if row["kind"] != "cell")
    notes = tuple(json.loads(document["notes"] or "[]"))
    recognised = tuple(Recognised(*number) for number in json.loads(document["recognised"] or "[]"))
    lacks = tuple((document["lacks"] or "").split())
    return Document(_text(rows), tuple(blocks), document["format"], document["pages"], notes, recognised, lacks)


def document_row(document: Document) -> Row:
    """The columns of `documents` that say how a document was read."""
    return {
        "format": document.format,
        "pages": document.pages,
        "notes": _json(list(document.notes)),
        "recognised": _json([astuple(number) for number in document.recognised]) if document.recognised else None,
        "lacks": " ".join(document.lacks) or None,
    }


def _cell(row: Row) -> Cell:
    span = Span(row["start"], row["end"])
    return Cell(row["row"], row["col"], span, row["row_span"], row["col_span"], row["page"], _unbox(row["bbox"]))


def _block(row: Row, cells: list[Cell]) -> Block:
    return Block(
        seq=row["seq"],
        kind=cast("BlockKind", row["kind"]),
        span=Span(row["start"], row["end"]),
        page=row["page"],
        bbox=_unbox(row["bbox"]),
        level=row["level"],
        section=tuple(json.loads(row["section"])),
        table=Table(row["row_span"], row["col_span"], tuple(cells)) if row["kind"] == "table" else None,
    )


def _text(rows: Sequence[Row]) -> str:
    """The linear text: pieces at their places, joined as `assemble` joins them."""
    parts: list[str] = []
    length = 0
    for before, row in zip([None, *rows], rows, strict=False):
        if row["start"] > length:
            same_row = before and (before["kind"], before["seq"], before["row"]) == ("cell", row["seq"], row["row"])
            parts.append("\t" if same_row else "\n")
            length += 1
        parts.append(row["text"])
        length += len(row["text"])
    return "".join(parts)


def fact_rows(facts: Sequence[Fact], document: Document, blocks: Sequence[Row]) -> list[Row]:
    """The rows of `facts`; `blocks` are the rows of the document that they point into.

    Raises:
        UnstorableError: a fact whose quote or figure is not where it says; the message names its rule.
    """
    places = _Places(blocks)
    rows = []
    for number, fact in enumerate(facts, 1):
        row = _fact_row(fact, document, places)
        row["id"] = row["document_id"] * _IDS + number
        rows.append(row)
    return rows


class _Places:
    """Finds the piece of text (a paragraph, a cell) that holds an offset."""

    def __init__(self, blocks: Sequence[Row]) -> None:
        # An empty cell holds nothing, and stands where its neighbour begins.
        self.pieces = [row for row in blocks if row["start"] < row["end"] and row["kind"] != "table"]
        self.starts = [row["start"] for row in self.pieces]
        self.whole = {row["seq"]: row for row in blocks if row["kind"] != "cell"}

    def of(self, name: str, piece: Row) -> object:
        """A piece's page or bbox; a cell without one stands where its table does."""
        return piece[name] if piece[name] is not None else self.whole[piece["seq"]][name]

    def holding(self, span: Span) -> Row | None:
        """The piece where a span begins; None if no block holds all of it (cells of one table may share it)."""
        index = bisect_right(self.starts, span.start) - 1
        if index < 0:
            return None
        piece = self.pieces[index]
        return piece if span.end <= self.whole[piece["seq"]]["end"] else None


def _fact_row(fact: Fact, document: Document, places: _Places) -> Row:
    block = _checked_place(fact, document, places)
    decimal = plain(fact.value)
    return {
        "document_id": block["document_id"],
        "concept": fact.concept,
        "item": fact.item,
        "measure": fact.measure,
        "scenario": fact.scenario,
        "period": fact.period,
        "base": fact.base,
        "value": None if fact.value is None else float(fact.value),
        "decimal": decimal,
        "unit": fact.unit,
        "decimals": fact.decimals,
        "approx": fact.approx,
        "comparator": fact.comparator,
        "text": fact.text,
        "quote": document.quote(fact.quote),
        "block_id": block["id"],
        "start": fact.quote.start,
        "end": fact.quote.end,
        "figure_start": fact.span.start,
        "figure_end": fact.span.end,
        "page": fact.page if fact.page is not None else places.of("page", block),
        "bbox": _bbox(fact.bbox) or places.of("bbox", block),
        "rule": fact.rule,
        "confidence": fact.confidence,
        "note": fact.note,
    }


def fact_of(row: Row) -> Fact:
    """The fact that `fact_rows` made a row of."""
    return Fact(
        concept=row["concept"],
        measure=row["measure"],
        scenario=row["scenario"],
        period=row["period"],
        value=None if row["decimal"] is None else Decimal(row["decimal"]),
        unit=row["unit"],
        item=row["item"],
        base=row["base"],
        decimals=row["decimals"],
        approx=row["approx"],
        comparator=row["comparator"],
        text=row["text"],
        rule=row["rule"],
        span=Span(row["figure_start"], row["figure_end"]),
        quote=Span(row["start"], row["end"]),
        block=row["seq"],
        page=row["page"],
        bbox=_unbox(row["bbox"]),
        confidence=row["confidence"],
        note=row["note"],
    )


def finding_rows(findings: Sequence[Finding], document_id: int, entity_id: int | None) -> tuple[list[Row], list[Row]]:
    """The rows of `findings` and `finding_facts` of one document, numbered by their place."""
    found, links = [], []
    for number, finding in enumerate(findings, 1):
        finding_id = document_id * _IDS + number
        found.append(_finding_row(finding, finding_id, entity_id))
        links += [{"finding_id": finding_id, "fact_id": fact, "role": role} for fact, role in finding.figures]
    return found, links


def remark_rows(
    remarks: Sequence[Remark], document: Document, blocks: Sequence[Row], entity_id: int | None
) -> list[Row]:
    """The rows of `remarks` of one document, numbered by their place; `blocks`: its rows of that table."""
    by_seq = {row["seq"]: row for row in blocks}
    found = []
    for number, remark in enumerate(remarks, 1):
        if (block := document.block_at(remark.span.start)) is None:
            continue
        row = by_seq[block.seq]
        found.append(
            {
                "id": row["document_id"] * _IDS + number,
                "document_id": row["document_id"],
                "entity_id": entity_id,
                "check_id": remark.check,
                "block_id": row["id"],
                "start": remark.span.start,
                "end": remark.span.end,
                "page": block.page,
                "message_zh": remark.message_zh,
                "message_en": remark.message_en,
            }
        )
    return found


def _finding_row(finding: Finding, finding_id: int, entity_id: int | None) -> Row:
    return {
        "id": finding_id,
        "key": finding.key,
        "document_id": finding.report,
        "entity_id": entity_id,
        "period": finding.period,
        "check_id": finding.check,
        "kind": finding.kind,
        "severity": finding.severity,
        "stated": plain(finding.stated),
        "computed": plain(finding.computed),
        "difference": plain(finding.difference),
        "tolerance": plain(finding.tolerance),
        "unit": finding.unit,
        "message_zh": finding.message_zh,
        "message_en": finding.message_en,
        "arithmetic": json.dumps(finding.arithmetic) if finding.arithmetic else None,
        "note": "",
    }


def _checked_place(fact: Fact, document: Document, places: _Places) -> Row:
    quote, figure = fact.quote, fact.span
    if not 0 <= quote.start < quote.end <= len(document.text):
        raise _misplaced(fact, f"its quote [{quote.start}, {quote.end}) is not in the text")
    if not quote.start <= figure.start < figure.end <= quote.end:
        raise _misplaced(fact, f"its quote “{document.quote(quote)}” does not hold its figure")
    block = places.holding(figure)
    if block is None or block["seq"] != fact.block:
        raise _misplaced(fact, f"its figure “{document.quote(figure)}” does not stand in block {fact.block}")
    if fact.value is not None and not fact.value.is_finite():
        raise _misplaced(fact, f"its value is {fact.value}")
    return block


def _misplaced(fact: Fact, what: str) -> UnstorableError:
    return UnstorableError(f"a fact of {fact.concept}: {what}", where=f"rule '{fact.rule}'", do="correct the rule")


def plain(value: Decimal | None) -> str | None:
    """A number without exponent and without zeros after its last digit; accuracy is told by `decimals`.

    >>> plain(Decimal("1.1952E+6")), plain(Decimal("31.40")), plain(Decimal("-0.0"))
    ('1195200', '31.4', '0')
    """
    if value is None:
        return None
    digits = format(value, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits in ("-0", "") else digits


def _bbox(bbox: Bbox | None) -> str | None:
    return None if bbox is None else json.dumps(bbox)


def _unbox(text: str | None) -> Bbox | None:
    return None if text is None else cast("Bbox", tuple(json.loads(text)))


def _json(words: Iterable[object]) -> str:
    return json.dumps(list(words), ensure_ascii=False)
