"""Sheets that are written row by row: the head stays in view and on every page, text is text, numbers are numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from pipeline.export.text import encodable

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | None

ROWS = 1_048_576
"""Rows of a sheet in Excel."""
_CHARACTERS = 32_767
_A4, _GB2312 = 9, 134
_LINE, _HIGHEST = 14.5, 409.0
_WRAPPED = ("wrap", "answer")
_MARGIN = 0.4

INK, QUIET, RULE, HEAD, ANSWER = "#1B2430", "#5B6675", "#D5DAE1", "#24405F", "#FFF8E5"
ALARM, CAUTION = "#B3261E", "#9A6700"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in digits, and how its cells look."""

    head: str
    width: float
    look: Literal["text", "wrap", "number", "answer"] = "text"


class Looks:
    """The formats of a workbook, made once each."""

    def __init__(self, book: Workbook, font: str) -> None:
        # A program without the font takes another of the same family (2, sans) and script.
        self._base = {"font_name": font, "font_family": 2, "font_charset": _GB2312, "font_size": 10, "font_color": INK}
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        """The format with these properties beside the font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**self._base, **properties})
        return self._made[key]

    def cell(self, look: str, value: Value, colour: str = "") -> Format:
        """The format of a cell of a list."""
        properties: dict[str, object] = {"valign": "top", "border": 1, "border_color": RULE}
        if colour:
            properties |= {"font_color": colour, "bold": True}
        if look in _WRAPPED:
            properties["text_wrap"] = True
        if look == "answer":
            properties["bg_color"] = ANSWER
        if isinstance(value, int):
            properties["align"] = "center"
        elif isinstance(value, Decimal | float):
            properties |= {"align": "right", "indent": 1}
            properties["num_format"] = "#,##0" if value % 1 == 0 else "#,##0.00####"
        return self(**properties)

    def head(self, *, numbers: bool = False) -> Format:
        """The format of a column's head, above texts or above numbers."""
        properties = {
            "border": 1,
            "border_color": HEAD,
            "align": "right" if numbers else "left",
            "indent": int(numbers),
        }
        return self(bold=True, font_color="#FFFFFF", bg_color=HEAD, text_wrap=True, valign="vcenter", **properties)


class Listing:
    """A sheet with one row a thing; where the rows of a sheet do not suffice it goes on in another."""

    def __init__(self, book: Workbook, looks: Looks, name: str, columns: Sequence[Column], *, printed: int = 0) -> None:
        """`printed`: how many of the columns are printed, from the left; all of them by default."""
        self.name, self.columns = name, columns
        self._book, self._looks, self._printed = book, looks, printed or len(columns)
        self._sheets: list[Worksheet] = []
        self.count = 0
        self._open()

    @property
    def sheet(self) -> Worksheet:
        """The sheet that is being written."""
        return self._sheets[-1]

    @property
    def row(self) -> int:
        """The row that comes next, counted from 0."""
        return self.count % (ROWS - 1) + 1

    def add(self, values: Sequence[Value], colours: Sequence[str] = ()) -> None:
        """Write a row; `colours` are of its first cells."""
        if self.count and self.row == 1:
            self._close()
            self._open()
        row = self.row
        if any(column.look in _WRAPPED for column in self.columns):
            self.sheet.set_row(row, _height(self.columns, values))
        for number, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            colour = colours[number] if number < len(colours) else ""
            put(self.sheet, row, number, value, self._looks.cell(column.look, value, colour))
        self.count += 1

    def finish(self) -> None:
        """Close the list; nothing can be added to it afterwards."""
        self._close()

    def _open(self) -> None:
        name = f"{self.name} {len(self._sheets) + 1}" if self._sheets else self.name
        sheet = self._book.add_worksheet(name)
        self._sheets.append(sheet)
        lay_out(sheet)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_row(0, 30)
        for number, column in enumerate(self.columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.head, self._looks.head(numbers=column.look == "number"))

    def _close(self) -> None:
        last = ROWS - 1 if self.count and self.row == 1 else self.row - 1
        self.sheet.autofilter(0, 0, max(last, 1), len(self.columns) - 1)
        self.sheet.print_area(0, 0, max(last, 1), self._printed - 1)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column that many digits wide; Chinese characters are two digits wide."""
    return sum(max(1, math.ceil(_digits(line) / (width - 1))) for line in text.split("\n"))


def _digits(text: str) -> float:
    return sum(1.9 if ord(character) > 0x2E7F else 1 for character in text)


def _height(columns: Sequence[Column], values: Sequence[Value]) -> float:
    """The height of a row, since not every program fits rows to wrapped text on its own."""
    texts = [(str(v), c.width) for c, v in zip(columns, values, strict=True) if c.look in _WRAPPED and v is not None]
    return min(_HIGHEST, _LINE * max((lines(text, width) for text, width in texts), default=1) + 2)


def lay_out(sheet: Worksheet, *, landscape: bool = True) -> None:
    """A4, as wide as the page, numbered."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=_MARGIN * 1.5)
    sheet.set_footer("&L&8&A&R&8&P / &N")
    sheet.hide_gridlines(2)


def put(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Write one cell: text always as text, whatever it begins with."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, _plain(value), look)
    elif math.isfinite(float(value)):
        sheet.write_number(row, column, float(value), look)
    else:
        sheet.write_string(row, column, str(value), look)


def _plain(text: str) -> str:
    """Text that a cell can hold; xlsxwriter would take <r>…</r> for markup of its own."""
    text = encodable(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        text = f" {text}"
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - 1] + "…"
