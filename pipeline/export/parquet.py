"""Parquet: the same tables as CSV, figures parted by their year, for DuckDB, pandas and clusters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pipeline.errors import ExportError
from pipeline.export.output import new_folder
from pipeline.export.tables import TABLES, Kind, Row, Table
from pipeline.export.text import encodable
from pipeline.store import Selection
from pipeline.store.reviews import Review

if TYPE_CHECKING:
    import pyarrow as pa

_HELD = 50_000
"""Rows that wait to be written, of all years together: that is what bounds the memory."""
_SCALE, _WHOLE = 12, 26
"""Digits behind and before the point of `decimal128`."""


def write_parquet(
    selection: Selection, folder: Path, *, reviews: Mapping[str, Review], force: bool = False
) -> dict[str, int]:
    """Write `facts/year=2023/…`, `findings.parquet`, … into a folder; how many rows each table has comes back.

    Beside the columns of the CSV files, facts have `decimal128`: the exact value as a number (null where 26 digits
    before the point and 12 behind it do not hold it; `decimal` holds every one).

    Raises:
        ExportError: pyarrow is not installed; or as for `new_folder`.
    """
    try:
        import pyarrow as pa  # noqa: F401, PLC0415  an extra, and slow to load
    except ImportError as error:
        do = "install it: pip install 'jihe[parquet]'"
        raise ExportError("pyarrow is not installed", where="--parquet", do=do) from error
    with new_folder(folder, force=force) as partial:
        return {table.name: _write(table, selection, reviews, partial) for table in TABLES}


def _write(table: Table, selection: Selection, reviews: Mapping[str, Review], folder: Path) -> int:
    count = 0
    with _Parts(table, folder) as parts:
        for row in table.rows(selection, reviews):
            parts.add(row)
            count += 1
    return count


class _Parts:
    """The files of one table: one a year for facts, one for all else. Rows wait until there are enough of them."""

    def __init__(self, table: Table, folder: Path) -> None:
        self._folder, self._name = folder, table.name
        self._parted = table.name == "facts"
        self._schema = _schema(table.columns, exact_number=self._parted)
        self._waiting: dict[int, list[Row]] = {}
        self._held = 0
        self._writers: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if self._parted:
            (self._folder / self._name).mkdir()
        else:
            self._writers[0] = self._open(self._folder / f"{self._name}.parquet")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            for year in sorted(self._waiting):
                self._flush(year)
        for writer in self._writers.values():
            writer.close()

    def add(self, row: Row) -> None:
        """Take a row over."""
        year = row["period"] if self._parted else 0
        self._waiting.setdefault(year, []).append(row)
        self._held += 1
        if self._held >= _HELD:
            self._flush(max(self._waiting, key=lambda year: len(self._waiting[year])))

    def _flush(self, year: int) -> None:
        rows = self._waiting.pop(year)
        self._held -= len(rows)
        if year not in self._writers:
            path = self._folder / self._name / f"year={year}"
            path.mkdir()
            self._writers[year] = self._open(path / "part-0.parquet")
        self._writers[year].write_batch(_batch(rows, self._schema))

    def _open(self, path: Path) -> Any:  # noqa: ANN401  pyarrow has no types
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

        return ParquetWriter(path, self._schema, compression="zstd")


def _schema(columns: Mapping[str, Kind], *, exact_number: bool) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415

    kinds = {"whole": pa.int64(), "real": pa.float64(), "exact": pa.string(), "text": pa.string()}
    fields = [(name, kinds[kind]) for name, kind in columns.items()]
    return pa.schema([*fields, ("decimal128", pa.decimal128(_WHOLE + _SCALE, _SCALE))] if exact_number else fields)


def _batch(rows: Iterable[Row], schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa  # noqa: PLC0415

    return pa.record_batch([pa.array(_column(rows, field), field.type) for field in schema], schema)


def _column(rows: Iterable[Row], field: pa.Field) -> list[object]:
    if field.name == "decimal128":
        return [_exact_number(row["decimal"]) for row in rows]
    if str(field.type) == "string":
        return [None if row[field.name] is None else _utf8(row[field.name]) for row in rows]
    return [row[field.name] for row in rows]


def _utf8(value: object) -> str:
    text = str(value)
    return text if text.isascii() else encodable(text)


def _exact_number(digits: str | None) -> Decimal | None:
    """The number, where the column holds it to the last digit."""
    if digits is None:
        return None
    whole, _, rest = digits.lstrip("-").partition(".")
    return Decimal(digits) if len(whole) <= _WHOLE and len(rest) <= _SCALE else None
