"""Web pages: the report's body out of a government site's template, paragraph by paragraph, table by table."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.assemble import clean
from pipeline.readers.charset import decode_text
from pipeline.readers.drafts import Draft, DraftParagraph, Reading
from pipeline.readers.html_blocks import Blocks
from pipeline.readers.html_page import Page, is_meta_line
from pipeline.readers.limits import Limits

_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_SITE_SUFFIX = re.compile(r"\s*(?:[_|｜]|\s[-–—]{1,2}\s|--|-(?=[^-]{2,20}(?:政府|门户|网站|网|局|厅|委)[^-]*$)).*$")
_ARTICLE_TITLE = re.compile(r"article_?title|og:title", re.IGNORECASE)
_BLOCK_TAGS = re.compile(r"<(?:/?)(?:div|p|br|table|tr|li|ul|ol|h[1-6]|section|article|center)\b[^<>]*>", re.IGNORECASE)
_OTHER_TAGS = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|a|small|big|sup|sub|o:p|tbody|td|th|form|dl|dd|dt|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_TITLE_WITHIN = 6
_META_WITHIN = 12


def read(data: bytes, limits: Limits) -> Reading:
    """Drafts of a web page's main text; navigation, side columns and the like are left out.

    The lines about the page itself (来源, 发布日期, 索引号) come as header drafts; attachments are named in the notes.
    Raises ReadError for bytes that are no writing and for pages over the limits.
    """
    return read_page(data, limits)


def read_page(data: bytes, limits: Limits, charset: str = "") -> Reading:
    """As `read`; `charset` is what came beside the page (an HTTP or MIME header) and goes before its own words."""
    declared = _META_CHARSET.search(data[:_CHARSET_WITHIN])
    decoded = decode_text(data, charset or (declared.group(1).decode("ascii") if declared else ""))
    # A page whose encoding is beyond us still shows its markup and numbers.
    text = decoded[0] if decoded else data.decode("gb18030", errors="replace")
    if len(text) > 4 * limits.max_chars:
        raise ReadError(
            f"{len(text):,} characters of markup, more than 4 × max_chars {limits.max_chars:,}",
            do="split the file, or raise the limit",
        )
    try:
        notes: list[str] = []
        return _read_page(_parse(text, notes), limits, notes)
    except (etree.LxmlError, RecursionError, ValueError, AssertionError) as err:
        raise ReadError(f"web page that cannot be read ({err})", do="save it anew from a browser") from err


def _parse(text: str, notes: list[str]) -> etree._Element:
    root, too_deep = _parse_markup(text)
    if too_deep:
        # libxml2 gives up at some 2,000 levels, which only unclosed tags reach: what follows would be lost.
        notes.append("markup nested too deep: read as plain paragraphs")
        root, too_deep = _parse_markup(_BLOCK_TAGS.sub("<p>", _OTHER_TAGS.sub("", text)))
    if root is None or too_deep:
        raise ReadError("web page with nothing in it", do="save it anew from a browser")
    return root


def _parse_markup(text: str) -> tuple[etree._Element | None, bool]:
    """The root, and whether the parser gave up for the depth of the markup."""
    # Through UTF-8 bytes: lxml refuses some strings that declare an encoding of their own.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    data = text.replace("\x00", "").encode("utf-8", errors="replace")
    root = etree.fromstring(data, parser) if data.strip() else None
    return root, any("depth" in entry.message.lower() for entry in parser.error_log)


def _read_page(root: etree._Element, limits: Limits, notes: list[str]) -> Reading:
    page = Page(root)
    blocks = Blocks(limits)
    body = blocks.read(page.main)
    drafts, own = _split_meta(body)
    drafts = _with_title(drafts, _page_title(root, page))
    headers = [DraftParagraph(text, "header") for text in dict.fromkeys([*page.meta, *own])]
    attachments = [f"attachment: {name}" for name in page.attachments]
    return Reading([*drafts, *headers], notes=[*attachments, *page.notes, *notes])


def _split_meta(drafts: list[Draft]) -> tuple[list[Draft], list[str]]:
    """The report's drafts, and the lines near its top that speak of the page."""
    body: list[Draft] = []
    meta: list[str] = []
    for index, draft in enumerate(drafts):
        if index < _META_WITHIN and isinstance(draft, DraftParagraph) and is_meta_line(clean(draft.text)):
            meta.append(clean(draft.text))
        else:
            body.append(draft)
    return body, meta


def _page_title(root: etree._Element, page: Page) -> str:
    """The article's title: from its meta tag, its <h1>, or the window's title without the site's name."""
    for meta in root.iter("meta"):
        if _ARTICLE_TITLE.fullmatch(meta.get("name") or meta.get("property") or "") and meta.get("content"):
            return _flat(meta.get("content", ""))
    window = _flat("".join(next(root.iter("title"), etree.Element("title")).itertext()))
    for title in page.titles:
        # A site's name often is an <h1> too; the article's stands in the window's title.
        if title and (title in window or not window or len(title) >= 10):
            return title
    return _flat(_SITE_SUFFIX.sub("", window))


def _with_title(drafts: list[Draft], title: str) -> list[Draft]:
    """Mark the title where the body has it (even broken in two), else put it first; drop what repeats it."""
    if len(title) < 4:
        return drafts
    key = _key(title)
    for index in range(min(_TITLE_WITHIN, len(drafts))):
        for count in (1, 2, 3):
            part = drafts[index : index + count]
            texts = [draft.text for draft in part if isinstance(draft, DraftParagraph)]
            if len(texts) == count and _key("".join(texts)) == key:
                return [*drafts[:index], DraftParagraph("\n".join(texts), "title"), *drafts[index + count :]]
    return [DraftParagraph(title, "title"), *drafts]


def _key(text: str) -> str:
    return _SPACES.sub("", clean(text)).replace("\u3000", "").replace("\u00a0", "")


def _flat(text: str) -> str:
    return clean(_SPACES.sub(" ", text))
