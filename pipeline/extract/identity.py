"""Whose report it is, for which fiscal year, and of what kind: from title, margins, first and last lines, file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.document import MARGIN_KINDS, Block, Document
from pipeline.facts import Identity
from pipeline.language.squeeze import squeeze

# What the names of public bodies end in. Longest first, so that 街道办事处 wins over 街道.
_SUFFIXES = (
    "人民政府办公室|人民政府|街道办事处|办事处|管理委员会|管委会|委员会办公室|委员会|联合会|工商联|总工会|工会|妇联|残联|文联|科协|侨联|社科联|"
    "共青团|红十字会|人民法院|法院|人民检察院|检察院|执法局|管理局|监督局|事务局|服务局|分局|总局|局|办公室|研究室|档案馆|图书馆|文化馆|博物馆|"
    "纪念馆|美术馆|体育馆|馆|医院|卫生院|防治站|防治所|保健院|疾控中心|中心|服务站|监督站|管理站|工作站|推广站|站|管理所|研究所|"
    "派出所|所|学院|大学|党校|幼儿园|中学|小学|学校|职高|中专|电视台|融媒体中心|广播电视台|台|大队|支队|总队|队|管理处|处|公司|集团|"
    "协会|学会|商会|基金会|监狱|戒毒所|福利院|敬老院|院|总站|水库|林场|农场|场|林业站|公园|园|镇|乡|街道|厅|委|部|社|会|库"
)
_BODY = re.compile(
    rf"(?:[\u4e00-\u9fff]{{1,12}}?(?:省|自治区|市|自治州|州|盟|县|区|旗|镇|乡|街道))?[\u4e00-\u9fff()]{{1,24}}?(?:{_SUFFIXES})(?:\(本级\)|本级)?"
)
_YEAR = r"(?:20\d\d|二[〇○零O0][一二三四五六七八九〇○零]{2})"
_TITLE_YEAR = re.compile(rf"({_YEAR})\s*(?:-\s*{_YEAR}\s*)?(?:年度|年)|(20\d\d)(?=年?(?:部门|单位|度|决算|预算|项目))")
_KIND = re.compile(
    r"(?:部门|单位|财政|一般公共|区级|县级|市级|省级|本级|整体|项目|支出|专项|资金|转移支付|政策|预算|决算|绩效|目标|评价|自评|自我|管理|情况|工作|"
    r"信息|公开|及|和|“|”|\"|三公|经费|重点|财务|年度|申报|批复|收支|执行)*"
    r"(?:报告书|报告|说明|自评表|目标表|申报表|批复表|评价表|情况表|公开表|总结|表|公开|决算|预算|情况|自评|评价|书)$"
)
_NOT_A_TITLE = re.compile(r"目录|附件|目\s*录|^第[一二三四五六七八九十]部分|单位:|^附")
_CALLED = re.compile(r"([\u4e00-\u9fff()]{4,30}?)\(?(?:以下|下)?简称[::]?\"?([\u4e00-\u9fff]{2,12})\"?\)")
_LABELLED = re.compile(
    r"(?:预算单位|编制单位|填报单位|部门\(单位\)名称|单位名称|部门名称|主管部门|填报部门|公开单位|发布机构|信息来源|来源|部门\(公章\)|单位\(公章\)|单位\(盖章\)|部门\(盖章\))"
    r"(?:\(盖章\)|\(公章\))?[::\s]*([\u4e00-\u9fff()]{3,30})"
)
# Who carried it out, or who judged itself: 项目实施单位为X, X对2023年度…进行了自评.
_DOER = re.compile(
    rf"(?:项目)?(?:实施|承担|主管|牵头|填报|申报|责任)(?:单位|部门|主体)(?:为|是|[::])\s*([\u4e00-\u9fff()]{{3,28}}?(?:{_SUFFIXES}))"
    rf"(?=[，,。;；\s(]|$)"
)
_JUDGES_ITSELF = re.compile(
    rf"(?:^|[，,])([\u4e00-\u9fff()]{{4,28}}?(?:{_SUFFIXES}))(?:组织)?对(?:本|我|{_YEAR}|所属|部门)[^。]{{0,40}}(?:自评|评价)"
)
_CHINESE_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_DATE = re.compile(r"^(?:20\d\d|二[〇○零][一二三四五六七八九〇○零]{2})年.{1,6}月.{1,4}日$")
_VERBAL = re.compile(
    r"根据|按照|为了|关于|开展|我|本|依据|贯彻|落实|负责|指导|领导|组织|推进|加强|管理的|主管|是|的|和|对|由|在|将|以|经|及|各|全|为|从|于|一是|其|与|或|被"
)


@dataclass(frozen=True, slots=True)
class _Line:
    block: Block
    text: str


def identify(document: Document, name: str = "") -> Identity:
    """Read the identity. Empty where the report does not tell.

    The title tells best; a name that only a label, a signature or the file name gives is taken where it does not.
    """
    lines = [
        _Line(b, squeeze(document.text, b.span.start, b.span.end).text) for b in document.blocks if b.kind != "table"
    ]
    title = _title(lines)
    year = _year_of(title) or _year_of_text(lines, title) or _year_of(squeeze(name).text)
    aliases = _aliases(lines)
    entity = _entity(document, lines, title, name)
    full = next((long for long, short in aliases if short == entity), entity)
    entity = full if full.endswith(entity[-1:]) or full != entity else entity
    return Identity(
        entity=entity,
        aliases=tuple(sorted({short for long, short in aliases if long == entity})),
        region=_region(entity),
        fiscal_year=year,
        report_type=_kind(title, entity),
        title=title,
    )


def _title(lines: list[_Line]) -> str:
    """The line (or two) at the top that says what this report is."""
    titled = [line.text for line in lines if line.block.kind == "title"]
    if titled and _KIND.search(titled[0]):
        return titled[0]
    top = [line.text for line in lines if line.block.kind not in MARGIN_KINDS][:14]
    for count in (1, 2, 3):
        for start in range(len(top)):
            words = "".join(top[start : start + count])
            if (
                len(words) <= 70
                and not _NOT_A_TITLE.search(words)
                and _KIND.search(words)
                and re.search(r"绩效|决算|预算|自评|评价|三公", words)
                and not re.search(r"[，。；;]", words)
            ):
                return words
    margins = [line.text for line in lines if line.block.kind in MARGIN_KINDS and _KIND.search(line.text)]
    return titled[0] if titled else margins[0] if margins else ""


def _year_of(text: str) -> int | None:
    match = _TITLE_YEAR.search(text)
    if not match:
        short = re.search(r"(?<!\d)(\d\d)年(?:部门|单位)?(?:预算|决算)", text)
        return 2000 + int(short[1]) if short else (int(m[0]) if (m := re.match(r"20[12]\d(?!\d)", text)) else None)
    return int((match[1] or match[2]).translate(_CHINESE_DIGITS))


def _year_of_text(lines: list[_Line], title: str) -> int | None:
    """The fiscal year that the text speaks of most: YYYY年度, never the date of signing."""
    counts: Counter[int] = Counter()
    for line in lines[:60]:
        if _DATE.match(line.text):
            continue
        for match in re.finditer(rf"({_YEAR})年度", line.text):
            counts[int(match[1].translate(_CHINESE_DIGITS))] += 3
        for match in re.finditer(r"(20\d\d)年(?!\d{1,2}月)", line.text):
            counts[int(match[1])] += 1
    return counts.most_common(1)[0][0] if counts else None


def _kind(title: str, entity: str) -> str:
    """The report's kind as its title words it, without body and year."""
    words = _TITLE_YEAR.sub("", title).replace(entity, "")
    words = re.sub(r"^(?:关于|的|度|\d{2}年)+", "", words)
    match = _KIND.search(words)
    return match.group() if match else words


def _aliases(lines: Iterable[_Line]) -> list[tuple[str, str]]:
    """(full name, short name) pairs that the text itself introduces: …（以下简称区妇联）."""
    found = []
    for line in lines:
        for match in _CALLED.finditer(line.text):
            body = _last_body(match[1])
            if body:
                found.append((body, match[2]))
    return found


def _entity(document: Document, lines: list[_Line], title: str, name: str) -> str:
    for candidate in _candidates(document, lines, title, name):
        if candidate:
            return candidate
    return ""


def _candidates(document: Document, lines: list[_Line], title: str, name: str) -> Iterator[str]:
    yield _body_of_title(title)
    for line in lines[:8]:
        if line.block.kind not in MARGIN_KINDS and (match := _LABELLED.match(line.text)):
            yield _whole_body(match[1])
    yield _labelled_in_tables(document)
    for line in lines[:10]:
        if match := _DOER.search(line.text):
            yield _whole_body(match[1])
    for line in lines[:6]:
        # A line that ends in a colon is whom the report is sent to.
        if (
            len(line.text) <= 30
            and not line.text.endswith(":")
            and (body := _whole_body(re.sub(r"文件$", "", line.text)))
        ):
            yield body
    for line in lines:
        if match := _CALLED.search(line.text):
            yield _last_body(match[1])
    for line in lines:
        if line.block.kind in MARGIN_KINDS:
            yield _body_of_title(line.text)
            if match := _LABELLED.search(line.text):
                yield _whole_body(match[1])
    yield _signature(lines)
    for line in lines[:8]:
        if match := _JUDGES_ITSELF.search(line.text):
            yield _whole_body(match[1])
    yield _body_of_name(name)
    for line in lines[:12]:
        if match := re.match(rf"^({_BODY.pattern})(?:是|成立|为|属|系|位于|负责|内设|共)", line.text):
            yield match[1]


def _body_of_title(title: str) -> str:
    words = re.sub(r"^关于", "", title)
    parts = [p for p in re.split(rf"{_YEAR}年?度?|\d{{2}}年", words) if p]
    for part in parts:
        part = re.sub(r"^(?:度|年|的|:)+", "", part)
        if body := _whole_body(part.rstrip("的关于")):
            return body
    for part in parts:
        match = re.match(
            rf"^(?:度|年|的)*({_BODY.pattern}?)(?:的)?(?:{_KIND.pattern})", re.sub(r"^(?:度|年|的|关于)+", "", part)
        )
        if match and not re.fullmatch(r"(?:部门|单位|整体|项目|支出|预算|决算|绩效)*(?:部|会|所|处|社)?", match[1]):
            return match[1]
    return ""


def _whole_body(words: str) -> str:
    words = words.strip(' :："')
    return (
        words
        if re.fullmatch(rf"[\u4e00-\u9fff()]{{2,30}}?(?:{_SUFFIXES})(?:\(本级\)|本级)?", words)
        and not _VERBAL.search(words[:2])
        else ""
    )


def _last_body(words: str) -> str:
    """The body whose name ends a run of words: “…中南岳区妇女联合会” is cut at particles."""
    words = re.split(r"[，,。;:、]|根据|关于|由|对|为|在|是|经", words)[-1]
    return words if re.search(rf"(?:{_SUFFIXES})$", words) else ""


def _labelled_in_tables(document: Document) -> str:
    for block in document.blocks:
        if block.table is None:
            continue
        cells = sorted(block.table.cells, key=lambda c: (c.row, c.col))[:12]
        for left, right in zip(cells, cells[1:], strict=False):
            label = squeeze(document.quote(left.span)).text
            if (
                re.fullmatch(r"(?:部门|单位|预算|填报|主管|实施|项目)*\(?(?:单位|部门)\)?(?:名称)?", label)
                and left.row == right.row
            ):
                if body := _whole_body(squeeze(document.quote(right.span)).text):
                    return body
    return ""


def _signature(lines: list[_Line]) -> str:
    body_lines = [line.text for line in lines if line.block.kind not in MARGIN_KINDS]
    for text in reversed(body_lines[-6:]):
        if len(text) <= 30 and not _DATE.match(text) and (body := _whole_body(text)):
            return body
    return ""


def _body_of_name(name: str) -> str:
    stem = re.sub(r"\.\w{2,5}$", "", squeeze(name).text)
    stem = re.sub(rf"附件\d*|^{_YEAR}年?度?[-_]?|^\d+[-_.、]", "", stem)
    return _body_of_title(stem) or _whole_body(re.split(r"[-_]", stem)[0])


def _region(entity: str) -> str:
    match = re.match(r"([\u4e00-\u9fff]{2,12}?(?:省|自治区|市|州|盟|县|区|旗))(?!域|划)", entity)
    return match[1] if match else ""
