"""Files and folders get to their place whole, or not at all."""

import errno
import os

import pytest

from pipeline.errors import ExportError
from pipeline.export.output import new_file, new_folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_only_when_it_is_whole(tmp_path):
    target = tmp_path / "new" / "a.xlsx"
    with new_file(target, force=False) as partial:
        partial.write_text("half")
        assert not target.exists()
    assert target.read_text() == "half"
    assert names(target.parent) == ["a.xlsx"]


def test_what_fails_leaves_what_was_there(tmp_path):
    target = tmp_path / "a.xlsx"
    target.write_text("before")
    with pytest.raises(UnicodeEncodeError), new_file(target, force=True) as partial:
        partial.write_text("half \ud800", encoding="utf-8")
    assert target.read_text() == "before"
    assert names(tmp_path) == ["a.xlsx"]


def test_the_rest_of_a_killed_export_is_cleared_away(tmp_path):
    (tmp_path / ".out.partial" / "out").mkdir(parents=True)
    (tmp_path / ".out.partial" / "out" / "half.csv").write_text("half")
    with new_folder(tmp_path / "out", force=False) as partial:
        (partial / "facts.csv").write_text("whole")
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == ["facts.csv"]


@pytest.mark.parametrize("place", [new_file, new_folder])
def test_what_is_there_is_replaced_only_by_force(tmp_path, place):
    target = tmp_path / "a"
    if place is new_folder:
        target.mkdir()
        (target / "facts.csv").write_text("before")
    else:
        target.write_text("before")
    with pytest.raises(ExportError, match="--force"), place(target, force=False):
        pass
    with place(target, force=True) as partial:
        (partial / "facts.csv" if place is new_folder else partial).write_text("after")
    assert (target / "facts.csv" if place is new_folder else target).read_text() == "after"


def test_a_folder_with_other_files_is_never_replaced(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(ExportError, match=r"holds other files: thesis\.docx"), new_folder(tmp_path, force=True) as new:
        (new / "facts.csv").write_text("")
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


@pytest.mark.parametrize("mark", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_file_that_is_open_in_a_spreadsheet_is_not_replaced(tmp_path, mark):
    (tmp_path / "a.xlsx").write_text("before")
    (tmp_path / mark).write_text("")
    with pytest.raises(ExportError, match="close it"), new_file(tmp_path / "a.xlsx", force=True):
        pass


@pytest.mark.parametrize(
    ("code", "advice"),
    [(errno.ENOSPC, "free some space"), (errno.EACCES, "check permissions"), (errno.EIO, "name another")],
)
def test_what_the_system_refuses_is_told_in_three_parts(tmp_path, code, advice):
    with pytest.raises(ExportError, match=advice), new_file(tmp_path / "a.xlsx", force=False):
        raise OSError(code, os.strerror(code))


@pytest.mark.parametrize(("place", "there"), [(new_file, "a folder is there"), (new_folder, "a file is there")])
def test_a_file_is_no_folder(tmp_path, place, there):
    target = tmp_path / "a"
    target.mkdir() if place is new_file else target.write_text("")
    with pytest.raises(ExportError, match=there), place(target, force=True):
        pass
