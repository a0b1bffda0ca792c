"""Figures in a person's words: money in 万元, exact to the last digit, with how exactly it is meant."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pipeline.intervals import Interval
from pipeline.review.words import Named, Words

_WAN = Decimal(10000)


def plain(value: Decimal, places: int | None = None) -> str:
    """All digits, thousands parted, a true minus sign; at most `places` after the point.

    >>> plain(Decimal("-1195200.50")), plain(Decimal("3.14159"), 2)
    ('−1,195,200.5', '3.14')
    """
    value = value if places is None else round(value, places)
    digits = f"{value:,f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits in ("-0", "") else digits.replace("-", "−")


def unit_of(unit: str, words: Words) -> str:
    """The unit that amounts are shown in: 万元 for money, else the report's own."""
    return words("unit.wan") if unit == "CNY" else unit


def scaled(value: Decimal, unit: str) -> Decimal:
    """A value in the unit that it is shown in."""
    return value / _WAN if unit == "CNY" else value


def amount(value: Decimal | None, unit: str, words: Words, places: int | None = None) -> str:
    """A value with its unit: “119.52 万元”, “98.2%”; a dash for none."""
    if value is None:
        return "—"
    number = plain(scaled(value, unit), places)
    return f"{number}%" if unit == "%" else f"{number} {unit_of(unit, words)}".rstrip()


def decimal_of(text: str | None) -> Decimal | None:
    """A stored value; None for none, and for what is no number."""
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


def shown(row: Named, words: Words) -> str:
    """A fact's figure: “约 50 人”, “≥ 1,500 人次”, or its words where the report has only words."""
    value = decimal_of(row["decimal"])
    if value is None:
        return str(row["text"] or "—")
    return f"{hedge(row, words)}{amount(value, row['unit'], words)}"


def hedge(row: Named, words: Words) -> str:
    """What stands before a figure that is not meant exactly."""
    if row["approx"]:
        return words.known(f"approx.{row['approx']}", row["approx"]) + " "
    return f"{_SIGNS.get(row['comparator'], row['comparator'])} " if row["comparator"] else ""


_SIGNS = {">=": "≥", "<=": "≤"}


def reach(interval: Interval, unit: str, words: Words, places: int | None = None) -> str:
    """What a printed figure may stand for: “119.515 – 119.525 万元”, “≥ 50 场”, or that it is exact."""
    low, high = interval.low, interval.high
    if low is not None and low == high:
        return words("exact")
    if low is None or high is None:
        bound = high if low is None else low
        return words("any") if bound is None else f"{'≤' if low is None else '≥'} {amount(bound, unit, words, places)}"
    return f"{plain(scaled(low, unit), places)} – {amount(high, unit, words, places)}"


_SENTENCE_ENDS = "。；！？\n"


def sentence(text: str, start: int, end: int, most: int = 160) -> tuple[str, str, str]:
    """The sentence around [start, end) of a text, in three: before the figure, the figure, after it.

    No side is longer than `most` characters; what was left out is an ellipsis.
    """
    begin = max((text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS), default=-1) + 1
    ends = [at + 1 for mark in _SENTENCE_ENDS if (at := text.find(mark, end)) >= 0]
    before, after = text[begin:start].lstrip(), text[end : min(ends, default=len(text))].rstrip()
    before = before if len(before) <= most else "…" + before[-most:]
    after = after if len(after) <= most else after[:most] + "…"
    return before, text[start:end], after
