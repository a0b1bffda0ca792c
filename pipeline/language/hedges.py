"""Words around a number that say how exactly it is meant: 约, 近, 逾, 不少于, ≥ before it, 余, 左右, 以上 after it."""

from __future__ import annotations

import re

from pipeline.language.quantity import Approx, Comparator

Hedge = tuple[Approx | None, Comparator | None]

_AT_LEAST: Hedge = (None, ">=")
_AT_MOST: Hedge = (None, "<=")
_OVER: Hedge = ("over", None)
_OVER_OR_EQUAL: Hedge = ("over", ">=")
_BEYOND: Hedge = ("over", ">")
_UNDER: Hedge = ("under", None)
_ABOUT: Hedge = ("about", None)

_GROUPS: tuple[tuple[str, Hedge], ...] = (
    ("不少于 不低于 不小于 不下于 大于等于 大于或等于 高于或等于 至少 最少 最低 至少为 至少达到 ≥ ⩾ >= =>", _AT_LEAST),
    ("不超过 不高于 不大于 不多于 不超 小于等于 小于或等于 控制在 最多 最高 至多 ≤ ⩽ <= =<", _AT_MOST),
    ("超过 超过了 逾 超 突破 突破了 多于 超出", _BEYOND),
    ("大于 高于 >", (None, ">")),
    ("小于 少于 低于 <", (None, "<")),
    ("近 将近 接近 不足 不到 近乎 未满", _UNDER),
    ("约 大约 大概 约为 大约为 约有 约达 约合 约计", _ABOUT),
    ("人民币 ¥ ￥", (None, None)),
)
_BEFORE = {word: hedge for words, hedge in _GROUPS for word in words.split()}
_LONGEST = max(map(len, _BEFORE))
# 节约3万元, 签约1200人, 附近20户: the hedge's character ends another word.
_NOT_AFTER = {"约": "节契预签合条集制相邀履公爽违续守誓简隐", "近": "附最邻临靠亲走贴相就远", "超": "赶高反"}

_AFTER: dict[str, Hedge] = {
    "及以上": _OVER_OR_EQUAL,
    "以上": _OVER_OR_EQUAL,
    "之上": _OVER_OR_EQUAL,
    "以外": _OVER,
    "开外": _OVER,
    "余": _OVER,
    "多": _OVER,
    "左右": _ABOUT,
    "上下": _ABOUT,
    "及以下": _AT_MOST,
    "以下": _AT_MOST,
    "以内": _AT_MOST,
    "之内": _AT_MOST,
}
_AFTER_WORD = re.compile(
    r"及以上|以上(?![率述])|以外|之上|开外|左右|上下|及以下|以下(?!简称|[:：几]|问题|措施|方面|情况)|以内|之内"
    r"|余(?![额款人名下地部个种生项粮热])"
    r"|多(?![次个种名人年项渠元方场样位家部数层功重媒边余出花用支收付了于\d一二两三四五六七八九十])"
)


def before(text: str, end: int, done: int) -> tuple[int, Hedge] | None:
    """The hedge that ends at `end`, not reaching back over `done`: where it begins, and what it says."""
    for length in range(min(_LONGEST, end - done), 0, -1):
        word = text[end - length : end]
        if word in _BEFORE:
            start = end - length
            part_of_word = start > 0 and text[start - 1] in _NOT_AFTER.get(word, "")
            return None if part_of_word else (start, _BEFORE[word])
    return None


def after(text: str, at: int) -> tuple[int, Hedge] | None:
    """The hedge that begins at `at`: where it ends, and what it says."""
    match = _AFTER_WORD.match(text, at)
    return (match.end(), _AFTER[match[0]]) if match else None
