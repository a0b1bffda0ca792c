"""What the demo shows of a database that it has just filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.cli import console, figures, look
from pipeline.cli.checking import show_findings
from pipeline.cli.language import current, t
from pipeline.store import Archive

Row = Mapping[str, Any]

_NOTABLE = ("expenditure.total", "expenditure.project", "three_public.total", "staff.actual", "score.total")
_HISTORY = ("income", "expenditure", "carryover", "three_public", "staff", "score.total")


def show_demo(db: Path) -> None:
    """The reports, a few figures of each, one unit over the years, and what cannot all be true."""
    with Archive.open_readonly(db) as archive:
        documents = archive.documents("ok")
        _show_documents(archive, documents)
        most = Counter(d["entity_id"] for d in documents if d["entity_id"]).most_common(1)
        if not most:
            return
        reports = [d for d in documents if d["entity_id"] == most[0][0]]
        _show_notable(archive, max(reports, key=lambda d: d["fiscal_year"] or 0))
        _show_history(archive, next(row["name"] for row in archive.entities() if row["id"] == most[0][0]))
        _show_findings(archive)


def _show_documents(archive: Archive, documents: Sequence[Row]) -> None:
    counts = Counter(row["document_id"] for row in archive.facts())
    names = {row["id"]: row["name"] for row in archive.entities()}
    rows = [
        (
            d["name"],
            names.get(d["entity_id"], ""),
            str(d["fiscal_year"] or ""),
            d["report_type"] or "",
            str(counts[d["id"]]),
        )
        for d in documents
    ]
    columns = (t("column.file"), t("column.unit"), t("column.year"), t("column.kind"), t("column.facts"))
    console.show(console.table(t("demo.documents"), columns, rows, right=[4]))


def _show_notable(archive: Archive, document: Row) -> None:
    found = archive.facts(document_id=document["id"], measure="value", scenario="actual", year=document["fiscal_year"])
    first = {row["concept"]: row for row in reversed(found) if not row["item"]}
    labels = look.labels_of(archive)
    rows = [_notable(first[concept], labels) for concept in _NOTABLE if concept in first]
    columns = ("id", t("column.concept"), t("column.value"), t("column.quote"))
    console.show(console.table(t("demo.notable", file=document["name"]), columns, rows, right=[2]))


def _notable(row: Row, labels: Mapping[str, Row]) -> tuple[str, ...]:
    name = figures.label(row["concept"], "", labels, current())
    return str(row["id"]), name, f"{figures.shown(row)} {figures.unit_of(row)}", row["quote"]


def _show_history(archive: Archive, unit: str) -> None:
    stated = look.facts_of(archive, unit)
    rows = [row for row in stated if row["concept"].startswith(_HISTORY) and not row["item"]]
    if rows:
        look.show_years(archive, t("demo.years", unit=unit), rows)
        console.say(t("demo.explain", fact=rows[-1]["id"], db=archive.path))


def _show_findings(archive: Archive) -> None:
    """One finding of each kind."""
    findings = archive.findings()
    first = {row["kind"]: row for row in reversed(findings)}
    if findings:
        show_findings(sorted(first.values(), key=lambda row: row["id"]))
        console.say(t("demo.findings", count=len(findings), finding=findings[0]["id"], db=archive.path))
