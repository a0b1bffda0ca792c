"""A process pool that loses one file, not the run, when a worker crashes, hangs or eats all memory.

concurrent.futures gives up the whole pool when one worker dies; Pebble does not, but is LGPL and shares one pipe
among its workers. Here every worker has a pipe of its own and the parent has no threads: a worker that dies
mid-sentence breaks its own pipe only, and is replaced.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from pipeline.batch.executor import Stop, look_here, never
from pipeline.batch.progress import Busy
from pipeline.batch.work import Failed, Load, Outcome, Task, load_perform, worker_name
from pipeline.batch.worker import serve
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
    """`jobs` worker processes; a file that crashes one, or takes longer than `timeout` seconds, fails alone.

    Such a file is tried once more in a process of its own, since what was wrong may have been another file's doing.
    Workers are replaced after `max_tasks` tasks (dictionaries of words seen grow in long runs) and may allocate
    `memory` bytes each (where the system can limit it). `window` outcomes at most wait for an earlier, slower one.
    """

    engine = "pool"

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
        self._crew: _Crew | None = None

    look = staticmethod(look_here)

    def busy(self) -> list[Busy]:
        """What each worker does, the longest first."""
        return self._crew.busy() if self._crew else []

    def run(self, tasks: Iterable[Task], stop: Stop = never) -> Iterator[tuple[Task, Outcome]]:
        """Outcomes in the order of the tasks; workers end with the iteration, however it ends."""
        self._crew = crew = _Crew(self, self._context)
        try:
            yield from crew.work(iter(tasks), stop)
        finally:
            crew.dismiss()
            self._crew = None


class _Slot:
    """A task on its way; `outcome` is None until it is known."""

    __slots__ = ("outcome", "task", "tried")

    def __init__(self, task: Task) -> None:
        self.task = task
        self.outcome: Outcome | None = None
        self.tried = False


class _Worker:
    """A process, its pipe, and what it is doing until when. One that is started for a slot (`own`) does only that."""

    def __init__(self, pool: PoolExecutor, context: BaseContext, own: _Slot | None = None) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=serve, args=(theirs, pool.load, pool.timeout, pool.memory), daemon=True
        )
        self.process.start()
        theirs.close()
        self.slot: _Slot | None = None
        self.own = own
        self.ready = False
        self.tasks = 0
        self.since = time.monotonic()
        self.deadline = self.since + _START_SECONDS

    @property
    def idle(self) -> bool:
        return self.ready and self.slot is None

    def give(self, slot: _Slot, timeout: float) -> None:
        self.slot, self.tasks = slot, self.tasks + 1
        self.since = time.monotonic()
        self.deadline = self.since + timeout
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

    def busy(self) -> list[Busy]:
        now = time.monotonic()
        doing = [Busy(worker.slot.task.name, now - worker.since) for worker in self.workers if worker.slot]
        return sorted(doing, key=lambda each: -each.seconds)

    def _hand_out(self) -> None:
        taken = sum(1 for worker in self.workers if worker.slot or worker.own)
        while len(self.workers) < min(self.pool.jobs, taken + len(self.waiting)):
            self.workers.append(_Worker(self.pool, self.context))
        for worker in self.workers:
            if worker.idle and worker.own:
                worker.give(worker.own, self.pool.timeout)
            elif worker.idle and self.waiting:
                worker.give(self.waiting.popleft(), self.pool.timeout)

    def _listen(self) -> None:
        for pipe in wait([w.pipe for w in self.workers], _TICK):
            self._hear(next(w for w in self.workers if w.pipe is pipe))
        now = time.monotonic()
        for worker in [w for w in self.workers if not w.idle and w.deadline < now]:
            self._part(worker, 0, _too_slow(worker, self.pool.timeout))

    def _hear(self, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv()
        except Exception:  # noqa: BLE001 - whatever a dying process left in its pipe
            self._part(worker, 5, None)
            return
        if isinstance(message, JiheError):
            raise message  # the rules do not load: no file is to blame, and none would fare better
        self.failed_starts = 0
        worker.ready = True
        if worker.slot is None:
            return
        if isinstance(message, Failed) and message.again:
            self._part(worker, 0.5, message)
            return
        worker.slot.outcome, worker.slot = message, None
        if worker.own or worker.tasks >= self.pool.max_tasks:
            self._part(worker, 5, None)

    def _part(self, worker: _Worker, patience: float, failure: Failed | None) -> None:
        """Let a worker go. What it was doing failed: by `failure`, or else because it crashed."""
        self.workers.remove(worker)
        code = worker.end(patience)
        slot = worker.slot
        if slot is not None:
            seconds, name = time.monotonic() - worker.since, worker_name(worker.process.pid or 0)
            failed = replace(failure or Failed(_crash(slot.task, code)), seconds=seconds, worker=name)
            self._fail(slot, failed)
        elif not worker.ready:
            if worker.own:
                self.workers.append(_Worker(self.pool, self.context, worker.own))
            self._count_failed_start(code)

    def _fail(self, slot: _Slot, failed: Failed) -> None:
        """The first time, a worker of its own tries again at once; the second time it is told."""
        if not slot.tried:
            slot.tried = True
            self.workers.append(_Worker(self.pool, self.context, slot))
            return
        what = f"{failed.error.what}; tried twice, the second time in a process of its own"
        slot.outcome = replace(failed, error=failed.error.but(what=what))

    def _count_failed_start(self, code: int | None) -> None:
        self.failed_starts += 1
        if self.failed_starts >= _MAX_STARTS:
            raise JiheError(
                f"workers end before they begin (exit code {code})",
                do="run `jihe doctor`; try `--jobs 0`, which works in one process",
            )


def _crash(task: Task, code: int | None) -> ReadError:
    how = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
    return ReadError(f"the reader crashed ({how})", where=task.name, do="please report it with the file")


def _too_slow(worker: _Worker, timeout: float) -> Failed | None:
    if worker.slot is None:
        return None
    do = f"allow more time: --force --timeout {timeout * 4:g} with this file"
    return Failed(ReadError(f"not read within {timeout:g} seconds", where=worker.slot.task.name, do=do))


def _context() -> BaseContext:
    """Workers fork from a clean server that has the slow libraries loaded; where there is none they start anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.batch.pool", "pipeline.batch.preload"])
    return context
