"""How a stretch of glued text divides into a name, values and points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.document import Span
from pipeline.extract.tables.columns import Role

Place = tuple[int, int]
Divided = dict[Role, Place]
"""The places of a row's cells by what they are."""

_POINTS = re.compile(r"[1-9]\d*(?:\.\d{1,2})?|0(?:\.\d{1,2})?")
HIGHEST = 100
SIGNS = "≥≤<>="
AMOUNT = r"(?:[1-9]\d*(?:\.\d{1,6})?|0(?:\.\d{1,6})?)"
COMPARES = "不低于|不少于|不高于|不超过|小于等于|大于等于|小于|低于|大于|高于|超过|达到"
# 300元/户: a unit may be one for each of another.
_FIGURE = rf"(?:{COMPARES})?[≥≤<>=]{{0,2}}{AMOUNT}(?:%|[一-龥㎡]{{1,4}}?(?:/[一-龥]{{1,2}})?)(?:以[上下内])?"
# The longest text that stands twice at the end: words, or a figure from its first digit on. One character twice is a
# word only where it grades (高高, 好好).
_TWICE = re.compile(
    rf"(?P<name>[^≥≤<>=]{{2,}}?)(?!(?<=[\d.])[\d.]|0\d)"
    rf"(?P<target>[^\d≥≤<>=]{{2,24}}?|[高好优良有无]|(?:{COMPARES})?[≥≤<>=]{{0,2}}\d.{{0,22}}?)(?P<actual>(?P=target))"
)
# A % that no figure stands before is the unit of a column before the values.
_BOTH_FIGURES = re.compile(rf"(?P<name>[^≥≤<>=]*?[^\d.≥≤<>=%])%?(?P<target>{_FIGURE})(?P<actual>{_FIGURE})")
_THEN_WORDS = re.compile(
    rf"(?P<name>[^≥≤<>=]*?[^\d.≥≤<>=%])(?P<target>(?:{COMPARES})?[≥≤<>=]{{0,2}}{AMOUNT}%)(?P<actual>[一-龥]{{2,12}})"
)
# 500人次已完成: words that tell of a figure that it was reached.
_DONE = "(?:已|全部|基本|按时|按期|如期|均)*(?:完成|达成|达标|实现|落实)(?:年度|预期|既定)*(?:目标|指标)?"
_THEN_DONE = re.compile(rf"(?P<name>[^≥≤<>=]*?[^\d.≥≤<>=%])(?P<target>{_FIGURE})(?P<actual>{_DONE})")
# 500人520: the unit has a column of its own, between the values.
_UNIT_BETWEEN = re.compile(
    rf"(?P<name>[^\d≥≤<>=%]+)%?(?P<target>[≥≤<>=]{{0,2}}{AMOUNT}(?:%|[一-龥㎡]{{1,4}}))(?P<actual>{AMOUNT})"
)
_ONE_FIGURE = re.compile(rf"(?P<name>[^。;≥≤<>=]*?[^\d.≥≤<>=%])%?(?P<value>{_FIGURE})")
_ONE_NUMBER = re.compile(rf"(?P<name>[^。;\d≥≤<>=%]+)(?P<value>[≥≤<>=]{{0,2}}{AMOUNT})")
_RATE = re.compile(r"(?:[1-9]\d{0,2}|0)(?:\.\d{1,2})?%")
# 超上年2%, 增收27万元: by how much, measured against what the name's end tells.
_AGAINST = re.compile(r"(?:上年|去年|往年|同期|增[加长收幅]?|减少|下降|提高|提升|超|比|较)度?$")
_BEHIND_UNIT = re.compile(r"以[上下内]$")
_NAME = re.compile(r"(?:[^\d≥≤<>=%]|\d+[:、])+")
_NO_TARGET = re.compile(r"[-—/一](?=[一-龥\d])")
_SHORTEST_NAME = 2
_LONGEST_RATE = 8
LONGEST_NAME = 60


def told_by(text: str, stretch: Span) -> tuple[int, Divided] | None:
    """How sure it is that a stretch is both values, and where these are: the same, alike, words that do not divide."""
    told, start = text[stretch.start : stretch.end], stretch.start
    half = len(told) // 2
    if told and told[:half] == told[half:]:
        return 3, {"target": (start, start + half), "actual": (start + half, stretch.end)}
    if two := re.fullmatch(rf"({_FIGURE})({_FIGURE}|{_DONE})", told):
        done = re.fullmatch(_DONE, two[2])
        values: Divided = {"target": (start, start + two.end(1)), "actual": (start + two.end(1), stretch.end)}
        return (2, values) if done or _unit(two[1]) == _unit(two[2]) else None
    blank = _NO_TARGET.match(told)
    if blank and re.fullmatch(_FIGURE, told[blank.end() :]):
        return 2, {"actual": (start + blank.end(), stretch.end)}
    if not told or any(char.isdigit() for char in told):
        return None
    return 1, {"actual": (start + blank.end(), stretch.end)} if blank else {}


def both_values(text: str, told: Span) -> Divided | None:
    """Name, target and actual that fill a stretch: the values are the same, or figures with the same unit."""
    match = _TWICE.fullmatch(text, told.start, told.end)
    if match is None:
        both = _BOTH_FIGURES.fullmatch(text, told.start, told.end)
        match = both if both and _unit(both["target"]) == _unit(both["actual"]) else None
    match = match or _THEN_DONE.fullmatch(text, told.start, told.end)
    match = match or _THEN_WORDS.fullmatch(text, told.start, told.end)
    if match is None or len(match["name"]) > LONGEST_NAME:
        return None
    signed = match["target"][0] in SIGNS or match.end("name") < match.start("target")
    if not signed and _AGAINST.search(match["name"]):
        return None
    return {"name": match.span("name"), "target": match.span("target"), "actual": match.span("actual")}


def one_value(text: str, told: Span, role: Role) -> Divided | None:
    """Name and the figure that ends a stretch."""
    match = _ONE_FIGURE.fullmatch(text, told.start, told.end) or _ONE_NUMBER.fullmatch(text, told.start, told.end)
    if match is None or not _SHORTEST_NAME <= len(match["name"]) <= LONGEST_NAME:
        return None
    return {"name": match.span("name"), role: match.span("value")}


def unit_between(text: str, told: Span) -> Divided | None:
    """Name, target with its unit, and a bare actual value."""
    match = _UNIT_BETWEEN.fullmatch(text, told.start, told.end)
    if match is None or len(match["name"]) > LONGEST_NAME:
        return None
    return {role: match.span(role) for role in ("name", "target", "actual")}


def before_rate(text: str, told: Span) -> list[Span]:
    """What stands before the rate that ends a stretch: the longest that is not above the whole."""
    starts = range(max(told.start, told.end - _LONGEST_RATE), told.end - 1)
    rates = (at for at in starts if _RATE.fullmatch(text, at, told.end))
    at = next((at for at in rates if Decimal(text[at : told.end - 1]) <= HIGHEST), None)
    return [] if at is None else [Span(told.start, at)]


def _unit(value: str) -> str:
    return _BEHIND_UNIT.sub("", value)[-1]


def points_in(text: str, run: Span, pointed: Sequence[Role]) -> Iterator[Divided]:
    """The ways to read a run of digits as these points."""
    if len(pointed) == 1:
        points = text[run.start : run.end]
        if is_points(points) and (pointed[0] == "score" or Decimal(points)):
            yield {pointed[0]: (run.start, run.end)}
        return
    blank = text.find(" ", run.start, run.end)
    for at in [blank] if blank > 0 else range(run.start + 1, run.end):
        full, score = text[run.start : at], text[at : run.end].lstrip()
        # 10 alone is no full mark of 1 with a mark of 0.
        if (
            is_points(full)
            and is_points(score)
            and Decimal(score) <= Decimal(full) > 0
            and (score != "0" or at > run.start + 1)
        ):
            yield {"full": (run.start, at), "score": (run.end - len(score), run.end)}


def is_points(text: str) -> bool:
    return bool(_POINTS.fullmatch(text)) and Decimal(text) <= HIGHEST


def name_in(text: str, told: Span) -> Place | None:
    """The words before the first figure."""
    match = _NAME.match(text, told.start, told.end)
    return match.span() if match and _SHORTEST_NAME <= len(match.group()) <= LONGEST_NAME else None
