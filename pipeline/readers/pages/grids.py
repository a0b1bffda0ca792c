"""Boxes of cells → a grid with spans; a table that goes on over the page → one table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.document import Bbox
from pipeline.readers.drafts import DraftCell, DraftTable
from pipeline.readers.pages.content import Char, PageContent, rounded, union
from pipeline.readers.pages.lines import rows_of, text_of

# Rules nearer than this are one rule: drawn twice, or as the two sides of a thin box.
_SAME_EDGE = 2.5
# How far the same column's rule may lie from one page to the next.
_SAME_COLUMN = 4.0
_DIGIT_BREAK = re.compile(r"\d\Z"), re.compile(r"[\d.,，]")
_NUMBER_START = re.compile(r"[\d.,，]\Z"), re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a table that stands on one page: its cells by box, the grid's edges, row by row."""

    page: int
    bbox: Bbox
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[Bbox, str], ...]

    def rows(self) -> list[list[tuple[Bbox, str]]]:
        """The cells that begin in each row, left to right."""
        found: list[list[tuple[Bbox, str]]] = [[] for _ in self.ys[1:]]
        for bbox, text in self.cells:
            found[min(_nearest(self.ys, bbox[1]), len(found) - 1)].append((bbox, text))
        return [sorted(row) for row in found]


def pieces_of(content: PageContent) -> tuple[list[Piece], list[Char]]:
    """The tables of a page, from top to bottom, and the characters that stand in none.

    A lone box, or a column of boxes, is a frame around text: its characters stay with the page's lines. A grid
    without a word is no table.
    """
    owners: dict[int, dict[Bbox, list[Char]]] = {}
    free: list[Char] = list(content.chars)
    for index, boxes in sorted(enumerate(content.tables), key=lambda item: _area(union(list(item[1])))):
        xs, ys = _edges(boxes, 0), _edges(boxes, 1)
        if len(xs) > 2 and len(ys) > 1:
            owners[index], free = _shared_out(boxes, free)
    found = [
        _piece(content.number, content.tables[index], owned) for index, owned in owners.items() if any(owned.values())
    ]
    return sorted(found, key=lambda piece: (piece.bbox[1], piece.bbox[0])), free


def _piece(page: int, boxes: Sequence[Bbox], owned: dict[Bbox, list[Char]]) -> Piece:
    cells = tuple((box, cell_text(owned.get(box, []), box)) for box in sorted(set(boxes), key=lambda b: (b[1], b[0])))
    return Piece(page, union(list(boxes)), _edges(boxes, 0), _edges(boxes, 1), cells)


def _area(bbox: Bbox) -> float:
    return (bbox[2] - bbox[0]) * (bbox[3] - bbox[1])


def _shared_out(boxes: Sequence[Bbox], chars: Iterable[Char]) -> tuple[dict[Bbox, list[Char]], list[Char]]:
    """Which characters have their middle in which box, and the rest."""
    around = union(list(boxes))
    owned: dict[Bbox, list[Char]] = {box: [] for box in boxes}
    rest: list[Char] = []
    last = boxes[0]
    for char in chars:
        _, x0, top, x1, bottom, _, _ = char
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        # Writers print cell by cell: the last one's box is nearly always the next one's too.
        if not (last[0] <= x < last[2] and last[1] <= y < last[3]):
            inside = around[0] <= x < around[2] and around[1] <= y < around[3]
            home = _home(boxes, x, y) if inside else None
            if home is None:
                rest.append(char)
                continue
            last = home
        owned[last].append(char)
    return owned, rest


def _home(boxes: Iterable[Bbox], x: float, y: float) -> Bbox | None:
    return next((box for box in boxes if box[1] <= y < box[3] and box[0] <= x < box[2]), None)


def cell_text(chars: Sequence[Char], box: Bbox) -> str:
    """A cell's words, one line a row; a number that the cell's width broke is whole again."""
    rows = list(rows_of(chars))
    parts: list[str] = []
    for index, row in enumerate(rows):
        text = text_of(row)
        if index and not _broken_number(parts[-1], text, rows[index - 1], box):
            parts.append("\n")
        parts.append(text)
    return "".join(parts)


def _broken_number(above: str, below: str, row: Sequence[Char], box: Bbox) -> bool:
    if not any(end.search(above) and start.match(below) for end, start in (_DIGIT_BREAK, _NUMBER_START)):
        return False
    last = max(row, key=lambda char: char.x1)
    return box[2] - max(last.x1, 0) + (min(char.x0 for char in row) - box[0]) < 2.2 * last.size


def _edges(boxes: Iterable[Bbox], axis: int) -> tuple[float, ...]:
    return clustered([place for box in boxes for place in (box[axis], box[axis + 2])])


def clustered(places: Iterable[float]) -> tuple[float, ...]:
    """Places in order, those that lie together as one (their least).

    >>> clustered([10, 80.5, 80, 11])
    (10, 80)
    """
    found: list[float] = []
    last = float("-inf")
    for place in sorted(places):
        if place - last > _SAME_EDGE:
            found.append(place)
        last = place
    return tuple(found)


def _nearest(edges: Sequence[float], place: float) -> int:
    at = bisect_left(edges, place)
    if at == len(edges) or (at and place - edges[at - 1] <= edges[at] - place):
        return at - 1
    return at


def goes_on(first: Piece, second: Piece) -> bool:
    """Whether the second piece, on a later page, may be the first one's continuation: the same columns.

    One of the two may lack some inner edges: the head's subdivisions, or a body without merged cells.
    """
    shift = second.xs[0] - first.xs[0]
    width = first.xs[-1] - first.xs[0], second.xs[-1] - second.xs[0]
    if abs(shift) > 3 * _SAME_COLUMN or abs(width[0] - width[1]) > _SAME_COLUMN:
        return False
    moved = [x - shift for x in second.xs]
    return _within(moved, first.xs) or _within(first.xs, moved)


def _within(some: Sequence[float], all_: Sequence[float]) -> bool:
    return all(any(abs(x - y) <= _SAME_COLUMN for y in all_) for x in some)


def repeated_rows(first: Piece, second: Piece) -> int:
    """How many rows at the top of the second piece repeat the head of the first; 0 if none or if all do."""
    rows = [[_squeezed(text) for _, text in row] for row in second.rows()]
    head = [[_squeezed(text) for _, text in row] for row in first.rows()]
    same = 0
    for mine, other in zip(rows, head, strict=False):
        if mine != other:
            break
        same += 1
    while same and not any(text for row in rows[:same] for text in row):
        same = 0
    return 0 if same == len(rows) else same


def _squeezed(text: str) -> str:
    return "".join(text.split())


def draft_table(pieces: Sequence[Piece]) -> DraftTable:
    """One grid of a table's pieces; the head that a later page repeats stands once."""
    first = pieces[0]
    shifts = [piece.xs[0] - first.xs[0] for piece in pieces]
    edges = clustered(x - shift for piece, shift in zip(pieces, shifts, strict=True) for x in piece.xs)
    table = DraftTable([], page=first.page, bbox=first.bbox)
    row = 0
    for piece, shift in zip(pieces, shifts, strict=True):
        skip = _skipped(first, piece) if piece is not first else 0
        table.cells += _grid_cells(piece, skip, row, _columns(edges, shift))
        row += len(piece.ys) - 1 - skip
    return table


def _skipped(first: Piece, piece: Piece) -> int:
    """Rows of a later page that add nothing: the head again, the blank rest of a row that the page cut."""
    skip = repeated_rows(first, piece)
    rows = piece.rows()
    blank = len(rows) > 1 and bool(rows[0]) and not any(text for _, text in rows[0])
    return skip or int(blank)


def _columns(edges: Sequence[float], shift: float) -> Callable[[float], int]:
    return lambda x: _nearest(edges, x - shift)


def _grid_cells(piece: Piece, skip: int, start: int, column: Callable[[float], int]) -> list[DraftCell]:
    cells = []
    for box, text in piece.cells:
        top, bottom = _nearest(piece.ys, box[1]), _nearest(piece.ys, box[3])
        if top < skip:
            continue
        left, right = column(box[0]), column(box[2])
        cells.append(
            DraftCell(
                text=text,
                row=start + top - skip,
                col=left,
                row_span=max(1, bottom - top),
                col_span=max(1, right - left),
                page=piece.page,
                bbox=rounded(box),
            )
        )
    return sorted(cells, key=lambda cell: (cell.row, cell.col))
