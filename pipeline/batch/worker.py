"""A worker of the pool: what runs in its process."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import signal
import sys
import warnings
from multiprocessing.connection import Connection

from pipeline.batch.work import Failed, Load, Outcome, Task, guarded, internal_error
from pipeline.errors import JiheError


def serve(pipe: Connection, load: Load, timeout: float, memory: int) -> None:
    """A worker's life: load, say so, then task in, outcome out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    hush()
    _limit_memory(memory)
    try:
        perform = load()
    except JiheError as err:
        pipe.send(err)
        return
    pipe.send(None)
    with contextlib.suppress(EOFError, OSError), open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        while True:
            task = pipe.recv()
            # Should the parent be killed while this file hangs, nobody else would end us.
            faulthandler.dump_traceback_later(timeout + 30, exit=True, file=nowhere)
            outcome = guarded(perform, task)
            faulthandler.cancel_dump_traceback_later()
            _send(pipe, outcome, task)


def _send(pipe: Connection, outcome: Outcome, task: Task) -> None:
    try:
        pipe.send(outcome)
    except OSError:
        raise
    except Exception as err:  # noqa: BLE001 - an outcome that cannot be sent is a failure of this file only
        pipe.send(Failed(internal_error(err, task.name)))


def hush() -> None:
    """No warnings of libraries in the middle of a progress bar: jieba, pdfminer and spaCy all have some."""
    logging.disable(logging.WARNING)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _limit_memory(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:  # Windows
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
