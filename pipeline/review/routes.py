"""Addresses → pages. A page's queries run in one of Datasette's threads, on a read-only connection, within a time."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, NotFound, Request, Response
from datasette.views.base import DatasetteError

from pipeline.review import decisions, evidence, workbooks
from pipeline.review.asking import Ask, link, look, words_of
from pipeline.review.desk import Desk, desk_of
from pipeline.review.pages import across, fact, files, finding, findings, home, report, search, unit
from pipeline.review.words import COOKIE, LANGUAGES, Words

View = Callable[..., Awaitable[Response]]
Load = Callable[[sqlite3.Connection, Ask], object | None]


def common(desk: Desk, request: Request | None) -> dict[str, object]:
    """What every template may use."""
    words = words_of(desk, request)
    path = request.path if request else "/"
    other = next(language for language in LANGUAGES if language != words.language)
    return {
        "t": words,
        "language": words.language,
        "link": link,
        "here": path,
        "other_language": link("/language", to=other, back=request.full_path if request else "/"),
        "archive_name": desk.options.archive.name,
        "locked": bool(desk.options.password),
    }


async def _page(datasette: Datasette, request: Request, *, load: Load, template: str) -> Response:
    desk = desk_of(datasette)
    if desk is None:
        raise NotFound("no desk")
    words = words_of(desk, request)
    args = {name: request.args[name] for name in request.args}
    ask = Ask(request.url_vars, args, words, desk, decisions.reviewer_of(request, desk))
    view = await look(datasette, lambda connection: load(connection, ask))
    if view is None:
        raise NotFound(words("not_found"))
    html = await datasette.render_template(f"desk/{template}.html", {"view": view}, request, template)
    return Response.html(html)


async def failed(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """What to show instead of a page that failed."""
    desk = desk_of(datasette)
    words = words_of(desk, request) if desk else Words("zh")
    status, message = 500, words("failed")
    if isinstance(exception, (Base400, DatasetteError)):
        status, message = exception.status, str(exception.args[0] if exception.args else exception)
    elif isinstance(exception, (QueryInterrupted, sqlite3.OperationalError)) and "interrupted" in str(exception):
        status, message = 503, words("too_slow")
    else:
        logging.getLogger(__name__).error("%s %s", request.path, type(exception).__name__, exc_info=exception)
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message, "status": status}, status=status)
    html = await datasette.render_template("desk/failed.html", {"status": status, "message": message}, request)
    return Response.html(html, status=status)


async def _language(request: Request) -> Response:
    """Speak another language from now on, and go back."""
    back, to = request.args.get("back") or "/", request.args.get("to")
    response = Response.redirect(back if back.startswith("/") and back[1:2] not in ("/", "\\") else "/")
    if to in LANGUAGES:
        response.set_cookie(COOKIE, to, samesite="lax")
    return response


def _page_of(module: Any) -> View:
    name = module.__name__.rsplit(".", 1)[-1]

    async def view(datasette: Datasette, request: Request) -> Response:
        return await _page(datasette, request, load=module.load, template=name)

    return view


ROUTES: list[tuple[str, View]] = [
    (r"^/$", _page_of(home)),
    (r"^/findings$", _page_of(findings)),
    (r"^/finding/(?P<key>[0-9a-f]{1,64})$", _page_of(finding)),
    (r"^/finding/(?P<key>[0-9a-f]{1,64})/decide$", decisions.decide),
    (r"^/fact/(?P<id>\d{1,18})$", _page_of(fact)),
    (r"^/report/(?P<id>\d{1,18})$", _page_of(report)),
    (r"^/files$", _page_of(files)),
    (r"^/unit/(?P<id>\d{1,18})$", _page_of(unit)),
    (r"^/across$", _page_of(across)),
    (r"^/search$", _page_of(search)),
    (r"^/picture/(?P<document>\d{1,18})/(?P<page>\d{1,6})\.jpg$", evidence.serve),
    (r"^/workbook\.xlsx$", workbooks.serve),
    (r"^/language$", _language),
]
