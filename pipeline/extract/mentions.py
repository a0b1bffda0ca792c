"""Which words of a sentence mention a concept: the longest term at a place wins, whatever rule it is of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.document import Span
from pipeline.language.terms import Term, at, find
from pipeline.rules import Concept, Rule, RuleSet

# What stands for the number behind a name that is one only before a number (公务接待 | 2.80).
PROBE = "1"

# How much text before and behind a term its guards may look at; a bracket may stand behind it.
_GUARD, _GUARD_BEHIND = 12, 24


@dataclass(frozen=True, slots=True)
class Mention:
    """text[start:end] names a concept. `item` is the name where the concept is open-ended."""

    start: int
    end: int
    rule: Rule
    text: str

    @property
    def concept(self) -> Concept:
        return self.rule.concept

    @property
    def item(self) -> str:
        return self.text if self.rule.takes_item else ""


def find_mentions(text: str, rules: RuleSet, start: int = 0, end: int | None = None) -> list[Mention]:
    """All mentions in text[start:end], ordered and without overlaps."""
    end = len(text) if end is None else end
    openings = rules.cues.lists.name_openings
    where = Span(start, end)
    terms: defaultdict[str, list[Term]] = defaultdict(list)
    for rule, term in rules.mentioning(text):
        terms[rule.id].append(term)
    candidates = [m for name, of in terms.items() for m in _of_rule(text, rules.by_id[name], of, where, openings)]
    # Longest first; of equally long ones the earlier rule of the packs.
    candidates.sort(key=lambda m: m.start - m.end)
    taken: list[Mention] = []
    for mention in candidates:
        if all(mention.end <= other.start or other.end <= mention.start for other in taken):
            taken.append(mention)
    return sorted(taken, key=lambda m: m.start)


def mention_after(text: str, at: int, rules: RuleSet, unit: str) -> Mention | None:
    """A mention that stands right behind a number: “5个内设机构”, with the counting word read already."""
    best: Mention | None = None
    for rule in rules.rules:
        match = rule.after.match(text, at) if rule.after else None
        if match and match.end() > at and accepts(rule, unit) and (best is None or match.end() > best.end):
            best = Mention(at, match.end(), rule, match.group())
    return best


def accepts(rule: Rule, unit: str) -> bool:
    """Whether a rule's concept can carry a quantity of that unit."""
    return not rule.units or unit in rule.units


def _of_rule(text: str, rule: Rule, terms: Sequence[Term], where: Span, openings: re.Pattern[str]) -> Iterator[Mention]:
    for found in find(terms, text, where.start, where.end):
        match: re.Match[str] | None = found
        if rule.takes_item and (opening := openings.match(found.group())):
            # “二是项目支出”, “项目支出包括办案经费”: what opens a name is no part of it; without it there may be none.
            match = at(terms, text, found.start() + opening.end(), found.end())
        if match and _allowed(text, match.start(), match.end(), rule):
            yield Mention(match.start(), match.end(), rule, match.group())


def _allowed(text: str, start: int, end: int, rule: Rule) -> bool:
    if rule.not_before and rule.not_before.search(text[max(0, start - _GUARD) : start]):
        return False
    if rule.not_after and rule.not_after.match(text[end : end + _GUARD_BEHIND]):
        return False
    return not (rule.not_term and rule.not_term.search(text[start:end]))
