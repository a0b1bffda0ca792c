"""The seam between what is to be done and where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from pipeline.batch.files import File
from pipeline.batch.identify import Candidate, candidates
from pipeline.batch.progress import Busy
from pipeline.batch.work import Load, Outcome, Task, guarded, load_perform

Stop = Callable[[], bool]
"""Whether the user asked to stop; asked often, so cheap."""


def never() -> bool:
    """A `Stop` for runs that nobody stops."""
    return False


class Executor(Protocol):
    """Does tasks somewhere and gives their outcomes back in the order of the tasks.

    The order makes runs repeatable: rows get the same ids however many workers there are. Tasks are taken from the
    iterable as workers become free, so it may be long. After `stop()` turns true no more outcomes come; it is asked
    several times a second while a task takes long.
    """

    engine: str
    """Where the work is done: “serial”, “pool” or “dask”."""
    jobs: int
    """How many tasks at a time."""

    def look(self, files: Iterable[File], stop: Stop = never) -> Iterator[list[Candidate]]:
        """What each file holds, in the order of the files (see `candidates`)."""
        ...

    def run(self, tasks: Iterable[Task], stop: Stop = never) -> Iterator[tuple[Task, Outcome]]:
        """The outcome of each task, in the order of the tasks."""
        ...

    def busy(self) -> list[Busy]:
        """What is being done now, the longest first."""
        ...


def look_here(files: Iterable[File], stop: Stop = never) -> Iterator[list[Candidate]]:
    """Look at each file in this process: hashing is a hundredth of the work, so no worker needs to be asked."""
    for file in files:
        found = []
        for candidate in candidates(file):
            if stop():
                return
            found.append(candidate)
        yield found


class SerialExecutor:
    """In this process, one after the other: for tests, debugging and notebooks. No time limit, no protection."""

    engine, jobs = "serial", 1

    def __init__(self, load: Load = load_perform) -> None:
        self._load = load

    look = staticmethod(look_here)

    def busy(self) -> list[Busy]:
        """Nobody can ask while a task is done."""
        return []

    def run(self, tasks: Iterable[Task], stop: Stop = never) -> Iterator[tuple[Task, Outcome]]:
        """Perform each task when its outcome is asked for."""
        perform = self._load()
        for task in tasks:
            if stop():
                return
            yield task, guarded(perform, task)
