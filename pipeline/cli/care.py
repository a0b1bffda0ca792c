"""`jihe doctor`: is everything there that the work needs?"""

from __future__ import annotations

import importlib
import importlib.metadata
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import console
from pipeline.cli.language import lines, t
from pipeline.errors import JiheError

_LIBRARIES = {
    "spacy": "spacy",
    "jieba": "jieba",
    "lxml": "lxml",
    "pdfplumber": "pdfplumber",
    "python-docx": "docx",
    "pydantic": "pydantic",
    "pyyaml": "yaml",
    "sqlite-utils": "sqlite_utils",
    "datasette": "datasette",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `needed` things that are not `ok` make the work impossible."""

    name: str
    ok: bool
    detail: str
    needed: bool = True


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("doctor", help=t("doctor.help"), epilog=lines("doctor.epilog"))(doctor)


def doctor(as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False) -> None:
    from pipeline.batch.worker import hush

    hush()
    checks = list(examine())
    well = all(check.ok for check in checks if check.needed)
    if as_json:
        console.show_json({"ok": well, "checks": checks})
    else:
        rows = [(check.name, _verdict(check), check.detail) for check in checks]
        columns = (t("column.check"), t("column.status"), t("column.detail"))
        console.show(console.table(t("doctor.title"), columns, rows))
        console.say(t("doctor.all_well" if well else "doctor.not_well"))
    raise typer.Exit(0 if well else 1)


def examine() -> Iterator[Check]:
    """Look at everything. A check that raises is a check that fails."""
    from pipeline.readers.programs import find_antiword, find_bsdtar, find_soffice

    yield Check("Python", sys.version_info >= (3, 11), f"{platform.python_version()} ({platform.system()})")
    yield _tried("SQLite", _sqlite)
    yield _tried("SQLite FTS5", _full_text_search)
    for distribution, module in _LIBRARIES.items():
        yield _tried(distribution, partial(_library, distribution, module))
    yield _tried("rules", _rules)
    yield _tried("samples", _samples)
    yield _tried("write access", _write_access)
    yield _outside("LibreOffice", find_soffice)
    yield _outside("antiword", find_antiword)
    yield _outside("bsdtar", find_bsdtar)
    yield _ocr()


def _ocr() -> Check:
    """The extra that scans need: is it there, with its models, and where is what it read kept?"""
    from pipeline.readers import ocr

    if not ocr.available():
        return Check("OCR", ok=False, detail=f"scans are not read; {ocr.INSTALL}", needed=False)
    found = _tried("OCR", ocr.described)
    return Check("OCR", ok=found.ok, detail=found.detail, needed=False)


def _outside(name: str, find: Callable[[], str | None]) -> Check:
    """A program that only some formats need (.doc, .rtf, .rar)."""
    try:
        found = find()
    except JiheError as err:
        return Check(name, ok=False, detail=str(err), needed=False)
    return Check(name, found is not None, found or "", needed=False)


def _verdict(check: Check) -> str:
    return t("doctor.ok" if check.ok else "doctor.missing" if check.needed else "doctor.absent")


def _tried(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, detail=look())
    except JiheError as err:
        return Check(name, ok=False, detail=str(err))
    except Exception as err:  # noqa: BLE001 - whatever a broken installation raises is what is to be shown
        return Check(name, ok=False, detail=f"{type(err).__name__}: {err}")


def _sqlite() -> str:
    import sqlite3

    if sqlite3.sqlite_version_info < (3, 37):
        raise JiheError(f"{sqlite3.sqlite_version}, older than 3.37", do="use a newer Python or system")
    return sqlite3.sqlite_version


def _full_text_search() -> str:
    import sqlite3

    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("create virtual table t using fts5(text)")
    return ""


def _library(distribution: str, module: str) -> str:
    importlib.import_module(module)
    return importlib.metadata.version(distribution)


def _rules() -> str:
    from pipeline.rules import load_rules
    from pipeline.rules.paths import rules_dir

    return f"{rules_dir()} ({load_rules().version})"


def _samples() -> str:
    from pipeline.batch import discover
    from pipeline.rules.paths import samples_dir

    return f"{samples_dir()} ({len(discover([samples_dir()]))})"


def _write_access() -> str:
    folder = Path("output") if Path("output").is_dir() else Path()
    with tempfile.TemporaryFile(dir=folder):
        return str(folder.resolve())
