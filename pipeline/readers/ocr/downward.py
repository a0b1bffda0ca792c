"""Words set downward in narrow cells: each character a strip of its own, one above the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.ocr.engine import recognised_line
from pipeline.readers.ocr.values import Point, Strip

Pixels = NDArray[np.uint8]

_TALL = 1.8
"""A strip this much higher than wide is set downward; the figure 1 alone is 1.5 times as high."""
_SURE = 0.9
_PADDED = 1.2
"""Strips are wider than their characters by this factor."""
_LEAST, _MOST_SIGNS = 8, 30


def stacked(image: Pixels, strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips of an upright page, those set downward taken apart."""
    for strip in strips:
        yield from _downward(image, strip) if strip.height > _TALL * strip.length else [strip]


def _downward(image: Pixels, strip: Strip) -> list[Strip]:
    """The engine lays a tall strip on its side and mostly reads it all the same.

    Where it is not sure, the characters are put side by side and read again.
    """
    if strip.confidence < _SURE:
        strip = _side_by_side(image, strip) or strip
    count = len(strip.text)
    if count < 2:
        return [strip]
    x, half = strip.middle[0], strip.length / 2
    top = min(y for _, y in strip.corners) + (_PADDED - 1) / 2 * strip.length
    step = (strip.height - (_PADDED - 1) * strip.length) / count
    middles = (top + (index + 0.5) * step for index in range(count))
    return [
        Strip(_square(x - half, y - half, x + half, y + half), char, (0.5,), (sure,))
        for char, sure, y in zip(strip.text, strip.confidences, middles, strict=True)
    ]


def _side_by_side(image: Pixels, strip: Strip) -> Strip | None:
    xs, ys = [round(x) for x, _ in strip.corners], [round(y) for _, y in strip.corners]
    part = image[max(0, min(ys)) : max(ys), max(0, min(xs)) : max(xs)]
    count = round((part.shape[0] / max(1, part.shape[1]) - 1) * _PADDED + 1)
    if min(part.shape[:2]) < _LEAST or not 2 <= count <= _MOST_SIGNS:
        return None
    pieces = np.array_split(part, count)
    again = recognised_line(np.hstack([piece[: min(map(len, pieces))] for piece in pieces]))
    if len(again.text) != count or again.confidence <= strip.confidence:
        return None
    return replace(strip, text=again.text, middles=(0.5,) * count, confidences=again.confidences)


def _square(x0: float, top: float, x1: float, bottom: float) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = (round(float(place), 1) for place in (x0, top, x1, bottom))
    return (x0, top), (x1, top), (x1, bottom), (x0, bottom)
