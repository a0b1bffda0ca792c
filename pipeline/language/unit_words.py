"""Finds the unit behind a number: money, rates, counting words, with the scale before and the price's 元/人."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.language.draft import Draft
from pipeline.language.exact import Decimals, from_decimal
from pipeline.language.numerals import NUMERALS
from pipeline.language.units import Units
from pipeline.language.worded import read_fold, read_part, read_tenths

_GAP = re.compile(r"[ \t\u00a0\u3000]{0,4}")
_RATE = re.compile(r"%|‰|个?百分点|个千分点|百分号")
_DIGIT = f"(?:[0-9]{{1,2}}|[{NUMERALS}]{{1,2}})"
_CENTS = re.compile(rf"(?P<jiao>{_DIGIT})角(?![度色落逐])(?:(?P<fen>{_DIGIT})分)?|(?P<only>{_DIGIT})分(?![之别])")
_BRACKETED = re.compile(r"[(（]([\u4e00-\u9fff]{1,2})[)）]")
_VAGUE_LONGER = re.compile(r"[多余](?P<rest>月|小时|学时|工作日)")
# 1.2万户籍人口 is no money, though 户 is no unit there.
_OF_PEOPLE = ("人", "名", "位", "户", "家")


def after_gap(text: str, at: int) -> int:
    """Past the few spaces that a page may put between a number and its unit."""
    if text[at : at + 1] not in (" ", "\t", "\u00a0", "\u3000"):
        return at
    match = _GAP.match(text, at)
    return match.end() if match else at


class UnitWords:
    """The words of Units, compiled for matching at a position."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self.scales = {word: from_decimal(factor) for word, factor in units.scales.items()}
        self.scale = _any_of(self.scales)
        self._money = {word: from_decimal(factor) for word, factor in units.money.items() if word not in self.scales}
        self._longest = max(map(len, (*self._money, *units.counting)), default=1)
        self._per = _any_of((*units.counting, *units.per))
        self._fractional = units.measures | units.fractional

    def stands_at(self, text: str, at: int) -> bool:
        """Whether any unit begins there."""
        return bool(self._word(text, at) or _RATE.match(text, at))

    def fits(self, text: str, draft: Draft, at: int) -> bool:
        """Whether a unit begins there that the number can have."""
        word = self._word(text, at)
        if word in self._units.counting:
            return self._takes(draft, word)
        return bool(word or _RATE.match(text, at))

    def read(self, text: str, draft: Draft) -> None:
        """Give the draft the unit that follows it, if one does."""
        at = after_gap(text, draft.end)
        rate = _RATE.match(text, at)
        if rate:
            _as_rate(draft, rate)
            return
        if read_fold(text, draft, at) or read_tenths(text, draft, at):
            return
        word = self._word(text, at)
        if word in self._money:
            self._as_money(text, draft, at, word)
        elif word and self._takes(draft, word):
            self._as_count(text, draft, at, word)
        elif draft.scale:
            self._money_without_unit(text, draft)

    def _word(self, text: str, at: int) -> str:
        """The longest unit at `at` that is not the beginning of another word; "" if there is none."""
        for length in range(min(self._longest, len(text) - at), 0, -1):
            word = text[at : at + length]
            if (word in self._money or word in self._units.counting) and not self._goes_on(text, word, at + length):
                return word
        return ""

    def _goes_on(self, text: str, word: str, end: int) -> bool:
        if text.startswith(self._units.not_before.get(word, ()), end):
            return True
        following = text[end : end + 1]
        return word.isascii() and following.isascii() and following.isalnum()

    def _takes(self, draft: Draft, word: str) -> bool:
        """Whole things have no decimal point, unless a scale follows it (1.2万人)."""
        return draft.low.exponent >= 0 or draft.scale is not None or self._units.counting[word] in self._fractional

    # -- money ----------------------------------------------------------------------------------------------

    def _as_money(self, text: str, draft: Draft, at: int, word: str) -> None:
        draft.times(self._money[word])
        draft.say(at + len(word), "money", "CNY", draft.written + word)
        if text.startswith("整", draft.end):
            draft.end, draft.exact = draft.end + 1, True
        elif not self._priced(text, draft):
            _with_cents(text, draft)

    def _priced(self, text: str, draft: Draft) -> bool:
        """元/人, 元/人·月, 元每人: the price of one."""
        end = draft.end
        while text[end : end + 1] in ("/", "每") or (end > draft.end and text[end : end + 1] == "·"):
            per = self._per.match(text, end + 1)
            if not per:
                break
            end = per.end()
        if end == draft.end:
            return False
        of_one = text[draft.end : end]
        draft.say(end, "price", "元" + of_one.replace("每", "/"), draft.written + of_one)
        return True

    def _money_without_unit(self, text: str, draft: Draft) -> None:
        """854万 is money where 元 was left out; 1.2万群众 are people."""
        whose = (*_OF_PEOPLE, *self._units.without_unit)
        if draft.scale and draft.scale.exponent >= 4 and not text.startswith(whose, draft.end):
            draft.kind, draft.unit = "money", "CNY"

    # -- counts ---------------------------------------------------------------------------------------------

    def _as_count(self, text: str, draft: Draft, at: int, word: str) -> None:
        end = at + len(word)
        longer = _VAGUE_LONGER.match(text, end) if word == "个" else None
        if longer:  # 3个多月: the hedge stands inside the unit
            word, end = self._joined(word, longer["rest"]) or longer["rest"], longer.end()
            draft.hedge("over", None)
        bracket = _BRACKETED.match(text, end)
        if bracket and self._joined(word, bracket[1]):
            word, end = word + bracket[1], bracket.end()
        canonical = self._units.counting[word]
        per = self._per.match(text, end + 1) if text[end : end + 1] == "/" else None
        if per:
            word, end = f"{word}/{per[0]}", per.end()
        draft.say(end, "count", canonical, word)

    def _joined(self, first: str, second: str) -> str:
        """家 and 次 → 家次, if that is a counting word."""
        return first + second if first + second in self._units.counting else ""


def _as_rate(draft: Draft, match: re.Match[str]) -> None:
    draft.say(match.end(), "points" if match[0].endswith("点") else "rate", "%", match[0])
    if match[0] in ("‰", "个千分点"):
        draft.times(Decimals(1, -1))


def _with_cents(text: str, draft: Draft) -> None:
    """3元5角, 3元5角2分."""
    match = _CENTS.match(text, draft.end) if draft.scale is None else None
    if not match:
        return
    cents = Decimals(0, 0)
    for name, place in (("jiao", -1), ("fen", -2), ("only", -2)):
        part = read_part(match[name]) if match[name] else Decimals(0, 0)
        if part is None or part.value > 99:
            return
        cents = cents.plus(part.times(Decimals(1, place)))
    draft.low = draft.low.plus(cents)
    draft.end = match.end()


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    # Longest first: 万亿 must win over 万, 人次 over 人.
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")
