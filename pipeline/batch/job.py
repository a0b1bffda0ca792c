"""The one writer: outcomes go into the archive, numbers into the report, news to the watcher."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping

from pipeline.batch.executor import Executor, Stop
from pipeline.batch.files import File, shown, status
from pipeline.batch.identify import Candidate
from pipeline.batch.plan import Plan, is_current
from pipeline.batch.progress import Failure, FileDone, Progress, Report, Stage, Watcher
from pipeline.batch.work import Done, Failed, Outcome, internal_error
from pipeline.errors import JiheError, PassingError
from pipeline.store import NEVER, Archive, FileState, Run, SourceFile, Versions

# A value that no database can hold is one file's trouble; a full disk is not, and is raised.
_UNSTORABLE = (ArithmeticError, AssertionError, LookupError, TypeError, ValueError, sqlite3.IntegrityError)
_EVERY = 1.0
"""Seconds between news while a file takes long."""


class Job:
    """One run: `look_at`, `begin`, then an outcome after the other, then `finish`."""

    def __init__(
        self, archive: Archive, executor: Executor, versions: Versions, watch: Watcher | None, stop: Stop
    ) -> None:
        self.archive, self.executor, self.versions = archive, executor, versions
        self._watch, self._stop = watch, stop
        self.report = Report()
        self._stage: Stage = "look"
        self._total = self._done = 0
        self._began = self._told = time.monotonic()

    def stop(self) -> bool:
        """Whether the user asked to stop. Executors ask while they wait, so this is also when to tell what goes on."""
        if time.monotonic() - self._told > _EVERY:
            self._tell()
        return self._stop()

    def look_at(self, files: Iterable[File], states: Mapping[str, FileState]) -> list[Candidate] | None:
        """What the files hold, those in archives too; None if it was stopped.

        A file of which the file system says what it said when it was hashed (`states`) is not opened.
        """
        given = list(files)
        self._total = len(given)
        known = {file: candidate for file in given if (candidate := self._known(file, states))}
        looked = self.executor.look((file for file in given if file not in known), self.stop)
        found: list[Candidate] = []
        for number, file in enumerate(given, 1):
            here = [known[file]] if file in known else next(looked, None)
            if here is None or self.stop():
                return None
            found += here
            self._done = number
            self._tell()
        return found

    def _known(self, file: File, states: Mapping[str, FileState]) -> Candidate | None:
        state = states.get(name := shown(file))
        if state is None or not state.stamp or (state.status == "failed" and not is_current(state, self.versions)):
            return None
        try:
            now = status(file)
        except (OSError, JiheError):
            return None
        return Candidate(file, name, state.sha256, now.size, stamp=now.stamp) if now.stamp == state.stamp else None

    def begin(self, *, total: int, unchanged: int) -> None:
        """So many files are to be dealt with. A run that has nothing to do leaves no trace in the database."""
        self.report.unchanged = unchanged
        self._stage, self._total, self._done = "read", total, 0
        if total:
            self.report.number = self.archive.begin_run(
                self.versions, engine=self.executor.engine, jobs=self.executor.jobs
            )

    def write(self, candidate: Candidate, outcome: Outcome, plan: Plan) -> None:
        """One outcome, and what follows from it for the file's copies."""
        copies = plan.copies.get(candidate.shown, ())
        if isinstance(outcome, Failed):
            self.fail(candidate, outcome)
            for copy in copies:
                self.fail(copy, Failed(_elsewhere(outcome.error, candidate, copy)))
            return
        try:
            known = self._save(candidate, outcome, plan.stored.get(candidate.shown))
        except _UNSTORABLE as err:
            self.write(candidate, Failed(_unstorable(err, candidate.name)), plan)
            return
        self._count_ok(outcome, candidate.shown)
        for copy in copies:
            self.copy(copy, known)

    def _save(self, candidate: Candidate, outcome: Done, known: int | None) -> int:
        if known is None:
            return self.archive.save(_source(candidate), outcome.document, outcome.extraction, self.versions)
        self.archive.replace_facts(known, outcome.extraction, self.versions)
        return known

    def write_again(self, path: str, state: FileState, outcome: Outcome) -> None:
        """New facts for a document whose file was not opened."""
        if isinstance(outcome, Failed):
            # The old facts stay: they were right by the old rules, and the file itself is not at fault.
            self._count_failure(path, outcome)
            return
        try:
            versions = Versions(self.versions.rules, state.code)
            self.archive.replace_facts(state.document_id, outcome.extraction, versions)
        except _UNSTORABLE as err:
            self._count_failure(path, Failed(_unstorable(err, path.rsplit("/", 1)[-1])))
            return
        self._count_ok(outcome, path)

    def copy(self, candidate: Candidate, of: int) -> None:
        """A file whose content is that of document `of`."""
        self.archive.duplicate(_source(candidate), of, self.versions)
        self.report.duplicate += 1
        self._step(FileDone(candidate.shown, "duplicate"))

    def fail(self, candidate: Candidate, failed: Failed) -> None:
        """A file that was not read, and why."""
        if isinstance(failed.error, PassingError):
            self.archive.fail(_source(candidate, stamped=False), failed.error, NEVER)
        else:
            self.archive.fail(_source(candidate), failed.error, self.versions)
        self._count_failure(candidate.shown, failed)

    def finish(self) -> Report:
        """Tidy up and say what was done."""
        report = self.report
        report.left = self._total - self._done
        report.interrupted = report.left > 0
        self._stage = "finish"
        self._tell()
        twins = self.archive.finish(complete=not report.interrupted)
        report.ok -= twins
        report.duplicate += twins
        report.seconds = time.monotonic() - self._began
        return report

    def _count_ok(self, outcome: Done, path: str) -> None:
        pages, facts = outcome.document.pages or 0, len(outcome.extraction.facts)
        self.report.ok += 1
        self.report.pages += pages
        self.report.facts += facts
        self._step(FileDone(path, "ok", pages, facts, outcome.seconds, outcome.worker))

    def _count_failure(self, path: str, failed: Failed) -> None:
        self.report.failures.append(Failure(path, failed.error))
        self._step(FileDone(path, "failed", seconds=failed.seconds, worker=failed.worker, error=failed.error))

    def _step(self, file: FileDone) -> None:
        self._done += 1
        self._tell(file)

    def _tell(self, file: FileDone | None = None) -> None:
        self._told = time.monotonic()
        if self._watch:
            report = self.report
            counts = (self._done, self._total, report.pages, report.facts, report.failed)
            self._watch(Progress(self._stage, *counts, file, self.executor.busy()))


def run_of(report: Report, findings: int) -> Run:
    """A report as a row of `runs`."""
    return Run(
        report.files,
        report.ok,
        report.failed,
        report.duplicate,
        report.unchanged,
        report.pages,
        report.facts,
        findings,
        round(report.seconds, 3),
        report.interrupted,
    )


def _unstorable(err: Exception, name: str) -> JiheError:
    return err if isinstance(err, JiheError) else internal_error(err, name)


def _source(candidate: Candidate, *, stamped: bool = True) -> SourceFile:
    stamp = candidate.stamp if stamped else ""
    return SourceFile(candidate.shown, candidate.name, candidate.sha256, candidate.bytes, stamp=stamp)


def _elsewhere(error: JiheError, first: Candidate, copy: Candidate) -> JiheError:
    """The same error for a copy: the same bytes would fail in the same way, so they are not read again."""
    return error.but(what=f"{error.what} (as its copy {first.name})", where=copy.name)
