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
    long = sorted((strip.angle, strip.length) for strip in strips if strip.length > _LONG * strip.height)
    half = sum(length for _, length in long) / 2
    for angle, length in long:
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
