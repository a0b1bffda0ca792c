"""Rule files → compiled rules. Patterns are written for squeezed text, where brackets are half-width."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.errors import RuleError
from pipeline.facts import Measure
from pipeline.language.prefilter import Prefilter
from pipeline.language.terms import Term
from pipeline.language.units import Units
from pipeline.rules.calculation_schema import Calculation, CalculationSpec
from pipeline.rules.check_schema import CheckPack, CheckRules, CheckWords, Telling
from pipeline.rules.cue_schema import CueSpec
from pipeline.rules.identity_schema import IdentitySpec
from pipeline.rules.paths import rules_dir
from pipeline.rules.patterns import pattern
from pipeline.rules.schema import (
    ActivitySpec,
    ConceptSpec,
    Example,
    FallbackSpec,
    KindSpec,
    PackSpec,
    RuleSpec,
    SectionSpec,
)
from pipeline.rules.table_schema import TableSpec
from pipeline.rules.units import load_units

__all__ = ["Concept", "Rule", "RuleSet", "load_rules", "pattern"]

PACKS = ("staffing", "spending", "three_public", "targets")
_CHECKS = "checks"
CHECK_PACKS = ("sum", "difference", "ratio", "text_table", "limit", "cross_year", "stale", "remark")

Spec = TypeVar("Spec", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Concept:
    """What a fact can be about. `units` is empty where any counting word will do."""

    id: str
    zh: str
    en: str
    group: str
    units: tuple[str, ...]
    item: bool

    @property
    def is_money(self) -> bool:
        return self.units == ("CNY",)


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule of a pack."""

    id: str
    concept: Concept
    terms: tuple[Term, ...]
    after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    not_term: re.Pattern[str] | None
    units: tuple[str, ...]
    measure: Measure | None
    takes_item: bool
    in_list: Mapping[str, str]
    after_topic: Mapping[str, str]
    beside: Mapping[str, str]
    only_in: tuple[str, ...]
    yields: bool
    also: tuple[tuple[re.Pattern[str], str], ...]
    perhaps: tuple[tuple[re.Pattern[str], str], ...]
    of_project: Concept | None
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything that rules/ says.

    Work done with it is keyed by two versions: `version` changes when a file does that decides what is read out of a
    report, `checks_version` when one of `checks/` does, which only compare what was read.
    """

    folder: Path
    version: str
    checks_version: str
    concepts: Mapping[str, Concept]
    rules: tuple[Rule, ...]
    mentioning: Prefilter[tuple[Rule, Term]]
    """A text → the terms that may stand in it, rule by rule."""
    units: Units
    cues: CueSpec
    activities: ActivitySpec
    sections: SectionSpec
    tables: TableSpec
    identity: IdentitySpec
    calculations: tuple[Calculation, ...]
    checks: CheckRules
    by_id: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, tuple[str, str, str]]:
        """Concept → (Chinese, English, group), for views and pages."""
        return {c.id: (c.zh, c.en, c.group) for c in self.concepts.values()}

    def examples(self) -> list[tuple[str, str, Example]]:
        """(rule id, the concept that a fact without one has, example) of every rule."""
        found = [(rule.id, rule.concept.id, example) for rule in self.rules for example in rule.examples]
        activities = self.activities
        open_ended: list[KindSpec | FallbackSpec] = [*activities.kinds]
        open_ended += [activities.amount, activities.rate, activities.project]
        return found + [(spec.id, spec.concept, example) for spec in open_ended for example in spec.examples]


def load_rules(folder: Path | None = None) -> RuleSet:
    """Load and compile the rule packs.

    Raises RuleError naming file, rule and key for whatever does not hold.
    """
    folder = folder or rules_dir()
    concepts = _concepts(folder)
    rules = tuple(
        _compile(spec, concepts, folder / f"{pack}.yaml")
        for pack in PACKS
        for spec in _load(folder / f"{pack}.yaml", PackSpec).rules
    )
    return RuleSet(
        folder=folder,
        version=_version(folder, (p for p in folder.rglob("*.yaml") if p.parent != folder / _CHECKS)),
        checks_version=_version(folder, (folder / _CHECKS).glob("*.yaml")),
        concepts=concepts,
        rules=rules,
        mentioning=Prefilter((term.shape, (rule, term)) for rule in rules for term in rule.terms),
        units=load_units(folder / "units.yaml"),
        cues=_load(folder / "cues.yaml", CueSpec),
        activities=_load(folder / "activities.yaml", ActivitySpec),
        sections=_load(folder / "sections.yaml", SectionSpec),
        tables=_load(folder / "tables.yaml", TableSpec),
        identity=_load(folder / "identity.yaml", IdentitySpec),
        checks=_checks(folder / _CHECKS, concepts),
        calculations=_calculations(folder / "calculations.yaml", concepts),
        by_id={rule.id: rule for rule in rules},
    )


def _read_yaml(path: Path) -> object:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as err:
        raise RuleError("the file is missing", where=str(path), do="restore it from the release") from err
    except (yaml.YAMLError, UnicodeDecodeError) as err:
        place = getattr(err, "problem_mark", None)
        line = f":{place.line + 1}" if place else ""
        raise RuleError(f"not valid YAML: {err}", where=f"{path}{line}", do="correct the line") from err


def _load(path: Path, spec: type[Spec]) -> Spec:
    try:
        return spec.model_validate(_read_yaml(path))
    except ValidationError as err:
        raise _rule_error(path, err) from err


def _rule_error(path: Path, err: ValidationError) -> RuleError:
    first = err.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    known = "; ".join(f"{e['msg']} at {'.'.join(map(str, e['loc']))}" for e in err.errors()[1:3])
    return RuleError(f"{key}: {first['msg']}", where=str(path), do=known or "correct or remove that key")


def _concepts(folder: Path) -> dict[str, Concept]:
    path = folder / "concepts.yaml"
    raw = _read_yaml(path)
    if not isinstance(raw, dict):
        raise RuleError(
            "not a mapping of concepts", where=str(path), do="write `id: {zh: …, en: …, group: …, unit: …}`"
        )
    concepts = {}
    for name, body in raw.items():
        try:
            spec = ConceptSpec.model_validate(body)
        except ValidationError as err:
            raise _rule_error(path, err) from err
        units = () if spec.unit == "any" else (spec.unit,) if isinstance(spec.unit, str) else spec.unit
        concepts[name] = Concept(name, spec.zh, spec.en, spec.group, units, spec.item)
    return concepts


def _calculations(path: Path, concepts: Mapping[str, Concept]) -> tuple[Calculation, ...]:
    calculations = _load(path, CalculationSpec).root
    for calculation in calculations:
        _check_concepts(calculation.concepts, concepts, f"{path}, whole {calculation.whole!r}")
    return calculations


def _checks(folder: Path, concepts: Mapping[str, Concept]) -> CheckRules:
    words = _load(folder / "words.yaml", CheckWords)
    named = {*words.limits, *words.limits.values(), *(c for rule in words.classes for c in rule.concepts)}
    _check_concepts(sorted(named), concepts, str(folder / "words.yaml"))
    specs = chain.from_iterable(_load(folder / f"{pack}.yaml", CheckPack).checks for pack in CHECK_PACKS)
    return CheckRules(tuple(specs), words, _load(folder / "telling.yaml", Telling))


def _check_concepts(names: Iterable[str], concepts: Mapping[str, Concept], where: str) -> None:
    for name in names:
        if name not in concepts:
            raise RuleError(f"unknown concept {name!r}", where=where, do="declare it in concepts.yaml, or correct it")


def _compile(spec: RuleSpec, concepts: Mapping[str, Concept], path: Path) -> Rule:
    where = f"{path}, rule {spec.id!r}"
    named = (spec.in_list, spec.after_topic, spec.beside, spec.also, spec.perhaps)
    own = filter(None, (spec.concept, spec.of_project))
    _check_concepts([*own, *(name for names in named for name in names.values())], concepts, where)
    if not spec.terms and not spec.after:
        raise RuleError("neither terms nor after", where=where, do="say which words mention the concept")

    def optional(source: str, shape: str) -> re.Pattern[str] | None:
        return pattern(shape.format(source), where=where) if source else None

    def shapes(names: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((pattern(source, where=where), name) for source, name in names.items())

    return Rule(
        id=spec.id,
        concept=concepts[spec.concept],
        terms=tuple(_term(source, where) for source in spec.terms),
        after=optional("|".join(spec.after), "{}"),
        not_before=optional(spec.not_before, "(?:{})$"),
        not_after=optional(spec.not_after, "(?:{})"),
        not_term=optional(spec.not_term, "{}"),
        units=spec.unit or concepts[spec.concept].units,
        measure=spec.measure,
        takes_item=spec.takes_item,
        in_list=spec.in_list,
        after_topic=spec.after_topic,
        beside=spec.beside,
        only_in=spec.only_in,
        yields=spec.yields,
        also=shapes(spec.also),
        perhaps=shapes(spec.perhaps),
        of_project=concepts[spec.of_project] if spec.of_project else None,
        examples=spec.examples,
    )


def _term(source: str, where: str) -> Term:
    try:
        return Term(pattern(source, where=where))
    except ValueError as err:
        raise RuleError(f"a term: {err}", where=where, do="leave no term without a word that must stand") from err


def _version(folder: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
