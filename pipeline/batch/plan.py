"""What is to be done: which files are new or changed, which are up to date, which are copies of one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from pipeline.batch.identify import Candidate
from pipeline.errors import ReadError
from pipeline.readers.optional import present
from pipeline.store import FileState, Versions


@dataclass(slots=True)
class Plan:
    """Every candidate stands in exactly one place; lists keep the order of the files."""

    unreadable: list[tuple[Candidate, ReadError]] = field(default_factory=list)
    known_copies: list[tuple[Candidate, int]] = field(default_factory=list)
    """Copies of a document that is in the archive and up to date, with its id."""
    todo: list[Candidate] = field(default_factory=list)
    """One of each content, to be read."""
    stored: dict[str, int] = field(default_factory=dict)
    """Those of `todo` for which only the rules changed: path → id of the document whose stored text will do."""
    copies: dict[str, list[Candidate]] = field(default_factory=dict)
    """Path of one of `todo` → the other files with its content; what becomes of it decides what becomes of them."""
    vanished: list[str] = field(default_factory=list)
    """Paths where nothing is any more, while their content was given under another path: moved or renamed files."""
    unchanged: int = 0

    @property
    def total(self) -> int:
        """How many rows will be written."""
        waiting = sum(len(copies) for copies in self.copies.values())
        return len(self.unreadable) + len(self.known_copies) + len(self.todo) + waiting


def is_current(state: FileState, versions: Versions) -> bool:
    """Whether doing again what was done with a file would come to the same."""
    return state.rules == versions.rules and _is_well_read(state, versions)


def _is_well_read(state: FileState, versions: Versions) -> bool:
    return state.code == versions.code and not any(map(present, state.lacks))


def make_plan(
    candidates: Iterable[Candidate],
    states: Mapping[str, FileState],
    versions: Versions,
    *,
    force: bool = False,
    exists: Callable[[str], bool] = lambda _: True,
) -> Plan:
    """Compare the files with what the archive knows of them; `states` is keyed by path.

    `exists` tells whether a file that was not given is still where it was.
    """
    plan = Plan()
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.error:
            plan.unreadable.append((candidate, candidate.error))
        else:
            groups.setdefault(candidate.sha256, []).append(candidate)
    now = {c.shown: c.sha256 for group in groups.values() for c in group}
    plan.vanished = [p for p, s in states.items() if p not in now and s.sha256 in groups and not exists(p)]
    gone = set(plan.vanished)
    known = {path: state for path, state in states.items() if path not in gone}
    owners = _owners(known, now)
    standing = {known[path].document_id for path in owners.values()}
    for sha256, group in groups.items():
        _Group(plan, group, known, standing, versions, force).place(owners.get(sha256))
    return plan


def _owners(states: Mapping[str, FileState], now: Mapping[str, str]) -> dict[str, str]:
    """Content → path of the document that stands for it; not one whose file holds something else by now."""
    owners: dict[str, str] = {}
    for path, state in sorted(states.items(), key=lambda item: item[1].document_id):
        if state.status == "ok" and now.get(path, state.sha256) == state.sha256:
            owners.setdefault(state.sha256, path)
    return owners


@dataclass(slots=True)
class _Group:
    """Files of the same content."""

    plan: Plan
    files: list[Candidate]
    states: Mapping[str, FileState]
    standing: AbstractSet[int]
    """Documents whose files hold what they held."""
    versions: Versions
    force: bool

    def place(self, owner: str | None) -> None:
        if owner is None:
            self._without_owner()
            return
        mine = next((c for c in self.files if c.shown == owner), None)
        others = [c for c in self.files if c is not mine]
        if mine and (self.force or not self._current(mine, "ok")):
            self._read(mine, others)
            return
        self.plan.unchanged += mine is not None
        for copy in others:
            if self._current(copy, "duplicate") and not self.force:
                self.plan.unchanged += 1
            else:
                self.plan.known_copies.append((copy, self.states[owner].document_id))

    def _without_owner(self) -> None:
        if not self.force and all(self._current(c, "failed") or self._is_twin(c) for c in self.files):
            self.plan.unchanged += len(self.files)
        else:
            self._read(self.files[0], self.files[1:])

    def _read(self, first: Candidate, others: list[Candidate]) -> None:
        self.plan.todo.append(first)
        if others:
            self.plan.copies[first.shown] = others
        state = self.states.get(first.shown)
        same_file = state is not None and (state.status, state.sha256) == ("ok", first.sha256)
        if state and same_file and _is_well_read(state, self.versions) and not self.force:
            self.plan.stored[first.shown] = state.document_id

    def _is_twin(self, candidate: Candidate) -> bool:
        """Whether a file is known as the same report as another document, in another format."""
        state = self.states.get(candidate.shown)
        return state is not None and state.duplicate_of in self.standing and self._current(candidate, "duplicate")

    def _current(self, candidate: Candidate, status: str) -> bool:
        state = self.states.get(candidate.shown)
        known = state is not None and (state.status, state.sha256) == (status, candidate.sha256)
        return state is not None and known and is_current(state, self.versions)
