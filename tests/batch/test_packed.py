"""Files in zip archives: each a candidate of its own under a readable path; hostile archives refused with a reason."""

from __future__ import annotations

import hashlib
import random
import zipfile
from pathlib import Path

import pytest
from zip_files import CENTRAL, link, locked, named, zipped

from pipeline.batch.identify import Candidate, candidates
from pipeline.batch.packed import unpacked
from pipeline.errors import ReadError
from pipeline.readers import Limits

LIMITS = Limits(max_bytes=10_000, max_archive=100_000, max_members=5, max_depth=2)


@pytest.fixture
def look(tmp_path):
    """The candidates of an archive, their paths counted from it."""

    def look_(data: bytes, limits: Limits = LIMITS) -> dict[str, Candidate]:
        path = tmp_path / "某县.zip"
        path.write_bytes(data)
        found = list(candidates(path, limits))
        names = [each.shown.removeprefix(path.as_posix()).removeprefix("/") for each in found]
        assert len(set(names)) == len(names)
        return dict(zip(names, found, strict=True))

    return look_


def errors(found: dict[str, Candidate]) -> dict[str, str]:
    return {name: each.error.what if each.error else "" for name, each in found.items()}


def test_packed_files_have_their_own_paths_hashes_and_sizes(look):
    found = look(zipped(("云溪县/", ""), ("云溪县/报告.txt", "abc"), ("b.txt", "b")))
    assert list(found) == ["云溪县/报告.txt", "b.txt"]
    one = found["云溪县/报告.txt"]
    assert (one.name, one.bytes, one.sha256) == ("报告.txt", 3, hashlib.sha256(b"abc").hexdigest())
    assert unpacked(one.file, one.inside) == b"abc"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(zipped(("报告/附表.txt", "x")), "报告/附表.txt", id="utf8-declared"),
        pytest.param(named("报告/附表.txt".encode()), "报告/附表.txt", id="utf8-not-declared"),
        pytest.param(named("报告/附表.txt".encode("gbk")), "报告/附表.txt", id="gbk"),
        pytest.param(
            named("报告\\乗\\附表.txt".encode("gbk")), "报告/乗/附表.txt", id="backslashes-also-inside-a-character"
        ),
        pytest.param(named(b"caf\x82.txt"), "café.txt", id="neither"),
        pytest.param(named("C:\\我的文档\\报告.txt".encode("gbk")), "我的文档/报告.txt", id="drive"),
        pytest.param(named(b"/./a//b.txt"), "a/b.txt", id="from-the-root"),
    ],
)
def test_packed_names_read_as_people_wrote_them(data, name, look):
    assert list(look(data)) == [name]


def test_packed_litter_is_left_out(look):
    litter = ["__MACOSX/._报告.txt", ".DS_Store", "a/Thumbs.db", "a/~$报告.docx"]
    assert list(look(zipped(*((name, "x") for name in litter), ("a/报告.txt", "x")))) == ["a/报告.txt"]


def test_packed_files_of_the_same_name_are_told_apart(look):
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a.txt", "1"), ("a.txt", "2"))
    found = look(data)
    assert [(name, unpacked(each.file, each.inside)) for name, each in found.items()] == [
        ("a.txt", b"1"),
        ("a.txt (2)", b"2"),
    ]


def test_packed_archives_in_archives(look):
    inner = zipped(("报告.txt", "abc"), ("空.txt", ""))
    found = look(zipped(("第一批.zip", inner), ("b.txt", "b")))
    assert list(found) == ["第一批.zip/报告.txt", "第一批.zip/空.txt", "b.txt"]
    one = found["第一批.zip/报告.txt"]
    assert unpacked(one.file, one.inside) == b"abc"


@pytest.mark.parametrize(
    "part",
    ["word/document.xml", "xl/workbook.xml", "OFD.xml", "ppt/presentation.xml", "content.xml", "xl/workbook.bin"],
)
def test_packed_documents_that_are_zips_are_files(part, look):
    document = zipped((part, "x"))
    assert list(look(document)) == [""]
    assert list(look(zipped(("a.bin", document)))) == ["a.bin"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        pytest.param(zipped(("../../etc/x", "x")), "(..)/(..)/etc/x", "leads out of its archive", id="traversal"),
        pytest.param(named(b"a\\..\\..\\x.txt"), "a/(..)/(..)/x.txt", "leads out of its archive", id="backslashes"),
        pytest.param(locked(zipped(("a.txt", "x"))), "a.txt", "locked with the archive's password", id="locked"),
        pytest.param(zipped((link("a.txt"), "/etc/passwd")), "a.txt", "a link in an archive", id="link"),
        pytest.param(zipped(("a.txt", "x"), method=zipfile.ZIP_LZMA), "a.txt", r"not read \(method 14\)", id="lzma"),
        pytest.param(zipped(("a.txt", "x" * 10_001)), "a.txt", "10,001 bytes, more than max_bytes 10,000", id="large"),
        pytest.param(zipped(("a.zip", zipped())), "a.zip", "nothing in it", id="empty-inside"),
        pytest.param(
            zipped(("a.zip", zipped(("b.zip", zipped(("c.txt", "x")))))), "a.zip/b.zip", "more than max_depth 2",
            id="deep",
        ),
        pytest.param(
            zipped(("a.zip", zipped(*((f"{n}.txt", "x") for n in range(5))))), "a.zip",
            "6 files, more than max_members 5", id="many-files-in-all",
        ),
    ],
)  # fmt: skip
def test_packed_file_that_is_refused_says_why(data, name, words, look):
    (error,) = [each.error for found, each in look(data).items() if found == name]
    with pytest.raises(ReadError, match=words):
        raise error
    assert error.where.endswith(name)
    assert error.do


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(zipped(), "nothing in it", id="empty"),
        pytest.param(zipped((".DS_Store", "x")), "nothing in it", id="litter-only"),
        pytest.param(zipped(*((f"{n}.txt", "x") for n in range(6))), "6 files, more than max_members 5", id="many"),
        pytest.param(
            zipped(*((f"{n}.txt", bytes(25_000)) for n in range(5))), "unpacks to 125,000 bytes, more than max_archive",
            id="bomb",
        ),
    ],
)  # fmt: skip
def test_packed_archive_that_is_refused_is_one_candidate(data, words, look):
    found = look(data)
    assert list(found) == [""]
    assert words in errors(found)[""]


def test_packed_archive_that_holds_itself_ends(look):
    data = zipped(("a.txt", "x"))
    for _ in range(50):
        data = zipped(("self.zip", data))
    assert errors(look(data)) == {"self.zip/self.zip": "archives in one another, more than max_depth 2"}


def test_packed_list_too_long_to_look_at(look, monkeypatch):
    monkeypatch.setattr("pipeline.batch.packed._LONGEST_LIST", 50)
    assert "whose list of files alone has" in errors(look(zipped(("a.txt", "x"))))[""]
    inner = zipped(("a.txt", "x"), ("b.txt", "x"))
    monkeypatch.setattr("pipeline.batch.packed._LONGEST_LIST", 80)
    assert "whose list of files alone has" in errors(look(zipped(("i.zip", inner))))["i.zip"]


def test_packed_broken_file_costs_itself_only(look):
    data = zipped(("a.txt", "first"), ("b.txt", "second"), method=zipfile.ZIP_STORED).replace(b"first", b"fIrst")
    found = look(data)
    assert errors(found)["a.txt"].startswith("broken in its archive (Bad CRC-32")
    assert errors(found)["b.txt"] == ""


def test_packed_broken_archive_is_left_to_the_reader(look):
    found = look(zipped(("a.txt", "x"))[:-10])
    assert (list(found), found[""].error) == ([""], None)


@pytest.mark.parametrize("inside", [(0,), (7,), (0, 0)])
def test_packed_archive_changed_since_it_was_looked_at(tmp_path, inside):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("a.txt", "abc"), method=zipfile.ZIP_STORED).replace(b"abc", b"aXc"))
    with pytest.raises(ReadError, match="broken in its archive"):
        unpacked(path, inside)


def test_packed_sizes_that_lie_are_found_out(look):
    data = bytearray(zipped(("a.txt", bytes(9000))))
    at = data.find(CENTRAL) + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    assert errors(look(bytes(data)))["a.txt"].startswith("broken in its archive")


def test_packed_missing_file_is_left_to_identify(tmp_path):
    (found,) = candidates(Path(tmp_path / "nowhere.zip"))
    assert "not there any more" in str(found.error)


def test_packed_archive_that_was_damaged_never_raises(look):
    """Whatever became of it: every candidate has a hash, and its bytes are there, or an error with advice."""
    inner = zipped(("报告.txt", "全年支出812.40万元。" * 40), ("b.txt", "b"))
    sound = zipped(("第一批.zip", inner), ("报告/附表.txt", "x" * 300), ("c.txt", "c"))
    outcomes = set()
    for seed in range(300):
        rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
        damaged = bytearray(sound)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(4, len(damaged))
            damaged[at : at + rng.choice((1, 2, 8))] = rng.randbytes(rng.choice((0, 1, 2, 8)))
        for found in look(bytes(damaged)).values():
            if found.error:
                outcomes.add("refused" if found.error.do else "refused without advice")
            else:
                same = hashlib.sha256(unpacked(found.file, found.inside)).hexdigest() == found.sha256
                outcomes.add("hashed" if same else "hashed wrongly")
    assert outcomes == {"refused", "hashed"}
