"""Whatever the bytes are, a Document or a ReadError comes out."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from ofd_files import Doc, Sheet, ofd
from reader_files import docx, p, r, tbl, tc

from pipeline.document import Document
from pipeline.errors import ReadError
from pipeline.readers import Limits, read

LINE = "2031年度收入合计398.64万元，其中财政拨款392.14万元；全年支出402.18万元，预算执行率95.77%。"
TABLE = "<table><tr><th>项目</th><th>预算</th></tr><tr><td>合计</td><td>3.00</td></tr></table>"
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def page() -> Sheet:
    """Lines and a table, in the ways of several producers."""
    sheet = Sheet()
    sheet.paragraph(100, LINE)
    sheet.text_by_char(72, 200, LINE[:20])
    sheet.text_scaled(72, 230, LINE[:30])
    sheet.rows([72, 172, 272], [300, 320, 340], [["项目", "预算"], ["合计", "3.00"]])
    return sheet


FILES = {
    "docx": docx(
        "".join(p(LINE, NUMBERED) for _ in range(30)) + tbl(tc("甲") + tc("1")) + p(runs=r("丙")), numbering=LIST
    ),
    "html": f"<!DOCTYPE html><html><meta charset=utf-8><div id=zoom>{f'<p>{LINE}</p>' * 20}{TABLE}</div>".encode(),
    "mhtml": (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        f"Content-Type: text/html; charset=utf-8\n\n<html><div id=zoom>{f'<p>{LINE}</p>' * 20}{TABLE}</div>\n--b--\n"
    ).encode(),
    "ofd": ofd(page()),
    "txt": f"一、概况\n{f'　　{LINE}' * 20}\n项目\t预算\n合计\t3.00\n".encode("gb18030"),
}


def mutate(data: bytes, rng: random.Random) -> bytes:
    """One to eight wounds: flipped, lost, doubled or inserted bytes, or the end cut off."""
    wounded = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(wounded))
        size = rng.choice((1, 4, 60, 400))
        match rng.randrange(5):
            case 0:
                wounded[at : at + size] = rng.randbytes(len(wounded[at : at + size]))
            case 1:
                del wounded[at : at + size]
            case 2:
                wounded[at:at] = wounded[at : at + size]
            case 3:
                wounded[at:at] = rng.choice((b"\x00", b"<", b"&#x;", b"<td rowspan=99999>", b"\xff\xfe", b"</w:p>")) * 3
            case _ if len(wounded) > 20:
                del wounded[max(20, at) :]
        if not wounded:
            break
    return bytes(wounded)


@pytest.mark.parametrize("kind", FILES)
def test_read_mutated_files_gives_a_document_or_a_read_error(kind):
    assert read(FILES[kind]).format == kind
    outcomes = []
    for seed in range(150):
        data = mutate(FILES[kind], random.Random(seed))  # noqa: S311
        try:
            document = read(data, name="报告")
        except ReadError as err:
            outcomes.append("refused" if err.what and err.do else "refused without advice")
        else:
            outcomes.append("read")
            assert isinstance(document, Document)
            assert document.text.strip()
    # A zip's checksums refuse what text and markup survive.
    assert "refused without advice" not in outcomes
    assert ("refused" if kind in {"docx", "ofd"} else "read") in outcomes


def test_read_mutated_xml_inside_a_sound_zip_gives_a_document_or_a_read_error():
    xml = "".join(p(LINE, NUMBERED) for _ in range(10)) + tbl(tc("甲", '<w:gridSpan w:val="2"/>'), tc("乙") + tc("1"))
    for seed in range(150):
        body = mutate(xml.encode(), random.Random(seed)).decode("utf-8", "replace")  # noqa: S311
        with suppress(ReadError):
            assert read(docx(body, numbering=LIST)).text


def test_read_mutated_pages_of_an_ofd_give_a_document_or_a_read_error():
    doc, outcomes = Doc([page(), page()], {"7": page()}), set()
    doc.sheets[0].templates = ["7"]
    for seed in range(150):
        rng = random.Random(seed)  # noqa: S311
        parts = doc.write("Doc_0")
        name = rng.choice(sorted(parts))
        parts[name] = mutate(str(parts[name]).encode(), rng)
        try:
            outcomes.add(bool(read(ofd(doc, **parts)).text))
        except ReadError as err:
            outcomes.add(bool(err.do))
    assert outcomes == {True}


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.97])
def test_read_truncated_word_document_is_refused(share):
    data = FILES["docx"]
    with pytest.raises(ReadError, match=r"^报告.docx: .*cut off.* → ask for the file again"):
        read(data[: int(len(data) * share)], name="报告.docx")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "empty file", id="empty"),
        pytest.param(b"\xff\xd8\xff\xe1" + bytes(900), "JPEG", id="renamed-picture"),
        pytest.param(random.Random(3).randbytes(3000), "not text", id="noise"),  # noqa: S311
        pytest.param(b" \r\n\t ", "no text in the file", id="blanks"),
        pytest.param("　　\n".encode(), "no text in the file", id="full-width-blanks"),
        pytest.param(b"a,b\n1,2\n", "no Chinese character", id="data"),
        pytest.param('{"单位": "某县", "数": [1, 2]}'.encode(), "JSON data", id="json"),
    ],
)
def test_read_errors_name_the_file_and_what_to_do(data, words):
    with pytest.raises(ReadError, match=words) as caught:
        read(data, name="某县.docx")
    assert str(caught.value).startswith("某县.docx: ")
    assert caught.value.do


def test_read_refuses_a_file_over_the_limit():
    with pytest.raises(ReadError, match="max_bytes 10"):
        read(LINE.encode(), limits=Limits(max_bytes=10))
