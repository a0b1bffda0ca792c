"""Where on a page the report stands: by how much it says, not by the template.

Templates differ from site to site and year to year, so names of classes only help: the main text is the smallest
element that holds nearly all of the page's prose and tables, once navigation, link lists and footers are out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from lxml import etree

_SILENT = ("script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "canvas", "audio",
           "video", "map", "input", "button", "select", "textarea", "nav", "footer", "aside", "dialog", "marquee",
           "math", etree.Comment, etree.ProcessingInstruction, etree.Entity)  # fmt: skip
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)", re.IGNORECASE
)
# Names of a page's furniture, as whole words of class or id: nav, top-nav, navBar; not “navy”.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|crumbs?|breadcrumbs?|location|position|pos|dqwz|weizhi|sidebar|aside"
    r"|share|bdsharebuttonbox|bshare|social|related|relate|xgyd|xgwd|xglj|xgxx|xiangguan|recommend|hot|footer|foot"
    r"|copyright|toolbar|tools|qrcode|ewm|erweima|print|dayin|pagination|pager|prenext|prev|next|comments?|login|search"
    r"|banner|logo|topbar|friendlink|links|youlian)(?:$|[\s_-]|\d|(?:bar|box|list|wrap|con|div|area|nav))",
    re.IGNORECASE,
)
_MAIN_NAMES = re.compile(
    r"^(?:trs_editor|ucap-content|zoom|zoomcon|article|article[-_]?(?:content|con|body|text)|content|contentbox|con_txt"
    r"|contxt|pages[-_]content|xxgk.*|news[-_]?(?:content|con|text)|detail[-_]?(?:content|con|text)?|main[-_]?(?:text|con"
    r"|content)|wzcon|wznr|textcontent|j-content|view|vsbcontent.*|v_news_content|bt_content|nr|info[-_]?(?:content|con)"
    r"|trs_paper.*|custom_unionstyle|text)$",
    re.IGNORECASE,
)
_TITLE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:title|bt|biaoti|tit|arti[-_]?title|article[-_]?title|news[-_]?title)(?:$|[\s_-])", re.IGNORECASE
)
_RELATED = r"相关(?:阅读|链接|信息|文档|文章|新闻|推荐|解读|稿件)|推荐阅读|热点新闻|热门文章"
_FURNITURE_TEXT = re.compile(
    r"^[\s【\[（(]*(?:您?(?:的)?(?:当前|现在|所在)(?:的)?(?:位置|栏目)|您(?:当前|现在)的?位置|位置\s*[：:]|首页\s*[>＞»]"
    r"|上一[篇条]|下一[篇条]|分享(?:到|至)|扫一扫|打印(?:本页)?|关闭(?:窗口|本页)?[】\]]?\s*$|返回(?:顶部|首页|列表)"
    rf"|{_RELATED}|友情链接|网站地图|版权所有|主办(?:单位)?\s*[：:]|承办(?:单位)?\s*[：:]|网站标识码"
    r"|[\u4e00-\u9fff]?ICP备|备案序?号|建议使用.{0,12}分辨率|技术支持\s*[：:])"
)
_RELATED_HEAD = re.compile(rf"^[\s【\[]*(?:{_RELATED})[\s】\]：:]*$")
# What a template says of the page itself. Strong ones never open a line of a report.
_META_STRONG = (
    r"来\s*源|信息来源|发布(?:机构|单位|日期|时间)|公开日期|[成生]成日期|成文日期|索\s*引\s*号|信息时效|浏览(?:次数|量)"
    r"|阅读次数|点击[数率]?|访问量|字\s*[体号]|责任编辑"
)
_META_WEAK = (
    r"日\s*期|时\s*间|文\s*号|发文(?:机关|字号)|主题(?:分类|词)|信息(?:分类|名称)|有效性|效力状态|作\s*者|编\s*辑|名\s*称"
    r"|公开(?:类型|方式|范围|主体)|所属机构|体裁|组配分类|标\s*题|关键词|内容概述"
)
_META_START = re.compile(rf"^[\s【\[（(]*(?:{_META_STRONG}|{_META_WEAK})[\s】\]）)]*[：:]")
_META_SAYS = re.compile(rf"(?:{_META_STRONG})[\s】\]）)]*[：:]")
_META_CELL = re.compile(rf"[\s【\[]*(?:{_META_STRONG}|{_META_WEAK})[\s】\]：:]*")
_META_CHARS = 200
_META_TABLE_CHARS = 800
_MAX_NODES = 400
# The name of a file to fetch: the end of an address, a value in its query (filename=…), an argument of a script.
_FILE_NAME = re.compile(
    r"[^\s/\\=&?#'\"()]{1,200}\.(?:xlsx?|docx?|pdf|wps|et|ofd|zip|rar|7z|csv|pptx?)(?=$|[?#&'\"])", re.IGNORECASE
)
# Pictures stand whole in some addresses.
_LONGEST_ADDRESS, _LONGEST_NAME = 2000, 200
_BLOCK = frozenset({"p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
    "blockquote", "pre", "dd", "dt", "caption", "center", "body", "form", "table", "tr", "ul", "ol",
    "tbody"})  # fmt: skip
# Not <p> or <span>: a page of one paragraph is its own container.
_CANDIDATES = frozenset({"div", "td", "article", "section", "main", "body", "center", "form", "dd",
    "blockquote", "table", "tbody", "tr"})  # fmt: skip
_ENOUGH = 0.9
_NAMED_ENOUGH = 0.75
_PROTECTED = 0.4


@dataclass(slots=True)
class _Measure:
    """What is inside an element, counted once for all elements."""

    chars: int = 0
    linked: int = 0
    links: int = 0
    nodes: int = 1
    rows: int = 0
    """Table rows of three cells or more."""
    tables: int = 0


class Page:
    """A parsed page without its furniture. `main` is the element that holds the report."""

    def __init__(self, root: etree._Element) -> None:
        body = root.find("body")
        self._body = root if body is None else body
        self.attachments = list(dict.fromkeys(_links(root)))
        self.notes: list[str] = []
        _prune_silent(self._body)
        self.titles = _titles(self._body)
        self.meta = _take_meta(self._body)
        _prune_furniture(self._body)
        self.main = _main(self._body)
        if pictures := sum(not (image.get("src") or "").lower().endswith(".gif") for image in self.main.iter("img")):
            self.notes.append(f"{pictures} pictures are not read")


def is_meta_line(text: str) -> bool:
    """A line that speaks of the page, not of the budget: 来源：… 发布时间：… 浏览次数：…"""
    if len(text) > _META_CHARS or "。" in text:
        return False
    return bool(_META_START.match(text) and _META_SAYS.search(text))


def _links(root: etree._Element) -> Iterator[str]:
    """What a reader would call each linked file: its link's words, and the file's name where these have no ending."""
    for link in root.iter("a"):
        words = _text(link)[:_LONGEST_NAME]
        file = _FILE_NAME.search(unquote((link.get("href") or "")[:_LONGEST_ADDRESS]))
        if _FILE_NAME.search(words):
            yield words
        elif file:
            yield f"{words} ({file[0]})" if words else file[0]


def _text(element: etree._Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext()).replace("\u00a0", " ")).strip()


def _names(element: etree._Element) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}".strip()


def _drop(element: etree._Element) -> None:
    """Take an element out and leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _prune_silent(body: etree._Element) -> None:
    """Out with what a browser does not show, or shows as machinery."""
    etree.strip_elements(body, *_SILENT, with_tail=False)
    measures = _measure(body)
    # Some pages hide their article and show it by script: half the page is no machinery.
    most = measures[body].chars / 2
    for element in list(body.iter()):
        if element is not body and _hidden(element) and measures[element].chars <= most:
            _drop(element)


def _hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return bool(style and _HIDDEN_STYLE.search(style)) or element.get("hidden") is not None


def _titles(body: etree._Element) -> list[str]:
    found = [_text(element) for element in body.iter("h1")]
    for element in body.iter("h2", "h3", "div", "p", "td", "span"):
        names = _names(element)
        if names and len(names) < 200 and _TITLE_NAMES.search(names) and len(text := _text(element)) <= 80:
            found.append(text)
    return [text for text in found if text]


def _take_meta(body: etree._Element) -> list[str]:
    """Take the blocks out in which a template speaks of the page, and return their words."""
    measures = _measure(body)
    found: list[tuple[etree._Element, str]] = []
    taken: set[etree._Element] = set()
    for element in body.iter("table", "div", "p", "tr", "li", "ul", "h2", "h3", "h4", "h5", "span", "dl"):
        size = measures[element]
        small = 2 < size.chars <= _META_TABLE_CHARS and size.nodes <= _MAX_NODES
        if small and not any(parent in taken for parent in islice(element.iterancestors(), 30)):
            lines = _meta_words(element)
            if lines:
                taken.add(element)
                found += [(element, line) for line in lines]
    for element in taken:
        _drop(element)
    return [text for _, text in found]


def _meta_words(element: etree._Element) -> list[str]:
    """The lines of a block that speaks of the page; [] for any other block."""
    cells = [_text(cell) for cell in element.iter("td", "th")] if element.tag == "table" else []
    labels = sum(bool(_META_CELL.match(cell)) for cell in cells)
    if labels >= 2 and labels >= 0.3 * len([cell for cell in cells if cell]):
        return [line for row in element.iter("tr") if (line := " ".join(filter(None, map(_text, row))))]
    text = _text(element)
    return [text] if is_meta_line(text) else []


def _postorder(body: etree._Element) -> Iterator[etree._Element]:
    return (element for _, element in etree.iterwalk(body, events=("end",)) if isinstance(element.tag, str))


def _measure(body: etree._Element) -> dict[etree._Element, _Measure]:
    """The measures of all elements, in one pass from the leaves up."""
    measures: dict[etree._Element, _Measure] = {}
    for element in _postorder(body):
        measure = _Measure(chars=len((element.text or "").strip()))
        cells = 0
        for child in element:
            inner = measures.get(child, _Measure())
            measure.chars += inner.chars + len((child.tail or "").strip())
            measure.linked += inner.linked
            measure.links += inner.links
            measure.nodes += inner.nodes
            measure.rows += inner.rows
            measure.tables += inner.tables
            cells += child.tag in ("td", "th")
        measure.rows += element.tag == "tr" and cells >= 3
        measure.tables += element.tag == "table"
        if element.tag == "a" and element.get("href"):
            measure.linked, measure.links = measure.chars, measure.links + 1
        measures[element] = measure
    return measures


def _prune_furniture(body: etree._Element) -> None:
    """Out with navigation, bread crumbs, link lists, share bars and footers, unless they hold much of the page."""
    measures = _measure(body)
    whole = measures[body]
    protected = _PROTECTED * max(1, whole.chars - whole.linked)
    doomed = [
        element
        for element in body.iter(*_BLOCK, "span", "a", "i", "b", "strong", "header", "em")
        if element is not body
        and measures[element].chars - measures[element].linked < protected
        and _is_furniture(element, measures[element])
    ]
    for element in doomed:
        if measures[element].chars <= 20 and _RELATED_HEAD.match(_text(element)):
            _drop_link_list_after(element, measures)
        _drop(element)


def _is_furniture(element: etree._Element, size: _Measure) -> bool:
    names = _names(element)
    if names and len(names) < 300 and _FURNITURE.search(names) and size.chars < 3000:
        return not size.tables or size.linked > size.chars / 2
    if not 0 < size.chars <= 1500:
        return False
    if size.links >= 3 and size.linked > 0.7 * size.chars:
        return True
    small = size.chars <= 400 and size.nodes <= _MAX_NODES and element.tag in _BLOCK
    return small and bool(_FURNITURE_TEXT.match(_text(element)))


def _drop_link_list_after(head: etree._Element, measures: dict[etree._Element, _Measure]) -> None:
    """What follows “相关阅读”: a list of one or two links is too short to be told by itself."""
    sibling = head.getnext()
    size = None if sibling is None else measures.get(sibling)
    if size and size.linked > 0.5 * max(1, size.chars):
        _drop(sibling)


def _main(body: etree._Element) -> etree._Element:
    """The smallest element that holds nearly all the prose; one that is named as main text needs less of it."""
    measures = _measure(body)
    named = [
        element
        for element in body.iter(*_CANDIDATES)
        if any(map(_MAIN_NAMES.match, _names(element).split()[:8]))
        and _holds(measures[element], measures[body], _NAMED_ENOUGH)
    ]
    return _descend(named[-1] if named else body, measures)


def _holds(part: _Measure, whole: _Measure, share: float) -> bool:
    """Whether an element has that share of the words; tables say little in many cells: hardly any may be lost."""
    return part.chars - part.linked >= share * (whole.chars - whole.linked) and part.rows >= 0.95 * whole.rows


def _descend(element: etree._Element, measures: dict[etree._Element, _Measure]) -> etree._Element:
    whole = measures[element]
    while True:
        candidates = [child for child in element if child.tag in _CANDIDATES]
        best = max(candidates, key=lambda child: measures[child].chars - measures[child].linked, default=None)
        if best is None or not _holds(measures[best], whole, _ENOUGH) or measures[best].rows < measures[element].rows:
            return element
        element = best
