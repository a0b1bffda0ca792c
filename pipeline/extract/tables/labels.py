"""Which concept a label names, and which part of a concept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.tables.columns import Headers
from pipeline.extract.tables.context import Context
from pipeline.rules import Concept, RuleSet

_BRACKETS = re.compile(r"\(.*?\)")


@dataclass(frozen=True, slots=True)
class Labels:
    """Reads labels by rules/tables.yaml and the rule packs."""

    rules: RuleSet
    headers: Headers

    def clean(self, label: str) -> str:
        """Without numbering, 其中 and the unit in brackets: “（一）在职人员（人）” → 在职人员."""
        words = self.rules.tables
        return words.units.in_label.sub("", words.rows.prefix.sub("", label))

    def concept(self, label: str, context: Context) -> Concept | None:
        """The concept that a label names."""
        best = max(self.headers.mentions_beside_figure(label), key=lambda m: m.end - m.start, default=None)
        # A name that only contains a concept's word is another thing: 村级组织运转经费.
        if best is None or (best.end - best.start) * 2 < len(_BRACKETS.sub("", label)):
            return None
        return None if context.projects and best.concept.group == "other" else best.concept

    def in_list(self, label: str, above: Concept) -> Concept | None:
        """What a label means only below another row: 运行维护经费 below 项目支出."""
        for mention in self.headers.mentions_beside_figure(label):
            for whole, concept in mention.rule.in_list.items():
                if mention.text == label and above.id.startswith(whole):
                    return self.rules.concepts[concept]
        return None

    def part(self, whole: Concept | None, label: str) -> Concept | None:
        """The part of a concept that a label names: 购置费 of 公务用车购置及运行费."""
        parts = self.rules.tables.children.get(whole.id, {}) if whole else {}
        return next((self.rules.concepts[name] for shape, name in parts.items() if shape.search(label)), None)

    def part_by_header(self, path: Sequence[str], context: Context) -> Concept | None:
        """The part that the lowest of some head cells names; those above it, or the caption, tell of what."""
        for above in (*reversed(path[:-1]), context.topic):
            whole = self.rules.concepts.get(above) or self.concept(self.clean(above), context)
            if path and (part := self.part(whole, path[-1])):
                return part
        return None
