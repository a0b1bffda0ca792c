"""The lines that a table draws, found in the picture: long thin runs of ink that meet each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.document import Bbox

Pixels = NDArray[np.uint8]

# All in points. The dash “一” of a large title is 22, so only longer runs are rules across.
_ACROSS, _LEAST_ACROSS = 18.0, 30.0
# A row may be 12 high: strokes of letters are as long, so a short rule down must touch rules at both ends.
_DOWN = 7.0
_SHORT = 24.0
_TOUCH, _NEAR = 1.2, 3.0
_GAP = 9.0
_SAME = 1.8
_THICKEST = 5.0
# A stronger tint than this many grey levels, against what is around, is ink.
_INK = 14


def ruled(grey: Pixels, scale: float) -> tuple[Bbox, ...]:
    """The rules of tables in a straightened grey picture, as thin boxes in points; `scale` is pixels a point."""
    block = round(12 * scale) | 1
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _INK)
    across = [run for run in _merged(_runs(ink, scale, _ACROSS)) if run[2] - run[0] >= _LEAST_ACROSS]
    down = _merged(_runs(ink.T, scale, _DOWN))
    held = [run for run in map(_flipped, down) if _is_held(run, across)]
    return tuple(tuple(round(place, 2) for place in run) for run in [*across, *held])  # type: ignore[misc]


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
        near = [(key, at) for key in (band, band - 1, band + 1) for at, line in enumerate(bands[key]) if _goes_on(line, run)]
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


def _is_held(run: Bbox, across: Sequence[Bbox]) -> bool:
    """Whether a run down begins and ends at rules across, as a table's do and a letter's stroke does not."""
    reach = _NEAR if run[3] - run[1] >= _SHORT else _TOUCH
    x = (run[0] + run[2]) / 2
    met = [rule for rule in across if rule[0] - _NEAR <= x <= rule[2] + _NEAR]
    above = any(abs(run[1] - _middle(rule)) <= reach + (rule[3] - rule[1]) / 2 for rule in met)
    below = any(abs(run[3] - _middle(rule)) <= reach + (rule[3] - rule[1]) / 2 for rule in met)
    return above and below
