"""Where the cells of a glued row begin: 修复文物≥24件≥24件1010 is 修复文物 | ≥24件 | ≥24件 | 10 | 10.

Points have no leading zero, and no mark is above its full mark. Values divide where both are the same, words or
figures, and where both are figures with the same unit. A row whose points are certain and whose values are not has
its points alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.document import Span
from pipeline.extract.tables.columns import Role

Place = tuple[int, int]
Divided = dict[Role, Place]
"""The places of a row's cells by what they are."""

_RUN = re.compile(r"\d[\d.]*")
_POINTS = re.compile(r"[1-9]\d*(?:\.\d{1,2})?|0(?:\.\d{1,2})?")
_HIGHEST = 100
AMOUNT = r"(?:[1-9]\d*(?:\.\d{1,6})?|0(?:\.\d{1,6})?)"
_COMPARES = "不低于|不少于|不高于|不超过|小于等于|大于等于|小于|低于|大于|高于|超过|达到"
_FIGURE = rf"(?:{_COMPARES})?[≥≤<>=]{{0,2}}{AMOUNT}(?:%|[一-龥㎡]{{1,4}}?)(?:以[上下内])?"
# The longest text that stands twice at the end: words, or a figure from its first digit on. One character twice is a
# word only where it grades (高高, 好好).
_TWICE = re.compile(
    rf"(?P<name>.{{2,}}?)(?!(?<=[\d.])[\d.]|0\d)"
    rf"(?P<target>[^\d≥≤<>=]{{2,24}}?|[高好优良有无]|(?:{_COMPARES})?[≥≤<>=]{{0,2}}\d.{{0,22}}?)(?P<actual>(?P=target))"
)
_BOTH_FIGURES = re.compile(rf"(?P<name>.*?[^\d.≥≤<>=%])(?P<target>{_FIGURE})(?P<actual>{_FIGURE})")
_THEN_WORDS = re.compile(
    rf"(?P<name>.*?[^\d.≥≤<>=%])(?P<target>(?:{_COMPARES})?[≥≤<>=]{{0,2}}{AMOUNT}%)(?P<actual>[一-龥]{{2,12}})"
)
# 超上年2%, 增收27万元: by how much, measured against what the name's end tells.
_AGAINST = re.compile(r"(?:上年|去年|往年|同期|增[加长收幅]?|减少|下降|提高|提升|超|比|较)度?$")
_BEHIND_UNIT = re.compile(r"以[上下内]$")
_NAME = re.compile(r"(?:[^\d≥≤<>=%]|\d+[:、])+")
_NO_TARGET = re.compile(r"[-—/一](?=[一-龥])")
_FIGURE_OR_END = re.compile(r"[\d≥≤<>=]|$")
_NEVER_POINTS = "%年月日:：、~-/"
_FILLER = re.compile(r"[….]|指标\d*:")
"""What stands for a row that was left blank, or before a row's own name."""
_SHORTEST_NAME = 2
_LONGEST_NAME = 60
_LONGEST_ROW = 160
"""In characters: what goes on longer is prose, and would take long to divide."""
_FEWEST_SURE = 2
"""Points alone are read in a form in which so many rows have their values too."""


@dataclass(frozen=True)
class Division:
    """Divides rows. `group`: names of groups in glued text; `total`: of the sum of points; `units`: behind figures."""

    group: re.Pattern[str]
    total: re.Pattern[str]
    units: Sequence[str]

    def rows(self, text: str, body: Span, order: Sequence[Role]) -> list[Divided]:
        """The rows of a form, top to bottom. `order`: what stands behind the name."""
        found = [row for segment in self._segments(text, body) for row in self._rows(text, segment, order)]
        sure = sum("target" in row for row in found)
        return found if sure >= _FEWEST_SURE else [row for row in found if "target" in row]

    def _segments(self, text: str, body: Span) -> Iterator[Span]:
        """What stands between the names of groups."""
        at = body.start
        for match in self.group.finditer(text, body.start, body.end):
            if match.start() > at:
                yield Span(at, match.start())
            at = match.end()
        if at < body.end:
            yield Span(at, body.end)

    def _rows(self, text: str, segment: Span, order: Sequence[Role]) -> Iterator[Divided]:
        pointed = [role for role in order if role in ("full", "score")]
        if not pointed:
            if row := _values(text, segment):
                yield row
            return
        at = segment.start
        while at < segment.end:
            if filler := _FILLER.match(text, at, segment.end):
                at = filler.end()
                continue
            rest = Span(at, segment.end)
            if self.total.match(text, at, segment.end):
                row = self._behind(text, rest, pointed, valued=False)
            elif order[0] == "full":
                row = self._between(text, rest)
            else:
                row = self._behind(text, rest, pointed, valued=True)
            if row is None:
                return
            yield row
            at = max(end for _, end in row.values())

    # -- name, values, points -----------------------------------------------------------------------------

    def _behind(self, text: str, rest: Span, pointed: Sequence[Role], *, valued: bool) -> Divided | None:
        """The first row of which the points stand behind all else."""
        for run in _RUN.finditer(text, rest.start, min(rest.end, rest.start + _LONGEST_ROW)):
            if self._is_counted(text, run.end(), rest.end):
                continue
            ways = list(self._ways(text, rest.start, run, pointed))
            if valued and (row := _only([row for row in (self._with_values(text, *way) for way in ways) if row])):
                return row
            whole = [points for told, points in ways if told.end == run.start()]
            if len(whole) == 1 and len(pointed) > 1 and (name := _name(text, Span(rest.start, run.start()))):
                return {"name": name, **whole[0]}
        return None

    def _is_counted(self, text: str, at: int, end: int) -> bool:
        """Whether what follows makes a run of digits a value, a date or a number in a list."""
        if at >= end:
            return False
        # 项 in 项目 is no unit: behind one stands the next figure.
        counted = (u for u in self.units if text.startswith(u, at, end))
        return text[at] in _NEVER_POINTS or any(_FIGURE_OR_END.match(text, at + len(u), end) for u in counted)

    @staticmethod
    def _ways(text: str, start: int, run: re.Match[str], pointed: Sequence[Role]) -> Iterator[tuple[Span, Divided]]:
        """(name and values, points): every way to take points off the end of a run of digits."""
        for at in range(run.start(), run.end()):
            for points in _points(text, Span(at, run.end()), pointed):
                yield Span(start, at), points

    @staticmethod
    def _with_values(text: str, told: Span, points: Divided) -> Divided | None:
        values = _values(text, told)
        return {**values, **points} if values else None

    # -- name, full mark, values, mark --------------------------------------------------------------------

    def _between(self, text: str, rest: Span) -> Divided | None:
        """The row that begins here, of which the full mark stands before the values and the mark behind them."""
        name = _NAME.match(text, rest.start, rest.end)
        run = _RUN.match(text, name.end(), rest.end) if name else None
        if name is None or run is None or not _SHORTEST_NAME <= len(name.group()) <= _LONGEST_NAME:
            return None
        ways: dict[int, list[Divided]] = {}
        for end in range(run.start() + 1, run.end() + 1):
            for score in self._marks(text, Span(end, rest.end), text[run.start() : end]):
                if told := _told(text, Span(end, score[0])):
                    sureness, values = told
                    row: Divided = {"name": name.span(), "full": (run.start(), end), **values, "score": score}
                    ways.setdefault(sureness, []).append(row)
                    break
        return _only(ways[max(ways)]) if ways else None

    def _marks(self, text: str, rest: Span, full: str) -> Iterator[Place]:
        """Where the mark may stand that goes with a full mark, nearest first."""
        if not _is_points(full):
            return
        for run in _RUN.finditer(text, rest.start, min(rest.end, rest.start + _LONGEST_ROW)):
            if self._is_counted(text, run.end(), rest.end):
                continue
            for at in range(run.start(), run.end()):
                score = text[at : run.end()]
                if _is_points(score) and Decimal(score) <= Decimal(full):
                    yield at, run.end()


def _told(text: str, stretch: Span) -> tuple[int, Divided] | None:
    """How sure it is that a stretch is both values, and where these are: the same, alike, words that do not divide."""
    told, start = text[stretch.start : stretch.end], stretch.start
    half = len(told) // 2
    if told and told[:half] == told[half:]:
        return 3, {"target": (start, start + half), "actual": (start + half, stretch.end)}
    if both := re.fullmatch(rf"({_FIGURE})({_FIGURE})", told):
        if _unit(both[1]) != _unit(both[2]):
            return None
        return 2, {"target": (start, start + both.end(1)), "actual": (start + both.end(1), stretch.end)}
    if not told or any(char.isdigit() for char in told):
        return None
    blank = _NO_TARGET.match(told)
    return 1, {"actual": (start + blank.end(), stretch.end)} if blank else {}


def _values(text: str, told: Span) -> Divided | None:
    """Name, target and actual that fill a stretch: the values are the same, or figures with the same unit."""
    match = _TWICE.fullmatch(text, told.start, told.end)
    if match is None:
        both = _BOTH_FIGURES.fullmatch(text, told.start, told.end)
        match = both if both and _unit(both["target"]) == _unit(both["actual"]) else None
    match = match or _THEN_WORDS.fullmatch(text, told.start, told.end)
    if match is None or len(match["name"]) > _LONGEST_NAME or _AGAINST.search(match["name"]):
        return None
    return {"name": match.span("name"), "target": match.span("target"), "actual": match.span("actual")}


def _unit(value: str) -> str:
    return _BEHIND_UNIT.sub("", value)[-1]


def _points(text: str, run: Span, pointed: Sequence[Role]) -> Iterator[Divided]:
    """The ways to read a run of digits as these points."""
    if len(pointed) == 1:
        if _is_points(text[run.start : run.end]):
            yield {pointed[0]: (run.start, run.end)}
        return
    for at in range(run.start + 1, run.end):
        full, score = text[run.start : at], text[at : run.end]
        # 10 alone is no full mark of 1 with a mark of 0.
        if (
            _is_points(full)
            and _is_points(score)
            and Decimal(score) <= Decimal(full)
            and (score != "0" or at > run.start + 1)
        ):
            yield {"full": (run.start, at), "score": (at, run.end)}


def _is_points(text: str) -> bool:
    return bool(_POINTS.fullmatch(text)) and Decimal(text) <= _HIGHEST


def _name(text: str, told: Span) -> Place | None:
    """The words before the first figure."""
    match = _NAME.match(text, told.start, told.end)
    return match.span() if match and _SHORTEST_NAME <= len(match.group()) <= _LONGEST_NAME else None


def _only(rows: Sequence[Divided]) -> Divided | None:
    """The row that all ways give; None where they differ."""
    return dict(rows[0]) if rows and all(row == rows[0] for row in rows[1:]) else None
