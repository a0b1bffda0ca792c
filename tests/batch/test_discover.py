"""Which files a run is about."""

import os
import socket

import pytest

from pipeline.batch.discover import discover
from pipeline.errors import UsageError


@pytest.fixture
def archive(tmp_path, monkeypatch):
    for name in (
        "b/2.docx",
        "b/c/3.pdf",
        "1.txt",
        ".hidden",
        "~$2.docx",
        "b/Thumbs.db",
        "b/README.md",
        ".git/x.txt",
        "__MACOSX/y.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(found, root):
    return [path.relative_to(root).as_posix() for path in found]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        pytest.param(["."], ["1.txt", "b/2.docx", "b/c/3.pdf"], id="folder-with-all-below-without-litter"),
        pytest.param(["b", "1.txt"], ["1.txt", "b/2.docx", "b/c/3.pdf"], id="sorted-over-all-paths"),
        pytest.param(["b/c", "b", "b/2.docx"], ["b/2.docx", "b/c/3.pdf"], id="each-once"),
        pytest.param(["**/*.docx"], ["b/2.docx"], id="quoted-pattern"),
        pytest.param([".hidden"], [".hidden"], id="hidden-when-named"),
    ],
)
def test_discover_finds(archive, paths, expected):
    assert names(discover(paths), archive) == expected


def test_discover_takes_a_name_with_brackets_as_a_name(archive):
    (archive / "[2031]报告.txt").write_bytes(b"x")
    assert names(discover(["[2031]报告.txt"]), archive) == ["[2031]报告.txt"]


def test_discover_leaves_out_the_runs_own_database(archive):
    assert names(discover(["."], leave_out=[archive / "1.txt"]), archive) == ["b/2.docx", "b/c/3.pdf"]


def test_discover_enters_a_loop_of_links_once(archive):
    (archive / "b" / "up").symlink_to(archive, target_is_directory=True)
    found = [path.name for path in discover(["."])]
    assert sorted(found) == ["1.txt", "2.docx", "3.pdf"]


def test_discover_keeps_what_cannot_be_read(archive):
    os.mkfifo(archive / "b" / "pipe")
    (archive / "b" / "lost").symlink_to(archive / "nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("b/socket")
        assert {"b/pipe", "b/lost", "b/socket"} <= set(names(discover(["b"]), archive))


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        pytest.param(["nothing"], "nothing: no such file or folder → check", id="missing"),
        pytest.param(["*.xyz"], "no file matches this pattern", id="pattern-without-match"),
        pytest.param([], "no files", id="none-given"),
        pytest.param(["b/c/.."], None, id="dots-are-fine"),
    ],
)
def test_discover_says_what_is_wrong_with_a_path(archive, paths, message):
    if message is None:
        assert discover(paths)
        return
    with pytest.raises(UsageError, match=message):
        discover(paths)
