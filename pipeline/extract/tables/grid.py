"""A table as rows of squeezed cell texts, merged cells filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.document import Cell, Document, Table
from pipeline.language.squeeze import Squeezed, squeeze


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its squeezed text; a merged cell is the same object at every place that it covers."""

    cell: Cell
    squeezed: Squeezed

    @property
    def text(self) -> str:
        return self.squeezed.text


Row = Sequence[GridCell | None]
"""The grid's places from left to right; None where nothing stands."""


def rows_of(document: Document, table: Table) -> list[Row]:
    """The grid's rows from top to bottom."""
    made = {cell: GridCell(cell, squeeze(document.text, cell.span.start, cell.span.end)) for cell in table.cells}
    return [[made[cell] if cell else None for cell in row] for row in table.grid()]


def distinct(row: Row) -> list[GridCell]:
    """The cells of a row, each merged one once."""
    found: list[GridCell] = []
    for cell in row:
        if cell is not None and (not found or found[-1] is not cell):
            found.append(cell)
    return found


def filled(row: Row) -> list[GridCell]:
    """The cells of a row that hold text, each merged one once."""
    return [cell for cell in distinct(row) if cell.text]


def texts_at(rows: Iterable[Row], index: int) -> list[str]:
    """The texts of one column, blank cells left out."""
    column = (row[index] for row in rows if index < len(row))
    return [cell.text for cell in column if cell is not None and cell.text]
