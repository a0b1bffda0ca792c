"""One task, as a worker does it: bytes → Document → facts. Whatever happens, an outcome comes back."""

from __future__ import annotations

import hashlib
import os
import platform
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.files import File
from pipeline.batch.versions import code_version
from pipeline.document import Document
from pipeline.errors import JiheError, PassingError, ReadError
from pipeline.facts import Extraction
from pipeline.store.records import Versions

if TYPE_CHECKING:
    from pipeline.extract import Extractor


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Read a file, or one in an archive (see `Candidate`), and extract its facts.

    `sha256` is what it held when it was looked at.
    """

    file: File
    name: str
    sha256: str
    inside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractTask:
    """Extract the facts of a document that was read before."""

    document: Document
    name: str


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task; `seconds` and `worker` (“host:process”) say what it took, and whom."""

    document: Document
    extraction: Extraction
    seconds: float = 0.0
    worker: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Why nothing came of a task."""

    error: JiheError
    seconds: float = 0.0
    worker: str = ""
    again: bool = False
    """Whether a process of its own might fare better: what went wrong may be another file's doing."""


Task = ReadTask | ExtractTask
Outcome = Done | Failed
Perform = Callable[[Task], Done]
Load = Callable[[], Perform]
"""Prepares a worker (rules, dictionaries) once and gives back what does a task; sent by name, so importable."""


def load_perform(expected: Versions | None = None) -> Perform:
    """Load rules and dictionaries, once a worker, and give back the function that does tasks with them.

    Raises JiheError where rules or code are not those that the run is about: its rows would tell a lie.
    """
    from pipeline.extract import extractor
    from pipeline.rules import load_rules

    rules = load_rules()
    if expected and expected != (here := Versions(rules.version, code_version())):
        what = f"a worker has other rules or code (rules {here.rules}, code {here.code}) than this run"
        do = "if rules were edited meanwhile, run again; on a cluster install the same jihe and rules everywhere"
        raise JiheError(f"{what} (rules {expected.rules}, code {expected.code})", where=platform.node(), do=do)
    return partial(perform, extractor(rules))


def perform(extractor: Extractor, task: Task) -> Done:
    """Do one task. Raises whatever the readers and the extraction raise."""
    document = task.document if isinstance(task, ExtractTask) else _read(task)
    return Done(document, extractor.extract(document, name=task.name))


def guarded(perform: Perform, task: Task) -> Outcome:
    """The task's outcome; an exception that nobody foresaw becomes a failure that asks to be reported."""
    began = time.monotonic()
    outcome = _attempted(perform, task)
    return replace(outcome, seconds=time.monotonic() - began, worker=worker_name(os.getpid()))


def worker_name(process: int) -> str:
    """How the log calls a worker: the machine and the process."""
    return f"{platform.node()}:{process}"


def _attempted(perform: Perform, task: Task) -> Outcome:
    try:
        return perform(task)
    except JiheError as err:
        return Failed(err)
    except MemoryError:
        error = ReadError("needs more memory than a worker may use", where=task.name, do="split the file")
        return Failed(error, again=True)
    except Exception as err:  # noqa: BLE001 - a file must never vanish: the row says what happened
        return Failed(internal_error(err, task.name))


def internal_error(err: BaseException, name: str) -> ReadError:
    """Words for a mistake of ours: the exception and the innermost place in our code or below it."""
    frames = traceback.extract_tb(err.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    message = " ".join(f"{type(err).__name__}: {err}".split())[:300]
    return ReadError(f"internal error: {message}{place}", where=name, do="please report it with the file")


def _read(task: ReadTask) -> Document:
    from pipeline.batch.packed import unpacked
    from pipeline.readers import read

    try:
        data = unpacked(task.file, task.inside)
    except OSError as err:
        raise PassingError(f"cannot be opened ({err.strerror or err})", where=task.name, do="run again") from err
    if hashlib.sha256(data).hexdigest() != task.sha256:
        raise PassingError("changed while it was being read", where=task.name, do="run again when nobody writes it")
    return read(data, name=task.name)
