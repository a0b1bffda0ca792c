"""The workbook's words in one language, and those of the vocabulary of facts and findings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from pipeline.rules import RuleSet

Language = Literal["zh", "en"]


class Words:
    """What things are called in one language."""

    def __init__(self, language: Language, labels: Mapping[tuple[str, str], Mapping[str, Any]], rules: RuleSet) -> None:
        """`labels`: (kind, id) → words in both languages, as a selection gives them."""
        self.language, self._labels = language, labels
        self._checks = {check.id: check.zh if language == "zh" else check.en for check in rules.checks.checks}

    def __call__(self, key: str, **values: object) -> str:
        """A sentence or name of `words.yaml`, filled in."""
        return str(_all()[key][self.language]).format(**values)

    def several(self, key: str) -> list[str]:
        """A list of `words.yaml`."""
        return list(_all()[key][self.language])

    def label(self, kind: str, name: str | None) -> str:
        """The word for a concept, scenario, measure …; its id where it has none, nothing for nothing."""
        if not name:
            return ""
        found = self._labels.get((kind, name))
        return str(found[self.language]) if found else name

    def check(self, check_id: str) -> str:
        """What a check says must hold."""
        return self._checks.get(check_id, check_id)


@cache
def _all() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text("utf-8"))
    return loaded
