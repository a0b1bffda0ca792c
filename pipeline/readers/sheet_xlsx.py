""".xlsx (and .xlsm, and .et of the new kind) → worksheets, straight from the zip's XML.

Not by calamine: it tells neither number formats nor hidden rows, takes the sizes that the zip states on trust, and
lays the used range out in full, so that two cells in far corners ask for more memory than there is.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.sheet_grid import Area, Sheet, Workbook
from pipeline.readers.sheet_numbers import BUILTIN, GENERAL, show
from pipeline.readers.zipped import Parts

AGAIN = "ask for the file again, or open and save it in Excel or WPS"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MAIN = re.compile(r"xl/workbook\d*\.xml")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAX_ROW, _MAX_COL = 1_048_576, 16_384
_MAX_HIDDEN = 1000
_TRUE = ("1", "true", "on")


def read_xlsx(data: bytes, limits: Limits) -> Workbook:
    """The visible worksheets of an .xlsx.

    Raises ReadError, and what zipfile, zlib and lxml raise for broken files.
    """
    package = _Package(data, limits)
    return _Reader(package, limits).read()


class _Package:
    """The zip; part names are compared without case, as Windows does."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._parts = Parts(data, limits, "spreadsheet", _normal)

    def find(self, name: re.Pattern[str]) -> str:
        found = next(filter(name.fullmatch, self._parts.names), None)
        if found is None:
            raise ReadError("spreadsheet without its workbook (xl/workbook.xml is missing)", do=AGAIN)
        return found

    def has(self, part: str) -> bool:
        return part in self._parts

    def elements(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """Elements of a part as they end, whatever their namespace (ISO Strict differs in it only).

        Each is emptied once the next comes.
        """
        events = etree.iterparse(
            io.BytesIO(self._parts.read(part)), events=("end",), tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False, no_network=True, load_dtd=False,
        )  # fmt: skip
        for number, (_, element) in enumerate(events):
            # The format forbids a DTD: whoever writes one wants its entities expanded.
            if number == 0 and element.getroottree().docinfo.internalDTD is not None:
                raise ReadError("spreadsheet with a DTD, which the format forbids", where=part, do=AGAIN)
            yield element
            element.clear()
            while (before := element.getprevious()) is not None:
                element.getparent().remove(before)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """By id, the (kind, part) of the parts that a part leads to and that are there."""
        folder, name = posixpath.split(part)
        links = f"{folder}/_rels/{name}.rels"
        found: dict[str, tuple[str, str]] = {}
        for item in self.elements(links, "Relationship") if self.has(links) else ():
            target = _normal(posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))))
            if item.get("TargetMode") != "External" and self.has(target):
                found[item.get("Id", "")] = item.get("Type", "").rsplit("/", 1)[-1], target
        return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the workbook's list of sheets."""

    name: str
    kind: str
    part: str
    hidden: bool


class _Reader:
    def __init__(self, package: _Package, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.main = package.find(_MAIN)
        self.relations = package.relations(self.main)
        self.formats = list(self._formats())
        self.strings = list(self._strings())
        self.from_1904 = False
        self.cells = 0
        self.uncomputed = 0

    def read(self) -> Workbook:
        book = Workbook([])
        for entry in self._entries():
            if entry.hidden:
                book.notes.append(f"hidden sheet “{entry.name}” left out")
            elif entry.kind == "worksheet":
                book.sheets.append(self._sheet(entry))
            else:
                book.notes.append(f"sheet “{entry.name}” is a {entry.kind or 'sheet that is missing'}: left out")
        if self.uncomputed:
            book.notes.append(f"{self.uncomputed} formulas without a stored value: open and save the file in Excel")
        return book

    def _part(self, kind: str) -> str | None:
        return next((part for its, part in self.relations.values() if its == kind), None)

    def _entries(self) -> list[_Entry]:
        entries: list[_Entry] = []
        for element in self.package.elements(self.main, "workbookPr", "sheet"):
            if _name(element) == "workbookPr":
                self.from_1904 = element.get("date1904") in _TRUE
                continue
            identity = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            kind, part = self.relations.get(identity, ("", ""))
            hidden = element.get("state", "visible") != "visible"
            entries.append(_Entry(element.get("name", ""), kind, part, hidden))
        return entries

    def _formats(self) -> Iterator[str]:
        """The number format of each cell style (cellXfs), in order."""
        part = self._part("styles")
        own: dict[int, str] = {}
        for element in self.package.elements(part, "numFmt", "cellXfs") if part else ():
            if _name(element) == "numFmt":
                own[_int(element.get("numFmtId"), 0)] = element.get("formatCode", GENERAL)
            else:
                for style in element.iterfind("{*}xf"):
                    number = _int(style.get("numFmtId"), 0)
                    yield own.get(number) or BUILTIN.get(number, GENERAL)

    def _strings(self) -> Iterator[str]:
        part = self._part("sharedStrings")
        for element in self.package.elements(part, "si") if part else ():
            yield _rich_text(element)

    # --- a worksheet --------------------------------------------------------------------------------------------

    def _sheet(self, entry: _Entry) -> Sheet:
        sheet = Sheet(entry.name)
        row, columns = -1, 0
        for element in self.package.elements(entry.part, "row", "col", "mergeCell"):
            name = _name(element)
            if name == "row":
                row = min(_int(element.get("r"), row + 2), _MAX_ROW) - 1
                if element.get("hidden") in _TRUE:
                    sheet.hidden_rows.add(row)
                self._row(sheet, row, element)
            elif name == "col" and element.get("hidden") in _TRUE:
                columns += 1
                first, last = _int(element.get("min"), 1), _int(element.get("max"), 0)
                # No sheet has more of them than columns; a forged one could have millions, each of all columns.
                if columns <= _MAX_HIDDEN:
                    sheet.hidden_cols.update(range(first - 1, min(last, _MAX_COL)))
            elif name == "mergeCell" and (area := _area(element.get("ref", ""))):
                self._count()
                sheet.merged.append(area)
        return sheet

    def _row(self, sheet: Sheet, row: int, element: etree._Element) -> None:
        col = -1
        for cell in element.iterfind("{*}c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            col = _column(place[1]) if place else col + 1
            text = self._text(cell) if len(cell) else ""
            if text.strip() and col < _MAX_COL:
                sheet.texts[row, col] = text
                self._count()

    def _count(self) -> None:
        self.cells += 1
        if self.cells > self.limits.max_cells:
            what = f"more filled or merged cells than max_cells {self.limits.max_cells:,}"
            raise ReadError(what, do="split the file, or raise the limit")

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else _rich_text(inline)
        value = cell.find("{*}v")
        raw = "" if value is None else value.text or ""
        if not raw:
            self.uncomputed += cell.find("{*}f") is not None and value is None
            return ""
        if kind == "s":
            number = _int(raw, -1)
            return self.strings[number] if 0 <= number < len(self.strings) else ""
        if kind == "b":
            return "TRUE" if raw.strip() in _TRUE else "FALSE"
        if kind == "n":
            return self._number(raw, _int(cell.get("s"), 0))
        return _unescaped(raw) if kind == "str" else raw.partition("T")[0] if kind == "d" else raw

    def _number(self, raw: str, style: int) -> str:
        try:
            value = float(raw)
        except ValueError:
            return raw
        code = self.formats[style] if 0 <= style < len(self.formats) else GENERAL
        return show(value, code, from_1904=self.from_1904)


def _rich_text(element: etree._Element) -> str:
    """The words of a string: its own, and those of its runs, without the readings above them (rPh)."""
    texts = [element, *element.iterfind("{*}r")]
    return _unescaped("".join(t.text or "" for holder in texts for t in holder.iterfind("{*}t")))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _area(ref: str) -> Area | None:
    corners: Sequence[str] = ref.split(":")
    places = [_PLACE.fullmatch(corner) for corner in corners]
    if len(places) != 2 or not (places[0] and places[1]):
        return None
    (left, top), (right, bottom) = ((_column(place[1]), int(place[2]) - 1) for place in places if place)
    return (top, left, bottom, right) if 0 <= top <= bottom < _MAX_ROW and left <= right < _MAX_COL else None


def _column(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _int(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 9 else default


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
