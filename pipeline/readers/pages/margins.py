"""Page headers, footers and page numbers: told by their shape, or by standing in the same place on page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pipeline.readers.pages.lines import Line

Margin = Literal["header", "footer"]

# Share of the page's height, above and below, in which headers and footers stand.
_ZONE = 0.12
_NUMBER_ZONE = 0.14
_PAGE_NUMBER = re.compile(
    r"[-—–－·~\s]*(?:第\s*)?(?:\d{1,4}|[IVXivx]{1,5}|[一二三四五六七八九十]{1,3}(?=\s*页))\s*页?"
    r"(?:\s*[/／,，|]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－·~\s]*",
)
# What may differ in a header from page to page: “某局自评报告  第3页”.
_COUNTED = re.compile(r"[第共]\s*\d+\s*页|\d+\s*[/／]\s*\d+|[-—]\s*\d+\s*[-—]|\s\d{1,3}$|^\d{1,3}\s")
# Repeated on page after page because the tables are of one form, not because they are headers.
_NO_MARGIN = re.compile(r"单位[:：]|^附[件表录]|^表\s?\d|表$|（续）")
_PLACE = 8.0


def margin_lines(pages: Sequence[Sequence[Line]], heights: Mapping[int, float]) -> dict[int, Margin]:
    """Which lines (by id) stand in a margin. `pages` holds each page's lines from top to bottom."""
    repeated = _repeated(pages, heights)
    found: dict[int, Margin] = {}
    for lines in pages:
        if not lines:
            continue
        height = heights[lines[0].page]
        found.update((id(line), "header") for line in _outer(lines, height, repeated, top=True))
        found.update((id(line), "footer") for line in _outer(lines[::-1], height, repeated, top=False))
    return found


def is_page_number(text: str) -> bool:
    """“3”, “- 3 -”, “第3页 共20页”, “3/20”."""
    return bool(_PAGE_NUMBER.fullmatch(text.strip()))


def _outer(lines: Sequence[Line], height: float, repeated: frozenset[tuple[str, int]], *, top: bool) -> Iterator[Line]:
    """Margin lines from the page's edge inward, up to the first line that is none."""
    for line in lines:
        zone = line.bottom if top else height - line.top
        numbered = zone <= _NUMBER_ZONE * height and is_page_number(line.text)
        again = zone <= _ZONE * height and any(
            (_shape(line), place) in repeated for place in _places(line, height, top)
        )
        if not (numbered or again):
            return
        yield line


def _repeated(pages: Sequence[Sequence[Line]], heights: Mapping[int, float]) -> frozenset[tuple[str, int]]:
    counts: Counter[tuple[str, int]] = Counter()
    filled = [lines for lines in pages if lines]
    for lines in filled:
        height = heights[lines[0].page]
        places = {(_shape(line), place) for line in lines[:3] for place in _places(line, height, True)}
        places |= {(_shape(line), place) for line in lines[-3:] for place in _places(line, height, False)}
        counts.update(places)
    # Two pages may begin alike by chance; all pages do not.
    enough = min(3, max(2, len(filled)))
    return frozenset(place for place, count in counts.items() if count >= enough and not _NO_MARGIN.search(place[0]))


def _shape(line: Line) -> str:
    return "".join(_COUNTED.sub("#", line.text).split())


def _places(line: Line, height: float, top: bool) -> tuple[int, int]:
    """Distance from the page's edge in coarse steps, two that overlap, negative from below."""
    distance = line.top if top else height - line.bottom
    step = int(distance // _PLACE)
    near = step + 1 if distance % _PLACE > _PLACE / 2 else step - 1
    return (step + 1, near + 1) if top else (-step - 2, -near - 2)
