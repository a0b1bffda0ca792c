"""Pictures of pages, from a process that draws them and a folder that keeps them."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import signal
import tempfile
import threading
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from pipeline.errors import JiheError, ReadError
from pipeline.readers.ocr.cache import folder
from pipeline.review.drawing import Job, drawn

_PATIENCE = 45.0
"""Seconds that a page may take; one read by OCR, whose characters are not kept any more, takes several."""
_MOST_BYTES = 256 * 1024 * 1024
_MEMORY = 3 << 30
_VERSION = "1"
"""Of how pages are drawn: another one makes no use of what is kept."""


class Pictures:
    """Draws one page after the other. Safe to be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def of(self, job: Job) -> bytes:
        """The page as a JPEG, from the folder where it was drawn before.

        Raises ReadError: it cannot be drawn, or not in time.
        """
        path = _place(job)
        with contextlib.suppress(OSError):
            if path:
                data = path.read_bytes()
                os.utime(path)
                return data
        with self._lock:
            data = self._drawn(job)
        if path:
            # A full disk or a folder of somebody else's costs time, not the picture.
            with contextlib.suppress(OSError):
                _keep(path, data)
        return data

    def close(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join(0.5)
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _drawn(self, job: Job) -> bytes:
        try:
            pipe = self._started()
            pipe.send(job)
            answer: bytes | JiheError = pipe.recv() if pipe.poll(_PATIENCE) else _late(job)
        except (EOFError, OSError) as err:
            self.close()
            raise ReadError("the page cannot be drawn", where=job.path) from err
        if isinstance(answer, _LateError):
            self.close()
        if isinstance(answer, JiheError):
            raise answer
        return answer

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self.close()
            context = multiprocessing.get_context("spawn")
            pipe, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._pipe, self._process = pipe, process
        return self._pipe


class _LateError(ReadError):
    """The process has not answered."""


def _late(job: Job) -> _LateError:
    return _LateError(f"not drawn within {_PATIENCE:g} seconds", where=job.path)


def _work(pipe: Connection) -> None:
    """The process's life: a job in, a picture or an error out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on Windows
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    with contextlib.suppress(EOFError, OSError):
        while True:
            job = pipe.recv()
            pipe.send(_guarded(job))


def _guarded(job: Job) -> bytes | JiheError:
    try:
        return drawn(job)
    except JiheError as err:
        return err
    except Exception as err:  # noqa: BLE001 - whatever a strange file raises is no picture
        return ReadError(f"the page cannot be drawn ({type(err).__name__})", where=job.path)


def _place(job: Job) -> Path | None:
    """Where a picture is kept; None where nothing is."""
    kept = folder()
    key = hashlib.sha256(repr((_VERSION, job)).encode("utf-8", "backslashreplace")).hexdigest()
    return kept.with_name("pages") / key[:2] / f"{key}.jpg" if kept else None


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
    # One picture in sixteen looks whether there are too many: the oldest go.
    if path.name[0] == "0":
        _prune(path.parent.parent)


def _prune(kept: Path) -> None:
    found = sorted((entry.stat().st_mtime, entry.stat().st_size, entry) for entry in kept.glob("*/*.jpg"))
    total = sum(size for _, size, _ in found)
    for _, size, entry in found:
        if total <= _MOST_BYTES:
            return
        entry.unlink(missing_ok=True)
        total -= size
