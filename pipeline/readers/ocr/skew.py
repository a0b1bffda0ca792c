"""By how much a page lies askew: told by the strips of text, then taken out of places and picture alike."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.ocr.values import Strip

Pixels = NDArray[np.uint8]

_LONG = 6.0
"""Only strips this many times as long as high tell an angle."""
_LEAST = 0.03
_MOST = 15.0


def skew(strips: Sequence[Strip]) -> float:
    """Degrees by which most of the text falls to the right; 0 if no strip is long enough or the page lies straight."""
    return _usual([(strip.angle, strip.length) for strip in strips if strip.length > _LONG * strip.height])


def skew_of_lines(grey: Pixels) -> float:
    """The same, told by the lines drawn on a page whose texts are too short: a table of figures."""
    width = grey.shape[1]
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 14)
    found = cv2.HoughLinesP(ink, 1, np.pi / 3600, width // 8, minLineLength=width // 6, maxLineGap=6)
    lines = [] if found is None else found.reshape(-1, 4).tolist()
    angles = [(math.degrees(math.atan2(y1 - y0, x1 - x0)), math.dist((x0, y0), (x1, y1))) for x0, y0, x1, y1 in lines]
    return _usual([(angle, length) for angle, length in angles if abs(angle) < _MOST])


def _usual(angles: Sequence[tuple[float, float]]) -> float:
    """The median of angles weighted by length."""
    half = sum(length for _, length in angles) / 2
    for angle, length in sorted(angles):
        half -= length
        if half <= 0:
            return round(angle, 3) if _LEAST < abs(angle) < _MOST else 0.0
    return 0.0


def straightened(image: Pixels, angle: float) -> Pixels:
    """The picture turned back by `angle` degrees around its middle, its size kept, white where nothing was."""
    if not angle:
        return image
    height, width = image.shape[:2]
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = width / 2, height / 2
    matrix = np.array([[cos, sin, x - cos * x - sin * y], [-sin, cos, y + sin * x - cos * y]])
    turned = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    return np.asarray(turned, np.uint8)
