"""Tables that a scraped page gives one cell a line, each closed by a bar: “合计 |⏎ 6.50 |⏎ 4.20 |”.

Where the table had merged cells, the bars of the columns that they covered close their row together (“||||”), so that
all rows have as many bars, on however many lines the breaks inside their cells put them. Where no row is so closed,
where one ends is not written: names in the first column and numbers in the others tell it; where they do not, the
cells stay paragraphs of their own, without their bars; a blank one keeps its bar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable
from pipeline.readers.headspans import is_number, spread, spread_run
from pipeline.readers.lines import ends_sentence, join_lines
from pipeline.readers.numbering import numbering_level

_BARS = "│┃|｜║"
_BAR = re.compile(f"[{_BARS}]")
_NOTHING = ("", "-", "－", "—", "——", "/", "\\", "无")
_LONGEST_CELL = 40
_MOST_LINES = 2
"""So many lines without a bar may stand in a cell."""
_WIDEST = 12
_MOST_NAMES = 3
"""So many cells of a row may stand before its first number."""
_ROW_END = 2
"""So many bars in a row close it."""
_PADDING = re.compile(f"[{_BARS}]{{2,}}\\s*$")
_FEWEST_ROWS = 3
_NEAR = 16
"""Within so many lines of its first cell a table with closed rows has one."""


def find_cells(lines: Sequence[str], at: int) -> tuple[list[Draft], int] | None:
    """What the run of barred cells that begins at line `at` holds, and the line after it; None if none begins there."""
    if found := _closed_rows(lines, at):
        return found
    ends = _ends_of_run(lines, at)
    if not ends:
        return None
    for end in ends:
        cells = _cells(lines[at:end])
        if table := _divided(cells) or _grid(cells):
            return table, end
    return [DraftParagraph(cell or "|") for cell in _cells(lines[at : ends[0]])], ends[0]


# -- rows that are closed ---------------------------------------------------------------------------------------


def _closed_rows(lines: Sequence[str], at: int) -> tuple[list[Draft], int] | None:
    """The rows that begin at line `at` where bars in a row close some of them, and the line after the last."""
    if not _is_cell(lines, at) or not any(len(_BAR.findall(line)) >= _ROW_END for line in lines[at : at + _NEAR]):
        return None
    rows, end = _rows_of_one_width(lines, at) or _rows(lines, at)
    return (list(_parts(rows)), end) if len(rows) > 1 else None


def find_broken_rows(lines: Sequence[str], at: int) -> tuple[list[Draft], int] | None:
    """The rows of one width that begin at line `at`, of which some stand on several lines; and the line after them."""
    if not _BAR.search(lines[at]) or not _is_cell(lines, at) or not (found := _rows_of_one_width(lines, at)):
        return None
    rows, end = found
    on_lines = sum(bool(_BAR.search(line)) for line in lines[at:end])
    return (list(_parts(rows)), end) if _FEWEST_ROWS <= len(rows) < on_lines else None


def _rows_of_one_width(lines: Sequence[str], at: int) -> tuple[list[list[str]], int] | None:
    """The rows from line `at` on that have as many bars as the widest line there, or as its cells one a line have."""
    near = [len(_BAR.findall(line)) for line in lines[at : at + _NEAR]]
    closed = next((i for i, line in enumerate(lines[at : at + _NEAR]) if _PADDING.search(line)), None)
    if closed is None:
        return None
    width = max(near) if max(near[:closed], default=0) > 1 else max(*near, sum(near[: closed + 1]))
    rows, end = _rows(lines, at, width)
    return (rows, end) if len(rows) >= _FEWEST_ROWS else None


def _is_cell(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a cell: a bar closes it, or is the next line."""
    words = lines[at].strip()
    return bool(_BAR.sub("", words)) and (bool(_BAR.search(words[-1])) or _is_bar(lines, at + 1))


def _begins_cell(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a cell, or the beginning of one of two lines."""
    near = [line.strip() for line in lines[at : at + 1 + _MOST_LINES] if line.strip()]
    if not lines[at].strip() or not near:
        return False
    closed = next((i for i, line in enumerate(near) if _BAR.search(line[-1])), None)
    return closed is not None and not any(ends_sentence(line) for line in near[:closed])


def _rows(lines: Sequence[str], at: int, width: int = 0) -> tuple[list[list[str]], int]:
    """The cells of each row, and the line after the last.

    All rows have `width` bars, and those that have not are left out with what follows; without it as many as the first
    that is closed, and what else is closed is a row too.
    """
    rows: list[list[str]] = []
    row: list[str] = []
    words: list[str] = []
    one_width, whole = bool(width), at
    bars, end = 0, at
    for index in range(at, len(lines)):
        if not row and not words and lines[index].strip() and not _begins_cell(lines, index):
            break
        texts = _BAR.split(lines[index])
        words.append(texts[0])
        closing = len(texts) - 1
        if not closing:
            continue
        end, bars = index + 1, bars + closing
        if one_width and bars > width:
            return rows, whole
        if closing < _ROW_END or "".join(words).strip():
            row.append(join_lines(words))
        row += [text.strip() for text in texts[1:-1] if text.strip()]
        words = [texts[-1]] if texts[-1].strip() else []
        if closing >= _ROW_END:
            width = width or bars
        if bars == width or (closing >= _ROW_END and not one_width):
            rows.append(row)
            row, bars, whole = [], 0, end
    if row and sum(map(bool, map(str.strip, lines[end:]))) == 1:
        row, end = [*row, join_lines(words)], len(lines)  # the text was cut inside its last cell
    return [*rows, row] if row else rows, end


def _parts(rows: Sequence[Sequence[str]]) -> Iterator[Draft]:
    """A row of one cell is a line of its own between tables, but for a name among rows with figures."""
    table: list[Sequence[str]] = []
    for number, row in enumerate(rows):
        if len(row) > 1 or (table and row and _goes_on(row[0], rows[number + 1 :])):
            table.append(row)
            continue
        if table:
            yield DraftTable(list(_placed(table)))
            table = []
        if row and row[0]:
            yield DraftParagraph(row[0])
    if table:
        yield DraftTable(list(_placed(table)))


def _goes_on(name: str, below: Sequence[Sequence[str]]) -> bool:
    """Whether the table goes on below a row of one cell: it is no heading, and no head of columns follows."""
    following = next((row for row in below if len(row) > 1), ())
    return not numbering_level(name) and len(name) <= _LONGEST_CELL and any(map(is_number, following))


def _placed(rows: Sequence[Sequence[str]]) -> Iterator[DraftCell]:
    """The cells at their places; two head rows get their spans back."""
    width = max(map(len, rows))
    number = 0
    while number < len(rows):
        first, second = (*rows[number : number + 2], (), ())[:2]
        names = first and second and _are_names(first) and _are_names(second)
        if names and len(first) < width > len(second) and (head := spread(first, second, width, number)):
            yield from head
            number += 2
            continue
        yield from (DraftCell(text, number, col) for col, text in enumerate(first))
        number += 1


# -- rows that are not ------------------------------------------------------------------------------------------


def _ends_of_run(lines: Sequence[str], at: int) -> list[int]:
    """The line behind the last bar of a run, then where it may end before; none where no cell begins.

    A line without a bar is the beginning of a cell, or the title of the next table.
    """
    end, open_lines = at, 0
    earlier: list[int] = []
    for index in range(at, len(lines)):
        words, bars = _BAR.sub("", lines[index]).strip(), len(_BAR.findall(lines[index]))
        if not words and not bars:
            continue
        if bars == 1 and _BAR.search(lines[index].rstrip()[-1]):
            end, open_lines = index + 1, 0
            continue
        open_lines += 1
        if end > at and end not in earlier:
            earlier.append(end)
        if bars or open_lines > _MOST_LINES or len(words) > _LONGEST_CELL or ends_sentence(words):
            break
        if index == at and not _is_bar(lines, index + 1):
            break  # a title above the table; where bars have lines of their own, a cell
    return [end, *(other for other in earlier if other < end)] if end > at else []


def _is_bar(lines: Sequence[str], at: int) -> bool:
    return at < len(lines) and bool(_BAR.fullmatch(lines[at].strip()))


def _cells(lines: Sequence[str]) -> list[str]:
    """The texts between the bars; an empty one is a blank cell."""
    cells: list[str] = []
    open_lines: list[str] = []
    for line in lines:
        open_lines.append(_BAR.sub("", line))
        if _BAR.search(line):
            cells.append(join_lines(open_lines))
            open_lines = []
    return cells


def _divided(cells: Sequence[str]) -> list[Draft]:
    """Rows between blank cells, where bars open rows as well as close them; lone cells first are captions."""
    groups = [list(group) for filled, group in groupby(cells, key=bool) if filled]
    lone = next((index for index, group in enumerate(groups) if len(group) > 1), len(groups))
    rows = groups[lone:]
    if len(rows) < 2 or {len(row) for row in rows} != {len(rows[0])} or not _are_names(rows[0]):
        return []
    if not any(is_number(cell) for row in rows for cell in row):
        return []
    table = DraftTable([DraftCell(text, row, col) for row, line in enumerate(rows) for col, text in enumerate(line)])
    return [*(DraftParagraph(group[0]) for group in groups[:lone]), table]


def _grid(cells: Sequence[str]) -> list[Draft]:
    """The cells as rows of the only width that makes a table of them; blanks at the end may be missing.

    What stands before the head (a unit, titles over several columns) comes first, as a line of its own.
    """
    width = next((w for w in range(2, min(_WIDEST, len(cells) // 2) + 1) if _fits(cells, w)), None)
    if width is not None:
        return [DraftTable([DraftCell(text, *divmod(index, width)) for index, text in enumerate(cells)])]
    first = next((index for index, cell in enumerate(cells) if is_number(cell)), 0)
    layouts = (
        (start, width)
        for width in range(2, _WIDEST + 1)
        for start in range(max(width, first - _MOST_NAMES), first)
        if _are_rows(cells[start:], width)
    )
    return next((table for start, width in layouts if (table := _below_head(cells, start, width))), [])


def _fits(cells: Sequence[str], width: int) -> bool:
    """Whether rows of that width have names first and numbers behind, below a head of names."""
    head, body = cells[:width], cells[width:]
    if not _are_names(head):
        return False
    names, numbers = body[::width], [cell for index, cell in enumerate(body) if index % width]
    return _are_names(names) and all(map(_is_figure, numbers)) and any(map(is_number, numbers))


def _are_rows(body: Sequence[str], width: int) -> bool:
    """Whether two rows or more of that width have names first, and in each other column numbers or words only."""
    columns = [body[col::width] for col in range(width)]
    alike = all(all(map(_is_figure, column)) or _are_words(column) for column in columns[1:])
    return len(body) >= 2 * width and _are_names(columns[0]) and alike


def _below_head(cells: Sequence[str], start: int, width: int) -> list[Draft]:
    """Rows from `start` on, below a head of one row or of two whose merged cells lost their spans."""
    head, lead = spread_run(cells[:start], width) if _are_names(cells[:start]) else None, ""
    if head is None:
        if not _are_names(cells[start - width : start]):
            return []
        head = [DraftCell(text, 0, col) for col, text in enumerate(cells[start - width : start])]
        lead = " ".join(filter(None, cells[: start - width]))
    top = 1 + max(cell.row for cell in head)
    rows = [DraftCell(text, top + index // width, index % width) for index, text in enumerate(cells[start:])]
    table = DraftTable([*head, *rows])
    return [DraftParagraph(lead), table] if lead else [table]


def _are_names(cells: Sequence[str]) -> bool:
    return all(cells) and not any(map(is_number, cells))


def _are_words(cells: Sequence[str]) -> bool:
    return not any(map(is_number, cells))


def _is_figure(cell: str) -> bool:
    return is_number(cell) or cell in _NOTHING
