"""The lines that a table draws, found in the picture: long thin runs of ink that meet each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.document import Bbox

Pixels = NDArray[np.uint8]

# All in points. The dash “一” of a large title is 22, so only longer runs are rules across.
_ACROSS, _LEAST_ACROSS = 18.0, 30.0
# A row may be 12 high: strokes of letters are nearly as long, but do not fill the way from rule to rule.
_DOWN = 7.0
_FILLED = 0.92
_BESIDE = 3.0
_GAP = 9.0
_SAME = 1.8
_THICKEST = 5.0
# A stronger tint than this many grey levels, against what is around, is ink.
_INK = 14


def ruled(grey: Pixels, scale: float, covered: Pixels | None = None) -> tuple[Bbox, ...]:
    """The rules of tables in a straightened grey picture, as thin boxes in points; `scale` is pixels a point.

    `covered` is the same picture with its seals: a rule that goes on under one has no gap there.
    """
    ink = _ink(grey, scale)
    whole = ink if covered is None else ink | _ink(covered, scale)
    across = [run for run in _merged(_runs(ink, scale, _ACROSS)) if run[2] - run[0] >= _LEAST_ACROSS]
    down = [piece for run in map(_flipped, _runs(ink.T, scale, _DOWN)) for piece in _pieces(run, across, whole, scale)]
    return tuple(sorted({_rounded(run) for run in (*across, *down)}))


def _ink(grey: Pixels, scale: float) -> Pixels:
    block = round(12 * scale) | 1
    black = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _INK)
    return np.asarray(black, np.uint8)


def _rounded(run: Bbox) -> Bbox:
    x0, top, x1, bottom = run
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def _runs(ink: Pixels, scale: float, least: float) -> Iterator[Bbox]:
    """Runs along x of at least `least` points, in points."""
    # A rule that is a little aslant steps from row to row: thickened, it is one run again.
    thick = cv2.dilate(np.ascontiguousarray(ink), np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(3, round(least * scale))), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    for x, y, width, height, _ in stats[1:count].tolist():
        if height <= _THICKEST * scale:
            yield x / scale, y / scale, (x + width) / scale, (y + height) / scale


def _merged(runs: Iterable[Bbox]) -> list[Bbox]:
    """Runs along one line as one, over the gaps that a bad scan or crossing print leaves."""
    bands: dict[int, list[Bbox]] = defaultdict(list)
    for run in sorted(runs):
        band = round(_middle(run) / _SAME)
        lines = [(key, at) for key in (band, band - 1, band + 1) for at in range(len(bands[key]))]
        near = [(key, at) for key, at in lines if _goes_on(bands[key][at], run)]
        if near:
            key, at = near[0]
            line = bands[key][at]
            bands[key][at] = line[0], min(line[1], run[1]), max(line[2], run[2]), max(line[3], run[3])
        else:
            bands[band].append(run)
    return sorted(line for band in bands.values() for line in band)


def _goes_on(line: Bbox, run: Bbox) -> bool:
    return abs(_middle(line) - _middle(run)) <= _SAME and run[0] - line[2] <= _GAP


def _middle(run: Bbox) -> float:
    return (run[1] + run[3]) / 2


def _flipped(run: Bbox) -> Bbox:
    return run[1], run[0], run[3], run[2]


def _pieces(run: Bbox, across: Sequence[Bbox], ink: Pixels, scale: float) -> Iterator[Bbox]:
    """The parts of a run down that lead from one rule across to the next, as a table's do and a letter's do not."""
    x = (run[0] + run[2]) / 2
    met = sorted((rule for rule in across if rule[0] - _BESIDE <= x <= rule[2] + _BESIDE), key=_middle)
    columns = ink[:, int(run[0] * scale) : int(run[2] * scale) + 1]
    for above, below in pairwise(met):
        if min(run[3], below[1]) - max(run[1], above[3]) < _DOWN / 2:
            continue
        way = columns[round(above[3] * scale) : round(below[1] * scale)]
        if len(way) and way.any(axis=1).mean() >= _FILLED:
            yield run[0], _middle(above), run[2], _middle(below)
