"""The shape of rules/checks/: what is checked, with examples, and in which words it is told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import Field

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


class RemarkWords(Strict):
    """What contradicts nothing and is worth a remark."""

    leftovers: Shape
    blanks: Shape


class ExampleReport(Strict):
    """A report of an example: headings, then a paragraph, a caption and a table where it has them."""

    year: int
    section: tuple[str, ...] = ()
    text: str = ""
    caption: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    type: str = "部门整体支出绩效自评报告"


class ExpectedFinding(Strict):
    """A finding or remark of an example; figures in the fact's unit, the computed one to two decimals."""

    check: str
    stated: Decimal | None = None
    computed: Decimal | None = None


class CheckExample(Strict):
    """Reports of one body in, findings and remarks out; what is not listed must not be found."""

    id: str
    reports: tuple[ExampleReport, ...]
    expect: tuple[ExpectedFinding, ...]


class CheckSpec(Strict):
    """One check: what people are told of it."""

    id: str
    kind: str
    zh: str
    en: str
    severity: Severity
    examples: tuple[CheckExample, ...]


class CheckPack(Strict):
    """The checks of one kind: rules/checks/KIND.yaml."""

    checks: tuple[CheckSpec, ...]


class CheckWords(Strict):
    """rules/checks/words.yaml."""

    lists: ListWords
    classes: tuple[Classes, ...]
    limits: dict[str, str]
    scopes: Shape
    occasions: Occasions
    remarks: RemarkWords


class TellingWords(Strict):
    """How findings are told in one language: sentences with {names} to be filled in."""

    stated: str
    against: str
    computed: str
    solved: str
    exact: str
    beyond: str
    more: str
    unsure: str
    reused: str
    dated: str
    full_points: str
    leftover: str
    blank: str
    break_: str = Field(alias="break")
    end: str
    slips: dict[str, str]
    measures: dict[str, str]


class Telling(Strict):
    """rules/checks/telling.yaml."""

    zh: TellingWords
    en: TellingWords


@dataclass(frozen=True)
class CheckRules:
    """The folder rules/checks/."""

    checks: tuple[CheckSpec, ...]
    words: CheckWords
    telling: Telling
