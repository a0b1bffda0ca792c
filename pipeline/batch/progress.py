"""What a run tells while it goes on, and what it says at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from pipeline.errors import JiheError

Stage = Literal["look", "read", "finish", "check"]


@dataclass(frozen=True, slots=True)
class Progress:
    """`look`: files are compared with what is known; `read`: they are read; `finish`: the database is tidied up;
    `check`: bodies are checked (`facts` counts findings).
    """

    stage: Stage
    done: int
    total: int
    facts: int = 0
    failures: int = 0
    name: str = ""
    """The file that was finished last."""


class Watcher(Protocol):
    """Is told after every file; must be quick."""

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
    facts: int = 0
    failures: list[Failure] = field(default_factory=list)
    left: int = 0
    """Files that were not reached because the run was stopped."""
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def failed(self) -> int:
        """How many files became failed rows in this run."""
        return len(self.failures)
