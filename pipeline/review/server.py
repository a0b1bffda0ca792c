"""Puts a desk together, and serves it."""

from __future__ import annotations

import errno
import socket
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path

import uvicorn
from datasette.app import Datasette, DatasetteClient
from datasette.database import Database
from datasette.plugins import pm

from pipeline.errors import JiheError
from pipeline.review import plugin
from pipeline.review.desk import ARCHIVE, REVIEWS, Desk, Options, open_desk
from pipeline.review.paths import STATIC, TEMPLATES
from pipeline.review.pictures import Pictures
from pipeline.review.queries import metadata
from pipeline.review.words import Language
from pipeline.rules import load_rules
from pipeline.store import Archive, reviews

_SETTINGS = {
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 500,
    # To look for facets in 25 columns of a million figures takes seconds a page; those that help are configured.
    "suggest_facets": False,
    "max_returned_rows": 10_000,
    "truncate_cells_html": 200,
    "allow_download": False,
    "num_sql_threads": 4,
    "default_cache_ttl": 0,
}
_TRIES = 50
LOOPBACK = "127.0.0.1"


def build(options: Options) -> Datasette:
    """A desk's Datasette, ready to be asked (`datasette.client`) or served (`datasette.app()`).

    Raises:
        StoreError: no archive of ours, an older or newer one, or decisions cannot be kept.
    """
    Archive.open_readonly(options.archive).close()
    reviews.prepare(options.reviews)
    datasette = Datasette(
        template_dir=str(TEMPLATES),
        static_mounts=[("desk-static", str(STATIC))],
        settings=_SETTINGS,
        metadata=metadata(),
    )
    datasette.remove_database("_memory")
    open_desk(datasette, Desk(options, _checks(), Pictures()))
    for name, path in ((ARCHIVE, options.archive), (REVIEWS, options.reviews)):
        datasette.add_database(_File(datasette, str(path.resolve())), name=name)
    if not pm.is_registered(plugin):
        pm.register(plugin, "jihe")
    # The client that a Datasette makes of itself was made before it was a desk.
    datasette.client = DatasetteClient(datasette)
    return datasette


def serve(options: Options, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` gets the address when it can be opened.

    Raises:
        StoreError: as `build` does.
        JiheError: no port is free, or the address is not this machine's.
    """
    datasette = build(options)
    listening = _listening(host, port)
    name = f"[{host}]" if ":" in host else LOOPBACK if host in ("0.0.0.0", "") else host  # noqa: S104 - compared only
    server = _Server(datasette, lambda: ready(f"http://{name}:{listening.getsockname()[1]}/"))
    try:
        server.run(sockets=[listening])
    finally:
        datasette.executor.shutdown(wait=False)
        listening.close()


@cache
def _checks() -> dict[str, dict[Language, str]]:
    return {check.id: {"zh": check.zh, "en": check.en} for check in load_rules().checks.checks}


class _File(Database):  # type: ignore[misc] # datasette has no types
    """A database file whose path may hold ?, # and %, which Datasette would take for parts of a URI."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        uri = Path(self.path).as_uri() + ("" if write else "?mode=ro")
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection


class _Server(uvicorn.Server):
    def __init__(self, datasette: Datasette, ready: Callable[[], None]) -> None:
        super().__init__(uvicorn.Config(datasette.app(), log_level="warning", server_header=False))
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def _listening(host: str, port: int) -> socket.socket:
    """A socket at that port, or at the first free one after it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(port, min(port + _TRIES, 65536)):
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, number))
            found.listen(128)
        except OSError as error:
            found.close()
            if error.errno != errno.EADDRINUSE and not isinstance(error, PermissionError):
                do = "give an address of this machine with --host"
                raise JiheError(f"cannot be served there: {error.strerror}", where=host, do=do) from error
        else:
            return found
    raise JiheError(f"no free port from {port} on", where=host, do="name another with --port")
