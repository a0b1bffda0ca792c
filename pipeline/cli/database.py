"""Where the database is that commands work on."""

from __future__ import annotations

from pathlib import Path

from pipeline.cli.language import t
from pipeline.errors import UsageError

DEFAULT_DB = Path("output/reports.db")
DEMO_DB = Path("output/demo.db")


def existing(db: Path) -> Path:
    """The database if it is there. Raises UsageError if not: reading commands make none."""
    if not db.is_file():
        raise UsageError(t("db.missing"), where=str(db), do=t("db.missing.do"))
    return db
