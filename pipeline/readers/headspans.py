"""Head rows whose merged cells came without their spans: which cell of the upper row stands over which below.

A page's 公务用车费 over 小计, 购置费 and 运行费 becomes one cell among its neighbours, and three in a row of their own.
The width of the rows below tells how many cells were merged; words that both rows share tell which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from pipeline.readers.drafts import DraftCell

_SUM = re.compile(r"[合小总]\s*计")
_NUMBER = re.compile(r"[-+－]?[\d,，.]+\s*[%％]?")
_PARTS = re.compile(r"其\s*中")
_MOST_GROUPS = 3


def is_number(text: str) -> bool:
    """Whether a cell is a figure and nothing else."""
    return bool(_NUMBER.fullmatch(text.strip()))


def spread(first: Sequence[str], second: Sequence[str], width: int, row: int = 0) -> list[DraftCell] | None:
    """The cells of two head rows at their places, `width` columns wide; None where nothing tells them."""
    found = _best(first, second, width)
    if found is None:
        return None
    _, sizes = found
    cells: list[DraftCell] = []
    below = iter(second)
    col = 0
    for text, size in zip(first, sizes, strict=True):
        cells.append(DraftCell(text, row, col, 1 if size else 2, size or 1))
        cells += [DraftCell(next(below), row + 1, col + index) for index in range(size)]
        col += size or 1
    return cells


def spread_run(head: Sequence[str], width: int) -> list[DraftCell] | None:
    """The same where the two rows came in one run: the division that shares the most words between them."""
    best: tuple[int, int] | None = None
    for length in range(2, len(head) - 1):
        found = _best(head[:length], head[length:], width)
        if found is not None and (best is None or found[0] > best[0]):
            best = (found[0], length)
    return spread(head[: best[1]], head[best[1] :], width) if best else None


def _best(first: Sequence[str], second: Sequence[str], width: int) -> tuple[int, list[int]] | None:
    """How many words the best division shares, and over how many cells each of `first` stands (0: over none)."""
    groups = len(first) + len(second) - width
    if not 1 <= groups <= min(len(first), _MOST_GROUPS) or len(second) < 2 * groups:
        return None
    parts = _parts(second, groups)
    if parts is None:
        return None
    choices = list(combinations(range(len(first)), groups))
    scores = [sum(_shared(first[i], part) for i, part in zip(choice, parts, strict=True)) for choice in choices]
    best = max(scores)
    if best == 0 and groups < len(first) - 1:
        return None
    # Nothing shared: all cells but the label's stand over others (预算数, 决算数), so the last choice.
    chosen = choices[scores.index(best)] if best else choices[-1]
    sizes = dict(zip(chosen, map(len, parts), strict=True))
    return best, [sizes.get(index, 0) for index in range(len(first))]


def _parts(second: Sequence[str], groups: int) -> list[Sequence[str]] | None:
    """The lower row in as many runs: each begins with its sum, or all are alike in length."""
    sums = [index for index, text in enumerate(second) if _SUM.fullmatch(text.strip())]
    if len(sums) == groups and sums[0] == 0:
        return [second[a:b] for a, b in pairwise([*sums, len(second)])]
    size, rest = divmod(len(second), groups)
    return None if rest else [second[i * size : (i + 1) * size] for i in range(groups)]


def _shared(above: str, below: Sequence[str]) -> int:
    """How many pairs of neighbouring characters of a cell stand in the cells below it; 其中 says that all do."""
    if _PARTS.match(above):
        return sum(map(len, below))
    text, words = re.sub(r"\s", "", above), " ".join(below)
    return len({a + b for a, b in pairwise(text) if a + b in words})
