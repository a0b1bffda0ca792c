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
    overlapping: frozenset[str]


class Occasions(Strict):
    """What dates a sentence; `{names}` in a pattern stands for the names of its table."""

    since: dict[str, int]
    awaited: dict[str, int]
    anniversary: str
    awaiting: str


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
    limits: dict[str, str]
    scopes: Shape
    occasions: Occasions
