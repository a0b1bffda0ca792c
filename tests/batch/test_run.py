"""The main job: rows for all, work once only, and the same database however it was interrupted."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import fake_work
import pytest
from zip_files import zipped

from pipeline.batch.discover import discover
from pipeline.batch.executor import SerialExecutor
from pipeline.batch.run import reextract, run
from pipeline.batch.work import Done, ExtractTask
from pipeline.store import Archive, Versions

VERSIONS = Versions("r1", "c1")


class Bench:
    """A folder of files, an archive, and what the executor was asked to do."""

    def __init__(self, root: Path) -> None:
        self.root, self.db = root / "files", root / "x.db"
        self.root.mkdir()
        self.asked: list[str] = []
        self.seen: list[tuple[str, int, int]] = []

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.root / f"{name}.txt").write_text(text, encoding="utf-8")

    def load(self, scale: int = 1):
        def perform(task):
            self.asked.append(("extract " if isinstance(task, ExtractTask) else "read ") + task.name)
            if isinstance(task, ExtractTask):
                return Done(task.document, fake_work.extraction(task.document.text, scale))
            return fake_work.perform(task)

        return perform

    def run(self, versions=VERSIONS, **options):
        self.asked.clear()
        with Archive(self.db) as archive:
            files = discover([self.root])
            return run(archive, files, SerialExecutor(self.load), versions, watch=self.watch, **options)

    def reextract(self, versions, scale=1):
        self.asked.clear()
        with Archive(self.db) as archive:
            return reextract(archive, SerialExecutor(lambda: self.load(scale)), versions, watch=self.watch)

    def watch(self, progress):
        self.seen.append((progress.stage, progress.done, progress.total))

    def rows(self):
        with Archive(self.db) as archive:
            return {row["name"].removesuffix(".txt"): row for row in archive.documents()}

    def status(self):
        return {name: row["status"] for name, row in self.rows().items()}

    def values(self):
        with Archive(self.db) as archive:
            return [row["decimal"] for row in archive.facts()]


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_run_makes_a_row_of_every_file(bench):
    bench.write(a="甲局 12 7", b="broken", c="甲局 12 7", d="bug")
    os.mkfifo(bench.root / "pipe.txt")
    report = bench.run()
    assert bench.status() == {"a": "ok", "b": "failed", "c": "duplicate", "d": "failed", "pipe": "failed"}
    assert (report.ok, report.duplicate, report.failed, report.facts) == (1, 1, 3, 2)
    assert bench.values() == ["12", "7"]
    rows = bench.rows()
    assert rows["c"]["duplicate_of"] == rows["a"]["id"]
    assert "the file is cut short → ask for it again" in rows["b"]["error"]
    assert "internal error: KeyError" in rows["d"]["error"]
    assert "not a regular file" in rows["pipe"]["error"]


def test_run_does_nothing_twice(bench):
    bench.write(a="甲局 12", b="broken", c="甲局 12")
    bench.run()
    report = bench.run()
    assert bench.asked == []
    assert (report.unchanged, report.ok, report.failed) == (3, 0, 0)


def test_run_with_force_reads_again(bench):
    bench.write(a="甲局 12", b="broken", c="甲局 12")
    bench.run()
    report = bench.run(force=True)
    assert bench.asked == ["read a.txt", "read b.txt"]
    assert (report.ok, report.failed, report.duplicate, report.unchanged) == (1, 1, 1, 0)


def test_run_reads_what_changed(bench):
    bench.write(a="甲局 12", b="乙局 3")
    bench.run()
    bench.write(a="甲局 13")
    bench.run()
    assert bench.asked == ["read a.txt"]
    assert bench.values() == ["13", "3"]


def test_run_reads_a_copy_when_its_original_has_changed(bench):
    bench.write(a="甲局 12", b="甲局 12")
    bench.run()
    bench.write(a="甲局 13")
    bench.run()
    assert bench.status() == {"a": "ok", "b": "ok"}
    assert sorted(bench.values()) == ["12", "13"]


def test_run_does_not_read_a_copy_of_what_failed(bench):
    bench.write(a="broken", b="broken")
    bench.run()
    assert bench.asked == ["read a.txt"]
    assert "as its copy a.txt" in bench.rows()["b"]["error"]


def test_run_follows_a_folder_that_was_renamed(bench):
    bench.write(a="甲局 12", b="甲局 12", c="乙局 3")
    bench.run()
    bench.root = bench.root.rename(bench.root.with_name("renamed"))
    report = bench.run()
    assert (report.ok, report.duplicate) == (2, 1)
    assert {Path(row["path"]).parent.name for row in bench.rows().values()} == {"renamed"}
    assert sorted(bench.values()) == ["12", "3"]


def test_run_reads_a_copy_when_its_original_was_deleted(bench):
    bench.write(a="甲局 12", b="甲局 12")
    bench.run()
    (bench.root / "a.txt").unlink()
    bench.run()
    assert bench.status() == {"b": "ok"}


def test_run_on_one_folder_leaves_the_rest_of_the_archive_alone(bench, tmp_path):
    bench.write(a="甲局 12", c="乙局 3")
    bench.run()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text("甲局 12", encoding="utf-8")
    first, bench.root = bench.root, elsewhere
    assert bench.run().duplicate == 1
    (first / "c.txt").unlink()
    bench.run()
    assert sorted(bench.values()) == ["12", "3"]


def test_run_with_new_rules_uses_the_stored_text(bench):
    bench.write(a="甲局 12", b="broken")
    bench.run()
    bench.run(Versions("r2", "c1"))
    assert bench.asked == ["extract a.txt", "read b.txt"]
    bench.run(Versions("r2", "c1"))
    assert bench.asked == []


def test_run_with_new_code_reads_the_files(bench):
    bench.write(a="甲局 12")
    bench.run()
    bench.run(Versions("r1", "c2"))
    assert bench.asked == ["read a.txt"]


def test_reextract_opens_no_file(bench):
    bench.write(a="甲局 12", b="broken")
    bench.run()
    for path in bench.root.iterdir():
        path.unlink()
    report = bench.reextract(Versions("r2", "c1"), scale=2)
    assert bench.asked == ["extract a.txt"]
    assert (report.ok, bench.values()) == (1, ["24"])
    assert bench.reextract(Versions("r2", "c1")).unchanged == 1


def test_reextract_leaves_the_next_run_to_read_with_new_code(bench):
    bench.write(a="甲局 12")
    bench.run()
    bench.reextract(Versions("r2", "c2"))
    bench.run(Versions("r2", "c2"))
    assert bench.asked == ["read a.txt"]


def test_run_tells_how_far_it_is(bench):
    bench.write(a="甲局 12", b="乙局 3")
    bench.run()
    assert bench.seen == [("look", 1, 2), ("look", 2, 2), ("read", 1, 2), ("read", 2, 2), ("finish", 2, 2)]


def test_run_stops_when_asked_and_goes_on_later(bench):
    bench.write(a="甲局 12", b="乙局 3", c="丙局 4")
    report = bench.run(stop=lambda: bench.seen[-1:] == [("read", 1, 3)])
    assert (report.interrupted, report.left, bench.status()) == (True, 2, {"a": "ok"})
    report = bench.run()
    assert (report.interrupted, bench.asked) == (False, ["read b.txt", "read c.txt"])


def test_run_fails_a_file_whose_facts_cannot_be_stored(bench, monkeypatch):
    bench.write(a="甲局 12", b="乙局 3")
    save = Archive.save

    def picky(self, file, *rest):
        if file.name == "a.txt":
            raise OverflowError("int too large")
        return save(self, file, *rest)

    monkeypatch.setattr(Archive, "save", picky)
    bench.run()
    assert bench.status() == {"a": "failed", "b": "ok"}


_SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
import fake_work
from pathlib import Path
from pipeline.batch.discover import discover
from pipeline.batch.pool import PoolExecutor
from pipeline.batch.run import run
from pipeline.store import Archive, Versions
if __name__ == "__main__":
    with Archive(Path(sys.argv[3])) as archive:
        files = discover([sys.argv[2]])
        run(archive, files, PoolExecutor(2, load=fake_work.load), Versions("r1", "c1"))
"""


def _content(db):
    with sqlite3.connect(db) as connection:
        tables = ("documents", "entities", "blocks", "facts")
        rows = {
            name: [tuple(row) for row in connection.execute(f"select * from {name} order by id")] for name in tables
        }
    columns = [name for _, name, *_ in connection.execute("pragma table_info(documents)")]
    connection.close()
    times = [columns.index(name) for name in ("read_at", "stamp")]
    rows["documents"] = [[value for n, value in enumerate(row) if n not in times] for row in rows["documents"]]
    return rows


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_run_ends_in_the_same_database_when_it_is_run_again(bench, tmp_path):
    for number in range(24):
        bench.write(**{f"f{number:02}": f"sleep 0.0{number % 5} {number} 局"})
    bench.write(zz="sleep 0.00 0 局", broken="broken")
    script = tmp_path / "script.py"
    script.write_text(_SCRIPT, encoding="utf-8")
    command = [sys.executable, str(script), str(Path(__file__).parent), str(bench.root)]
    undisturbed, killed = tmp_path / "undisturbed.db", tmp_path / "killed.db"
    subprocess.run([*command, str(undisturbed)], check=True, timeout=60)
    with subprocess.Popen([*command, str(killed)]) as process:
        _wait_for_rows(killed, 5)
        process.send_signal(signal.SIGKILL)
    assert 5 <= len(_content(killed)["documents"]) < 26
    subprocess.run([*command, str(killed)], check=True, timeout=60)
    assert _content(killed) == _content(undisturbed)


def _wait_for_rows(db, count):
    for _ in range(2000):
        time.sleep(0.005)
        try:
            connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
        except sqlite3.OperationalError:
            continue
        try:
            if connection.execute("select count(*) from documents").fetchone()[0] >= count:
                return
        except sqlite3.OperationalError:
            pass
        finally:
            connection.close()
    raise AssertionError("the run wrote nothing")


class TestArchives:
    def put(self, bench, name="某县.zip", **files):
        (bench.root / name).write_bytes(zipped(*((f"报告/{each}.txt", text) for each, text in files.items())))

    def paths(self, bench):
        with Archive(bench.db) as archive:
            return {Path(row["path"]).relative_to(bench.root).as_posix(): row["status"] for row in archive.documents()}

    def test_every_file_in_an_archive_has_a_row_under_its_path(self, bench):
        self.put(bench, a="甲局 12 7", b="broken")
        report = bench.run()
        assert self.paths(bench) == {"某县.zip/报告/a.txt": "ok", "某县.zip/报告/b.txt": "failed"}
        assert (report.ok, report.failed) == (1, 1)

    def test_archive_is_not_read_twice(self, bench):
        self.put(bench, a="甲局 12 7", b="broken")
        bench.run()
        assert bench.run().unchanged == 2
        assert bench.asked == []
        self.put(bench, a="甲局 12 7", b="乙局 3")
        bench.run()
        assert bench.asked == ["read b.txt"]

    def test_same_file_beside_its_archive_is_a_duplicate(self, bench):
        self.put(bench, a="甲局 12 7")
        bench.write(a="甲局 12 7")
        bench.run()
        assert sorted(self.paths(bench).values()) == ["duplicate", "ok"]

    def test_file_in_an_archive_that_was_not_given_has_not_vanished(self, bench, tmp_path):
        self.put(bench, a="甲局 12 7")
        bench.run()
        with Archive(bench.db) as archive:
            (tmp_path / "copy.txt").write_text("甲局 12 7", "utf-8")
            run(archive, discover([tmp_path / "copy.txt"]), SerialExecutor(bench.load), VERSIONS)
            assert sorted(row["status"] for row in archive.documents()) == ["duplicate", "ok"]

    def test_file_taken_out_of_its_archive_has_moved(self, bench):
        self.put(bench, a="甲局 12 7", b="乙局 3")
        bench.run()
        self.put(bench, b="乙局 3")
        bench.write(a="甲局 12 7")
        bench.run()
        assert self.paths(bench) == {"某县.zip/报告/b.txt": "ok", "a.txt": "ok"}

    def test_row_of_an_archive_gives_way_to_those_of_its_files(self, bench):
        (bench.root / "某县.zip").write_bytes(zipped(("报告/a.txt", "甲局 12 7"))[:-9])
        bench.run()
        assert self.paths(bench) == {"某县.zip": "failed"}
        self.put(bench, a="甲局 12 7")
        bench.run()
        assert self.paths(bench) == {"某县.zip/报告/a.txt": "ok"}


TWIN = "甲局 " + " ".join(map(str, range(20)))


def test_one_report_in_two_formats_counts_once_and_is_not_read_again(bench):
    bench.write(a=TWIN, b=f"{TWIN} ")
    report = bench.run()
    assert (report.ok, report.duplicate) == (1, 1)
    rows = bench.rows()
    assert rows["b"]["duplicate_of"] == rows["a"]["id"]
    assert len(bench.values()) == 20
    assert bench.run().unchanged == 2
    assert bench.asked == []


def test_a_twin_is_read_again_when_what_stands_for_it_changes(bench):
    bench.write(a=TWIN, b=f"{TWIN} ")
    bench.run()
    bench.write(a="甲局 7")
    bench.run()
    assert bench.asked == ["read a.txt", "read b.txt"]
    assert bench.status() == {"a": "ok", "b": "ok"}
    assert len(bench.values()) == 21


def test_a_twin_is_read_again_when_what_stands_for_it_is_gone(bench):
    bench.write(a=TWIN, b=f"{TWIN} ")
    bench.run()
    (bench.root / "a.txt").unlink()
    with Archive(bench.db) as archive:
        archive.forget(bench.rows()["a"]["path"])
    bench.run()
    assert bench.status() == {"b": "ok"}
