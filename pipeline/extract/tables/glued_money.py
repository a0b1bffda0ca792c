"""Rows of money without a space between their cells: 年度资金总额60.0058.501097.50%9.75.

A row is divided where its rate is what its own amounts give. Points may be blank, and so may the first amount of three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.document import Span
from pipeline.extract.tables.columns import Column
from pipeline.extract.tables.glued_values import AMOUNT, Place

Row = list[Place | None]

_POINTS = r"(?:[1-9]\d*(?:\.\d{1,2})?|0(?:\.\d{1,2})?)"
_LABEL = re.compile(r"[^\d，。;%]{2,20}?(?=\d)")
_FIGURES = re.compile(r"[\d.]+%[\d.]*")
_NEAR = Decimal("0.02")
_HIGHEST = 100
"""No mark is higher."""
_HIGHEST_RATE = 1000
_COMPARED = 2
"""The last two amounts are those that the rate compares."""


def is_money(columns: Sequence[Column]) -> bool:
    """Whether columns hold amounts, planned and spent, and the one rate that compares them."""
    kinds = [_kind(column) for column in columns]
    return kinds.count("rate") == 1 and kinds.count("value") >= _COMPARED and {*kinds} <= {"rate", "points", "value"}


def money_rows(text: str, body: Span, columns: Sequence[Column]) -> Iterator[Row]:
    """The rows that a stretch of text holds, each with its label first."""
    kinds = [_kind(column) for column in columns]
    at = body.start
    while label := _LABEL.search(text, at, body.end):
        figures = _FIGURES.match(text, label.end(), body.end)
        found = _divided(text, Span(*figures.span()), kinds) if figures else None
        if found is None:
            at = figures.end() if figures else label.end() + 1
            continue
        yield [label.span(), *found]
        at = max(place[1] for place in found if place)
        for row in _sources(text, Span(at, body.end), found, kinds):
            yield row
            at = max(place[1] for place in row if place)


def _kind(column: Column) -> str:
    if column.measure == "completion_rate":
        return "rate"
    return "points" if column.role in ("full", "score") else column.role


def _divided(text: str, run: Span, kinds: Sequence[str]) -> Row | None:
    """The cells of a run of digits, of as many columns as it can be of; None where there are several such ways."""
    for blank in _blanks(kinds):
        if ways := list(_ways(text, run, kinds, blank)):
            return ways[0] if len(ways) == 1 else None
    return None


def _blanks(kinds: Sequence[str]) -> Iterator[Sequence[int]]:
    """Which columns may be blank, the likeliest first: none, the mark, all points; then the amounts before the two."""
    points = [i for i, kind in enumerate(kinds) if kind == "points"]
    earlier = [i for i, kind in enumerate(kinds) if kind == "value"][:-_COMPARED]
    for amounts in [[], earlier] if earlier else [[]]:
        yield from ([*amounts, *points[count:]] for count in range(len(points), -1, -1))


def _ways(text: str, run: Span, kinds: Sequence[str], blank: Sequence[int]) -> Iterator[Row]:
    """Every sound way to divide a run whose cells of the columns `blank` are missing."""
    columns = [i for i in range(len(kinds)) if i not in blank]
    for places in _splits(text, run, [kinds[i] for i in columns]):
        if _is_sound(text, places, [kinds[i] for i in columns]):
            cells = dict(zip(columns, places, strict=True))
            yield [cells.get(i) for i in range(len(kinds))]


def _splits(text: str, rest: Span, kinds: Sequence[str]) -> Iterator[list[Place]]:
    """Every way to divide a run of digits into figures of these kinds."""
    if not kinds:
        if not len(rest):
            yield []
        return
    shape = {"rate": rf"{AMOUNT}%", "points": _POINTS, "value": AMOUNT}[kinds[0]]
    for end in range(rest.start + 1, rest.end + 1):
        if re.fullmatch(shape, text[rest.start : end]):
            yield from ([(rest.start, end), *others] for others in _splits(text, Span(end, rest.end), kinds[1:]))


def _is_sound(text: str, places: Sequence[Place], kinds: Sequence[str]) -> bool:
    """Whether the rate is what the last two amounts give, and no mark is above its full mark."""
    figures = [Decimal(text[start:end].rstrip("%")) for start, end in places]
    of = {kind: [f for f, k in zip(figures, kinds, strict=True) if k == kind] for kind in kinds}
    planned, spent = of["value"][-_COMPARED:]
    sound = planned > 0 and 0 < of["rate"][0] < _HIGHEST_RATE and abs(spent / planned * 100 - of["rate"][0]) < _NEAR
    points = of.get("points", [Decimal(1)])
    return sound and points[-1] <= points[0] and 1 <= points[0] <= _HIGHEST


def _sources(text: str, rest: Span, total: Sequence[Place | None], kinds: Sequence[str]) -> Iterator[Row]:
    """其中:本年财政拨款2020: where all of it came from, the amounts of the row above once more, without a rate."""
    amounts = [text[slice(*p)] if p else "" for p, kind in zip(total, kinds, strict=True) if kind == "value"]
    row = _LABEL.pattern + "".join(f"({re.escape(amount)})" for amount in amounts) + r"(?![\d.%])"
    if match := re.compile(row).match(text, rest.start, rest.end):
        places = iter(range(1, len(amounts) + 1))
        cells = (match.span(next(places)) if kind == "value" else None for kind in kinds)
        yield [(match.start(), match.start(1)), *(place if place and place[0] < place[1] else None for place in cells)]
