"""What a page is asked, and the helpers that all pages' queries share."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request

from pipeline.review.desk import ARCHIVE, Desk
from pipeline.review.words import COOKIE, Words, language_of

Row = sqlite3.Row
T = TypeVar("T")

_MOST_MS = 4000
"""Of queries a page."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as a page sees it."""

    path: Mapping[str, str]
    """The named parts of the address."""
    args: Mapping[str, str]
    """What stands behind the question mark; the first of each name."""
    words: Words
    desk: Desk
    reviewer: str = ""
    """Who decides at this browser, as far as it is known."""

    def text(self, name: str) -> str:
        """A word that was asked for; "" for none."""
        return self.args.get(name, "").strip()[:200]

    def number(self, name: str) -> int | None:
        """A whole number that was asked for, from the address or behind the question mark."""
        word = self.path.get(name) or self.text(name)
        # SQLite's integers end there.
        return int(word) if word.isascii() and word.isdecimal() and len(word) <= 18 else None

    def kept(self, name: str, compute: Callable[[], T]) -> T:
        """What `compute` gives, computed again only after the archive or a decision changed."""
        state = self.desk.state
        known = self.desk.kept.get(name)
        if known is None or known[0] != state:
            known = self.desk.kept[name] = (state, compute())
        found: T = known[1]
        return found


def link(path: str, **args: object) -> str:
    """An address of the desk, without the arguments that are empty.

    >>> link("/findings", kind="sum", unit="", year=None)
    '/findings?kind=sum'
    """
    query = urlencode([(name, value) for name, value in args.items() if value not in (None, "")])
    return f"{path}?{query}" if query else path


def rows(connection: sqlite3.Connection, sql: str, **parameters: Any) -> list[Row]:
    """All rows of a query."""
    return connection.execute(sql, parameters).fetchall()


def row(connection: sqlite3.Connection, sql: str, **parameters: Any) -> Row | None:
    """The first row of a query."""
    found: Row | None = connection.execute(sql, parameters).fetchone()
    return found


def pairs(connection: sqlite3.Connection, sql: str, **parameters: Any) -> dict[Any, Any]:
    """The first column of every row → the second."""
    return {found[0]: found[1] for found in rows(connection, sql, **parameters)}


def value(connection: sqlite3.Connection, sql: str, **parameters: Any) -> Any:
    """The first column of the first row; None where there is none."""
    found = row(connection, sql, **parameters)
    return None if found is None else found[0]


def words_of(desk: Desk, request: Request | None) -> Words:
    """The language that this reader gets."""
    chosen = request.cookies.get(COOKIE) if request else None
    accepted = request.headers.get("accept-language", "") if request else ""
    return Words(language_of(chosen, desk.options.language, accepted))


async def look(datasette: Datasette, load: Callable[[sqlite3.Connection], object | None]) -> Any:
    """What `load` reads from the archive."""

    def timed(connection: sqlite3.Connection) -> object | None:
        with sqlite_timelimit(connection, _MOST_MS):
            return load(connection)

    return await datasette.get_database(ARCHIVE).execute_fn(timed)
