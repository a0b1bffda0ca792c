"""A figure as pages show it: what it is of, how much, how exactly, in which words, and where."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.checks.reports import Figure as CheckedFigure
from pipeline.document import Span
from pipeline.readers.pictures import DRAWN
from pipeline.review.amounts import amount, decimal_of, reach, sentence, shown
from pipeline.review.asking import Row, link, pairs, rows
from pipeline.review.words import Words
from pipeline.store.rows import fact_of

_SQL = """
select f.*, b.text as block_text, b.start as block_start, b.kind as block_kind, b.section, b.seq, b.row, b.col,
  d.name as document, d.format, d.fiscal_year, d.entity_id, d.report_type,
  coalesce(e.name, nullif(d.entity, ''), d.name) as entity,
  coalesce(l.zh, f.concept) as label_zh, coalesce(l.en, f.concept) as label_en, coalesce(l."group", 'other') as "group"
from facts f
join blocks b on b.id = f.block_id
join documents d on d.id = f.document_id
left join entities e on e.id = d.entity_id
left join labels l on l.kind = 'concept' and l.id = f.concept
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One fact, told."""

    row: Row
    name: str
    """“公务接待费”, “讲座 · 家庭教育 · 增减额”."""
    how: str
    """Scenario and period: “2023 年 · 年初预算”."""
    amount: str
    interval: str
    before: str
    words: str
    """The figure as it is printed."""
    after: str
    place: str
    """Page or section."""
    role: str = ""

    @property
    def id(self) -> int:
        """Of the fact."""
        return int(self.row["id"])

    @property
    def link(self) -> str:
        """Its page."""
        return f"/fact/{self.id}"

    @property
    def picture(self) -> str:
        """Its page drawn, with the figure boxed; "" where there is nothing to draw."""
        return picture_of([self])


def picture_of(figures: Sequence[Figure], *, crop: bool = True) -> str:
    """The address of the picture of a page with its figures boxed; "" where there is nothing to draw."""
    first = figures[0].row
    if first["page"] is None or first["format"] not in DRAWN:
        return ""
    fault = next((figure.id for figure in figures if figure.role != "against"), None)
    marks = ",".join(str(figure.id) for figure in figures)
    path = f"/picture/{first['document_id']}/{first['page']}.jpg"
    return link(path, mark=marks, fault=fault, crop="1" if crop else "")


def facts_by_id(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Row]:
    """Facts with what pages tell of them."""
    found = rows(connection, _SQL + "where f.id in (select value from json_each(:ids))", ids=json.dumps(list(ids)))
    return {row["id"]: row for row in found}


def told(row: Row, words: Words, role: str = "") -> Figure:
    """A fact in a person's words."""
    start = row["figure_start"] - row["block_start"]
    before, figure, after = sentence(row["block_text"], start, start + row["figure_end"] - row["figure_start"])
    value = decimal_of(row["decimal"])
    interval = "" if value is None else reach(checked(row).interval, row["unit"], words)
    return Figure(
        row=row,
        name=name_of(row, words),
        how=how_of(row, words),
        amount=shown(row, words),
        interval=interval,
        before=before,
        words=figure or row["quote"],
        after=after,
        place=place_of(row, words),
        role=role,
    )


def name_of(row: Row, words: Words) -> str:
    """What a figure is of."""
    measure = "" if row["measure"] == "value" else words.known(f"measure.{row['measure']}", row["measure"])
    return " · ".join(filter(None, (row[f"label_{words.language}"], row["item"], measure)))


def how_of(row: Row, words: Words) -> str:
    """Of which year, and whether planned or reached."""
    scenario = words.known(f"scenario.{row['scenario']}", row["scenario"])
    return f"{words('year', year=row['period'])} · {scenario}"


def place_of(row: Row, words: Words) -> str:
    """Page and section."""
    section = json.loads(row["section"] or "[]")
    page = "" if row["page"] is None else words("page", page=row["page"])
    return " · ".join(filter(None, (page, section[-1][:40] if section else "")))


def checked(row: Row) -> CheckedFigure:
    """The figure, which has a number, as the checks see it."""
    fact = fact_of(dict(row))
    value = fact.value if fact.value is not None else Decimal(0)
    return CheckedFigure(row["id"], row["document_id"], fact, value, row["quote"], Span(row["start"], row["end"]))


def headline(found: Row, fault: Figure | None, words: Words) -> str:
    """What is wrong with a finding's figure at fault, in one sentence; the finding's own words where it has none."""
    needed = decimal_of(found["computed"])
    if fault is None or needed is None:
        return words.pick(found, "message")
    amount_needed = amount(needed, found["unit"], words, 2 if found["unit"] == "%" else None)
    key = "headline.limit" if found["kind"] == "limit" else "headline"
    return words(key, name=fault.name, stated=fault.amount, needed=amount_needed)


def headlines(connection: sqlite3.Connection, found: Sequence[Row], words: Words) -> dict[int, str]:
    """Finding → what is wrong in one sentence, for rows of `findings`."""
    faults = pairs(
        connection,
        "select finding_id, min(fact_id) from finding_facts where role = 'stated' "
        "and finding_id in (select value from json_each(:ids)) group by 1",
        ids=json.dumps([row["id"] for row in found]),
    )
    facts = facts_by_id(connection, list(faults.values()))
    figures = {finding: told(facts[fact], words, "stated") for finding, fact in faults.items() if fact in facts}
    return {row["id"]: headline(row, figures.get(row["id"]), words) for row in found}
