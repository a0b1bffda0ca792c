"""The objects of a page, layer by layer, handed on to whoever reads or paints them."""

from __future__ import annotations

from typing import Protocol

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.ofd.geometry import Matrix, box, matrix, within
from pipeline.readers.ofd.package import tag
from pipeline.readers.ofd.resources import Resources

_NESTS = frozenset({"Layer", "PageBlock", "Content"})
# Composite objects inside composite objects; a unit may well contain itself.
_DEEPEST = 8
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Hand(Protocol):
    """Does something with each object; `place` leads from the object's own space to points, y downward.

    `text` and `path` say how many glyphs or lines they met.
    """

    def text(self, element: etree._Element, place: Matrix, resources: Resources) -> int: ...

    def path(
        self, element: etree._Element, place: Matrix, resources: Resources, layer: etree._Element | None
    ) -> int: ...

    def picture(self, part: str, place: Matrix) -> None:
        """`place` leads from the unit square (top left corner, y downward) that the picture fills."""


class Objects:
    """Walks through the contents of pages; counts what is there against `max_chars` of the whole file."""

    def __init__(self, limits: Limits) -> None:
        self._limit = limits.max_chars
        self._count = 0

    def walk(self, content: etree._Element, place: Matrix, resources: Resources, hand: Hand) -> None:
        """Hand on what a page's or a template's Content holds; `place` leads from its millimetres to points.

        Raises ReadError for more glyphs, lines and objects than the limit.
        """
        self._walk(content, place, resources, hand, None, 0)

    def _walk(  # noqa: PLR0917 - what changes on the way down
        self,
        holder: etree._Element,
        place: Matrix,
        resources: Resources,
        hand: Hand,
        layer: etree._Element | None,
        depth: int,
    ) -> None:
        for element in holder:
            self._met(1)
            kind = tag(element)
            if element.get("Visible", "").lower() == "false":
                continue
            if kind in _NESTS:
                self._walk(element, place, resources, hand, element if kind == "Layer" else layer, depth)
            elif kind == "TextObject":
                self._met(hand.text(element, _placed(element, place), resources))
            elif kind == "PathObject":
                self._met(hand.path(element, _placed(element, place), resources, layer))
            elif kind == "ImageObject":
                if part := resources.pictures.get(element.get("ResourceID", "")):
                    hand.picture(part, _placed(element, place, unit=True))
            elif kind == "CompositeObject" and depth < _DEEPEST:
                unit = resources.units.get(element.get("ResourceID", ""))
                if unit is not None:
                    self._walk(unit, _placed(element, place), resources, hand, layer, depth + 1)

    def _met(self, objects: int) -> None:
        self._count += objects
        if self._count > self._limit:
            what = f"more characters and strokes than max_chars {self._limit:,}"
            raise ReadError(what, do="split the file, or raise the limit")


def _placed(element: etree._Element, place: Matrix, *, unit: bool = False) -> Matrix:
    """From an object's own space to points: its CTM, then its boundary's corner, then what is around it.

    What fills a unit square (`unit`) fills its boundary where it has no CTM.
    """
    left, top, wide, high = box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    own = matrix(element.get("CTM")) or ((wide, 0.0, 0.0, high, 0.0, 0.0) if unit else _SAME)
    return within(within(own, (1, 0, 0, 1, left, top)), place)
