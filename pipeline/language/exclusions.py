"""Numerals that are no quantities: dates, times, document and telephone numbers, ordinals, slogans, set phrases.

The fixed shapes are patterns here, since they are the same everywhere; the words are data (`not_quantities` of
rules/units.yaml). Every pattern is tried at the first digit, and looks back from there.
"""

from __future__ import annotations

import re

from pipeline.language.numerals import NUMERALS
from pipeline.language.units import Units

_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12][0-9]|3[01])"
_TO = r"(?:-{1,2}|~|至|到|、|和|与|及)"
_NO_FIGURE_GOES_ON = r"(?![0-9.,%‰万亿元人个场次份户件])"

_DIGITS = re.compile(
    rf"""
      (?:(?<=第)|(?<=第\ ))[0-9]+(?:[-~至到、,，][0-9]+)*[\u4e00-\u9fff]?          # 第16届, 第1-3项
    | {_YEAR}[\ ]?年?度?{_TO}{_YEAR}(?:[\ ]?(?:学年|年)|{_NO_FIGURE_GOES_ON})  # 2021-2025年, (2021-2025)
    | {_YEAR}-[0-9]{{2}}(?=年)                                            # 2021-25年
    | {_YEAR}[\ ]?(?:学年|年)度?                                          # 2023年, 2023年度
    | {_YEAR}-{_MONTH}-{_DAY}(?![0-9.])
    | {_YEAR}/{_MONTH}/{_DAY}(?![0-9.])
    | {_YEAR}\.{_MONTH}\.{_DAY}(?![0-9.])
    | {_YEAR}[-/](?:0[1-9]|1[0-2])(?![0-9.]|万|亿|元)                     # 2023-04
    | (?<=[(\[]){_YEAR}(?=[)\]](?!万|亿|元|千))                            # (2020)10号
    | [0-9]{{1,2}}(?:{_TO}[0-9]{{1,2}})?[\ ]?月(?:份|底|初|末|中旬|上旬|下旬)?
    | [0-9]{{1,2}}(?:{_TO}[0-9]{{1,2}})?[\ ]?日(?![均志报用常])
    | [0-9]{{1,2}}时(?![间段长效候])(?:[0-9]{{1,2}}分)?许?                 # 19时30分
    | [0-9]{{1,2}}点(?:[0-9]{{1,2}}分?|半|整|钟|许|左右|[前后至到]|-|~)
    | [0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?{_NO_FIGURE_GOES_ON}         # 9:30
    | [0-9]{{1,4}}(?:\.[0-9]{{1,2}})?(?::[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?)+{_NO_FIGURE_GOES_ON}   # 6:2:2
    | [0-9]{{1,6}}(?:[-~、至][0-9]{{1,6}}){{0,5}}号(?!召)                                   # 〔2020〕10号, 27号
    | (?:0[0-9]{{2,3}}-?[0-9]{{7,8}}|1[3-9][0-9]{{9}}|[48]00-[0-9]{{3,4}}-[0-9]{{3,4}})(?![0-9.,])
    | (?:(?<=电话)|(?<=拨打)|(?<=热线)|(?<=专线)|(?<=邮编)|(?<=账号)|(?<=编号)|(?<=号码)
        |(?<=[话机编号码真线箱]:)|(?<=[话机编号码真线箱]:\ ))
      (?:[0-9]{{5,}}|[0-9]{{4}}(?:\ [0-9]{{4}}){{2,4}})(?:-[0-9]+)*
    | [0-9]{{3,5}}(?:[、,][0-9]{{3,5}}){{0,4}}等?(?:服务|公益)?热线
    | (?<=["'])[0-9]+(?:[.·+×xX*/-]?[0-9A-Za-z]+)*+(?=["'])               # “1235”, “1+3+N”, “3·15”
    | [0-9]{{1,4}}(?:\+[0-9]{{1,4}}){{0,5}}\+[A-Za-z][0-9A-Za-z+]*                          # 1+3+N
    | [0-9](?:\+[0-9]){{1,6}}(?=模式|工作|机制|体系|行动|工程|服务|平台|治理|套餐|")
    | [0-9]+·[0-9]+
    | [0-9]+(?:\.[0-9]+)?(?:[×xX*][0-9]+(?:\.[0-9]+)?)+                   # 7×24小时, 3×5米
    | [0-9]{{1,2}}\.[0-9]{{1,2}}
      (?=[\u4e00-\u9fff]{{0,3}}(?:国际|世界|全国|国家|禁毒|消防|护士|宪法)[\u4e00-\u9fff]{{0,4}}[日节周])  # 6.26禁毒日
    | (?<=[A-Z]\ )[0-9]{{3,}}(?:-{_YEAR}|(?=标准|规范|认证))               # GB/T 19001-2016
    | [1-9]\.0(?=版|时代|模式|["'])                                       # 厕所革命2.0
    | [0-9]0后                                                            # 90后
    | (?<=[(])[0-9]{{1,2}}(?=[)](?!万|亿|元|千|人|个|%))                   # (3)
    | (?<![0-9A-Za-z.,])[0-9]{{1,2}}\.(?=[\u4e00-\u9fff"'<《(])            # 1.专项经费
    | (?<![0-9A-Za-z.,])[0-9]{{1,2}}\.(?={_YEAR}年)                       # 1.2023年
    | (?<![\s\S])[1-9][0-9]?\.(?=[1-9][0-9]{{0,3}}(?:个(?!百分|月|小时)|家|名|所|户|人|件|场|处))   # 7.21个站所
    | (?:(?<![\s\S])|(?<=[。;；:!?\n)]))[0-9]{{1,2}}(?:、|\))[\ ]?(?![0-9])  # 2、
    | (?:(?<=[A-Za-z])|(?<=[A-Za-z][-/.]))[0-9](?![0-9.]{{0,9}}[%‰])
      [0-9A-Za-z]*+(?:[-/.+][0-9A-Za-z]+)*+                                # TL0038/2024-00417, PM2.5
    | [0-9]{{1,4}}(?:-[0-9]{{1,5}}){{2,}}                                 # 1-2-3, 430-12-7
    | [0-9]{{2,4}}-0[0-9]+(?![0-9.])                                      # 2024-00417
    """,
    re.VERBOSE,
)
# A numeral after 第 and the word that it counts; 九时三十分; 五月, 三日, 十号 (dates); （二） and 二、 as list numbers.
_CHINESE = re.compile(
    rf"""
      (?<=第)[{NUMERALS}]+[\u4e00-\u9fff]?
    | (?<=[时点])[{NUMERALS}]+分(?!钟)
    | [{NUMERALS}]+(?:月(?![\u4e00-\u9fff]?租)|日|号|时(?!间))
    | [一二][〇零一二三四五六七八九]{{3}}年
    | [零一二三四五六七八九]{{2}}年代
    | (?<=[(])[{NUMERALS}]+(?=[)])
    | (?:(?<![\s\S])|(?<=[。;；:!?\n]))[{NUMERALS}]+、
    | (?<=星期)[{NUMERALS}] | (?<=礼拜)[{NUMERALS}]
    """,
    re.VERBOSE,
)
_UNIT_LETTER = re.compile(r"[A-Za-z][0-9A-Za-z]*(?:[-/.][0-9A-Za-z]+)*")
_YEARLIKE = re.compile(r"(?:19[5-9]|20[0-4])[0-9]")
# After these a four-digit number is one that was counted, not a year.
_COUNTED = "数次计为达共额量是有至到余约超逾:=≥≤<>率值均加少"


class Exclusions:
    """Says which numerals of a text count nothing. Compiled once from Units."""

    def __init__(self, units: Units) -> None:
        self._followers = units.ordinal_followers
        self._hotline = _before(units.hotline_followers)
        self._patterns = re.compile("|".join(f"(?:{p})" for p in units.patterns) or r"(?!)")
        self._phrases = _by_first_numeral(units.phrases)

    def skip_digits(self, text: str, pos: int) -> int:
        """Where to go on if a date, number of a document or the like begins at `pos`; else `pos`."""
        match = _DIGITS.match(text, pos) or self._hotline.match(text, pos)
        return match.end() if match and match.end() > pos else pos

    def skip_numeral(self, text: str, pos: int) -> int:
        """The same for a Chinese numeral."""
        match = _CHINESE.match(text, pos)
        return match.end() if match else pos

    def is_set_phrase(self, text: str, number: int, end: int) -> bool:
        """Whether the numeral at `number`, with a unit up to `end`, is part of a set phrase."""
        if self._patterns.match(text, number):
            return True
        for offset, phrase in self._phrases.get(text[number], ()):
            start = number - offset
            if start >= 0 and start + len(phrase) >= end and text.startswith(phrase, start):
                return True
        return False

    def is_name(self, text: str, start: int, end: int) -> int | None:
        """For a bare number: where the name ends that it belongs to (2级, 5G, 温暖2022); None if it is a number."""
        if text.startswith(self._followers, end) or self._numbers_a_table(text, start, end):
            return end
        letters = _UNIT_LETTER.match(text, end)
        if letters:
            return letters.end()
        if _YEARLIKE.fullmatch(text, start, end) and self._stands_in_words(text, start, end):
            return end
        return None

    @staticmethod
    def _numbers_a_table(text: str, start: int, end: int) -> bool:
        """附表4, 图2, 附件3."""
        return end - start < 3 and text[max(start - 2, 0) : start].endswith(("表", "图", "附件"))

    @staticmethod
    def _stands_in_words(text: str, start: int, end: int) -> bool:
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        if before in _COUNTED and before:
            return False
        return any("\u4e00" <= char <= "\u9fff" or char in "\"'" for char in (before, after) if char)


def _before(words: tuple[str, ...]) -> re.Pattern[str]:
    if not words:
        return re.compile(r"(?!)")
    follower = "|".join(map(re.escape, words))
    # 12351职工维权热线: the well-known short numbers may stand apart from the word, if nothing is counted.
    short = r"(?:11|12|95|96)[0-9]{1,4}(?=[^\W0-9人次个件元万户名场家]{1,6}"
    return re.compile(rf"[0-9]{{3,}}(?=[\"']?(?:{follower}))|{short}(?:热线|平台|专线|电话))")


def _by_first_numeral(phrases: tuple[str, ...]) -> dict[str, list[tuple[int, str]]]:
    """Numeral → (its offset in the phrase, phrase), so that only phrases with that numeral are compared."""
    found: dict[str, list[tuple[int, str]]] = {}
    for phrase in phrases:
        for offset, char in enumerate(phrase):
            if char in NUMERALS or char.isdigit():
                found.setdefault(char, []).append((offset, phrase))
    return found
