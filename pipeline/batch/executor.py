"""The seam between what is to be done and where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from pipeline.batch.work import Load, Outcome, Task, guarded, load_perform

Stop = Callable[[], bool]
"""Whether the user asked to stop; asked often, so cheap."""


def never() -> bool:
    """A `Stop` for runs that nobody stops."""
    return False


class Executor(Protocol):
    """Does tasks somewhere and gives their outcomes back in the order of the tasks.

    The order makes runs repeatable: rows get the same ids however many workers there are. Tasks are taken from the
    iterable as workers become free, so it may be long. After `stop()` turns true no more outcomes come.
    """

    def run(self, tasks: Iterable[Task], stop: Stop = never) -> Iterator[tuple[Task, Outcome]]: ...


class SerialExecutor:
    """In this process, one after the other: for tests, debugging and notebooks. No time limit, no protection."""

    def __init__(self, load: Load = load_perform) -> None:
        self._load = load

    def run(self, tasks: Iterable[Task], stop: Stop = never) -> Iterator[tuple[Task, Outcome]]:
        """Perform each task when its outcome is asked for."""
        perform = self._load()
        for task in tasks:
            if stop():
                return
            yield task, guarded(perform, task)
