"""Tables without rules: lines whose texts stand in the same columns, told by the white between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.readers.pages.content import Char
from pipeline.readers.pages.grids import Piece
from pipeline.readers.pages.lines import text_of, without_leaders

# In widths of a character: less may be a word set wide, or justification.
_GAP = 1.5
_LEAST_COLUMNS = 3
_LEAST_ROWS = 3
_LEAST_FILLED = 0.6
_LONGEST = 30
# Two rows farther apart than this many heights do not belong together.
_MOST_APART = 4.0
_SENTENCE = re.compile(r"[。；][”’）)]?$")

Row = list[Char]


def unruled(rows: Sequence[Row], page: int) -> tuple[list[Piece], list[Row]]:
    """The tables among the rows of a page (characters outside of ruled tables), and the rows of no table."""
    pieces: list[Piece] = []
    rest: list[Row] = []
    block: list[list[Row]] = []
    for row in [*rows, None]:
        parts = _parts(row) if row is not None else []
        if len(parts) >= _LEAST_COLUMNS and all(map(_is_cell, parts)) and (not block or _near(block[-1], parts)):
            block.append(parts)
            continue
        rest += _settled(block, page, pieces)
        block = [parts] if len(parts) >= _LEAST_COLUMNS and all(map(_is_cell, parts)) else []
        rest += [row] if row is not None and not block else []
    rest += _settled(block, page, pieces)
    return pieces, rest


def _settled(block: list[list[Row]], page: int, pieces: list[Piece]) -> list[Row]:
    """A block that is a grid goes to `pieces`; the rows of one that is none come back."""
    bands = _bands(block)
    if len(block) >= _LEAST_ROWS and len(bands) >= _LEAST_COLUMNS and _is_grid(block, bands):
        pieces.append(_piece(block, bands, page))
        return []
    return [[char for part in parts for char in part] for parts in block]


def _parts(row: Row) -> list[Row]:
    parts: list[Row] = [[]]
    last: Char | None = None
    for char in row:
        if char.text.isspace():
            continue
        if last is not None and char.x0 - last.x1 > _GAP * max(char.size, last.size):
            parts.append([])
        parts[-1].append(char)
        last = char
    return [part for part in parts if part]


def _is_cell(part: Row) -> bool:
    text = text_of(part)
    return len(text) <= _LONGEST and not _SENTENCE.search(text) and without_leaders(text) is None


def _near(above: list[Row], below: list[Row]) -> bool:
    first, second = above[0][0], below[0][0]
    return second.top - first.top <= _MOST_APART * max(first.size, second.size)


def _bands(block: Sequence[Sequence[Row]]) -> list[tuple[float, float]]:
    """Columns: what the texts of all rows cover, seen from above."""
    bands: list[tuple[float, float]] = []
    for start, end in sorted((part[0].x0, part[-1].x1) for parts in block for part in parts):
        if bands and start < bands[-1][1]:
            bands[-1] = bands[-1][0], max(bands[-1][1], end)
        else:
            bands.append((start, end))
    return bands


def _is_grid(block: Sequence[Sequence[Row]], bands: Sequence[tuple[float, float]]) -> bool:
    columns = [[_column(part, bands) for part in parts] for parts in block]
    alone = all(len(set(row)) == len(row) for row in columns)
    return alone and sum(map(len, columns)) >= _LEAST_FILLED * len(bands) * len(block)


def _column(part: Row, bands: Sequence[tuple[float, float]]) -> int:
    return next(i for i, (start, end) in enumerate(bands) if start <= part[0].x0 <= end)


def _piece(block: Sequence[Sequence[Row]], bands: Sequence[tuple[float, float]], page: int) -> Piece:
    """Rules in the middle of the white between columns and between rows."""
    xs = (bands[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(bands)), bands[-1][1])
    tops = [min(char.top for part in parts for char in part) for parts in block]
    bottom = max(char.bottom for part in block[-1] for char in part)
    ys = (*tops, bottom)
    cells = tuple(_cells(block, bands, xs, ys))
    return Piece(page, (xs[0], ys[0], xs[-1], ys[-1]), xs, ys, cells)


def _cells(
    block: Sequence[Sequence[Row]], bands: Sequence[tuple[float, float]], xs: Sequence[float], ys: Sequence[float]
) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    for row, parts in enumerate(block):
        texts = {_column(part, bands): text_of(part) for part in parts}
        for col in range(len(bands)):
            yield (xs[col], ys[row], xs[col + 1], ys[row + 1]), texts.get(col, "")
