"""A figure in a person's words: its name, its value, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pipeline.export.tables import amount, amount_unit
from pipeline.export.workbook.words import Words

Row = Mapping[str, Any]

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}


def number(row: Row) -> Decimal | None:
    """The figure as people write it (money in 万元); None where the report has words only."""
    digits = amount(row)
    return None if digits is None else Decimal(digits)


def of_finding(row: Row, column: str) -> Decimal | None:
    """One of a finding's numbers as people write it."""
    return number({"decimal": row[column], "unit": row["unit"]})


def hedge(row: Row, words: Words) -> str:
    """How exactly a figure is meant: 约, ≥ …; nothing for an exact one."""
    return words.label("approx", row["approx"]) or _SIGNS.get(row["comparator"], "")


def place(row: Row, words: Words) -> str:
    """Where a figure stands: the file, its page, the headings above it."""
    page = words("page", page=row["page"]) if row["page"] else ""
    return "，".join(filter(None, (row["document"], page, row["section"])))


def figure(row: Row, words: Words) -> str:
    """One line on a figure of a finding."""
    concept = row[f"concept_{words.language}"] or row["concept"]
    about = f"“{row['item']}”" if row["item"] else ""
    how = [words("year", year=row["period"])]
    how += [words.label("scenario", row["scenario"])] if row["scenario"] != "actual" else []
    how += [words.label("measure", row["measure"])] if row["measure"] != "value" else []
    value = number(row)
    told = row["text"] if value is None else f"{hedge(row, words)}{value:,f} {amount_unit(row)}"
    mark = "▶ " if row["role"] == "stated" else "　 "
    return f"{mark}{concept}{about}（{'，'.join(how)}）{told}\n　 {place(row, words)}：“{row['quote']}”"
