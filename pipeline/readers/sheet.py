"""Spreadsheets (.xlsx, .xls and WPS's .et): every visible sheet's titles, paragraphs and tables, top to bottom.

`sheet_xlsx` and `sheet_xls` know the formats, `sheet_numbers` how a number shows, `sheet_grid` what is merged and
hidden, `sheet_layout` what is a paragraph and what a table.
"""

from __future__ import annotations

import zipfile
import zlib

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.drafts import Draft, Reading
from pipeline.readers.limits import Limits
from pipeline.readers.ole2 import SIGNATURE
from pipeline.readers.sheet_grid import Workbook, visible_cells
from pipeline.readers.sheet_layout import sheet_drafts
from pipeline.readers.sheet_xls import read_xls
from pipeline.readers.sheet_xlsx import AGAIN, read_xlsx


def read(data: bytes, limits: Limits) -> Reading:
    """Drafts of a spreadsheet; sheets are no pages, so `pages` is None.

    Raises ReadError for a broken, encrypted or oversized file.
    """
    try:
        book = read_xls(data, limits) if data.startswith(SIGNATURE) else read_xlsx(data, limits)
    except (zipfile.BadZipFile, zlib.error, etree.LxmlError, OSError, EOFError, RuntimeError, ValueError) as err:
        what = "with broken XML" if isinstance(err, etree.XMLSyntaxError) else "that is cut off or broken"
        raise ReadError(f"spreadsheet {what} ({err})", do=AGAIN) from err
    return _reading(book)


def _reading(book: Workbook) -> Reading:
    drafts: list[Draft] = []
    notes = list(book.notes)
    for sheet in book.sheets:
        cells, hidden = visible_cells(sheet)
        if hidden:
            notes.append(f"{hidden} cells in hidden rows or columns of sheet “{sheet.name}” left out")
        drafts += sheet_drafts(sheet.name, cells, first=not drafts)
    return Reading(drafts, notes=notes)
