"""A sentence without the spaces that a page put into it, in half-width and simplified characters, and the way back.

“核定编制  9 人”, “2 024年”, “３６．５％” and “預(yù)算” are what people see as 核定编制9人, 2024年, 36.5%, 预算. Rules
match on the squeezed text; quotes are cut from the original.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.document import Span
from pipeline.language.traditional import SIMPLIFIED

# Character for character, so that offsets stay: full-width ASCII to half-width, and the look-alikes of a few signs.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOKALIKES = str.maketrans(
    "〔〕［］—–−﹣‐‑～〜∼≧≦％﹪﹒•‧∶﹕﹔﹐“”„‟＂‘’〈〉",
    '()[]------~~~≥≤%%.··::;,"""""\'\'<>',
)
_NORMAL = {**_WIDTH, **_LOOKALIKES, **SIMPLIFIED}
# Chinese commas stay Chinese: “1，234” is a number, “12，34” may be two.
_NORMAL.pop(0xFF0C, None)
# Spaces, and the pronunciation that converters to traditional writing leave behind a character: 經(jīng)費.
_GAP = re.compile(
    r"[\s\u00a0\u3000_]+"
    r"|(?<=[\u4e00-\u9fff])[(（][a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,3}[)）]"
)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """`text` to match on; `offsets[i]` is where its character i stands in the original."""

    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> Span:
        """The original's span for a non-empty [start, end) of the squeezed text."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def normalise(text: str) -> str:
    """Half-width and simplified forms, character for character: the result has the same length."""
    return text.translate(_NORMAL)


def squeeze(text: str, start: int = 0, end: int | None = None) -> Squeezed:
    """Squeeze text[start:end]; offsets count in `text`.

    A gap between two digits or Latin letters stays one space: “12 34” are two numbers.

    >>> squeeze("编制 ９ 人").text
    '编制9人'
    >>> squeeze("實(shí)有在職(在編)12人").text
    '实有在职(在编)12人'
    """
    end = len(text) if end is None else end
    chars: list[str] = []
    offsets: list[int] = []
    at = start
    for gap in _GAP.finditer(text, start, end):
        chars.append(normalise(text[at : gap.start()]))
        offsets.extend(range(at, gap.start()))
        before = text[gap.start() - 1 : gap.start()]
        after = text[gap.end() : gap.end() + 1] if gap.end() < end else ""
        if _is_latin(before) and _is_latin(after):
            chars.append(" ")
            offsets.append(gap.start())
        at = gap.end()
    chars.append(normalise(text[at:end]))
    offsets.extend(range(at, end))
    return Squeezed("".join(chars), tuple(offsets))


def _is_latin(char: str) -> bool:
    return bool(char) and (normalise(char).isascii() and normalise(char).isalnum())
