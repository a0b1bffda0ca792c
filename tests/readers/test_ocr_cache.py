"""A picture is paid for once, whatever happens to the folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.readers.ocr.cache import folder, kept
from pipeline.readers.ocr.values import Strip

KEY = "ab" * 32
STRIPS = (Strip(((0.0, 0.0), (40.0, 0.5), (40.0, 20.5), (0.0, 20.0)), "支出", (0.25, 0.75), (0.99, 0.5)),)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("JIHE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ocr" / "ab" / f"{KEY}.json"


class Reader:
    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return STRIPS


def test_second_time_is_free(place):
    reader = Reader()
    assert kept(KEY, reader) == kept(KEY, reader) == STRIPS
    assert reader.times == 1
    assert place.is_file()


@pytest.mark.parametrize("damage", ["", "{", "[[1,2]]", '[[[[0,0],[1,0],[1,1],[0,1]],"支出",[0.5],[1,1]]]'])
def test_damaged_entry_is_read_anew_and_mended(place, damage):
    place.parent.mkdir(parents=True)
    place.write_text(damage)
    reader = Reader()
    assert kept(KEY, reader) == kept(KEY, reader) == STRIPS
    assert reader.times == 1


def test_off_keeps_nothing(monkeypatch):
    monkeypatch.setenv("JIHE_CACHE", "off")
    reader = Reader()
    assert kept(KEY, reader) == kept(KEY, reader) == STRIPS
    assert (folder(), reader.times) == (None, 2)


def test_default_is_below_home(monkeypatch):
    monkeypatch.delenv("JIHE_CACHE", raising=False)
    assert folder() == Path.home() / ".cache" / "jihe" / "ocr"


def test_folder_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("JIHE_CACHE", str(tmp_path / "file"))
    assert kept(KEY, Reader()) == STRIPS


def test_many_at_once_leave_one_whole_entry(place):
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: kept(KEY, Reader()), range(40))) == {STRIPS}
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_reader_that_fails_leaves_nothing(place):
    def fails():
        raise ValueError("no memory")

    with pytest.raises(ValueError, match="no memory"):
        kept(KEY, fails)
    assert not place.parent.exists()
