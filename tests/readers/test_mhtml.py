"""Web archives: what the reader of web pages makes of the page inside."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from pipeline.errors import ReadError
from pipeline.readers import read

PROSE = [
    "柳溪县林业局2031年收入合计812.40万元，其中财政拨款收入800.00万元，年初结转12.40万元。",
    "全年支出合计798.16万元，其中基本支出410.00万元，项目支出388.16万元，预算执行率98.25%。",
    "全年组织义务植树16场次，参加干部群众1200余人次，栽植各类苗木3.6万株，成活率93%。",
]
TITLE = "柳溪县林业局2031年度部门整体支出绩效自评报告"
TABLE = "<table><tr><th>项目</th><th>预算</th></tr><tr><td>苗木</td><td>36.00</td></tr></table>"


def page(*paragraphs: str, head: str = "", more: str = "") -> str:
    words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{words}{more}</body></html>"


def archive(*parts: tuple[bytes, str], encoding: str = "quoted-printable") -> bytes:
    """A .mht: (content, content type) of each part."""
    message = EmailMessage(SMTP)
    message["From"] = "<Saved by Blink>"
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = 'multipart/related; type="text/html"; boundary="--=b"'
    for content, kind in parts:
        part = EmailMessage(SMTP)
        part.set_content(content, "application", "octet-stream", cte=encoding)
        part.replace_header("Content-Type", kind)
        message.attach(part)
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize(
    ("charset", "kind", "head"),
    [
        pytest.param("utf-8", "text/html", "<meta charset=utf-8>", id="chrome-says-it-in-the-page"),
        pytest.param("gb18030", 'text/html; charset="gb2312"', "", id="explorer-says-it-in-the-header"),
        pytest.param("utf-8", "text/html; charset=utf-8", "<meta charset=gb2312>", id="the-header-goes-first"),
        pytest.param("utf-8", "application/xhtml+xml", "", id="nobody-says"),
    ],
)
def test_mhtml_reads_as_its_page_does(charset, kind, head, encoding, look):
    html = page(*PROSE, head=head, more=TABLE)
    document = read(archive((html.encode(charset), kind), (b"\x89PNG", "image/png"), encoding=encoding))
    assert look.texts(document) == [TITLE, *PROSE]
    assert look.tables(document) == [[["项目", "预算"], ["苗木", "36.00"]]]
    assert document.format == "mhtml"


def test_mhtml_page_that_frames_the_report_gives_way_to_it(look):
    outer = page("政务公开", more="<iframe src='cid:f1'></iframe><a href='/a.xlsx'>决算表</a>")
    inner = page(*PROSE, more="<a href='/b.docx'>说明</a>")
    document = read(archive((outer.encode(), "text/html"), (inner.encode(), "text/html")))
    assert look.texts(document)[1:4] == PROSE
    assert document.notes == ("attachment: 决算表 (a.xlsx)", "attachment: 说明 (b.docx)")


def test_mhtml_frame_that_cannot_be_read_is_passed_over(look):
    document = read(archive((b"<!-- -->", "text/html"), (page(*PROSE).encode(), "text/html")))
    assert look.texts(document) == [TITLE, *PROSE]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(archive((b"\x89PNG", "image/png")), "web archive without a page in it", id="pictures-only"),
        pytest.param(archive((b" ", "text/html")), "web archive without a page in it", id="empty-page"),
        pytest.param(archive((page().encode(), "text/html"))[:118], "web archive without a page in it", id="cut-off"),
        pytest.param(
            b"MIME-Version: 1.0\n"
            + b"".join(b'Content-Type: multipart/related; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)),
            "web archive with parts nested too deep",
            id="nested",
        ),
    ],
)
def test_mhtml_that_holds_no_page_is_refused(data, words):
    with pytest.raises(ReadError, match=f"{words} → save the page anew"):
        read(data, name="某局.mht")
