"""What a run tells while it goes on, and what it says at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from pipeline.errors import JiheError
from pipeline.store.records import Status

Stage = Literal["look", "read", "finish", "check"]


@dataclass(frozen=True, slots=True)
class FileDone:
    """What became of a file in this run; `seconds` and `worker` are empty where nobody had to read it."""

    path: str
    status: Status
    pages: int = 0
    facts: int = 0
    seconds: float = 0.0
    worker: str = ""
    error: JiheError | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """A file on a worker, and for how long."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Progress:
    """`look`: files are compared with what is known; `read`: they are read; `finish`: the database is tidied up;
    `check`: bodies are checked (`facts` counts findings).
    """

    stage: Stage
    done: int
    total: int
    pages: int = 0
    facts: int = 0
    failures: int = 0
    file: FileDone | None = None
    """The file that has just been finished; None if this only tells that time goes by."""
    busy: Sequence[Busy] = ()
    """What the workers do, the longest first."""


class Watcher(Protocol):
    """Is told after every file, and once a second while a file takes long; must be quick."""

    def __call__(self, progress: Progress, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that became a failed row."""

    path: str
    error: JiheError


@dataclass(slots=True)
class Report:
    """What a run did. `ok + failed + duplicate + unchanged` is the number of files unless it was interrupted."""

    ok: int = 0
    duplicate: int = 0
    unchanged: int = 0
    """Files that were skipped, because they, the rules and the code are as they were."""
    pages: int = 0
    facts: int = 0
    failures: list[Failure] = field(default_factory=list)
    left: int = 0
    """Files that were not reached because the run was stopped."""
    interrupted: bool = False
    seconds: float = 0.0
    number: int | None = None
    """The run's row in `runs`; None if nothing was to be done."""

    @property
    def files(self) -> int:
        """How many files were dealt with."""
        return self.ok + self.failed + self.duplicate + self.unchanged

    @property
    def failed(self) -> int:
        """How many files became failed rows in this run."""
        return len(self.failures)
