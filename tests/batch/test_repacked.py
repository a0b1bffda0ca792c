"""RAR and 7z archives: read as zips where bsdtar is installed, refused with advice where it is not."""

from __future__ import annotations

import subprocess

import pytest
from zip_files import zipped

from pipeline.batch import repacked
from pipeline.batch.identify import candidates
from pipeline.batch.packed import unpacked
from pipeline.errors import ReadError
from pipeline.readers import read

BSDTAR = repacked.find_bsdtar()
needs_bsdtar = pytest.mark.skipif(BSDTAR is None, reason="bsdtar is not installed (Debian: libarchive-tools)")


@pytest.fixture
def pack(tmp_path):
    """A 7z archive of files with these contents."""

    def pack_(**files: str | bytes) -> bytes:
        folder = tmp_path / "packed"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        command = [BSDTAR, "--format", "7zip", "-cf", "-", "-C", str(folder), *files]
        return subprocess.run(command, check=True, capture_output=True).stdout

    return pack_


@pytest.fixture
def look(tmp_path):
    def look_(data: bytes):
        path = tmp_path / "某县.7z"
        path.write_bytes(data)
        return list(candidates(path))

    return look_


@needs_bsdtar
def test_files_of_a_7z_archive_are_documents_with_their_path_inside(pack, look):
    found = look(pack(**{"报告.txt": "abc", "b.txt": "b"}))
    assert [each.shown.split("某县.7z/")[1] for each in found] == ["报告.txt", "b.txt"]
    assert [unpacked(each.file, each.inside) for each in found] == [b"abc", b"b"]


@needs_bsdtar
def test_archives_in_one_another(pack, look):
    (inner,) = look(pack(**{"inner.zip": zipped(("报告.txt", "abc"))}))
    assert unpacked(inner.file, inner.inside) == b"abc"
    (outer,) = look(zipped(("a.7z", pack(**{"报告.txt": "abc"}))))
    assert outer.shown.endswith("a.7z/报告.txt")
    assert unpacked(outer.file, outer.inside) == b"abc"


@needs_bsdtar
def test_an_archive_that_was_changed_is_unpacked_anew(pack, look):
    for words in ("first", "second time"):
        (found,) = look(pack(**{"a.txt": words}))
        assert unpacked(found.file, found.inside) == words.encode()


@needs_bsdtar
@pytest.mark.parametrize("length", [40, 120])
def test_broken_archive_says_so(pack, look, length):
    (found,) = look(pack(**{"a.txt": "年末在职12人。" * 500})[:length])
    assert "broken 7z archive" in found.error.what
    assert found.error.do


@pytest.mark.parametrize("signature", [b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c"])
def test_without_the_program_the_file_says_what_to_install(look, signature, monkeypatch):
    monkeypatch.setattr(repacked, "find_bsdtar", lambda: None)
    (found,) = look(signature + bytes(200))
    with pytest.raises(ReadError, match="install bsdtar"):
        read(unpacked(found.file, found.inside), name="某县.rar")
