"""How a clerk slips: digits exchanged, one digit wrong, 元 for 万元. Evidence of which figure is wrong, and of how."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

from pipeline.checks.relations import Relation
from pipeline.checks.reports import Figure, Report

Slip = Literal["exchanged", "digit", "unit"]

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_FACTORS = tuple(Decimal(10) ** power for power in (4, -4, 8, -8))
# Figures of fewer digits, zeros at the ends apart, differ in one digit from nearly all others.
_DIGITS = 3


def slip(figure: Figure, printed: str, needed: Decimal) -> Slip | None:
    """How a figure that is printed so may have come of the one that is needed; None if no usual slip does it.

    `printed`: the figure's words in the report; `needed`: what the other figures ask for, in the figure's unit.
    """
    if figure.fact.unit == "CNY" and needed and any(_near(figure.value * factor, needed) for factor in _FACTORS):
        return "unit"
    match = _NUMBER.search(printed)
    if match is None:
        return None
    stated = match.group().replace(",", "").replace("，", "")
    wanted = (_as_printed(figure.value, Decimal(stated), needed, way) for way in (ROUND_HALF_UP, ROUND_DOWN))
    return next(filter(None, (_of_digits(stated, digits) for digits in wanted)), None)


def is_slip(report: Report, relation: Relation) -> bool:
    """Whether one figure of a relation is a usual slip for what the others make."""
    needed = ((figure, relation.needed(figure)) for figure in relation.figures)
    return any(amount is not None and slip(f, report.text(f.fact.span), amount) for f, amount in needed)


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= abs(other) * Decimal("0.0005")


def _as_printed(value: Decimal, number: Decimal, needed: Decimal, rounding: str) -> str:
    """The needed value as it would be printed in the figure's scale and accuracy; empty where it cannot be."""
    if not number or not value:
        return ""
    scale = abs(value) / number
    places = -int(number.as_tuple().exponent)
    return f"{(abs(needed) / scale).quantize(Decimal(1).scaleb(-places), rounding):f}"


def _of_digits(stated: str, wanted: str) -> Slip | None:
    if len(stated) != len(wanted) or stated == wanted:
        return None
    one, other = stated.replace(".", ""), wanted.replace(".", "")
    if len(one) != len(other) or stated.find(".") != wanted.find("."):
        return None
    differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differing) == 1:
        return "digit" if len(one.strip("0")) >= _DIGITS else None
    first, *rest = differing
    exchanged = len(rest) == 1 and one[first] == other[rest[0]] and one[rest[0]] == other[first]
    return "exchanged" if exchanged else None
