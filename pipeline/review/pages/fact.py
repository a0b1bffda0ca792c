"""One figure: its sentence, value and accuracy, its place, the rule that read it, and the findings that it is in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.review.asking import Ask, Row, rows
from pipeline.review.pages.figures import Figure, facts_by_id, headlines, told
from pipeline.review.pages.places import Place, places


@dataclass(frozen=True, slots=True)
class FactPage:
    """The page."""

    figure: Figure
    place: Place
    findings: Sequence[Row]
    headlines: Mapping[int, str]


def load(connection: sqlite3.Connection, ask: Ask) -> FactPage | None:
    """The page's view."""
    number = ask.number("id")
    found = facts_by_id(connection, [number or 0]).get(number or 0)
    if found is None:
        return None
    figure = told(found, ask.words)
    findings = rows(
        connection,
        "select f.id, f.key, f.severity, f.kind, f.computed, f.unit, f.message_zh, f.message_en from finding_facts l "
        "join findings f on f.id = l.finding_id where l.fact_id = :id order by f.id",
        id=figure.id,
    )
    place = places(connection, [figure])[0]
    return FactPage(figure, place, findings, headlines(connection, findings, ask.words))
