"""How Chinese official writing numbers its headings, and how deep each shape lies."""

from __future__ import annotations

import re

# Outermost first (GB/T 9704-2012, 7.3.3: “一、”“（一）”“1.”“（1）”; parts and chapters stand above). A digit after “1.”
# makes it a decimal, not a heading: 1.5万元; so “1.1 概况” must not go on with another digit or a unit.
_NUMBERINGS = (
    re.compile(r"第[一二三四五六七八九十]{1,3}(?:部分|章|编)"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(〔][ \u3000]?[一二三四五六七八九十]{1,3}[ \u3000]?[）)〕]"),
    re.compile(r"\d{1,2}(?:[、．]|[.](?!\d))"),
    re.compile(
        r"[（(]\d{1,2}[）)]|[①-⑳]|\d{1,2}(?:\.\d{1,2}){1,3}(?=[ \u3000]?[^\d\s万亿千百元%％.,，、人个名户家件次场])"
    ),
)


def numbering_level(text: str) -> int:
    """Depth that a paragraph's own numbering gives it (1 outermost), 0 without numbering.

    >>> numbering_level("（二）人员情况"), numbering_level("1.5万元")
    (3, 0)
    """
    return next((level for level, shape in enumerate(_NUMBERINGS, 1) if shape.match(text)), 0)
