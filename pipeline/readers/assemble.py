"""Drafts → Document: one linear text, offsets, headings and the section path of every block.

Blocks are joined by a newline, the cells of a table row by a tab, its rows by a newline; nothing else is
added, so a quote taken from the text is verbatim but for the line breaks that a page or a hard wrap made.
"""

from __future__ import annotations

import re

from pipeline.document import MARGIN_KINDS, Block, BlockKind, Cell, Document, Span, Table
from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable, Reading
from pipeline.readers.numbering import numbering_level

__all__ = ["assemble", "clean", "numbering_level"]

_HEADING_CHARS = 45
_TITLE_CHARS = 70
_TITLE_WITHIN = 6
_RUN_IN_CHARS = 32
# A heading is a phrase, not a sentence; “：” ends lead-ins such as “主要职责是：”.
_SENTENCE_END = re.compile(r"[。；;！？!?，,：:]\s*$")
_RUN_IN = re.compile(r"[^。；：:！？]{2,}?[。：:]")
# A short numbered line with money, a percentage or a count in it (“1.基本支出31.2万元，占52%”, “2.直播：18场”) states
# figures; the name before them is the heading of what follows.
_STATES_FIGURES = re.compile(
    r"\d\s*(?:[万亿]?元|[%％])"
    r"|\d\s*[余多]?[万千]?(?:人次?|名|户次?|个|件|场次?|次|期|批次?|份|条|篇|台|辆|亩|公里|家|处|所|套|册|起|例|宗|吨|平方米)"
    r"(?=[，,；;、（(）)]|$)"
)
_NAMED_FIGURE = re.compile(r"(?:\d{1,2}|[^\d])[^\d，,。；;：:]{2,24}(?=\d)")
# One sentence that is a whole item (“（九）完成交办的其他任务。”) is no heading of what follows, a short phrase is.
_WHOLE_HEADING_CHARS = 16
_TITLE_PROOF = re.compile(r"报告|[12２]\d{3}\s*年|二[〇○零]")
_TITLE_WORDS = re.compile(r"报告|说明|自评|决算|预算|评价|公开|情况|表$")
# A line of a contents list: leader dots or a gap, then the page. Its words come again where the section begins.
_CONTENTS = re.compile(r"[.．…·‥]{3,}[ .．…·‥]*\d{1,3}$|^(?:第?[（(]?[一二三四五六七八九十]+).{2,40}[ \u3000]+\d{1,3}$")
# What is annexed belongs to none of the sections before it, such as the plans that a report ends with.
_ANNEX = re.compile(
    r"附[表件录](?:[一二三四五六七八九十]|[0-9０-９]{1,2})?(?:[-—－][0-9]+)?(?:[:：\s][^。；;，,]{0,30}|$)"
)
_BLANKS = " \t\u00a0\u3000"
_BREAKS = re.compile(r"[\r\n\v\f]+")
_LATIN_GAP = re.compile(r"(?<=[A-Za-z0-9%％])\n(?=[A-Za-z0-9≥≤＞＜><])")
# Control, format and private-use characters carry nothing that a person sees, and break searches and XML.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\uf8ff\U000f0000-\U0010ffff]"
)


def clean(text: str) -> str:
    """One line of what a person sees: invisible characters out, line breaks joined, ends stripped.

    A break between two Latin words or numbers becomes a space; between Chinese characters, nothing.
    """
    # Split and strip, not one regex over blanks around breaks: that one is quadratic in a long run of blanks.
    lines = [line.strip(_BLANKS) for line in _BREAKS.split(_INVISIBLE.sub("", text))]
    return _LATIN_GAP.sub(" ", "\n".join(filter(None, lines))).replace("\n", "").replace("\t", " ")


def assemble(reading: Reading, format: str) -> Document:  # noqa: A002, the column of `documents` is called so
    """Lay the drafts out in one text; page margins come last, each different line once."""
    drafts = [d for d in reading.drafts if _says_something(d)]
    body = [d for d in drafts if isinstance(d, DraftTable) or d.kind not in MARGIN_KINDS]
    margins: dict[str, DraftParagraph] = {}
    for draft in drafts:
        if isinstance(draft, DraftParagraph) and draft.kind in MARGIN_KINDS:
            margins.setdefault(clean(draft.text), draft)
    layout = _Layout()
    for index, draft in enumerate(body):
        layout.add(draft, may_be_title=index < _TITLE_WITHIN)
    for draft in margins.values():
        layout.add(draft, may_be_title=False)
    text, blocks = "".join(layout.parts), tuple(layout.blocks)
    return Document(text, blocks, format, reading.pages, tuple(reading.notes), tuple(reading.recognised), reading.lacks)


def _says_something(draft: Draft) -> bool:
    """An empty paragraph, or a grid of blanks, states nothing."""
    texts = [cell.text for cell in draft.cells] if isinstance(draft, DraftTable) else [draft.text]
    return any(map(clean, texts))


class _Layout:
    """The text so far, and the headings that are open at this place."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.length = 0
        self.open: list[tuple[int, str, bool]] = []
        """(level, words, whether a paragraph opened with it)"""
        self.has_title = False

    def add(self, draft: Draft, *, may_be_title: bool) -> None:
        if self.blocks:
            self._write("\n")
        if isinstance(draft, DraftTable):
            self._add_table(draft)
            return
        text = clean(draft.text)
        kind, level = self._kind_and_level(draft, text, may_be_title)
        head = text if level else ""
        if kind == "paragraph" and (depth := numbering_level(text)):
            head, level = _run_in_heading(text), depth + 1
        # A title further down begins another document of the same file.
        if kind == "title" or (_ANNEX.match(text) and not _SENTENCE_END.search(text)):
            self.open = []
        self._turn(head, level, run_in=kind == "paragraph")
        start = self.length
        self._write(text)
        self.blocks.append(
            Block(
                seq=len(self.blocks),
                kind=kind,
                span=Span(start, self.length),
                page=draft.page,
                bbox=draft.bbox,
                level=level if kind == "heading" else 0,
                section=() if kind in MARGIN_KINDS else tuple(name for _, name, _ in self.open),
            )
        )

    def _turn(self, head: str, level: int, *, run_in: bool) -> None:
        """Open the section `head`; a numbered paragraph without one only closes what its sibling opened."""
        if head:
            self.open = [entry for entry in self.open if entry[0] < level] + [(level, head, run_in)]
        elif level:
            self.open = [entry for entry in self.open if entry[0] < level or not entry[2]]

    def _kind_and_level(self, draft: DraftParagraph, text: str, may_be_title: bool) -> tuple[BlockKind, int]:
        if draft.kind not in ("paragraph", "heading"):
            self.has_title |= draft.kind == "title"
            return draft.kind, 0
        if _CONTENTS.search(text):
            return "paragraph", 0
        numbering = numbering_level(text)
        phrase = not _SENTENCE_END.search(text)
        states = draft.kind == "paragraph" and _STATES_FIGURES.search(text)
        short = len(text) <= _HEADING_CHARS and phrase and not states
        could_be_title = may_be_title and not self.has_title and not numbering and len(text) <= _TITLE_CHARS
        # A paragraph in a heading's style is the title only if it names a report or a year.
        words = _TITLE_WORDS if draft.kind == "paragraph" else _TITLE_PROOF
        if could_be_title and phrase and draft.level <= 1 and words.search(text):
            self.has_title = True
            return "title", 0
        if short and (numbering or draft.level or draft.kind == "heading"):
            # +1: level 1 is what has a style but stands above every numbering.
            return "heading", numbering + 1 if numbering else max(draft.level, 1)
        return "paragraph", 0

    def _add_table(self, draft: DraftTable) -> None:
        if _ANNEX.match(clean(min(draft.cells, key=lambda c: (c.row, c.col)).text)):
            self.open = []
        start = self.length
        cells: list[Cell] = []
        previous: DraftCell | None = None
        for cell in sorted(draft.cells, key=lambda c: (c.row, c.col)):
            if previous is not None:
                self._write("\t" if previous.row == cell.row else "\n")
            at = self.length
            self._write(clean(cell.text))
            cells.append(
                Cell(cell.row, cell.col, Span(at, self.length), cell.row_span, cell.col_span, cell.page, cell.bbox)
            )
            previous = cell
        rows = max((c.row + c.row_span for c in cells), default=0)
        cols = max((c.col + c.col_span for c in cells), default=0)
        self.blocks.append(
            Block(
                seq=len(self.blocks),
                kind="table",
                span=Span(start, self.length),
                page=draft.page,
                bbox=draft.bbox,
                section=tuple(name for _, name, _ in self.open),
                table=Table(rows, cols, tuple(cells)),
            )
        )

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _run_in_heading(text: str) -> str:
    """The heading that a numbered paragraph opens with (“（一）部门职能。县总工会…”), or nothing."""
    if not numbering_level(text) or _CONTENTS.search(text):
        return ""
    if len(text) <= _HEADING_CHARS and _STATES_FIGURES.search(text) and (name := _NAMED_FIGURE.match(text)):
        return name.group()
    match = _RUN_IN.match(text, 0, _RUN_IN_CHARS)
    if not match or (match.end() == len(text) > _WHOLE_HEADING_CHARS):
        return ""
    return match.group().rstrip("。：:")
