"""Pages → drafts: margins set apart, tables joined over pages, paragraphs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.readers.drafts import Draft, DraftParagraph
from pipeline.readers.pages.columns import unruled
from pipeline.readers.pages.content import PageContent, union
from pipeline.readers.pages.grids import Piece, draft_table, goes_on, pieces_of, repeated_rows
from pipeline.readers.pages.lines import Line, lines_of, rows_of
from pipeline.readers.pages.margins import Margin, margin_lines
from pipeline.readers.pages.paragraphs import Manner, grouped, manner_of, paragraphs, title_of

_CONTINUED = re.compile(r"[（(]?续[表\d一二三四五六七八九十]*[）)]?|.*[（(]续[）)]")
_MOST_CAPTIONS = 3


@dataclass(slots=True)
class _Grid:
    """A table so far: its pieces, and the lines that stand right above the first."""

    pieces: list[Piece]
    above: list[str] = field(default_factory=list)


_Item = Line | _Grid


def drafts_of(contents: Sequence[PageContent]) -> Iterator[Draft]:
    """Drafts in reading order; page margins come where they stand, with their kind."""
    pieces: dict[int, list[Piece]] = {}
    lines: list[list[Line]] = []
    for content in contents:
        ruled, free = pieces_of(content)
        spaced, rows = unruled(list(rows_of(free)), content.number)
        pieces[content.number] = sorted([*ruled, *spaced], key=lambda piece: (piece.bbox[1], piece.bbox[0]))
        lines.append(lines_of(rows, content.number))
    margins = margin_lines(lines, {content.number: content.height for content in contents})
    body = [line for page in lines for line in page if id(line) not in margins]
    manner = manner_of(body, {content.number: content.width for content in contents})
    items: list[_Item] = []
    for content, page in zip(contents, lines, strict=True):
        found = [line for line in page if id(line) not in margins]
        _add_page(items, found, pieces[content.number], margins)
    yield from _body_drafts(items, manner)
    yield from (_margin_draft(line, margins[id(line)]) for page in lines for line in page if id(line) in margins)


def _add_page(items: list[_Item], lines: Sequence[Line], pieces: Sequence[Piece], margins: dict[int, Margin]) -> None:
    """Append a page in reading order; a table that goes on from the last page grows instead."""
    rest = list(pieces)
    captions = [line for line in lines if rest and line.top < rest[0].bbox[1]]
    open_grid = items[-1] if items and isinstance(items[-1], _Grid) else None
    if rest and open_grid is not None and _continues(open_grid, rest[0], captions):
        open_grid.pieces.append(rest.pop(0))
        margins.update((id(line), "header") for line in captions)
        lines = [line for line in lines if id(line) not in margins]
    entries: list[tuple[float, float, _Item]] = [(line.top, line.x0, line) for line in lines]
    entries += [(piece.bbox[1], piece.bbox[0], _Grid([piece])) for piece in rest]
    for _, _, item in sorted(entries, key=lambda entry: entry[:2]):
        if isinstance(item, _Grid):
            item.above = _captions_above(items)
        items.append(item)


def _captions_above(items: Sequence[_Item]) -> list[str]:
    above = []
    for item in reversed(items[-_MOST_CAPTIONS:]):
        if not isinstance(item, Line):
            break
        above.append(_squeezed(item.text))
    return above


def _continues(grid: _Grid, piece: Piece, captions: Sequence[Line]) -> bool:
    """The same columns, first thing on the next page; or below captions that say 续, or repeat with the head."""
    if piece.page != grid.pieces[-1].page + 1 or not goes_on(grid.pieces[-1], piece):
        return False
    if not captions:
        return True
    if len(captions) > _MOST_CAPTIONS:
        return False
    known = [_squeezed(line.text) in grid.above for line in captions]
    if any(_CONTINUED.fullmatch(line.text) for line in captions):
        return True
    return all(known) and repeated_rows(grid.pieces[0], piece) > 0


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _body_drafts(items: Sequence[_Item], manner: Manner) -> Iterator[Draft]:
    drafts: list[Draft] = []
    sizes: dict[int, float] = {}
    run: list[Line] = []
    for item in [*items, None]:
        if isinstance(item, Line):
            run.append(item)
            continue
        groups = grouped(run, manner)
        made = paragraphs(run, manner)
        sizes.update((id(draft), group[0].size) for draft, group in zip(made, groups, strict=True))
        drafts += made
        run = []
        if item is not None:
            drafts.append(draft_table(item.pieces))
    title = title_of([draft for draft in drafts if isinstance(draft, DraftParagraph)], sizes, manner)
    if title is not None:
        title.kind = "title"
    yield from drafts


def _margin_draft(line: Line, kind: Margin) -> DraftParagraph:
    return DraftParagraph(line.text, kind=kind, page=line.page, bbox=union([line.bbox]))
