"""The report as lines of squeezed text, with what no table or single block tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.document import MARGIN_KINDS, Block, Document
from pipeline.extract.identity.shapes import Shapes
from pipeline.language.squeeze import squeeze

_LONGEST_TITLE = 120
# A page about a file has the file's name for a title.
_EXTENSION = re.compile(r"(?<=[一-龥)])\.(?:pdf|docx?|xlsx?|wps|et)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One block that is no table; a web page's site is cut off."""

    text: str
    is_title: bool = False
    in_margin: bool = False
    trail: tuple[str, ...] = ()
    """The way to the page on its site, 首页>信息公开>县水务局: its parts; empty for all other lines."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that tells an identity."""

    document: Document
    shapes: Shapes
    lines: tuple[Line, ...]
    name: str
    """The file's name; empty where there is none."""

    @property
    def body(self) -> list[Line]:
        """The lines between the margins."""
        return [line for line in self.lines if not line.in_margin]

    @property
    def margins(self) -> list[Line]:
        return [line for line in self.lines if line.in_margin]


def page_of(document: Document, shapes: Shapes, name: str) -> Page:
    """Read the lines of a report."""
    blocks = (block for block in document.blocks if block.table is None)
    return Page(document, shapes, tuple(_line(document, block, shapes) for block in blocks), name)


def without_site(text: str, shapes: Shapes) -> str:
    """A page's title without its site: “…自评报告_部门决算_某县人民政府网” → “…自评报告”.

    On the text as printed, since squeezing takes “_” out.
    """
    words = shapes.words.titles
    parts = words.separator.split(text)
    if len(parts) < 2 or not words.site.search(parts[-1]):
        return text
    for end in range(1, len(parts)):
        if shapes.kind.search(squeeze(parts[end - 1]).text):
            return "".join(parts[:end])
    return "".join(parts[:-1])


def _line(document: Document, block: Block, shapes: Shapes) -> Line:
    text = document.quote(block.span)
    printed = without_site(text, shapes) if len(text) <= _LONGEST_TITLE else text
    words = _EXTENSION.sub("", squeeze(printed).text.strip("|"))
    return Line(words, block.kind == "title", block.kind in MARGIN_KINDS, _trail(words, shapes))


def _trail(words: str, shapes: Shapes) -> tuple[str, ...]:
    lines = shapes.words.lines
    if len(words) > _LONGEST_TITLE or not lines.trail.search(words):
        return ()
    return tuple(filter(None, lines.step.split(lines.trail.sub("", words))))
