"""OLE2 files: what stands in the root, whatever is embedded; forged chains end."""

from __future__ import annotations

import random

import pytest
from sheet_files import ole2, xls

from pipeline.readers.ole2 import BrokenOle2Error, Ole2


def test_root_lists_the_root_only():
    assert set(Ole2(ole2("WordDocument", "1Table", inside=["Workbook", "Book"])).root()) == {
        "WordDocument",
        "1Table",
        "ObjectPool",
    }


@pytest.mark.parametrize("rows", [1, 600], ids=["short", "long"])
def test_stream_gives_the_bytes_of_the_workbook(rows):
    file = Ole2(xls([["项目", number] for number in range(rows)]))
    entry = file.root()["Workbook"]
    stream = file.stream(entry)
    assert len(stream) == entry.size
    assert stream[:4] == bytes.fromhex("09081000")


@pytest.mark.parametrize(
    ("at", "value"),
    [
        pytest.param(30, b"\x20\x00", id="huge-sectors"),
        pytest.param(48, b"\xf0\x00\x00\x00", id="directory-beyond-the-end"),
        pytest.param(48, b"\xfe\xff\xff\xff", id="no-directory"),
        pytest.param(512 + 4, b"\x01\x00\x00\x00", id="chain-in-a-circle"),
        pytest.param(76, b"\x7f\x00\x00\x00", id="table-beyond-the-end"),
    ],
)
def test_ole2_refuses_what_leads_nowhere(at, value):
    data = bytearray(ole2("Workbook"))
    data[at : at + len(value)] = value
    with pytest.raises(BrokenOle2Error):
        Ole2(bytes(data)).root()


def test_ole2_of_mutated_files_gives_streams_or_says_that_it_is_broken():
    data = xls([["项目", number] for number in range(600)])
    read = 0
    for seed in range(100):
        rng = random.Random(seed)  # noqa: S311
        wounded = bytearray(data)
        for _ in range(4):
            at = rng.choice((rng.randrange(512), rng.randrange(len(data))))
            wounded[at : at + 4] = rng.randbytes(4)
        try:
            file = Ole2(bytes(wounded))
            read += sum(len(file.stream(entry)) > 0 for entry in file.root().values())
        except BrokenOle2Error:
            continue
    assert read > 0
