"""What the headings above a paragraph tell of the figures in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from pipeline.extract.cues import Cues
from pipeline.extract.mentions import find_mentions
from pipeline.extract.reading import Setting
from pipeline.language.squeeze import squeeze
from pipeline.rules import RuleSet
from pipeline.rules.patterns import pattern

_NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十\d]+[、.部分章]+|\([一二三四五六七八九十\d]+\))+")
_SENTENCE = re.compile("[。;，,]")
_LONGEST = 24
_DEFAULT = "performance"
_WORK = "work"
"""What was done in the year, told anywhere: its figures are those of the performance."""
_CLOSED = ("skip", "duties", "plan", "problems")
"""Kinds that everything below such a heading keeps."""


class Sections:
    """Headings → section kind and topic; answers are remembered, since many blocks share a heading."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self._kinds: dict[tuple[str, ...], str] = {}
        self._topics: dict[tuple[str, ...], str] = {}

    @cached_property
    def _shapes(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(kind.kind, pattern(kind.heading)) for kind in self.rules.sections.kinds]

    @cached_property
    def _cues(self) -> Cues:
        return Cues(self.rules.cues)

    def kind(self, path: Sequence[str]) -> str:
        """The kind of the innermost heading that tells one.

        A plan or a list of duties keeps everything below it, whatever the headings inside are called; only the staff
        and the year's work may be told among the duties.
        """
        key = tuple(path)
        if key not in self._kinds:
            told = [kind for kind in map(self._kind_of, path) if kind]
            closed = next((kind for kind in told if kind in _CLOSED), None)
            if closed == "duties" and told[-1] in ("staffing", _WORK):
                closed = None
            kind = closed or (told[-1] if told else _DEFAULT)
            self._kinds[key] = _DEFAULT if kind == _WORK else kind
        return self._kinds[key]

    def is_heading(self, words: str) -> bool:
        """Whether a short line without a sentence's end tells what stands below it, or beside it in a form."""
        return len(words) <= _LONGEST and not _SENTENCE.search(words) and bool(self._kind_of(words))

    def ends(self, heading: str, above: str, words: str) -> bool:
        """Whether the numbered points under an unnumbered heading of duties, plans and the like are over."""
        numbered, follows = (bool(_NUMBERING.match(text)) for text in (above, words))
        return self._kind_of(heading) in _CLOSED and numbered and not follows

    def below(self, heading: str, setting: Setting) -> Setting:
        """What is known of the text that a form's label stands before, or that stands under an unnumbered heading."""
        kind = self._kind_of(heading)
        if not kind or setting.kind in _CLOSED:
            return setting
        return replace(setting, kind=_DEFAULT if kind == _WORK else kind, topic=self.topic((heading,)))

    def topic(self, path: Sequence[str]) -> str:
        """The money concept that the innermost heading names, or nothing."""
        key = tuple(path)
        if key not in self._topics:
            self._topics[key] = next((t for t in map(self._topic_of, reversed(path)) if t), "")
        return self._topics[key]

    def _kind_of(self, heading: str) -> str:
        words = _NUMBERING.sub("", squeeze(heading).text)
        return next((kind for kind, shape in self._shapes if shape.search(words)), "")

    def _topic_of(self, heading: str) -> str:
        words = _NUMBERING.sub("", squeeze(heading).text)
        found = [m for m in find_mentions(words, self.rules) if m.concept.is_money and not m.concept.item]
        # 收支与预算执行 is about both.
        found = [m for m in found if not any(shape.search(m.text) for shape, _ in m.rule.also)]
        # 收支及“三公”经费情况 is about more than what its first name says.
        return found[0].concept.id if found and not self._cues.joining(words[: found[0].start]) else ""
