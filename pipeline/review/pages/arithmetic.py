"""How the figures of a finding were held against each other, line by line, with what each may stand for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from pipeline.checks import relations
from pipeline.checks.relations import AtMost, Kind, Rate, Relation, Sum
from pipeline.checks.reports import Figure as CheckedFigure
from pipeline.intervals import Interval
from pipeline.review.amounts import amount, reach
from pipeline.review.asking import Row
from pipeline.review.pages.figures import Figure
from pipeline.review.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in the sum, or what comes out of it."""

    sign: str
    name: str
    how: str
    printed: str
    interval: str
    link: str = ""
    fault: bool = False
    """Whether this is the figure that is taken to be wrong."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A relation laid out: its figures, what they make, what the report states, and how far the two are apart."""

    form: str
    lines: Sequence[Line]
    result: Line
    stated: Line
    difference: str
    explained: str
    """What rounding explains; "" where it cannot be told."""
    check: str


def layouts(row: Row, told: Mapping[int, Figure], checked: Mapping[int, CheckedFigure], words: Words) -> list[Layout]:
    """The relations of a finding, the most telling one first; none for what is not about numbers.

    `told` and `checked` are its figures by id; a relation with a figure that is there no more is left out.
    """
    found = []
    for kept in json.loads(row["arithmetic"] or "[]"):
        try:
            relation = relations.of(kept, cast("Kind", row["kind"]), checked)
        except KeyError:
            continue
        found.append(_Laid(relation, told, words).layout())
    return found


class _Laid:
    def __init__(self, relation: Relation, told: Mapping[int, Figure], words: Words) -> None:
        self.relation, self.told, self.words = relation, told, words
        self.unit = relation.stated.fact.unit

    def layout(self) -> Layout:
        relation, words = self.relation, self.words
        away = abs(relation.stated.value - relation.computed)
        tolerance = _tolerance(relation)
        return Layout(
            form=_form(relation),
            lines=self._lines(),
            result=Line(
                _result_sign(relation),
                words(f"arithmetic.{_form(relation)}"),
                "",
                amount(relation.computed, self.unit, words, 4),
                self._reach(relation.interval),
            ),
            stated=self._line("", relation.stated, relation.allowed),
            difference=amount(away, self.unit, words, 4),
            explained=""
            if tolerance is None
            else amount(tolerance, self.unit, words, 4)
            if tolerance
            else words("nothing"),
            check=relation.check,
        )

    def _lines(self) -> list[Line]:
        """The others with their signs, as they are worked out from top to bottom."""
        relation = self.relation
        if isinstance(relation, Sum):
            return self._terms(relation.terms)
        if isinstance(relation, Rate):
            part, whole = (_bracketed(self._terms(terms)) for terms in (relation.part, relation.whole))
            return [*part, replace(whole[0], sign=f"÷ {whole[0].sign}".strip()), *whole[1:], *self._less()]
        return [self._line("", figure) for figure in relation.others]

    def _terms(self, terms: Sequence[tuple[CheckedFigure, int]]) -> list[Line]:
        return [self._line("−" if sign < 0 else "+" if at else "", figure) for at, (figure, sign) in enumerate(terms)]

    def _line(self, sign: str, figure: CheckedFigure, interval: Interval | None = None) -> Line:
        told = self.told[figure.id]
        return Line(
            sign=sign,
            name=told.name,
            how=told.how,
            printed=told.amount,
            interval=reach(interval or figure.interval, figure.fact.unit, self.words),
            link=f"#e{figure.id}",
            fault=told.role == "stated",
        )

    def _reach(self, interval: Interval) -> str:
        return reach(interval, self.unit, self.words, 4)

    def _less(self) -> list[Line]:
        """A growth is what a part is of the whole, less the whole."""
        less = self.relation.less if isinstance(self.relation, Rate) else 0
        return [Line("−", f"{less}%", "", f"{less}%", self.words("exact"))] if less else []


def _form(relation: Relation) -> str:
    if isinstance(relation, Sum):
        return "change" if relation.kind == "difference" else "sum"
    if isinstance(relation, Rate):
        return "growth" if relation.less else "rate"
    return "limit" if isinstance(relation, AtMost) else "same"


def _result_sign(relation: Relation) -> str:
    return "≤" if isinstance(relation, AtMost) else "="


def _bracketed(lines: list[Line]) -> list[Line]:
    """Several terms that are divided, or divide, stand in brackets."""
    if len(lines) == 1:
        return lines
    first, *between, last = lines
    return [replace(first, sign=f"({first.sign}"), *between, replace(last, printed=f"{last.printed} )")]


def _tolerance(relation: Relation) -> Decimal | None:
    """How far rounding may bring the two apart; None where a figure is only hedged."""
    reaches = [_half(relation.allowed, relation.stated.value), _half(relation.interval, relation.computed)]
    known = [each for each in reaches if each is not None]
    return sum(known, Decimal(0)) if len(known) == len(reaches) else None


def _half(interval: Interval, value: Decimal) -> Decimal | None:
    if interval.low is None or interval.high is None:
        return None
    return max(value - interval.low, interval.high - value)
