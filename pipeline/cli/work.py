"""Commands that do the main job: run, extract, demo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import console
from pipeline.cli.database import DEFAULT_DB, DEMO_DB, existing
from pipeline.cli.language import lines, t

if TYPE_CHECKING:
    from pipeline.batch import Executor, Report, Stop, Watcher
    from pipeline.rules import RuleSet
    from pipeline.store import Archive, Summary, Versions

_FAILURES_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run", help=t("run.help"), epilog=lines("run.epilog"))(run)
    app.command("extract", help=t("extract.help"), epilog=lines("extract.epilog"))(extract)
    app.command("demo", help=t("demo.help"), epilog=lines("demo.epilog"))(demo)


def run(
    paths: Annotated[list[str], typer.Argument(help=t("run.paths"), metavar=t("run.paths.metavar"))],
    db: Annotated[Path, typer.Option("--db", help=t("option.db"))] = DEFAULT_DB,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=0, help=t("run.jobs"))] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help=t("run.timeout"))] = 300,
    force: Annotated[bool, typer.Option("--force", help=t("run.force"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    from pipeline import batch

    files = batch.discover(
        paths, leave_out=[db, *(db.with_name(db.name + end) for end in ("-wal", "-shm", "-journal"))]
    )

    def job(archive: Archive, executor: Executor, versions: Versions, watch: Watcher, stop: Stop) -> Report:
        return batch.run(archive, files, executor, versions, force=force, watch=watch, stop=stop)

    report, summary = perform(db, job, jobs=jobs, timeout=timeout)
    _conclude(report, summary, db, as_json=as_json)


def extract(
    db: Annotated[Path, typer.Option("--db", help=t("option.db"))] = DEFAULT_DB,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=0, help=t("run.jobs"))] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help=t("run.timeout"))] = 300,
    force: Annotated[bool, typer.Option("--force", help=t("extract.force"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    from pipeline import batch

    def job(archive: Archive, executor: Executor, versions: Versions, watch: Watcher, stop: Stop) -> Report:
        return batch.reextract(archive, executor, versions, force=force, watch=watch, stop=stop)

    report, summary = perform(existing(db), job, jobs=jobs, timeout=timeout)
    _conclude(report, summary, db, as_json=as_json)


def demo(
    db: Annotated[Path, typer.Option("--db", help=t("option.db"))] = DEMO_DB,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    from pipeline import batch
    from pipeline.rules.paths import samples_dir

    files = batch.discover([samples_dir()])

    def job(archive: Archive, executor: Executor, versions: Versions, watch: Watcher, stop: Stop) -> Report:
        return batch.run(archive, files, executor, versions, force=True, watch=watch, stop=stop)

    report, summary = perform(db, job)
    if not as_json:
        from pipeline.cli.showing import show_demo

        show_demo(db)
    _conclude(report, summary, db, as_json=as_json)


Job = Callable[["Archive", "Executor", "Versions", "Watcher", "Stop"], "Report"]


def perform(db: Path, job: Job, *, jobs: int | None = None, timeout: float = 300) -> tuple[Report, Summary]:
    """Open the archive, load the rules, do the job under the eyes of the user; what it did and what there is now.

    `jobs` None means one worker a core, 0 means in this process.
    """
    from pipeline import batch
    from pipeline.batch.worker import hush
    from pipeline.cli.watching import Stopper, watching
    from pipeline.rules import load_rules
    from pipeline.store import Archive, Versions

    if not console.settings.debug:
        hush()
    rules: RuleSet = load_rules()
    versions = Versions(rules.version, batch.code_version())
    executor = _executor(batch.cores() if jobs is None else jobs, timeout, versions)
    with Archive(db, create=True, labels=rules.labels) as archive, Stopper().listening() as stop:
        with watching() as watch:
            report = job(archive, executor, versions, watch, stop)
            checked = batch.CheckReport() if report.interrupted else batch.check(archive, rules, watch=watch, stop=stop)
            report.interrupted |= checked.interrupted
            batch.conclude(archive, report, checked.findings.total())
        return report, archive.summary()


def _executor(jobs: int, timeout: float, versions: Versions) -> Executor:
    from pipeline import batch

    load = partial(batch.load_perform, versions)
    if jobs == 0:
        return batch.SerialExecutor(load)
    return batch.PoolExecutor(jobs, timeout=timeout, load=load)


def _conclude(report: Report, summary: Summary, db: Path, *, as_json: bool) -> None:
    """Say what was done, what failed and why, what is next; and exit with the status that it deserves."""
    from pipeline.cli.application import DONE, INTERRUPTED, SOME_FAILED

    if as_json:
        console.show_json(_as_json(report, summary, db))
    else:
        _show_report(report, summary, db)
    if report.interrupted:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(SOME_FAILED if report.failures else DONE)


def _as_json(report: Report, summary: Summary, db: Path) -> dict[str, object]:
    failures = [
        {"path": f.path, "what": f.error.what, "where": f.error.where, "do": f.error.do} for f in report.failures
    ]
    return {
        "database": str(db),
        "status": "interrupted" if report.interrupted else "failures" if failures else "done",
        "run": {
            "ok": report.ok,
            "failed": report.failed,
            "duplicate": report.duplicate,
            "unchanged": report.unchanged,
            "left": report.left,
            "facts": report.facts,
            "seconds": round(report.seconds, 3),
        },
        "failures": failures,
        "archive": {
            "documents": dict(summary.documents),
            "formats": dict(summary.formats),
            "facts": dict(summary.facts),
            "entities": summary.entities,
            "undated": summary.undated,
            "findings": dict(summary.findings),
        },
    }


def _show_report(report: Report, summary: Summary, db: Path) -> None:
    done = [(t(f"status.{name}"), f"{count:,}") for name, count in _counts(report) if count]
    groups = [(_group(name), f"{count:,}") for name, count in summary.facts.items()]
    console.show(console.table(t("report.files"), (t("column.status"), t("column.files")), done, right=[1]))
    if groups:
        console.show(console.table(t("report.facts"), (t("column.group"), t("column.facts")), groups, right=[1]))
    if summary.findings:
        found = [(t(f"severity.{name}"), f"{count:,}") for name, count in summary.findings.items()]
        console.show(
            console.table(t("report.findings"), (t("column.severity"), t("column.findings")), found, right=[1])
        )
    if report.failures:
        _show_failures(report)
    if summary.undated:
        console.say(t("report.undated", count=f"{summary.undated:,}"))
    console.say(t("report.time", seconds=f"{report.seconds:.1f}", facts=f"{report.facts:,}"))
    if report.interrupted:
        console.say(t("report.interrupted", left=f"{report.left:,}"))
    console.say(t("report.next", db=db))


def _counts(report: Report) -> list[tuple[str, int]]:
    return [
        ("ok", report.ok),
        ("failed", report.failed),
        ("duplicate", report.duplicate),
        ("unchanged", report.unchanged),
        ("left", report.left),
    ]


def _show_failures(report: Report) -> None:
    shown = [(f.path.rsplit("/", 1)[-1], console.spoken(f.error)) for f in report.failures[:_FAILURES_SHOWN]]
    rows = [(name, error.what, error.do) for name, error in shown]
    columns = (t("column.file"), t("column.reason"), t("column.advice"))
    console.show(console.table(t("report.failures"), columns, rows))
    if (more := report.failed - _FAILURES_SHOWN) > 0:
        console.say(t("report.more_failures", more=more))


def _group(name: str) -> str:
    known = {"staffing", "spending", "activities", "targets", "other"}
    return t(f"group.{name}") if name in known else name
