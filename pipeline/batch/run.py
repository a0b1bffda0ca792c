"""The main job: every file of a list becomes a row, and what it states becomes facts.

Work is keyed by (content, rules, code): what was done under the same key is not done again. Outcomes are written one
document a transaction, in the order of the files, so a run that was killed anywhere goes on from there and ends in
the same database as one that was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from pipeline.batch.executor import Executor, Stop, never
from pipeline.batch.files import File, is_there, shown
from pipeline.batch.identify import Candidate
from pipeline.batch.job import Job, run_of
from pipeline.batch.plan import Plan, make_plan
from pipeline.batch.progress import Report, Watcher
from pipeline.batch.work import ExtractTask, Failed, ReadTask, Task
from pipeline.store import Archive, FileState, Versions


def run(
    archive: Archive,
    files: Iterable[File],
    executor: Executor,
    versions: Versions,
    *,
    force: bool = False,
    watch: Watcher | None = None,
    stop: Stop = never,
) -> Report:
    """Bring the archive up to date with the files; `files` as `discover` gives them.

    `force` reads also what is up to date. Never raises because of a file. When `stop()` turns true, what is written
    stays, the rest is left for the next run, and the report says `interrupted`. Where nothing is to be done, nothing
    is written.
    """
    job = Job(archive, executor, versions, watch, stop)
    given = list(files)
    states = archive.state()
    found = job.look_at(given, {} if force else states)
    if found is None:
        return job.finish()
    plan = make_plan(found, states, versions, force=force, exists=partial(is_there, given={shown(f) for f in given}))
    job.begin(total=plan.total, unchanged=plan.unchanged)
    if stamps := _stamps(found, states):
        archive.stamp(stamps)
    for path in (*plan.vanished, *(_holders(found) & states.keys())):
        archive.forget(path)
    for candidate, error in plan.unreadable:
        job.fail(candidate, Failed(error))
    for candidate, of in plan.known_copies:
        job.copy(candidate, of)
    todo = iter(plan.todo)
    for _, outcome in executor.run(_tasks(archive, plan), job.stop):
        job.write(next(todo), outcome, plan)
    return job.finish()


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
    job = Job(archive, executor, versions, watch, stop)
    stored = sorted((path, state) for path, state in archive.state().items() if state.status == "ok")
    due = [(p, s) for p, s in stored if force or (s.rules, s.code) != (versions.rules, versions.code)]
    job.begin(total=len(due), unchanged=len(stored) - len(due))
    todo = iter(due)
    tasks = (ExtractTask(archive.load_document(state.document_id), path.rsplit("/", 1)[-1]) for path, state in due)
    for _, outcome in executor.run(tasks, job.stop):
        job.write_again(*next(todo), outcome)
    return job.finish()


def conclude(archive: Archive, report: Report, findings: int) -> None:
    """Write what a run did into `runs`, once its bodies are checked: so many findings in them."""
    if report.number is not None:
        archive.end_run(report.number, run_of(report, findings))


def _stamps(found: Iterable[Candidate], states: dict[str, FileState]) -> dict[str, str]:
    """Path → what the file system says of it now, for files that are the same and were said something else of."""
    known = ((candidate, states.get(candidate.shown)) for candidate in found if not candidate.error)
    return {
        each.shown: each.stamp
        for each, state in known
        if state and state.sha256 == each.sha256 and state.stamp != each.stamp and state.rules
    }


def _holders(found: Iterable[Candidate]) -> set[str]:
    """Paths of the archives whose files have rows: a row of their own is from a time when they could not be opened."""
    shown = (c.shown for c in found if c.inside)
    return {path[:place] for path in shown for place, sign in enumerate(path) if sign == "/"}


def _tasks(archive: Archive, plan: Plan) -> Iterator[Task]:
    for candidate in plan.todo:
        if (known := plan.stored.get(candidate.shown)) is not None:
            yield ExtractTask(archive.load_document(known), candidate.name)
        else:
            yield ReadTask(candidate.file, candidate.name, candidate.sha256, candidate.inside)
