"""One CSV file a table: UTF-8 with a mark that Excel knows it by, lines ended and quoted as RFC 4180 has it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.export.output import new_folder
from pipeline.export.tables import TABLES, Kind, Table
from pipeline.export.text import encodable, guarded
from pipeline.store import Selection
from pipeline.store.reviews import Review


def write_csv(
    selection: Selection, folder: Path, *, reviews: Mapping[str, Review], force: bool = False
) -> dict[str, int]:
    """Write `facts.csv`, `findings.csv`, … into a folder; how many rows each table has comes back.

    Texts are `guarded`: none is a formula to a spreadsheet. Numbers and exact decimals are plain digits.

    Raises:
        ExportError: as for `new_folder`.
    """
    with new_folder(folder, force=force) as partial:
        return {table.name: _write(table, selection, reviews, partial / f"{table.name}.csv") for table in TABLES}


def _write(table: Table, selection: Selection, reviews: Mapping[str, Review], path: Path) -> int:
    cells = [(name, _CELL[kind]) for name, kind in table.columns.items()]
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.columns)
        for row in table.rows(selection, reviews):
            writer.writerow([None if row[name] is None else cell(row[name]) for name, cell in cells])
            count += 1
    return count


def _text(value: object) -> str:
    return guarded(encodable(str(value)))


def _itself(value: object) -> object:
    return value


_CELL: Mapping[Kind, Callable[[object], object]] = {"whole": _itself, "real": _itself, "exact": _itself, "text": _text}
