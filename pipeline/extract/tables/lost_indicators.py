"""Rows of indicators in a stream of cells: below their head, or where its words came scattered among them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.extract.tables.columns import Headers, Role
from pipeline.extract.tables.fitting import Fitted, Fitting
from pipeline.extract.tables.streams import Token
from pipeline.extract.tables.values import Values

_FIELDS: tuple[Role, ...] = ("target", "actual", "full", "score", "comparator", "unit")
_USUAL: tuple[Role, ...] = ("target", "actual", "full", "score")
"""The order of the columns in the national form."""
_PAIR = 2
_SHORT = 15
_FEWEST = 3
"""So many rows in a row show by themselves what their cells are."""
_AMOUNT = re.compile(r"[≥≤<>=\d,.]+")


def fitting_of(headers: Headers, values: Values) -> Fitting:
    """What fits rows of indicators by the words of rules/tables.yaml."""
    words = headers.rules.tables.rows
    return Fitting(
        values,
        is_group=lambda text: bool(words.indicator_group.search(text)),
        is_total=lambda text: bool(words.total_of_indicators.search(text)),
        is_head=lambda text: headers.column([text], 0).role in _FIELDS,
    )


@dataclass(frozen=True)
class LostIndicators:
    """Fits a stream's cells to the columns."""

    headers: Headers
    values: Values

    @cached_property
    def _fitting(self) -> Fitting:
        return fitting_of(self.headers, self.values)

    def rows(self, roles: Sequence[Role], body: Sequence[Token]) -> list[list[Token | None]]:
        """The rows below a head with these columns."""
        # What stands before the first name is the upper row of the head: 绩效指标完成情况.
        names = [i for i, role in enumerate(roles) if role in ("name", "level")]
        first = next((i for i, role in enumerate(roles) if i > names[0] and role in _FIELDS), names[0])
        several = {role for role in roles[first : names[-1]] if role in _FIELDS} == {"full"}
        name = names[-1] if several else max((i for i in names if i < first), default=-1)
        if name < 0:
            return []
        fields = roles[name + 1 :]
        # Where two columns of words stand before the mark, a name with a lone figure is of a group.
        groups, cells = self._groups(body) if several and fields.count("ignore") >= _PAIR else ([], body)
        fitted = [*groups, *self._fitting.rows(cells, fields)]
        rows = [self._row(row, name, roles) for row in fitted]
        return sorted(rows, key=lambda row: next(cell.span.start for cell in row if cell))

    def _groups(self, body: Sequence[Token]) -> tuple[list[Fitted], list[Token]]:
        """Groups each with its full mark behind it (投入 10), before another group or a row, and the other cells."""
        rows: list[Fitted] = []
        rest: list[Token] = []
        at = 0
        while at < len(body):
            near = body[at : at + 2 * _PAIR]
            short = all(len(cell.text) <= _SHORT and not cell.prose for cell in near)
            if short and [self.values.is_number(cell.text) for cell in near] == [False, True] * _PAIR:
                rows.append({0: body[at], 1: body[at + 1]})
                at += _PAIR
            else:
                rest.append(body[at])
                at += 1
        return rows, rest

    @staticmethod
    def _row(fitted: Fitted, name: int, roles: Sequence[Role]) -> list[Token | None]:
        """A row at the places of the head's columns, behind the column of labels."""
        row: list[Token | None] = [None] * (len(roles) + 1)
        for field, cell in fitted.items():
            if not field or roles[name + field] in _FIELDS:
                row[name + 1 + field] = cell
        return row

    def fit_better_with(self, role: Role, roles: Sequence[Role], body: Sequence[Token]) -> bool:
        """Whether one more column behind those of a head leaves fewer cells over."""
        fields = [known for known in roles if known in _FIELDS]
        return self._fitting.fit(body, [*fields, role])[0] < self._fitting.fit(body, fields)[0]

    def scattered(self, tokens: Sequence[Token]) -> list[list[Token | None]]:
        """Head and rows of a form whose head words stand anywhere: each row has two like values, and both points."""
        heads = self._heads(tokens)
        if not {*_USUAL, "name"} <= heads.keys():
            return []
        whole = [row for row in self._fitting.rows(tokens, _USUAL) if self._is_whole(row)]
        rows: list[list[Token | None]] = [[row[field] for field in range(len(_USUAL) + 1)] for row in whole]
        return [[heads["name"], *(heads[role] for role in _USUAL)], *rows] if len(rows) >= _FEWEST else []

    def _heads(self, tokens: Sequence[Token]) -> Mapping[Role, Token]:
        """The first head word of each kind."""
        found: dict[Role, Token] = {}
        for cell in tokens:
            if cell.text and self.headers.is_meaning(cell.text):
                found.setdefault(self._role(cell.text), cell)
        return found

    def _role(self, text: str) -> Role:
        return self.headers.column([text], 0).role

    def _is_whole(self, row: Fitted) -> bool:
        """Whether no cell is missing, both values count the same thing, and the mark is at most the full one."""
        if len(row) <= len(_USUAL):
            return False
        target, actual = (_AMOUNT.sub("", row[field].text) for field in (1, 2))
        full, score = (self.values.figure(row[field].text) for field in (3, 4))
        sound = full is not None and score is not None and score.value <= full.value and not full.percent
        return sound and bool(target) and target == actual
