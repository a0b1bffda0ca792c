"""What a format's reader hands over: paragraphs and grids in reading order, before offsets and sections.

A reader knows its format; it does not know how texts become one linear text, what a heading is, or which
section a paragraph belongs to: `assemble` does that alike for all formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.document import Bbox, BlockKind, Recognised


@dataclass(slots=True)
class DraftParagraph:
    """One paragraph as a person sees it; line breaks that a page or a hard wrap made are already joined.

    `level` is what the format says of headings (1 for “Heading 1” or <h2>), 0 if it says nothing.
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    page: int | None = None
    bbox: Bbox | None = None


@dataclass(slots=True)
class DraftCell:
    """A cell at its top left grid place; lines inside it are joined by `assemble`."""

    text: str
    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    page: int | None = None
    bbox: Bbox | None = None


@dataclass(slots=True)
class DraftTable:
    """A grid; rows and columns are counted from the cells."""

    cells: list[DraftCell]
    page: int | None = None
    bbox: Bbox | None = None


Draft = DraftParagraph | DraftTable


@dataclass(slots=True)
class Reading:
    """What a reader found in a file."""

    drafts: Sequence[Draft]
    pages: int | None = None
    notes: list[str] = field(default_factory=list)
    recognised: Sequence[Recognised] = ()
    """The numbers of scanned pages, with the recogniser's confidence."""
    lacks: tuple[str, ...] = ()
    """What would have read more of it, or better, and is not installed (see `readers.optional`)."""
