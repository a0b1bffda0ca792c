"""Tables that a scraped page gives one cell a line, each closed by a bar: “合计 |⏎ 6.50 |⏎ 4.20 |”.

Where a row ends is not written. Names in the first column and numbers in the others tell it; where they do not, the
cells stay paragraphs of their own, without their bars.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable
from pipeline.readers.lines import ends_sentence, join_lines

_BARS = "│┃|｜║"
_BAR = re.compile(f"[{_BARS}]")
_NUMBER = re.compile(r"[-+－]?[\d,，.]+\s*[%％]?")
_NOTHING = ("", "-", "－", "—", "——", "/", "\\", "无")
_LONGEST_CELL = 40
_MOST_LINES = 2
"""So many lines without a bar may stand in a cell."""
_WIDEST = 12


def find_cells(lines: Sequence[str], at: int) -> tuple[list[Draft], int] | None:
    """What the run of barred cells that begins at line `at` holds, and the line after it; None if none begins there."""
    end = _end_of_run(lines, at)
    if end == at:
        return None
    cells = _cells(lines[at:end])
    table = _grid(cells)
    return [table] if table else [DraftParagraph(cell) for cell in cells if cell], end


def _end_of_run(lines: Sequence[str], at: int) -> int:
    """The line behind the last bar of a run; `at` where no cell begins."""
    end, open_lines = at, 0
    for index in range(at, len(lines)):
        words, bars = _BAR.sub("", lines[index]).strip(), len(_BAR.findall(lines[index]))
        if not words and not bars:
            continue
        if bars == 1 and _BAR.search(lines[index].rstrip()[-1]):
            end, open_lines = index + 1, 0
            continue
        open_lines += 1
        if bars or open_lines > _MOST_LINES or len(words) > _LONGEST_CELL or ends_sentence(words):
            break
        if index == at and not _is_bar(lines, index + 1):
            break  # a title above the table; where bars have lines of their own, a cell
    return end


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


def _grid(cells: Sequence[str]) -> DraftTable | None:
    """The cells as rows of the only width that makes a table of them; blanks at the end may be missing."""
    width = next((w for w in range(2, min(_WIDEST, len(cells) // 2) + 1) if _fits(cells, w)), None)
    if width is None:
        return None
    return DraftTable([DraftCell(text, *divmod(index, width)) for index, text in enumerate(cells)])


def _fits(cells: Sequence[str], width: int) -> bool:
    """Whether rows of that width have names first and numbers behind, below a head of names."""
    head, body = cells[:width], cells[width:]
    if not all(head) or any(map(_is_number, head)):
        return False
    names, numbers = body[::width], [cell for index, cell in enumerate(body) if index % width]
    return (
        all(name and not _is_number(name) for name in names)
        and all(_is_number(cell) or cell in _NOTHING for cell in numbers)
        and any(map(_is_number, numbers))
    )


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))
