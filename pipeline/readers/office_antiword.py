"""antiword's view of a .doc, as drafts: quick, everywhere to be had, and blind to much that LibreOffice sees.

Its DocBook is read, not its plain text: cells come whole, where the text breaks them into lines between bars.
Tables that it does not recognise (nine columns are enough) come as one run of “a |b |c | |” in both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable
from pipeline.readers.limits import Limits
from pipeline.readers.lines import split_breaks
from pipeline.readers.programs import run_program

NOTE = (
    "read by antiword, which leaves out automatic numbers and may lose cells of tables with merged cells;"
    " LibreOffice reads them whole"
)
_SECTIONS = frozenset({"chapter", "sect1", "sect2", "sect3", "sect4", "sect5"})
_LISTS = frozenset({"itemizedlist", "orderedlist", "listitem"})
_EDGE_POINTS = 4.0
"""Edges of cells that are nearer than this are one."""
_BAR = "|"
_MAX_CELL_PARAGRAPHS = 200


def read_antiword(antiword: str, data: bytes, limits: Limits) -> list[Draft]:
    """Drafts of a .doc. Raises ReadError for what antiword does not take, or not within the limits."""
    with tempfile.TemporaryDirectory(prefix="jihe-office-") as name:
        file = Path(name) / "report.doc"
        file.write_bytes(data)
        ran = run_program([antiword, "-x", "db", str(file)], limits, home=file.parent)
    if len(ran.stdout) > 4 * limits.max_chars:
        what = f"more than max_chars {limits.max_chars:,} characters"
        raise ReadError(what, do="split the file, or raise the limit")
    # A program that crashes half-way leaves half a report, which looks like a whole one.
    if ran.code or not ran.stdout.strip():
        complaint = ran.complaint.removeprefix(f"{file} ")
        raise ReadError(f"antiword cannot open it ({complaint})", do="open it in Word or WPS and save it as .docx")
    return read_docbook(ran.stdout)


def read_docbook(xml: bytes) -> list[Draft]:
    """Drafts of the DocBook that antiword writes, in reading order; broken markup is mended where it can be."""
    parser = etree.XMLParser(recover=True, no_network=True, resolve_entities=False, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:  # nothing that could be mended
        return []
    drafts: list[Draft] = []
    for chapter in () if root is None else root.iterfind("chapter"):
        # What stands beside the chapters is metadata, in mojibake.
        drafts += _blocks(chapter, 1)
    return list(_with_lost_tables(drafts))


def _blocks(parent: etree._Element, level: int) -> Iterator[Draft]:
    for child in parent:
        if child.tag == "title":
            yield DraftParagraph(_words(child), "heading", level)
        elif child.tag == "para":
            yield from _para(child)
        elif child.tag in _SECTIONS:
            yield from _blocks(child, level + 1)
        elif child.tag in _LISTS:
            yield from _blocks(child, level)


def _para(para: etree._Element) -> Iterator[Draft]:
    """A paragraph's words, then its tables and notes: antiword wraps every table into a paragraph."""
    for text in split_breaks(_words(para)):
        yield DraftParagraph(text)
    for table in para.iter("informaltable"):
        yield _table(table)
    for note in para.iter("footnote"):
        yield DraftParagraph(_words(note), "footnote")


def _words(element: etree._Element) -> str:
    """The text of an element, without what has blocks of its own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in ("informaltable", "footnote") and isinstance(child.tag, str):
            parts.append(_words(child))
        parts.append(child.tail or "")
    # Each tag stands on a line of its own; line ends beside it are no words.
    return "".join(parts).strip("\n")


# --- tables -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's texts, and the widths of its cells in points."""

    texts: list[str]
    widths: list[float]

    def edges(self) -> list[float]:
        """Where its cells begin, and where the last one ends."""
        places = [0.0]
        for index in range(len(self.texts)):
            places.append(places[-1] + (self.widths[index] if index < len(self.widths) else _EDGE_POINTS))
        return places


def _table(table: etree._Element) -> DraftTable:
    """Rows with fewer cells have wider ones: the widths say which columns a cell spans."""
    rows = [
        _Row([_words(entry) for entry in row.iterfind("entry")], [_points(col) for col in group.iterfind("colspec")])
        for group in table.iterfind("tgroup")
        for row in group.iter("row")
    ]
    grid = _columns([edge for row in rows for edge in row.edges()])
    return DraftTable([cell for number, row in enumerate(rows) for cell in _place(row, number, grid)])


def _points(colspec: etree._Element) -> float:
    try:
        return max(_EDGE_POINTS, float(colspec.get("colwidth", "").removesuffix("pt")))
    except ValueError:
        return _EDGE_POINTS


def _columns(edges: Sequence[float]) -> list[float]:
    """The edges of the grid: edges that differ by a rounding are one."""
    grid: list[float] = []
    for edge in sorted(edges):
        if not grid or edge - grid[-1] >= _EDGE_POINTS:
            grid.append(edge)
    return grid


def _place(row: _Row, number: int, grid: Sequence[float]) -> Iterator[DraftCell]:
    edges = row.edges()
    col = 0
    for index, text in enumerate(row.texts):
        end = max(col + 1, _nearest(grid, edges[index + 1]))
        yield DraftCell(text, number, col, col_span=end - col)
        col = end


def _nearest(grid: Sequence[float], edge: float) -> int:
    return min(range(len(grid)), key=lambda index: abs(grid[index] - edge))


# --- tables that antiword did not see -----------------------------------------------------------------------------


def _with_lost_tables(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Paragraphs that are a run of cells become the table again."""
    at = 0
    while at < len(drafts):
        end, texts = _run_of_cells(drafts, at)
        table = _table_of_marks("\n".join(texts))
        if table is None:
            yield drafts[at]
            at += 1
        else:
            yield table
            at = end


def _run_of_cells(drafts: Sequence[Draft], at: int) -> tuple[int, list[str]]:
    """Paragraphs from `at` to the first one that ends with a bar: those between are paragraphs inside cells."""
    texts: list[str] = []
    for end in range(at, min(len(drafts), at + _MAX_CELL_PARAGRAPHS)):
        draft = drafts[end]
        if not isinstance(draft, DraftParagraph) or (not texts and _BAR not in draft.text):
            break
        texts.append(draft.text)
        if draft.text.rstrip().endswith(_BAR):
            return end + 1, texts
    return at + 1, []


def _table_of_marks(text: str) -> DraftTable | None:
    """“a |b | |1 |2 | |” → two rows of two: a bar ends every cell, one more ends the row.

    The width is the least that leaves every row's end empty; None if there is none or only one row.
    """
    pieces = [piece.strip() for piece in text.split(_BAR)][:-1]
    for width in range(2, len(pieces) // 2):
        step = width + 1
        if len(pieces) % step == 0 and not any(pieces[width::step]):
            return DraftTable(
                [DraftCell(piece, *divmod(index, step)) for index, piece in enumerate(pieces) if index % step < width]
            )
    return None
