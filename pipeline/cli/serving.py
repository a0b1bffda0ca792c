"""`jihe serve`: the reviewer's desk in the browser."""

from __future__ import annotations

import socket
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import console
from pipeline.cli.database import DEFAULT_DB, DEMO_DB, existing
from pipeline.cli.language import asked, lines, t
from pipeline.errors import UsageError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ANY = ("0.0.0.0", "::")  # noqa: S104 - compared, not bound to


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", help=t("serve.help"), epilog=lines("serve.epilog"))(serve)


def serve(
    db: Annotated[Path | None, typer.Option("--db", help=t("serve.db"))] = None,
    port: Annotated[int, typer.Option("--port", help=t("serve.port"), min=0, max=65535)] = 8001,
    host: Annotated[str, typer.Option("--host", help=t("serve.host"))] = "127.0.0.1",
    password: Annotated[str, typer.Option("--password", envvar="JIHE_PASSWORD", help=t("serve.password"))] = "",
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help=t("serve.open"))] = True,
) -> None:
    if host not in _LOOPBACK and not password:
        raise UsageError(t("serve.no_password"), where=f"--host {host}", do=t("serve.no_password.do"))
    # Who has only seen the demo so far gets the demo's archive.
    archive = existing(db or (DEMO_DB if DEMO_DB.is_file() and not DEFAULT_DB.is_file() else DEFAULT_DB))
    from pipeline.review.desk import Options
    from pipeline.review.server import serve as serve_desk
    from pipeline.store import reviews

    options = Options(archive, reviews.path_beside(archive), asked(), password, _names(host))

    def ready(url: str) -> None:
        console.say(t("serve.ready", url=url, db=archive))
        console.say(t("serve.decisions", path=options.reviews))
        sys.stdout.flush()  # into a pipe, too, before the wait
        if open_browser:
            webbrowser.open(url)

    serve_desk(options, host, port, ready)


def _names(host: str) -> frozenset[str]:
    """By which names the desk may be called from other machines."""
    if host in _LOOPBACK:
        return frozenset()
    return frozenset({"*", socket.gethostname().lower()} if host in _ANY else {host.lower()})
