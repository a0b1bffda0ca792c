"""Text of a report as HTML, with figures marked in it. Everything is escaped here, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_LONGEST = 20_000
"""Characters of one block that a page shows: a report that is one line of a megabyte is no page."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure's place in the document's text, and how it is shown."""

    start: int
    end: int
    fact: int
    classes: str
    title: str
    anchor: bool = False
    """Whether this is the place that `#f…` leads to."""


def marked(text: str, start: int, marks: Iterable[Mark]) -> Markup:
    """A text that begins at `start` of its document, its figures marked; each mark is a link to its figure.

    Of marks at one place the first is shown; one that begins inside another is shown from where that ends.
    """
    found = sorted((m for m in marks if m.end > start and m.start < start + len(text)), key=lambda m: (m.start, -m.end))
    parts: list[Markup] = []
    at = 0
    for mark in found:
        begin, end = max(mark.start - start, at), min(mark.end - start, len(text))
        if begin >= end:
            if mark.anchor:
                parts.append(Markup('<a id="f{}"></a>').format(mark.fact))
            continue
        parts += [_plain(text[at:begin]), _mark(text[begin:end], mark)]
        at = end
    parts.append(_plain(text[at:]))
    return Markup("").join(parts)


def _plain(text: str) -> Markup:
    shown = text if len(text) <= _LONGEST else text[: _LONGEST // 2] + " … " + text[-_LONGEST // 2 :]
    return escape(shown)


def _mark(text: str, mark: Mark) -> Markup:
    name = Markup(' id="f{}"').format(mark.fact) if mark.anchor else ""
    return Markup('<a{} class="f {}" href="/fact/{}" title="{}">{}</a>').format(
        name, mark.classes, mark.fact, mark.title, _plain(text)
    )


def found_at(text: str, words: str) -> list[tuple[int, int]]:
    """Where words that were searched for stand, as they are written; the index also finds other ways to write them."""
    pieces = [re.escape(word) for word in words.split()]
    return [match.span() for match in re.finditer("|".join(pieces), text, re.IGNORECASE)] if pieces else []


def escaped(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> Markup:
    """Part of a text, what was found in it marked."""
    parts, at = [], start
    for begin, stop in spans:
        if at <= begin and stop <= end:
            parts += [escape(text[at:begin]), Markup("<mark>{}</mark>").format(text[begin:stop])]
            at = stop
    return Markup("").join([*parts, escape(text[at:end])])


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of a table as it is shown."""

    row: int
    col: int
    row_span: int
    col_span: int
    html: Markup
    number: bool
    marked: bool = False


def table(squares: Sequence[Square], rows: Iterable[int] | None = None) -> Markup:
    """A table of these cells; only some of its rows, if told, with a line where some are left out."""
    wanted = None if rows is None else set(rows)
    lines: dict[int, list[Square]] = {}
    for square in squares:
        if wanted is None or square.row in wanted:
            lines.setdefault(square.row, []).append(square)
    parts = [Markup('<div class="scroll" tabindex="0"><table class="report-table"><tbody>')]
    before = -1
    for row in sorted(lines):
        if wanted is not None and row > before + 1:
            parts.append(Markup('<tr class="gap"><td colspan="99">⋯</td></tr>'))
        parts.append(Markup("<tr>"))
        parts += [_cell(square, wanted) for square in sorted(lines[row], key=lambda s: s.col)]
        parts.append(Markup("</tr>"))
        before = row
    parts.append(Markup("</tbody></table></div>"))
    return Markup("").join(parts)


def _cell(square: Square, wanted: set[int] | None) -> Markup:
    # A merged cell reaches over rows that are not shown.
    rows = range(square.row, square.row + square.row_span)
    spans = [
        ("rowspan", len(rows) if wanted is None else sum(row in wanted for row in rows)),
        ("colspan", square.col_span),
    ]
    told = Markup("").join(Markup(' {}="{}"').format(name, span) for name, span in spans if span > 1)
    names = " ".join(filter(None, ("n" if square.number else "", "here" if square.marked else "")))
    classes = Markup(' class="{}"').format(names) if names else ""
    return Markup("<td{}{}>{}</td>").format(classes, told, square.html)
