"""Commands about what cannot all be true: check, findings."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import console
from pipeline.cli.database import DEFAULT_DB, existing
from pipeline.cli.language import current, lines, t
from pipeline.cli.look import open_archive

if TYPE_CHECKING:
    from pipeline.batch import CheckReport
    from pipeline.rules import RuleSet

Row = Mapping[str, Any]

_SHOWN = ("id", "severity", "kind", "entity", "fiscal_year", "document", "stated", "computed", "difference", "unit")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("check", help=t("check.help"), epilog=lines("check.epilog"))(check)
    app.command("findings", help=t("findings.help"), epilog=lines("findings.epilog"))(findings)


def check(
    unit: Annotated[
        str, typer.Argument(help=t("check.unit"), metavar=t("facts.unit.metavar"), show_default=False)
    ] = "",
    db: Annotated[Path, typer.Option("--db", help=t("option.db"))] = DEFAULT_DB,
    catalogue: Annotated[bool, typer.Option("--list", help=t("check.list"))] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help=t("check.markdown"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    from pipeline.rules import load_rules

    rules = load_rules()
    if catalogue and markdown:
        from pipeline.cli.catalogue import page

        console.say(page(rules))
        return
    if catalogue:
        _show_catalogue(rules, as_json=as_json)
        return
    done, counts = _checked(existing(db), rules, unit)
    if as_json:
        found = {"units": done.units, "reports": done.reports, "findings": dict(done.findings), "remarks": done.remarks}
        console.show_json({"database": str(db), **found, "checks": counts})
    else:
        _show_counts(counts, rules)
        console.say(t("check.done", units=f"{done.units:,}", reports=f"{done.reports:,}"))
        found = {name: done.findings[name] for name in ("error", "warning")}
        console.say(t("check.found", **found, info=done.remarks))
    if done.interrupted:
        from pipeline.cli.application import INTERRUPTED

        raise typer.Exit(INTERRUPTED)


def findings(
    unit: Annotated[
        str, typer.Argument(help=t("findings.unit"), metavar=t("facts.unit.metavar"), show_default=False)
    ] = "",
    db: Annotated[Path, typer.Option("--db", help=t("option.db"))] = DEFAULT_DB,
    kind: Annotated[str | None, typer.Option("--kind", help=t("findings.kind"))] = None,
    severity: Annotated[str | None, typer.Option("--severity", help=t("findings.severity"))] = None,
    year: Annotated[int | None, typer.Option("--year", help=t("findings.year"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=t("findings.csv"))] = False,
) -> None:
    if severity == "info":
        _list_remarks(db, unit, year, as_json=as_json, as_csv=as_csv)
        return
    with open_archive(db) as archive:
        rows = archive.findings(entity=unit or None, kind=kind, severity=severity, year=year)
    if as_json:
        console.show_json(rows)
    elif as_csv:
        _write_csv(rows, _SHOWN)
    elif not rows:
        console.say(t("findings.none"))
    else:
        show_findings(rows)
        console.say(t("findings.next", example=rows[0]["id"]))


def show_findings(rows: Iterable[Row]) -> None:
    """Print findings, a line of columns and a line of words each."""
    columns = (t("column.id"), t("column.severity"), t("column.unit"), t("column.year"), t("column.finding"))
    shown = [
        (
            f"F{row['id']}",
            t(f"severity.{row['severity']}"),
            row["entity"],
            str(row["fiscal_year"]),
            f"{t('kind.' + row['kind'])}：{row['message_' + current()]}",
        )
        for row in rows
    ]
    console.show(console.table(t("findings.title"), columns, shown))


def _list_remarks(db: Path, unit: str, year: int | None, *, as_json: bool, as_csv: bool) -> None:
    """Full points for missed targets, a template's words, numbers left out: nothing that cannot be true."""
    with open_archive(db) as archive:
        rows = archive.remarks(entity=unit or None, year=year)
    if as_json:
        console.show_json(rows)
    elif as_csv:
        _write_csv(rows, ("id", "check_id", "entity", "fiscal_year", "document", "page"))
    elif not rows:
        console.say(t("findings.none"))
    else:
        columns = (t("column.unit"), t("column.year"), t("column.document"), t("column.remark"))
        shown = [[r["entity"], str(r["fiscal_year"]), r["document"], r[f"message_{current()}"]] for r in rows]
        console.show(console.table(t("findings.remarks"), columns, shown))


def _checked(db: Path, rules: RuleSet, unit: str) -> tuple[CheckReport, list[dict[str, Any]]]:
    from pipeline import batch
    from pipeline.cli.watching import Stopper, watching
    from pipeline.store import Archive

    with Archive(db, create=False) as archive, Stopper().listening() as stop, watching() as watch:
        done = batch.check(archive, rules, watch=watch, stop=stop, entity=unit or None, everything=True)
        return done, archive.check_counts()


def _show_catalogue(rules: RuleSet, *, as_json: bool) -> None:
    checks = rules.checks.checks
    if as_json:
        console.show_json([check.model_dump(exclude={"examples"}) for check in checks])
        return
    rows = [
        (c.id, t(f"kind.{c.kind}"), t(f"severity.{c.severity}"), c.zh if current() == "zh" else c.en) for c in checks
    ]
    columns = (t("column.check"), t("column.kind_of_check"), t("column.severity"), t("column.detail"))
    console.show(console.table(t("check.catalogue"), columns, rows))


def _show_counts(counts: Iterable[Row], rules: RuleSet) -> None:
    names = _names(rules)
    order = list(names)
    counts = sorted(counts, key=lambda row: order.index(row["check_id"]) if row["check_id"] in names else len(order))
    kinds = ("consistent", "rounding", "inconsistent", "skipped")
    rows = [
        [names.get(row["check_id"]) or str(row["check_id"]), *(f"{row[kind]:,}" for kind in kinds)] for row in counts
    ]
    columns = (t("column.check"), *(t(f"status.{kind}") for kind in kinds))
    console.show(console.table(t("check.counts"), columns, rows, right=[1, 2, 3, 4]))


def _names(rules: RuleSet) -> dict[str, str]:
    """Check → what it says must hold."""
    return {check.id: check.zh if current() == "zh" else check.en for check in rules.checks.checks}


def _write_csv(rows: Iterable[Row], names: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow((*names, "message"))
    for row in rows:
        writer.writerow([*(_safe(row[name]) for name in names), _safe(row[f"message_{current()}"])])


def _safe(value: object) -> object:
    """A text that a spreadsheet would take for a formula is told to be text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "@", "\t", "\r")) else value
