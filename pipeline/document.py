"""A report as it was read: one linear text, and blocks that say what stands where in it.

Immutable, and independent of the file's format. Everything that points into a report (a fact, a finding, a
highlighted quote) does so with offsets into `Document.text`, so `document.text[start:end]` is always the
words that a person would see there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Bbox = tuple[float, float, float, float]
"""(x0, top, x1, bottom) in points from the page's top left corner, as pdfplumber has it."""

BlockKind = Literal["title", "heading", "paragraph", "table", "footnote", "header", "footer"]

MARGIN_KINDS: frozenset[str] = frozenset({"header", "footer"})
"""Blocks that stand in the page's margin: kept, but no part of the report's sentences."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open [start, end) in a document's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged cell stands once, at its top left corner, with its spans."""

    row: int
    col: int
    span: Span
    row_span: int = 1
    col_span: int = 1
    page: int | None = None
    bbox: Bbox | None = None

    def covers(self, row: int, col: int) -> bool:
        """Whether the cell occupies that place of the grid, merged places included."""
        return self.row <= row < self.row + self.row_span and self.col <= col < self.col + self.col_span


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in reading order; `rows` × `cols` counts grid places, not cells."""

    rows: int
    cols: int
    cells: tuple[Cell, ...]

    def grid(self) -> list[list[Cell | None]]:
        """Rows of cells in which a merged cell fills every place that it covers; None where nothing stands."""
        places: list[list[Cell | None]] = [[None] * self.cols for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                for col in range(cell.col, min(cell.col + cell.col_span, self.cols)):
                    places[row][col] = cell
        return places


@dataclass(frozen=True, slots=True)
class Block:
    """What a person sees as one thing: a heading, a paragraph, a table, a line of the page's margin.

    `section` is the path of headings above it, outermost first, itself included where it is a heading or opens
    with one (“（一）部门职能。县总工会…”). `level` is a heading's depth (1 outermost), 0 for all else.
    """

    seq: int
    kind: BlockKind
    span: Span
    page: int | None = None
    bbox: Bbox | None = None
    level: int = 0
    section: tuple[str, ...] = ()
    table: Table | None = None


UNSURE = 0.8
"""A number that OCR read with less confidence is to be looked at."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A number as OCR read it: `confidence` is that of its least sure sign, from 0 to 1."""

    page: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Document:
    """A report's text and blocks in reading order; margin blocks come last."""

    text: str
    blocks: tuple[Block, ...]
    format: str
    pages: int | None = None
    notes: tuple[str, ...] = field(default=())
    """What the reader left out or was unsure of, in words for the `documents` row."""
    recognised: tuple[Recognised, ...] = ()
    """The numbers of scanned pages."""
    lacks: tuple[str, ...] = ()
    """What would have read more of it, or better, and is not installed (see `readers.optional`)."""

    def quote(self, span: Span) -> str:
        """The words at a span, verbatim."""
        return self.text[span.start : span.end]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds an offset (linear in the number of blocks)."""
        return next((b for b in self.blocks if b.span.start <= offset < b.span.end), None)

    def body(self) -> Iterator[Block]:
        """The blocks that are the report itself, without the page margins."""
        return (b for b in self.blocks if b.kind not in MARGIN_KINDS)
