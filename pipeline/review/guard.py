"""Who may ask, and what a browser may do with the answer: hosts, password, other sites' forms, headers.

It stands before everything, Datasette's own pages too.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from datasette.app import Datasette

from pipeline.review.desk import Desk
from pipeline.review.words import COOKIE, Words, language_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SESSION = "jihe_session"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LOGIN, _STATIC = "/login", "/desk-static/"
_LONGEST_FORM = 4096
_PAUSE = 1.0
"""Seconds between two tries at the password, whoever tries."""

# Datasette's own pages bring scripts and styles inside them; ours bring none.
_OURS = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DATASETTE = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)


class Guard:
    """Wraps a desk's application."""

    def __init__(self, app: App, datasette: Datasette, desk: Desk) -> None:
        self._app, self._datasette, self._desk = app, datasette, desk
        self._token = secrets.token_urlsafe(32)
        """What a session cookie holds; another one at the next start."""
        self._tried = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        words = self._words(headers)
        if not self._known(headers.get("host", "")):
            await _refuse(send, 421, words("guard.host"))
        elif scope["method"] not in _SAFE and not _same_site(headers):
            await _refuse(send, 403, words("guard.site"))
        elif self._desk.options.password and not self._entered(headers):
            await self._at_the_door(scope, receive, send, words)
        else:
            await self._app(scope, receive, _with_headers(send, ours=not _is_datasette(scope["path"])))

    def _words(self, headers: dict[str, str]) -> Words:
        chosen = _cookies(headers).get(COOKIE)
        return Words(language_of(chosen, self._desk.options.language, headers.get("accept-language", "")))

    def _known(self, host: str) -> bool:
        """A page of another site that has its name point here is still called by that name."""
        name = (urlsplit(f"//{host}").hostname or "").lower() if "/" not in host and "@" not in host else ""
        hosts = self._desk.options.hosts
        return name in _LOOPBACK or name in hosts or ("*" in hosts and _is_address(name))

    def _entered(self, headers: dict[str, str]) -> bool:
        return hmac.compare_digest(_cookies(headers).get(SESSION, "").encode(), self._token.encode())

    async def _at_the_door(self, scope: Scope, receive: Receive, send: Send, words: Words) -> None:
        if scope["path"].startswith(_STATIC):
            await self._app(scope, receive, _with_headers(send, ours=True))
        elif scope["path"] == _LOGIN and scope["method"] == "POST":
            await self._try(receive, send, words)
        elif scope["path"] == _LOGIN or scope["method"] in _SAFE:
            query = scope.get("query_string", b"").decode("latin-1")
            asked = scope["path"] + (f"?{query}" if query else "")
            wanted = asked if scope["path"] != _LOGIN else "/"
            await self._door(send, words, wanted, status=200 if scope["path"] == _LOGIN else 401)
        else:
            await _refuse(send, 401, words("login.title"))

    async def _try(self, receive: Receive, send: Send, words: Words) -> None:
        form = parse_qs((await _body(receive)).decode("utf-8", "replace"))
        given, wanted = (form.get(name, [""])[0] for name in ("password", "next"))
        early = time.monotonic() - self._tried < _PAUSE
        right = hmac.compare_digest(given.encode(), self._desk.options.password.encode())
        if early or not right:
            self._tried = self._tried if early else time.monotonic()
            await self._door(send, words, wanted, status=429 if early else 401, wrong=True)
            return
        cookie = f"{SESSION}={self._token}; Path=/; HttpOnly; SameSite=Strict"
        place = wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else "/"
        location = quote(place, safe="/?=&%~:,.-_")
        await _answer(send, 303, b"", (b"location", location.encode()), (b"set-cookie", cookie.encode()))

    async def _door(self, send: Send, words: Words, wanted: str, *, status: int, wrong: bool = False) -> None:
        template = self._datasette.jinja_env.get_template("desk/login.html")
        html = await template.render_async(t=words, language=words.language, wanted=wanted, wrong=wrong)
        await _answer(_with_headers(send, ours=True), status, html.encode(), (b"content-type", _HTML))


_HTML = b"text/html; charset=utf-8"


def _is_datasette(path: str) -> bool:
    return path.startswith(("/archive", "/reviews", "/-/", "/_internal"))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same_site(headers: dict[str, str]) -> bool:
    """Whether a form was sent from a page of ours; a browser says where from, other programs need not."""
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host", "") and headers.get("host", "") != ""
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _cookies(headers: dict[str, str]) -> dict[str, str]:
    return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more and len(body) <= _LONGEST_FORM:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body[:_LONGEST_FORM]


def _with_headers(send: Send, *, ours: bool) -> Send:
    policy = (b"content-security-policy", (_OURS if ours else _DATASETTE).encode())

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_HEADERS, policy]}
        await send(message)

    return sending


async def _refuse(send: Send, status: int, words: str) -> None:
    await _answer(send, status, words.encode(), (b"content-type", b"text/plain; charset=utf-8"))


async def _answer(send: Send, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *_HEADERS, length]})
    await send({"type": "http.response.body", "body": body})
