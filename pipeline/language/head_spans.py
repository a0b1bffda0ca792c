"""Head rows whose merged cells came without their spans: which cell of the upper row stands over which below.

A page's 公务用车费 over 小计, 购置费 and 运行费 becomes one cell among its neighbours, and three in a row of their own.
The width of the rows below tells how many cells were merged; words that both rows share tell which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

_SUM = re.compile(r"[合小总]\s*计")
_PARTS = re.compile(r"其\s*中")
_MOST_GROUPS = 3


Likeness = tuple[float, int]
"""How many of the lower cells share words with the cell above them (1: all), and how many words in all."""

_NONE: Likeness = (0.0, 0)


def head_spans(first: Sequence[str], second: Sequence[str], width: int) -> tuple[Likeness, list[int]] | None:
    """How alike two head rows are, and over how many cells of the second each of the first stands.

    0 is over none: such a cell is a column's only head. None where nothing tells them apart.

    >>> head_spans(["合计", "车辆费用", "接待费"], ["小计", "车辆购置费", "车辆运行费"], 5)
    ((1.0, 1), [0, 3, 0])
    """
    groups = len(first) + len(second) - width
    if not 1 <= groups <= min(len(first), _MOST_GROUPS) or len(second) < 2 * groups:
        return None
    parts = _parts(second, groups)
    if parts is None:
        return None
    choices = list(combinations(range(len(first)), groups))
    scores = [_likeness([(first[i], part) for i, part in zip(choice, parts, strict=True)]) for choice in choices]
    best = max(scores)
    if best == _NONE and groups < len(first) - 1:
        return None
    # Nothing shared: all cells but the label's stand over others (预算数, 决算数), so the last choice.
    chosen = choices[scores.index(best)] if best > _NONE else choices[-1]
    sizes = dict(zip(chosen, map(len, parts), strict=True))
    return best, [sizes.get(index, 0) for index in range(len(first))]


def divided_head(head: Sequence[str], width: int, *, alike: bool = False) -> tuple[int, list[int]] | None:
    """How long the upper row is of two that came in one run, and its spans: the division with the greatest likeness.

    `alike`: cells without any likeness are two rows only where all of the upper ones stand over others.
    """
    best: tuple[Likeness, int, list[int]] | None = None
    for length in range(2, len(head) - 1):
        found = head_spans(head[:length], head[length:], width)
        if found is None or (alike and found[0] == _NONE and not all(found[1])):
            continue
        if best is None or found[0] > best[0]:
            best = (found[0], length, found[1])
    return best[1:] if best else None


def _parts(second: Sequence[str], groups: int) -> list[Sequence[str]] | None:
    """The lower row in as many runs: each begins with its sum, or all are alike in length."""
    sums = [index for index, text in enumerate(second) if _SUM.fullmatch(text.strip())]
    if len(sums) == groups and sums[0] == 0:
        return [second[a:b] for a, b in pairwise([*sums, len(second)])]
    size, rest = divmod(len(second), groups)
    # A sum behind other parts would be that of other columns.
    return None if rest or sums else [second[i * size : (i + 1) * size] for i in range(groups)]


def _likeness(groups: Sequence[tuple[str, Sequence[str]]]) -> Likeness:
    """A sum (小计) is like whatever stands over it, 其中 like all below it; no part is named as its whole."""
    if any(above in below for above, below in groups):
        return _NONE
    words = [(_pairs(above), [_pairs(cell) for cell in below]) for above, below in groups]
    shared = [[len(above & cell) for cell in below] for above, below in words]
    if not any(map(any, shared)) and not any(_PARTS.match(above) for above, _ in groups):
        return _NONE
    below = [
        (above, cell, n)
        for (above, cells), ns in zip(groups, shared, strict=True)
        for cell, n in zip(cells, ns, strict=True)
    ]
    alike = sum(bool(n or _SUM.fullmatch(cell.strip()) or _PARTS.match(above)) for above, cell, n in below)
    if alike * 2 <= len(below):
        return _NONE
    return alike / len(below), sum(len(above & set().union(*cells)) for above, cells in words)


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of a cell."""
    squeezed = re.sub(r"\s", "", text)
    return {a + b for a, b in pairwise(squeezed)}
