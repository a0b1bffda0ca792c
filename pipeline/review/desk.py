"""What a running desk knows: where things are, in which language, and what it keeps in memory."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette.app import Datasette

from pipeline.review.pictures import Pictures
from pipeline.review.words import Language

ARCHIVE, REVIEWS = "archive", "reviews"
"""What Datasette calls the two databases; the second is also attached to every connection to the first."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a desk is to be served."""

    archive: Path
    """The database that `jihe run` wrote."""
    reviews: Path
    """The database of decisions; see `store.reviews`."""
    language: Language | None = None
    """None: what the browser asks for."""
    password: str = ""
    hosts: frozenset[str] = frozenset()
    """Names besides the loopback's by which the desk may be called; `*` stands for every IP address."""


@dataclass(slots=True)
class Desk:
    """A desk at work."""

    options: Options
    checks: Mapping[str, Mapping[Language, str]]
    """Check → what it says must hold."""
    pictures: Pictures
    kept: dict[str, tuple[object, Any]] = field(default_factory=dict)
    """What is dear to compute, with the state of the archive that it was computed from."""

    @property
    def state(self) -> object:
        """Changes when the archive or a decision does."""
        paths = (self.options.archive, self.options.archive.with_name(self.options.archive.name + "-wal"))
        return [(p.stat().st_mtime_ns, p.stat().st_size) for p in (*paths, self.options.reviews) if p.exists()]

    @property
    def reviewer(self) -> str:
        """Who sits here, as far as the system knows; unknown where several people share the desk."""
        if self.options.password:
            return ""
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):  # a number without a name, as in containers
            return ""


_DESKS: WeakKeyDictionary[Datasette, Desk] = WeakKeyDictionary()


def open_desk(datasette: Datasette, desk: Desk) -> None:
    """From now on this Datasette is that desk."""
    _DESKS[datasette] = desk


def desk_of(datasette: Datasette) -> Desk | None:
    """The desk that a Datasette is; None for one of somebody else's in this process."""
    return _DESKS.get(datasette)
