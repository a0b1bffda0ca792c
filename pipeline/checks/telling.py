"""Figures, places and sums in a person's words, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from pipeline.checks.relations import AtMost, Rate, Relation, Sum
from pipeline.checks.reports import Figure, Report
from pipeline.rules import RuleSet

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_WAN = Decimal(10000)
_EN_UNITS = {"CNY": "yuan", "%": "%", "分": "points"}


class Teller:
    """Tells of figures of some reports in one language."""

    def __init__(self, language: Language, home: Report, reports: Mapping[int, Report], rules: RuleSet) -> None:
        self.language, self.home, self.reports, self.concepts = language, home, reports, rules.concepts
        self.words = rules.checks.telling.zh if language == "zh" else rules.checks.telling.en

    def amount(self, value: Decimal, unit: str) -> str:
        """A value in its unit, exact: 11.95万元 (119,500 yuan), 35人."""
        if unit == "CNY" and self.language == "zh":
            return f"{_plain(value / _WAN)}万元" if abs(value) >= _WAN or value == 0 else f"{_plain(value)}元"
        word = unit if self.language == "zh" else _EN_UNITS.get(unit, unit)
        return f"{_plain(value)}{'' if self.language == 'zh' or unit == '%' else ' '}{word}"

    def name(self, figure: Figure) -> str:
        """What a figure is of: 2023年决算公务接待费."""
        fact = figure.fact
        concept = self.concepts.get(fact.concept)
        words = fact.concept if concept is None else concept.zh if self.language == "zh" else concept.en
        words = f"{words}“{fact.item}”" if fact.item else words
        return f"{words}{self.words.measures[fact.measure]}"

    def place(self, figure: Figure) -> str:
        """Where it stands: page or section; the file where it is not the report that is told of."""
        report = self.reports[figure.report]
        section = report.block(figure).section
        where = ""
        if figure.fact.page is not None:
            where = f"第{figure.fact.page}页" if self.language == "zh" else f"p. {figure.fact.page}"
        elif section:
            where = f"“{section[-1][:_HEADING]}”"
        return " ".join(filter(None, ("" if report.id == self.home.id else report.name, where)))

    def told(self, figures: Sequence[Figure]) -> str:
        """Names, amounts and places of figures, a place once for all that stand there."""
        space, joined, brackets = ("", "、", "（{}）") if self.language == "zh" else (" ", ", ", " ({})")
        words = []
        for figure, following in zip(figures, [*map(self.place, figures[1:]), None], strict=True):
            place = self.place(figure)
            amount = f"{self.name(figure)}{space}{self.amount(figure.value, figure.fact.unit)}"
            words.append(amount if place == following or not place else amount + brackets.format(place))
        return joined.join(words)

    def amounts(self, figures: Sequence[Figure]) -> str:
        """The amounts alone: 12.5万元、30人."""
        joined = "、" if self.language == "zh" else ", "
        return joined.join(self.amount(figure.value, figure.fact.unit) for figure in figures)

    def formula(self, relation: Relation) -> str:
        """How the others make what the stated figure should be: 20人 + 14人 = 34人."""
        stated = relation.stated
        result = self.amount(_shown(relation.computed, stated), stated.fact.unit)
        if isinstance(relation, Sum):
            return f"{self._sum(relation.terms).strip('()')} = {result}"
        if isinstance(relation, Rate):
            part = self._sum(relation.part)
            less = " − 100%" if relation.less else ""
            return f"{part} ÷ {self._sum(relation.whole)}{less} = {result}"
        if isinstance(relation, AtMost):
            return f"≤ {result}"
        return result

    def _sum(self, terms: Sequence[tuple[Figure, int]]) -> str:
        signed = " ".join(f"{'+' if sign > 0 else '−'} {self.amount(f.value, f.fact.unit)}" for f, sign in terms)
        words = signed.removeprefix("+ ")
        return words if len(terms) == 1 else f"({words})"


_HEADING = 20


def _shown(value: Decimal, like: Figure) -> Decimal:
    """A computed value as exact as the stated one, or two digits more for a rate."""
    decimals = like.fact.decimals
    if like.fact.unit == "%":
        return value.quantize(Decimal(1).scaleb(-max(2, decimals or 0)), ROUND_HALF_UP)
    return value if value == value.to_integral_value() or decimals is None else round(value, max(0, decimals) + 2)


def _plain(value: Decimal) -> str:
    digits = f"{value:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
