"""Tables that a plain text draws with tabs, runs of spaces, pipes or box characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.language.squeeze import normalise
from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable
from pipeline.readers.headspans import is_number, merged, spread
from pipeline.readers.lines import columns, ends_sentence
from pipeline.readers.numbering import numbering_level

_BARS = "│┃|｜║"
_RULE_CHARS = frozenset("─━═-=+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝" + _BARS + ": ")
_BAR = re.compile(f"[{_BARS}]")
_RULE_SIGN = re.compile("[─━═\\-=]{2}")
_PIECE = re.compile(r"\S+(?:[ \u00a0\u3000]\S+)*")
_LEADERS = re.compile(r"[.．…·]{4,}")
_WIDEST_PIECE = 48
_MOST_HEADS = 5
_FEWEST_TABS, _FEWEST_ROWS = 2, 3
_REPEATED = 3
"""So often each column of a kind comes again."""
_HEADER_WORDS = re.compile(r"项目|合计|预算|决算|指标|名称|金额|单位|编制|人数|执行|得分|分值|收入|支出|年度|小计|总计")

# The labels of the index that a page of the open government sites begins with.
_INDEX = re.compile(r"索\s*引\s*号|发(?:布|文)(?:机构|日期|字号)|主题分类|成文日期|公开目录|文\s*号$")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one line holds in one column, with the columns of the screen that it takes: half-open."""

    text: str
    start: int
    end: int


def find_table(lines: Sequence[str], at: int) -> tuple[DraftTable, int] | None:
    """The table that begins at line `at`, and the line after it; None if none begins there."""
    return _barred_table(lines, at) or _tabbed_table(lines, at) or _spaced_table(lines, at)


def above_the_head(table: DraftTable) -> Iterator[Draft]:
    """The table without what stands above its head: the page's index as a table of its own, lone cells as lines."""
    rows: dict[int, list[DraftCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    index: list[DraftCell] = []
    rest = list(rows.values())
    while len(rest) > 1:
        filled = [cell for cell in rest[0] if cell.text]
        if any(_INDEX.search(normalise(cell.text)) for cell in filled):
            index += rest.pop(0)
        elif len(filled) == 1 and (len(rest[0]) > 1 or filled[0].col_span > 1):
            if index:
                yield DraftTable(index)
                index = []
            yield DraftParagraph(filled[0].text)
            rest.pop(0)
        else:
            break
    if index:
        yield DraftTable(index)
    for _ in range(_heads_without_spans(rest)):
        yield DraftParagraph(" ".join(cell.text for cell in rest.pop(0) if cell.text))
    first = rest[0][0].row
    yield DraftTable([replace(cell, row=cell.row - first) for row in rest for cell in row])


def _heads_without_spans(rows: Sequence[Sequence[DraftCell]]) -> int:
    """How many head rows stand above one of columns that come again and again (预算数, 决算数) and lost their spans.

    Nothing tells which of the columns each of their cells stood over.
    """
    for number, row in enumerate(rows[:_MOST_HEADS]):
        if any(cell.col_span > 1 or cell.row_span > 1 for cell in row):
            return 0
        words = [cell.text for cell in row if cell.text and not is_number(cell.text)]
        if _come_again(words):
            above = [sum(bool(cell.text) for cell in line) for line in rows[:number]]
            return number if above and max(above) * 2 <= len(words) else 0
    return 0


def _come_again(words: Sequence[str]) -> bool:
    """预算数 | 决算数 | 预算数 | 决算数 …: columns of a few kinds, each several times."""
    return len(words) >= 2 * _REPEATED and len(set(words)) * _REPEATED <= len(words)


def is_rule(line: str) -> bool:
    """A line that only draws: ├──┼──┤, |---|---|, ------."""
    bare = line.strip()
    return len(bare) >= 3 and set(bare) <= _RULE_CHARS and bool(_RULE_SIGN.search(bare))


def _barred_table(lines: Sequence[str], at: int) -> tuple[DraftTable, int] | None:
    end = at
    while end < len(lines) and (is_rule(lines[end]) or len(_BAR.findall(lines[end])) >= 2):
        end += 1
    block = lines[at:end]
    rows = [line for line in block if not is_rule(line)]
    if len(rows) < 2 or not any(_BAR.search(line) for line in rows):
        return None
    framed = all(map(_is_opened, rows))
    grid = [
        ["\n".join(t for t in texts if t) for texts in _by_column([_split_bars(line, framed=framed) for line in group])]
        for group in _row_groups(block)
    ]
    return DraftTable(list(_barred_cells(grid))), end


def _tabbed_table(lines: Sequence[str], at: int) -> tuple[DraftTable, int] | None:
    """Lines with the same tabs, as office programs copy rows: each cell in its column, empty ones too."""
    tabs = lines[at].count("\t")
    if tabs < _FEWEST_TABS:
        return None
    end = at
    while end < len(lines) and lines[end].count("\t") == tabs and lines[end].strip():
        end += 1
    if end - at < _FEWEST_ROWS:
        return None
    grid = [[text.strip() for text in line.split("\t")] for line in lines[at:end]]
    return DraftTable(merged(grid)), end


def _barred_cells(grid: Sequence[list[str]]) -> Iterator[DraftCell]:
    """The cells where they stand; two head rows that are too short for the rows below get their spans back."""
    row = 0
    while row < len(grid):
        if head := _spread_head(grid, row):
            yield from head
            row += 2
            continue
        yield from (DraftCell(text, row, col) for col, text in enumerate(grid[row]))
        row += 1


def _spread_head(grid: Sequence[list[str]], row: int) -> list[DraftCell] | None:
    """The cells of two head rows above a row of figures, which is as wide as the table; None for other rows."""
    first, second, body = ([_until_blank(line) for line in grid[row : row + 3]] + [[], [], []])[:3]
    if any(map(is_number, (*first, *second))) or not any(map(is_number, body)):
        return None
    if row and _come_again(second) and len(_until_blank(grid[row - 1])) > 1:
        return None  # a third row of heads, which nothing tells the place of
    return spread(first, second, len(body), row) if first and second and len(body) > len(first) else None


def _until_blank(line: Sequence[str]) -> list[str]:
    """A row without the blanks that pad its end; nothing for one with a blank inside."""
    texts = list(line)
    while texts and not texts[-1]:
        texts.pop()
    return texts if all(texts) else []


def _is_opened(line: str) -> bool:
    return bool(_BAR.match(line.strip()))


def _split_bars(line: str, *, framed: bool) -> list[str]:
    """The cells of a line; where bars do not open all lines, one that does stands behind a blank cell."""
    bare = line.strip()
    inner = bare[framed and _is_opened(line) :]
    inner = inner[:-1] if _BAR.match(inner[-1:]) else inner
    return [part.strip(" \t\u00a0\u3000") for part in _BAR.split(inner)]


def _row_groups(block: Sequence[str]) -> list[list[str]]:
    """The lines of each row: where rules stand between all rows, the lines between two rules are one row."""
    groups: list[list[str]] = [[]]
    for line in block:
        if is_rule(line):
            groups.append([])
        else:
            groups[-1].append(line)
    groups = [group for group in groups if group]
    ruled = len(groups) >= 3 and all(len(group) <= 4 for group in groups)
    return groups if ruled else [[line] for group in groups for line in group]


def _by_column(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[row[col] for row in rows if col < len(row)] for col in range(max(map(len, rows)))]


def _spaced_table(lines: Sequence[str], at: int) -> tuple[DraftTable, int] | None:
    rows: list[list[Piece]] = []
    end = at
    while end < len(lines) and _belongs(lines, end, rows):
        pieces = _pieces(lines[end])
        rows += [pieces] if pieces else []
        end += 1
    if not _is_grid(rows):
        return None
    return DraftTable(list(_place(rows))), end


def _belongs(lines: Sequence[str], at: int, rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether a line is one more row: two pieces or more, or a lone label between such rows."""
    pieces = _pieces(lines[at])
    if is_rule(lines[at]):
        return True
    if len(pieces) >= 2:
        return all(columns(piece.text) <= _WIDEST_PIECE for piece in pieces) and not ends_sentence(pieces[-1].text)
    followed = at + 1 < len(lines) and len(_pieces(lines[at + 1])) >= 2
    lone = len(pieces) == 1 and columns(pieces[0].text) <= _WIDEST_PIECE and not ends_sentence(pieces[0].text)
    return bool(rows) and followed and lone and not _opens_section(pieces[0].text, rows)


def _opens_section(text: str, rows: Sequence[Sequence[Piece]]) -> bool:
    return numbering_level(text) in (2, 3) and not any(numbering_level(row[0].text) for row in rows)


def _pieces(line: str) -> list[Piece]:
    """A line's parts between tabs and runs of spaces; single spaces stay inside a part (合 计)."""
    if "\t" in line.strip():
        texts = line.rstrip("\r\n").split("\t")
        # A tab is a column of its own width: position is its number, so that blank cells keep their place.
        return [Piece(text.strip(), 100 * col, 100 * col + 1) for col, text in enumerate(texts) if text.strip()]
    parts: list[tuple[int, int]] = []
    for match in _PIECE.finditer(line):
        # “合    计” is one word set wide: single characters side by side belong together.
        if parts and _is_spaced_word(line[slice(*parts[-1])]) and _is_spaced_word(match.group()):
            parts[-1] = (parts[-1][0], match.end())
        else:
            parts.append(match.span())
    return [Piece(line[a:b], columns(line[:a]), columns(line[:b])) for a, b in parts]


def _is_spaced_word(text: str) -> bool:
    return all(len(part) == 1 and not part.isascii() and part not in "无元—－／" for part in text.split())


def _is_grid(rows: Sequence[Sequence[Piece]]) -> bool:
    """Two lines or more of the same number of columns, with numbers or the words of a table's head."""
    widest = max(map(len, rows), default=0)
    if widest < 2 or sum(len(row) == widest for row in rows) < 2 or sum(len(row) >= 2 for row in rows) < 2:
        return False
    texts = [piece.text for row in rows for piece in row]
    if any(_LEADERS.search(text) for text in texts):
        return False
    numbers = sum(any(char.isdigit() for char in text) for text in texts)
    labels = sum("：" in text or ":" in text for text in texts)
    return labels <= len(texts) / 3 and (numbers >= len(texts) / 5 or any(map(_HEADER_WORDS.search, texts)))


def _place(rows: Sequence[Sequence[Piece]]) -> Iterator[DraftCell]:
    """Cells by overlap with the columns that the fullest rows make; blanks stay blank."""
    widest = max(map(len, rows))
    full = [row for row in rows if len(row) == widest]
    bands = [(min(row[col].start for row in full), max(row[col].end for row in full)) for col in range(widest)]
    for number, row in enumerate(rows):
        free = 0
        for index, piece in enumerate(row):
            last_free = widest - (len(row) - index)
            col = max(free, min(last_free, _nearest(bands, piece)))
            yield DraftCell(piece.text, number, col)
            free = col + 1


def _nearest(bands: Sequence[tuple[int, int]], piece: Piece) -> int:
    def rank(col: int) -> tuple[int, int]:
        start, end = bands[col]
        overlap = min(end, piece.end) - max(start, piece.start)
        return overlap, -abs((start + end) - (piece.start + piece.end))

    return max(range(len(bands)), key=rank)
