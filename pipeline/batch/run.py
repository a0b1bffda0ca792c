"""The main job: every file of a list becomes a row, and what it states becomes facts.

Work is keyed by (content, rules, code): what was done under the same key is not done again. Outcomes are written one
document a transaction, in the order of the files, so a run that was killed anywhere goes on from there and ends in
the same database as one that was not.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from pipeline.batch.executor import Executor, Stop, never
from pipeline.batch.identify import Candidate, candidates, readable
from pipeline.batch.plan import Plan, make_plan
from pipeline.batch.progress import Failure, Progress, Report, Stage, Watcher
from pipeline.batch.work import Done, ExtractTask, Failed, Outcome, ReadTask, Task, internal_error
from pipeline.errors import JiheError
from pipeline.store import Archive, FileState, Run, SourceFile, Versions

# A value that no database can hold is one file's trouble; a full disk is not, and is raised.
_UNSTORABLE = (ArithmeticError, AssertionError, LookupError, TypeError, ValueError, sqlite3.IntegrityError)


def run(
    archive: Archive,
    files: Iterable[Path],
    executor: Executor,
    versions: Versions,
    *,
    force: bool = False,
    watch: Watcher | None = None,
    stop: Stop = never,
) -> Report:
    """Bring the archive up to date with the files; `files` as `discover` gives them.

    `force` reads also what is up to date. Never raises because of a file. When `stop()` turns true, what is written
    stays, the rest is left for the next run, and the report says `interrupted`.
    """
    job = _Job(archive, versions, watch)
    paths = list(files)
    found = job.look_at(paths, stop)
    if found is None:
        return job.finish(left=len(paths))
    states = archive.state()
    plan = make_plan(found, states, versions, force=force, exists=partial(_is_there, {readable(p) for p in paths}))
    for path in (*plan.vanished, *(_holders(found) & states.keys())):
        archive.forget(path)
    job.report.unchanged, job.total = plan.unchanged, plan.total
    for candidate, error in plan.unreadable:
        job.fail(candidate, error)
    for candidate, of in plan.known_copies:
        job.copy(candidate, of)
    todo = iter(plan.todo)
    for _, outcome in executor.run(_tasks(archive, plan), stop):
        job.write(next(todo), outcome, plan)
    return job.finish(left=job.total - job.done)


def reextract(
    archive: Archive,
    executor: Executor,
    versions: Versions,
    *,
    force: bool = False,
    watch: Watcher | None = None,
    stop: Stop = never,
) -> Report:
    """Run the rules again over the stored text of every document; no file is opened.

    Documents whose facts were made by these very rules and this code are left alone unless `force`. A row keeps the
    code version that read its file: if the readers changed since, the next `run` reads it again.
    """
    job = _Job(archive, versions, watch)
    stored = sorted((path, state) for path, state in archive.state().items() if state.status == "ok")
    due = [(p, s) for p, s in stored if force or (s.rules, s.code) != (versions.rules, versions.code)]
    job.report.unchanged, job.total = len(stored) - len(due), len(due)
    todo = iter(due)
    tasks = (ExtractTask(archive.load_document(state.document_id), _name(path)) for path, state in due)
    for _, outcome in executor.run(tasks, stop):
        path, state = next(todo)
        job.write_again(path, state, outcome)
    return job.finish(left=job.total - job.done)


def _is_there(given: set[str], path: str) -> bool:
    """Whether a file is where it was; of an archive that was not given, nobody looked which files it holds."""
    place = Path(path)
    around = next((each for each in (place, *place.parents) if each.exists()), None)
    return around == place or (around is not None and around.is_file() and around.as_posix() not in given)


def _holders(found: Iterable[Candidate]) -> set[str]:
    """Paths of the archives whose files have rows: a row of their own is from a time when they could not be opened."""
    return {str(around) for c in found if c.inside for around in PurePosixPath(c.shown).parents}


def _tasks(archive: Archive, plan: Plan) -> Iterator[Task]:
    for candidate in plan.todo:
        if (known := plan.stored.get(candidate.shown)) is not None:
            yield ExtractTask(archive.load_document(known), candidate.name)
        else:
            yield ReadTask(candidate.path, candidate.name, candidate.sha256, candidate.inside)


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _unstorable(err: Exception, name: str) -> JiheError:
    return err if isinstance(err, JiheError) else internal_error(err, name)


def _source(candidate: Candidate) -> SourceFile:
    return SourceFile(candidate.shown, candidate.name, candidate.sha256, candidate.bytes)


class _Job:
    """The one writer: outcomes go into the archive, numbers into the report, news to the watcher."""

    def __init__(self, archive: Archive, versions: Versions, watch: Watcher | None) -> None:
        self.archive, self.versions, self.watch = archive, versions, watch
        self.report = Report()
        self.total = self.done = 0
        self.began, self.started = time.monotonic(), datetime.now(UTC)

    def look_at(self, paths: list[Path], stop: Stop) -> list[Candidate] | None:
        """All files that the paths mean, those in archives too; None if it was stopped."""
        found: list[Candidate] = []
        for number, path in enumerate(paths, 1):
            for candidate in candidates(path):
                if stop():
                    return None
                found.append(candidate)
                self._tell("look", number, len(paths), candidate.name)
        return found

    def write(self, candidate: Candidate, outcome: Outcome, plan: Plan) -> None:
        """One outcome, and what follows from it for the file's copies."""
        copies = plan.copies.get(candidate.shown, ())
        if isinstance(outcome, Failed):
            self.fail(candidate, outcome.error)
            for copy in copies:
                self.fail(copy, _elsewhere(outcome.error, candidate, copy))
            return
        try:
            known = self._save(candidate, outcome, plan.stored.get(candidate.shown))
        except _UNSTORABLE as err:
            self.write(candidate, Failed(_unstorable(err, candidate.name)), plan)
            return
        self._count_ok(outcome, candidate.name)
        for copy in copies:
            self.copy(copy, known)

    def _save(self, candidate: Candidate, outcome: Done, known: int | None) -> int:
        if known is None:
            return self.archive.save(_source(candidate), outcome.document, outcome.extraction, self.versions)
        self.archive.replace_facts(known, outcome.extraction, self.versions)
        return known

    def write_again(self, path: str, state: FileState, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            # The old facts stay: they were right by the old rules, and the file itself is not at fault.
            self._count_failure(path, outcome.error)
            return
        try:
            versions = Versions(self.versions.rules, state.code)
            self.archive.replace_facts(state.document_id, outcome.extraction, versions)
        except _UNSTORABLE as err:
            self._count_failure(path, _unstorable(err, _name(path)))
            return
        self._count_ok(outcome, _name(path))

    def copy(self, candidate: Candidate, of: int) -> None:
        self.archive.duplicate(_source(candidate), of, self.versions)
        self.report.duplicate += 1
        self._step(candidate.name)

    def fail(self, candidate: Candidate, error: JiheError) -> None:
        self.archive.fail(_source(candidate), error, self.versions)
        self._count_failure(candidate.shown, error)

    def finish(self, left: int) -> Report:
        self._tell("finish", self.done, self.total)
        twins = self.archive.finish()
        self.report.ok -= twins
        self.report.duplicate += twins
        self.report.left, self.report.interrupted = left, left > 0
        self.report.seconds = time.monotonic() - self.began
        self.archive.record_run(self._run(), self.versions)
        return self.report

    def _run(self) -> Run:
        done = self.report
        files = done.ok + done.failed + done.duplicate + done.unchanged
        started, now = (moment.isoformat(timespec="seconds") for moment in (self.started, datetime.now(UTC)))
        return Run(started, now, files, done.ok, done.failed, done.duplicate, done.unchanged)

    def _count_ok(self, outcome: Done, name: str) -> None:
        self.report.ok += 1
        self.report.facts += len(outcome.extraction.facts)
        self._step(name)

    def _count_failure(self, path: str, error: JiheError) -> None:
        self.report.failures.append(Failure(path, error))
        self._step(_name(path))

    def _step(self, name: str) -> None:
        self.done += 1
        self._tell("read", self.done, self.total, name)

    def _tell(self, stage: Stage, done: int, total: int, name: str = "") -> None:
        if self.watch:
            self.watch(Progress(stage, done, total, self.report.facts, self.report.failed, name))


def _elsewhere(error: JiheError, first: Candidate, copy: Candidate) -> JiheError:
    """The same error for a copy: the same bytes would fail in the same way, so they are not read again."""
    return type(error)(f"{error.what} (as its copy {first.name})", where=copy.name, do=error.do)
