"""Chinese numerals: what they are worth, how exactly, and what is none."""

from __future__ import annotations

import pytest

from pipeline.language.exact import Decimals
from pipeline.language.numerals import read_digits, read_numeral


@pytest.mark.parametrize(
    ("text", "coefficient", "exponent"),
    [
        ("零", 0, 0), ("〇", 0, 0), ("两", 2, 0), ("十", 1, 1), ("十七", 17, 0), ("廿三", 23, 0), ("卅", 3, 1),
        ("一百零八", 108, 0), ("一百〇八", 108, 0), ("一百一十", 11, 1), ("一百零十五", 115, 0), ("六千零四十", 604, 1),
        ("三万", 3, 4), ("一万二", 12, 3), ("一百二", 12, 1), ("三千五", 35, 2), ("一万零二", 10002, 0),
        ("两亿四千万", 24, 7), ("三亿零五万", 30005, 4), ("一万亿", 1, 12), ("壹仟贰佰叁拾肆", 1234, 0),
        ("十二点五", 125, -1), ("零点零六", 6, -2), ("五億", 5, 8), ("九萬", 9, 4),
    ],
)  # fmt: skip
def test_numerals_have_a_value_and_a_last_digit(text, coefficient, exponent):
    assert read_numeral(text) == Decimals(coefficient, exponent)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "万",
        "百",
        "十四五",
        "三三",
        "二〇二三",
        "一千一千",
        "零零",
        "一零",
        "百二",
        "五点",
        "点五",
        "人",
        "3",
        "一" * 31,
        "亿亿",
    ],
)
def test_what_is_no_numeral_is_none(text):
    assert read_numeral(text) is None


@pytest.mark.parametrize(("text", "number"), [("二〇二三", 2023), ("一九四九", 1949), ("十", None), ("", None)])
def test_digits_in_a_row_are_years(text, number):
    assert read_digits(text) == number
