"""Chinese numerals, everyday and financial, as exact numbers: 一万二千, 两亿四千万, 壹佰贰拾叁万, 廿三, 二〇二三.

A number is kept as (coefficient, exponent): its value is coefficient × 10**exponent, and the exponent is the place
of the last digit that was written, which is how exactly it is meant.
"""

from __future__ import annotations

import re

from pipeline.language.exact import Decimals

_ROWS = ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {char: value for value, chars in enumerate(_ROWS) for char in chars}
_TENS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}
_SECTIONS = {"亿": 8, "億": 8, "万": 4, "萬": 4}
# One character for two: 廿三 is 二十三.
_CONTRACTED = str.maketrans({"廿": "二十", "卅": "三十"})

NUMERALS = "".join((*_DIGITS, *_TENS, *_SECTIONS, "廿卅"))
"""Every character that a Chinese numeral consists of, to stand in a regular expression's set."""
EXPONENTS = _TENS | _SECTIONS
"""十, 百, 千, 万, 亿 and their financial forms, as powers of ten."""

_SHAPE = re.compile(rf"[{NUMERALS}]+(?:点[{''.join(_DIGITS)}]+)?")
_MAX_CHARS = 30


def read_numeral(text: str) -> Decimals | None:
    """Read a whole Chinese numeral; None if it is not one (十四五, 三三, 万).

    >>> read_numeral("一百零五万三千")
    Decimals(coefficient=1053, exponent=3)
    >>> read_numeral("十二点五")
    Decimals(coefficient=125, exponent=-1)
    >>> read_numeral("十四五") is None
    True
    """
    if len(text) > _MAX_CHARS or not _SHAPE.fullmatch(text):
        return None
    whole, _, fraction = text.translate(_CONTRACTED).partition("点")
    number = _integer(whole)
    if number is None or not fraction:
        return number
    digits = "".join(str(_DIGITS[char]) for char in fraction)
    return Decimals(int(f"{number.coefficient * 10**number.exponent}{digits}"), -len(digits))


def read_digits(text: str) -> int | None:
    """Read digits that follow each other without 十百千, as years have them: 二〇二三 → 2023."""
    if not text or len(text) > _MAX_CHARS or any(char not in _DIGITS for char in text):
        return None
    return int("".join(str(_DIGITS[char]) for char in text))


def _integer(text: str) -> Decimals | None:
    """亿 splits a numeral, then 万: each part is read on its own and counted in that section."""
    for char, exponent in _SECTIONS.items():
        if char in text:
            upper, lower = text.rsplit(char, 1)
            return _joined(upper, exponent, lower)
    return _section(text)


def _joined(upper: str, exponent: int, lower: str) -> Decimals | None:
    high = _integer(upper) if upper else None
    if high is None or high.coefficient == 0:
        return None
    if not lower:
        return Decimals(high.coefficient, high.exponent + exponent)
    if len(lower) == 1 and _DIGITS.get(lower):
        low: Decimals | None = Decimals(_DIGITS[lower], exponent - 1)  # 一万二 is said for 一万二千
    else:
        low = _integer(lower)
    if low is None or low.coefficient * 10**low.exponent >= 10**exponent:
        return None
    whole = high.coefficient * 10 ** (high.exponent + exponent) + low.coefficient * 10**low.exponent
    return Decimals(whole // 10**low.exponent, low.exponent)


def _section(text: str) -> Decimals | None:
    """Up to 9999: digits with falling 千, 百, 十 after them."""
    if len(text) == 1 and text in _DIGITS:
        return Decimals(_DIGITS[text], 0)
    total, digit, place, zero = 0, None, 4, False
    for index, char in enumerate(text):
        if char in _DIGITS:
            if digit is not None or (zero and _DIGITS[char] == 0):
                return None
            zero, digit = (True, None) if _DIGITS[char] == 0 else (zero, _DIGITS[char])
            continue
        exponent = _TENS[char]
        if digit is None and exponent == 1 and (index == 0 or zero):
            digit = 1  # 十五, 一百零十五: the one before 十 may be left out
        if digit is None or exponent >= place:
            return None
        total, digit, place, zero = total + digit * 10**exponent, None, exponent, False
    return _closed(total, digit, place, zero=zero)


def _closed(total: int, digit: int | None, place: int, *, zero: bool) -> Decimals | None:
    if digit is None:
        return None if zero or total == 0 else Decimals(total // 10**place, place)
    if total and not zero and place > 1:
        return Decimals(total // 10 ** (place - 1) + digit, place - 1)  # 一百二 is said for 一百二十
    return Decimals(total + digit, 0)
