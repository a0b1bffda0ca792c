"""What goes into the store and comes out of it, apart from documents and facts themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.checks import Finding, Remark

Status = Literal["ok", "failed", "duplicate"]

Row = dict[str, Any]
"""One row of a table or view, by column name."""

Unit = tuple[int, ...]
"""`documents.id` of all reports of one body."""

Counts = Mapping[tuple[str, str], int]
"""(check, consistent | rounding | inconsistent | skipped) → how often."""

Labels = Mapping[str, tuple[str, str, str]]
"""Concept → (Chinese, English, group); a group is one of the views: staffing, spending, activities, targets."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was given; `path` is what identifies it from run to run.

    `path` is posix, absolute or relative as the user gave it, or a URL; `name` the file name; `sha256` in hex of its
    `bytes` bytes. `format` is what a sniff said, for files that could not be read; a Document knows its own. `stamp`
    is what the file system said of the file when it was hashed, empty where that cannot be relied on.
    """

    path: str
    name: str
    sha256: str
    bytes: int
    format: str = ""
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Versions:
    """What made the facts: with the file's hash, the key by which work is done once only."""

    rules: str
    code: str


NEVER = Versions("", "")
"""Of a file that could not be read this time: no key, so the next run tries again."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What the store knows of a file; up to date if sha256, rules and code are what they would be now."""

    document_id: int
    sha256: str
    status: Status
    rules: str
    code: str
    duplicate_of: int | None = None
    """The document that stands for it: one of the same bytes, or the same report in another format."""
    stamp: str = ""
    """What the file system said of the file when it had that hash; empty if nothing reliable."""
    lacks: tuple[str, ...] = ()
    """What would have read it, or more of it, and was not installed."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the program did to an archive, for the `runs` table."""

    files: int
    ok: int
    failed: int
    duplicate: int
    unchanged: int
    pages: int
    facts: int
    findings: int
    """Those of the bodies that it checked."""
    seconds: float
    interrupted: bool


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the checks found in one report."""

    findings: Sequence[Finding]
    remarks: Sequence[Remark]
    counts: Counts
    """(check, status) → how often."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, with the reason in three parts."""

    document_id: int
    path: str
    error: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What an archive holds: counts by status, format, group of facts and severity of findings, and every failure."""

    documents: Mapping[str, int]
    formats: Mapping[str, int]
    facts: Mapping[str, int]
    findings: Mapping[str, int]
    entities: int
    failures: tuple[Failure, ...]
    undated: int
    """Documents of which nothing tells the fiscal year: their figures cannot be dated, so there are none."""
