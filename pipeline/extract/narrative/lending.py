"""Numbers that borrow the unit of a number behind them: 较上年2.08减少0.03万元, 分别为1.2、3.4万元."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pipeline.language.quantity import Quantity
from pipeline.rules import RuleSet


def money_of(q: Quantity, amount: Decimal, written_unit: str) -> Quantity:
    """A bare number as that much money."""
    return Quantity(
        span=q.span,
        number=q.number,
        value=amount,
        unit="CNY",
        kind="money",
        low=None,
        high=None,
        decimals=None,
        written_unit=written_unit,
    )


def with_unit_of(q: Quantity, lender: Quantity, rules: RuleSet) -> Quantity:
    """A bare number in the lender's unit; as it is where that cannot be."""
    if q.kind != "bare" or isinstance(q.value, Fraction):
        return q
    if lender.kind == "money" and (factor := rules.units.money.get(lender.written_unit)):
        return money_of(q, q.value * factor, lender.written_unit)
    return q if lender.kind == "money" else replace(q, unit=lender.unit, kind=lender.kind)
