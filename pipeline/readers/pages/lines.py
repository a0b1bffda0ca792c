"""Characters → lines, by vertical overlap: digits of another font that sit lower stay in their line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Final

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
# Pages hold thousands of characters: their places in the tuple are quicker than their names.
_TEXT: Final = 0
_X0: Final = 1
_TOP: Final = 2
_BOTTOM: Final = 4
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


def rows_of(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Characters of one line each, from top to bottom, each sorted from left to right; doubled ones once."""
    bands: list[_Band] = []
    # Tall before small, so that a line's band is that of its own characters and raised or lowered ones find it.
    for (top, bottom), group in sorted(_level(chars).items(), key=lambda item: (item[0][0] - item[0][1], item[0])):
        band = max(bands, key=lambda band: band.share(top, bottom)) if bands else None
        if band is None or band.share(top, bottom) < _OVERLAP:
            bands.append(_Band(top, bottom, group))
        else:
            band.chars += group
    for band in sorted(bands, key=attrgetter("top")):
        row = list(_once(sorted(band.chars, key=itemgetter(_X0))))
        if any(not char.text.isspace() for char in row):
            yield row


def _level(chars: Iterable[Char]) -> dict[tuple[float, float], list[Char]]:
    """Characters by top and bottom, in tenths of a point; most come in runs of the same."""
    groups: dict[tuple[float, float], list[Char]] = defaultdict(list)
    group: list[Char] = []
    last: tuple[float, float] | None = None
    for char in chars:
        if (place := (char[_TOP], char[_BOTTOM])) != last:
            group = groups[round(place[0], 1), round(place[1], 1)]
            last = place
        group.append(char)
    return groups


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
    texts: list[str] = []
    for char in row:
        text = char[_TEXT]
        # Nearly all signs differ from those right before them.
        if text not in texts[-3:] or not _is_double(char, seen[-3:]):
            seen.append(char)
            texts.append(text)
            yield char


def _is_double(char: Char, seen: Iterable[Char]) -> bool:
    near = _DOUBLE * char.size
    return any(char.text == old.text and char.x0 - old.x0 <= near for old in seen)


def line_of(row: Sequence[Char], page: int) -> Line:
    """A line of characters that are sorted from left to right; one of them at least is no space."""
    glyphs = tuple([char for char in row if not char[_TEXT].isspace()])
    _, x0, tops, x1, bottoms, sizes, bolds = zip(*glyphs, strict=True)
    counts = Counter(sizes)
    return Line(
        chars=glyphs,
        text=text_of(row),
        page=page,
        bbox=(min(x0), min(tops), max(x1), max(bottoms)),
        size=max(counts, key=lambda size: (counts[size], size)),
        bold=2 * sum(bolds) > len(glyphs),
    )


def text_of(row: Iterable[Char]) -> str:
    """The words of a row, with a space only where a person sees one."""
    parts: list[str] = []
    last, end, height = "", 0.0, 0.0
    spaced = False
    for text, x0, _, x1, _, size, _ in row:
        if text.isspace():
            spaced = True
            continue
        # A written space may have no width, or lie under the next letter; a gap may be only justification.
        gap = (x0 - end) / (max(height, size) or 1)
        if last and gap > _EXPLICIT_SPACE and (spaced or _is_gap(last, text, gap)):
            parts.append(" ")
        parts.append(text)
        last, end, height, spaced = text, x1, size, False
    return "".join(parts)


def _is_gap(left: str, right: str, gap: float) -> bool:
    """Whether a person sees a space where none was written."""
    return gap > _CJK_SPACE or (gap > _LATIN_SPACE and bool(_LATIN.search(left) and _LATIN.search(right)))


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
