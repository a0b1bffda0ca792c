"""The hooks by which Datasette becomes the desk; all of them exist in Datasette 0.65 and in 1.0."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from typing import Any
from urllib.parse import quote

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request
from markupsafe import Markup
from pluggy import Result

from pipeline.review import routes
from pipeline.review.desk import ARCHIVE, desk_of
from pipeline.review.guard import App, Guard
from pipeline.review.queries import canned
from pipeline.store import register_functions

Route = tuple[str, Callable[..., Any]]


@hookimpl
def register_routes(datasette: Datasette) -> list[Route]:
    """The desk's pages."""
    return routes.ROUTES if desk_of(datasette) else []


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    """Search functions, and the decisions beside the findings."""
    desk = desk_of(datasette)
    if desk and database == ARCHIVE:
        register_functions(conn)
        conn.execute("attach database ? as reviews", [desk.options.reviews.resolve().as_uri() + "?mode=ro"])


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Hosts, password, headers."""
    desk = desk_of(datasette)
    return lambda app: Guard(app, datasette, desk) if desk else app


@hookimpl
def canned_queries(datasette: Datasette, database: str) -> dict[str, dict[str, str | bool]]:
    """The questions that people ask of the archive."""
    return canned() if desk_of(datasette) and database == ARCHIVE else {}


# Columns of tables, views and queries whose values lead to a page of the desk.
_PAGES = {
    "key": "/finding/{}",
    "finding_key": "/finding/{}",
    "fact_id": "/fact/{}",
    "document_id": "/report/{}",
    "entity_id": "/unit/{}",
}


@hookimpl
def render_cell(value: object, column: str, datasette: Datasette) -> Markup | None:
    """A number or key in Datasette's tables as a link to its page here."""
    if desk_of(datasette) is None or column not in _PAGES or not isinstance(value, (int, str)) or value == "":
        return None
    address = _PAGES[column].format(quote(str(value), safe=""))
    return Markup('<a href="{}">{}</a>').format(address, value)


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> dict[str, object]:
    """What every template may use, Datasette's own too: the words, and how to make links."""
    desk = desk_of(datasette)
    return routes.common(desk, request) if desk else {}


@hookimpl(hookwrapper=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Generator[None, Result[Any], None]:
    """An error as a page of the desk, instead of Datasette's own, which prints a report's words to the console."""
    outcome = yield
    if desk_of(datasette):
        outcome.force_result([lambda: routes.failed(datasette, request, exception)])
