"""Where on a page a figure stands: the characters of its paragraph or cell are looked through for its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.document import Bbox

Placed = tuple[str, Bbox]
"""A character of a page with its box."""

_AROUND = 6
"""Characters before and after a figure by which it is told from its like."""
_SLACK = 3.0
"""Points by which a character may stand out of its block's box."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A figure: the text of its block, its place in that text, and the block's box on the page."""

    text: str
    start: int
    end: int
    bbox: Bbox | None


def boxes(sought: Sought, page: Iterable[Placed]) -> list[Bbox]:
    """The boxes of a figure, one a line that it stands on; empty where it is not found."""
    chars = [(sign, box) for char, box in page if _inside(box, sought.bbox) for sign in _plain(char)]
    text = "".join(sign for sign, _ in chars)
    figure = _plain(sought.text[sought.start : sought.end])
    at = _find(text, figure, _plain(sought.text[: sought.start]), _plain(sought.text[sought.end :]))
    return [] if at is None else _lines([box for _, box in chars[at : at + len(figure)]])


def _plain(text: str) -> str:
    """As the reader may have seen it: full-width forms as half-width ones, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _find(text: str, figure: str, before: str, after: str) -> int | None:
    """Where the figure is in the characters of its block, of several places the one with its own surroundings."""
    places = [at for at in range(len(text) - len(figure) + 1) if figure and text.startswith(figure, at)]
    if not places:
        return None

    def fits(at: int) -> tuple[int, int]:
        end = at + len(figure)
        alike = _alike(text[max(0, at - _AROUND) : at][::-1], before[-_AROUND:][::-1])
        return alike + _alike(text[end : end + _AROUND], after[:_AROUND]), -abs(at - len(before))

    return max(places, key=fits)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _inside(box: Bbox, whole: Bbox | None) -> bool:
    if whole is None:
        return True
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return whole[0] - _SLACK <= x <= whole[2] + _SLACK and whole[1] - _SLACK <= y <= whole[3] + _SLACK


def _lines(found: Sequence[Bbox]) -> list[Bbox]:
    """Characters side by side have one box; the next line begins a new one."""
    lines: list[Bbox] = []
    for box in found:
        last = lines[-1] if lines else None
        if last and box[1] < last[3] and box[3] > last[1] and box[0] >= last[0]:
            lines[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            lines.append(box)
    return lines
