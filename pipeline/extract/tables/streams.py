"""Cells that lost their grid, in reading order: short lines, the pieces between bars, the words of one long line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Block, Cell, Document, Span, Table
from pipeline.language.squeeze import squeeze

_SHORT = 40
_MOST_PROSE = 2
"""So many long paragraphs may stand among the cells: goals and results are told in sentences."""
_FEWEST_WORDS = 4
_BRACKETED = 3
"""So many words may stand behind a bracket's first one."""
_WORD = 30
"""Words of a line that was a table are shorter on average."""
_WORDS = re.compile(r"[^\s\u3000\u00a0]+")
_BAR = re.compile("[|｜│]")
# “合 计” is one word, set wide.
_SPACED = re.compile("(?<![^\\s])[\u4e00-\u9fff] +[\u4e00-\u9fff](?![^\\s])")
_SENTENCE = re.compile(r"[。；;]")
_VALUE = re.compile(r"[≥≤<>=]{0,2}-?\d[\d,.]*[^\d]{0,4}")
_YEAR = re.compile(r"20\d\d年?.*")
_NO_NAME = re.compile(r"[-—\d.,%]+")
_SIGNED = re.compile(r"[≥≤<>=]\d.*")
# 实际支出 above (万元), 一级 above 指标: a line that goes on with the cell above it.
_UNIT = re.compile(r"\((?:元|千元|万元|亿元)\)")


@dataclass(frozen=True, slots=True)
class Token:
    """One cell's text, squeezed, and where it stands; a blank cell has no text."""

    text: str
    span: Span
    opens_line: bool = True
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """Cells one after another. `blanks`: bars tell where a cell was left blank."""

    tokens: list[Token]
    blanks: bool = False


def block_of(cells: Sequence[Cell]) -> Block:
    """A table of cells that stand in the document's own text."""
    rows, cols = (1 + max(place) for place in zip(*((c.row, c.col) for c in cells), strict=True))
    span = Span(min(c.span.start for c in cells), max(c.span.end for c in cells))
    return Block(seq=-1, kind="table", span=span, table=Table(rows, cols, tuple(cells)))


def table_of(rows: Sequence[Sequence[Token | None]]) -> Block:
    """The rows as a table; the first column holds the labels of rows of money."""
    return block_of(
        [
            Cell(row, col, token.span)
            for row, line in enumerate(rows)
            for col, token in enumerate(line)
            if token is not None
        ]
    )


def streams(document: Document, is_head: Callable[[str], bool]) -> Iterator[Stream]:
    """The runs of cells of a document; what stands in a sound table, and long prose, parts them.

    `is_head`: whether a word may head a column.
    """
    tokens: list[Token] = []
    barred = False
    for block in document.body():
        text = document.quote(block.span)
        added: list[Token] | None = None
        if block.table is not None:
            added = _of_table(document, block)
            barred |= added is not None
        elif _BAR.search(text):
            added, barred = _between_bars(document, block.span, text), True
        elif words := _words(document, block.span, text, is_head):
            added = words
        elif len(text) <= _SHORT and not _SENTENCE.search(text):
            added = [_line(document, block.span, tokens)]
        elif tokens and not all(token.prose for token in tokens[-_MOST_PROSE:]):
            added = [token(document, block.span, prose=True)]
        if added is not None:
            tokens += added
            continue
        if tokens:
            yield Stream(tokens, barred)
        tokens, barred = [], False
    if tokens:
        yield Stream(tokens, barred)


def is_broken(document: Document, block: Block) -> bool:
    """Whether a plain text's table is only a piece of one: its head or its rows stand elsewhere, or both are mixed up.

    Such a piece has no figures, or no head; it has rows that begin with a figure; or its rows have more cells than the
    head and the label's column.
    """
    if block.table is None or document.format != "txt":
        return False
    if block.table.cols == 1:
        return True
    if any(cell.row_span > 1 or cell.col_span > 1 for cell in block.table.cells):
        return False
    rows = [_trimmed(document, row) for row in _rows(block)]
    heads = [row for row in rows if len(row) > 1 and not any(map(is_value, row))]
    told = [row for row in rows if any(map(is_value, row))]
    if not heads or not told:
        return not any(len(text) > _SHORT or _SENTENCE.search(text) for row in rows for text in row)
    mixed = (_NO_NAME.fullmatch(row[0]) and not all(t == "" or is_value(t) for t in row[1:]) for row in rows if row)
    return any(mixed) or max(map(len, told)) > max(map(len, heads)) + 1


def _of_table(document: Document, block: Block) -> list[Token] | None:
    if not is_broken(document, block):
        return None
    tokens: list[Token] = []
    for row in _rows(block):
        texts = _trimmed(document, row)
        for index, (span, text) in enumerate(zip(row, texts, strict=False)):
            tokens.append(Token(text, span, opens_line=index == 0))
    return tokens


def _rows(block: Block) -> list[list[Span]]:
    rows: dict[int, list[Span]] = {}
    for cell in block.table.cells if block.table else ():
        rows.setdefault(cell.row, []).append(cell.span)
    return list(rows.values())


def _trimmed(document: Document, row: Sequence[Span]) -> list[str]:
    """The texts of a row without the blanks at its end."""
    texts = [squeeze(document.text, span.start, span.end).text for span in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def is_value(text: str) -> bool:
    """Whether a cell is a number with at most a sign before it and a short unit behind."""
    return bool(_VALUE.fullmatch(text)) and not _YEAR.fullmatch(text)


def token(document: Document, span: Span, *, opens_line: bool = True, prose: bool = False) -> Token:
    """The cell that a span of a document holds."""
    return Token(squeeze(document.text, span.start, span.end).text, span, opens_line, prose)


def _line(document: Document, span: Span, above: list[Token]) -> Token:
    """A short line as a cell, together with the one above it where it goes on with that."""
    cell = token(document, span)
    if not above or not _goes_on(above[-1], cell.text):
        return cell
    first = above.pop()
    return token(document, Span(first.span.start, span.end), opens_line=first.opens_line)


def _with_brackets(document: Document, places: Sequence[Span]) -> list[Span]:
    """The words of a line, with those of a bracket as one: 执行率(全年 执行数/全年 预算数)."""
    found: list[Span] = []
    open_for = 0
    for place in places:
        word = squeeze(document.text, place.start, place.end).text
        if open_for:
            found[-1] = Span(found[-1].start, place.end)
            open_for = 0 if ")" in word else open_for - 1
            continue
        found.append(place)
        head, _, inside = word.rpartition("(")
        open_for = _BRACKETED if head and ")" not in inside else 0
    return found


def _goes_on(above: Token, text: str) -> bool:
    """Whether a line is no cell of its own but the rest of the one above it."""
    return bool(_UNIT.fullmatch(text) and above.text) and not above.prose and not is_value(above.text)


def _between_bars(document: Document, span: Span, text: str) -> list[Token]:
    """The cells of a line with bars; a bar alone is a blank cell."""
    bounds = [-1, *(match.start() for match in _BAR.finditer(text)), len(text)]
    spans = [Span(span.start + a + 1, span.start + b) for a, b in pairwise(bounds)]
    texts = [squeeze(document.text, s.start, s.end).text for s in spans]
    # What stands before a bar that opens the line, and behind one that closes it, is no cell.
    first, last = int(not texts[0]), len(texts) - int(not texts[-1])
    if first >= last:
        return [Token("", Span(span.start, span.start))]
    return [
        Token(t, s, opens_line=n == 0)
        for n, (t, s) in enumerate(zip(texts[first:last], spans[first:last], strict=True))
    ]


def _words(document: Document, span: Span, text: str, is_head: Callable[[str], bool]) -> list[Token]:
    """The cells of a line that parts them by blanks, be it one row or a whole table; nothing for other lines."""
    places = [Span(span.start + m.start(), span.start + m.end()) for m in _WORDS.finditer(text)]
    # Prose, mostly: brackets only make the cells fewer.
    if len(places) < 2 or len(places) * _WORD <= len(text) or _SPACED.search(text):
        return []
    places = _with_brackets(document, places)
    cells = [token(document, place, opens_line=number == 0) for number, place in enumerate(places)]
    short = len(text) <= _SHORT and (
        any(_NO_NAME.fullmatch(cell.text) or _SIGNED.fullmatch(cell.text) for cell in cells[1:])
        or all(is_head(cell.text) for cell in cells)
    )
    return cells if len(cells) >= (2 if short else _FEWEST_WORDS) and len(cells) * _WORD > len(text) else []
