"""The shape of rules/checks.yaml: what is checked, in which words it is told."""

from __future__ import annotations

from typing import Literal

from pipeline.rules.patterns import Shape
from pipeline.rules.strict import Strict

Severity = Literal["error", "warning", "info"]


class ListWords(Strict):
    """Words by which a sentence breaks a figure down."""

    opens: Shape
    claims: Shape
    open_end: Shape
    stops: Shape
    sums_up: Shape
    announces: Shape
    rest: Shape
    always_whole: frozenset[str]
    parts_are: dict[str, tuple[str, ...]]
    overlapping: frozenset[str]


class Classes(Strict):
    """A total, and the names of the classes that make it."""

    whole: str
    items: str
    """The concept that the classes are items of."""
    named: Shape
    part: str = ""
    """A concept of its own that is one of the classes."""

    @property
    def concepts(self) -> frozenset[str]:
        """All concepts in it."""
        return frozenset(filter(None, (self.whole, self.items, self.part)))


class Occasions(Strict):
    """What dates a sentence; `{names}` in a pattern stands for the names of its table."""

    since: dict[str, int]
    awaited: dict[str, int]
    anniversary: str
    awaiting: str
    itself: Shape


class CheckSpec(Strict):
    """One check: what people are told of it."""

    id: str
    kind: str
    zh: str
    en: str
    severity: Severity


class CheckRules(Strict):
    """rules/checks.yaml."""

    checks: tuple[CheckSpec, ...]
    lists: ListWords
    classes: tuple[Classes, ...]
    limits: dict[str, str]
    scopes: Shape
    occasions: Occasions
