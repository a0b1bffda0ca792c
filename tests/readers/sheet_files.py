"""Small spreadsheets, built in memory: .xlsx from its XML, .xls with xlwt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import xlwt

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Value = str | float | bool | None | tuple[float, str]
"""Text, a number, or a number with its format."""


def sheet_xml(
    rows: Sequence[Sequence[Value]], *, merged: Sequence[str] = (), head: str = "", formats: list[str]
) -> str:
    """A worksheet's XML; None is no cell. `formats` grows by the number formats that are used."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(value, f"{letter(col)}{number}", formats) for col, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>' if cells else "")
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    return f"{head}<sheetData>{''.join(lines)}</sheetData><mergeCells>{merges}</mergeCells>"


def cell(value: Value, place: str, formats: list[str]) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        number, code = value
        if code not in formats:
            formats.append(code)
        return f'<c r="{place}" s="{formats.index(code) + 1}"><v>{number!r}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def letter(col: int) -> str:
    return chr(ord("A") + col)


def xlsx(
    rows: Sequence[Sequence[Value]] = (), *, name: str = "Sheet1", merged: Sequence[str] = (), head: str = ""
) -> bytes:
    """A workbook of one sheet."""
    return book([(name, rows)], merged=merged, head=head)


def book(sheets: Sequence[tuple[str, Sequence[Sequence[Value]]]], *, hidden: Sequence[str] = (),
         merged: Sequence[str] = (), head: str = "") -> bytes:  # fmt: skip
    """A workbook of several sheets; `merged` and `head` are those of the first."""
    formats: list[str] = []
    parts = [
        sheet_xml(rows, formats=formats, merged=() if number else merged, head="" if number else head)
        for number, (_, rows) in enumerate(sheets)
    ]
    names = [(name, "hidden" if name in hidden else "visible") for name, _ in sheets]
    return raw_xlsx(parts, names=names, formats=formats)


def raw_xlsx(sheets: Sequence[str], *, names: Sequence[tuple[str, str]] = (("Sheet1", "visible"),),
             formats: Sequence[str] = (), strings: str = "", main: str = _MAIN) -> bytes:  # fmt: skip
    """A workbook from the XML inside its worksheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
            for number, (name, state) in enumerate(names, 1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{_LINKS}"><workbookPr/><sheets>{listed}</sheets></workbook>',
        )
        links = [("worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(sheets, 1)]
        links += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
        related = "".join(
            f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(links, 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>')
        archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}">{_styles(formats)}</styleSheet>')
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{strings}</sst>')
        for number, xml in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", f'<worksheet xmlns="{main}">{xml}</worksheet>')
    return out.getvalue()


def _styles(formats: Sequence[str]) -> str:
    own = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for number, code in enumerate(formats, 164)
    )
    used = "".join(f'<xf numFmtId="{number}"/>' for number, _ in enumerate(formats, 164))
    base = '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    return f'<numFmts>{own}</numFmts>{base}<cellXfs><xf numFmtId="0"/>{used}</cellXfs>'


def xls(rows: Sequence[Sequence[Value]], *, name: str = "收支", merged: Sequence[tuple[int, int, int, int]] = (),
        hidden_rows: Sequence[int] = (), hidden_cols: Sequence[int] = (), hidden_sheet: str = "") -> bytes:  # fmt: skip
    """An .xls; `merged` are (top, bottom, left, right), whose text stands in `rows` at the corner."""
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet(name)
    corners = {(top, left): (bottom, right) for top, bottom, left, right in merged}
    for row, values in enumerate(rows):
        for col, value in enumerate(values):
            if value is not None:
                number, code = value if isinstance(value, tuple) else (value, "General")
                bottom, right = corners.get((row, col), (row, col))
                sheet.write_merge(row, bottom, col, right, number, xlwt.easyxf(num_format_str=code))
    for row in hidden_rows:
        sheet.row(row).hidden = True
    for col in hidden_cols:
        sheet.col(col).hidden = True
    if hidden_sheet:
        other = workbook.add_sheet(hidden_sheet)
        other.visibility = 1
        other.write(0, 0, "底稿")
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ole2(*names: str, inside: Sequence[str] = ()) -> bytes:
    """An OLE2 file with these streams in its root, and `inside` those in a storage; all are empty."""
    entries = [_entry("Root Entry", 5, child=1 if names or inside else None)]
    listed = [*names, *(["ObjectPool"] if inside else [])]
    for number, name in enumerate(listed, 1):
        following = number + 1 if number < len(listed) else None
        storage = inside and number == len(listed)
        entries.append(_entry(name, 1 if storage else 2, right=following, child=len(listed) + 1 if storage else None))
    for number, name in enumerate(inside, len(listed) + 1):
        entries.append(_entry(name, 2, right=number + 1 if number < len(listed) + len(inside) else None))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\x00")
    sectors = len(directory) // 512
    fat = [*range(2, sectors + 1), 0xFFFFFFFE]
    table = b"".join(n.to_bytes(4, "little") for n in [0xFFFFFFFD, *fat]).ljust(512, b"\xff")
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = bytes.fromhex("3e000300feff09000600")
    header[44:52] = (1).to_bytes(4, "little") + (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:512] = b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4) + bytes(4) + b"\xff" * 432
    return bytes(header) + table + directory


def _entry(name: str, kind: int, *, right: int | None = None, child: int | None = None) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[: len(encoded)] = encoded
    entry[64:67] = (len(encoded) + 2).to_bytes(2, "little") + bytes([kind])
    numbers = (None, right, child)
    entry[68:80] = b"".join((0xFFFFFFFF if n is None else n).to_bytes(4, "little") for n in numbers)
    return bytes(entry)
