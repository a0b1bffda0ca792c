"""The command that hands results over: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import console
from pipeline.cli.database import DEFAULT_DB
from pipeline.cli.language import current, lines, t
from pipeline.cli.look import open_archive
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.export import Targets


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", help=t("export.help"), epilog=lines("export.epilog"))(export)


def export(
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=t("export.xlsx"), metavar=t("export.file"))] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help=t("export.csv"), metavar=t("export.folder"))] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", help=t("export.parquet"), metavar=t("export.folder"))
    ] = None,
    xbrl: Annotated[Path | None, typer.Option("--xbrl", help=t("export.xbrl"), metavar=t("export.either"))] = None,
    db: Annotated[Path, typer.Option("--db", help=t("option.db"))] = DEFAULT_DB,
    entity: Annotated[str | None, typer.Option("--entity", help=t("export.entity"))] = None,
    year: Annotated[int | None, typer.Option("--year", help=t("export.year"))] = None,
    document: Annotated[str | None, typer.Option("--document", help=t("export.document"))] = None,
    force: Annotated[bool, typer.Option("--force", help=t("export.force"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    from pipeline.export import Targets, export_all
    from pipeline.rules import load_rules
    from pipeline.store import Selection, Wanted

    targets = Targets(xlsx=xlsx, csv=csv, parquet=parquet, xbrl=xbrl)
    if not targets.given:
        raise UsageError(t("export.nothing"), where="jihe export", do=t("export.nothing.do"))
    with open_archive(db) as archive, Selection(archive, Wanted(entity, year, document)) as selection:
        done = export_all(selection, targets, rules=load_rules(), language=current(), force=force)
    if as_json:
        console.show_json({"database": str(db), "exports": done})
        return
    _tell(targets, done)


def _tell(targets: Targets, done: dict[str, dict[str, int]]) -> None:
    for name, target in targets.given.items():
        counts = t("export.counts_gap").join(
            t(f"counted.{what}", count=f"{count:,}") for what, count in done[name].items()
        )
        console.say(t("export.done", target=target, counts=counts))
