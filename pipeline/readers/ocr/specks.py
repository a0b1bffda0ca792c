"""Specks: dots of dust and of a bad copier, which a recogniser takes for points behind a number."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_INK = 14
_BLOCK = 31
# At 200 dpi: the point of small print (7.5 points) is about as large, but stands beside its figures.
_DOT = 4
_ALONE = 13


def without_specks(image: Pixels) -> Pixels:
    """The picture (RGB) without the dots that stand alone, farther from all else than a point from its figures."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _INK)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = (stats[:, cv2.CC_STAT_WIDTH] <= _DOT) & (stats[:, cv2.CC_STAT_HEIGHT] <= _DOT)
    small[0] = True  # the ground
    if count == 1 or small.sum() == 1:
        return image
    print_ = (~small[labels]).astype(np.uint8)
    near = cv2.dilate(print_, np.ones((_ALONE, _ALONE), np.uint8)).astype(bool)
    dots = (ink > 0) & (print_ == 0)
    beside = np.zeros(count, bool)
    beside[np.unique(labels[dots & near])] = True
    alone = dots & ~beside[labels]
    # The dot's soft edge goes with it.
    around = cv2.dilate(alone.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool) & (print_ == 0)
    clean = image.copy()
    clean[around] = _ground(image)
    return clean


def _ground(image: Pixels) -> NDArray[np.uint8]:
    """The paper's colour."""
    middle: NDArray[np.uint8] = np.median(image[::16, ::16].reshape(-1, 3), axis=0).astype(np.uint8)
    return middle
