"""The real LibreOffice and antiword, where they are installed: they agree with the reader of .docx."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docx
import pytest

from pipeline.errors import ReadError
from pipeline.readers import Limits, read
from pipeline.readers.office_antiword import read_antiword
from pipeline.readers.office_convert import to_docx
from pipeline.readers.programs import find_antiword, find_soffice

SOFFICE, ANTIWORD = find_soffice(), find_antiword()
needs_antiword = pytest.mark.skipif(ANTIWORD is None, reason="antiword is not installed")
TEXTS = ["2031年度某县某局绩效自评报告", "一、基本情况", "年末在职人员12人，退休3人。", "特此报告。"]
TABLE = [
    ["项目", "资金", "资金", "说明"],
    ["项目", "预算数", "决算数", ""],
    ["合计", "120.50", "118.00", "结余用于下一年度继续实施并按规定报告结转情况"],
]
# 一、概况。共12人。 and a row: 合计, 3.50
HAND_MADE = (
    rb"{\rtf1\ansi\ansicpg936\deff0\uc1 \u19968?\u12289?\u27010?\u20917?\par \'b9\'b2 12 \'c8\'cb\'a1\'a3\par "
    rb"\trowd\cellx2000\cellx4000\pard\intbl \'ba\'cf\'bc\'c6\cell 3.50\cell\row\pard\par}"
)


def word_document() -> bytes:
    document = docx.Document()
    for text in TEXTS[:3]:
        document.add_paragraph(text)
    table = document.add_table(rows=3, cols=4)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    for row, texts in enumerate(TABLE):
        for col, text in enumerate(texts):
            table.cell(row, col).text = text
    document.add_paragraph(TEXTS[3])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def made_by_soffice(folder: Path, source: Path, target: str) -> bytes:
    """What LibreOffice itself writes; it stands in for Word's own files."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    profile = folder.joinpath("profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", target, "--outdir", folder]
    subprocess.run([*command, source], check=False, capture_output=True, timeout=120)
    result = folder / f"{source.stem}.{target.partition(':')[0]}"
    if not result.exists():
        pytest.skip("this LibreOffice has no Writer")
    return result.read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("office")
    (made / "made.docx").write_bytes(word_document())
    return made


@pytest.fixture(scope="module")
def word_97(folder):
    return made_by_soffice(folder, folder / "made.docx", "doc:MS Word 97")


@pytest.fixture(scope="module")
def rtf(folder):
    return made_by_soffice(folder, folder / "made.docx", "rtf:Rich Text Format")


def test_libreoffice_reads_a_doc_as_the_docx_that_it_was(word_97, look):
    document = read(word_97)
    assert document.format == "doc"
    assert document.notes[0].startswith("read by LibreOffice ")
    assert look.texts(document) == TEXTS
    assert look.tables(document) == [TABLE]


def test_libreoffice_reads_an_rtf_as_the_docx_that_it_was(rtf, look):
    document = read(rtf)
    assert document.format == "rtf"
    assert look.texts(document) == TEXTS
    assert look.tables(document) == [TABLE]


def test_libreoffice_reads_rtf_written_by_hand(rtf, look):
    document = read(HAND_MADE)
    assert look.texts(document) == ["一、概况", "共 12 人。"]
    assert look.tables(document) == [[["合计", "3.50"]]]


def test_libreoffice_refuses_rtf_that_is_cut_off(rtf):
    with pytest.raises(ReadError, match="LibreOffice cannot open it"):
        read(HAND_MADE[:-40])


def test_libreoffice_converts_many_files_in_one_call(rtf):
    files = {"a.rtf": HAND_MADE, "b.rtf": HAND_MADE[:-40], "c.rtf": rtf}
    converted = to_docx(SOFFICE, files, Limits(), import_filter="Rich Text Format")
    assert list(converted) == ["a.rtf", "c.rtf"]


def test_libreoffice_fetches_nothing_that_a_file_links_to(folder, word_97):
    asked = []

    class Spy(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the server looks for these names

        def log_message(self, *args): ...

    with HTTPServer(("127.0.0.1", 0), Spy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (folder / "linked.fodt").write_text(linked(f"http://127.0.0.1:{server.server_port}/picture.png"))
        data = made_by_soffice(folder, folder / "linked.fodt", "doc:MS Word 97")
        assert asked, "LibreOffice with its usual settings does ask: the spy works"
        asked.clear()
        assert read(data).text == "begin\nend"
        server.shutdown()
    assert "picture.png" in data.decode("latin-1") + data.decode("utf-16-le", "replace")
    assert asked == []


def linked(url: str) -> str:
    urns = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"' for name, urn in urns.items())
    return (
        f'<?xml version="1.0"?><office:document{names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>begin</text:p>'
        f'<text:p><draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{url}" xlink:type="simple"/>'
        "</draw:frame>end</text:p></office:text></office:body></office:document>"
    )


def wounded(data: bytes, seed: int) -> bytes:
    """Bytes changed in place, behind the header; one in five is cut off too."""
    rng = random.Random(seed)  # noqa: S311
    result = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at, size = rng.randrange(512, len(result)), rng.choice((1, 4, 60, 400))
        result[at : at + size] = rng.randbytes(len(result[at : at + size]))
    return bytes(result[: rng.randrange(512, len(result))] if rng.random() < 0.2 else result)


@pytest.mark.parametrize("seed", [1, 6])
def test_libreoffice_gives_a_document_or_a_read_error_for_wounded_files(word_97, seed):
    with suppress(ReadError):
        assert read(wounded(word_97, seed), limits=Limits(max_seconds=30)).text


@needs_antiword
def test_antiword_reads_the_words_and_the_table(word_97, monkeypatch, look):
    monkeypatch.setattr("pipeline.readers.office.find_soffice", lambda: None)
    document = read(word_97)
    assert look.texts(document) == TEXTS
    # antiword does not tell which cells are merged downwards.
    assert look.tables(document) == [[TABLE[0], ["", *TABLE[1][1:]], TABLE[2]]]


@needs_antiword
def test_antiword_gives_a_document_or_a_read_error_for_wounded_files(word_97, monkeypatch):
    monkeypatch.setattr("pipeline.readers.office.find_soffice", lambda: None)
    advice = []
    for seed in range(120):
        try:
            assert read(wounded(word_97, seed), limits=Limits(max_seconds=10)).text
        except ReadError as err:
            advice.append(err.do)
    assert all(advice)
    assert 0 < len(advice) < 120


@needs_antiword
def test_antiword_refuses_what_is_no_word_document():
    with pytest.raises(ReadError, match=r"antiword cannot open it \(is not a Word Document"):
        read_antiword(shutil.which("antiword"), b"plain text " * 500, Limits())
