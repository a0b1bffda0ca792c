"""Reports that came as one long line, headings and sentences glued together, as copies of documents have them.

“…自评报告一、基本情况(一)主要职责负责全县…(二)人员情况核定编制21名…”: the numerals of the headings count up, and a
heading ends in a word of headings (情况, 职责, 问题). Both are needed: a list inside a sentence has only the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_FEWEST_CHARS = 120
_FEWEST_HEADINGS = 3
_NUMERALS = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"(?P<outer>[{_NUMERALS}]{{1,3}})[、.．]|[（(][ \u3000]?(?P<inner>[{_NUMERALS}]{{1,3}})[ \u3000]?[）)]"
)
# The shortest run that ends in a heading's last word and does not go on as a heading: 情况分析, 问题及原因. Words that
# are as often the first of a longer one (支出, 目标) go on with more (支出情况, 目标设定).
_CLOSE = "情况|概况|分析|结论|问题|建议|措施|计划|打算|说明|概述"
_LOOSE = "|".join(
    (
        "职责|职能|目标|机构|设置|编制|人员|支出|收入|经费|预算|资金|评价|成效|绩效|任务|安排",
        "经验|做法|工作|结果|效果|规模|方向|内容",
    )
)
_GOES_ON = r"的|及|和|与|、|）|\)|分析|说明|汇总|总结|概述|简介"
_GOES_ON_LOOSELY = "|".join(
    (
        "设定|完成|实现|执行|管理|使用|到位|实施|组织|进展|落实|构成|来源|下达|投入|指标|体系",
        "依据|自评|整体|重点|存在|主要|改进|整改|下一步",
    )
)
_HEADING = re.compile(
    rf"[ \u3000]*[^，。；：,;:！!？?\n]{{0,24}}?(?:(?:{_CLOSE})(?!{_GOES_ON})|"
    rf"(?:{_LOOSE})(?![ \u3000]*(?:{_GOES_ON}|{_CLOSE}|{_LOOSE}|{_GOES_ON_LOOSELY})))[：:。]?"
)
# 一、公务接待费预算20万元: what a figure stands right behind is the beginning of its sentence.
_FIGURE = re.compile(r"[ \u3000]*(?:为|共|是|约|计)*[ \u3000]*(?!\d{4}年)\d")


def unglued(paragraph: str) -> list[str]:
    """The headings and texts of a glued paragraph, in order; the paragraph alone where it is none."""
    if len(paragraph) < _FEWEST_CHARS:
        return [paragraph]
    cuts = [cut for start, end in _headings(paragraph) for cut in (start, end)]
    if len(cuts) < 2 * _FEWEST_HEADINGS:
        return [paragraph]
    edges = [0, *cuts, len(paragraph)]
    pieces = (paragraph[start:end].strip() for start, end in pairwise(edges))
    return [piece for piece in pieces if piece]


def _headings(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the headings whose numerals count up from one, each list from its own one."""
    outer = inner = 0
    for match in _NUMBER.finditer(text):
        heading = _HEADING.match(text, match.end())
        if not heading:
            continue
        if match["outer"] and _count(match["outer"]) == outer + 1:
            outer, inner = outer + 1, 0
        elif match["inner"] and _count(match["inner"]) == inner + 1:
            inner += 1
        else:
            continue
        sentence = _FIGURE.match(text, heading.end())
        yield match.start(), match.start() if sentence else heading.end()


def _count(numeral: str) -> int:
    """1 to 19.

    >>> _count("十二")
    12
    """
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS.index(numeral) + 1 if len(numeral) == 1 else 0
    return 10 * (_NUMERALS.index(tens) + 1 if tens else 1) + (_NUMERALS.index(ones) + 1 if ones else 0)
