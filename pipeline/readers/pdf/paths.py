"""A PDF's path → lines, boxes and curves, as pdfminer tells them apart, and pdfplumber's edges of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import Any, NamedTuple

from pdfminer.utils import Matrix, Point, apply_matrix_pt

from pipeline.readers.pages.edges import Edge

Segment = tuple[Any, ...]
"""A piece of a path as pdfminer has it: operator and coordinates."""

_LINES = frozenset({"ml", "mlh"})
_BOXES = frozenset({"mlllh", "mllll"})


class Shape(Enum):
    """What a path looks like."""

    LINE = "line"
    BOX = "box"
    CURVE = "curve"


class Origin(NamedTuple):
    """From PDF's coordinates, which count from below, to those from the page's top left corner."""

    left: float
    top: float
    height: float

    def down(self, y: float) -> float:
        """How far below the top a height of PDF's is."""
        return (self.height - y) + self.top


def shapes_of(path: Sequence[Segment], ctm: Matrix, origin: Origin) -> Iterator[tuple[Shape, list[Edge]]]:
    """The shapes of a path, each with its level and upright edges."""
    for part in _parts(path):
        word = "".join(segment[0] for segment in part)
        points = [apply_matrix_pt(ctm, segment[-2:] if segment[0] != "h" else part[0][-2:]) for segment in part]
        if len(word) > 3 and word.endswith("lh") and points[-2] == points[0]:
            # Closed by hand, and again by h.
            word, points = word[:-2] + "h", points[:-1]
        if word in _LINES:
            yield Shape.LINE, [_line(points[0], points[1], origin)]
        elif word in _BOXES and _is_box(points):
            yield Shape.BOX, _sides(points[0], points[2], origin)
        else:
            yield Shape.CURVE, list(_bends(points, origin))


def _parts(path: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
    """A path's subpaths: what does not begin with a move is none, nor is a move before another."""
    if not path or path[0][0] != "m":
        return
    starts = [number for number, segment in enumerate(path) if segment[0] == "m"]
    if len(starts) == 1:
        yield path
        return
    for start, end in pairwise([*starts, len(path)]):
        if end - start > 1:
            yield path[start:end]


def _is_box(points: Sequence[Point]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), end = points
    return end == points[0] and (
        (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0)
    )


def _line(start: Point, end: Point, origin: Origin) -> Edge:
    """A line that is not level counts as upright, even a slanting one."""
    x0, x1, y0, y1 = *sorted((start[0], end[0])), *sorted((start[1], end[1]))
    top, bottom = origin.down(y1), origin.down(y0)
    if top == bottom:
        return Edge(False, top, x0 + origin.left, x1 + origin.left, x1 - x0)
    return Edge(True, x0 + origin.left, top, bottom, y1 - y0)


def _sides(corner: Point, other: Point, origin: Origin) -> list[Edge]:
    x0, x1, y0, y1 = *sorted((corner[0], other[0])), *sorted((corner[1], other[1]))
    left, right = x0 + origin.left, x1 + origin.left
    top, bottom = origin.down(y1), origin.down(y0)
    width, height = x1 - x0, y1 - y0
    return [
        Edge(False, top, left, right, width),
        Edge(False, top + height, left, right, width),
        Edge(True, left, top, bottom, height),
        Edge(True, right, top, bottom, height),
    ]


def _bends(points: Sequence[Point], origin: Origin) -> Iterator[Edge]:
    """The pieces of a curve from point to point."""
    placed = [(origin.left + x, origin.top + origin.height - y) for x, y in points]
    for (ax, ay), (bx, by) in pairwise(placed):
        if ax == bx:
            yield Edge(True, ax, min(ay, by), max(ay, by), abs(ay - by))
        elif ay == by:
            yield Edge(False, ay, min(ax, bx), max(ax, bx), abs(ax - bx))
