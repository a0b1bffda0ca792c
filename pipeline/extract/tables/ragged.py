"""Indicator tables whose merged cells were lost: rows that begin where their own cells begin.

A page's 产出指标 and 数量指标 stand over several rows; where the spans are lost, the rows below the first lack them and
stand too far to the left. Groups of indicators are known by their words, so what follows them is the name, and
behind it come the values in the order of the head.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.tables.columns import Headers, Role
from pipeline.extract.tables.grid import GridCell, Row, filled
from pipeline.extract.tables.zones import Zone

_VALUES: tuple[Role, ...] = ("target", "actual")


def straightened(zone: Zone, headers: Headers) -> Zone:
    """The zone with each cell under its own head; the zone itself where nothing was lost."""
    head = _head(zone, headers)
    roles = [headers.column([cell.text], 0).role for cell in head]
    named = [i for i, role in enumerate(roles) if role in ("name", "level") and "target" in roles[i:]]
    if not named:
        return zone
    name = named[-1]
    if not any(_is_lost(row, name, headers) for row in zone.rows) or any(_has_spans(row) for row in zone.rows):
        return zone
    return Zone([head], [_straight(row, name, roles, headers) for row in zone.rows])


def _head(zone: Zone, headers: Headers) -> list[GridCell]:
    """The head's cells; two sub-heads of values that lost their place stand where the one above them stood."""
    if not zone.headers:
        return []
    first, *below = [filled(row) for row in zone.headers]
    subs = below[0] if len(below) == 1 and len(below[0]) > 1 else []
    over = [i for i, cell in enumerate(first) if headers.column([cell.text], 0).role in _VALUES]
    if len(over) == 1 and subs and all(headers.column([cell.text], 0).role in _VALUES for cell in subs):
        return [*first[: over[0]], *subs, *first[over[0] + 1 :]]
    return first


def _has_spans(row: Row) -> bool:
    return any(cell is not None and (cell.cell.row_span > 1 or cell.cell.col_span > 1) for cell in row)


def _name_at(row: Row, headers: Headers) -> int | None:
    """Where the first cell stands that is no group of indicators."""
    groups = headers.rules.tables.rows.indicator_group
    return next((i for i, cell in enumerate(row) if cell and cell.text and not groups.search(cell.text)), None)


def _is_lost(row: Row, name: int, headers: Headers) -> bool:
    at = _name_at(row, headers)
    return at is not None and at < name


def _straight(row: Row, name: int, roles: Sequence[Role], headers: Headers) -> Row:
    """A row that begins too early, moved to where its name belongs; a lone value is what is aimed at."""
    at = _name_at(row, headers)
    if at is None or at == name:
        return row
    values = list(row[at + 1 :])
    if sum(cell is not None and bool(cell.text) for cell in values) == 1:
        values = [None] * (roles.index("target") - name - 1) + [cell for cell in values if cell and cell.text]
    return [*row[:at], *[None] * (name - at), row[at], *values][: len(roles)]
