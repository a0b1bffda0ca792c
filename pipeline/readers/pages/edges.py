"""Level and upright strokes → the cells that they enclose, table by table: pdfplumber's TableFinder, made fast.

The same steps with the same sums (snap strokes that lie beside each other, join those that follow each other, find
where they cross, take the smallest box from every crossing), so the cells are the same bit for bit; but strokes are
tuples, and only crossings that can matter are looked at.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from pipeline.document import Bbox

# pdfplumber's defaults, in points.
_NEAR = 3.0
_SHORTEST_PART = 1.0
_SHORTEST = 3.0

_Point = tuple[float, float]


class Edge(NamedTuple):
    """A level stroke: it lies at y = `at` and goes from x = `start` to `end`; or an upright one, x and y exchanged."""

    upright: bool
    at: float
    start: float
    end: float
    length: float


def edge(x0: float, y0: float, x1: float, y1: float) -> Edge:
    """A stroke from its two ends, or from two corners of a thin box: the line in its middle."""
    (x0, x1), (y0, y1) = sorted((x0, x1)), sorted((y0, y1))
    if x1 - x0 >= y1 - y0:
        return Edge(False, (y0 + y1) / 2, x0, x1, x1 - x0)
    return Edge(True, (x0 + x1) / 2, y0, y1, y1 - y0)


def tables_of(edges: Iterable[Edge]) -> tuple[tuple[Bbox, ...], ...]:
    """The boxes of the cells of every table that the edges enclose, from top to bottom."""
    parts = [each for each in edges if each.length >= _SHORTEST_PART]
    merged = [[e for e in _merged(e for e in parts if e.upright is u) if e.length >= _SHORTEST] for u in (True, False)]
    return tuple(map(tuple, _tables(list(_cells(_crossings(*merged))))))


def _merged(edges: Iterable[Edge]) -> Iterator[Edge]:
    snapped = sorted(_snapped(list(edges)), key=attrgetter("at"))
    for _, group in groupby(snapped, key=attrgetter("at")):
        yield from _joined(sorted(group, key=attrgetter("start")))


def _snapped(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Edges that lie beside each other, moved to the mean of their places."""
    clusters: dict[float, list[Edge]] = {}
    last: float | None = None
    for at in sorted({each.at for each in edges}):
        clusters[at] = clusters[last] if last is not None and at <= last + _NEAR else []
        last = at
    for each in edges:
        clusters[each.at].append(each)
    for cluster in {id(each): each for each in clusters.values()}.values():
        mean = sum(each.at for each in cluster) / len(cluster)
        for each in cluster:
            yield each._replace(at=each.at + (mean - each.at))


def _joined(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Edges on one line, in order; those that touch are one."""
    last = edges[0]
    for each in edges[1:]:
        if each.start > last.end + _NEAR:
            yield last
            last = each
        elif each.end > last.end:
            length = last.length + (each.end - last.end) if each.upright else each.end - last.start
            last = last._replace(end=each.end, length=length)
    yield last


@dataclass(slots=True)
class _Crossing:
    """Which upright and which level edges meet at a point, by their numbers."""

    uprights: set[int] = field(default_factory=set)
    levels: set[int] = field(default_factory=set)


def _crossings(uprights: Sequence[Edge], levels: Sequence[Edge]) -> dict[_Point, _Crossing]:
    crossings: dict[_Point, _Crossing] = defaultdict(_Crossing)
    # Levels come in the order of their places.
    below, above = [each.at + _NEAR for each in levels], [each.at - _NEAR for each in levels]
    for i, (_, x, top, bottom, _) in enumerate(uprights):
        for j in range(bisect_left(below, top), bisect_right(above, bottom)):
            _, y, x0, x1, _ = levels[j]
            if x0 - _NEAR <= x <= x1 + _NEAR:
                crossing = crossings[x, y]
                crossing.uprights.add(i)
                crossing.levels.add(j)
    return dict(crossings)


def _cells(crossings: dict[_Point, _Crossing]) -> Iterator[Bbox]:
    """From each crossing the smallest box whose corners are crossings and whose sides are drawn."""
    down: dict[float, list[_Point]] = defaultdict(list)
    right: dict[float, list[_Point]] = defaultdict(list)
    for point in sorted(crossings):
        down[point[0]].append(point)
        right[point[1]].append(point)
    for point in sorted(crossings):
        x, y = point
        here = crossings[point]
        others = [p for p in right[y][bisect_right(right[y], point) :] if here.levels & crossings[p].levels]
        lower = (p for p in down[x][bisect_right(down[x], point) :] if here.uprights & crossings[p].uprights)
        if others and (corner := _nearest_corner(lower, others, crossings)):
            yield float(x), float(y), float(corner[0]), float(corner[1])


def _nearest_corner(
    lower: Iterable[_Point], others: Sequence[_Point], crossings: dict[_Point, _Crossing]
) -> _Point | None:
    """The first crossing that is joined with one straight below and with one straight to the right."""
    for below in lower:
        for beside in others:
            corner = crossings.get((beside[0], below[1]))
            if (
                corner is not None
                and corner.uprights & crossings[beside].uprights
                and corner.levels & crossings[below].levels
            ):
                return beside[0], below[1]
    return None


def _tables(cells: list[Bbox]) -> list[list[Bbox]]:
    """Cells that share corners are one table; one cell alone is none."""
    tables: list[list[Bbox]] = []
    while cells:
        table: list[Bbox] = []
        corners: set[_Point] = set()
        size = -1
        while size < len(table):
            size, rest = len(table), []
            for cell in cells:
                own = _corners(cell)
                if not table or not corners.isdisjoint(own):
                    corners.update(own)
                    table.append(cell)
                else:
                    rest.append(cell)
            cells = rest
        tables.append(table)
    tables.sort(key=lambda table: min((top, x0) for x0, top, _, _ in table))
    return [table for table in tables if len(table) > 1]


def _corners(cell: Bbox) -> tuple[_Point, ...]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)
