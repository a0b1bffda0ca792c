"""What OCR takes one sign of a number for another: put right where the signs around it leave no doubt.

Nothing is added: a comma that was not printed, or not seen, is not made up. Each rule replaces a sign by one sign,
so signs keep their places; spaces go, as the distance between two signs says better whether there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_WIDTHS = {
    chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDTHS |= {"％": "%", "﹪": "%", "＋": "+"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ALL_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LETTERS = str.maketrans("OolI", "0011")
# 1O5 is 105. Only between digits, or a digit and a point: at a number's end a unit may begin (5l), and a bar
# between numbers is a table's rule, not a 1.
_LETTER = re.compile(r"(?<=\d)[OolI](?=[.,，．]?\d)|(?<=\d[.,，．])[OolI](?=\d)")
# Groups of three, all of them: 1，328.46 and 12，345，678, not the list 2021，328.
_GROUPED = re.compile(r"(?<![\d.,，．])\d{1,3}(?:[，,] ?\d{3})+(?![\d，,])")
# A point for the comma: 1.328.46 is no number otherwise.
_POINTED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+\.\d{2}(?![\d.])")
# 3。5万元, 3·15亿元, 3:19%: only before a unit of money or a percentage; a sentence may end in a number (共12。3月…).
_POINT = re.compile(r"(?<=\d)．(?=\d)|(?<=\d)[。·:：](?=\d{1,2}(?:%|万元|亿元|元))")
_LATIN_SPACE = re.compile(r"(?<=[A-Za-z]) (?=[A-Za-z])")
# Signs that Chinese text has in full width; a strip shows their form, hardly their width.
_SIGNS = str.maketrans("():;,?!", "（）：；，？！")
# A later pair wins over an earlier one.
_PAIRS = ("()", "[]", "（）", "〔〕")
_OPENING_TO = {pair[0]: pair[1] for pair in _PAIRS}
_CLOSING_TO = {pair[1]: pair[0] for pair in _PAIRS}
# Forms of traditional or Japanese writing that a recogniser gives for the simplified ones, whose drawing is nearly
# the same. None of them is in GB2312; a page written in them (over one in ten) is left as it is.
_OLD_FORMS = str.maketrans(
    "別決況減淨涼湊強戶內兌稅呂宮換奧値眞敎靑尙黃溫沒冊刪吳査徳歩毎収黒増県効悅脫銳閱郞硏虛產産",
    "别决况减净凉凑强户内兑税吕宫换奥值真教青尚黄温没册删吴查德步每收黑增县效悦脱锐阅郎研虚产产",
)
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]")
_FEW_OLD = 0.1
_IDEOGRAPH = r"[\u3007\u3400-\u9fff“”《》〔〕、。]"
_NARROW = re.compile(rf"(?<={_IDEOGRAPH})[():;,?!]|[():;,?!](?={_IDEOGRAPH})")


def repaired(text: str) -> list[str]:
    """One entry for each character of `text`: itself, what it should be, or "" where it is to go.

    >>> "".join(repaired("支出1，328. 4６万元(含结余)"))
    '支出1,328.46万元（含结余）'
    """
    # Small and soft, a lone figure looks raised; raised figures do not stand alone.
    text = text.translate(_RAISED) if _ALL_RAISED.fullmatch(text) else text
    text = "".join(_WIDTHS.get(char, char) for char in text)
    for pattern, replace in _STEPS:
        text = pattern.sub(replace, text)
    text = _closed(text)
    keep = {match.start() for match in _LATIN_SPACE.finditer(text)}
    return ["" if char.isspace() and index not in keep else char for index, char in enumerate(text)]


def simplified(texts: Sequence[str]) -> list[str]:
    """A page's texts with the old forms that differ by a stroke (決 for 决) put right, if the page is simplified.

    >>> simplified(["決算数为基本支出和项目支出，与年初预算数相比无变化"])
    ['决算数为基本支出和项目支出，与年初预算数相比无变化']
    """
    ideographs = _IDEOGRAPHS.findall("".join(texts))
    old = sum(not _in_gb2312(char) for char in ideographs)
    return [text.translate(_OLD_FORMS) for text in texts] if old <= _FEW_OLD * len(ideographs) else list(texts)


def _in_gb2312(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _same_length(change: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    return lambda match: change(match.group())


def _in_groups(number: str) -> str:
    return number.replace("，", ",")


def _last_point_only(number: str) -> str:
    head, _, tail = number.rpartition(".")
    return head.replace(".", ",") + "." + tail


_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_LETTER, _same_length(lambda char: char.translate(_LETTERS))),
    (_POINT, _same_length(lambda _: ".")),
    (_GROUPED, _same_length(_in_groups)),
    (_POINTED, _same_length(_last_point_only)),
    (_NARROW, _same_length(lambda char: char.translate(_SIGNS))),
)


def _closed(text: str) -> str:
    """Brackets of one pair in one shape: the Chinese one wins (〔2022] is 〔2022〕)."""
    signs = list(text)
    opened: list[int] = []
    for index, char in enumerate(text):
        if char in _OPENING_TO:
            opened.append(index)
        elif char in _CLOSING_TO and opened:
            first = opened.pop()
            pairs = signs[first] + _OPENING_TO[signs[first]], _CLOSING_TO[char] + char
            pair = max(pairs, key=_PAIRS.index)
            signs[first], signs[index] = pair[0], pair[1]
    return "".join(signs)
