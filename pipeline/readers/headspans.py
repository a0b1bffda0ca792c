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
