"""The shape of the rule files, checked when they are loaded: an unknown key is an error, not a silent nothing."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from pipeline.facts import Base, Measure, Scenario
from pipeline.language.quantity import Approx, Comparator
from pipeline.rules.strict import Strict


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


Patterns = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]


class Expected(Strict):
    """A fact as an example or a test case states it; what is left out takes the rule's or the case's default."""

    concept: str = ""
    measure: Measure = "value"
    scenario: Scenario = "actual"
    period: int | None = None
    value: str | None = None
    unit: str = ""
    item_any: tuple[str, ...] = ()
    approx: Approx | None = None
    comparator: Comparator | None = None
    base: Base | None = None
    text: str = ""

    @field_validator("value")
    @classmethod
    def _is_a_number(cls, value: str | None) -> str | None:
        try:
            Decimal(value or "0")
        except InvalidOperation:
            raise ValueError(f'{value!r} is not a number in quotes, such as "119.52"') from None
        return value


class Example(Strict):
    """Text in, facts out; what is not listed must not be found."""

    text: str
    facts: tuple[Expected, ...]
    section: tuple[str, ...] = ()
    year: int = 2023


class ConceptSpec(Strict):
    """One concept of rules/concepts.yaml."""

    zh: str
    en: str
    group: Literal["staffing", "spending", "activities", "targets", "other"]
    unit: str | tuple[str, ...]
    item: bool = False


class RuleSpec(Strict):
    """Words that mention a concept. `terms` stand before the number, `after` behind it; all are regular expressions."""

    id: str
    concept: str
    why: str = ""
    terms: Patterns = ()
    after: Patterns = ()
    not_before: str = ""
    not_after: str = ""
    not_term: str = ""
    unit: tuple[str, ...] = ()
    measure: Measure | None = None
    takes_item: bool = False
    in_list: dict[str, str] = Field(default_factory=dict)
    after_topic: dict[str, str] = Field(default_factory=dict)
    beside: dict[str, str] = Field(default_factory=dict)
    only_in: tuple[str, ...] = ()
    yields: bool = False
    also: dict[str, str] = Field(default_factory=dict)
    perhaps: dict[str, str] = Field(default_factory=dict)
    of_project: str = ""
    examples: tuple[Example, ...] = ()


class PackSpec(Strict):
    """One file of rules."""

    pack: str
    about: str = ""
    rules: tuple[RuleSpec, ...]


class KindSpec(Strict):
    """How an open-ended count becomes a concept of its own."""

    id: str
    concept: str
    units: Literal["any"] | tuple[str, ...]
    words: str = ""
    near: str = ""
    examples: tuple[Example, ...] = ()


class FallbackSpec(Strict):
    """The concept of open-ended money, rates and project lists."""

    id: str
    concept: str
    examples: tuple[Example, ...] = ()


class ActivitySpec(Strict):
    """rules/activities.yaml."""

    pack: str
    kinds: tuple[KindSpec, ...]
    amount: FallbackSpec
    rate: FallbackSpec
    project: FallbackSpec
    lead: tuple[str, ...]
    tail: tuple[str, ...]
    sizes: tuple[str, ...]
    verbs: tuple[str, ...]


class SectionKindSpec(Strict):
    kind: Literal[
        "skip", "work", "duties", "plan", "goals", "problems", "spending", "staffing", "indicators", "performance"
    ]
    heading: str


class SectionSpec(Strict):
    """rules/sections.yaml."""

    kinds: tuple[SectionKindSpec, ...]
