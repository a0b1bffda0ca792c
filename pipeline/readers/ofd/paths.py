"""A PathObject → its lines and curves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from lxml import etree

from pipeline.readers.ofd.geometry import Point, numbers
from pipeline.readers.ofd.resources import Resources

# Operators of AbbreviatedData: start, move, line, quadratic and cubic curve, arc, close; and how many numbers follow.
_WORD = re.compile(r"[SMLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PARAMETERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_TRUE = ("true", "1")

Part = tuple[Literal["move", "line", "curve", "close"], tuple[Point, ...]]
"""A move or line to a point, a cubic curve by its three points, or back to the last move."""


def parts_of(element: etree._Element) -> Iterator[Part]:
    """The parts of a path in its own space, what is incomplete left out; an arc goes straight to its end."""
    at = (0.0, 0.0)
    for operator, values in _operations(element.findtext("{*}AbbreviatedData") or ""):
        points = tuple(zip(values[::2], values[1::2], strict=False))
        end = (values[-2], values[-1]) if values else at
        if operator == "C":
            yield "close", ()
        elif operator in "SM":
            yield "move", (end,)
        elif operator == "L":
            yield "line", (end,)
        elif operator == "B":
            yield "curve", points
        elif operator == "Q":
            yield "curve", (_between(at, points[0]), _between(end, points[0]), end)
        else:
            yield "curve", (at, end, end)
        at = end


def inks_of(
    element: etree._Element, layer: etree._Element | None, resources: Resources
) -> dict[str, etree._Element | None]:
    """The colours of what a path draws, by “Stroke” and “Fill”; None for black. Empty: it draws nothing."""
    usual = {"Stroke": "true", "Fill": "false"}
    drawn = [name for name, default in usual.items() if element.get(name, default).lower() in _TRUE]
    return {name: resources.colour(f"{name}Color", element, layer) for name in drawn}


def _operations(data: str) -> Iterator[tuple[str, list[float]]]:
    words = _WORD.findall(data)
    places = [at for at, word in enumerate(words) if word in _PARAMETERS]
    for at, after in pairwise([*places, len(words)]):
        values = numbers(" ".join(words[at + 1 : after]))
        if len(values) == _PARAMETERS[words[at]]:
            yield words[at], values


def _between(end: Point, pull: Point) -> Point:
    """A cubic curve's control point for a quadratic one's."""
    return end[0] / 3 + 2 * pull[0] / 3, end[1] / 3 + 2 * pull[1] / 3
