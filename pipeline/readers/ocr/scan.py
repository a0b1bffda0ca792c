"""The steps of OCR in their order: picture in, `Scan` out."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from pipeline.readers.ocr.downward import stacked
from pipeline.readers.ocr.engine import recognised
from pipeline.readers.ocr.glyphs import rows_of_glyphs
from pipeline.readers.ocr.rules import ruled
from pipeline.readers.ocr.skew import skew, skew_of_lines, straightened
from pipeline.readers.ocr.specks import without_specks
from pipeline.readers.ocr.stamps import without_stamps
from pipeline.readers.ocr.values import Scan, Strip

Pixels = NDArray[np.uint8]

_SURE = 0.85
_TALL = 1.5
_ENOUGH = 10
_PER_INCH = 72


def scan_of(image: Image, width: float, height: float) -> Scan:
    """Read a picture of a page of `width` × `height` points (see `pipeline.readers.ocr.scanned`)."""
    pixels = np.asarray(image.convert("RGB"), np.uint8)
    scale = pixels.shape[1] / width
    clean = without_stamps(pixels, scale * _PER_INCH)
    read = without_specks(clean)
    turned, found = _upright(read)
    strips = tuple(stacked(_turned(read, turned), found))
    width, height = (height, width) if turned % 2 else (width, height)
    angle = skew(strips) or skew_of_lines(_grey(clean, turned, 0.0))
    grey, covered = (_grey(each, turned, angle) for each in (clean, pixels))
    centre = (grey.shape[1] / 2, grey.shape[0] / 2)
    rows, left_out = rows_of_glyphs(strips, angle, scale, centre)
    return Scan(width, height, rows, ruled(grey, scale, covered), turned, angle, left_out)


def _grey(pixels: Pixels, turned: int, angle: float) -> Pixels:
    return straightened(np.asarray(cv2.cvtColor(_turned(pixels, turned), cv2.COLOR_RGB2GRAY), np.uint8), angle)


def _turned(pixels: Pixels, turned: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, -turned))


def _upright(pixels: Pixels) -> tuple[int, tuple[Strip, ...]]:
    """By how many quarter turns clockwise the text becomes upright, and its strips then."""
    strips = recognised(pixels)
    if _sideways(strips):
        tries = [1, 3]
    elif strips and _confidence(strips) < _SURE:
        # Upside down, text looks like text of another language: read, but not with confidence.
        tries = [2]
    else:
        return 0, strips
    best = (0, strips)
    # The engine reads lines that stand on their side, too: that it is sure of them does not make the page upright.
    most = 0.0 if _sideways(strips) else _score(strips)
    for turn in tries:
        again = recognised(_turned(pixels, turn))
        if not _sideways(again) and _score(again) > most:
            best, most = (turn, again), _score(again)
        if _confidence(again) > 0.95:
            break
    return best


def _sideways(strips: Sequence[Strip]) -> bool:
    """Most of the text stands on its side."""
    tall = sum(strip.length * strip.height for strip in strips if strip.height > _TALL * strip.length)
    return 2 * tall > sum(strip.length * strip.height for strip in strips)


def _count(strips: Sequence[Strip]) -> int:
    return sum(len(strip.text) for strip in strips)


def _confidence(strips: Sequence[Strip]) -> float:
    sure = [confidence for strip in strips for confidence in strip.confidences]
    return sum(sure) / len(sure) if sure else 0.0


def _score(strips: Sequence[Strip]) -> float:
    return _confidence(strips) * min(1.0, _count(strips) / _ENOUGH)
