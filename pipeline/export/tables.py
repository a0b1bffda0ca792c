"""The tables that programs take over, CSV and Parquet alike: their columns, and what a column holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Literal

from pipeline.store import Selection
from pipeline.store.reviews import Review

Row = Mapping[str, Any]
Kind = Literal["whole", "real", "exact", "text"]
"""`exact` is a decimal number as text; `text` is a person's words or a name."""

_NO_REVIEW = Review("", "", "", "")
# Wide enough for any figure: what a report states is never rounded.
_EXACT = Context(prec=400)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `columns` by name, in order, and where its rows come from."""

    name: str
    columns: Mapping[str, Kind]
    rows: Callable[[Selection, Mapping[str, Review]], Iterator[Row]]


def _columns(spec: str) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {"i": "whole", "r": "real", "d": "exact", "t": "text"}
    return {name: kinds[kind] for name, kind in (word.rsplit(":", 1) for word in spec.split())}


def _facts(selection: Selection, _: Mapping[str, Review]) -> Iterator[Row]:
    for row in selection.facts():
        yield row | {"amount": amount(row), "amount_unit": amount_unit(row)}


def _findings(selection: Selection, reviews: Mapping[str, Review]) -> Iterator[Row]:
    for row in selection.findings():
        review = reviews.get(row["key"], _NO_REVIEW)
        decided = {"reviewer": review.reviewer, "decided_at": review.decided_at}
        yield row | {"decision": review.decision, "decision_note": review.note, **decided}


def amount(row: Row) -> str | None:
    """The figure as people write it, exact: money in 万元, all else in its own unit.

    >>> amount({"unit": "CNY", "decimal": "1195200"}), amount({"unit": "人", "decimal": "12"})
    ('119.52', '12')
    """
    if row["decimal"] is None or row["unit"] != "CNY":
        return row["decimal"] if row["decimal"] is None else str(row["decimal"])
    digits = f"{Decimal(row['decimal']).scaleb(-4, _EXACT):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def amount_unit(row: Row) -> str:
    """The unit of `amount`."""
    return "万元" if row["unit"] == "CNY" else str(row["unit"])


TABLES = (
    Table(
        "facts",
        _columns(
            "id:i document_id:i entity_id:i entity:t region:t fiscal_year:i document:t concept:t concept_zh:t "
            "concept_en:t group:t item:t measure:t scenario:t period:i base:t value:r decimal:d unit:t amount:d "
            "amount_unit:t decimals:i approx:t comparator:t text:t quote:t section:t page:i rule:t confidence:r note:t"
        ),
        _facts,
    ),
    Table(
        "findings",
        _columns(
            "id:i key:t document_id:i entity_id:i entity:t document:t fiscal_year:i period:i check_id:t kind:t "
            "severity:t stated:d computed:d difference:d tolerance:d unit:t message_zh:t message_en:t note:t "
            "decision:t decision_note:t reviewer:t decided_at:t"
        ),
        _findings,
    ),
    Table(
        "finding_facts",
        _columns(
            "finding_id:i fact_id:i role:t concept:t concept_zh:t concept_en:t item:t measure:t scenario:t period:i "
            "decimal:d unit:t decimals:i approx:t comparator:t text:t quote:t document_id:i document:t fiscal_year:i "
            "section:t page:i"
        ),
        lambda selection, _: selection.finding_facts(),
    ),
    Table(
        "documents",
        _columns(
            "id:i name:t path:t sha256:t format:t bytes:i pages:i title:t entity_id:i entity:t region:t fiscal_year:i "
            "report_type:t status:t error:t error_zh:t duplicate_of:i notes:t rules_version:t code_version:t read_at:t "
            "figures:i found:i"
        ),
        lambda selection, _: selection.documents(),
    ),
    Table(
        "entities",
        _columns("id:i name:t aliases:t region:t reports:i first_year:i last_year:i"),
        lambda selection, _: selection.entities(),
    ),
)
"""Every table, the largest first."""
