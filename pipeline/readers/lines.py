"""Lines → paragraphs: undoing the breaks that a terminal, an editor or a page made inside sentences.

A hard wrap breaks anywhere, inside words and inside numbers, always near the same width; an author's break comes
after a sentence, a heading or a short line. Widths are counted in columns: a Chinese character takes two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.numbering import numbering_level

BLANKS = " \t\u00a0\u3000"
_CLOSERS = "”’」』）)】〕》\"'"
_SENTENCE_ENDS = "。！？；：!?;:…"
_LATIN_GAP = re.compile(r"[A-Za-z]\Z"), re.compile(r"[A-Za-z]")
# Nobody ends a paragraph with a comma: whatever follows, indented or after a blank line, goes on.
_COMMAS = "，,、"
_OPEN_ENDS = "，、,（(《〈“‘〔【-－—~～"
# A line that nothing but itself can fill: “单位：万元”, a date, a number of pages.
_LABEL = re.compile(r"\s*[^：:。，,；;%％]{1,12}[：:]")
_DATE = re.compile(
    r"\s*[（(]?[\d〇○零一二三四五六七八九十]{2,4}\s*年\s*(?:[\d一二三四五六七八九十]{1,3}\s*月[^，。]{0,8})?$"
)
# A report's title with its year: a blank line behind it ends it, however long it is.
_TITLE = re.compile(r"(?:20\d\d|二[〇○零].{2})\s*年.*(?:报告|说明|公开|总结|表)(?:[（(][^（）()]*[）)])?$")
# In columns: lines of a hard wrap differ by a character, by a word kept whole, by punctuation hanging out.
_SLACK = 6
_NARROWEST, _WIDEST = 36, 240
_NEARLY = 0.8
_CLAUSE = re.compile(r"[，,。；;]")
_INDENT = 2
_CENTRED_INDENT = 8
_LONG = 70
_HEADING_COLUMNS = 90

# A name and figures behind it, parted by single blanks: a row of a table that goes on in no line below.
_ROW = re.compile(r"[^\s\d]\S*(?:[ \u00a0\u3000]+[-—\d,，.％%]*\d[-—\d,，.％%]*){2,}")
# Cells of a row of indicators or of its head: no sentence, and no date set with blanks.
_CELL = re.compile(r"[^，。；;：:]{1,24}|指标\d+[：:][^，。；;：:]{1,24}")
_FIGURE = re.compile(r"[≥≤<>=﹥﹤]?\d[\d.,]*[^\d]{0,4}")
# The head of a form whose cells were glued, and what its rows end with: points or a value.
_GLUED_HEAD = re.compile(
    r"\S*(?:[一二三]级指标|指标名称|指标内容)\S*(?:值|分|权重|情况|措施|分析|原因|备注)(?:[(（][^()（）]*[)）])?"
)
_HEAD = re.compile(
    r"[^\s，。；：:\d]{0,8}(?:指标|目标|值|得分|评分|分值|权重|性质|单位|情况|原因|措施|分析)(?:[(（][^()（）]*[)）])?"
)
_ROW_ENDS = re.compile(r"\d[^\d。；;，,]{0,4}$")
_OF_DATES = frozenset("年月日")
_FEWEST_CELLS, _FEWEST_FIGURES, _FEWEST_HEADS = 3, 2, 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands in the file: its words, and the columns where they start and end."""

    text: str
    indent: int
    end: int

    @property
    def width(self) -> int:
        return self.end - self.indent


def columns(text: str) -> int:
    """How many columns a text takes: 2 for a Chinese character or sign, 1 for a Latin one.

    >>> columns("共9人")
    5
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def measure(raw: str) -> Line:
    """A line's words without the blanks around them, and their place; a tab counts four columns."""
    text = raw.replace("\t", "    ").rstrip(BLANKS)
    words = text.lstrip(BLANKS)
    indent = columns(text[: len(text) - len(words)]) if words else 0
    return Line(raw.strip(BLANKS), indent, indent + columns(words))


def ends_sentence(text: str) -> bool:
    """Whether a line's last sign closes a sentence or a lead-in (。；：and their like, quotes after them allowed)."""
    bare = text.rstrip(BLANKS + _CLOSERS)
    return bare[-1:] in _SENTENCE_ENDS and bool(bare)


def looks_like_heading(text: str) -> bool:
    """A numbered line that is no sentence: “（二）收支情况”."""
    bare = text.strip(BLANKS)
    return numbering_level(bare) > 0 and columns(bare) <= _HEADING_COLUMNS and not ends_sentence(bare)


def join_lines(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one text: nothing between Chinese characters or digits, a space between Latin words.

    >>> join_lines(["收入39", "8.64万元"])
    '收入398.64万元'
    """
    joined = ""
    parts: list[str] = []
    for line in (line.strip(BLANKS) for line in lines):
        if joined and _LATIN_GAP[0].search(joined) and _LATIN_GAP[1].match(line):
            parts.append(" ")
        parts.append(line)
        joined = line or joined
    return "".join(parts)


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The column at which the text was hard-wrapped; None where lines are as long as their author made them.

    Many lines must end in the same narrow band, and hardly any beyond it.
    """
    ends = Counter(line.end for line in lines if line.text)
    total = sum(ends.values())
    best, most = 0, 0
    for end in sorted(ends):
        count = sum(ends[near] for near in range(end - _SLACK + 2, end + 1))
        if _NARROWEST <= end <= _WIDEST and count >= most:
            best, most = end, count
    beyond = sum(count for end, count in ends.items() if end > best + 2)
    return best if most >= max(3, 0.25 * total) and beyond <= 0.05 * total else None


def paragraphs(raw_lines: Sequence[str]) -> list[str]:
    """Group the lines of a plain text into paragraphs, in order; blank lines vanish."""
    return [join_lines([line.text for line in group]) for group in group_lines([measure(raw) for raw in raw_lines])]


def group_lines(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each paragraph; blank lines (empty text) only separate."""
    wrap = wrap_width(lines)
    if wrap and _double_spaced(lines):
        lines = [line for line in lines if line.text]
    goes_on = _wrapped_rule(lines, wrap) if wrap else _goes_on_unwrapped
    groups: list[list[Line]] = []
    blank = form = False
    for line in lines:
        if not line.text:
            blank = True
            continue
        above = groups[-1][-1].text if groups else ""
        form = (form and "。" not in above) or bool(_GLUED_HEAD.fullmatch(above))
        row = _is_row(line.text) or _is_row(above) or (form and _parts_rows(above, line.text))
        if groups and not row and goes_on(groups[-1], line, blank):
            groups[-1].append(line)
        else:
            groups.append([line])
        blank = False
    return groups


def _is_row(text: str) -> bool:
    """Whether a line holds the cells of one row of a table, parted by blanks."""
    if _ROW.fullmatch(text):
        return True
    cells = text.split()
    if len(cells) < _FEWEST_CELLS or not all(map(_CELL.fullmatch, cells)) or not _OF_DATES.isdisjoint(cells):
        return False
    if all(map(_HEAD.fullmatch, cells)):
        return True
    figures = sum(bool(_FIGURE.fullmatch(cell)) for cell in cells[1:])
    words = len(cells) >= _FEWEST_HEADS and min(map(len, cells)) > 1
    return figures >= _FEWEST_FIGURES or (words and not any(char.isdigit() for char in text))


def _parts_rows(above: str, below: str) -> bool:
    """Whether the first of two lines below the head of a glued form ends a row, and the second begins one."""
    return bool(_GLUED_HEAD.fullmatch(above) or _ROW_ENDS.search(above)) and not below[0].isdigit()


def _double_spaced(lines: Sequence[Line]) -> bool:
    """Every line is followed by a blank one: blank lines then mean nothing."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.text]
    return len(pairs) >= 6 and sum(not b.text for _, b in pairs) >= 0.9 * len(pairs)


def _goes_on_unwrapped(group: list[Line], line: Line, blank: bool) -> bool:
    """Web copies break a sentence here and there, with or without a blank line; all other lines are paragraphs."""
    last = group[-1]
    if last.text[-1] in _COMMAS and not numbering_level(line.text):
        return True
    if line.indent >= _INDENT or looks_like_heading(last.text) or _starts_afresh(line.text):
        return len(group) == 1 and not blank and _both_centred(last, line, None)
    if ends_sentence(last.text) or (blank and len(group) == 1 and _TITLE.search(last.text)):
        return False
    if last.text[-1] in _OPEN_ENDS and (last.width >= _LONG // 2):
        return True
    return last.width >= _LONG and (ends_sentence(line.text) or line.width >= _LONG)


def _wrapped_rule(lines: Sequence[Line], wrap: int) -> Callable[[list[Line], Line, bool], bool]:
    """Whether a line goes on with the paragraph before it, in a text that was wrapped at `wrap`."""
    filled = [line for line in lines if line.text]
    margin = _margin(filled)
    indents = sum(line.indent >= margin + _INDENT for line in filled) >= max(3, 0.1 * len(filled))

    def falls_short(group: list[Line]) -> bool:
        # Short of the edge: the end of a sentence, a heading or a label; else a word that was kept whole.
        if indents:
            return 2 * group[-1].end >= wrap and not _complete(group)
        # Without indents a sentence that breaks off near the edge; half-width signs and digits make it narrower.
        return group[-1].end >= _NEARLY * wrap and _breaks_off(group[-1].text)

    def goes_on(group: list[Line], line: Line, blank: bool) -> bool:
        last = group[-1]
        full = last.end >= wrap - _SLACK
        if last.text[-1] in _COMMAS and not numbering_level(line.text):
            return True
        if _apart(last, wrap) or _apart(line, wrap):
            return not blank and _both_centred(last, line, wrap)
        if line.indent >= margin + _INDENT:
            return False
        if _starts_afresh(line.text) and not (indents and full and not blank and not ends_sentence(last.text)):
            return False
        if full:
            return not blank or not ends_sentence(last.text)
        return not blank and falls_short(group)

    return goes_on


def _breaks_off(text: str) -> bool:
    """Whether a line is the beginning of a sentence: its last clause is not closed."""
    return bool(_CLAUSE.search(text)) and not ends_sentence(text)


def _complete(group: list[Line]) -> bool:
    return ends_sentence(group[-1].text) or (len(group) == 1 and looks_like_heading(group[0].text))


def _margin(lines: Sequence[Line]) -> int:
    """The least indent that a fair share of the lines has: a whole text may be set off."""
    counts = Counter(line.indent for line in lines)
    return min((indent for indent, count in counts.items() if count >= 0.1 * len(lines)), default=0)


def _starts_afresh(text: str) -> bool:
    return numbering_level(text) > 0 or bool(_DATE.match(text)) or (bool(_LABEL.match(text)) and len(text) <= 30)


def _apart(line: Line, wrap: int) -> bool:
    """Set in the middle or at the right edge: a title, a signature, a date."""
    return line.indent >= _CENTRED_INDENT and line.width < wrap - _CENTRED_INDENT


def _both_centred(first: Line, second: Line, wrap: int | None) -> bool:
    """Two halves of one centred title."""
    if min(first.indent, second.indent) < _CENTRED_INDENT or _starts_afresh(second.text) or _DATE.match(first.text):
        return False
    if second.text[0] in "（(—-" or ends_sentence(first.text):
        return False
    if wrap and max(first.end, second.end) >= wrap - _SLACK:
        return False
    middle = abs((first.indent + first.end) - (second.indent + second.end)) / 2
    return middle <= 4 and first.width >= 16


def split_breaks(text: str) -> list[str]:
    """Paragraphs of a text whose author broke lines by hand (Word's ⇧Enter, <br>).

    A break ends one after a sentence, before and after a heading, before an indent and at a blank line; a phrase
    that goes on is joined.
    """
    lines = [measure(raw) for raw in text.split("\n")]
    filled = [line for line in lines if line.text]
    if len(filled) < 2:
        return [line.text for line in filled]
    if len(filled) >= 6 and wrap_width(lines):
        return [join_lines([line.text for line in group]) for group in group_lines(lines)]
    groups: list[list[str]] = []
    previous: Line | None = None
    for line in lines:
        if line.text and previous and previous.text and not _breaks(previous, line, len(filled)):
            groups[-1].append(line.text)
        elif line.text:
            groups.append([line.text])
        previous = line
    return [join_lines(group) for group in groups]


def _breaks(first: Line, second: Line, count: int) -> bool:
    """Whether a break by hand between two lines of `count` ends a paragraph."""
    if second.indent >= _INDENT or _starts_afresh(second.text):
        return True
    if ends_sentence(first.text) or looks_like_heading(first.text) or _DATE.match(first.text):
        return True
    if first.text[-1] in _OPEN_ENDS or first.width >= _LONG:
        return False
    # A short phrase before a sentence is its heading; a few short phrases are one title; many are a list.
    return ends_sentence(second.text) or second.width >= _LONG or count > 3
