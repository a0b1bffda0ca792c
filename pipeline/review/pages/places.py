"""Where the figures of a finding stand: their paragraphs and tables, marked, with what stands around them."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.review.asking import Row, link, rows
from pipeline.review.marking import Mark, Square, marked, table
from pipeline.review.pages.figures import Figure, picture_of

_AROUND = 2
"""Rows of a table shown before and after one with a figure; and as many at its top, for the heads of columns."""
_MOST_CELLS = 6000


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a table with figures marked."""

    html: Markup
    figures: Sequence[Figure]
    is_table: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a report (all of it where there are no pages) on which figures stand."""

    document: int
    name: str
    where: str
    report: str
    """The address of the report there."""
    picture: str
    whole: str
    """The address of the whole page's picture."""
    passages: Sequence[Passage]


def places(connection: sqlite3.Connection, figures: Iterable[Figure]) -> list[Place]:
    """The pages on which figures stand, the one with the figure at fault first."""
    pages: dict[tuple[int, int | None], list[Figure]] = {}
    for figure in figures:
        pages.setdefault((figure.row["document_id"], figure.row["page"]), []).append(figure)
    return [_place(connection, document, found) for (document, _), found in pages.items()]


def _place(connection: sqlite3.Connection, document: int, figures: list[Figure]) -> Place:
    first = figures[0]
    passages: dict[int, list[Figure]] = {}
    for figure in figures:
        passages.setdefault(figure.row["seq"], []).append(figure)
    return Place(
        document=document,
        name=first.row["document"],
        where=first.place,
        report=link(f"/report/{document}", fact=first.id) + f"#f{first.id}",
        picture=picture_of(figures),
        whole=picture_of(figures, crop=False),
        passages=[_passage(connection, document, seq, found) for seq, found in passages.items()],
    )


def _passage(connection: sqlite3.Connection, document: int, seq: int, figures: list[Figure]) -> Passage:
    marks = [mark_of(figure) for figure in figures]
    if figures[0].row["block_kind"] != "cell":
        text, start = figures[0].row["block_text"], figures[0].row["block_start"]
        return Passage(marked(text, start, marks), figures, is_table=False)
    cells = rows(
        connection,
        "select * from blocks where document_id = :document and seq = :seq and kind = 'cell' order by id limit :most",
        document=document,
        seq=seq,
        most=_MOST_CELLS,
    )
    wanted = {row for figure in figures for row in range(figure.row["row"] - _AROUND, figure.row["row"] + _AROUND + 1)}
    return Passage(table(squares(cells, marks, lit=True), {*range(_AROUND), *wanted}), figures, is_table=True)


def mark_of(figure: Figure) -> Mark:
    """A figure of a finding, marked as what it is there."""
    classes = f"{figure.role or 'stated'}"
    return Mark(
        figure.row["figure_start"], figure.row["figure_end"], figure.id, classes, f"{figure.name} {figure.amount}"
    )


def squares(cells: Sequence[Row], marks: Sequence[Mark], *, lit: bool = False) -> list[Square]:
    """Cells of a table with figures marked in them; `lit`: the cells are marked, too."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    starts = [mark.start for mark in ordered]
    found = []
    for cell in cells:
        own = ordered[bisect_left(starts, cell["start"]) : bisect_left(starts, cell["end"])]
        found.append(
            Square(
                row=cell["row"],
                col=cell["col"],
                row_span=cell["row_span"] or 1,
                col_span=cell["col_span"] or 1,
                html=marked(cell["text"], cell["start"], own),
                number=_is_number(cell["text"]),
                marked=lit and bool(own),
            )
        )
    return found


def _is_number(text: str) -> bool:
    digits = text.strip().rstrip("%％").replace(",", "").replace(".", "", 1).lstrip("-−")
    return digits.isdecimal()
