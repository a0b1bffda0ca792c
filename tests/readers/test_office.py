"""Old Word documents and RTF: which program reads them, what it may do, and what is said where none does.

Without the programs: scripts of a few lines stand in for them on PATH. What they really do is tested in
test_office_programs.py.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from reader_files import docx, p, tbl, tc

from pipeline.errors import ReadError
from pipeline.readers import Limits, read
from pipeline.readers.programs import run_program

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")

RTF = rb"{\rtf1\ansi 2031}"
CONVERTED = docx(p("一、概况") + p("年末在职人员12人。") + tbl(tc("甲") + tc("1.50")))
DOCBOOK = "<book><title>x</title><chapter><title/><para>\n年末在职人员12人。\n</para></chapter></book>"


def ole2(**streams: bytes) -> bytes:
    """A compound file with these streams in its root, each filled up to 4096 bytes."""
    count = len(streams)
    fat = [0xFFFFFFFD, *range(2, 1 + count), 0xFFFFFFFE]
    directory, content = entry("Root Entry", 5, child=1), b""
    for number, (name, data) in enumerate(streams.items(), 1):
        directory += entry(name, 2, right=number + 1 if number < count else -1, start=len(fat))
        directory = directory.ljust(-(-len(directory) // 128) * 128, b"\0")
        fat += [*range(len(fat) + 1, len(fat) + 8), 0xFFFFFFFE]
        content += data.ljust(4096, b"\0")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0).ljust(436, b"\xff")
    return head + table + directory.ljust(512 * count, b"\0") + content


def entry(name: str, kind: int, *, right: int = -1, child: int = -1, start: int = 0) -> bytes:
    words = name.encode("utf-16-le")
    tree = struct.pack("<HBBiii", len(words) + 2, kind, 1, -1, right, child)
    return words.ljust(64, b"\0") + tree + bytes(36) + struct.pack("<IQ", start, 4096 if kind == 2 else 0)


def doc(made_for: int = 0xC1, flags: int = 0x0200, signature: int = 0xA5EC) -> bytes:
    """What a .doc is from outside: its text's first bytes, and the table that belongs to it."""
    head = struct.pack("<HHHHHH", signature, made_for, 0, 0x0804, 0, flags)
    return ole2(**{"WordDocument": head, "1Table": b""})


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """An empty PATH, and a function that puts a script on it."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("JIHE_SOFFICE", raising=False)
    monkeypatch.setattr("pipeline.readers.programs._SOFFICE_PLACES", ())

    def put(name: str, script: str) -> Path:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
        return folder / name

    return put


@pytest.fixture
def soffice(programs, tmp_path):
    """A stand-in that gives CONVERTED for every file and keeps what it was called with."""
    log, result = tmp_path / "log", tmp_path / "result.docx"
    result.write_bytes(CONVERTED)
    programs(
        "soffice",
        f'printf "%s\\n" "$@" >>{log}; /usr/bin/env >{tmp_path}/env\n'
        f'for arg; do [ "$last" = --outdir ] && out=$arg; last=$arg; done; /bin/cp {result} "$out/report.docx"',
    )
    return log


def test_office_reads_a_doc_through_libreoffice_as_a_docx(soffice, look):
    document = read(doc(), name="报告.doc")
    assert (document.format, document.notes) == ("doc", ("read by LibreOffice",))
    assert look.texts(document) == ["一、概况", "年末在职人员12人。"]
    assert look.tables(document) == [[["甲", "1.50"]]]


@pytest.mark.parametrize(
    ("data", "import_filter"),
    [
        pytest.param(doc(), "MS Word 97", id="word-97"),
        pytest.param(doc(0x0112), "MS Word 97", id="word-2007-saving-as-97"),
        pytest.param(doc(104, 0, 0xA5DC), "MS WinWord 6.0", id="word-6"),
        pytest.param(doc(105, 0, 0xA5DC), "MS Word 95", id="word-95"),
        pytest.param(RTF, "Rich Text Format", id="rtf"),
        pytest.param(b"\xef\xbb\xbf\r\n" + RTF, "Rich Text Format", id="rtf-after-a-byte-order-mark"),
    ],
)
def test_office_tells_libreoffice_what_the_file_is(soffice, data, import_filter):
    read(data)
    assert f"--infilter={import_filter}" in soffice.read_text().splitlines()


def test_office_gives_no_name_of_the_users_to_a_shell(soffice):
    read(doc(), name='$(reboot) "; x.doc')
    arguments = soffice.read_text().splitlines()
    assert Path(arguments[-1]).name == "report.doc"
    assert not any("reboot" in argument for argument in arguments)


def test_office_gives_libreoffice_a_profile_without_macros_links_and_network(soffice):
    read(doc())
    uri = next(a for a in soffice.read_text().splitlines() if a.startswith("-env:UserInstallation=file:///"))
    settings = (Path(uri.partition("file://")[2]) / "user" / "registrymodifications.xcu").read_text()
    values = dict(re.findall(r'oor:name="(\w+)" oor:op="fuse"><value>([^<]*)', settings))
    assert values["DisableMacrosExecution"] == "true"
    assert (values["MacroSecurityLevel"], values["Link"]) == ("3", "0")
    assert (values["ooInetProxyType"], values["ooInetHTTPProxyName"]) == ("2", "127.0.0.1")


def test_office_passes_no_secrets_on(soffice, tmp_path, monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "geheim")
    monkeypatch.setenv("HTTPS_PROXY", "http://example.org")
    read(doc())
    environment = (tmp_path / "env").read_text()
    assert "PATH=" in environment
    assert "geheim" not in environment
    assert "example.org" not in environment


def test_office_keeps_one_profile_for_the_life_of_a_worker_and_takes_it_along(soffice, tmp_path):
    (tmp_path / "x.doc").write_bytes(doc())
    # A worker of the pool ends as this child does: without atexit.
    code = (
        "import multiprocessing, pathlib, sys; from pipeline.readers import read\n"
        f"def work(): [read(pathlib.Path({str(tmp_path / 'x.doc')!r}).read_bytes()) for _ in range(2)]\n"
        "child = multiprocessing.get_context('fork').Process(target=work); child.start(); child.join()\n"
        "sys.exit(child.exitcode)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    uris = [a for a in soffice.read_text().splitlines() if a.startswith("-env:")]
    assert len(uris) == 2
    assert len(set(uris)) == 1
    assert not Path(uris[0].partition("file://")[2]).exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(doc(), r"no program to read it → install LibreOffice .*-writer.* or antiword", id="doc"),
        pytest.param(RTF, r"RTF: no program to read it → install LibreOffice \(Debian: .*\),", id="rtf"),
    ],
)
def test_office_without_programs_names_what_to_install(programs, data, words):
    with pytest.raises(ReadError, match=words):
        read(data, name="报告.doc")


def test_office_takes_the_program_that_jihe_soffice_names(programs, soffice, monkeypatch):
    path = Path(os.environ["PATH"]) / "soffice"
    monkeypatch.setenv("JIHE_SOFFICE", str(path.rename(path.with_name("office-7.6"))))
    assert read(doc()).notes == ("read by LibreOffice",)


def test_office_says_that_jihe_soffice_names_nothing(programs, monkeypatch):
    monkeypatch.setenv("JIHE_SOFFICE", "/nowhere/soffice")
    with pytest.raises(ReadError, match="JIHE_SOFFICE names no program: /nowhere/soffice"):
        read(doc())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(doc(flags=0x0300), "password-protected Word document", id="encrypted"),
        pytest.param(doc(signature=0), "text is not Word's", id="not-word"),
        pytest.param(doc(flags=0), "cut off or broken .*0Table is missing", id="without-its-table"),
        pytest.param(doc()[:5000], "cut off or broken", id="truncated"),
    ],
)
def test_office_refuses_before_a_program_starts(soffice, data, words):
    with pytest.raises(ReadError, match=words):
        read(data, name="报告.doc")
    assert not soffice.exists()


def test_office_kills_a_program_that_takes_too_long_and_its_children(programs, tmp_path):
    programs("soffice", f"/bin/sleep 60 & echo $! >{tmp_path}/child; wait")
    begun = time.monotonic()
    with pytest.raises(ReadError, match=r"soffice did not finish within max_seconds 0.5 → .*save it as .docx"):
        read(doc(), limits=Limits(max_seconds=0.5))
    assert time.monotonic() - begun < 5
    assert ended(int((tmp_path / "child").read_text()))


def ended(pid: int) -> bool:
    """Gone, or dead and not yet fetched by init."""
    for _ in range(50):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_office_says_what_libreoffice_complains_of(programs):
    programs("soffice", "echo javaldx missing >&2; echo 'Error: source file could not be loaded' >&2")
    with pytest.raises(ReadError, match=r"LibreOffice cannot open it \(Error: source file could not be loaded\)"):
        read(doc())


def test_office_refuses_what_libreoffice_made_if_it_is_no_docx(soffice, tmp_path):
    (tmp_path / "result.docx").write_bytes(CONVERTED[:200])
    with pytest.raises(ReadError, match="cut off or broken"):
        read(doc())


def test_office_refuses_a_program_that_does_not_start(programs):
    programs("soffice", "").write_bytes(b"\x7fELF nothing that runs")
    with pytest.raises(ReadError, match="soffice does not start"):
        read(doc())


def test_office_reads_a_doc_through_antiword_where_libreoffice_is_absent(programs, look):
    programs("antiword", f'/bin/cat <<"END"\n{DOCBOOK}\nEND')
    document = read(doc())
    assert look.texts(document) == ["年末在职人员12人。"]
    assert re.match("read by antiword, which leaves out automatic numbers", document.notes[0])


def test_office_tries_antiword_where_libreoffice_fails(programs, look):
    programs("soffice", "echo 'no export filter' >&2")
    programs("antiword", f'/bin/cat <<"END"\n{DOCBOOK}\nEND')
    document = read(doc())
    assert look.texts(document) == ["年末在职人员12人。"]
    assert document.notes[0] == "LibreOffice cannot open it (no export filter)"
    assert document.notes[1].startswith("read by antiword")


def test_office_keeps_the_first_complaint_where_both_fail(programs):
    programs("soffice", "echo 'no export filter' >&2")
    programs("antiword", "exit 1")
    with pytest.raises(ReadError, match=r"LibreOffice cannot open it \(no export filter\)"):
        read(doc())


def test_office_does_not_give_rtf_to_antiword(programs):
    programs("antiword", f"echo '{DOCBOOK}'")
    with pytest.raises(ReadError, match="RTF: no program"):
        read(RTF)


def test_office_says_what_antiword_complains_of(programs):
    programs("antiword", 'echo "$3 is not a Word Document." >&2; exit 1')
    with pytest.raises(ReadError, match=r"antiword cannot open it \(is not a Word Document.\)"):
        read(doc())


def test_office_refuses_half_a_report_of_an_antiword_that_crashes(programs):
    programs("antiword", f"echo '{DOCBOOK}'; kill -SEGV $$")
    with pytest.raises(ReadError, match=r"antiword cannot open it \(exit code -11\)"):
        read(doc())


def test_office_limits_what_a_program_writes(programs, tmp_path):
    program = programs("flood", "/usr/bin/head -c 3000000 /dev/zero")
    ran = run_program([str(program)], Limits(max_unpacked=1 << 20), home=tmp_path)
    # A shell counts in blocks of 512 or 1024 bytes.
    assert 1 << 20 <= len(ran.stdout) <= 1 << 21


def test_office_limits_the_text_that_antiword_finds(programs):
    programs("antiword", "/usr/bin/head -c 5000 /dev/zero")
    with pytest.raises(ReadError, match="max_chars 1,000"):
        read(doc(), limits=Limits(max_chars=1000))
