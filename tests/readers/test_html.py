"""Web pages: the report without the site around it."""

from __future__ import annotations

import time

import pytest

from pipeline.errors import ReadError
from pipeline.readers import Limits, read

TITLE = "某某县图书馆2031年度部门整体支出绩效自评报告"
PROSE = [
    "一、部门概况",
    "本馆是县文化和旅游局所属的公益一类事业单位，内设办公室、典藏部、阅览部和流通服务部四个部门。",
    "二、收支情况",
    "2031年度本馆收入合计398.64万元，其中财政拨款392.14万元；全年支出402.18万元，预算执行率95.77%。",
    "本年度共举办阅读推广活动36场，参与读者5,200余人次，送书下乡1,800册，群众满意度96.5%。",
]
BODY = "".join(f"<p>{text}</p>" for text in PROSE)
NAV = "".join(f'<li><a href="/c{n}/">栏目{n}</a></li>' for n in range(12))
DATA = (
    "<table><tr><th rowspan=2>项目</th><th colspan=2>金额</th></tr><tr><td>预算</td><td>决算</td></tr>"
    "<tr><td>合计</td><td>3.00</td><td>2.10</td></tr></table>"
)


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


TEMPLATES = {
    "bare": BODY,
    "known-id": f'<div class="nav"><ul>{NAV}</ul></div><div id="zoom" class="TRS_Editor">{BODY}</div>',
    "unknown-names": f"<div><ul>{NAV}</ul></div><div class='x1'><div class='x2'><div>{BODY}</div></div></div>"
    "<div><p>版权所有：某某县人民政府　备案号：京ICP备1号</p></div>",
    "layout-tables": f"<table><tr><td><table><tr><td>{NAV}</td></tr></table></td></tr><tr><td><table><tr><td width=200>"
    f"<ul>{NAV}</ul></td><td><div>{BODY}</div></td></tr></table></td></tr></table>",
    "crumbs-share-related": f'<div>您当前的位置：<a href="/">首页</a> &gt; <a href="/a">政务公开</a></div>{BODY}'
    '<div class="share">分享到：微信 微博</div><div><h3>相关阅读</h3>'
    '<ul><li><a href="/1">另一单位决算</a></li></ul></div>'
    "<p>上一篇：<a href='/2'>通知</a></p>",
    "machinery": "<script>var a='收入1万元';</script><style>p{}</style><div style='display:none'>隐藏的旧稿99万元</div>"
    f"<!-- 注释 --><noscript>请打开脚本</noscript><form><input value='查'><button>搜索</button>{BODY}</form>",
    "inline-spans": BODY.replace("398.64万元", "<span>39</span><font>8.64</font><b>万元</b>"),
    "blanks": BODY.replace("<p>", "<p>&nbsp;　　").replace("</p>", "&nbsp;</p><p>&nbsp;</p>\n\n   "),
    "broken-markup": BODY.replace("</p>", "") + "</div></td></span><b><i><font>",
    "br-paragraphs": "<div>" + "<br/><br/>".join(f"　　{text}" for text in PROSE) + "</div>",
    "br-single": "<div>" + "<br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{text}" for text in PROSE) + "</div>",
    "nested-fonts": "<div>" + "<font><span>" * 900 + BODY + "</div>",
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_html_finds_the_report_in_any_template(template, look):
    document = read(page(TEMPLATES[template], f"<title>{TITLE}_部门决算_某某县人民政府</title>"))
    assert look.texts(document) == [TITLE, *PROSE]
    assert document.blocks[0].kind == "title"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["gb2312", "utf-8", ""])
def test_html_encoding_is_told_by_content_not_by_the_page(encoding, declared, look):
    text = f"<html><meta charset='{declared}'><body>{BODY}</body></html>"
    assert look.texts(read(text.encode(encoding))) == PROSE


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param(f"<meta name='ArticleTitle' content='{TITLE}'>", BODY, id="meta"),
        pytest.param("<title>某某县人民政府</title>", f"<h1>{TITLE}</h1>{BODY}", id="h1"),
        pytest.param("", f"<div class='title'>{TITLE}</div><div id='zoom'>{BODY}</div>", id="class"),
        pytest.param(f"<title>{TITLE}-某某县人民政府网站</title>", BODY, id="window-with-dash"),
        pytest.param(
            f"<title>{TITLE}</title>", f"<p align=center>{TITLE[:6]}</p><p align=center>{TITLE[6:]}</p>{BODY}",
            id="over-two-lines",
        ),
    ],
)  # fmt: skip
def test_html_title_stands_once(head, body, look):
    document = read(page(body, head))
    assert look.texts(document) == [TITLE, *PROSE]
    assert document.blocks[0].kind == "title"


@pytest.mark.parametrize(
    "meta",
    [
        pytest.param("<div>来源：某某县图书馆　发布时间：2032-03-01　浏览次数：12</div>", id="line"),
        pytest.param(
            "<table><tr><td>索 引 号：</td><td>K1/2032</td><td>发布机构：</td><td>某某县图书馆</td></tr></table>",
            id="table",
        ),
        pytest.param("<ul><li>发布机构：某某县图书馆</li><li>发布日期：2032-03-01</li></ul>", id="list"),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_html_lines_about_the_page_are_headers(meta, inside, look):
    body = f"<div id='zoom'>{meta}{BODY}</div>" if inside else f"{meta}<div id='zoom'>{BODY}</div>"
    document = read(page(body))
    assert look.texts(document) == PROSE
    assert "某某县图书馆" in "".join(look.texts(document, "header"))


def test_html_table_spans_and_caption(look):
    document = read(page(f"{BODY}<p>单位：万元</p>{DATA.replace('<table>', '<table><caption>收支表</caption>')}"))
    assert look.tables(document) == [[["项目", "金额", "金额"], ["项目", "预算", "决算"], ["合计", "3.00", "2.10"]]]
    assert look.texts(document)[-2:] == ["单位：万元", "收支表"]


def test_html_data_table_inside_a_layout_table(look):
    document = read(page(f"<table><tr><td>{BODY}{DATA}</td></tr></table>"))
    assert look.texts(document) == PROSE
    assert len(look.tables(document)) == 1


def test_html_data_table_inside_a_data_table_follows_it(look):
    outer = f"<table><tr><td>甲</td><td>乙{DATA}</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    assert [table[0] for table in look.tables(read(page(BODY + outer)))] == [["甲", "乙"], ["项目", "金额", "金额"]]


def test_html_table_beside_the_named_container_is_kept(look):
    document = read(page(f"<div><div class='TRS_Editor'>{BODY}</div><div>{DATA}</div></div>"))
    assert len(look.tables(document)) == 1


def test_html_spans_that_reach_out_of_the_table_are_cut(look):
    table = "<table><tr><td rowspan=65534 colspan=9>甲</td><td>1</td></tr><tr><td rowspan=0>乙</td></tr></table>"
    (cells,) = look.tables(read(page(BODY + table)))
    assert cells == [["甲"] * 9 + ["1"], ["甲"] * 9 + ["乙"]]


@pytest.mark.parametrize(
    ("markup", "items"),
    [
        ("<ol><li>甲项<li>乙项</ol>", ["1. 甲项", "2. 乙项"]),
        ("<ol start=3><li>甲项</li></ol>", ["3. 甲项"]),
        ("<ol><li>1、甲项</li></ol>", ["1、甲项"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲项</ol>", ["一、甲项"]),
        ("<ol type=A><li>甲项</ol>", ["A. 甲项"]),
        ("<ol style='list-style:none'><li>甲项</ol>", ["甲项"]),
        ("<ul><li>甲项</ul>", ["甲项"]),
        ("<ol><li>甲项<ol><li>子项</ol><li>乙项</ol>", ["1. 甲项", "1. 子项", "2. 乙项"]),
    ],
)
def test_html_lists_show_their_numbers(markup, items, look):
    assert look.texts(read(page(BODY + markup)))[len(PROSE) :] == items


def test_html_headings_have_levels():
    document = read(page(f"<h2>基本情况</h2>{BODY}<h3>附注</h3><p>无。</p>"))
    assert [(b.level, document.quote(b.span)) for b in document.blocks if b.level and b.seq in (0, 6)] == [
        (1, "基本情况"), (2, "附注"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("link", "name"),
    [
        pytest.param("<a href='/a/%E8%A1%A8.xlsx'>自评表.xlsx</a>", "自评表.xlsx", id="named-by-its-words"),
        pytest.param("<a href='/b/c.pdf?x=1'></a>", "c.pdf", id="without-words"),
        pytest.param("<a href='/b/%E8%A1%A8.PDF#page=2'>附件1</a>", "附件1 (表.PDF)", id="words-without-an-ending"),
        pytest.param("<a href='/down.jsp?id=1&filename=a1.xls&k=2'>附件2</a>", "附件2 (a1.xls)", id="in-the-query"),
        pytest.param("<a href='/down?id=77'>决算公开表.ofd</a>", "决算公开表.ofd", id="in-the-words-only"),
        pytest.param("<a href=\"javascript:get('b.docx')\">附件3</a>", "附件3 (b.docx)", id="by-a-script"),
    ],
)
def test_html_attachments_are_named_in_the_notes(link, name):
    plain = "<a href='/index.html'>首页</a><a name='top'>说明</a>"
    assert read(page(f"{BODY}<p>{plain}{link}{link}</p>")).notes == (f"attachment: {name}",)


def test_html_preformatted_text_is_read_as_lines(look):
    text = "　　" + PROSE[1] * 3
    wrapped = "\n".join(text[at : at + 20] for at in range(0, len(text), 20))
    assert look.texts(read(page(f"<pre>{wrapped}\n{wrapped}</pre>"))) == [PROSE[1] * 3] * 2


def test_html_hidden_by_a_script_but_all_there_is(look):
    assert look.texts(read(page(f"<div style='display:none'>{BODY}</div>"))) == PROSE


def test_html_entity_bomb_is_harmless():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    document = read(f"<!DOCTYPE html [{entities}]><html><body>{BODY}&e8;</body></html>".encode())
    assert len(document.text) < 2000


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div>" * 20_000 + BODY, id="deep"),
        pytest.param(BODY + "<p>&nbsp;</p>" * 30_000, id="empty-paragraphs"),
        pytest.param(BODY + "<script>x</script> 字" * 20_000, id="scripts"),
        pytest.param("<!---->" * 50_000 + BODY, id="comments"),
        pytest.param("<table><tr><td>" * 2_000 + BODY, id="nested-tables"),
        pytest.param(BODY + "<a href=x>甲</a>" * 30_000, id="links"),
        pytest.param(BODY + " " * 1_000_000, id="blanks"),
        pytest.param("<table>" + "<tr><td>1<td>2<td>3" * 10_000, id="long-table"),
    ],
)
def test_html_takes_linear_time(markup):
    start = time.process_time()
    read(page(markup))
    assert time.process_time() - start < 4


def test_html_limits():
    with pytest.raises(ReadError, match="max_chars 100"):
        read(page(BODY), limits=Limits(max_chars=100))
    with pytest.raises(ReadError, match="max_cells 4"):
        read(page(BODY + DATA), limits=Limits(max_cells=4))


@pytest.mark.parametrize("markup", [b"<html></html>", b"<p>", b"<table></table>", b"<!doctype html>"])
def test_html_without_text_is_refused(markup):
    with pytest.raises(ReadError, match=r"no text|nothing in it"):
        read(markup)
