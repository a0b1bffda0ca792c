"""One task, as a worker does it: bytes → Document → facts. Whatever happens, an outcome comes back."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.document import Document
from pipeline.errors import JiheError, ReadError
from pipeline.facts import Extraction

if TYPE_CHECKING:
    from pipeline.extract import Extractor


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Read a file, or one in an archive (see `Candidate`), and extract its facts.

    `sha256` is what it held when it was looked at.
    """

    path: Path
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
    """What came of a task."""

    document: Document
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Failed:
    """Why nothing came of a task."""

    error: JiheError


Task = ReadTask | ExtractTask
Outcome = Done | Failed
Perform = Callable[[Task], Done]
Load = Callable[[], Perform]
"""Prepares a worker (rules, dictionaries) once and gives back what does a task; sent by name, so importable."""


def load_perform(rules_folder: Path | None = None) -> Perform:
    """Load rules and dictionaries, once a worker, and give back the function that does tasks with them."""
    from pipeline.extract import extractor
    from pipeline.rules import load_rules

    return partial(perform, extractor(load_rules(rules_folder)))


def perform(extractor: Extractor, task: Task) -> Done:
    """Do one task. Raises whatever the readers and the extraction raise."""
    document = task.document if isinstance(task, ExtractTask) else _read(task)
    return Done(document, extractor.extract(document, name=task.name))


def guarded(perform: Perform, task: Task) -> Outcome:
    """The task's outcome; an exception that nobody foresaw becomes a failure that asks to be reported."""
    try:
        return perform(task)
    except JiheError as err:
        return Failed(err)
    except MemoryError:
        return Failed(ReadError("needs more memory than a worker may use", where=task.name, do="split the file"))
    except RecursionError as err:
        return Failed(internal_error(err, task.name))
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
        data = unpacked(task.path, task.inside)
    except OSError as err:
        raise ReadError(f"cannot be opened ({err.strerror or err})", where=task.name, do="run again") from err
    if hashlib.sha256(data).hexdigest() != task.sha256:
        raise ReadError("changed while it was being read", where=task.name, do="run again when nobody writes it")
    return read(data, name=task.name)
