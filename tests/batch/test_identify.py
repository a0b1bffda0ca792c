"""Files before they are read: hashes, and clean errors for what is no readable file."""

import hashlib
import os
import socket
from pathlib import Path

import pytest

from pipeline.batch.files import shown
from pipeline.batch.identify import candidates
from pipeline.readers.limits import Limits


def only(path, limits=None):
    """The one candidate that a file is."""
    [found] = candidates(path, limits)
    return found


def test_identify_hashes_content(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_bytes(b"abc")
    found = only(path)
    assert (found.sha256, found.bytes, found.name, found.error) == (
        hashlib.sha256(b"abc").hexdigest(),
        3,
        "报告.txt",
        None,
    )


def _fifo(path):
    os.mkfifo(path)


def _socket(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def _lost_link(path):
    path.symlink_to(path.parent / "nowhere")


def _big(path):
    path.write_bytes(b"12345")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(_fifo, "not a regular file", id="pipe"),
        pytest.param(_socket, "not a regular file", id="socket"),
        pytest.param(_lost_link, "a link that leads nowhere", id="lost-link"),
        pytest.param(_big, "5 bytes, more than max_bytes 4", id="too-big"),
    ],
)
def test_identify_says_why_a_file_cannot_be_read(tmp_path, make, message):
    make(tmp_path / "x")
    assert message in str(only(tmp_path / "x", Limits(max_bytes=4)).error)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_identify_says_permission_denied(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"x")
    path.chmod(0)
    assert "permission denied" in str(only(path).error)


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode on Windows")
@pytest.mark.parametrize(
    ("raw", "name"),
    [
        pytest.param("报告.txt".encode(), "报告.txt", id="utf-8"),
        pytest.param("报告.txt".encode("gbk"), "报告.txt", id="gbk"),
        pytest.param(b"\xff\xff.txt", "\\xff\\xff.txt", id="neither"),
    ],
)
def test_shown_names_every_file_in_characters(raw, name):
    assert shown(Path(os.fsdecode(raw))) == name
