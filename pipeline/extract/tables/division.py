"""Where the cells of a glued row begin: 修复文物≥24件≥24件1010 is 修复文物 | ≥24件 | ≥24件 | 10 | 10.

Points have no leading zero, and no mark is above its full mark. Values divide where both are the same, words or
figures, and where both are figures with the same unit. A row whose points are certain and whose values are not has
its points alone. Where a form has no column of what was reached, a value is a figure with its sign or unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pipeline.document import Span
from pipeline.extract.tables.columns import Role
from pipeline.extract.tables.glued_values import (
    AMOUNT,
    COMPARES,
    HIGHEST,
    LONGEST_NAME,
    SIGNS,
    Divided,
    Place,
    before_rate,
    both_values,
    is_points,
    name_in,
    one_value,
    points_in,
    told_by,
    unit_between,
)

# A blank between two figures parts them: 5 4.5.
_RUN = re.compile(r"\d[\d.]*(?: \d[\d.]*)*")
# What stands between a name and its values where unit and kind have columns of their own: 完成率%定量指标.
_KIND = r"(?:定[性量](?:指标)?|[正反]向(?:指标)?)"
_FIGURE_OR_END = re.compile(r"[\d≥≤<>=/]|以[上下内]|$")
# Behind a row that does not divide the next begins with its name.
_NEXT_ROW = re.compile(r"\d(?=[一-龥]{4})")
_NEXT_NAME = r"(?:指标\d+:|[一-龥“(]{4})"
_NEVER_POINTS = "%年月日:：、~-/"
_FILLER = re.compile(r"[….\s]|指标\d*:")
"""What stands for a row that was left blank, or before a row's own name."""
_LONG_ENOUGH = 4
"""A name before a figure without a sign is as long: 发放3类 begins one."""
_LONGEST_ROW = 160
"""In characters: what goes on longer is prose, and would take long to divide."""
_FEWEST_SURE = 2
"""Points alone are read in a form in which so many rows have their values too."""


@dataclass(frozen=True)
class Division:
    """Divides rows. `group`: names of groups in glued text; `total`: of the sum of points; `units`: behind figures.

    `single`: the one column of values that a form has where it has no two.
    What other columns the form has: `rated`, how much of the target was reached, before the points; `flagged`, 是 or
    否 behind them; `described`, the unit or the kind of the value.
    """

    group: re.Pattern[str]
    total: re.Pattern[str]
    units: Sequence[str]
    single: Role | None = None
    rated: bool = False
    flagged: bool = False
    described: bool = False

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
        if list(order) == ["target"]:
            yield from self._targets(text, segment)
            return
        if not pointed:
            yield from self._pairs(text, segment)
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
                at = self._next_row(text, Span(at, segment.end))
                continue
            yield self._bare_name(text, row)
            at = max(end for _, end in row.values())
            at += self.flagged and text[at : at + 1] in ("是", "否")

    def _next_row(self, text: str, rest: Span) -> int:
        """Where the row may begin that stands behind one that does not divide."""
        for figure in _NEXT_ROW.finditer(text, rest.start, rest.end):
            if not text.startswith(tuple(self.units), figure.end()):
                return figure.end()
        return rest.end

    def _bare_name(self, text: str, row: Divided) -> Divided:
        """The row, its name without the unit and the kind of the value."""
        match = self._description.search(text, *row["name"]) if self.described else None
        return {**row, "name": (row["name"][0], match.start())} if match else row

    @cached_property
    def _description(self) -> re.Pattern[str]:
        units = "|".join(map(re.escape, self.units))
        # A unit that is the end of the name stands there twice: 培训次数次.
        return re.compile(rf"(?:(?:%|(?<=[数量率])(?:{units})){_KIND}?|{_KIND})$")

    # -- name and values alone ----------------------------------------------------------------------------

    def _pairs(self, text: str, segment: Span) -> Iterator[Divided]:
        """Names, each with both values; a row ends with a figure, or with its group."""
        at = segment.start
        ends = [*(m.end() for m in self._figure.finditer(text, segment.start, segment.end)), segment.end]
        for end in ends:
            while filler := _FILLER.match(text, at, segment.end):
                at = filler.end()
            if end > at and end - at <= _LONGEST_ROW and (row := both_values(text, Span(at, end))):
                yield row
                at = end

    @cached_property
    def _figure(self) -> re.Pattern[str]:
        """A figure with its unit, behind which a name begins."""
        units = "|".join(map(re.escape, self.units))
        return re.compile(rf"{AMOUNT}(?:%|百分比|(?:{units})(?:/[一-龥]{{1,2}})?)(?:以[上下内])?(?={_NEXT_NAME})")

    def _targets(self, text: str, segment: Span) -> Iterator[Divided]:
        """Names, each with a figure that has a sign or a unit; a row of words ends with its group."""
        at = segment.start
        while match := self._target.search(text, at, segment.end):
            # A sign that a scan took for a digit makes a rate of 292%.
            above = match["percent"] and Decimal(match["amount"]) > HIGHEST
            if match["sign"] or (len(match["name"]) >= _LONG_ENOUGH and not above):
                yield {"name": match.span("name"), "target": match.span("target")}
            at = match.end()

    @cached_property
    def _target(self) -> re.Pattern[str]:
        units = "|".join(map(re.escape, self.units))
        # Behind a value the next name begins, or the segment ends; 2期 in 2期培训班 is neither.
        return re.compile(
            rf"(?P<name>[^\d≥≤<>=%。;]{{2,{LONGEST_NAME}}}?)%?"
            rf"(?P<target>(?P<sign>(?:{COMPARES})?[≥≤<>=]{{0,2}})(?P<amount>{AMOUNT})(?:(?P<percent>%|百分比)|(?:{units})(?:/[一-龥]{{1,2}})?)"
            rf"(?:以[上下内])?)(?={_NEXT_NAME}|$)"
        )

    # -- name, values, points -----------------------------------------------------------------------------

    def _behind(self, text: str, rest: Span, pointed: Sequence[Role], *, valued: bool) -> Divided | None:
        """The first row of which the points stand behind all else."""
        for run in _RUN.finditer(text, rest.start, min(rest.end, rest.start + _LONGEST_ROW)):
            if self._is_counted(text, run, rest.end):
                continue
            ways = list(self._ways(text, rest.start, run, pointed))
            if self.rated:
                ways = [(before, points) for told, points in ways for before in before_rate(text, told)]
            if valued and (row := _likeliest(text, [self._with_values(text, *way) for way in ways])):
                return row
            # Behind a unit that has a column of its own the run begins with a value.
            bare = self.described and not self.rated and _ends_value(text, run.start(), self.units)
            whole = _only([points for told, points in ways if self.rated or (told.end == run.start() and not bare)])
            # Two signs are of two rows.
            alone = sum(text.count(sign, rest.start, run.start()) for sign in "≥≤") <= 1
            if whole and alone and len(pointed) > 1 and (name := name_in(text, Span(rest.start, run.start()))):
                return {"name": name, **whole}
        return None

    def _is_counted(self, text: str, run: re.Match[str], end: int) -> bool:
        """Whether what stands around a run of digits makes it a value, a date or a number in a list."""
        at = run.end()
        if at >= end:
            return False
        if text[run.start() - 1] in SIGNS and text.startswith(tuple(self.units), at):
            return True
        # 项 in 项目 is no unit: behind one stands the next figure.
        counted = (u for u in self.units if text.startswith(u, at, end))
        return text[at] in _NEVER_POINTS or any(_FIGURE_OR_END.match(text, at + len(u), end) for u in counted)

    @staticmethod
    def _ways(text: str, start: int, run: re.Match[str], pointed: Sequence[Role]) -> Iterator[tuple[Span, Divided]]:
        """(name and values, points): every way to take points off the end of a run of digits."""
        for at in range(run.start(), run.end()):
            for points in points_in(text, Span(at, run.end()), pointed):
                yield Span(start, at - (text[at - 1] == " ")), points

    def _with_values(self, text: str, told: Span, points: Divided) -> Divided | None:
        if self.single:
            values = one_value(text, told, self.single)
        else:
            values = both_values(text, told) or (unit_between(text, told) if self.described else None)
        return {**values, **points} if values else None

    # -- name, full mark, values, mark --------------------------------------------------------------------

    def _between(self, text: str, rest: Span) -> Divided | None:
        """The row that begins here, of which the full mark stands before the values and the mark behind them."""
        name = name_in(text, rest)
        run = _RUN.match(text, name[1], rest.end) if name else None
        if name is None or run is None:
            return None
        ways: dict[int, list[Divided]] = {}
        for end in range(run.start() + 1, run.end() + 1):
            for score in self._marks(text, Span(end, rest.end), text[run.start() : end]):
                if told := told_by(text, Span(end, score[0])):
                    sureness, values = told
                    row: Divided = {"name": name, "full": (run.start(), end), **values, "score": score}
                    ways.setdefault(sureness, []).append(row)
                    break
        return _only(ways[max(ways)]) if ways else None

    def _marks(self, text: str, rest: Span, full: str) -> Iterator[Place]:
        """Where the mark may stand that goes with a full mark, nearest first."""
        if not is_points(full):
            return
        for run in _RUN.finditer(text, rest.start, min(rest.end, rest.start + _LONGEST_ROW)):
            if self._is_counted(text, run, rest.end):
                continue
            for at in range(run.start(), run.end()):
                score = text[at : run.end()]
                if is_points(score) and Decimal(score) <= Decimal(full):
                    yield at, run.end()


def _only(rows: Sequence[Divided]) -> Divided | None:
    """The row that all ways give; None where they differ."""
    return dict(rows[0]) if rows and all(row == rows[0] for row in rows[1:]) else None


def _likeliest(text: str, rows: Sequence[Divided | None]) -> Divided | None:
    """The row that all ways give, or the only one by which just what was aimed at was reached."""
    found = [row for row in rows if row]
    same = [row for row in found if _amount(text, row, "target") == _amount(text, row, "actual") != ""]
    near = [row for row in found if _is_near(_amount(text, row, "target"), _amount(text, row, "actual"))]
    return _only(next((rows for rows in (same, near) if len(rows) == 1), found))


def _is_near(target: str, actual: str) -> bool:
    """Whether what was reached is neither twice nor half of what was aimed at."""
    return bool(target and actual) and Decimal(target) / 2 < Decimal(actual) < Decimal(target) * 2


def _ends_value(text: str, at: int, units: Sequence[str]) -> bool:
    return text.endswith(("%", *units), 0, at) and any(char.isdigit() for char in text[max(0, at - 6) : at])


def _amount(text: str, row: Divided, role: Role) -> str:
    match = _RUN.search(text, *row[role]) if role in row else None
    return match.group() if match else ""
