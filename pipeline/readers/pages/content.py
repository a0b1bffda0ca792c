"""What one page holds before anyone reads it: characters with their places, and the cells that rules enclose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.document import Bbox


class Char(NamedTuple):
    """One glyph; places in points from the page's top left corner. A tuple: pages hold thousands of them."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as its source gives it.

    `tables` holds, for every ruled table, the boxes of its cells; a merged cell is one box. `pictured` says that
    something other than text fills the page: with no characters, a scan.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    tables: tuple[tuple[Bbox, ...], ...] = ()
    pictured: bool = False
    notes: tuple[str, ...] = ()


def union(boxes: list[Bbox]) -> Bbox:
    """The smallest box around some boxes, in tenths of a point."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return rounded((min(x0), min(top), max(x1), max(bottom)))


def rounded(box: Bbox) -> Bbox:
    """A box in tenths of a point."""
    x0, top, x1, bottom = box
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)
