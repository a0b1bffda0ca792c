"""A finding: what is wrong, the arithmetic, each figure in its words and on its page, and what was decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.review.asking import Ask, Row, row, rows
from pipeline.review.pages.arithmetic import Layout, layouts
from pipeline.review.pages.figures import Figure, checked, facts_by_id, headline, told
from pipeline.review.pages.listing import Wanted
from pipeline.review.pages.places import Place, places
from pipeline.store.reviews import DECISIONS

_MOST_FIGURES = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """The page."""

    row: Row
    headline: str
    message: str
    rule: str
    """What must hold."""
    layouts: Sequence[Layout]
    figures: Sequence[Figure]
    places: Sequence[Place]
    state: str
    history: Sequence[Row]
    reviewer: str
    decisions: Sequence[str]
    wanted: Wanted
    number: int
    total: int
    previous: str | None
    next: str | None

    @property
    def key(self) -> str:
        """What its decision hangs on."""
        return str(self.row["key"])


def load(connection: sqlite3.Connection, ask: Ask) -> Finding | None:
    """The page's view."""
    found = row(
        connection,
        "select f.*, d.name as document, d.fiscal_year, coalesce(e.name, nullif(d.entity, ''), d.name) as unit_name "
        "from findings f join documents d on d.id = f.document_id left join entities e on e.id = d.entity_id "
        "where f.key = :key order by f.id limit 1",
        key=ask.path["key"],
    )
    if found is None:
        return None
    links = rows(
        connection,
        "select fact_id, role from finding_facts where finding_id = :id order by role desc, fact_id limit :most",
        id=found["id"],
        most=_MOST_FIGURES,
    )
    roles = {link["fact_id"]: link["role"] for link in links}
    facts = facts_by_id(connection, list(roles))
    figures = {number: told(facts[number], ask.words, role) for number, role in roles.items() if number in facts}
    seen = {number: checked(each) for number, each in facts.items() if each["decimal"] is not None}
    history = rows(
        connection, "select * from reviews.reviews where finding_key = :key order by id desc", key=found["key"]
    )
    fault = next((figure for figure in figures.values() if figure.role == "stated"), None)
    wanted = Wanted.of(ask)
    number, total, previous, following = wanted.neighbours(connection, found["key"])
    return Finding(
        row=found,
        headline=headline(found, fault, ask.words),
        message=ask.words.pick(found, "message"),
        rule=ask.desk.checks.get(found["check_id"], {}).get(ask.words.language, found["check_id"]),
        layouts=layouts(found, figures, seen, ask.words),
        figures=list(figures.values()),
        places=places(connection, list(figures.values())),
        state=history[0]["decision"] if history else "open",
        history=history,
        reviewer=ask.reviewer,
        decisions=DECISIONS,
        wanted=wanted,
        number=number,
        total=total,
        previous=previous,
        next=following,
    )
