"""Cells of two head rows whose merged cells came without their spans, put back to their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.language.head_spans import divided_head, head_spans
from pipeline.readers.drafts import DraftCell

_NUMBER = re.compile(r"[-+－]?[\d,，.]+\s*[%％]?")


def is_number(text: str) -> bool:
    """Whether a cell is a figure and nothing else."""
    return bool(_NUMBER.fullmatch(text.strip()))


def spread(first: Sequence[str], second: Sequence[str], width: int, row: int = 0) -> list[DraftCell] | None:
    """The cells of two head rows at their places, `width` columns wide; None where nothing tells them."""
    found = head_spans(first, second, width)
    return _placed(first, second, found[1], row) if found else None


def spread_run(head: Sequence[str], width: int) -> list[DraftCell] | None:
    """The same where the two rows came in one run."""
    found = divided_head(head, width)
    return _placed(head[: found[0]], head[found[0] :], found[1], 0) if found else None


def _placed(first: Sequence[str], second: Sequence[str], sizes: Sequence[int], row: int) -> list[DraftCell]:
    cells: list[DraftCell] = []
    below = iter(second)
    col = 0
    for text, size in zip(first, sizes, strict=True):
        cells.append(DraftCell(text, row, col, 1 if size else 2, size or 1))
        cells += [DraftCell(next(below), row + 1, col + index) for index in range(size)]
        col += size or 1
    return cells


def merged(grid: Sequence[Sequence[str]]) -> list[DraftCell]:
    """The cells of rows in which merged cells left blanks, with their spans.

    In the head, a blank below words belongs to them, any other to the words at its left; in a row of figures the blanks
    behind the label do.
    """
    heads = next((at for at, row in enumerate(grid) if any(map(is_number, row))), 0)
    cells: list[DraftCell] = []
    owners: dict[tuple[int, int], DraftCell] = {}
    for r, row in enumerate(grid):
        label_ends = heads and next((c for c, text in enumerate(row) if c and text), 0) if r >= heads else len(row)
        for c, text in enumerate(row):
            above, left = owners.get((r - 1, c)), owners.get((r, c - 1))
            if not text and r < heads and above and above.text and above.col_span == 1:
                above.row_span += 1
                owners[r, c] = above
            elif not text and left and left.text and left.row == r and c < label_ends:
                left.col_span += 1
                owners[r, c] = left
            else:
                owners[r, c] = DraftCell(text, r, c)
                cells.append(owners[r, c])
    return cells
