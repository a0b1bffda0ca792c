"""What passes between the steps of OCR."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.document import Bbox, Recognised

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Strip:
    """One stretch of text as the recogniser found it, in pixels of the picture.

    `corners` go clockwise from the text's top left; `middles` say where along the strip each character of `text` has
    its middle (0 its left edge, 1 its right); `confidences` are the recogniser's, from 0 to 1.
    """

    corners: tuple[Point, Point, Point, Point]
    text: str
    middles: tuple[float, ...]
    confidences: tuple[float, ...]

    @property
    def start(self) -> Point:
        """Middle of the left edge."""
        return _between(self.corners[0], self.corners[3])

    @property
    def end(self) -> Point:
        """Middle of the right edge."""
        return _between(self.corners[1], self.corners[2])

    @property
    def middle(self) -> Point:
        return _between(self.start, self.end)

    @property
    def length(self) -> float:
        return math.dist(self.start, self.end)

    @property
    def height(self) -> float:
        return math.dist(_between(*self.corners[:2]), _between(*self.corners[2:]))

    @property
    def angle(self) -> float:
        """Of the text's direction, in degrees; positive where it runs downward."""
        (x0, y0), (x1, y1) = self.start, self.end
        return math.degrees(math.atan2(y1 - y0, x1 - x0))

    @property
    def confidence(self) -> float:
        return sum(self.confidences) / len(self.confidences) if self.confidences else 0.0


class Glyph(NamedTuple):
    """One character with its place in points of the straightened page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    confidence: float


Row = tuple[Glyph, ...]


_NUMBER = re.compile(r"\d(?:[\d,.]*\d)?[%‰]?")


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as OCR gives it: rows of glyphs and drawn rules, in points of the page turned upright and straightened.

    `turned` counts the quarter turns (clockwise) that made it upright; `width` and `height` are those of the turned
    page. `angle` is by how many degrees its lines fell to the right. `left_out` counts places that could not be read.
    """

    width: float
    height: float
    rows: tuple[Row, ...] = ()
    rules: tuple[Bbox, ...] = ()
    turned: int = 0
    angle: float = 0.0
    left_out: int = 0

    @property
    def glyphs(self) -> Iterator[Glyph]:
        return (glyph for row in self.rows for glyph in row)

    @property
    def confidence(self) -> float:
        """The mean over all characters; 0 where there is none."""
        sure = [glyph.confidence for glyph in self.glyphs]
        return sum(sure) / len(sure) if sure else 0.0

    def numbers(self, page: int) -> Iterator[Recognised]:
        """The page's numbers, each as sure as its least sure sign."""
        for row in self.rows:
            # Every glyph is one sign, so places in the joined text are places in the row.
            for match in _NUMBER.finditer("".join(glyph.text for glyph in row)):
                least = min(glyph.confidence for glyph in row[match.start() : match.end()])
                yield Recognised(page, match.group(), least)

    def as_printed(self, box: Bbox) -> Bbox:
        """A box of the straightened page → the box around it on the page as it was scanned (turns stay)."""
        return tilted(box, self.angle, (self.width / 2, self.height / 2))


def _between(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def rotated(point: Point, angle: float, centre: Point) -> Point:
    """A point turned clockwise (as seen on the page) by `angle` degrees around `centre`."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = point[0] - centre[0], point[1] - centre[1]
    return centre[0] + cos * x - sin * y, centre[1] + sin * x + cos * y


def tilted(box: Bbox, angle: float, centre: Point) -> Bbox:
    """The upright box around a box that is turned by `angle` degrees."""
    if not angle:
        return box
    x0, top, x1, bottom = box
    corners = [rotated(point, angle, centre) for point in ((x0, top), (x1, top), (x1, bottom), (x0, bottom))]
    xs, ys = zip(*corners, strict=True)
    return round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1)
