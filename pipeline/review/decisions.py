"""A decision about a finding: a form comes in, a row is added, and the next finding comes up."""

from __future__ import annotations

import hmac
from functools import partial
from urllib.parse import quote, unquote

from datasette.app import Datasette
from datasette.utils.asgi import Forbidden, NotFound, Request, Response

from pipeline.errors import UsageError
from pipeline.review.asking import look, value, words_of
from pipeline.review.desk import REVIEWS, Desk, desk_of
from pipeline.review.pages.listing import FILTERS, Wanted
from pipeline.store import reviews

REVIEWER = "jihe_reviewer"
"""The cookie that remembers who decides at this browser."""
_YEAR = 365 * 24 * 3600


async def decide(datasette: Datasette, request: Request) -> Response:
    """Keep what the form says, then go to the next finding (or stay, where the form asks for that)."""
    desk = desk_of(datasette)
    if desk is None or request.method != "POST":
        raise NotFound("no desk")
    words = words_of(desk, request)
    form = await request.post_vars()
    _check_token(request, form.get("csrftoken", ""), words("guard.site"))
    key = request.url_vars["key"]
    if not await look(datasette, partial(value, sql="select count(*) from findings where key = :key", key=key)):
        raise NotFound(words("not_found"))
    reviewer = form.get("reviewer", "")
    try:
        await datasette.get_database(REVIEWS).execute_write_fn(
            lambda connection: reviews.decide(connection, key, form.get("decision", ""), form.get("note", ""), reviewer)
        )
    except UsageError as error:
        return Response.text(str(error.chinese() if words.language == "zh" else error), status=400)
    wanted = Wanted({name: form[name] for name in FILTERS if form.get(name)})
    place = wanted.link(f"/finding/{form.get('then') if _is_key(form.get('then', '')) else key}")
    response = Response.redirect(place)
    response.set_cookie(REVIEWER, _cookie(reviewer), max_age=_YEAR, samesite="lax", httponly=True)
    return response


def reviewer_of(request: Request, desk: Desk) -> str:
    """Who decided last at this browser, else who sits at this machine."""
    return unquote(request.cookies.get(REVIEWER, "")) or desk.reviewer


def _check_token(request: Request, given: str, words: str) -> None:
    """Datasette lets a form without any cookie pass; ours must carry the token of the page that it came from."""
    cookie = request.cookies.get("ds_csrftoken", "")
    if not cookie or not hmac.compare_digest(given.encode(), cookie.encode()):
        raise Forbidden(words)


def _is_key(text: str) -> bool:
    return 0 < len(text) <= 64 and all(letter in "0123456789abcdef" for letter in text)


def _cookie(name: str) -> str:
    return quote(name.strip()[: reviews.NAME_LENGTH])
