"""The number itself, without its unit: a run of digits, a Chinese numeral, or 数百, 上千, 百余.

Digits come first because they are where scraped text goes wrong: `7,00.0,77` is no number, `12，15，18` are three.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.language.exact import Decimals
from pipeline.language.numerals import EXPONENTS, NUMERALS, read_numeral
from pipeline.language.quantity import Approx


class Figure(NamedTuple):
    """A number at text[start:end]; `high` is the other end where two are named (三四十)."""

    start: int
    end: int
    low: Decimals
    high: Decimals | None = None
    approx: Approx | None = None
    chinese: bool = False


# -- Arabic digits ---------------------------------------------------------------------------------------------

RUN = re.compile(r"[0-9](?:[0-9,，.]*[0-9])?")
# One kind of comma a number: “3,500，200人” are two. A number of more digits than money has is an account number.
_WELL_FORMED = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:，[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_MAX_DIGITS = 16


def read_run(text: str, run: re.Match[str]) -> list[Figure]:
    """The numbers of a run of digits, commas and points; none if it is malformed (7,00.0,77; 194.9194.9; 007)."""
    whole = _one(text, run.start(), run.end())
    if whole:
        return [whole]
    parts = _split(text, run.start(), run.end(), "，")
    if len(parts) == 1:  # no Chinese comma in it
        parts = _split(text, run.start(), run.end(), ",")
        if not _is_list([text[start:end] for start, end in parts]):
            return []
    figures = [_one(text, start, end) for start, end in parts]
    return [figure for figure in figures if figure] if all(figures) else []


def _split(text: str, start: int, end: int, comma: str) -> list[tuple[int, int]]:
    parts, at = [], start
    for part in text[start:end].split(comma):
        parts.append((at, at + len(part)))
        at += len(part) + 1
    return parts


def _is_list(parts: list[str]) -> bool:
    """Half-width commas part a list only where no number could be meant: 12.3,15.6 or 12,15,18, not 1,23.45."""
    shapes = {len(part.partition(".")[2]) for part in parts}
    return len(shapes) == 1 and (len(parts) > 2 or shapes != {0})


def _one(text: str, start: int, end: int) -> Figure | None:
    if not _WELL_FORMED.fullmatch(text, start, end):
        return None
    whole, _, fraction = text[start:end].replace(",", "").replace("，", "").partition(".")
    if len(whole) + len(fraction) > _MAX_DIGITS or (len(whole) > 1 and whole[0] == "0"):
        return None
    return Figure(start, end, Decimals(int(whole + fraction), -len(fraction)))


# -- Chinese numerals ------------------------------------------------------------------------------------------

_SCALES = "".join(EXPONENTS)
# 九点五分 is a time, 九十五点五分 are points.
_NUMERAL_RUN = re.compile(
    rf"[三四五六七八九]十[一二三四五六七八九]?点[零〇一二三四五六七八九]+(?=分)"
    rf"|[{NUMERALS}]{{1,30}}(?:点[零〇一二三四五六七八九]+(?![十百千分]))?"
)
_TWO_NEIGHBOURS = re.compile(
    r"(?P<head>[一二三四五六七八九]?十)?(?P<low>[一二两三四五六七八九])(?P<high>[二三四五六七八九])(?P<scale>[十百千万亿]*)"
)
_VAGUE = re.compile(rf"[数几上过][{_SCALES}]{{1,4}}(?![{NUMERALS}])")
_SCALE_ONLY = re.compile(rf"[{_SCALES}]{{1,4}}(?![{NUMERALS}])")

# Before 数, which then ends a word: 人数百余 is 人数 and 百余, not 数百.
_BEFORE_NUMBER_OF = "人总户次份件分少多参系指无基度"
_HEDGES_A_SCALE = "近逾超过约破足到"


def read_chinese(text: str, pos: int) -> Figure | None:
    """The Chinese number that begins at `pos`, whole: 十四五 is none, not 十四."""
    if text[pos] in "数几上过":
        return _vague(text, pos)
    run = _NUMERAL_RUN.match(text, pos)
    if not run:
        return None
    number = read_numeral(run[0])
    if number:
        return Figure(pos, run.end(), number, chinese=True)
    return _neighbours(run) or _scale_only(text, pos)


def numeral_end(text: str, pos: int) -> int:
    """Where the run of numerals ends that is at `pos`."""
    run = _NUMERAL_RUN.match(text, pos)
    return run.end() if run else pos + 1


def _vague(text: str, pos: int) -> Figure | None:
    """数百, 几十, 上千万: at least that many."""
    match = _VAGUE.match(text, pos)
    if not match or (text[pos] == "数" and pos and text[pos - 1] in _BEFORE_NUMBER_OF):
        return None
    if text[pos] == "上" and pos and text[pos - 1] in "以线网晚早如":
        return None
    return Figure(pos, match.end(), _product(match[0][1:]), approx="over", chinese=True)


def _scale_only(text: str, pos: int) -> Figure | None:
    """百余, 近千: a scale is a number where a hedge says so."""
    match = _SCALE_ONLY.match(text, pos)
    if not match:
        return None
    hedged_after = text[match.end() : match.end() + 1] in ("余", "多")
    if not hedged_after and not (pos and text[pos - 1] in _HEDGES_A_SCALE):
        return None
    return Figure(pos, match.end(), _product(match[0]), chinese=True)


def _neighbours(run: re.Match[str]) -> Figure | None:
    """三四十, 两三百, 十五六: the two ends of an estimate."""
    match = _TWO_NEIGHBOURS.fullmatch(run[0])
    if not match or (match["head"] and match["scale"]):
        return None
    low, high = read_numeral(match["low"]), read_numeral(match["high"])
    if not low or not high or high.coefficient - low.coefficient not in (1, 2):
        return None
    if high.coefficient - low.coefficient == 2 and match["low"] != "三":
        return None  # 三五个 is said, 四六 is a ratio
    scale = _product(match["scale"])
    head = read_numeral(match["head"]) if match["head"] else None
    base = head.coefficient * 10**head.exponent if head else 0
    ends = [Decimals((base + end.coefficient), scale.exponent) for end in (low, high)]
    return Figure(run.start(), run.end(), ends[0], ends[1], "about", chinese=True)


def _product(scales: str) -> Decimals:
    return Decimals(1, sum(EXPONENTS[char] for char in scales))
