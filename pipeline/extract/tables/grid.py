"""A table as rows of squeezed cell texts, merged cells filled in."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Block, Cell, Document
from pipeline.language.squeeze import Squeezed, squeeze


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell seen from one of the places that it covers."""

    cell: Cell
    squeezed: Squeezed
    indent: int
    """Leading spaces of the original: clerks indent what is part of the row above."""

    @property
    def text(self) -> str:
        return self.squeezed.text


Row = list[GridCell | None]


def rows_of(document: Document, block: Block) -> list[Row]:
    """The grid's rows; None where nothing stands."""
    assert block.table is not None  # noqa: S101 - the caller chose a table block
    made = {cell: _grid_cell(document, cell) for cell in block.table.cells}
    return [[made[cell] if cell else None for cell in row] for row in block.table.grid()]


def _grid_cell(document: Document, cell: Cell) -> GridCell:
    text = document.quote(cell.span)
    return GridCell(cell, squeeze(document.text, cell.span.start, cell.span.end), len(text) - len(text.lstrip()))


def distinct(row: Row) -> list[GridCell]:
    """The cells of a row, each merged one once."""
    found: list[GridCell] = []
    for cell in row:
        if cell is not None and (not found or found[-1].cell is not cell.cell):
            found.append(cell)
    return found
