"""Commands that look into a database: facts, explain."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import console, figures
from pipeline.cli.database import DEFAULT_DB, existing
from pipeline.cli.language import current, lines, t
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from pipeline.store import Archive

Row = Mapping[str, Any]

_MEASURES = ("value", "change", "change_rate", "share", "completion_rate")
_ROLES = {"stated": "▶", "against": " "}
_SCENARIOS = ("actual", "budget", "adjusted", "target")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("facts", help=t("facts.help"), epilog=lines("facts.epilog"))(facts)
    app.command("explain", help=t("explain.help"), epilog=lines("explain.epilog"))(explain)


def facts(
    unit: Annotated[
        str, typer.Argument(help=t("facts.unit"), metavar=t("facts.unit.metavar"), show_default=False)
    ] = "",
    db: Annotated[Path, typer.Option("--db", help=t("option.db"))] = DEFAULT_DB,
    concept: Annotated[str | None, typer.Option("--concept", help=t("facts.concept"))] = None,
    year: Annotated[int | None, typer.Option("--year", help=t("facts.year"))] = None,
    measure: Annotated[str, typer.Option("--measure", help=t("facts.measure"))] = "value",
    scenario: Annotated[str, typer.Option("--scenario", help=t("facts.scenario"))] = "actual",
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    _one_of("--measure", measure, _MEASURES)
    _one_of("--scenario", scenario, _SCENARIOS)
    with open_archive(db) as archive:
        if not unit:
            _show_units(archive, as_json=as_json)
            return
        entity = find_unit(archive, unit)
        rows = facts_of(archive, entity, concept=concept, year=year, measure=measure, scenario=scenario)
        if as_json:
            console.show_json({"unit": entity, "facts": rows})
        elif not rows:
            console.say(t("facts.none"))
        else:
            show_years(archive, f"{entity} · {t(f'scenario.{scenario}')} · {t(f'measure.{measure}')}", rows)


def explain(
    number: Annotated[str, typer.Argument(help=t("explain.id"), metavar="ID")],
    db: Annotated[Path, typer.Option("--db", help=t("option.db"))] = DEFAULT_DB,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    digits = number.removeprefix("F").removeprefix("f")
    if not digits.isdecimal():
        raise UsageError(f"{number!r}?", where="ID", do=t("explain.id"))
    with open_archive(db) as archive:
        found = archive.fact(int(digits)) if digits == number else archive.finding(int(digits))
        if as_json:
            console.show_json(found)
            return
        labels = labels_of(archive)
    if digits == number:
        _show_fact(found, labels)
    else:
        _show_finding(found, labels)


def _show_fact(fact: Row, labels: Mapping[str, Row]) -> None:
    console.show(_sentence(fact), *_columns([(name, value) for name, value in _explained(fact, labels) if value]))


def _show_finding(finding: Row, labels: Mapping[str, Row]) -> None:
    """What is wrong in one sentence, then each figure in its own."""
    kind = t(f"kind.{finding['kind']}")
    console.say(f"{finding['entity']} {finding['fiscal_year']} · {kind}")
    console.say(finding[f"message_{current()}"] + "\n")
    for fact in finding["facts"]:
        section = " › ".join(json.loads(fact["block"]["section"] or "[]"))
        place = " · ".join(filter(None, (fact["document"], str(fact["page"] or ""), section)))
        what = figures.label(fact["concept"], fact["item"], labels, current())
        role, amount = _ROLES[fact["role"]], f"{figures.shown(fact)} {figures.unit_of(fact)}"
        console.say(f"{role} {what} {amount} ({fact['id']}) {place}")
        console.show(_sentence(fact))


def open_archive(db: Path) -> Archive:
    """The archive, to be read. Raises StoreError if it is not there or not one of ours."""
    from pipeline.store import Archive

    return Archive.open_readonly(existing(db))


def labels_of(archive: Archive) -> dict[str, Row]:
    """Concept → its row of `labels`."""
    return {row["id"]: row for row in archive.db.table("labels").rows_where("kind = 'concept'")}


def find_unit(archive: Archive, words: str) -> str:
    """The name of the one unit that the words mean: any part of its name or of another name that it goes by.

    Raises:
        UsageError: no unit is called so, or several are; then the message names them.
    """
    named = {str(row["name"]): (row["name"], *json.loads(row["aliases"] or "[]")) for row in archive.entities()}
    exact = [name for name, names in named.items() if words in names]
    found = exact or [name for name, names in named.items() if any(words in each for each in names)]
    if not found:
        raise UsageError(t("facts.no_unit", unit=words), do=t("facts.none.do"))
    if len(found) > 1:
        raise UsageError(t("facts.many", unit=words) + "、".join(sorted(found)[:20]), do=t("facts.many.do"))
    return found[0]


def facts_of(
    archive: Archive,
    entity: str,
    *,
    measure: str = "value",
    scenario: str = "actual",
    concept: str | None = None,
    year: int | None = None,
) -> list[Row]:
    """A unit's facts; `entity` is its whole name, so 某县总工会 does not bring 某县总工会幼儿园 along."""
    rows = archive.facts(entity=entity, measure=measure, scenario=scenario, concept=concept, year=year)
    return [row for row in rows if row["entity"] == entity]


def show_years(archive: Archive, title: str, rows: list[Row]) -> None:
    """Print figures as a table with a column a year."""
    table = figures.over_the_years(rows, labels_of(archive), current())
    columns = (t("column.concept"), t("column.unit.of"), *(str(year) for year in table.years))
    console.show(console.table(title, columns, table.rows, right=range(2, len(columns))))
    if table.several:
        console.say(t("facts.several"))


def _one_of(option: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise UsageError(f"{value!r}?", where=option, do=", ".join(known))


def _show_units(archive: Archive, *, as_json: bool) -> None:
    years: dict[int, set[int]] = defaultdict(set)
    reports: dict[int, int] = defaultdict(int)
    for document in archive.documents("ok"):
        reports[document["entity_id"]] += 1
        if document["fiscal_year"]:
            years[document["entity_id"]].add(document["fiscal_year"])
    units = [
        {
            "name": entity["name"],
            "aliases": json.loads(entity["aliases"] or "[]"),
            "years": sorted(years[entity["id"]]),
            "reports": reports[entity["id"]],
        }
        for entity in archive.entities()
    ]
    if as_json:
        console.show_json(units)
        return
    rows = [
        (unit["name"], " ".join(map(str, unit["years"])), str(unit["reports"]), "、".join(unit["aliases"]))
        for unit in units
    ]
    columns = (t("column.unit"), t("column.years"), t("column.reports"), t("column.aliases"))
    console.show(console.table(t("facts.units"), columns, rows, right=[2]))


def _sentence(fact: Row) -> Text:
    from rich.text import Text

    block = fact["block"]
    start, end = fact["figure_start"] - block["start"], fact["figure_end"] - block["start"]
    before, figure, after = figures.sentence(block["text"], start, end)
    if not before and not after and fact["quote"] != figure:
        before = fact["quote"].split(figure)[0]
    return Text.assemble(before, ("【" + figure + "】", "bold reverse"), after, "\n")


def _columns(pairs: list[tuple[str, str]]) -> list[str]:
    """Names and values in two columns; a Chinese character is two columns wide."""
    from rich.cells import cell_len, set_cell_size

    width = max(cell_len(name) for name, _ in pairs) + 2
    return [set_cell_size(name, width) + value for name, value in pairs]


def _explained(fact: Row, labels: Mapping[str, Row]) -> list[tuple[str, str]]:
    document = fact["document_row"]
    value = fact["text"] if fact["decimal"] is None else f"{fact['decimal']} {fact['unit']}"
    section = " › ".join(json.loads(fact["block"]["section"] or "[]"))
    return [
        (t("explain.concept"), f"{figures.label(fact['concept'], '', labels, current())} ({fact['concept']})"),
        (t("explain.item"), fact["item"] or ""),
        (t("explain.measure"), t(f"measure.{fact['measure']}")),
        (t("explain.scenario"), t(f"scenario.{fact['scenario']}")),
        (t("explain.period"), str(fact["period"])),
        (t("explain.base"), t(f"base.{fact['base']}") if fact["base"] else ""),
        (t("explain.value"), value),
        (t("explain.accuracy"), figures.meant(fact)),
        (t("explain.entity"), fact["entity"]),
        (t("explain.file"), document["path"]),
        (t("explain.page"), str(fact["page"] or "")),
        (t("explain.section"), section),
        (t("explain.rule"), fact["rule"]),
        (t("explain.note"), fact["note"] or ""),
    ]
