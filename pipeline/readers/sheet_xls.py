"""Old .xls (BIFF in OLE2; WPS's .et too) → worksheets: calamine reads the values, the records tell how they show.

calamine knows neither number formats nor hidden rows, so the records of the workbook's stream are walked as well;
that walk also sees, before calamine lays the used range out in full, whether it would fit into memory.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import python_calamine as calamine

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.ole2 import Ole2
from pipeline.readers.sheet_grid import Place, Sheet, Workbook
from pipeline.readers.sheet_numbers import BUILTIN, EPOCH, EPOCH_1904, GENERAL, show

AGAIN = "ask for the file again, or open and save it as .xlsx in Excel or WPS"
_MAX_ROW, _MAX_COL = 65_536, 256
_MAX_RECORDS = 5_000_000
# calamine keeps every place between the outermost cells, some 30 bytes each.
_MAX_PLACES = 8_000_000
_EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET, _FORMAT, _XF, _BOF = 0x0A, 0x2F, 0x22, 0x85, 0x041E, 0xE0, 0x0809
_DIMENSIONS, _ROW, _COLINFO, _MULRK, _SST = 0x0200, 0x0208, 0x7D, 0xBD, 0xFC
# NUMBER, RK, FORMULA, LABELSST, LABEL, RSTRING, BOOLERR: each begins with its row, column and style.
_CELLS = frozenset({0x0203, 0x027E, 0x06, 0xFD, 0x0204, 0xD6, 0x0205})
_FORMULA, _BOOLERR = 0x06, 0x0205
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BIFF8 = 0x0600


def read_xls(data: bytes, limits: Limits) -> Workbook:
    """The visible worksheets of an .xls. Raises ReadError, or ValueError for a broken file."""
    layout = _Records(_stream(data), limits)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return _read(book, layout)
    except calamine.PasswordError as err:
        raise _locked() from err
    except calamine.CalamineError as err:
        raise ValueError(str(err)) from err
    except BaseException as err:
        # What calamine did not foresee comes out of Rust as a PanicException, which is no Exception.
        if type(err).__name__ != "PanicException":
            raise
        raise ValueError(str(err)) from err


def _locked() -> ReadError:
    return ReadError("password-protected spreadsheet", do="save it without a password")


def _forged() -> ReadError:
    return ReadError("spreadsheet that announces more than it can hold: cut off or broken", do=AGAIN)


def _stream(data: bytes) -> bytes:
    file = Ole2(data)
    streams = {name.lower(): entry for name, entry in file.root().items()}
    entry = streams.get("workbook") or streams.get("book")
    if entry is None:
        raise ReadError("spreadsheet without its workbook", do=AGAIN)
    return file.stream(entry)


def _read(book: calamine.CalamineWorkbook, records: _Records) -> Workbook:
    found = Workbook([])
    for index, entry in enumerate(book.sheets_metadata):
        if entry.visible != calamine.SheetVisibleEnum.Visible:
            found.notes.append(f"hidden sheet “{entry.name}” left out")
        elif entry.typ != calamine.SheetTypeEnum.WorkSheet:
            found.notes.append(f"sheet “{entry.name}” is a {str(entry.typ).rpartition('.')[2]}: left out")
        else:
            found.sheets.append(_sheet(book.get_sheet_by_index(index), records, index))
    return found


def _sheet(source: calamine.CalamineSheet, records: _Records, index: int) -> Sheet:
    look = records.sheets[index] if index < len(records.sheets) else _Look()
    sheet = Sheet(source.name, hidden_rows=look.hidden_rows, hidden_cols=look.hidden_cols)
    sheet.merged = [(*start, *end) for start, end in source.merged_cell_ranges or ()]
    first_row, first_col = source.start or (0, 0)
    for row, values in enumerate(source.to_python(skip_empty_area=True), first_row):
        for col, value in enumerate(values, first_col):
            if value == "" or value is None:
                continue
            text = _text(value, records.format(look.styles.get((row, col))), from_1904=records.from_1904)
            if text.strip():
                sheet.texts[row, col] = text
    sheet.texts.update(look.errors)
    return sheet


def _text(value: object, code: str, *, from_1904: bool) -> str:
    """What a cell shows; calamine has turned dates into dates already, by their format."""
    if isinstance(value, bool):
        return str(value).upper()
    epoch = EPOCH_1904 if from_1904 else EPOCH
    if isinstance(value, datetime):
        value = (value - epoch) / timedelta(days=1)
    elif isinstance(value, date):
        value = float((datetime.combine(value, time()) - epoch).days)
    elif isinstance(value, time):
        value = (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    elif isinstance(value, timedelta):
        value = value / timedelta(days=1)
    return show(float(value), code, from_1904=from_1904) if isinstance(value, (int, float)) else str(value)


@dataclass(slots=True)
class _Look:
    """How a sheet's cells show."""

    styles: dict[Place, int] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    """Calamine leaves cells empty that show #REF! and the like."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    corners: list[int] = field(default_factory=list)
    """First row, first column, last row, last column of its cells."""

    def put(self, row: int, col: int, style: int) -> None:
        self.styles[row, col] = style
        top, left, bottom, right = self.corners or (row, col, row, col)
        self.corners = [min(top, row), min(left, col), max(bottom, row), max(right, col)]

    @property
    def places(self) -> int:
        if not self.corners:
            return 0
        top, left, bottom, right = self.corners
        return (bottom - top + 1) * (right - left + 1)


class _Records:
    """The workbook's records, without the values: [MS-XLS] 2.4."""

    def __init__(self, stream: bytes, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._formats: dict[int, str] = {}
        self._styles: list[int] = []
        self._starts: list[int] = []
        self._wide = True
        self._records = self._cells = 0
        self.from_1904 = False
        for kind, at, size in self._walk(0):
            self._globals(kind, stream[at : at + size])
        self.sheets = [self._look(start) for start in self._starts]
        if sum(sheet.places for sheet in self.sheets) > _MAX_PLACES:
            what = f"cells so far apart that their sheets have more than {_MAX_PLACES:,} places"
            raise ReadError(what, do="delete what stands far from all the rest, or save the file as .xlsx")

    def format(self, style: int | None) -> str:
        """The number format of a cell style."""
        number = self._styles[style] if style is not None and style < len(self._styles) else 0
        return self._formats.get(number) or BUILTIN.get(number, GENERAL)

    def _walk(self, at: int) -> Iterator[tuple[int, int, int]]:
        """(kind, offset of the data, size) of the records of one substream, to its end."""
        while at + 4 <= len(self._stream):
            kind, size = struct.unpack_from("<HH", self._stream, at)
            if kind == _EOF:
                return
            self._records += 1
            if self._records > _MAX_RECORDS:
                raise ReadError(f"spreadsheet of more than {_MAX_RECORDS:,} records", do="save it as .xlsx")
            yield kind, at + 4, size
            at += 4 + size

    def _globals(self, kind: int, data: bytes) -> None:
        if kind == _FILEPASS:
            raise _locked()
        if kind == _BOF and len(data) >= 2:
            self._wide = _u16(data, 0) >= _BIFF8
        elif kind == _DATEMODE and len(data) >= 2:
            self.from_1904 = _u16(data, 0) == 1
        elif kind == _BOUNDSHEET and len(data) >= 4:
            self._starts.append(struct.unpack_from("<I", data)[0])
        elif kind == _XF and len(data) >= 4:
            self._styles.append(_u16(data, 2))
        elif kind == _SST and len(data) >= 8 and struct.unpack_from("<I", data, 4)[0] > len(self._stream):
            raise _forged()
        elif kind == _FORMAT and len(data) >= 5:
            self._formats[_u16(data, 0)] = self._format_code(data)

    def _format_code(self, data: bytes) -> str:
        if not self._wide:
            return data[3 : 3 + data[2]].decode("gbk", "replace")
        length, flags = _u16(data, 2), data[4]
        return (
            data[5 : 5 + 2 * length].decode("utf-16-le", "replace")
            if flags & 1
            else data[5 : 5 + length].decode("latin-1")
        )

    def _look(self, start: int) -> _Look:
        look = _Look()
        for kind, at, size in self._walk(start):
            if at + size > len(self._stream):
                break
            if kind in _CELLS and size >= 6:
                row, col, style = struct.unpack_from("<HHH", self._stream, at)
                look.put(row, col, style)
                if (error := _error(kind, self._stream[at : at + size])) is not None:
                    look.errors[row, col] = _ERRORS.get(error, "#N/A")
                self._count(1)
            elif kind == _MULRK and size >= 6:
                row, first = struct.unpack_from("<HH", self._stream, at)
                styles = range(at + 4, at + size - 7, 6)
                self._count(len(styles))
                for number, place in enumerate(styles):
                    look.put(row, first + number, _u16(self._stream, place))
            else:
                self._shape(look, kind, self._stream[at : at + size])
        return look

    def _shape(self, look: _Look, kind: int, data: bytes) -> None:
        if kind == _ROW and len(data) >= 14 and _u16(data, 12) & 0x20:
            look.hidden_rows.add(_u16(data, 0))
        elif kind == _COLINFO and len(data) >= 10 and _u16(data, 8) & 1:
            look.hidden_cols.update(range(_u16(data, 0), min(_u16(data, 2) + 1, _MAX_COL)))
        elif kind == _DIMENSIONS:
            self._check_dimensions(data)

    def _check_dimensions(self, data: bytes) -> None:
        """Calamine sets memory aside for as many cells as are announced, and aborts the process if there is none."""
        # As calamine reads it: the length tells how wide the rows are, and an end of 0 makes 2³² of them.
        shape = {10: "<HHHH", 14: "<IIHH"}.get(len(data))
        top, bottom, left, right = struct.unpack_from(shape, data) if shape else (0, 0, 0, 0)
        empty = bottom == 0 or right == 0
        if shape and not empty and (not top <= bottom <= _MAX_ROW or not left <= right <= _MAX_COL):
            raise _forged()
        if empty and (top or left):
            raise _forged()

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > self._limits.max_cells:
            what = f"more filled cells than max_cells {self._limits.max_cells:,}"
            raise ReadError(what, do="split the file, or raise the limit")


def _error(kind: int, data: bytes) -> int | None:
    """The error that a cell shows, if it does."""
    if kind == _BOOLERR and len(data) >= 8 and data[7]:
        return data[6]
    if kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
        return data[8]
    return None


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
