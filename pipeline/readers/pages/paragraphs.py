"""Lines → paragraphs: which line goes on with the one before it, also over the page.

Told by where lines begin and end. A paragraph's lines end where the next word would not have fitted; its first
line is mostly indented by two characters; titles stand in the middle, signatures at the right.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.readers.drafts import DraftParagraph
from pipeline.readers.lines import join_lines
from pipeline.readers.numbering import numbering_level
from pipeline.readers.pages.content import union
from pipeline.readers.pages.lines import Line, without_leaders

_SENTENCE_END = re.compile(r"[。！？!?][”’」』）)]*\Z")
_LEAD_IN_END = re.compile(r"[。！？!?；;：:][”’」』）)]*\Z")
_OPENS = re.compile(
    r"第[一二三四五六七八九十百]{1,4}[条章]|附[件表录注]|注[:：]|[一二三四五六七八九十]是|单位[:：]|表\s?\d"
)
# What no line break may stand in: a number or Latin word with its brackets and the signs that close it.
_UNBREAKABLE = re.compile(
    r"[（〔“‘《〈【「(\[]*(?:[A-Za-z0-9.,%‰+\-/:∶]+|.)[，。；：、！？）〕”’》〉】」)\],.;:!?…%％‰]*", re.DOTALL
)
_RUN_ON_ITEM = re.compile(r"[一二三四五六七八九十]是")
_INDENT = 1.0
_SLACK = 1.0
_SAME_SIZE = 0.13
_LOOSE = 1.5
_LEAST_RIGHT = 0.7
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page's text begins and ends, and what is usual on it."""

    left: float
    right: float
    page_width: float

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Manner:
    """How the document is set: the frame of each page, the size of its text, the distance of its lines in sizes."""

    frames: Mapping[int, Frame]
    size: float
    pitch: float


def manner_of(lines: Sequence[Line], widths: Mapping[int, float]) -> Manner:
    """Measure the lines that stand in no table and no margin; `widths` are the pages' own."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.chars)
    size = max(sizes, key=lambda key: (sizes[key], key), default=12.0)
    pitches = [
        (below.top - above.top) / above.size
        for above, below in pairwise(lines)
        if above.page == below.page and above.size == below.size == size and below.top > above.bottom - above.size / 2
    ]
    return Manner(_frames(lines, widths), size, median(pitches) if pitches else 1.6)


def _frames(lines: Sequence[Line], widths: Mapping[int, float]) -> dict[int, Frame]:
    """Each page's own frame where its lines show one, else that of the pages of its width."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    by_width: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
        by_width[round(widths[line.page])].append(line)
    frames = {}
    for page, width in widths.items():
        all_like = by_width[round(width)]
        left = _common_left(by_page[page]) or _common_left(all_like) or 0.1 * width
        # The short lines of a contents page or of a page of tables end nowhere; margins are mostly alike.
        ends = (_common_right(by_page[page]), _common_right(all_like), width - left)
        right = next((end for end in ends if end is not None and end >= _LEAST_RIGHT * width), 0.9 * width)
        frames[page] = Frame(left, right, page_width=width)
    return frames


def _common_right(lines: Sequence[Line]) -> float | None:
    """The rightmost end that three lines come near."""
    ends = sorted((line.x1 for line in lines), reverse=True)
    em = median(line.size for line in lines) if lines else 0
    return next((a for a, b, c in zip(ends, ends[1:], ends[2:], strict=False) if a - c < 1.2 * em), None)


def _common_left(lines: Sequence[Line]) -> float | None:
    """The leftmost beginning that three lines share."""
    starts = sorted(line.x0 for line in lines)
    return next((a for a, _, c in zip(starts, starts[1:], starts[2:], strict=False) if c - a < 4), None)


def paragraphs(lines: Sequence[Line], manner: Manner) -> list[DraftParagraph]:
    """Group lines that stand in no table, in reading order, into paragraphs."""
    return [_draft(group, manner) for group in grouped(lines, manner)]


def grouped(lines: Iterable[Line], manner: Manner) -> list[list[Line]]:
    """The lines of each paragraph."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, manner):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _draft(group: Sequence[Line], manner: Manner) -> DraftParagraph:
    first = group[0]
    text = join_lines([line.text for line in group])
    bare = without_leaders(text)
    return DraftParagraph(
        text=text if bare is None else bare,
        level=_level(group, text, manner),
        page=first.page,
        bbox=union([line.bbox for line in group if line.page == first.page]),
    )


def _level(group: Sequence[Line], text: str, manner: Manner) -> int:
    """A hint for headings without a number: larger than the text, set in the middle."""
    larger = group[0].size > 1.12 * manner.size
    return int(larger and _centred(group[0], manner) and len(text) <= 45 and not re.search(r"[。；：:]", text))


def _goes_on(group: Sequence[Line], line: Line, manner: Manner) -> bool:
    last = group[-1]
    if without_leaders(last.text) is not None or (last.page == line.page and not _below(last, line, manner)):
        return False
    if _centred(last, manner) or _centred(line, manner):
        return _one_title(group, line, manner)
    if _at_right(last, manner) or _at_right(line, manner):
        return False
    full = _full(last, line, manner)
    mid_sentence = full and not _LEAD_IN_END.search(last.text)
    if _opens_anew(group, line, manner, full) or not (mid_sentence or _alike(last, line)):
        return False
    if _indent(line, manner) > _INDENT:
        return mid_sentence and _hangs(group, _indent(line, manner), _indent(last, manner))
    return full or _kept_whole(group, manner)


def _opens_anew(group: Sequence[Line], line: Line, manner: Manner, full: bool) -> bool:
    """A number, 第一条, 注：: the start of a paragraph.

    Where the paragraph's first line is indented, a line at the edge goes on if the one before is full and in the
    middle of a sentence, or if it is an item of a list that runs on (一是…。二是…). Headings stand at the edge too.
    """
    if not _opens(line.text):
        return False
    last = group[-1].text
    item = _RUN_ON_ITEM.match(line.text) or (numbering_level(line.text) > 3 and last[-1] in "；;，,、")
    at_edge = _indent(line, manner) <= _INDENT < _indent(group[0], manner)
    runs_on = at_edge and full and (item or not _LEAD_IN_END.search(last))
    return not runs_on or _listed(group, line)


def _below(last: Line, line: Line, manner: Manner) -> bool:
    """The next line at the usual distance; not the same line's other text, not beyond a gap."""
    if line.top < last.bottom - 0.5 * min(last.size, line.size):
        return False
    usual = max(manner.pitch, 1.15) * max(last.size, line.size)
    return line.top - last.top <= _LOOSE * usual


def _one_title(group: Sequence[Line], line: Line, manner: Manner) -> bool:
    """Two halves of one title: both in the middle, set alike, no sentence, near each other."""
    last = group[-1]
    if not (_centred(last, manner) and _centred(line, manner)) or last.page != line.page:
        return False
    if not _alike(last, line) or last.bold != line.bold or line.top - last.top > 2.6 * line.size:
        return False
    long = sum(len(part.text) for part in group) + len(line.text) > _LONGEST_TITLE
    apart = line.text[0] in "（(—-" or _LEAD_IN_END.search(last.text) or numbering_level(line.text)
    return not (long or apart or _opens(line.text))


def _opens(text: str) -> bool:
    return numbering_level(text) > 0 or bool(_OPENS.match(text))


def _listed(group: Sequence[Line], line: Line) -> bool:
    """Two entries of one list: a contents page, an enumeration."""
    level = numbering_level(line.text)
    return level > 0 and level == numbering_level(group[0].text)


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def _indent(line: Line, manner: Manner) -> float:
    return (line.x0 - manner.frames[line.page].left) / (line.size or 1)


def _slack(line: Line, manner: Manner) -> float:
    return manner.frames[line.page].right - line.x1


def _full(last: Line, line: Line, manner: Manner) -> bool:
    """Whether the next line's first word would not have fitted: then the break is the page's, not the author's."""
    return _slack(last, manner) < _first_word(line) + _SLACK * last.size


def _first_word(line: Line) -> float:
    match = _UNBREAKABLE.match("".join(char.text[:1] for char in line.chars))
    last = line.chars[match.end() - 1] if match else line.chars[0]
    return last.x1 - line.chars[0].x0


def _kept_whole(group: Sequence[Line], manner: Manner) -> bool:
    """A line that ends early in mid-sentence, in a paragraph that is indented or has filled a line before.

    Writers' programs carry more than a word to the next line: 〔2020〕6号, a date, a number with its unit.
    """
    last = group[-1]
    if _LEAD_IN_END.search(last.text) or (len(group) == 1 and _indent(group[0], manner) <= _INDENT):
        return False
    heading = len(group) == 1 and (numbering_level(last.text) and not re.search(r"[，。；]", last.text))
    return not heading and _slack(last, manner) < 0.42 * manner.frames[last.page].width


def _hangs(group: Sequence[Line], indent: float, indent_before: float) -> bool:
    """An indented line that still goes on: all lines of the paragraph are set off, or hang from its number."""
    if abs(indent - indent_before) < 0.5:
        return True
    return len(group) == 1 and numbering_level(group[0].text) > 0 and indent - indent_before < 4


def _centred(line: Line, manner: Manner) -> bool:
    frame = manner.frames[line.page]
    left, right = line.x0 - frame.left, frame.right - line.x1
    on_page = abs(line.x0 + line.x1 - frame.page_width) / 2
    if min(abs(left - right) / 2, on_page) > 0.7 * line.size:
        return False
    # A first line that ends early, indented by two characters, only looks centred; a title may fill the width.
    return left > 2.6 * line.size or line.size > 1.12 * manner.size


def _at_right(line: Line, manner: Manner) -> bool:
    frame = manner.frames[line.page]
    return line.x0 - frame.left > 0.4 * frame.width


def title_of(groups: Sequence[DraftParagraph], sizes: Mapping[int, float], manner: Manner) -> DraftParagraph | None:
    """The largest text on the document's first page, if it is larger than the report's text.

    `sizes` gives each draft's size by its id. “某县人民政府文件” in red is the letterhead, not the title.
    """
    first = min(manner.frames, default=0)
    fits = [draft for draft in groups if draft.page == first and not re.search(r"文\s*件$|^目\s*录$", draft.text)]
    best = max(fits, key=lambda draft: sizes[id(draft)], default=None)
    return best if best is not None and sizes[id(best)] > 1.12 * manner.size else None
