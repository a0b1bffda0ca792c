"""The patterns that the words of rules/identity.yaml make, compiled once for a rule set."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.rules.identity_schema import IdentitySpec
from pipeline.rules.patterns import pattern

YEAR = r"(?:20\d\d|二[〇○零O0][一二三四五六七八九〇○零]{2})"
_HAN = r"[\u4e00-\u9fff()]"
_LONG_LABEL = 4
_AREA = r"[\u4e00-\u9fff]{2,8}?[省市州盟县区旗镇乡]"


@dataclass(frozen=True, slots=True)
class Shapes:
    """Compiled patterns; groups are named after what they hold."""

    words: IdentitySpec
    whole_body: re.Pattern[str]
    """A run of words that is a body's name and nothing else."""
    ends_in_body: re.Pattern[str]
    body_and_kind: re.Pattern[str]
    """A title without its year: body, then kind."""
    kind: re.Pattern[str]
    """The kind of report that ends a title."""
    kind_in_full: re.Pattern[str]
    """The same with words such as 的 and 编制, which tell nothing of where a body's name ends."""
    kind_in_text: re.Pattern[str]
    """A run of words that a kind is made of, inside a sentence."""
    title_year: re.Pattern[str]
    year_between: re.Pattern[str]
    """Where a title's year divides it."""
    labelled: re.Pattern[str]
    doer: re.Pattern[str]
    judge: re.Pattern[str]
    described: re.Pattern[str]
    file_prefix: re.Pattern[str]
    code: re.Pattern[str]
    label: re.Pattern[str]
    """A label that is a whole line; the name is the next one."""
    in_form: re.Pattern[str]
    """A label with its name, where cells are glued together or carry codes."""
    before_year: re.Pattern[str]
    after_year: re.Pattern[str]
    """现将2031年X…自评情况报告如下."""
    site: re.Pattern[str]
    area_and_kind: re.Pattern[str]
    """A title without its year: an area, then kind."""
    area_before_year: re.Pattern[str]
    glued: re.Pattern[str]
    """A title behind which the text goes on without a break."""


@lru_cache(maxsize=4)
def shapes_of(words: IdentitySpec) -> Shapes:
    """Compile. Raises RuleError for words that make no pattern."""
    ending = "|".join(words.bodies.endings)
    level = f"(?:{words.bodies.level})?"
    # A name is as short as it can be, but may hold the name of an area: 岚溪县 + 残疾人联合会.
    body = rf"(?:[\u4e00-\u9fff]{{1,12}}?(?:{words.bodies.areas}))?{_HAN}{{1,24}}?(?:{ending}){level}"
    kind = _kind(words.titles.words, words)
    lines = words.lines
    return Shapes(
        words=words,
        whole_body=pattern(rf"^{_HAN}{{2,30}}?(?:{ending}){level}$"),
        ends_in_body=pattern(rf"(?:{ending})$"),
        body_and_kind=pattern(rf"^(?P<body>{body}?)的?{kind}"),
        kind=pattern(kind),
        kind_in_full=pattern(_kind((*words.titles.words, *words.titles.words_of_kind), words)),
        kind_in_text=pattern(rf"(?<!预)(?:{'|'.join((*words.titles.words_in_text, *words.titles.endings))})+"),
        title_year=pattern(
            rf"({YEAR})\s*(?:-\s*{YEAR}\s*)?(?:年度|年(?!\d{{1,2}}月))|(20\d\d)(?={words.years.before})"
        ),
        year_between=pattern(rf"{YEAR}年?度?|\d{{2}}年"),
        # 主管部门X实施单位Y: the name ends where the next label begins.
        labelled=pattern(
            rf"(?:{'|'.join(lines.labels)}){lines.stamp}(?P<body>{_HAN}{{3,30}}?)(?={_long(lines.labels)}|(?!{_HAN}))"
        ),
        doer=pattern(rf"(?:{lines.doer})(?P<body>{_HAN}{{3,28}}?(?:{ending}))(?=[，,。;；\s(]|$)"),
        judge=pattern(
            rf"(?:^|[，,])(?P<body>{_HAN}{{4,28}}?(?:{ending}))(?:{lines.judges})"
            rf"(?:{lines.judged}|{YEAR})[^。]{{0,40}}(?:{lines.judging})"
        ),
        described=pattern(rf"^(?P<body>{body})(?:{lines.describes})"),
        code=pattern(f"^{lines.code}"),
        label=pattern(rf"^[•·*]*(?:{'|'.join(lines.labels)}){lines.stamp}$"),
        in_form=pattern(
            rf"(?:(?:^|[^\u4e00-\u9fff])(?:{'|'.join(lines.labels)})|{_long(lines.labels)})"
            rf"{lines.stamp}{lines.code}(?P<body>{body})"
            rf"(?=$|[^\u4e00-\u9fff]|{lines.after_label})"
        ),
        before_year=pattern(
            rf"(?:(?:^|[，,。;:、\s])(?:{lines.introduces})?|关于)(?P<body>{body}){lines.before_year}(?={YEAR}年)"
        ),
        after_year=pattern(
            rf"(?:{lines.introduces}){YEAR}年度?(?P<body>{body})(?=[^，,。;:]*(?:{lines.judging}|绩效))"
        ),
        site=pattern(lines.site.replace("{body}", body)),
        area_and_kind=pattern(rf"^(?P<body>{_AREA}{level}){kind}"),
        area_before_year=pattern(rf"(?:^|[，,。;:、])(?:{lines.introduces})?(?P<body>{_AREA}{level})(?={YEAR}年)"),
        glued=pattern(rf"^[^\u4e00-\u9fff]{{0,6}}(?P<title>[^，。；;]{{6,60}}?)(?={words.titles.glued})"),
        file_prefix=pattern(rf"{words.titles.annex}|^{YEAR}年?度?[-_]?|^\d+[-_.、]"),
    )


def _long(labels: tuple[str, ...]) -> str:
    """Labels that are no part of other words, so that what stands before them tells nothing."""
    return "|".join(label for label in labels if len(label) >= _LONG_LABEL)


def _kind(parts: tuple[str, ...], words: IdentitySpec) -> str:
    return rf"(?:{'|'.join(parts)})*(?:{'|'.join(words.titles.endings)})$"
