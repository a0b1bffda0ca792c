"""A process pool that loses one file, not the run, when a worker crashes, hangs or eats all memory.

concurrent.futures gives up the whole pool when one worker dies; Pebble does not, but is LGPL and shares one pipe
among its workers. Here every worker has a pipe of its own and the parent has no threads: a worker that dies
mid-sentence breaks its own pipe only, and is replaced.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import multiprocessing
import os
import signal
import sys
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from pipeline.batch.executor import Stop, never
from pipeline.batch.work import Failed, Load, Outcome, Task, guarded, internal_error, load_perform
from pipeline.errors import JiheError, ReadError

_TICK = 0.2
"""Seconds between looks at clocks and at `stop`."""
_START_SECONDS = 120.0
"""How long a worker may take to load rules and dictionaries."""
_MAX_STARTS = 3
"""Workers that die while loading, one after the other, before the pool gives up: the fault is not in a file."""


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class PoolExecutor:
    """`jobs` worker processes; a file that takes longer than `timeout` seconds fails alone.

    Workers are replaced after `max_tasks` tasks (dictionaries of words seen grow in long runs) and may allocate
    `memory` bytes each (where the system can limit it). `window` outcomes at most wait for an earlier, slower one.
    """

    def __init__(
        self,
        jobs: int | None = None,
        *,
        timeout: float = 300.0,
        max_tasks: int = 1000,
        memory: int = 4 << 30,
        window: int = 256,
        load: Load = load_perform,
    ) -> None:
        self.jobs = jobs or cores()
        self.timeout, self.max_tasks, self.memory, self.window, self.load = timeout, max_tasks, memory, window, load
        self._context = _context()

    def run(self, tasks: Iterable[Task], stop: Stop = never) -> Iterator[tuple[Task, Outcome]]:
        """Outcomes in the order of the tasks; workers end with the iteration, however it ends."""
        crew = _Crew(self, self._context)
        try:
            yield from crew.work(iter(tasks), stop)
        finally:
            crew.dismiss()


class _Slot:
    """A task on its way; `outcome` is None until it is known."""

    __slots__ = ("outcome", "task")

    def __init__(self, task: Task) -> None:
        self.task = task
        self.outcome: Outcome | None = None


class _Worker:
    """A process, its pipe, and what it is doing until when."""

    def __init__(self, pool: PoolExecutor, context: BaseContext) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, pool.load, pool.timeout, pool.memory), daemon=True
        )
        self.process.start()
        theirs.close()
        self.slot: _Slot | None = None
        self.ready = False
        self.tasks = 0
        self.deadline = time.monotonic() + _START_SECONDS

    @property
    def idle(self) -> bool:
        return self.ready and self.slot is None

    def give(self, slot: _Slot, timeout: float) -> None:
        self.slot, self.tasks = slot, self.tasks + 1
        self.deadline = time.monotonic() + timeout
        with contextlib.suppress(OSError):  # it died: the broken pipe tells when it is read
            self.pipe.send(slot.task)

    def end(self, patience: float) -> int | None:
        """Close the pipe, which ends an idle worker; kill it after `patience` seconds. Its own exit code, if any."""
        self.pipe.close()
        self.process.join(patience)
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            self.process.join()
        return code


class _Crew:
    """The workers of one run, and the slots in the order of their tasks."""

    def __init__(self, pool: PoolExecutor, context: BaseContext) -> None:
        self.pool, self.context = pool, context
        self.workers: list[_Worker] = []
        self.slots: deque[_Slot] = deque()
        self.waiting: deque[_Slot] = deque()
        self.failed_starts = 0

    def work(self, tasks: Iterator[Task], stop: Stop) -> Iterator[tuple[Task, Outcome]]:
        while not stop():
            self._fill(tasks)
            if not self.slots:
                return
            self._hand_out()
            self._listen()
            while self.slots and (outcome := self.slots[0].outcome) is not None:
                yield self.slots.popleft().task, outcome
                if stop():
                    return

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.end(0.5 if worker.idle else 0)
        self.workers.clear()

    def _fill(self, tasks: Iterator[Task]) -> None:
        while len(self.slots) < self.pool.window and len(self.waiting) < self.pool.jobs:
            task = next(tasks, None)
            if task is None:
                return
            self.slots.append(_Slot(task))
            self.waiting.append(self.slots[-1])

    def _hand_out(self) -> None:
        busy = sum(1 for worker in self.workers if worker.slot)
        while len(self.workers) < min(self.pool.jobs, busy + len(self.waiting)):
            self.workers.append(_Worker(self.pool, self.context))
        for worker in self.workers:
            if worker.idle and self.waiting:
                worker.give(self.waiting.popleft(), self.pool.timeout)

    def _listen(self) -> None:
        for pipe in wait([w.pipe for w in self.workers], _TICK):
            self._hear(next(w for w in self.workers if w.pipe is pipe))
        now = time.monotonic()
        for worker in [w for w in self.workers if not w.idle and w.deadline < now]:
            self._replace(worker, _too_slow(worker, self.pool.timeout))

    def _hear(self, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv()
        except Exception:  # noqa: BLE001 - whatever a dying process left in its pipe
            self._replace(worker, None)
            return
        if isinstance(message, JiheError):
            raise message  # the rules do not load: no file is to blame, and none would fare better
        self.failed_starts = 0
        if worker.slot is not None:
            worker.slot.outcome, worker.slot = message, None
        worker.ready = True
        if worker.tasks >= self.pool.max_tasks:
            self._replace(worker, None)

    def _replace(self, worker: _Worker, failure: Failed | None) -> None:
        self.workers.remove(worker)
        code = worker.end(0 if failure else 5)
        if worker.slot is not None:
            worker.slot.outcome = failure or _crashed(worker.slot.task, code)
        elif not worker.ready:
            self._count_failed_start(code)

    def _count_failed_start(self, code: int | None) -> None:
        self.failed_starts += 1
        if self.failed_starts >= _MAX_STARTS:
            raise JiheError(
                f"workers end before they begin (exit code {code})",
                do="run `jihe doctor`; try `--jobs 0`, which works in one process",
            )


def _crashed(task: Task, code: int | None) -> Failed:
    how = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
    return Failed(ReadError(f"the reader crashed ({how})", where=task.name, do="please report it with the file"))


def _too_slow(worker: _Worker, timeout: float) -> Failed | None:
    if worker.slot is None:
        return None
    return Failed(
        ReadError(
            f"not read within {timeout:g} seconds",
            where=worker.slot.task.name,
            do=f"allow more time: --force --timeout {timeout * 4:g} with this file",
        )
    )


def _context() -> BaseContext:
    """Workers fork from a clean server that has the slow libraries loaded; where there is none they start anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.batch.pool", "pipeline.batch.preload"])
    return context


def _serve(pipe: Connection, load: Load, timeout: float, memory: int) -> None:
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
