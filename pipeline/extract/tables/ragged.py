"""Tables whose merged cells were lost: rows that begin where their own cells begin.

A page's 产出指标 and 数量指标 stand over several rows; where the spans are lost, the rows below the first lack them and
stand too far to the left. Groups of indicators are known by their words, so what follows them is the name, and
the cells behind it are fitted to the head's columns. Rows that end in their mark stand at the head's end. Rows of money
are known by their rate of execution: the only cell with % belongs under the only such head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Span
from pipeline.extract.tables.columns import Headers, Role
from pipeline.extract.tables.fitting import Fitting
from pipeline.extract.tables.grid import GridCell, Row, filled, texts_at
from pipeline.extract.tables.streams import Token
from pipeline.extract.tables.zones import Zone

_VALUES: tuple[Role, ...] = ("target", "actual")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{1,2})?分?")
_NOWHERE = Span(0, 0)
_MOST_LOST = 2
"""So many columns may stand over rows of money."""


def straightened(zone: Zone, headers: Headers, fitting: Fitting) -> Zone:
    """The zone with each cell under its own head; the zone itself where nothing was lost."""
    if not zone.headers:
        return zone
    if any(map(_has_spans, (*zone.headers, *zone.rows))):
        return _with_whole_heads(zone, headers)
    zone = _without_margin(zone)
    found = (
        _indicators(zone, headers, fitting) or _points(zone, headers) or _money(zone, headers) or _goals(zone, headers)
    )
    return found or _with_whole_heads(zone, headers)


def _indicators(zone: Zone, headers: Headers, fitting: Fitting) -> Zone | None:
    head = _head(zone, headers)
    roles = [headers.column([cell.text], 0).role for cell in head]
    named = [i for i, role in enumerate(roles) if role in ("name", "level") and "target" in roles[i:]]
    if not named or not any(_is_lost(row, named[-1], roles, headers) for row in zone.rows):
        return None
    return Zone([head], [_straight(row, named[-1], roles, headers, fitting) for row in zone.rows])


def _points(zone: Zone, headers: Headers) -> Zone | None:
    """Rows that end in their mark, some without the groups that stand over several: each from its end to the left."""
    if len(zone.headers) > 1:
        return None
    head = filled(zone.headers[0])
    roles = [headers.column([cell.text], 0).role for cell in head]
    names = [index for index, role in enumerate(roles) if role in ("name", "level")]
    pointed = names and "full" in roles and roles[-1] == "score" and not {*_VALUES} & {*roles[names[0] :]}
    if not pointed or not any(len(filled(row)) < len(head) for row in zone.rows):
        return None
    name = names[-1]
    cells = (filled(row) for row in zone.rows)
    rows: list[Row] = [[*[None] * (len(head) - len(row)), *row] for row in cells if len(row) <= len(head)]
    told = [row for row in rows if _has_points(row, roles, name)]
    return Zone([head], told) if told else None


def _has_points(row: Row, roles: Sequence[Role], name: int) -> bool:
    """Whether figures stand under the points of a row, and words under its name."""
    texts = [cell.text if cell else "" for cell in row]
    marks = [text for text, role in zip(texts, roles, strict=True) if role in ("full", "score")]
    return all(_POINTS.fullmatch(text) for text in marks) and bool(texts[name]) and not _POINTS.fullmatch(texts[name])


def _money(zone: Zone, headers: Headers) -> Zone | None:
    """Rows below one head row that all stand as far to the left of the head as their rates do."""
    head = [headers.column([cell.text if cell else ""], 0) for cell in zone.headers[0]]
    rates = [index for index, column in enumerate(head) if column.measure == "completion_rate"]
    cells = [[index for index, cell in enumerate(row) if cell and cell.text.endswith("%")] for row in zone.rows]
    shifts = {rates[0] - found[0] for found in cells if len(found) == 1} if len(rates) == 1 else set()
    of_indicators = any(column.role in _VALUES for column in head)
    if of_indicators or len(zone.headers) > 1 or len(shifts) != 1 or not 0 < (shift := shifts.pop()) <= _MOST_LOST:
        return None
    return Zone(zone.headers, [[*[None] * shift, *row] for row in zone.rows])


def _with_whole_heads(zone: Zone, headers: Headers) -> Zone:
    """Without head rows that end before the rows below do: nothing tells over which columns their cells stood.

    Where the lowest is such a row, or the others leave columns alike, no column is known.
    """
    width = max(map(_last, zone.rows), default=0)
    # Blank cells that close a head row are its own, unless no head at all stands over the last columns.
    reach = _reach if max(map(_last, zone.headers)) >= width else _last
    whole = [row for row in zone.headers if reach(row) >= width]
    if len(zone.headers) < 2 or len(whole) == len(zone.headers):
        return zone
    known = whole and whole[-1] is zone.headers[-1] and not _are_alike(whole, headers)
    return Zone(whole, zone.rows) if known else Zone()


def _are_alike(heads: Sequence[Row], headers: Headers) -> bool:
    """Whether columns beside the same labels have the same heads."""
    seen: set[tuple[str, ...]] = set()
    for index in range(max(map(len, heads))):
        path = tuple(texts_at(heads, index))
        if path and headers.is_label(path[-1]):
            seen.clear()
        elif path and path in seen and path != tuple(texts_at(heads, index - 1)):
            return True
        seen.add(path)
    return False


def _reach(row: Row) -> int:
    """How many columns a row has, blank cells at its end included."""
    return max((index + 1 for index, cell in enumerate(row) if cell is not None), default=0)


def _last(row: Row) -> int:
    """How many columns a row has up to its last words."""
    return max((index + 1 for index, cell in enumerate(row) if cell and cell.text), default=0)


def _goals(zone: Zone, headers: Headers) -> Zone | None:
    """年度总体目标 | 预期目标 | 实际完成情况 above two cells of sentences: the first stood beside both rows."""
    head = [cell for cell in zone.headers[0] if cell is not None]
    roles = [headers.column([cell.text], 0).role for cell in head]
    rows = [filled(row) for row in zone.rows]
    if roles[1:] != ["target", "actual"] or not all(len(row) == len(_VALUES) for row in rows):
        return None
    return Zone(zone.headers, [[None, *row] for row in rows])


def _without_margin(zone: Zone) -> Zone:
    """Without the columns at the left in which nothing stands."""
    rows = [*zone.headers, *zone.rows]
    margin = min((next((i for i, cell in enumerate(row) if cell and cell.text), len(row)) for row in rows), default=0)
    return Zone([row[margin:] for row in zone.headers], [row[margin:] for row in zone.rows])


def _head(zone: Zone, headers: Headers) -> list[GridCell]:
    """The head's cells; two sub-heads of values that lost their place stand where the one above them stood."""
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


def _is_lost(row: Row, name: int, roles: Sequence[Role], headers: Headers) -> bool:
    """Whether a row begins too early, and what stands behind its name finds room behind the head's."""
    at = _name_at(row, headers)
    return at is not None and at < name and len(filled(row[at + 1 :])) < len(roles) - name


def _straight(row: Row, name: int, roles: Sequence[Role], headers: Headers, fitting: Fitting) -> Row:
    """A row that begins too early, moved to where its name belongs; a lone value is what is aimed at."""
    at = _name_at(row, headers)
    if at is None or not _is_lost(row, name, roles, headers):
        return row
    values = _behind(row, at, roles[name + 1 :], fitting)
    return [*row[:at], *[None] * (name - at), row[at], *values][: len(roles)]


def _behind(row: Row, at: int, fields: Sequence[Role], fitting: Fitting) -> Row:
    """What stands behind the name of a row, each cell under its column; as it stands where it fits nowhere."""
    cells = list(row[at + 1 :])
    if len(filled(cells)) == 1:
        return [*[None] * fields.index("target"), *filled(cells)]
    while cells and not (cells[-1] and cells[-1].text):
        cells.pop()
    tokens = [Token(cell.text, cell.cell.span) if cell else Token("", _NOWHERE) for cell in (row[at], *cells)]
    fitted = fitting.rows(tokens, fields)
    if len(cells) >= len(fields) or len(fitted) != 1 or fitted[0][0] is not tokens[0]:
        return cells
    places = {id(token): field for field, token in fitted[0].items()}
    found: list[GridCell | None] = [None] * len(fields)
    for cell, token in zip(cells, tokens[1:], strict=True):
        if id(token) in places:
            found[places[id(token)] - 1] = cell
    return found
