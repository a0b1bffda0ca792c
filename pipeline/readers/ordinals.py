"""How list numbers look: 一、二十三 … ① … Ⅳ, by the names that WordprocessingML gives the shapes (ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"


def chinese_number(number: int, digits: str = _DIGITS, ranks: str = "千百十") -> str:
    """1 to 9999 as people count: 十, 十一, 二十, 一百零三.

    >>> chinese_number(21)
    '二十一'
    """
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for power, rank in zip((1000, 100, 10, 1), (*ranks, ""), strict=True):
        digit = number // power % 10
        gap = gap or (digit == 0 and bool(text))
        if digit:
            text += ("零" if gap else "") + digits[digit] + rank
            gap = False
    return text[1:] if text.startswith(digits[1] + ranks[2]) and digits is _DIGITS else text


def roman(number: int) -> str:
    """Upper-case Roman numeral; digits above 3999."""
    if not 0 < number < 4000:
        return str(number)
    steps = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"), strict=True)  # fmt: skip
    text = ""
    for worth, sign in steps:
        count, number = divmod(number, worth)
        text += sign * count
    return text


def letter(number: int) -> str:
    """A, B, … Z, AA, BB: as Word counts."""
    if number < 1:
        return str(number)
    turns, index = divmod(number - 1, 26)
    return chr(ord("A") + index) * min(turns + 1, 10)


def _from(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_SHAPES: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(char) + 0xFEE0) for char in str(number)),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "upperLetter": letter,
    "lowerLetter": lambda number: letter(number).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(max(number, 0))),
    "chineseLegalSimplified": lambda number: chinese_number(number, _LEGAL, "仟佰拾"),
    "ideographLegalTraditional": lambda number: chinese_number(number, _LEGAL, "仟佰拾"),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _from("㊀", 10),
    "bullet": lambda _: "",
    "none": lambda _: "",
}
_SHAPES |= dict.fromkeys(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "japaneseDigitalTenThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "taiwaneseDigital",
    ),
    chinese_number,
)
_SHAPES["decimalFullWidth2"] = _SHAPES["decimalFullWidth"]


def format_ordinal(number: int, shape: str) -> str:
    """A list number in the shape that a file names; digits where the shape is unknown."""
    return _SHAPES.get(shape, str)(number)
