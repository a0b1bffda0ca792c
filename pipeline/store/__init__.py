"""The archive: SQLite through sqlite-utils, and the only place that writes SQL.

`archive` writes and reads; `schema` holds tables and migrations, `views` what people look at, `labels` its words,
`rows` turns documents and facts into rows and back, `search` finds Chinese text, `entities` tells bodies apart,
`twins` finds one report in two formats, `selection` streams what is handed over.
"""

from pipeline.store.archive import Archive
from pipeline.store.records import (
    NEVER,
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
from pipeline.store.selection import Selection, Wanted
from pipeline.store.views import YEAR_COLUMNS

__all__ = [
    "NEVER",
    "SCHEMA_VERSION",
    "YEAR_COLUMNS",
    "Archive",
    "CheckResult",
    "Counts",
    "Failure",
    "FileState",
    "Labels",
    "Run",
    "Selection",
    "SourceFile",
    "Summary",
    "Unit",
    "UnstorableError",
    "Versions",
    "Wanted",
    "register_functions",
]
