"""A worksheet as a person sees it: texts at grid places, hidden rows and columns taken out, merged places known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.readers.drafts import DraftCell

Place = tuple[int, int]
Area = tuple[int, int, int, int]
"""(top, left, bottom, right), all inclusive, counted from 0."""

# Merged places are walked one by one; no honest sheet has so many, a forged one could have 16 thousand million.
_MERGED_PLACES = 2_000_000


@dataclass(slots=True)
class Sheet:
    """What a spreadsheet format's reader hands over. Blank texts are no cells."""

    name: str
    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Workbook:
    """The visible sheets in their order, and what was left out."""

    sheets: list[Sheet]
    notes: list[str] = field(default_factory=list)


def visible_cells(sheet: Sheet) -> tuple[list[DraftCell], int]:
    """The cells that show, row by row, and how many filled ones lie in hidden rows or columns.

    Places are counted without what is hidden, and from the first column in use. A merged cell's spans end where
    the sheet's texts end, so that a title merged over empty columns makes no table wider.
    """
    merged, inner = _owners(sheet)
    rows, cols = sorted(sheet.hidden_rows), sorted(sheet.hidden_cols)
    cells: list[DraftCell] = []
    hidden = 0
    for (row, col), text in sorted(sheet.texts.items()):
        if (row, col) in inner:
            continue
        top, left, bottom, right = merged.get((row, col), (row, col, row, col))
        (first_row, height), (first_col, width) = _shown(top, bottom, rows), _shown(left, right, cols)
        if height and width:
            cells.append(DraftCell(text, first_row, first_col, height, width))
        else:
            hidden += 1
    return _from_first_column(cells), hidden


def _owners(sheet: Sheet) -> tuple[Mapping[Place, Area], set[Place]]:
    """The merged areas that hold text by their corner, and the places inside areas, whose own text does not show."""
    last_row = max((row for row, _ in sheet.texts), default=0)
    last_col = max((col for _, col in sheet.texts), default=0)
    areas: dict[Place, Area] = {}
    inner: set[Place] = set()
    left_to_walk = _MERGED_PLACES
    for top, left, bottom, right in sheet.merged:
        area = top, left, min(bottom, last_row), min(right, last_col)
        places = max(0, area[2] - top + 1) * max(0, area[3] - left + 1)
        if places > left_to_walk or (top, left) in inner:
            continue
        left_to_walk -= places
        areas[top, left] = area
        inner.update((r, c) for r in range(top, area[2] + 1) for c in range(left, area[3] + 1) if (r, c) != (top, left))
    return areas, inner


def _shown(first: int, last: int, hidden: list[int]) -> tuple[int, int]:
    """Where first … last (inclusive) begins once what is hidden is taken out, and how much of it is left."""
    before, within = bisect_left(hidden, first), bisect_left(hidden, last + 1)
    return first - before, last - first + 1 - (within - before)


def _from_first_column(cells: Iterable[DraftCell]) -> list[DraftCell]:
    cells = list(cells)
    first = min((cell.col for cell in cells), default=0)
    for cell in cells:
        cell.col -= first
    return sorted(cells, key=lambda cell: (cell.row, cell.col))
