"""The list of findings: filters with counts, a line a finding, what is left to decide."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.review.asking import Ask, Row, value
from pipeline.review.pages.figures import headlines
from pipeline.review.pages.listing import STATES, Wanted, counted

_PAGE = 50
_CHOICES = ("severity", "kind", "state", "year", "region")
_COLUMNS = {
    "severity": "f.severity",
    "kind": "f.kind",
    "state": "coalesce(r.decision, 'open')",
    "year": "d.fiscal_year",
    "region": "coalesce(e.region, d.region)",
}
_MOST_CHOICES = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter: its words, how many findings it would leave, and the address that chooses it."""

    value: str
    words: str
    count: int
    chosen: bool
    link: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding in the list."""

    row: Row
    headline: str
    message: str
    link: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The page."""

    wanted: Wanted
    unit: str
    """The name of the unit that was asked for."""
    filters: dict[str, Sequence[Choice]]
    total: int
    left: int
    listed: Sequence[Listed]
    page: int
    pages: int


def load(connection: sqlite3.Connection, ask: Ask) -> Findings:
    """The page's view."""
    wanted = Wanted.of(ask)
    total, left = wanted.rows(connection, "count(*), sum(coalesce(r.decision, 'open') = 'open')", "limit 1")[0]
    pages = max(1, -(-total // _PAGE))
    page = min(max(1, ask.number("page") or 1), pages)
    columns = (
        "f.key, f.id, f.severity, f.kind, f.computed, f.unit, f.message_zh, f.message_en, d.fiscal_year, "
        "coalesce(e.name, nullif(d.entity, ''), d.name) as unit_name, coalesce(r.decision, 'open') as state"
    )
    found = wanted.page(connection, columns, _PAGE, (page - 1) * _PAGE)
    return Findings(
        wanted=wanted,
        unit=value(connection, "select name from entities where id = cast(:unit as integer)", unit=ask.text("unit"))
        or "",
        filters={name: _choices(connection, ask, wanted, name) for name in _CHOICES},
        total=total,
        left=left or 0,
        listed=_listed(connection, found, wanted, ask),
        page=page,
        pages=pages,
    )


def _listed(connection: sqlite3.Connection, found: list[Row], wanted: Wanted, ask: Ask) -> list[Listed]:
    told = headlines(connection, found, ask.words)
    return [
        Listed(row, told[row["id"]], ask.words.pick(row, "message"), wanted.link(f"/finding/{row['key']}"))
        for row in found
    ]


def _choices(connection: sqlite3.Connection, ask: Ask, wanted: Wanted, name: str) -> list[Choice]:
    others = wanted.without(name)
    counts = dict(counted(others.rows(connection, f"{_COLUMNS[name]}, count(*)", "group by 1 order by 2 desc, 1")))
    chosen = wanted.values.get(name, "")
    values = [each for each in STATES if each in counts] if name == "state" else list(counts)[:_MOST_CHOICES]
    if name == "year":
        values.sort(reverse=True)
    return [
        Choice(
            value=each,
            words=ask.words.known(f"{name}.{each}", each),
            count=counts[each],
            chosen=each == chosen,
            link=others.link("/findings", **({} if each == chosen else {name: each})),
        )
        for each in values
    ]
