"""Rates and multiples that are words rather than a number with a unit: 百分之九十五, 三分之二, 半数, 翻一番, 九成五."""

from __future__ import annotations

import re
from fractions import Fraction

from pipeline.document import Span
from pipeline.language.draft import Draft
from pipeline.language.exact import Decimals
from pipeline.language.figures import numeral_end
from pipeline.language.numerals import NUMERALS, read_digits, read_numeral

_PART_OF = re.compile(
    rf"分之(?P<number>[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?|[{NUMERALS}]+(?:点[零〇一二三四五六七八九]+)?)"
)
_DOUBLING = re.compile(r"翻了?(?P<times>[一两二三四])?番")
_TENTHS = re.compile(
    r"成(?![立为员果功效长本绩品都年人交熟就分色套片型因千百群语份了活])(?P<more>半|[一二三四五六七八九](?![十百千万亿]))?"
)
_FOLD = re.compile(r"倍(?![增数率])")
_GROWTH = ("增长", "增加", "提高", "扩大", "上升", "提升")
_WHOLES = {"百": Decimals(1, 2), "千": Decimals(1, 3), "万": Decimals(1, 4)}


def read_worded(text: str, pos: int, done: int) -> Draft | None:
    """The worded rate or multiple whose first numeral is at `pos`, without hedges."""
    if text[pos] == "翻":
        return _doubled(text, pos)
    if text[pos] == "半" or text.startswith("一半", pos):
        return _half(text, pos, done)
    match = _PART_OF.match(text, numeral_end(text, pos))
    return _share(text, pos, match) if match else None


def _doubled(text: str, pos: int) -> Draft | None:
    """翻一番 is twice the base, 翻两番 four times."""
    match = _DOUBLING.match(text, pos)
    if not match:
        return None
    times = read_digits(match["times"] or "一") or 1
    return Draft(
        pos,
        match.end(),
        Span(pos, match.end()),
        Decimals(2**times, 0),
        unit="倍",
        kind="multiple",
        written="番",
        exact=True,
    )


def _half(text: str, pos: int, done: int) -> Draft:
    """半数, 一半, 过半."""
    end = pos + (2 if text.startswith(("半数", "一半"), pos) else 1)
    draft = Draft(pos, end, Span(pos, end), Decimals(50, 0), unit="%", kind="rate", written=text[pos:end], exact=True)
    if pos > done and text[pos - 1] == "过":
        draft.start = pos - 1
        draft.hedge("over", ">")
    return draft


def _share(text: str, pos: int, match: re.Match[str]) -> Draft | None:
    whole, number = read_part(text[pos : match.start()]), read_part(match["number"])
    if whole is None or number is None or whole.coefficient == 0:
        return None
    draft = Draft(pos, match.end(), Span(*match.span("number")), Decimals(0, 0), unit="%", kind="rate", written="分之")
    if whole in _WHOLES.values():
        draft.low, draft.written = number.written_out().times(Decimals(1, 2 - whole.exponent)), "百分之"
    else:
        draft.fraction = 100 * Fraction(number.value) / Fraction(whole.value)
    return draft


def read_part(text: str) -> Decimals | None:
    """A number inside a worded one: 百, 三, 九十五, 95.5."""
    if text in _WHOLES:
        return _WHOLES[text]
    if text[0] > "9":
        return read_numeral(text)
    whole, _, fraction = text.partition(".")
    return Decimals(int(whole + fraction), -len(fraction))


def read_fold(text: str, draft: Draft, at: int) -> bool:
    """1.5倍 at `at`."""
    match = _FOLD.match(text, at)
    if match:
        draft.say(match.end(), "multiple", "倍", "倍")
    return bool(match)


def read_tenths(text: str, draft: Draft, at: int) -> bool:
    """九成, 九成五, 七八成: tenths of a whole."""
    match = _TENTHS.match(text, at)
    if not match or draft.scale or not 0 < draft.low.value <= 10:
        return False
    draft.times(Decimals(1, 1))
    if match["more"]:
        more = 5 if match["more"] == "半" else read_digits(match["more"])
        draft.low = draft.low.plus(Decimals(more or 0, 0))
    draft.say(match.end(), "rate", "%", "成")
    return True


def add_base(text: str, draft: Draft, done: int) -> None:
    """增长1.5倍 makes 2.5 times the base; the verb becomes part of the quantity."""
    end = draft.start - 1 if draft.start > done and text[draft.start - 1] == "了" else draft.start
    for verb in _GROWTH:
        if end - len(verb) >= done and text.endswith(verb, 0, end):
            draft.start = end - len(verb)
            draft.low = draft.low.plus(Decimals(1, 0))
            draft.high = draft.high.plus(Decimals(1, 0)) if draft.high else None
            return
