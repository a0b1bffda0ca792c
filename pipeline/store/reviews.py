"""What people decided about findings: a database of its own beside the archive, so that no run ever touches it.

A decision hangs on `findings.key`, the fingerprint of the finding's content: figures read again, in another order or in
a database made anew, find their decisions. Rows are only added, so who decided what, and when, stays; the last one of a
finding is what holds.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from sqlite_utils import Database, Migrations

from pipeline.errors import StoreError, UsageError

Decision = Literal["confirmed", "explained", "false_alarm", "ask", "open"]
"""`explained`: the figures are of different scope (口径不同); `ask`: the unit is to be asked; `open`: taken back."""

DECISIONS: tuple[Decision, ...] = get_args(Decision)
NOTE_LENGTH, NAME_LENGTH = 4000, 100
"""Characters that a note and a reviewer's name may have."""

_APPLICATION_ID = 0x4A485256  # "JHRV"
_STEPS = Migrations("jihe-reviews")


@_STEPS()
def m0001_reviews(db: Database) -> None:
    """The decisions, and a view with the one of each finding that holds."""
    db.table("reviews").create(
        {"id": int, "finding_key": str, "decision": str, "note": str, "reviewer": str, "decided_at": str},
        pk="id",
        not_null={"finding_key", "decision", "note", "reviewer", "decided_at"},
        strict=True,
    )
    db.table("reviews").create_index(["finding_key", "id"])
    db.create_view(
        "latest_reviews",
        "select * from reviews r where id = (select max(id) from reviews l where l.finding_key = r.finding_key)",
    )
    db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided about a finding: one of `DECISIONS`; `decided_at` in ISO 8601, UTC."""

    decision: str
    note: str
    reviewer: str
    decided_at: str


def path_beside(archive: Path) -> Path:
    """Where the decisions on an archive's findings are kept.

    Raises:
        StoreError: the archive itself is called so.
    """
    path = archive.resolve().with_name("reviews.db")
    if path == archive.resolve():
        raise StoreError("decisions are kept in a file of that name", where=str(archive), do="rename the archive")
    return path


def prepare(path: Path) -> None:
    """Make the database of decisions where there is none, and bring an older one up to date.

    Raises:
        StoreError: another program's file, or one that cannot be written.
    """
    try:
        db = Database(path)
        try:
            application = db.execute("PRAGMA application_id").fetchone()[0]
            if db.table_names() and application != _APPLICATION_ID:
                raise StoreError("another program's database", where=str(path), do="move it to another folder")
            _STEPS.apply(db)
        finally:
            db.close()
    except sqlite3.Error as error:
        do = "make its folder writable, or move what stands there"
        raise StoreError(f"decisions cannot be kept: {error}", where=str(path), do=do) from error


def decide(connection: sqlite3.Connection, key: str, decision: str, note: str, reviewer: str) -> Review:
    """Add a decision about the finding of that key, made now.

    Raises:
        UsageError: no decision of ours, or a note or name of more characters than is sensible.
    """
    if decision not in DECISIONS:
        raise UsageError(f"no such decision: {decision[:40]!r}", do=", ".join(DECISIONS))
    if len(note) > NOTE_LENGTH or len(reviewer) > NAME_LENGTH:
        raise UsageError(f"a note of {len(note):,} characters", do=f"{NOTE_LENGTH:,} at most")
    review = Review(decision, note.strip(), reviewer.strip(), datetime.now(UTC).isoformat(timespec="seconds"))
    with connection:
        connection.execute(
            "insert into reviews(finding_key, decision, note, reviewer, decided_at) values (?, ?, ?, ?, ?)",
            (key, review.decision, review.note, review.reviewer, review.decided_at),
        )
    return review


def latest(path: Path) -> dict[str, Review]:
    """The decision that holds for each finding, by the finding's key; none where nobody has decided anything."""
    if not path.is_file():
        return {}
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "select finding_key, decision, note, reviewer, decided_at from latest_reviews where decision <> 'open'"
        )
        return {key: Review(*rest) for key, *rest in found}
