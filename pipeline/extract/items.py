"""Open-ended figures: what was done, told by the noun phrase beside the number, the counting word and the verb."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.rules import RuleSet
from pipeline.rules.patterns import pattern
from pipeline.rules.schema import KindSpec

Words = Callable[[int, int], Sequence[str]]
"""The words of the paragraph between two places."""

# The noun behind a number ends at punctuation, at another number or at a verb that says what happened to it.
_NOUN_AFTER = re.compile(r"的?([^的，,;。、:()!?\d][^，,;。、:()!?\d]{0,23})")
_SIGNS = ' ,，、;:("'
_LIST_NUMBER = re.compile(r"^\(?\d{1,2}[)、.．](?!\d)")
_NOISE = re.compile(r"^[\s,，、;:。)\]]+|[\s,，、;:(]+$")
_QUOTE = '"'


@dataclass(frozen=True)
class Items:
    """Open-ended readings by the words of rules/activities.yaml."""

    rules: RuleSet

    @cached_property
    def _kinds(self) -> list[tuple[KindSpec, re.Pattern[str], re.Pattern[str]]]:
        return [(kind, pattern(kind.words), pattern(kind.near)) for kind in self.rules.activities.kinds]

    @cached_property
    def _lead(self) -> frozenset[str]:
        return frozenset(self.rules.activities.lead)

    @cached_property
    def _tail(self) -> re.Pattern[str]:
        words = sorted(self.rules.activities.tail, key=len, reverse=True)
        return pattern("(?:" + "|".join(map(re.escape, words)) + ")+$")

    @cached_property
    def _verbs(self) -> re.Pattern[str]:
        words = sorted(self.rules.activities.verbs, key=len, reverse=True)
        return pattern("(?:" + "|".join(map(re.escape, words)) + ")+")

    def kind(self, unit: str, words: str, near: str) -> KindSpec | None:
        """The kind of activity that a counting word, the clause and the number's own words make; none for that unit.

        `near` holds # where the number stands (发放#宣传册).
        """
        for kind, shape, own in self._kinds:
            if (kind.units == "any" or unit in kind.units) and shape.search(words) and own.search(near):
                return kind
        return None

    def phrase(self, text: str, start: int, end: int, words: Words) -> str:
        """The noun phrase in text[start:end], the words before a number; may be empty.

        “组织女职工两癌筛查共” → 女职工两癌筛查: opening verbs and adverbs and closing fillers are no part of it.
        """
        end = self._trim_end(text, start, end)
        tokens = list(words(start, end))
        while tokens and (tokens[0] in self._lead or _NOISE.sub("", tokens[0]) == ""):
            tokens.pop(0)
        return _plain("".join(tokens))

    def is_verb(self, words: str) -> bool:
        """Whether words only say what was done, to something named elsewhere: 办结, 成功化解."""
        return bool(self._verbs.fullmatch(words))

    def is_size(self, words: str) -> bool:
        """Whether words only tell a size of what is named before them: 总长, 面积."""
        return words in self.rules.activities.sizes

    def name(self, words: str) -> str:
        """A name as it is, without signs and fillers around it."""
        return _plain(words)

    def _trim_end(self, text: str, start: int, end: int) -> int:
        while True:
            trimmed = text[start:end].rstrip(_SIGNS)
            shorter = self._tail.sub("", trimmed)
            if len(shorter) == end - start:
                return end
            end = start + len(shorter)

    def noun_after(self, text: str, at: int) -> str:
        """The noun behind a number: “40次活动”, “22名慰问对象送上了”; `at` is behind the last of several numbers."""
        match = _NOUN_AFTER.match(text, at)
        return self.rules.cues.activities.noun_tail.sub("", match[1]) if match else ""


def _plain(words: str) -> str:
    """Without signs around it, and without the one quote that a cut has left of a pair."""
    words = _NOISE.sub("", _LIST_NUMBER.sub("", words))
    if words.count(_QUOTE) % 2:
        words = words.removeprefix(_QUOTE) if words.startswith(_QUOTE) else words.removesuffix(_QUOTE)
    return _NOISE.sub("", words)
