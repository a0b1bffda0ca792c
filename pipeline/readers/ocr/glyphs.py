"""Strips of text → rows of glyphs as a text layer would have them: sizes alike, no gaps that are not white space."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.readers.ocr.repair import repaired, simplified
from pipeline.readers.ocr.values import Glyph, Point, Row, Strip, rotated

_WIDE = re.compile(r"[\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff]")
_FULL = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff5e“”‘’…—]")
_DIGIT = re.compile(r"[\d,.%]")
_PADDED = 1.2
"""A strip's height over its characters' size, where the page itself does not tell."""
_ALIKE = 0.09
"""Sizes nearer than this share are one: the recogniser's strips vary by some pixels."""
_TOLD_BY = 3
_LEAST_SURE = 0.5
_MOST_SLANT = 10.0
_SLANTED_LENGTH = 2.5
_SPECK = 0.8
_STRAY_POINT = re.compile(r"(?<=[\u3400-\u9fff%，。；：、）])[.·](?![A-Za-z0-9])|(?<=\d)[.·]$")
_NUMBER_OF_POINTS = re.compile(r"\d[\d,]*(?:\.[\d,]*){2,}")
_WELL_FORMED = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
# In sizes: less white between two signs is the setting's, more is a space that a person sees.
_WHITE, _WHITE_IN_NUMBER = 1.0, 0.6


@dataclass(frozen=True, slots=True)
class _Measured:
    """A strip on the straightened page, in points: from `x0` to `x1` around the height `y`."""

    strip: Strip
    x0: float
    x1: float
    y: float
    height: float
    advance: float | None
    """From one ideograph to the next; None where there are too few."""

    @property
    def weight(self) -> int:
        return len(self.strip.text)


def rows_of_glyphs(strips: Sequence[Strip], angle: float, scale: float, centre: Point) -> tuple[tuple[Row, ...], int]:
    """The rows of a page, places in points, and how many strips were left out.

    `centre` is the picture's, in pixels; `scale` is pixels a point. Left out is what nobody could read (confidence
    below 0.5) and what lies aslant (watermarks, seals); only the first is counted.
    """
    upright = [strip for strip in strips if not _is_slanted(strip, angle)]
    sure = [strip for strip in upright if strip.confidence >= _LEAST_SURE and strip.text.strip()]
    texts = simplified([strip.text for strip in sure])
    read = [replace(strip, text=text) for strip, text in zip(sure, texts, strict=True)]
    measured = [_measured(strip, angle, scale, centre) for strip in read]
    sizes = _sizes(measured)
    rows = tuple(tuple(_glyphs(each, size)) for each, size in zip(measured, sizes, strict=True))
    return tuple(row for row in rows if row), len(upright) - len(read)


def _is_slanted(strip: Strip, angle: float) -> bool:
    return strip.length > _SLANTED_LENGTH * strip.height and abs(strip.angle - angle) > _MOST_SLANT


def _measured(strip: Strip, angle: float, scale: float, centre: Point) -> _Measured:
    (x0, y0), (x1, y1) = (rotated(point, -angle, centre) for point in (strip.start, strip.end))
    x0, x1, y = x0 / scale, x1 / scale, (y0 + y1) / 2 / scale
    return _Measured(strip, x0, x1, y, strip.height / scale, _advance(strip, strip.length / scale))


def _advance(strip: Strip, length: float) -> float | None:
    steps = [
        abs(right - left) * length
        for (a, left), (b, right) in pairwise(zip(strip.text, strip.middles, strict=True))
        if _WIDE.match(a) and _WIDE.match(b)
    ]
    return (median(steps) or None) if len(steps) >= _TOLD_BY else None


def _sizes(rows: Sequence[_Measured]) -> list[float]:
    """The size of each row's characters: by their distance where that is known, else by the strip's height."""
    told = [row.height / row.advance for row in rows if row.advance and row.weight >= 2 * _TOLD_BY]
    padded = median(told) if told else _PADDED
    # A word spaced out (“合  计”) is no larger than its strip is high.
    raw = [min(row.advance or 1e9, row.height / padded * (1.1 if row.advance else 1.0)) for row in rows]
    return _evened(raw, [row.weight for row in rows])


def _evened(sizes: Sequence[float], weights: Sequence[int]) -> list[float]:
    """Sizes that are nearly alike as one, the most used first, in half points."""
    even: dict[int, float] = {}
    rest = sorted(range(len(sizes)), key=lambda index: sizes[index])
    while rest:
        usual = sizes[_median(rest, weights)]
        alike = [index for index in rest if abs(sizes[index] - usual) <= _ALIKE * usual]
        even.update((index, max(0.5, round(usual * 2) / 2)) for index in alike)
        rest = [index for index in rest if index not in even]
    return [even[index] for index in range(len(sizes))]


def _median(ordered: Sequence[int], weights: Sequence[int]) -> int:
    half = sum(weights[index] for index in ordered) / 2
    for index in ordered:
        half -= weights[index]
        if half <= 0:
            return index
    return ordered[-1]


def _glyphs(row: _Measured, size: float) -> Iterator[Glyph]:
    strip = row.strip
    specks = set(_specks(strip))
    signs = ["" if at in specks else sign for at, sign in enumerate(repaired(strip.text))]
    kept = [
        (sign, row.x0 + at * (row.x1 - row.x0), sure, size * (1.0 if _FULL.match(sign) else 0.5))
        for sign, at, sure in zip(signs, strip.middles, strip.confidences, strict=True)
        if sign
    ]
    edges = [[middle - width / 2, middle + width / 2] for _, middle, _, width in kept]
    for (left, a), (right, b) in pairwise(zip(kept, edges, strict=True)):
        if b[0] - a[1] <= size * (_WHITE_IN_NUMBER if _both_in_number(left[0], right[0]) else _WHITE):
            a[1] = b[0] = (a[1] + b[0]) / 2
    top, bottom = round(row.y - size / 2, 2), round(row.y + size / 2, 2)
    for (sign, _, sure, _), (x0, x1) in zip(kept, edges, strict=True):
        yield Glyph(sign, round(x0, 2), top, round(x1, 2), bottom, size, sure)


def _specks(strip: Strip) -> Iterator[int]:
    """Points read without confidence where none can be: behind an ideograph or a sign, or in a number that has one."""
    for match in _STRAY_POINT.finditer(strip.text):
        if strip.confidences[match.start()] < _SPECK:
            yield match.start()
    for match in _NUMBER_OF_POINTS.finditer(strip.text):
        points = [match.start() + at for at, sign in enumerate(match.group()) if sign == "."]
        unsure = [at for at in points if strip.confidences[at] < _SPECK]
        left = "".join(sign for at, sign in enumerate(match.group(), match.start()) if at not in unsure)
        if len(unsure) < len(points) and _WELL_FORMED.fullmatch(left):
            yield from unsure


def _both_in_number(left: str, right: str) -> bool:
    return bool(_DIGIT.match(left) and _DIGIT.match(right))
