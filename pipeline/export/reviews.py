"""What reviewers decided about findings, from the database that lies beside the facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Review:
    """One person's decision about one finding."""

    decision: str
    note: str
    reviewer: str
    decided_at: str


def reviews_beside(database: Path) -> Mapping[str, Review]:
    """Decisions by the finding's key; none where nobody has decided anything."""
    path = database.with_name("reviews.db")
    if not path.is_file():
        return {}
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        if not connection.execute("select 1 from sqlite_master where name = 'reviews'").fetchone():
            return {}
        rows = connection.execute("select finding_key, decision, note, reviewer, decided_at from reviews")
        return {key: Review(*(str(value or "") for value in rest)) for key, *rest in rows}
    finally:
        connection.close()
