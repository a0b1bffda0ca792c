"""A file's format is told by its bytes; what is no report is refused in words that say what it is."""

from __future__ import annotations

import random

import pytest
from ofd_files import Sheet, ofd
from reader_files import docx, p, zipped
from sheet_files import ole2, xls, xlsx

from pipeline.errors import ReadError
from pipeline.readers import sniff

PROSE = "全年支出合计三百六十五点二万元，其中基本支出二百一十万元。\n" * 5
RELATED = b'Content-Type: multipart/related;\r\n\tboundary="x"\r\n\r\n'
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(docx(p("概况")), "docx", id="word-document"),
        pytest.param(xlsx([[1]]), "xlsx", id="spreadsheet"),
        pytest.param(xls([[1]]), "xls", id="old-spreadsheet"),
        pytest.param(ole2("Book"), "xls", id="older-spreadsheet"),
        pytest.param(ole2("\x01CompObj", "WordDocument", "1Table"), "doc", id="old-word-document"),
        pytest.param(ole2("WordDocument", inside=["Workbook"]), "doc", id="old-word-document-embedding-a-sheet"),
        pytest.param(b"%PDF-1.7\n...", "pdf", id="pdf"),
        pytest.param(ofd(Sheet()), "ofd", id="ofd"),
        pytest.param(b"\r\n\x00junk" * 40 + b"%PDF-1.4\n", "pdf", id="pdf-after-junk"),
        pytest.param(b"<!DOCTYPE html><p>x", "html", id="doctype"),
        pytest.param(b"{\\rtf1\\ansi " + b"x" * 50, "rtf", id="rtf"),
        pytest.param(b"\xef\xbb\xbf\r\n{\\rtf1 x}", "rtf", id="rtf-after-a-byte-order-mark"),
        pytest.param("\ufeff<html><body>概况".encode(), "html", id="html-with-bom"),
        pytest.param(f"<table><tr><td>{PROSE}</td></tr></table>".encode("gbk"), "html", id="bare-table-in-gbk"),
        pytest.param(f"\n<!-- 正文 -->\n<p class='a'>{PROSE}".encode(), "html", id="comment-then-paragraph"),
        pytest.param(f"<?xml version='1.0'?><html>{PROSE}</html>".encode(), "html", id="xhtml"),
        pytest.param((PROSE + "<p>一</p><p>二</p><p>三</p>").encode(), "html", id="markup-after-text"),
        pytest.param(f"<html>{PROSE}</html>".encode("utf-16"), "html", id="html-in-utf16"),
        pytest.param(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n" + RELATED, "mhtml", id="web-archive"),
        pytest.param(b"MIME-Version: 1.0\n" + RELATED + b"<!DOCTYPE html><html>", "mhtml", id="page-inside-an-archive"),
        pytest.param(f"Note: {PROSE}".encode(), "txt", id="text-that-opens-like-a-header"),
        pytest.param(PROSE.encode(), "txt", id="utf8"),
        pytest.param(PROSE.encode("utf-8-sig"), "txt", id="utf8-with-bom"),
        pytest.param(PROSE.encode("gb18030"), "txt", id="gb18030"),
        pytest.param(PROSE.encode("gb18030")[:-1], "txt", id="gb18030-cut-inside-a-character"),
        pytest.param(PROSE.encode("utf-16"), "txt", id="utf16-with-bom"),
        pytest.param(PROSE.encode("utf-16-le"), "txt", id="utf16-without-bom"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500), "image", id="jpeg"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(500), "image", id="png"),
        pytest.param(b"II*\x00" + bytes(500), "image", id="tiff"),
        pytest.param(f"执行率 < 95% 的项目 a<b {PROSE}".encode(), "txt", id="less-than-is-not-markup"),
    ],
)
def test_sniff_tells_the_format_by_content(data, kind):
    assert sniff(data, name="报告.pdf") == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "empty file", id="empty"),
        pytest.param(bytes(4096), "zero bytes", id="zeros"),
        pytest.param(OLE2 + bytes(600), r"old Office file .*cut off or broken.*save it in Word", id="broken-ole2"),
        pytest.param(ole2("Workbook", "EncryptedPackage"), "password-protected", id="encrypted"),
        pytest.param(ole2("PowerPoint Document"), "old presentation", id="ppt"),
        pytest.param(ole2("VisioDocument"), "old Office file of a kind that is not read", id="other-ole2"),
        pytest.param(xls([[1]])[:3000], "old Office file .*cut off or broken", id="truncated-xls"),
        pytest.param(xlsx([[1]])[:300], "spreadsheet that is cut off", id="truncated-xlsx"),
        pytest.param(zipped(xl__workbook_bin="x"), "spreadsheet .*save it as .xlsx", id="xlsb"),
        pytest.param(b"<?mso-application progid='Excel.Sheet'?><Workbook>", "Excel 2003", id="xml-of-excel-2003"),
        pytest.param(b"From: a@b.cn\nMIME-Version: 1.0\nContent-Type: text/plain\n\nx", "e-mail .*attach", id="letter"),
        pytest.param(zipped(a="x"), "zip archive, not a document .*unpack", id="other-zip"),
        pytest.param(docx(p("概况" * 500))[:300], "Word document that is cut off", id="truncated-docx"),
        pytest.param(zipped(a="x")[:20], "zip archive that is cut off", id="truncated-zip"),
        pytest.param(b"GIF89a" + bytes(500), "GIF picture", id="gif"),
        pytest.param(b"Rar!\x1a\x07\x00" + bytes(50), "RAR archive .*unpack", id="rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z archive", id="7z"),
        pytest.param(random.Random(7).randbytes(5000), "not text", id="random-bytes"),  # noqa: S311
        pytest.param(bytes(b | 0x81 for b in random.Random(8).randbytes(5000)), "not text", id="random-high-bytes"),  # noqa: S311
    ],
)
def test_sniff_refuses_in_words_that_tell(data, words):
    with pytest.raises(ReadError, match=words) as caught:
        sniff(data, name="某县报告.docx")
    assert caught.value.where == "某县报告.docx"
    assert caught.value.do


@pytest.mark.parametrize("seed", range(40))
def test_sniff_takes_no_random_bytes_for_writing(seed):
    rng = random.Random(seed)  # noqa: S311
    with pytest.raises(ReadError):
        sniff(rng.randbytes(rng.randrange(200, 3000)))
