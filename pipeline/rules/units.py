"""The loader of rules/units.yaml: currencies, counting words, scales, and what is not a quantity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import RuleError
from pipeline.language.units import Units


class _NotQuantities(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    ordinal_followers: list[str] = []
    hotline_followers: list[str] = []
    phrases: list[str] = []
    patterns: list[str] = []


class _UnitsFile(BaseModel):
    """units.yaml as it is written; lists of words are strings with spaces between."""

    model_config = ConfigDict(extra="forbid", strict=True)

    money: dict[str, str]
    scales: dict[str, str]
    counting: list[str]
    same: dict[str, str] = {}
    per: str = ""
    not_before: dict[str, str] = {}
    measures: str = ""
    fractional: str = ""
    one_counts: str = ""
    without_unit: str = ""
    not_quantities: _NotQuantities = _NotQuantities()


def load_units(path: Path) -> Units:
    """Read units.yaml.

    Raises:
        RuleError: the file is missing, is not YAML, has an unknown key, a factor that is no positive number,
            a pattern that does not compile, or names a unit that it does not list.
    """
    spec = _validated(path)
    counting = {word: word for line in spec.counting for word in line.split()} | spec.same
    listed = (spec.measures, spec.fractional, spec.one_counts)
    words = (*spec.not_before, *spec.same.values(), *(word for text in listed for word in text.split()))
    _all_known(words, counting.keys() | spec.money.keys(), path)
    return Units(
        money=_factors(spec.money, path, "money"),
        scales=_factors(spec.scales, path, "scales"),
        counting=counting,
        per=tuple(spec.per.split()),
        not_before={word: tuple(followers.split()) for word, followers in spec.not_before.items()},
        measures=frozenset(spec.measures.split()),
        fractional=frozenset(spec.fractional.split()),
        one_counts=frozenset(spec.one_counts.split()),
        without_unit=tuple(spec.without_unit.split()),
        ordinal_followers=_words(spec.not_quantities.ordinal_followers),
        hotline_followers=_words(spec.not_quantities.hotline_followers),
        phrases=_words(spec.not_quantities.phrases),
        patterns=_compiling(spec.not_quantities.patterns, path),
    )


def _validated(path: Path) -> _UnitsFile:
    try:
        return _UnitsFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError as err:
        raise RuleError("the file is missing", where=str(path), do="restore it from the release") from err
    except yaml.YAMLError as err:
        mark = getattr(err, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise RuleError("not valid YAML", where=where, do="correct the line") from err
    except ValidationError as err:
        first = err.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        known = ", ".join(_UnitsFile.model_fields)
        raise RuleError(f"{key or 'top level'}: {first['msg']}", where=str(path), do=f"known keys: {known}") from err


def _words(lines: list[str]) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split())


def _factors(words: Mapping[str, str], path: Path, key: str) -> dict[str, Decimal]:
    return {word: _factor(number, f"{path}, {key}.{word}") for word, number in words.items()}


def _factor(number: str, where: str) -> Decimal:
    try:
        factor = Decimal(number)
    except InvalidOperation as err:
        raise RuleError(f"{number!r} is no number", where=where, do='write it as "10000"') from err
    if not factor.is_finite() or factor <= 0:
        raise RuleError(f"{number!r} is no positive number", where=where, do='write it as "10000"')
    return factor


def _all_known(words: tuple[str, ...], known: AbstractSet[str], path: Path) -> None:
    for word in words:
        if word not in known:
            raise RuleError(f"unknown unit {word!r}", where=str(path), do="add it to `counting`, or correct the word")


def _compiling(patterns: list[str], path: Path) -> tuple[str, ...]:
    for number, pattern in enumerate(patterns, 1):
        try:
            re.compile(pattern)
        except re.error as err:
            where = f"{path}, not_quantities.patterns, entry {number}"
            raise RuleError(f"not a regular expression: {err}", where=where, do=f"correct {pattern!r}") from err
    return tuple(patterns)
