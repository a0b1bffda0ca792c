"""The sheets on what reports state: every figure, and the main ones year by year."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.export.tables import Row, amount_unit
from pipeline.export.workbook import telling
from pipeline.export.workbook.sheets import Column, Listing, Looks, Value
from pipeline.export.workbook.words import Words
from pipeline.store import YEAR_COLUMNS, Selection

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_UNITS = {"staff": "人", "asset": "辆", "score": "分"}
"""Of the figures by year, by the concept's first word; all else is money."""


def write_facts(book: Workbook, looks: Looks, words: Words, selection: Selection) -> int:
    """Every figure, one a row; how many there are comes back."""
    widths = {"entity": 22, "period": 7, "concept": 22, "item": 26, "scenario": 9, "measure": 9, "base": 10}
    columns = [Column(words(f"column.{name}"), width) for name, width in widths.items()]
    columns += [Column(words("column.amount"), 15, "number"), Column(words("column.unit"), 9)]
    columns += [Column(words("column.hedge"), 7), Column(words("column.text"), 14)]
    columns += [Column(words("column.quote"), 50), Column(words("column.document"), 34)]
    rest = {"page": 6, "section": 34, "fiscal_year": 9, "fact": 12}
    columns += [Column(words(f"column.{name}"), width) for name, width in rest.items()]
    listing = Listing(book, looks, words("sheet.facts"), columns, printed=13)
    for row in selection.facts():
        listing.add(_fact_cells(row, words))
    listing.finish()
    return listing.count


def write_years(book: Workbook, looks: Looks, words: Words, selection: Selection) -> None:
    """A unit's main figures, one a row, a column a year."""
    years = sorted({row["year"] for row in selection.years()})
    columns = [Column(words("column.entity"), 26), Column(words("column.concept"), 30), Column(words("column.unit"), 9)]
    columns += [Column(words("year", year=year), 14, "number") for year in years]
    listing = Listing(book, looks, words("sheet.years"), columns)
    for entity, rows in groupby(selection.years(), key=lambda row: (row["entity_id"], row["entity"])):
        by_year = {row["year"]: row for row in rows}
        for concept, _ in YEAR_COLUMNS:
            values: list[Value] = [by_year[year][concept] if year in by_year else None for year in years]
            if any(value is not None for value in values):
                unit = _UNITS.get(concept.split(".", 1)[0], "万元")
                listing.add([entity[1], words.label("concept", concept), unit, *values])
    listing.finish()
    listing.sheet.freeze_panes(1, 3)


def _fact_cells(row: Row, words: Words) -> list[Value]:
    return [
        row["entity"],
        row["period"],
        row[f"concept_{words.language}"] or row["concept"],
        row["item"],
        words.label("scenario", row["scenario"]),
        words.label("measure", row["measure"]),
        words.label("base", row["base"]),
        telling.number(row),
        amount_unit(row),
        telling.hedge(row, words),
        row["text"],
        row["quote"],
        row["document"],
        row["page"],
        row["section"],
        row["fiscal_year"],
        str(row["id"]),
    ]
