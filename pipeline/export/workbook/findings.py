"""The sheets on what cannot all be true: one row a finding, to be answered, and one row a figure of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.export.tables import Row, amount_unit
from pipeline.export.workbook import telling
from pipeline.export.workbook.sheets import ALARM, CAUTION, Column, Listing, Looks, Value
from pipeline.export.workbook.words import Words
from pipeline.store import Selection
from pipeline.store.reviews import Review

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_COLOURS = {"error": ALARM, "warning": CAUTION}
# What is sent to a unit on paper; the numbers behind it are for those who calculate.
_PRINTED = 10
_VERDICT = 8


def write_findings(
    book: Workbook, looks: Looks, words: Words, selection: Selection, reviews: Mapping[str, Review]
) -> int:
    """The list to be answered; how many findings there are comes back."""
    listing = Listing(book, looks, words("sheet.findings"), _columns(words), printed=_PRINTED)
    for row in selection.findings():
        figures = selection.finding_facts(row["id"])
        evidence = "\n".join(telling.figure(figure, words) for figure in figures)
        listing.add(_cells(row, evidence, reviews.get(row["key"]), words), ["", _COLOURS.get(row["severity"], "")])
    listing.finish()
    listing.sheet.freeze_panes(1, 1)
    if listing.count:
        _offer_verdicts(listing, words)
    return listing.count


def write_figures(book: Workbook, looks: Looks, words: Words, selection: Selection) -> None:
    """The figures of the findings, one a row."""
    heads = {"finding": 10, "role": 9, "concept": 22, "item": 22, "period": 7, "scenario": 9, "measure": 9}
    columns = [Column(words(f"column.{name}"), width) for name, width in heads.items()]
    columns += [Column(words("column.amount"), 15, "number"), Column(words("column.unit"), 9)]
    columns += [Column(words(f"column.{name}"), width, "wrap") for name, width in _PLACE.items()]
    listing = Listing(book, looks, words("sheet.figures"), columns)
    for row in selection.finding_facts():
        listing.add(_figure_cells(row, words), ["", ALARM if row["role"] == "stated" else ""])
    listing.finish()


_PLACE = {"quote": 48, "document": 30, "page": 6, "section": 30}


def _columns(words: Words) -> list[Column]:
    narrow = {"id": 10, "severity": 7, "kind": 10, "entity": 16, "fiscal_year": 7}
    columns = [Column(words(f"column.{name}"), width, "wrap") for name, width in narrow.items()]
    columns += [Column(words("column.message"), 46, "wrap"), Column(words("column.evidence"), 54, "wrap")]
    columns += [Column(words("column.decision"), 14, "wrap"), Column(words("column.verdict"), 15, "answer")]
    columns += [Column(words("column.answer"), 30, "answer")]
    numbers = ("stated", "computed", "difference", "tolerance")
    columns += [Column(words(f"column.{name}"), 14, "number") for name in numbers]
    return [*columns, Column(words("column.unit"), 9), Column(words("column.document"), 34), Column(words("check"), 34)]


def _cells(row: Row, evidence: str, review: Review | None, words: Words) -> list[Value]:
    decision = (
        "" if review is None else "\n".join(filter(None, (words.label("decision", review.decision), review.note)))
    )
    return [
        f"F{row['id']}",
        words.label("severity", row["severity"]),
        words.label("kind", row["kind"]),
        row["entity"],
        row["fiscal_year"],
        row[f"message_{words.language}"],
        evidence,
        decision,
        "",
        "",
        *(telling.of_finding(row, name) for name in ("stated", "computed", "difference", "tolerance")),
        amount_unit(row),
        row["document"],
        words.check(row["check_id"]),
    ]


def _figure_cells(row: Row, words: Words) -> list[Value]:
    return [
        f"F{row['finding_id']}",
        words(f"role.{row['role']}"),
        row[f"concept_{words.language}"] or row["concept"],
        row["item"],
        row["period"],
        words.label("scenario", row["scenario"]),
        words.label("measure", row["measure"]),
        telling.number(row),
        amount_unit(row),
        row["quote"],
        row["document"],
        row["page"],
        row["section"],
    ]


def _offer_verdicts(listing: Listing, words: Words) -> None:
    listing.sheet.data_validation(
        1,
        _VERDICT,
        listing.row - 1,
        _VERDICT,
        {
            "validate": "list",
            "source": words.several("verdicts"),
            "input_message": words("verdict.prompt"),
            "error_message": words("verdict.wrong"),
        },
    )
