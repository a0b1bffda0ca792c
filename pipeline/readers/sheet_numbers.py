"""A stored number → the text that its cell shows: percent, thousands, decimals, dates, as the number format says.

Source: the `numFmt` of ISO/IEC 29500-1 §18.8.30-31. Colours, conditions, fractions and column widths are left out.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

GENERAL = "General"
BUILTIN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: GENERAL,
    13: GENERAL, 14: "yyyy-mm-dd", 15: "yyyy-mm-dd", 16: "mm-dd", 17: "yyyy-mm", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "mm-dd",
    31: "yyyy年m月d日", 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "yyyy年m月", 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"', 45: "mm:ss", 46: "h:mm:ss",
    47: "mm:ss", 48: "0.00E+00", 49: "@", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日",
    55: "yyyy年m月", 56: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""Formats that a file names by number only, as a Chinese Excel shows them."""

# Literals first: a quoted 年 or an escaped d is no code. `_x` leaves room for x, `*x` fills with x: neither is text.
_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<code>.)', re.DOTALL)
_CURRENCY = re.compile(r"\$([^-]*)")
_ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_COMPARE = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_DIGITS = 15
_EXPONENTS = 21
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001, sheets know no zones
_LAST_DAY = 2_958_466  # 9999-12-31


class _Section(NamedTuple):
    """One of a format's parts: codes and literals in order, each with whether it is literal, and when it is used."""

    tokens: tuple[tuple[str, bool], ...]
    condition: tuple[str, float] | None

    @property
    def codes(self) -> str:
        return "".join(text for text, literal in self.tokens if not literal)


def show(value: float, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """The text of a number under a number format.

    >>> show(0.9827, "0.00%")
    '98.27%'
    >>> show(194.90000000000001)
    '194.9'
    >>> show(45027, "yyyy/m/d")
    '2023-04-11'
    """
    section, unsigned = _choose(_sections(code), value)
    codes = section.codes.lower()
    if re.search(r"[ymdhs年月日]", codes.replace("general", "")) and "#" not in codes:
        return _date(value, section, from_1904=from_1904)
    if "general" in codes or "@" in codes or "/" in codes or "e" in codes:
        return _around(section, general(value))
    if not re.search(r"[0#?]", codes):
        return _literals(section) if section.tokens or len(_sections(code)) > 1 else general(value)
    return _minus(_number(abs(value), section)) if unsigned else _number(value, section)


def _minus(text: str) -> str:
    """A negative section says so with a minus, with brackets or by colour alone: a minus says it in every case."""
    if "-" in text:
        return text
    inner = text[1:-1] if text[:1] + text[-1:] in ("()", "（）") else text
    return f"-{inner}" if inner else ""


def general(value: float) -> str:
    """A number as Excel keeps it: 15 significant digits, no more decimals than it has, no float's tail."""
    number = Decimal(f"{value:.{_DIGITS}g}")
    if not number.is_finite():
        return "#NUM!"
    if number and not -_EXPONENTS < number.adjusted() < _EXPONENTS:
        return f"{number.normalize():E}"
    text = f"{number or abs(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """A format's sections, for positive; negative; zero; text."""
    sections: list[list[tuple[str, bool]]] = [[]]
    conditions: list[tuple[str, float] | None] = [None]
    for match in _TOKEN.finditer(code[:1000]):
        literal = match["quoted"] or match["escaped"] or ""
        bracket, plain = match["bracket"], match["code"]
        if plain == ";":
            sections.append([])
            conditions.append(None)
        elif plain:
            sections[-1].append((plain, False))
        elif literal:
            sections[-1].append((literal, True))
        elif bracket is not None:
            sections[-1] += _of_bracket(bracket)
            condition = _CONDITION.match(bracket)
            conditions[-1] = (condition[1], float(condition[2])) if condition else conditions[-1]
    return tuple(_Section(tuple(tokens), when) for tokens, when in zip(sections, conditions, strict=True))


def _of_bracket(bracket: str) -> list[tuple[str, bool]]:
    """[$¥-804] is a sign of money, [h] hours beyond a day; colours and conditions show nothing."""
    if currency := _CURRENCY.match(bracket):
        return [(currency[1], True)] if currency[1] else []
    return [(char, False) for char in bracket] if _ELAPSED.fullmatch(bracket) else []


def _choose(sections: tuple[_Section, ...], value: float) -> tuple[_Section, bool]:
    """The section for a value, and whether it writes the sign itself."""
    if any(section.condition for section in sections):
        fits = (s for s in sections[:3] if s.condition is None or _COMPARE[s.condition[0]](value, s.condition[1]))
        return next(fits, sections[-1]), False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _number(value: float, section: _Section) -> str:
    codes = section.codes
    whole, _, fraction = codes.partition(".")
    scale = len(codes) - len(codes.replace("%", ""))
    trailing = re.search(r"[0#?](,+)[^0#?,]*$", fraction or whole)
    number = Decimal(f"{value:.{_DIGITS}g}") * 100**scale / Decimal(1000) ** (len(trailing[1]) if trailing else 0)
    places = [char for char in fraction if char in "0#?"]
    # Beyond what a Decimal's context holds, as a forged number may be, rounding changes nothing.
    if number.is_finite() and number.adjusted() + len(places) < 26 and len(places) < 26:
        number = number.quantize(Decimal(1).scaleb(-len(places)), rounding=ROUND_HALF_UP)
    elif not number.is_finite() or abs(number.adjusted()) > 300:
        return general(value)
    grouped = bool(re.search(r"[0#?],+[0#?]", whole))
    digits, _, decimals = f"{abs(number):f}".partition(".")
    least = sum(char == "0" for char in whole)
    least_decimals = max((i + 1 for i, char in enumerate(places) if char == "0"), default=0)
    decimals = decimals[:least_decimals] + decimals[least_decimals:].rstrip("0")
    sign = "-" if number < 0 else ""
    return sign + _fill(section, _whole(digits, least, grouped=grouped), decimals)


def _whole(digits: str, least: int, *, grouped: bool) -> str:
    bare = digits.lstrip("0").rjust(least, "0")
    return f"{int(bare):,}".rjust(least, "0") if grouped and bare else bare


def _fill(section: _Section, whole: str, decimals: str) -> str:
    """The section's text with the digits in place of its placeholders; literals among them keep their place."""
    slots = _slots(section, whole)
    parts: list[str] = []
    after_point = False
    decimals_left = iter(decimals)
    for part, literal in section.tokens:
        if literal or part in "%-+()（） ￥¥$：:万亿千元人个辆年分":
            parts.append(part)
        elif part == "." and not after_point:
            after_point = True
            parts.append("." if decimals else "")
        elif part in "0#?":
            parts.append(next(decimals_left, "") if after_point else slots.pop(0))
        elif part not in ",.":
            parts.append(part)
    return "".join(parts).strip()


def _slots(section: _Section, whole: str) -> list[str]:
    """The whole digits shared out over the placeholders before the point, from the right; the first takes the rest."""
    count = 0
    for part, literal in section.tokens:
        if not literal and part == ".":
            break
        count += not literal and part in "0#?"
    if not count:
        return []
    if not _split_by_literals(section):
        return [whole, *[""] * (count - 1)]
    tail = [whole[i : i + 1] for i in range(max(0, len(whole) - count + 1), len(whole))]
    return [whole[: len(whole) - len(tail)], *[""] * (count - 1 - len(tail)), *tail]


def _split_by_literals(section: _Section) -> bool:
    """Whether a literal stands between digits (`0"."0,` shows ten thousands with one decimal)."""
    shape = "".join("x" if literal or part not in "0#?,." else part for part, literal in section.tokens)
    return bool(re.search(r"[0#?],*x+[0#?]", shape.partition(".")[0]))


def _literals(section: _Section) -> str:
    return "".join(text for text, literal in section.tokens if literal or text in "-— /").strip()


def _around(section: _Section, shown: str) -> str:
    """General with literals before and after it (`General"人"`)."""
    texts = ["" if literal else None for _, literal in section.tokens]
    first = texts.index(None) if None in texts else len(texts)
    before = "".join(text for text, literal in section.tokens[:first] if literal)
    after = "".join(text for text, literal in section.tokens[first:] if literal)
    return f"{before}{shown}{after}"


def _date(value: float, section: _Section, *, from_1904: bool) -> str:
    """Year, month and day as far as the format shows them: 2023-04-11, or 2023年4月 where it says 年."""
    if not 0 <= value < _LAST_DAY:
        return general(value)
    epoch = EPOCH_1904 if from_1904 else EPOCH
    # Excel counts a 29 February 1900 that never was.
    early = timedelta(days=1) if not from_1904 and 0 < value < 60 else timedelta()
    try:
        moment = epoch + early + timedelta(seconds=round(value * 86400))
    except OverflowError:
        return general(value)
    codes = section.codes.lower()
    date = _day(moment, section)
    clock = moment.strftime("%H:%M:%S" if "s" in codes else "%H:%M") if re.search(r"[hs]", codes) else ""
    return " ".join(filter(None, (date, clock)))


def _day(moment: datetime, section: _Section) -> str:
    codes = re.sub(r"h+[^ymd]*?m+|m+[^ymdh]*?s+", "", section.codes.lower())
    year, month, day = "y" in codes, "m" in codes, "d" in codes
    if re.search(r"[年月日]", "".join(text for text, _ in section.tokens)):
        parts = ((year, f"{moment.year}年"), (month, f"{moment.month}月"), (day, f"{moment.day}日"))
        return "".join(text for wanted, text in parts if wanted)
    parts = ((year, f"{moment.year}"), (month, f"{moment.month:02d}"), (day, f"{moment.day:02d}"))
    return "-".join(text for wanted, text in parts if wanted)
