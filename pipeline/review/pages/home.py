"""The start page: what the archive holds, what was found, how much was checked, what is left to decide."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.review.asking import Ask, Row, pairs, row, rows, value
from pipeline.review.charts import Bar, Drawing, bars
from pipeline.review.pages.listing import ORDER

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings of one kind: how many of each severity, and how many are not decided yet."""

    kind: str
    counts: dict[str, int]
    left: int

    @property
    def total(self) -> int:
        """Of all severities."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Check:
    """How often a check held; `held` of `done` within rounding or exactly."""

    id: str
    name: str
    consistent: int
    rounding: int
    inconsistent: int
    skipped: int

    @property
    def done(self) -> int:
        """How often it could be made."""
        return self.consistent + self.rounding + self.inconsistent


@dataclass(frozen=True, slots=True)
class Held:
    """What costs a look at the whole archive."""

    documents: dict[str, int]
    units: int
    years: tuple[int, int] | None
    figures: int
    checked: int
    """Reports that were checked."""
    checks: Sequence[Check]
    by_year: Drawing


@dataclass(frozen=True, slots=True)
class Home:
    """The page."""

    held: Held
    kinds: Sequence[Kind]
    severities: dict[str, int]
    left: int
    first: str | None
    """Key of the first finding that nobody has decided."""
    failures: Sequence[Row]
    run: Row | None
    remarks: int

    @property
    def findings(self) -> int:
        """All of them."""
        return sum(self.severities.values())

    @property
    def comparisons(self) -> int:
        """How often figures were held against each other."""
        return sum(check.done for check in self.held.checks)


def load(connection: sqlite3.Connection, ask: Ask) -> Home:
    """The page's view."""
    kinds = _kinds(connection)
    severities = {name: sum(kind.counts[name] for kind in kinds) for name in SEVERITIES}
    first = (
        "select f.key from findings f where not exists (select 1 from reviews.latest_reviews r "
        "where r.finding_key = f.key and r.decision <> 'open') "
        f"{ORDER} limit 1"
    )
    return Home(
        held=ask.kept("home", lambda: _held(connection, ask)),
        kinds=kinds,
        severities=severities,
        left=sum(kind.left for kind in kinds),
        first=value(connection, first),
        failures=rows(
            connection, "select id, name, error, error_zh from documents where status = 'failed' order by id limit 5"
        ),
        run=row(connection, "select * from runs order by id desc limit 1"),
        remarks=value(connection, "select count(*) from remarks"),
    )


def _kinds(connection: sqlite3.Connection) -> list[Kind]:
    found: dict[str, Kind] = {}
    counted = rows(
        connection,
        "select f.kind, f.severity, count(*) as n, sum(coalesce(r.decision, 'open') = 'open') as left "
        "from findings f left join reviews.latest_reviews r on r.finding_key = f.key group by 1, 2",
    )
    for each in counted:
        kind = found.get(each["kind"]) or Kind(each["kind"], dict.fromkeys(SEVERITIES, 0), 0)
        counts = {**kind.counts, each["severity"]: kind.counts.get(each["severity"], 0) + each["n"]}
        found[each["kind"]] = Kind(each["kind"], counts, kind.left + each["left"])
    return sorted(found.values(), key=lambda kind: (-kind.total, kind.kind))


def _held(connection: sqlite3.Connection, ask: Ask) -> Held:
    documents = pairs(connection, "select status, count(*) from documents group by 1")
    years = rows(
        connection,
        "select fiscal_year, count(*) from documents where status = 'ok' "
        "and fiscal_year is not null group by 1 order by 1",
    )
    return Held(
        documents=documents,
        units=value(connection, "select count(*) from entities"),
        years=(years[0][0], years[-1][0]) if years else None,
        figures=value(connection, "select count(*) from facts"),
        checked=value(connection, "select count(distinct document_id) from check_results"),
        checks=_checks(connection, ask),
        by_year=bars([Bar(str(year), count) for year, count in years], ask.words("home.by_year"), ask.words),
    )


def _checks(connection: sqlite3.Connection, ask: Ask) -> list[Check]:
    found = rows(
        connection,
        "select check_id, sum(consistent), sum(rounding), sum(inconsistent), sum(skipped) "
        "from check_results group by 1",
    )
    order = list(ask.desk.checks)
    checks = [
        Check(check, ask.desk.checks.get(check, {}).get(ask.words.language, check), *counts) for check, *counts in found
    ]
    checks = [check for check in checks if check.done or check.skipped]
    return sorted(checks, key=lambda check: order.index(check.id) if check.id in order else len(order))
