"""Rows of `facts` in a person's words. Pure: no database, no console."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from pipeline.cli.language import t

Row = Mapping[str, Any]

_YUAN_PER_WAN = Decimal(10000)
_GROUPS = ("staffing", "spending", "activities", "targets", "other")


def plain(value: Decimal) -> str:
    """All digits, thousands parted, no exponent and no empty decimals.

    >>> plain(Decimal("1.1952E+6"))
    '1,195,200'
    """
    digits = f"{value:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def unit_of(row: Row) -> str:
    """The unit that figures are shown in: 万元 for money, else the report's own."""
    return "万元" if row["unit"] == "CNY" else str(row["unit"])


def number(row: Row, value: Decimal | None = None) -> str:
    """The figure (or another value on its scale) in `unit_of`, exact.

    >>> number({"unit": "CNY", "decimal": "1195200"})
    '119.52'
    """
    value = Decimal(row["decimal"]) if value is None else value
    return plain(value / _YUAN_PER_WAN if row["unit"] == "CNY" else value)


def shown(row: Row) -> str:
    """The figure with how exactly it is meant: “约 50”, “>= 1,500”; words where the report has only words."""
    if row["decimal"] is None:
        return str(row["text"])
    how = t(f"approx.{row['approx']}") if row["approx"] else row["comparator"] or ""
    return f"{how} {number(row)}".strip()


def meant(row: Row) -> str:
    """The amounts that the figure stands for: the interval of its last digit, or what 余, 约, 近 leave open."""
    if row["decimal"] is None:
        return ""
    unit = unit_of(row)
    if row["approx"] or row["comparator"]:
        return f"{shown(row)} {unit}"
    if row["decimals"] is None:
        return f"{number(row)} {unit}"
    value, half = Decimal(row["decimal"]), Decimal(5).scaleb(-row["decimals"] - 1)
    if unit not in ("万元", "%"):
        return f"{number(row)} {unit}"
    return f"[{number(row, value - half)}, {number(row, value + half)}] {unit}"


@dataclass(frozen=True, slots=True)
class YearTable:
    """Figures over the years: `rows` hold a label, a unit, and one cell a year."""

    years: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    several: bool
    """Whether some cell holds more than one value."""


def over_the_years(rows: Sequence[Row], labels: Mapping[str, Row], language: str) -> YearTable:
    """One row a concept and item, one column a period. Different values of one place stand side by side."""
    years = tuple(sorted({int(row["period"]) for row in rows}))
    cells: dict[tuple[str, str, str], dict[int, list[str]]] = {}
    for row in _in_order(rows, labels):
        key = (row["concept"], row["item"] or "", unit_of(row))
        values = cells.setdefault(key, {}).setdefault(int(row["period"]), [])
        if (value := shown(row)) not in values:
            values.append(value)
    table = tuple(
        (label(concept, item, labels, language), unit, *("; ".join(by_year.get(year, ())) for year in years))
        for (concept, item, unit), by_year in cells.items()
    )
    several = any(len(values) > 1 for by_year in cells.values() for values in by_year.values())
    return YearTable(years, table, several)


def label(concept: str, item: str, labels: Mapping[str, Row], language: str) -> str:
    """“公务接待费”, “讲座 · 家庭教育”: the concept's words, with what it is about."""
    words = labels[concept][language] if concept in labels else concept
    return f"{words} · {item}" if item else str(words)


def _in_order(rows: Sequence[Row], labels: Mapping[str, Row]) -> list[Row]:
    """By group, then a concept before those below it, each where it or one of its kin first appears."""
    first: dict[str, int] = {}
    items: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows):
        for name in _kin(row["concept"]):
            first.setdefault(name, place)
        items.setdefault((row["concept"], row["item"] or ""), place)

    def key(row: Row) -> tuple[int, list[int], int]:
        group = labels[row["concept"]]["group"] if row["concept"] in labels else "other"
        rank = _GROUPS.index(group) if group in _GROUPS else len(_GROUPS)
        return rank, [first[name] for name in _kin(row["concept"])], items[row["concept"], row["item"] or ""]

    return sorted(rows, key=key)


def _kin(concept: str) -> list[str]:
    """The concept and those above it, outermost first: staff, staff.quota, staff.quota.service."""
    return list(accumulate(concept.split("."), "{}.{}".format))


_SENTENCE_ENDS = "。；！？\n"


def sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence around [start, end) of a text: what stands before the figure, the figure, what stands after."""
    begin = max((text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS), default=-1) + 1
    ends = [at + 1 for mark in _SENTENCE_ENDS if (at := text.find(mark, end)) >= 0]
    return text[begin:start].lstrip(), text[start:end], text[end : min(ends, default=len(text))].rstrip()
