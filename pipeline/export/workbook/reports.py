"""The sheets on files: the reports that were checked, and those that could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.export.workbook.sheets import ALARM, Column, Listing, Looks
from pipeline.export.workbook.words import Words
from pipeline.store import Selection

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def write_reports(book: Workbook, looks: Looks, words: Words, selection: Selection) -> None:
    """Every file that was given."""
    widths = {"name": 44, "entity": 26, "fiscal_year": 9, "report_type": 28, "status": 10, "figures": 9, "found": 8}
    columns = [Column(words(f"column.{name}"), width) for name, width in widths.items()]
    listing = Listing(book, looks, words("sheet.reports"), columns)
    for row in selection.documents():
        told = {**row, "status": words(f"document.{row['status']}")}
        listing.add([told[name] for name in widths])
    listing.finish()


def write_failures(book: Workbook, looks: Looks, words: Words, selection: Selection) -> None:
    """The files that could not be read: what happened, where, and what to do."""
    columns = [Column(words("column.name"), 44, "wrap"), Column(words("column.error"), 70, "wrap")]
    columns += [Column(words("column.path"), 60, "wrap")]
    listing = Listing(book, looks, words("sheet.failures"), columns)
    for row in selection.documents():
        if row["status"] == "failed":
            why = row["error_zh"] if words.language == "zh" and row["error_zh"] else row["error"]
            listing.add([row["name"], why, row["path"]], [ALARM])
    listing.finish()
