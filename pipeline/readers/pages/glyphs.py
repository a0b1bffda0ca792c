"""Characters that fonts name wrongly: look-alikes put right, and pages told apart whose words are lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

UNKNOWN = "\ufffd"
"""Stands for a glyph whose font does not say which character it draws."""

_CID = re.compile(r"\(cid:(\d+)\)")
# CJK and Kangxi radicals, compatibility ideographs: some fonts map 一 to ⼀ (U+2F00). NFKC only here: elsewhere it
# would turn ① into 1 and ㎡ into m2, which are not what the page shows.
_LOOKALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
# Latin ligatures are drawings of letters.
_LIGATURE = re.compile("[\ufb00-\ufb06]")
# Symbol fonts (Wingdings) draw bullets and boxes from here: no words.
_SYMBOL_FONT = re.compile("[\uf000-\uf0ff]")
# Hebrew to Tibetan and beyond, radicals, kana, hangul, ideographs, private use, the sign of loss; not the signs and
# widths of which GB2312 has only some (•, ㎡, ①, ％).
_JUDGED = re.compile("[\u0590-\u1dff\u2e80-\u2fff\u3040-\u31ff\u3400-\ufeff\ufffd\U00010000-\U0010ffff]")
_GOOD_SHARE = 0.95
_FEW = 20
_FEW_SHARE = 0.7


def plain(text: str) -> str:
    """The character that a person sees for what the font calls it; "" for what carries no word.

    >>> plain("\u2f00"), plain("(cid:3)"), plain("(cid:812)")
    ('一', ' ', '\ufffd')
    """
    if match := _CID.match(text):
        # Glyph 3 is the space in nearly every TrueType font; all else has no name.
        return " " if match.group(1) == "3" else UNKNOWN
    if _LOOKALIKE.search(text) or _LIGATURE.search(text):
        return unicodedata.normalize("NFKC", text)
    return _SYMBOL_FONT.sub("", text)


def is_garbled(texts: Iterable[str]) -> bool:
    """Whether a page's characters are mojibake: too few of its CJK letters and signs are Chinese ones.

    Simplified (GB2312) or traditional (Big5) counts as Chinese. Measured on real pages: 1.00 where the text was
    right, at most 0.75 where it was not.
    """
    # 〇 in 二〇二三年 is no ideograph to GB2312, but everyone's zero.
    judged = _JUDGED.findall("".join(texts).replace("〇", "零"))
    if not judged:
        return False
    share = max(_share(codec, judged) for codec in ("gb2312", "big5"))
    return share < (_GOOD_SHARE if len(judged) >= _FEW else _FEW_SHARE)


def _share(codec: str, chars: Sequence[str]) -> float:
    known = "".join(chars).encode(codec, errors="ignore").decode(codec)
    return len(known) / len(chars)
