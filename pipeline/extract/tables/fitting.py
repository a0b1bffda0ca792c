"""Rows of a stream of cells, fitted to the columns of the form.

A row is a name and, in the columns' order, what may stand in each: a comparator, a value, a unit, points. Cells may
be missing, lines may break anywhere; the cheapest way to cut the stream into rows is taken. A cell that two cuts of
the same cost put under different columns is left out: no figure is ever given to a column by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.tables.columns import Role
from pipeline.extract.tables.streams import Token, is_value
from pipeline.extract.tables.values import Values

Fitted = Mapping[int, Token]
"""A row: its cells by the index of their column, the name's being 0."""

_MISSING: Mapping[Role, float] = {
    "comparator": 0.4,
    "unit": 0.3,
    "value": 0.5,
    "target": 1.5,
    "actual": 1.5,
    "full": 2.0,
    "score": 2.0,
}
_MISSING_OF_TOTAL: Mapping[Role, float] = {"full": 1.5, "score": 1.5}
_OPENS_LATE, _BREAKS_INSIDE = 1.0, 1.0
_SKIP_NUMBER, _SKIP_WORDS, _SKIP_BLANK = 3.0, 1.5, 0.05
_WORDS, _BLANK, _BLANK_POINTS, _OTHER = 0.6, 0.2, 0.5, 0.3
_ABOVE_FULL = 2.0
_BARE_RATE = 0.5
"""A figure that is no value and no points is the rate of completion, mostly with its %."""
_IMPOSSIBLE = 1e9
_SLACK = 3
"""So many cells more than columns may stand in a row: blanks."""
_MOST_TIES = 6
_FEWEST_LINES = 3
"""Where lines hold several cells each, and there are so many of them, a row is likely a line."""
_FULL = Decimal(100)
_NAME = 60
_UNIT = 5
_SIGN = re.compile(r"(?:[≥≤><=﹦═]|>=|<=)|(?:定[性量]|[正反]向)(?:指标)?")
_SENTENCES = re.compile("[。;]")
_LETTER = re.compile("[\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to cut: its cost, and where each cell of the row went: (column, token) pairs; -1 is nowhere."""

    cost: float
    cells: tuple[tuple[int, int], ...]
    full: Decimal | None = None


@dataclass(frozen=True)
class Fitting:
    """Fits streams to columns.

    `is_group`: whether a cell names a group of indicators (产出指标, 数量指标); `is_total`: or the sum of points;
    `is_head`: or a column.
    """

    values: Values
    is_group: Callable[[str], bool]
    is_total: Callable[[str], bool]
    is_head: Callable[[str], bool]

    def rows(self, tokens: Sequence[Token], fields: Sequence[Role]) -> list[Fitted]:
        """The rows of a stream, top to bottom. `fields`: what the columns behind the name's hold."""
        return self.fit(tokens, fields)[1]

    def fit(self, tokens: Sequence[Token], fields: Sequence[Role]) -> tuple[float, list[Fitted]]:
        """What the cheapest way to cut the stream costs, and its rows."""
        opening = sum(token.opens_line for token in tokens)
        lines = _FEWEST_LINES <= opening < len(tokens) * 3 / 4
        costs = [0.0] * (len(tokens) + 1)
        taken: list[tuple[int, Fitted | None]] = [(0, None)] * len(tokens)
        for at in range(len(tokens) - 1, -1, -1):
            costs[at], taken[at] = self._skip(tokens[at]) + costs[at + 1], (at + 1, None)
            if not self._is_name(tokens[at]):
                continue
            late = _OPENS_LATE if lines and not self._opens(tokens, at) else 0.0
            for end, cost, row in self._rows_at(tokens, at, fields, lines=lines):
                if late + cost + costs[end] < costs[at]:
                    costs[at], taken[at] = late + cost + costs[end], (end, row)
        found: list[Fitted] = []
        at = 0
        while at < len(tokens):
            at, fitted = taken[at]
            if fitted is not None:
                found.append(fitted)
        return costs[0], found

    def _skip(self, token: Token) -> float:
        if not token.text:
            return _SKIP_BLANK
        if self.is_group(token.text):
            return 0.0
        return _SKIP_NUMBER if self.values.is_number(token.text) else _SKIP_WORDS

    def _is_name(self, token: Token) -> bool:
        text = token.text
        return (
            1 < len(text) <= _NAME
            and not token.prose
            and not _SENTENCES.search(text)
            and bool(_LETTER.search(text))
            and not self.values.is_number(text)
            and not self.is_group(text)
            and not _SIGN.fullmatch(text)
            and not self.is_head(text)
        )

    def _opens(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a line opens here, or did with the groups right before."""
        while at > 0 and not tokens[at].opens_line and self.is_group(tokens[at - 1].text):
            at -= 1
        return tokens[at].opens_line

    def _rows_at(
        self, tokens: Sequence[Token], at: int, fields: Sequence[Role], *, lines: bool
    ) -> list[tuple[int, float, Fitted]]:
        """(end, cost, row) of every row whose name stands at `at`."""
        found: list[tuple[int, float, Fitted]] = []
        ways: dict[int, list[_Way]] = {0: [_Way(0.0, ())]}
        end = at + 1
        while True:
            if row := self._settled(tokens, at, fields, ways):
                found.append((end, *row))
            if end >= min(len(tokens), at + 1 + len(fields) + _SLACK) or self.is_group(tokens[end].text):
                return found
            extra = _BREAKS_INSIDE if lines and tokens[end].opens_line else 0.0
            ways = self._taken((end, tokens[end]), fields, ways, self._missing(tokens[at]), extra)
            if not ways:
                return found
            end += 1

    def _missing(self, name: Token) -> Mapping[Role, float]:
        """What it costs that a column has no cell: the sum of points has no values."""
        return _MISSING_OF_TOTAL if self.is_total(name.text) else _MISSING

    def _taken(
        self,
        cell: tuple[int, Token],
        fields: Sequence[Role],
        ways: Mapping[int, list[_Way]],
        costs: Mapping[Role, float],
        extra: float,
    ) -> dict[int, list[_Way]]:
        """The ways that lead over one more cell, by the column that comes next."""
        index, token = cell
        further: dict[int, list[_Way]] = {}
        for at, before in ways.items():
            missing = 0.0
            for field in range(at, len(fields)):
                for way in before:
                    cost = self._cost(fields[field], token, way.full)
                    if cost < _IMPOSSIBLE:
                        full = self._points(token.text) if fields[field] == "full" else way.full
                        step = _Way(way.cost + missing + cost + extra, (*way.cells, (field, index)), full)
                        further.setdefault(field + 1, []).append(step)
                missing += costs.get(fields[field], 0.0)
            if not token.text:
                further.setdefault(at, []).extend(
                    _Way(way.cost + _SKIP_BLANK + _BLANK, way.cells, way.full) for way in before
                )
        return {at: _cheapest(steps) for at, steps in further.items()}

    def _settled(
        self, tokens: Sequence[Token], at: int, fields: Sequence[Role], ways: Mapping[int, list[_Way]]
    ) -> tuple[float, Fitted] | None:
        """The cost of the cheapest ways, and the cells on which all of these agree; None without any figure."""
        missing = self._missing(tokens[at])
        ended = [
            _Way(way.cost + sum(missing.get(role, 0.0) for role in fields[field:]), way.cells)
            for field, ending in ways.items()
            for way in ending
        ]
        best = _cheapest(ended)
        if not best:
            return None
        agreed = set.intersection(*(set(way.cells) for way in best))
        row = {0: tokens[at], **{field + 1: tokens[index] for field, index in agreed if tokens[index].text}}
        pointed = not {"full", "score"}.isdisjoint(fields)
        figures = [t for f, t in row.items() if f and (is_value(t.text) or not pointed)]
        return (best[0].cost, row) if figures else None

    # -- what a cell may be -------------------------------------------------------------------------------

    def _cost(self, role: Role, token: Token, full: Decimal | None) -> float:
        text = token.text
        blank = self.values.blank(text)
        if role == "comparator":
            return 0.0 if blank or _SIGN.fullmatch(text) else _IMPOSSIBLE
        if role == "unit":
            return 0.0 if blank or self._is_unit(text) else _IMPOSSIBLE
        if role in ("full", "score"):
            return self._cost_of_points(role, text, full, blank=blank)
        if role in ("target", "actual"):
            return self._cost_of_value(text, token, blank=blank)
        return 0.0 if blank else self._cost_of_other(role, text)

    def _cost_of_other(self, role: Role, text: str) -> float:
        if not self.values.is_number(text):
            return _OTHER
        if role != "value":
            return _IMPOSSIBLE
        return 0.0 if text.endswith("%") else _BARE_RATE

    def _cost_of_points(self, role: Role, text: str, full: Decimal | None, *, blank: bool) -> float:
        if blank:
            return _BLANK_POINTS
        points = self._points(text)
        if points is None or points > _FULL:
            return _IMPOSSIBLE
        return _ABOVE_FULL if role == "score" and full is not None and points > full else 0.0

    def _cost_of_value(self, text: str, token: Token, *, blank: bool) -> float:
        if blank:
            return _BLANK
        if _SIGN.fullmatch(text) or token.prose or self.is_total(text) or self._is_unit(text):
            return _IMPOSSIBLE
        return 0.0 if self.values.is_number(text) or any(char.isdigit() for char in text) else _WORDS

    def _points(self, text: str) -> Decimal | None:
        figure = self.values.figure(text.removesuffix(self.values.rules.tables.units.points))
        return figure.value if figure is not None and not figure.unit else None

    def _is_unit(self, text: str) -> bool:
        units = self.values.rules
        if text in units.units.counting or text in units.units.money or text in units.tables.units.percent:
            return True
        return len(text) <= _UNIT and "/" in text and not any(char.isdigit() for char in text)


def _cheapest(ways: Sequence[_Way]) -> list[_Way]:
    least = min((way.cost for way in ways), default=0.0)
    return [way for way in ways if way.cost <= least + 1e-6][:_MOST_TIES]
