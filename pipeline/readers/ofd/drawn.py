"""What the objects of a page leave on it for the reader: glyphs, strokes, pictures, with their places in points."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipeline.readers.ofd.geometry import Matrix, Point, length, moved, number
from pipeline.readers.ofd.paths import inks_of, parts_of
from pipeline.readers.ofd.resources import Resources, is_unseen
from pipeline.readers.ofd.text import Glyph, glyphs_of
from pipeline.readers.pages.edges import Edge, edge
from pipeline.readers.pages.glyphs import plain
from pipeline.readers.pages.printed import Mark

# How far a glyph reaches below and above its base line, in sizes.
_BELOW, _ABOVE = 0.14, 0.86
_HEAVY = 600
# A stroke that leaves the level by more (points) is none of a table's rules.
_LEVEL = 0.5


@dataclass(slots=True)
class Drawn:
    """What stands on a page so far (a `Hand`)."""

    marks: list[Mark] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    seen: list[Edge] = field(default_factory=list)
    curves: int = 0
    """Curved lines, and glyphs without a character."""
    pictured: float = 0.0
    """The area of the pictures in square points."""

    def text(self, element: etree._Element, place: Matrix, resources: Resources) -> int:
        """Add a TextObject's glyphs."""
        bold = element.get("Font", "") in resources.bold or number(element.get("Weight"), 0) >= _HEAVY
        glyphs = list(glyphs_of(element, place))
        for glyph in glyphs:
            self.curves += glyph.number is not None and glyph.char.isspace()
            if seen := plain(glyph.char):
                self.marks.append(_mark(seen, glyph, bold=bold))
        return len(glyphs)

    def path(self, element: etree._Element, place: Matrix, resources: Resources, layer: etree._Element | None) -> int:
        """Add a PathObject's level and upright strokes, and count its curves."""
        inks = inks_of(element, layer, resources)
        if not inks:
            return 0
        seen = not all(map(is_unseen, inks.values()))
        start = at = (0.0, 0.0)
        parts = list(parts_of(element))
        for kind, points in parts:
            end = points[-1] if points else start
            if kind == "move":
                start = end
            elif kind == "curve":
                self.curves += 1
            else:
                self._stroke(moved(at, place), moved(end, place), seen=seen)
            at = end
        return len(parts)

    def _stroke(self, start: Point, end: Point, *, seen: bool) -> None:
        if min(abs(end[0] - start[0]), abs(end[1] - start[1])) <= _LEVEL:
            stroke = edge(*start, *end)
            self.edges.append(stroke)
            if seen:
                self.seen.append(stroke)

    def picture(self, part: str, place: Matrix) -> None:  # noqa: ARG002 - it is not opened before it is to be read
        """Add a picture."""
        self.pictured += abs(place[0] * place[3] - place[1] * place[2])


def _mark(text: str, glyph: Glyph, *, bold: bool) -> Mark:
    (x, y), (ax, ay), (ux, uy) = glyph.at, glyph.along, glyph.up
    xs = [x + ax * right + ux * rise for right in (0, glyph.width) for rise in (-_BELOW, _ABOVE)]
    ys = [y + ay * right + uy * rise for right in (0, glyph.width) for rise in (-_BELOW, _ABOVE)]
    return Mark(text, min(xs), min(ys), max(xs), max(ys), length(glyph.up), bold, ax, -ay)
