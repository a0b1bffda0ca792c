"""A TextObject → its glyphs: which, where, how large."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.readers.ofd.geometry import Matrix, Point, length, moved, number, numbers, offsets, turned
from pipeline.readers.ofd.package import tag

# How wide glyphs are, in sizes; the fonts are not opened.
_FULL, _HALF = 1.0, 0.5
# A step of more than a full width leaves white.
_FULL_STEP = 1.02


class Glyph(NamedTuple):
    """One glyph; `at` is where its base line begins, `along` and `up` are one size long, all in points, y downward.

    `width` is in sizes. `number` is the glyph's in its font, where the file tells it; -1 for a character that has no
    glyph of its own (the second one of a ligature).
    """

    char: str
    at: Point
    along: Point
    up: Point
    width: float
    number: int | None


def glyphs_of(element: etree._Element, place: Matrix) -> Iterator[Glyph]:
    """The glyphs of a TextObject, one a character; `place` leads from its own space to points."""
    size = abs(number(element.get("Size"), 0))
    stretch = size * abs(number(element.get("HScale"), 1))
    angle = math.radians(number(element.get("CharDirection"), 0))
    vertical = number(element.get("ReadDirection"), 0) in {90, 270}
    # In the object's space, y downward: along a glyph's base line, and up from it.
    along = turned((math.cos(angle) * stretch, math.sin(angle) * stretch), place)
    up = turned((math.sin(angle) * size, -math.cos(angle) * size), place)
    at, done = (0.0, 0.0), 0
    named: dict[int, int] = {}
    for child in element:
        if tag(child) == "CGTransform":
            named.update(_named(child, done))
        elif tag(child) == "TextCode":
            at = number(child.get("X"), at[0]), number(child.get("Y"), at[1])
            text = _words(child)
            steps = [*_steps(text, child, size if vertical else stretch, vertical=vertical), None]
            here = at
            for index, (char, step) in enumerate(zip(text, steps, strict=False), done):
                # A line set tight, or a Latin letter, whose width only its font knows: it ends where the next begins.
                room = length(step) / stretch if step and stretch else 0
                width = room if 0 < room <= _FULL_STEP else _width(char)
                yield Glyph(char, moved(here, place), along, up, width, named.get(index))
                here = (here[0] + step[0], here[1] + step[1]) if step else here
            done += len(text)


def _named(transform: etree._Element, done: int) -> Iterator[tuple[int, int]]:
    """By character, the numbers of glyphs that a CGTransform tells.

    Positions count in the whole object; where transforms stand between TextCodes, from the one that follows.
    """
    first = done + int(number(transform.get("CodePosition"), 0))
    glyphs = [int(value) for value in numbers(transform.findtext("{*}Glyphs"))]
    codes = int(number(transform.get("CodeCount"), len(glyphs) or 1))
    for index in range(min(codes, max(len(glyphs), 1) * 8)):
        yield first + index, glyphs[index] if index < len(glyphs) else -1


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
