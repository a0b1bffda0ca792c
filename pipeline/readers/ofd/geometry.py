"""Numbers, boxes, matrices and offsets as OFD writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import islice

POINTS = 72 / 25.4
"""Points in a millimetre, OFD's unit."""

Matrix = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = ax + cy + e, y' = bx + dy + f."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""ST_Box: left, top, width, height."""

_NUMBER = re.compile(r"[-+]?(?:\d{1,18}(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?")
# Farther away than this is no page of anything, and products of it would overflow.
_FARTHEST = 1e7


def numbers(text: str | None) -> list[float]:
    """The numbers of a list; what is none is left out.

    >>> numbers("0.5 -3,x 1e2")
    [0.5, -3.0, 100.0]
    """
    found = (float(match) for match in _NUMBER.findall(text or ""))
    return [max(-_FARTHEST, min(_FARTHEST, number)) for number in found]


def number(text: str | None, default: float) -> float:
    """The first number of a text."""
    return next(iter(numbers(text)), default)


def box(text: str | None) -> Box | None:
    """An ST_Box; None for anything else."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def matrix(text: str | None) -> Matrix | None:
    """A CTM; None for anything else."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else None


def within(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    return (*turned((a, b), outer), *turned((c, d), outer), *moved((e, f), outer))


def moved(point: Point, by: Matrix) -> Point:
    """Where a point comes to stand."""
    x, y = turned(point, by)
    return x + by[4], y + by[5]


def turned(way: Point, by: Matrix) -> Point:
    """What a direction becomes."""
    x, y = way
    return by[0] * x + by[2] * y, by[1] * x + by[3] * y


def length(way: Point) -> float:
    """How long a direction is."""
    return math.hypot(*way)


def offsets(text: str | None, count: int) -> Sequence[float] | None:
    """The `count` steps that DeltaX or DeltaY tells; “g n d” repeats the step d n times. None if it tells none.

    Where steps are missing the last one goes on, as writers that spare them mean it.

    >>> offsets("3 g 3 1.5", 5)
    [3.0, 1.5, 1.5, 1.5, 1.5]
    """
    words = (text or "").split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < count:
        repeat, taken = (number(words[at + 1], 1), 3) if words[at] == "g" and at + 2 < len(words) else (1.0, 1)
        found = numbers(words[at + taken - 1])
        steps += found[:1] * min(max(int(repeat), 0), count)
        at += taken
    steps = list(islice(steps, count))
    return steps + steps[-1:] * (count - len(steps)) if steps else None
