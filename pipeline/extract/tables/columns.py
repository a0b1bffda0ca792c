"""What a column means, told by its header cells from the lowest up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pipeline.facts import Measure, Scenario
from pipeline.extract.mentions import Mention, find_mentions
from pipeline.rules.load import RuleSet, pattern

Role = Literal["label", "ignore", "value", "name", "level", "target", "actual", "full", "score", "comparator", "unit"]
_YEAR = re.compile(r"(20\d\d)年?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column's meaning. `role` is "value" for figures; the indicator roles are those of 绩效自评表."""

    role: Role
    path: tuple[str, ...] = ()
    measure: Measure = "value"
    scenario: Scenario | None = None
    period: int | None = None
    mention: Mention | None = None
    total_of: str = ""
    """The concept whose total a column of totals holds."""
    unit: str = ""


@dataclass(frozen=True)
class Headers:
    """Reads header cells by rules/tables.yaml."""

    rules: RuleSet

    @cached_property
    def _columns(self) -> dict[str, re.Pattern[str]]:
        return {name: pattern(words) for name, words in self.rules.tables.columns.model_dump().items()}

    @cached_property
    def _indicators(self) -> dict[str, re.Pattern[str]]:
        return {name: pattern(words) for name, words in self.rules.tables.indicators.model_dump().items()}

    @cached_property
    def _unit(self) -> re.Pattern[str]:
        return pattern(self.rules.tables.unit_in_header)

    def is_word(self, text: str) -> bool:
        """Whether a cell reads like a header: it says how figures are meant, or names a concept."""
        return self.is_meaning(text) or self._names_concept(re.sub(r"\([^)]*\)$", "", text))

    def is_meaning(self, text: str) -> bool:
        """Whether a cell says how the figures below it are meant (决算数, 得分), and does not only name a thing."""
        plain = re.sub(r"\((?:单位:)?(?:万元|元|%|人|辆|个|名|台|分)\)", "", text)
        if len(plain) > 24 or not plain:
            return False
        if any(shape.search(plain) for shape in self._indicators.values()):
            return True
        return any(shape.search(plain) for shape in self._columns.values()) or bool(
            re.fullmatch(r"20\d\d(?:年度?)?(?:末|底|初)?", plain)
        )

    def mentions(self, text: str) -> list[Mention]:
        """Mentions in a header or label; names that are short for a part need a sentence around them."""
        return [m for m in find_mentions(text, self.rules) if not m.rule.only_in]

    def _names_concept(self, text: str) -> bool:
        found = self.mentions(text) if 1 < len(text) <= 24 else []
        return bool(found) and max(m.end - m.start for m in found) * 2 >= len(text)

    def unit(self, text: str) -> str:
        """A money unit in brackets: “预算数（万元）” → 万元."""
        match = self._unit.search(text)
        return match["unit"] if match else ""

    def column(self, path: Sequence[str], year: int) -> Column:
        """The meaning of a column whose header cells, top to bottom, are `path`."""
        path = tuple(dict.fromkeys(p for p in path if p))
        unit = next((u for u in map(self.unit, reversed(path)) if u), "")
        lowest = re.sub(r"\([^)]*\)$", "", path[-1]) if path else ""
        if not path:
            return Column("label")
        if role := self._indicator_role(lowest):
            return Column(role, path, unit=unit)
        if self._columns["ignore"].search(lowest):
            return Column("ignore", path)
        if self._columns["label"].search(lowest):
            return Column("label", path, unit=unit)
        return self._value(path, lowest, year, unit)

    def _indicator_role(self, lowest: str) -> Role | None:
        order: tuple[tuple[str, Role], ...] = (
            ("comparator", "comparator"),
            ("unit", "unit"),
            ("full", "full"),
            ("score", "score"),
            ("level1", "level"),
            ("level2", "level"),
            ("actual", "actual"),
            ("target", "target"),
            ("name", "name"),
        )
        for key, role in order:
            if self._indicators[key].search(lowest):
                return role
        return None

    def _value(self, path: Sequence[str], lowest: str, year: int, unit: str) -> Column:
        measure = self._measure(lowest) or next((m for m in map(self._measure, reversed(path)) if m), None) or "value"
        scenario = next((s for s in map(self._scenario, reversed(path)) if s), None)
        return Column(
            "value",
            tuple(path),
            measure=measure,
            scenario=scenario,
            # “比上年增减” names the year that it is measured against.
            period=None if measure in ("change", "change_rate") else self._period(path, year),
            mention=self._mention(path),
            unit=unit,
        )

    def _measure(self, text: str) -> Measure | None:
        names: tuple[Measure, ...] = ("change_rate", "completion_rate", "share", "change")
        return next((name for name in names if self._columns[name].search(text)), None)

    def _scenario(self, text: str) -> Scenario | None:
        names: tuple[Scenario, ...] = ("adjusted", "budget", "actual")
        return next((name for name in names if self._columns[name].search(text)), None)

    def _period(self, path: Sequence[str], year: int) -> int | None:
        for text in reversed(path):
            if match := _YEAR.search(text):
                return int(match[1])
            if self._columns["prior"].search(text):
                return year - 1
        return None

    def _mention(self, path: Sequence[str]) -> Mention | None:
        for text in reversed(path):
            found = self.mentions(text)
            best = max(found, key=lambda m: m.end - m.start, default=None)
            if best and (best.end - best.start) * 2 >= len(re.sub(r"\([^)]*\)|20\d\d年度?|数$", "", text)):
                return best
        return None

    def scenario(self, text: str) -> Scenario | None:
        """The scenario that a row's label names where columns are the concepts."""
        return self._scenario(text)

    def period(self, text: str, year: int) -> int | None:
        """The year that a row's label names."""
        return self._period((text,), year)
