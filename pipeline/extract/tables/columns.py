"""What a column means, told by its header cells from the lowest up."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from pipeline.extract.mentions import PROBE, Mention, find_mentions
from pipeline.facts import Measure, Scenario
from pipeline.rules import RuleSet

Role = Literal[
    "label", "ignore", "other", "value", "name", "level", "target", "actual", "full", "score", "comparator", "unit"
]

LABEL_ROLES: frozenset[Role] = frozenset({"label", "level", "name"})
"""Columns that say what a row is about."""

_YEAR = re.compile(r"(20\d\d)年?")
_BRACKETS_BEHIND = re.compile(r"\([^)]*\)$")
_LONGEST_HEADER = 24
_LONGEST_HALF = 6
_TITLE = re.compile(r"表(?:\(|单位|$)")
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Column:
    """One column's meaning. `role` is "value" for figures; the indicator roles are those of 绩效自评表."""

    role: Role
    path: tuple[str, ...] = ()
    """Its header cells, top to bottom, each once."""
    measure: Measure = "value"
    scenario: Scenario | None = None
    period: int | None = None
    mention: Mention | None = None
    total_of: str = ""
    """The concept whose total a column of totals holds."""
    is_part: bool = False
    """It holds what one source or kind has of its row's figure, which stands in a column of totals."""
    unit: str = ""
    """Money word of the header: 万元."""


@dataclass(frozen=True)
class Headers:
    """Reads header cells by rules/tables.yaml."""

    rules: RuleSet

    # -- one cell -----------------------------------------------------------------------------------------

    def is_word(self, text: str) -> bool:
        """Whether a cell reads like a header: it says how figures are meant, or names a concept."""
        return self.is_meaning(text) or self._names_concept(_BRACKETS_BEHIND.sub("", text))

    def is_meaning(self, text: str) -> bool:
        """Whether a cell says how the figures below it are meant (决算数, 得分), and does not only name a thing."""
        plain = self.rules.tables.units.beside_header.sub("", text).rstrip(":")
        if not plain or len(plain) > _LONGEST_HEADER:
            return False
        return any(shape.search(plain) for shape in self._meanings)

    def is_label(self, text: str) -> bool:
        """Whether a cell heads a column of labels: 项目, 科目名称."""
        return bool(self.rules.tables.columns.label.search(text))

    def is_head(self, text: str) -> bool:
        """Whether a cell may head a column: 项目, 小计, 决算数, 公务接待费."""
        return self.is_label(text) or self.is_word(text) or bool(self.rules.tables.rows.subtotal.search(text))

    def is_title(self, text: str) -> bool:
        """Whether a line is the title of a table: 支出完成情况表(万元)."""
        return bool(_TITLE.search(text))

    def are_halves(self, first: str, second: str) -> bool:
        """Whether two cells are one that was broken: 实际, 完成值; 一级, 指标; 社会效益, 指标.

        年度 before 决算数 heads a column of its own.
        """
        words, whole = self.rules.tables, first + second
        if second == words.headers.rest:
            return self._role(whole) in LABEL_ROLES or bool(words.rows.indicator_group.search(whole))
        if not words.headers.half.search(first) or len(second) > _LONGEST_HALF:
            return False
        return self._role(whole) is not None if self.is_label(first) else self.is_meaning(whole)

    def heads_amounts(self, text: str) -> bool:
        """Whether a cell says how amounts are meant, and not of what they are: 决算数."""
        column = self.column([text], 0)
        told = column.role == "value" and column.measure == "value" and column.mention is None
        return told and self.is_meaning(text)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Mentions in a header or label; names that are short for a part need a sentence around them."""
        return self._find(text)

    def mentions_beside_figure(self, text: str) -> tuple[Mention, ...]:
        """The same in a row's label, behind which a number stands (公务接待 | 2.80)."""
        return self._find(text) or tuple(m for m in self._find(text + PROBE) if m.end <= len(text))

    def unit(self, text: str) -> str:
        """A money unit in brackets: “预算数（万元）” → 万元."""
        match = self.rules.tables.units.in_header.search(text)
        return match["unit"] if match else ""

    def scenario(self, text: str) -> Scenario | None:
        """The scenario that a head cell or label names."""
        return next((name for name, shape in self._scenarios if shape.search(text.rstrip(":"))), None)

    def period(self, text: str, year: int) -> int | None:
        """The year that a head cell or label names."""
        if match := _YEAR.search(text):
            return int(match[1])
        return year - 1 if self.rules.tables.columns.prior.search(text) else None

    # -- a column -----------------------------------------------------------------------------------------

    def column(self, path: Sequence[str], year: int) -> Column:
        """The meaning of a column whose header cells, top to bottom, are `path`."""
        path = tuple(dict.fromkeys(p for p in path if p))
        if not path:
            return Column("label")
        lowest = _BRACKETS_BEHIND.sub("", path[-1]).lstrip("*").rstrip(":")  # a form's mark for what must be filled in
        unit = next((u for u in map(self.unit, reversed(path)) if u), "")
        words = self.rules.tables.columns
        if role := self._role(lowest) or self._role_below(path):
            return Column(role, path, unit=unit)
        if words.ignore.search(lowest):
            return Column("ignore", path)
        if self.is_label(lowest):
            return Column("label", path, unit=unit)
        return self._of_figures(path, year, unit)

    def _role(self, text: str) -> Role | None:
        return next((role for role, shape in self._roles if shape.search(text)), None)

    def _role_below(self, path: Sequence[str]) -> Role | None:
        """名称 and 类别 below 指标: what only a head cell further up tells to be of indicators."""
        words = self.rules.tables.indicators
        if not any(words.name.search(text) for text in path[:-1]):
            return None
        if words.name_below.search(path[-1]):
            return "name"
        return "level" if words.level_below.search(path[-1]) else None

    def _mention(self, path: Sequence[str]) -> Mention | None:
        """The concept that the lowest header cell with one names; it must be at least half of the cell."""
        for text in reversed(path):
            best = max(self.mentions(text), key=lambda m: m.end - m.start, default=None)
            if best and (best.end - best.start) * 2 >= len(self.rules.tables.headers.filler.sub("", text)):
                return best
        return self._short_name(path[-1])

    def _short_name(self, text: str) -> Mention | None:
        """实有数: staff whose name is one only beside a figure; it must be all of the head cell."""
        found = self.mentions_beside_figure(text)
        return next((m for m in found if m.text == text and m.concept.group == "staffing"), None)

    def _of_figures(self, path: tuple[str, ...], year: int, unit: str) -> Column:
        upwards = (_BRACKETS_BEHIND.sub("", path[-1]), *reversed(path))
        mention = self._mention(path)
        told = mention.rule.measure if mention else None
        measure: Measure = next((m for m in map(self.measure, upwards) if m), told or "value")
        periods = (self.period(text, year) for text in reversed(path))
        return Column(
            "value",
            path,
            measure=measure,
            scenario=next((s for s in map(self.scenario, reversed(path)) if s), None),
            # “比上年增减” names the year that it is measured against.
            period=None if measure in ("change", "change_rate") else next((p for p in periods if p), None),
            mention=mention,
            unit=unit,
        )

    def measure(self, text: str) -> Measure | None:
        """The measure that a head cell or label names: 增减%, 执行率."""
        return next((name for name, shape in self._measures if shape.search(text)), None)

    def _names_concept(self, text: str) -> bool:
        found = self.mentions(text) if 1 < len(text) <= _LONGEST_HEADER else ()
        return bool(found) and max(m.end - m.start for m in found) * 2 >= len(text)

    # -- the words, in the order in which they win ----------------------------------------------------------

    @cached_property
    def _meanings(self) -> tuple[re.Pattern[str], ...]:
        words = self.rules.tables
        return (*(shape for _, shape in (*words.indicators, *words.columns)), words.headers.year)

    @cached_property
    def _roles(self) -> tuple[tuple[Role, re.Pattern[str]], ...]:
        words = self.rules.tables.indicators
        return (
            ("comparator", words.comparator),
            ("unit", words.unit),
            ("full", words.full),
            ("score", words.score),
            ("level", words.level1),
            ("level", words.level2),
            ("actual", words.actual),
            ("target", words.target),
            ("name", words.name),
        )

    @cached_property
    def _measures(self) -> tuple[tuple[Measure, re.Pattern[str]], ...]:
        words = self.rules.tables.columns
        return (
            ("change_rate", words.change_rate),
            ("completion_rate", words.completion_rate),
            ("share", words.share),
            ("change", words.change),
        )

    @cached_property
    def _scenarios(self) -> tuple[tuple[Scenario, re.Pattern[str]], ...]:
        words = self.rules.tables.columns
        return (("adjusted", words.adjusted), ("budget", words.budget), ("actual", words.actual))

    @cached_property
    def _find(self) -> Callable[[str], tuple[Mention, ...]]:
        # The same few labels and heads stand in every table: what they mention is remembered.
        return lru_cache(_REMEMBERED)(
            lambda text: tuple(m for m in find_mentions(text, self.rules) if not m.rule.only_in)
        )
