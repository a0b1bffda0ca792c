"""What must hold of every number: rendered then read it is itself, and no text whatever makes the parser fail."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.numerals import read_numeral
from pipeline.language.quantities import QuantityParser
from pipeline.rules.paths import rules_dir
from pipeline.rules.units import load_units

PARSER = QuantityParser(load_units(rules_dir() / "units.yaml"))
DIGITS = "零一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789.,%-()", "０１２３４５６７８９．，％－（）")

amounts = st.decimals(min_value=0, max_value=10**9, places=2)
# Rich in digits, in what stands around numbers, and in what breaks them.
ALPHABET = (
    "0123456789０９.,，、-~—至到一二三十百千万亿零两几数上过半翻番成倍年月日时分点元角人次个户"
    "%‰％约近超余多第（）()“” /:：+×A为之的"
)
noisy = st.text(alphabet=ALPHABET, max_size=40)


def in_chinese(number: int) -> str:
    """The everyday numeral: 零 for a gap, 一十 for ten inside a number, 十 at its beginning."""
    if number == 0:
        return "零"
    text, rest = "", number
    for scale, exponent in (("亿", 8), ("万", 4), ("", 0)):
        section, rest = divmod(rest, 10**exponent)
        if section >= 10_000:
            text += in_chinese(section) + scale
        elif section:
            text += ("零" if text and section < 1000 else "") + thousands(section) + scale
    return text.removeprefix("一") if text.startswith("一十") else text


def thousands(section: int) -> str:
    text, gap = "", False
    for word, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = section // place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + word
            gap = False
        else:
            gap = bool(text)
    return text


def value(text: str) -> Decimal:
    quantity = PARSER.parse(text)
    assert quantity is not None, text
    return quantity.value


@given(st.integers(0, 10**15))
def test_integers_come_back(number):
    assert value(f"{number}人") == number
    assert value(f"{number:,}人") == number


@given(amounts, st.sampled_from([("元", 1), ("千元", 10**3), ("万元", 10**4), ("百万元", 10**6), ("亿元", 10**8)]))
def test_decimals_come_back_in_yuan(amount, unit):
    assert value(f"{amount:f}{unit[0]}") == amount * unit[1]
    assert value(f"{amount:,f}{unit[0]}") == amount * unit[1]


@given(st.integers(0, 10**12))
def test_chinese_numerals_come_back(number):
    numeral = read_numeral(in_chinese(number))
    assert numeral is not None
    assert numeral.value == number
    assert value(f"{in_chinese(number)}元") == number


@given(amounts, st.sampled_from(["万元", "元", "%", "亿元"]))
def test_full_width_equals_half_width(amount, unit):
    half = f"{amount:,f}{unit}"
    assert PARSER.parse(half.translate(FULL_WIDTH)) == PARSER.parse(half)


@given(amounts)
def test_wan_and_yuan_agree_within_their_accuracy(amount):
    coarse, fine = PARSER.parse(f"{amount:f}万元"), PARSER.parse(f"{amount * 10_000:.2f}元")
    assert coarse is not None
    assert fine is not None
    assert coarse.value == fine.value
    assert coarse.low <= fine.low <= fine.high <= coarse.high or amount == 0


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["至", "-", "~", "—", "到"]))
def test_ranges_come_back(low, width, to):
    quantity = PARSER.parse(f"{low}{to}{low + width}户")
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.is_range) == (low, low + width, True)


@settings(max_examples=600)
@given(noisy)
def test_quantities_are_ordered_apart_inside_and_stand_for_themselves(text):
    end = 0
    for quantity in PARSER.find(text):
        assert (
            end <= quantity.span.start <= quantity.number.start < quantity.number.end <= quantity.span.end <= len(text)
        )
        end = quantity.span.end
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        words = text[quantity.span.start : quantity.span.end]
        assert value(words) == quantity.value


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text):
    PARSER.find(text)
    PARSER.parse(text)
