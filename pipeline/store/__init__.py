"""The archive: SQLite through sqlite-utils, and the only place that writes SQL.

`archive` writes and reads; `schema` holds tables and migrations, `views` what people look at, `labels` its words,
`rows` turns documents and facts into rows and back, `search` finds Chinese text, `entities` tells bodies apart,
`twins` finds one report in two formats.
"""

from pipeline.store.archive import Archive
from pipeline.store.records import (
    CheckResult,
    Counts,
    Failure,
    FileState,
    Labels,
    Run,
    SourceFile,
    Summary,
    Unit,
    Versions,
)
from pipeline.store.rows import UnstorableError
from pipeline.store.schema import SCHEMA_VERSION
from pipeline.store.search import register_functions

__all__ = [
    "SCHEMA_VERSION",
    "Archive",
    "CheckResult",
    "Counts",
    "Failure",
    "FileState",
    "Labels",
    "Run",
    "SourceFile",
    "Summary",
    "Unit",
    "UnstorableError",
    "Versions",
    "register_functions",
]
