"""What a paragraph's style and automatic number say: heading level, title, and the number that Word would print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.styles import CT_Style
from lxml import etree

from pipeline.readers.docx_package import W
from pipeline.readers.ordinals import format_ordinal

_HEADING_NAME = re.compile(r"(?:heading|标题|見出し)\s*([1-9])$", re.IGNORECASE)
_TITLE_NAMES = frozenset({"title", "标题", "文章标题", "报告标题"})
_PLACE = re.compile(r"%([1-9])")
_OFF = frozenset({"0", "false", "off", "none"})
_MAX_LEVEL = 9


def value(parent: etree._Element | None, tag: str) -> str | None:
    """The w:val of a child element; None without that child, "" for a child that has no value."""
    child = None if parent is None else parent.find(W + tag)
    return None if child is None else child.get(W + "val", "")


def is_on(parent: etree._Element | None, tag: str) -> bool | None:
    """A yes-or-no property; None where it is not said."""
    said = value(parent, tag)
    return None if said is None else said not in _OFF


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


class Styles:
    """The styles of word/styles.xml, as python-docx's elements."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, CT_Style] = {}
        self.default = ""
        for item in () if root is None else root.iterfind(W + "style"):
            identity = item.get(W + "styleId", "")
            if item.get(W + "type") == "paragraph" and item.get(W + "default", "0") not in _OFF:
                self.default = identity
            self._styles[identity] = item

    def chain(self, identity: str | None) -> Iterator[tuple[str, CT_Style]]:
        """A style and those that it is based on, nearest first; a circle ends.

        Not by `base_style`, which searches all styles at each step (0.7 ms in a file with 4,000 of them, and we ask
        for every run) and fails on a w:basedOn without a value.
        """
        seen: set[str] = set()
        while identity and identity not in seen and (style := self._styles.get(identity)) is not None:
            seen.add(identity)
            yield identity, style
            identity = value(style, "basedOn")

    def heading_level(self, properties: etree._Element | None) -> int:
        """1 for Heading 1 or outline level 0; 0 for body text."""
        outline = value(properties, "outlineLvl")
        if outline is not None:
            return _outline(outline)
        for _, style in self.chain(value(properties, "pStyle")):
            if match := _HEADING_NAME.match((value(style, "name") or "").strip()):
                return int(match.group(1))
            outline = value(style.pPr, "outlineLvl")
            if outline is not None:
                return _outline(outline)
        return 0

    def is_title(self, properties: etree._Element | None) -> bool:
        """Whether the paragraph has the style for the document's title."""
        style = self._styles.get(value(properties, "pStyle") or "")
        return (value(style, "name") or "").strip().lower() in _TITLE_NAMES

    def is_hidden(self, run: etree._Element | None, paragraph: etree._Element | None) -> bool:
        """Whether a run's text is set hidden, by itself or by a style."""
        said = is_on(run, "vanish")
        for identity in (value(run, "rStyle"), value(paragraph, "pStyle") or self.default):
            for _, style in self.chain(identity):
                said = is_on(style.rPr, "vanish") if said is None else said
        return bool(said)


def _outline(text: str) -> int:
    level = _number(text, 9) + 1
    return level if 1 <= level <= _MAX_LEVEL else 0


@dataclass(slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    shape: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the automatic numbers of a document in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        abstracts = {item.get(W + "abstractNumId", ""): item for item in root.iterfind(W + "abstractNum")}
        nums = {item.get(W + "numId", ""): item for item in root.iterfind(W + "num")}
        by_style = {value(item, "styleLink"): key for key, item in abstracts.items() if value(item, "styleLink")}
        for identity, num in nums.items():
            key = value(num, "abstractNumId") or ""
            linked = by_style.get(value(abstracts.get(key), "numStyleLink"))
            key = linked or key
            item = abstracts.get(key)
            levels = {} if item is None else {_ilvl(lvl): _level(lvl) for lvl in item.iterfind(W + "lvl")}
            entry = _List(key, levels)
            for override in num.iterfind(W + "lvlOverride"):
                if (lvl := override.find(W + "lvl")) is not None:
                    entry.levels[_ilvl(override)] = _level(lvl)
                if (start := value(override, "startOverride")) is not None:
                    entry.starts[_ilvl(override)] = _number(start, 1)
            self._lists[identity] = entry
            self._style_levels.update({(identity, lvl.style): n for n, lvl in levels.items() if lvl.style})

    def label(self, properties: etree._Element | None) -> str:
        """The number that stands before a paragraph (“（二）”), counted on; "" for none."""
        identity, depth = self._place(properties)
        entry = self._lists.get(identity)
        if entry is None or depth not in entry.levels:
            return ""
        counts = self._count(identity, entry, depth)
        level = entry.levels[depth]

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            other = entry.levels.get(at, Level())
            shape = "decimal" if level.legal and other.shape not in ("bullet", "none") else other.shape
            return format_ordinal(counts.get(at, other.start), shape)

        return "" if level.shape == "bullet" else _PLACE.sub(number, level.text)

    def _place(self, properties: etree._Element | None) -> tuple[str, int]:
        """(list, level) that a paragraph has by itself, else by its style; ("", 0) for none."""
        own = None if properties is None else properties.find(W + "numPr")
        identity, depth = value(own, "numId"), value(own, "ilvl")
        if identity is not None:
            return identity, _number(depth)
        for name, style in self._styles.chain(value(properties, "pStyle") or self._styles.default):
            said = style.find(f"{W}pPr/{W}numPr")
            if (identity := value(said, "numId")) is not None:
                depth = depth or value(said, "ilvl")
                return identity, self._style_levels.get((identity, name), _number(depth))
        return "", 0

    def _count(self, identity: str, entry: _List, depth: int) -> dict[int, int]:
        """Count one paragraph at `depth`: this level goes on, the deeper ones begin anew."""
        counts = self._counts.setdefault(entry.abstract, {})
        if identity not in self._begun:
            self._begun.add(identity)
            for at in entry.starts:
                counts.pop(at, None)
        start = entry.starts.get(depth, entry.levels[depth].start)
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for at in [at for at in counts if at > depth]:
            # lvlRestart names the level (counted from 1) after which this one begins anew; 0 is never.
            restart = entry.levels.get(at, Level()).restart
            if restart is None or depth < restart:
                del counts[at]
        return counts


def _ilvl(item: etree._Element) -> int:
    return _number(item.get(W + "ilvl"))


def _level(item: etree._Element) -> Level:
    restart = value(item, "lvlRestart")
    return Level(
        start=_number(value(item, "start"), 1),
        shape=_shape(item),
        text=value(item, "lvlText") or "",
        restart=None if restart is None else _number(restart),
        legal=bool(is_on(item, "isLgl")),
        style=value(item, "pStyle") or "",
    )


def _shape(item: etree._Element) -> str:
    """numFmt, which newer Word hides behind mc:AlternateContent with a custom format."""
    said = value(item, "numFmt")
    found = item.find(f".//{W}numFmt") if said is None else None
    return said or (found.get(W + "val", "decimal") if found is not None else "decimal")
