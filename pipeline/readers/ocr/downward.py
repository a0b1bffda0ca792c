"""Strips higher than wide: words set downward in narrow cells, and lone signs like 1 and -."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.ocr.engine import recognised_line
from pipeline.readers.ocr.values import Point, Strip

Pixels = NDArray[np.uint8]

_TALL = 1.8
"""A strip this much higher than wide is set downward; the figure 1 alone is 1.5 times as high."""
_ROTATED, _WORD = 1.3, 2.2
"""The engine turns strips from 1.5 on (give it some slack); two signs one above the other are from 2.2 on."""
_FAIR = 0.5
_FLAT = 1.5
_ONES = frozenset("1Il|")
_SURE = 0.9
_PADDED = 1.2
"""Strips are wider than their characters by this factor."""
_LEAST, _MOST_SIGNS = 8, 30


def stacked(image: Pixels, strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips of an upright page, those set downward taken apart."""
    for strip in strips:
        ratio = strip.height / (strip.length or 1)
        if ratio > _ROTATED and (ratio < _WORD or len(strip.text) < 2):
            yield _upright(image, strip)
        elif ratio > _TALL:
            yield from _downward(image, strip)
        else:
            yield strip


def _upright(image: Pixels, strip: Strip) -> Strip:
    """A sign that is higher than wide. The engine lays it on its side too, where a dash is a 1: read again, upright."""
    part = _part(image, strip)
    if min(part.shape[:2]) < _LEAST:
        return strip
    width, height = _largest(part)
    if width > _FLAT * height:
        return _saying(strip, "-", (max(strip.confidence, _FAIR),))
    if strip.text in _ONES and height > _FLAT * width:
        return strip
    white = np.full((part.shape[0], part.shape[0] // 2, 3), np.median(part, axis=(0, 1)), np.uint8)
    again = recognised_line(np.hstack([white, part, white]))
    return _saying(strip, again.text, again.confidences) if again.confidence >= _FAIR else strip


def _saying(strip: Strip, text: str, confidences: tuple[float, ...]) -> Strip:
    middles = tuple((index + 0.5) / len(text) for index in range(len(text)))
    return replace(strip, text=text, middles=middles, confidences=confidences)


def _part(image: Pixels, strip: Strip) -> Pixels:
    xs, ys = [round(x) for x, _ in strip.corners], [round(y) for _, y in strip.corners]
    return image[max(0, min(ys)) : max(ys), max(0, min(xs)) : max(xs)]


def _largest(part: Pixels) -> tuple[int, int]:
    """Width and height of the largest patch of ink."""
    grey = part.min(axis=2)
    ink = (grey < (float(np.median(grey)) + float(grey.min())) / 2).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    best = max(range(1, count), key=lambda label: int(stats[label, cv2.CC_STAT_AREA]), default=0)
    return int(stats[best, cv2.CC_STAT_WIDTH]), int(stats[best, cv2.CC_STAT_HEIGHT])


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
    part = _part(image, strip)
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
