"""Which findings a reader wants to see, in which order: shared by the list and by “next” on a finding's page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.review.asking import Ask, Row, link, rows

FILTERS = ("severity", "kind", "state", "unit", "year", "region")
STATES = ("open", "confirmed", "explained", "false_alarm", "ask")

_FROM = """
from findings f
join documents d on d.id = f.document_id
left join entities e on e.id = d.entity_id
left join reviews.latest_reviews r on r.finding_key = f.key
"""
# In which words each filter is told to SQLite; an empty one tells nothing.
_TESTS = {
    "severity": "f.severity = :severity",
    "kind": "f.kind = :kind",
    "state": "coalesce(r.decision, 'open') = :state",
    "unit": "d.entity_id = cast(:unit as integer)",
    "year": "d.fiscal_year = cast(:year as integer)",
    "region": "coalesce(e.region, d.region) = :region",
}
_RANK = "case f.severity when 'error' then 0 when 'warning' then 1 else 2 end"
ORDER = f"order by {_RANK}, f.id"
"""Errors first, then report by report."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters in force, by name; empty ones are none."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, ask: Ask) -> Wanted:
        """What the address asks for."""
        return cls({name: ask.text(name) for name in FILTERS if ask.text(name)})

    def without(self, name: str) -> Wanted:
        """The same without one filter."""
        return Wanted({key: value for key, value in self.values.items() if key != name})

    def link(self, path: str, **more: object) -> str:
        """An address with these filters, some of them changed."""
        return link(path, **{**self.values, **more})

    def rows(self, connection: sqlite3.Connection, columns: str, tail: str = "", **parameters: Any) -> list[Row]:
        """Findings in their order; `columns` of f, d, e and r."""
        tests = " and ".join(_TESTS[name] for name in self.values) or "1"
        tail = tail or ORDER
        return rows(connection, f"select {columns} {_FROM} where {tests} {tail}", **self.values, **parameters)

    def page(self, connection: sqlite3.Connection, columns: str, limit: int, offset: int) -> list[Row]:
        """Some of them."""
        return self.rows(connection, columns, f"{ORDER} limit :limit offset :offset", limit=limit, offset=offset)

    def neighbours(self, connection: sqlite3.Connection, key: str) -> tuple[int, int, str | None, str | None]:
        """A finding's place in the list (from 1; 0 where it is not in it), how many there are, the keys beside it.

        One that has just been decided may be in the list of the open ones no more: then its place is where it was.
        """
        found = self.rows(connection, f"f.key, {_RANK}, f.id")
        keys = [each[0] for each in found]
        if key in keys:
            at = keys.index(key)
            return at + 1, len(keys), keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None
        own = rows(connection, f"select {_RANK}, f.id from findings f where f.key = :key", key=key)
        after = sum(tuple(each[1:]) < tuple(own[0]) for each in found) if own else 0
        return 0, len(keys), keys[after - 1] if after else None, keys[after] if after < len(keys) else None


def counted(found: list[Row]) -> Iterator[tuple[str, int]]:
    """Values with their counts, for a row (value, count)."""
    return ((str(value), count) for value, count in found if value not in (None, ""))
