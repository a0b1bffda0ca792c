"""Characters → lines, by vertical overlap: digits of another font that sit lower stay in their line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.document import Bbox
from pipeline.readers.pages.content import Char

# Two boxes are of one line if they share half of the lower one's height …
_OVERLAP = 0.5
# … and one is not some ornament: a seal or an initial spans lines without being part of them.
_MOST_TALLER = 2.6
# In widths of a character (em): what a person sees as a space, and as two texts in one line.
_LATIN_SPACE = 0.25
_EXPLICIT_SPACE = 0.12
_CJK_SPACE = 0.4
_APART = 5.0
_DOUBLE = 0.15
_LATIN = re.compile(r"[A-Za-z0-9]")
_LEADERS = re.compile(r"[.．…·‥。]{4,}|(?:[.．…·‥] ){4,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or one of several texts that stand far apart in it; `chars` are without spaces."""

    chars: tuple[Char, ...]
    text: str
    page: int
    bbox: Bbox
    size: float
    bold: bool

    @property
    def x0(self) -> float:
        return self.bbox[0]

    @property
    def x1(self) -> float:
        return self.bbox[2]

    @property
    def top(self) -> float:
        return self.bbox[1]

    @property
    def bottom(self) -> float:
        return self.bbox[3]

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def lines_of(rows: Iterable[list[Char]], page: int) -> list[Line]:
    """The lines of a page's rows (see `rows_of`); texts far apart in one row are lines of their own, left to right."""
    return [line_of(part, page) for row in rows for part in _apart(row)]


def rows_of(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Characters of one line each, from top to bottom, each sorted from left to right; doubled ones once."""
    bands: list[_Band] = []
    groups: dict[tuple[float, float], list[Char]] = defaultdict(list)
    for char in chars:
        groups[round(char.top, 1), round(char.bottom, 1)].append(char)
    # Tall before small, so that a line's band is that of its own characters and raised or lowered ones find it.
    for (top, bottom), group in sorted(groups.items(), key=lambda item: (item[0][0] - item[0][1], item[0])):
        band = max(bands, key=lambda band: band.share(top, bottom), default=None)
        if band is None or band.share(top, bottom) < _OVERLAP:
            bands.append(_Band(top, bottom, list(group)))
        else:
            band.chars += group
    for band in sorted(bands, key=lambda band: band.top):
        row = list(_once(sorted(band.chars, key=lambda char: char.x0)))
        if any(not char.text.isspace() for char in row):
            yield row


@dataclass(slots=True)
class _Band:
    top: float
    bottom: float
    chars: list[Char]

    def share(self, top: float, bottom: float) -> float:
        """How much of the lower of the two heights lies in both."""
        mine, other = self.bottom - self.top, bottom - top
        least = min(mine, other)
        if least <= 0 or max(mine, other) > _MOST_TALLER * least:
            return 0.0
        return (min(self.bottom, bottom) - max(self.top, top)) / least


def _once(row: Sequence[Char]) -> Iterator[Char]:
    """Without the second print by which some writers make letters bold."""
    seen: list[Char] = []
    for char in row:
        near = _DOUBLE * char.size
        if not any(char.text == old.text and char.x0 - old.x0 <= near for old in seen[-3:]):
            seen.append(char)
            yield char


def line_of(row: Sequence[Char], page: int) -> Line:
    """A line of characters that are sorted from left to right; one of them at least is no space."""
    glyphs = tuple(char for char in row if not char.text.isspace())
    sizes = Counter(char.size for char in glyphs)
    return Line(
        chars=glyphs,
        text=text_of(row),
        page=page,
        bbox=(
            min(char.x0 for char in glyphs),
            min(char.top for char in glyphs),
            max(char.x1 for char in glyphs),
            max(char.bottom for char in glyphs),
        ),
        size=max(sizes, key=lambda size: (sizes[size], size)),
        bold=2 * sum(char.bold for char in glyphs) > len(glyphs),
    )


def text_of(row: Iterable[Char]) -> str:
    """The words of a row, with a space only where a person sees one."""
    parts: list[str] = []
    last: Char | None = None
    spaced = False
    for char in row:
        if char.text.isspace():
            spaced = True
            continue
        if last is not None and _is_space(last, char, spaced):
            parts.append(" ")
        parts.append(char.text)
        last, spaced = char, False
    return "".join(parts)


def _is_space(left: Char, right: Char, written: bool) -> bool:
    # A written space may have no width, or lie under the next letter; a gap may be only justification.
    gap = (right.x0 - left.x1) / (max(left.size, right.size) or 1)
    if written:
        return gap > _EXPLICIT_SPACE
    latin = _LATIN.search(left.text) and _LATIN.search(right.text)
    return gap > (_LATIN_SPACE if latin else _CJK_SPACE)


def _apart(row: list[Char]) -> Iterator[list[Char]]:
    """The texts of one line: “编制单位：某局      单位：元” is two."""
    part: list[Char] = []
    last: Char | None = None
    for char in row:
        blank = char.text.isspace()
        if last is not None and not blank and char.x0 - last.x1 > _APART * max(char.size, last.size):
            yield part
            part = []
        part.append(char)
        last = last if blank else char
    yield part


def without_leaders(text: str) -> str | None:
    """A contents line's words without dots and page number; None for any other line.

    >>> without_leaders("一、部门概况..............3")
    '一、部门概况'
    """
    found = _LEADERS.search(text)
    if not found or not re.fullmatch(r"[.．…·‥。\s]*[-—（(]?\s*[\dIVXivx]*\s*[-—）)]?", text[found.end() :]):
        return None
    return text[: found.start()].rstrip()
