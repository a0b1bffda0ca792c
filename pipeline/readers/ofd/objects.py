"""The objects of a page → glyphs, strokes and pictures with their places in points."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.ofd.geometry import (
    Matrix,
    Point,
    box,
    length,
    matrix,
    moved,
    number,
    numbers,
    offsets,
    turned,
    within,
)
from pipeline.readers.ofd.package import tag
from pipeline.readers.ofd.resources import Resources, is_unseen
from pipeline.readers.pages.glyphs import plain
from pipeline.readers.pages.printed import Edge, Mark, edge

_NESTS = frozenset({"Layer", "PageBlock", "Content"})
# How far a glyph reaches below and above its base line, and how wide it is, in sizes; the fonts are not opened.
_BELOW, _ABOVE = 0.14, 0.86
_FULL, _HALF = 1.0, 0.5
# A step of more than a full width leaves white.
_FULL_STEP = 1.02
_HEAVY = 600
# A stroke that leaves the level by more (points) is none of a table's rules.
_LEVEL = 0.5
# Composite objects inside composite objects; a unit may well contain itself.
_DEEPEST = 8
# Operators of AbbreviatedData and their parameters: start, move, line, quadratic and cubic curve, arc, close.
_PATH = re.compile(r"[SMLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PARAMETERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(slots=True)
class Drawn:
    """What stands on a page so far."""

    marks: list[Mark] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    seen: list[Edge] = field(default_factory=list)
    curves: int = 0
    pictures: list[tuple[str, Matrix]] = field(default_factory=list)
    """Parts, and where the unit square that a picture fills comes to stand (top left corner, y downward)."""

    @property
    def pictured(self) -> float:
        """The area of the pictures in square points."""
        return sum(abs(m[0] * m[3] - m[1] * m[2]) for _, m in self.pictures)


class Objects:
    """Draws the content of pages; counts what it draws against `max_chars` of the whole file."""

    def __init__(self, limits: Limits) -> None:
        self._limit = limits.max_chars
        self._count = 0

    def draw(self, content: etree._Element, place: Matrix, resources: Resources, onto: Drawn) -> None:
        """Draw what a page's, template's or unit's Content holds; `place` leads from its millimetres to points.

        Raises ReadError for more glyphs, strokes and objects than the limit.
        """
        _Brush(self, resources, onto).draw(content, place, None, 0)

    def count(self, objects: int) -> None:
        """Note that so many more things were drawn."""
        self._count += objects
        if self._count > self._limit:
            what = f"more characters and strokes than max_chars {self._limit:,}"
            raise ReadError(what, do="split the file, or raise the limit")


class _Brush:
    def __init__(self, objects: Objects, resources: Resources, onto: Drawn) -> None:
        self._objects = objects
        self._resources = resources
        self._onto = onto

    def draw(self, holder: etree._Element, place: Matrix, layer: etree._Element | None, depth: int) -> None:
        for element in holder:
            self._objects.count(1)
            kind = tag(element)
            if element.get("Visible", "").lower() == "false":
                continue
            if kind in _NESTS:
                self.draw(element, place, element if kind == "Layer" else layer, depth)
            elif kind == "TextObject":
                self._text(element, _placed(element, place))
            elif kind == "PathObject":
                self._path(element, _placed(element, place), layer)
            elif kind == "ImageObject":
                self._picture(element, place)
            elif kind == "CompositeObject" and depth < _DEEPEST:
                unit = self._resources.units.get(element.get("ResourceID", ""))
                if unit is not None:
                    self.draw(unit, _placed(element, place), layer, depth + 1)

    # --- text ---------------------------------------------------------------------------------------------------

    def _text(self, element: etree._Element, place: Matrix) -> None:
        size = abs(number(element.get("Size"), 0))
        stretch = size * abs(number(element.get("HScale"), 1))
        angle = math.radians(number(element.get("CharDirection"), 0))
        vertical = number(element.get("ReadDirection"), 0) in {90, 270}
        shape = _Shape(
            place,
            # In the object's space, y downward: along a glyph's base line, and up from it.
            along=turned((math.cos(angle) * stretch, math.sin(angle) * stretch), place),
            up=turned((math.sin(angle) * size, -math.cos(angle) * size), place),
            width=stretch,
            bold=element.get("Font", "") in self._resources.bold or number(element.get("Weight"), 0) >= _HEAVY,
        )
        start = (0.0, 0.0)
        for code in element.iterfind("{*}TextCode"):
            start = number(code.get("X"), start[0]), number(code.get("Y"), start[1])
            text = _words(code)
            self._objects.count(len(text))
            self._glyphs(text, start, _steps(text, code, size if vertical else stretch, vertical=vertical), shape)

    def _glyphs(self, text: str, at: Point, steps: list[Point], shape: _Shape) -> None:
        for char, step in zip(text, [*steps, None], strict=False):
            natural = _width(char)
            # A line set tight, or a Latin letter, whose width only its font knows: it ends where the next one begins.
            room = length(step) / shape.width if step and shape.width else 0
            if seen := plain(char):
                self._onto.marks.append(shape.mark(seen, at, room if 0 < room <= _FULL_STEP else natural))
            if step:
                at = at[0] + step[0], at[1] + step[1]

    # --- strokes ------------------------------------------------------------------------------------------------

    def _path(self, element: etree._Element, place: Matrix, layer: etree._Element | None) -> None:
        inks = [
            self._resources.colour(colour, element, layer)
            for colour, usual, name in (("StrokeColor", "true", "Stroke"), ("FillColor", "false", "Fill"))
            if element.get(name, usual).lower() in ("true", "1")
        ]
        if not inks:
            return
        seen = not all(map(is_unseen, inks))
        for start, end in self._strokes(element.findtext("{*}AbbreviatedData") or ""):
            self._objects.count(1)
            (x0, y0), (x1, y1) = moved(start, place), moved(end, place)
            if min(abs(x1 - x0), abs(y1 - y0)) <= _LEVEL:
                stroke = edge(x0, y0, x1, y1)
                self._onto.edges.append(stroke)
                if seen:
                    self._onto.seen.append(stroke)

    def _strokes(self, data: str) -> Iterator[tuple[Point, Point]]:
        """The straight strokes of a path."""
        start = at = (0.0, 0.0)
        for operator, values in _operations(data):
            if operator == "C":
                yield at, start
                at = start
                continue
            end = values[-2], values[-1]
            if operator == "L":
                yield at, end
            elif operator in "SM":
                start = end
            else:
                self._onto.curves += 1
            at = end

    # --- pictures -----------------------------------------------------------------------------------------------

    def _picture(self, element: etree._Element, place: Matrix) -> None:
        part = self._resources.pictures.get(element.get("ResourceID", ""))
        bounds = box(element.get("Boundary"))
        if part is None or bounds is None:
            return
        # Without a CTM a picture fills its boundary.
        own = matrix(element.get("CTM")) or (bounds[2], 0.0, 0.0, bounds[3], 0.0, 0.0)
        self._onto.pictures.append((part, within(within(own, (1, 0, 0, 1, bounds[0], bounds[1])), place)))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the glyphs of one text object have in common.

    `place` leads from the object's space to points; `along` and `up` are a glyph of one size there, `width` is its
    width in the object's space.
    """

    place: Matrix
    along: Point
    up: Point
    width: float
    bold: bool

    def mark(self, text: str, at: Point, width: float) -> Mark:
        """The glyph whose base line begins at a point of the object's space; `width` in sizes."""
        (x, y), (ax, ay), (ux, uy) = moved(at, self.place), self.along, self.up
        xs = [x + ax * right + ux * rise for right in (0, width) for rise in (-_BELOW, _ABOVE)]
        ys = [y + ay * right + uy * rise for right in (0, width) for rise in (-_BELOW, _ABOVE)]
        return Mark(text, min(xs), min(ys), max(xs), max(ys), length(self.up), self.bold, ax, -ay)


def _placed(element: etree._Element, place: Matrix) -> Matrix:
    """From an object's own space to points: its CTM, then its boundary's corner, then what is around it."""
    bounds = box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    inside = within(matrix(element.get("CTM")) or (1, 0, 0, 1, 0, 0), (1, 0, 0, 1, bounds[0], bounds[1]))
    return within(inside, place)


def _words(code: etree._Element) -> str:
    """A TextCode's characters; blanks count, but not those of a line break that only makes the XML pretty."""
    text = "".join(code.itertext())
    return text.strip() if "\n" in text else text


def _steps(text: str, code: etree._Element, size: float, *, vertical: bool) -> list[Point]:
    """From each character to the next; where the writer leaves that to the reader, by the characters' widths."""
    count = max(0, len(text) - 1)
    across, down = offsets(code.get("DeltaX"), count), offsets(code.get("DeltaY"), count)
    if across is None and down is None:
        natural = [_width(char) * size for char in text[:-1]]
        return [(0.0, step) for step in natural] if vertical else [(step, 0.0) for step in natural]
    return list(zip(across or [0.0] * count, down or [0.0] * count, strict=True))


def _width(char: str) -> float:
    # Ambiguous ones (“ ” … ①) are as wide as ideographs in Chinese fonts.
    return _FULL if unicodedata.east_asian_width(char) in "WFA" else _HALF


def _operations(data: str) -> Iterator[tuple[str, list[float]]]:
    """A path's operators with their parameters; what is incomplete is left out."""
    words = _PATH.findall(data)
    places = [at for at, word in enumerate(words) if word in _PARAMETERS]
    for at, after in pairwise([*places, len(words)]):
        values = numbers(" ".join(words[at + 1 : after]))
        if len(values) == _PARAMETERS[words[at]]:
            yield words[at], values
