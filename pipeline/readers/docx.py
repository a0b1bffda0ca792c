"""Word documents: paragraphs, tables, notes and margins in reading order, with the numbers that Word would print."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from pipeline.document import BlockKind
from pipeline.errors import ReadError
from pipeline.readers.docx_package import AGAIN, Package, R, W
from pipeline.readers.docx_styles import Numbering, Styles, value
from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable, Reading
from pipeline.readers.limits import Limits
from pipeline.readers.lines import split_breaks

# Wrappers whose content belongs to what is around them; tracked insertions are text, deletions are not.
_WRAPPERS = frozenset({"hyperlink", "smartTag", "sdt", "sdtContent", "ins", "moveTo", "fldSimple", "customXml", "dir",
                       "bdo", "oMath", "oMathPara", "ruby", "rubyBase"})  # fmt: skip
_DROPPED = frozenset({"del", "moveFrom", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt", "instrText", "delText",
                      "delInstrText"})  # fmt: skip
_BOX_HOLDERS = frozenset({"drawing", "pict", "object"})
# Ticks that forms set in symbol fonts; any other symbol without a Unicode place is dropped by `clean`.
_SYMBOLS = {"F0FC": "√", "F0FE": "☑", "F052": "☑", "F0A8": "□", "F06F": "□", "F0A3": "□", "F0B3": "≥", "F0A3S": "≤"}
_MAX_SPAN = 1000


def read(data: bytes, limits: Limits) -> Reading:
    """Drafts of a .docx; Word knows no pages, so `pages` is None.

    Raises ReadError for a broken, encrypted or oversized file.
    """
    try:
        return _Reader(Package(data, limits), limits).read()
    except (zipfile.BadZipFile, zlib.error, etree.LxmlError, OSError, EOFError, RuntimeError, ValueError) as err:
        what = "with broken XML" if isinstance(err, etree.XMLSyntaxError) else "that is cut off or broken"
        raise ReadError(f"Word document {what} ({err})", do=AGAIN) from err


@dataclass(slots=True)
class _Inline:
    """What a paragraph's runs hold: words, and what is anchored in them."""

    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    """One entry an open field: whether its result has begun."""

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def add(self, text: str) -> None:
        """Words, unless they are a field's instruction."""
        if all(self.fields):
            self.parts.append(text)


class _Reader:
    def __init__(self, package: Package, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.styles = Styles(package.xml(RT.STYLES))
        self.numbering = Numbering(package.xml(RT.NUMBERING), self.styles)
        notes = (("footnote", RT.FOOTNOTES), ("endnote", RT.ENDNOTES))
        self.footnotes = {kind: _by_id(package.xml(part), kind) for kind, part in notes}
        self.hidden = 0
        self.cells = 0
        self.notes: list[str] = []

    def read(self) -> Reading:
        drafts = list(self._blocks(self.package.body))
        drafts += self._margins(self.package.body)
        if self.hidden:
            self.notes.append(f"{self.hidden} characters of hidden text left out")
        return Reading(drafts, notes=self.notes)

    # --- blocks -------------------------------------------------------------------------------------------------

    def _blocks(self, parent: etree._Element) -> Iterator[Draft]:
        for child in _children(parent):
            name = _name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name == "AlternateContent":
                yield from self._blocks(_choice(child))
            elif name == "altChunk":
                self.notes.append("an embedded document (altChunk) is left out")
            elif name in _WRAPPERS:
                yield from self._blocks(child)

    def _paragraph(self, p: etree._Element) -> Iterator[Draft]:
        properties = p.find(W + "pPr")
        inline = self._inline(p, properties)
        texts = split_breaks(inline.text)
        if texts:
            texts[0] = _numbered(self.numbering.label(properties), texts[0])
        elif _mark_survives(properties):
            self._count_empty(properties)
        kind = "title" if self.styles.is_title(properties) else "paragraph"
        level = self.styles.heading_level(properties)
        for text in texts:
            yield DraftParagraph(text, "title" if kind == "title" else "heading" if level else "paragraph", level)
        yield from self._anchored(inline)

    def _count_empty(self, properties: etree._Element | None) -> None:
        """Word prints, and counts, the number of an empty paragraph that has one of its own."""
        if properties is not None and properties.find(W + "numPr") is not None:
            self.numbering.label(properties)

    def _anchored(self, inline: _Inline) -> Iterator[Draft]:
        """Text boxes and notes, after the paragraph that holds them."""
        for box in inline.boxes:
            yield from self._blocks(box)
        for kind, identity in inline.notes:
            note = self.footnotes[kind].get(identity)
            if note is not None and (text := self._plain(note)):
                yield DraftParagraph(text, "footnote")

    def _plain(self, parent: etree._Element) -> str:
        """All words of a note, a header or the like, one line a paragraph."""
        return "\n".join(filter(None, (self._inline(p, p.find(W + "pPr")).text.strip() for p in parent.iter(W + "p"))))

    # --- runs ---------------------------------------------------------------------------------------------------

    def _inline(self, p: etree._Element, properties: etree._Element | None) -> _Inline:
        inline = _Inline()
        self._walk(p, properties, inline)
        return inline

    def _walk(self, parent: etree._Element, properties: etree._Element | None, inline: _Inline) -> None:
        for child in _children(parent):
            name = _name(child)
            if name == "r":
                self._run(child, properties, inline)
            elif name == "AlternateContent":
                self._walk(_choice(child), properties, inline)
            elif name in _BOX_HOLDERS:
                inline.boxes += _text_boxes(child)
            elif name not in _DROPPED:
                # Wrappers, and whatever a later version of Word puts around runs.
                self._walk(child, properties, inline)

    def _run(self, run: etree._Element, properties: etree._Element | None, inline: _Inline) -> None:
        if run.find(W + "t") is not None and self.styles.is_hidden(run.find(W + "rPr"), properties):
            self.hidden += sum(len(_words(t)) for t in run.iterfind(W + "t"))
            return
        for child in _children(run):
            self._run_child(child, properties, inline)

    def _run_child(self, child: etree._Element, properties: etree._Element | None, inline: _Inline) -> None:
        name = _name(child)
        if name in _TEXTS:
            inline.add(_TEXTS[name] if name != "t" else _words(child))
        elif name == "br":
            inline.add("" if child.get(W + "type") in ("page", "column") else "\n")
        elif name == "sym":
            inline.add(_symbol(child))
        elif name == "fldChar":
            _turn_field(inline.fields, child.get(W + "fldCharType", ""))
        elif name in ("footnoteReference", "endnoteReference"):
            inline.notes.append((name.removesuffix("Reference"), child.get(W + "id", "")))
        elif name in _BOX_HOLDERS:
            inline.boxes += _text_boxes(child)
        elif name == "AlternateContent":
            for inner in _children(_choice(child)):
                self._run_child(inner, properties, inline)
        elif name in _WRAPPERS:
            self._walk(child, properties, inline)

    # --- tables -------------------------------------------------------------------------------------------------

    def _table(self, tbl: etree._Element) -> Iterator[Draft]:
        rows = [row for row in _through(tbl, "tr") if row.find(f"{W}trPr/{W}del") is None]
        cells = [list(_through(row, "tc")) for row in rows]
        if len(rows) == 1 and len(cells[0]) == 1 and len(cells[0][0].findall(W + "p")) > 1:
            # One cell around many paragraphs is a frame, not a table.
            yield from self._blocks(cells[0][0])
            return
        grid = _Grid()
        after: list[Draft] = []
        for number, row in enumerate(rows):
            col = _span(row.find(W + "trPr"), "gridBefore", 0)
            for cell in cells[number]:
                width = _span(cell.find(W + "tcPr"), "gridSpan", 1)
                text = self._cell_text(cell, after)
                grid.put(text, number, col, width, cell.vMerge or "")
                col += width
        self._count(len(grid.cells))
        yield DraftTable(grid.cells)
        yield from after

    def _cell_text(self, cell: etree._Element, after: list[Draft]) -> str:
        """A cell's own words; what is nested or anchored in it goes to `after`."""
        lines: list[str] = []
        for child in _cell_content(cell):
            if _name(child) == "tbl":
                after.extend(self._table(child))
                continue
            properties = child.find(W + "pPr")
            inline = self._inline(child, properties)
            text = inline.text
            lines.append(_numbered(self.numbering.label(properties), text) if text.strip() else text)
            after.extend(self._anchored(inline))
        return "\n".join(lines)

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > self.limits.max_cells:
            raise ReadError(
                f"more table cells than max_cells {self.limits.max_cells:,}", do="split the file, or raise the limit"
            )

    # --- margins ------------------------------------------------------------------------------------------------

    def _margins(self, body: etree._Element) -> Iterator[DraftParagraph]:
        """The headers and footers of all sections, first and even pages too.

        Not by python-docx's `sections`, which miss those inside content controls (Word's cover pages).
        """
        seen: set[etree._Element | None] = {None}
        kinds: tuple[BlockKind, ...] = ("header", "footer")
        for kind in kinds:
            for reference in body.iter(f"{W}{kind}Reference"):
                root = self.package.xml(reference.get(R + "id", ""))
                if root not in seen:
                    seen.add(root)
                    for line in self._plain(root).split("\n"):
                        yield DraftParagraph(line, kind)


_TEXTS = {"t": "", "tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass(slots=True)
class _Grid:
    """Cells as they come, row by row; a vertical merge grows the cell above."""

    cells: list[DraftCell] = field(default_factory=list)
    _open: dict[tuple[int, int], DraftCell] = field(default_factory=dict)

    def put(self, text: str, row: int, col: int, width: int, merge: str) -> None:
        above = self._open.get((col, width))
        if merge == "continue" and above and above.row + above.row_span == row:
            above.row_span += 1
            above.text = f"{above.text}\n{text}" if text.strip() else above.text
            return
        cell = DraftCell(text, row, col, col_span=width)
        self.cells.append(cell)
        if merge:
            self._open[col, width] = cell


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Element children; entity references and the like are none."""
    return (child for child in parent if isinstance(child.tag, str))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _words(t: etree._Element) -> str:
    """The text of a w:t, also what stands after an XML comment in it."""
    return "".join([t.text or "", *(inner.tail or "" for inner in t)])


def _through(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of a name, also those inside content controls and tracked insertions."""
    for child in _children(parent):
        if child.tag == W + name:
            yield child
        elif _name(child) in _WRAPPERS:
            yield from _through(child, name)


def _cell_content(cell: etree._Element) -> Iterator[etree._Element]:
    for child in _children(cell):
        if _name(child) in ("p", "tbl"):
            yield child
        elif _name(child) in _WRAPPERS:
            yield from _cell_content(child)


def _choice(alternate: etree._Element) -> etree._Element:
    """The branch of mc:AlternateContent that says something: the new form, else the fallback for old Word."""
    branches = list(_children(alternate))
    for branch in branches:
        if branch.find(f".//{W}t") is not None:
            return branch
    return branches[0] if branches else alternate


def _text_boxes(holder: etree._Element) -> list[etree._Element]:
    """The outermost text boxes of a drawing, each once."""
    found: list[etree._Element] = []
    for child in _children(holder):
        if _name(child) == "txbxContent":
            found.append(child)
        else:
            found += _text_boxes(_choice(child) if _name(child) == "AlternateContent" else child)
    return found


def _turn_field(fields: list[bool], turn: str) -> None:
    """Begin … separate … end: what stands before `separate` is the field's instruction, not text."""
    if turn == "begin":
        fields.append(False)
    elif turn == "separate" and fields:
        fields[-1] = True
    elif turn == "end" and fields:
        fields.pop()


def _symbol(sym: etree._Element) -> str:
    code = sym.get(W + "char", "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _numbered(label: str, text: str) -> str:
    """Number and text; a space keeps “1.” from making one number with the year after it."""
    gap = " " if label and label[-1] in ".．" + "0123456789" and text[:1].isascii() and text[:1].isalnum() else ""
    gap = " " if label[-1:].isalnum() and label[-1:].isascii() else gap
    return label + gap + text


def _mark_survives(properties: etree._Element | None) -> bool:
    return properties is None or properties.find(f"{W}rPr/{W}del") is None


def _span(properties: etree._Element | None, tag: str, least: int) -> int:
    text = value(properties, tag) or ""
    return max(least, min(int(text), _MAX_SPAN)) if text.isdecimal() and len(text) < 6 else least


def _by_id(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    """Notes by id, without the separator lines that Word keeps among them."""
    if root is None:
        return {}
    return {
        note.get(W + "id", ""): note for note in root.iterfind(W + kind) if note.get(W + "type", "normal") == "normal"
    }
