"""Red seals lie over names, dates and figures: taken off before the page is read, the print under them kept."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_RED = 40
"""How much more red than green and blue makes a pixel red; a scanner's fringes around black have less."""
_FAINT = 12
_INK_LEVEL, _SHARE = 30, 0.75
"""Percentile of red among a seal's pixels that is its ink's own, and how much of it still counts as white."""
_LEAST_SIDE = 1.4 / 2.54
"""Inches; private seals are 1.8 cm, official ones 3.8 to 4.5."""
_MOST_SIDE = 5.5 / 2.54
_NEAR = 0.07
"""Inches between the signs of one seal, less than between a seal and other print."""


def without_stamps(image: Pixels, dpi: float) -> Pixels:
    """The picture (RGB) with its red seals white. Red writing, which may be a figure or a letterhead, stays."""
    red = _redness(image) > _RED
    if not red.any():
        return image
    seals = _seals(red, dpi)
    if not seals.any():
        return image
    # A seal's ink reflects red and black absorbs it: in red light the seal is white and the print under it is not.
    level = max(1.0, _SHARE * float(np.percentile(image[:, :, 0][seals & red], _INK_LEVEL)))
    light = np.minimum(255, image[:, :, 0] * (255 / level)).astype(np.uint8)
    # Inside a seal faint red goes too, so that its edges leave no speckle.
    inked = seals & (_redness(image) > _FAINT)
    clean = image.copy()
    clean[inked] = light[inked][:, None]
    return clean


def _redness(image: Pixels) -> NDArray[np.int16]:
    wide = image.astype(np.int16)
    redness: NDArray[np.int16] = wide[:, :, 0] - np.maximum(wide[:, :, 1], wide[:, :, 2])
    return redness


def _seals(red: NDArray[np.bool_], dpi: float) -> NDArray[np.bool_]:
    """Where red signs stand together in a patch about as wide as high, of the size of a seal."""
    reach = max(3, round(_NEAR * dpi) | 1)
    together = cv2.dilate(red.astype(np.uint8), np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(together, connectivity=8)
    seals = [label for label in range(1, count) if _is_seal(stats[label], dpi)]
    mask: NDArray[np.bool_] = np.isin(labels, seals)
    return mask


def _is_seal(stats: NDArray[np.int32], dpi: float) -> bool:
    width, height = int(stats[cv2.CC_STAT_WIDTH]) / dpi, int(stats[cv2.CC_STAT_HEIGHT]) / dpi
    squarish = 0.5 < width / height < 2
    return squarish and min(width, height) > _LEAST_SIDE and max(width, height) < _MOST_SIDE
