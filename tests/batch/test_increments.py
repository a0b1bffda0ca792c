"""What is not done again: nothing is read, and nothing written, where nothing changed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from test_run import TWIN, VERSIONS, Bench

from pipeline.batch import checking, identify, job
from pipeline.batch.discover import discover
from pipeline.batch.executor import SerialExecutor
from pipeline.batch.run import run
from pipeline.batch.work import Failed
from pipeline.errors import PassingError, ReadError
from pipeline.readers import optional
from pipeline.rules import load_rules
from pipeline.store import Archive, Versions


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


@pytest.fixture
def hashed(monkeypatch):
    """The names of the files that were opened to be hashed."""
    opened = []
    plain = identify._hashed

    def hashing(whole, *rest):
        opened.append(whole.name)
        return plain(whole, *rest)

    monkeypatch.setattr(identify, "_hashed", hashing)
    return opened


def age(folder: Path, seconds=10):
    """Let the files have been there for a while: nothing sets a ctime back but the clock."""
    before = time.time() - seconds
    for path in folder.rglob("*"):
        os.utime(path, (before, before))
    time.sleep(2.1)


def test_an_unchanged_archive_is_neither_read_nor_written(bench, hashed):
    bench.write(a="甲局 12", b="broken", c="甲局 12", d=TWIN, e=f"{TWIN} ")
    age(bench.root)
    bench.run()
    before, opened = bench.db.read_bytes(), hashed.copy()
    report = bench.run()
    assert (report.unchanged, report.number, bench.asked) == (5, None, [])
    assert opened == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]
    assert hashed == opened
    assert bench.db.read_bytes() == before


def test_a_file_that_was_just_written_is_hashed_again(bench, hashed):
    bench.write(a="甲局 12")
    bench.run()
    bench.run()
    assert hashed == ["a.txt", "a.txt"]


@pytest.mark.parametrize("keep", [pytest.param(True, id="mtime-set-back"), pytest.param(False, id="new-mtime")])
def test_a_change_of_the_same_size_is_seen(bench, keep):
    bench.write(a="甲局 12")
    age(bench.root)
    bench.run()
    status = (bench.root / "a.txt").stat()
    bench.write(a="甲局 13")
    if keep:
        os.utime(bench.root / "a.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    bench.run()
    assert bench.values() == ["13"]


def test_a_file_that_was_only_touched_is_hashed_once_and_not_read(bench, hashed):
    bench.write(a="甲局 12")
    bench.run()
    age(bench.root)
    bench.run()
    assert (hashed, bench.asked) == (["a.txt", "a.txt"], [])
    bench.run()
    assert hashed == ["a.txt", "a.txt"]


def test_force_hashes_and_reads(bench, hashed):
    bench.write(a="甲局 12")
    age(bench.root)
    bench.run()
    bench.run(force=True)
    assert (hashed, bench.asked) == (["a.txt", "a.txt"], ["read a.txt"])


def test_a_change_is_the_only_thing_done(bench):
    bench.write(a="甲局 12", b="乙局 3", c="broken")
    bench.run()
    bench.write(b="乙局 4")
    report = bench.run()
    assert (report.ok, report.unchanged, bench.asked) == (1, 2, ["read b.txt"])


@pytest.mark.parametrize("lacking", ["failed", "ok"])
def test_a_file_is_read_again_once_what_it_lacked_is_installed(bench, monkeypatch, lacking):
    bench.write(a="甲局 12", b="乙局 3")
    installed = set()
    monkeypatch.setitem(optional._LOOK, "ocr", lambda: "ocr" in installed)
    plain = bench.load()

    def load():
        def perform(task):
            done = plain(task)
            if task.name != "a.txt" or installed:
                return done
            if lacking == "failed":
                raise ReadError("no text layer", where=task.name, lacks=("ocr",))
            return type(done)(type(done.document)(*_fields(done.document)[:-1], ("ocr",)), done.extraction)

        return perform

    def again():
        bench.asked.clear()
        with Archive(bench.db) as archive:
            return run(archive, discover([bench.root]), SerialExecutor(load), VERSIONS)

    again()
    assert (again().unchanged, bench.asked) == (2, [])
    assert bench.rows()["a"]["lacks"] == "ocr"
    installed.add("ocr")
    again()
    assert bench.asked == ["read a.txt"]
    assert (bench.rows()["a"]["status"], bench.rows()["a"]["lacks"]) == ("ok", None)
    assert again().unchanged == 2


def _fields(document):
    return [getattr(document, name) for name in document.__dataclass_fields__]


def test_a_file_that_could_not_be_opened_this_time_is_tried_again(bench):
    bench.write(a="甲局 12")
    age(bench.root)

    def load():
        def perform(task):
            raise PassingError("cannot be opened (Stale file handle)", where=task.name, do="run again")

        return perform

    with Archive(bench.db) as archive:
        run(archive, discover([bench.root]), SerialExecutor(load), VERSIONS)
    assert bench.status() == {"a": "failed"}
    bench.run()
    assert bench.status() == {"a": "ok"}


def test_a_copy_of_a_twin_is_settled(bench):
    bench.write(a=TWIN, b=f"{TWIN} ", c=f"{TWIN} ")
    bench.run()
    rows = bench.rows()
    assert [rows[name]["duplicate_of"] for name in "bc"] == [rows["a"]["id"]] * 2
    assert (bench.run().unchanged, bench.asked) == (3, [])


def test_a_twin_follows_when_what_stands_for_it_becomes_a_twin(bench):
    bench.write(b=f"{TWIN} ", c=TWIN)
    bench.run()
    bench.write(a=f"{TWIN} 20")
    bench.run()
    rows = bench.rows()
    assert bench.status() == {"a": "ok", "b": "duplicate", "c": "duplicate"}
    assert {rows[name]["duplicate_of"] for name in "bc"} == {rows["a"]["id"]}
    assert (bench.run().unchanged, bench.asked) == (3, [])


def test_a_stopped_run_leaves_the_question_which_report_stands_for_another(bench):
    bench.write(a=f"{TWIN} ", b=TWIN, c=f"{TWIN} 20")
    bench.run(stop=lambda: bench.seen[-1:] == [("read", 2, 3)])
    assert bench.status() == {"a": "ok", "b": "ok"}
    bench.run()
    assert bench.status() == {"a": "duplicate", "b": "duplicate", "c": "ok"}


def test_new_checks_check_all_and_read_nothing(bench, tmp_path):
    bench.write(a="甲局 12", b="乙局 3")
    bench.run()
    rules = load_rules()
    with Archive(bench.db) as archive:
        assert checking.check(archive, rules).units == 2
        assert checking.check(archive, rules).units == 0
        object.__setattr__(rules, "checks_version", "new")
        assert checking.check(archive, rules).units == 2
    bench.run()
    assert bench.asked == []


def test_rules_of_checks_are_a_version_of_their_own(tmp_path):
    before = load_rules()
    folder = tmp_path / "rules"
    _copy(before.folder, folder)
    assert load_rules(folder).version == before.version
    for name, changed in (("checks/sum.yaml", "checks_version"), ("staffing.yaml", "version")):
        was = load_rules(folder)
        (folder / name).write_text((folder / name).read_text("utf-8") + "\n# changed\n", "utf-8")
        now = load_rules(folder)
        differing = {part for part in ("version", "checks_version") if getattr(was, part) != getattr(now, part)}
        assert differing == {changed}


def _copy(source: Path, target: Path):
    for path in source.rglob("*.yaml"):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())


def test_a_run_that_did_something_is_recorded(bench):
    bench.write(a="甲局 12 7", b="broken")
    report = bench.run()
    with Archive(bench.db) as archive:
        [begun] = archive.db.query("select * from runs")
        assert (begun["engine"], begun["finished_at"]) == ("serial", None)
        job_row = job.run_of(report, findings=3)
        archive.end_run(report.number, job_row)
        [ended] = archive.db.query("select * from runs")
    assert [ended[name] for name in ("files", "ok", "failed", "pages", "facts", "findings")] == [2, 1, 1, 1, 2, 3]
    assert ended["interrupted"] == 0


def test_a_failure_is_told_with_its_file(bench):
    told = []
    bench.write(b="broken")
    bench.watch = told.append
    bench.run()
    [file] = [each.file for each in told if each.file]
    assert (file.path, file.status, file.error.what) == (
        str(bench.root / "b.txt"),
        "failed",
        "the file is cut short",
    )
    assert isinstance(Failed(file.error), Failed)


def test_versions_are_compared_whole(bench):
    bench.write(a="甲局 12")
    bench.run(Versions("r1", "c1"))
    bench.run(Versions("r2", "c2"))
    assert bench.asked == ["read a.txt"]
