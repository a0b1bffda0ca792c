"""Killed at any moment, at any place: the next run ends in the database of a run that nobody disturbed.

`JIHE_KILLS` says how often the whole command is killed; `make soak` says sixty times.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import reports

from pipeline.batch import SerialExecutor, discover, run
from pipeline.errors import StoreError
from pipeline.rules import load_rules
from pipeline.store import Archive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, kills and looks into /proc")

KILLS = int(os.environ.get("JIHE_KILLS", "4"))
_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def rules():
    return load_rules()


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return reports.written(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, archive, rules):
    db = tmp_path_factory.mktemp("undisturbed") / "x.db"
    reports.work(archive, db, rules)
    return reports.content(db)


def test_the_archive_has_all_that_can_go_wrong_in_it(undisturbed):
    assert {row["status"] for row in undisturbed["documents"]} == {"ok", "duplicate", "failed"}
    assert sum(row["status"] == "duplicate" for row in undisturbed["documents"]) == 2
    assert undisturbed["findings"]
    assert undisturbed["words"]


@contextmanager
def killed_at(number: int, *, committed: bool) -> Iterator[list[int]]:
    """Kill this process in the transaction of that number, before or after it is committed."""
    begun = [0]
    plain = Archive._writing

    @contextmanager
    def writing(self, **options):
        begun[0] += 1
        mine = begun[0]
        with plain(self, **options):
            yield
            if mine == number and not committed:
                os.kill(os.getpid(), signal.SIGKILL)
        if mine == number:
            os.kill(os.getpid(), signal.SIGKILL)

    Archive._writing = writing
    try:
        yield begun
    finally:
        Archive._writing = plain


def test_killed_in_any_transaction(tmp_path, archive, rules, undisturbed):
    with killed_at(0, committed=True) as counted:
        reports.work(archive, tmp_path / "counted.db", rules)
    assert counted[0] > 15
    for number in range(1, counted[0] + 1):
        for committed in (False, True):
            db = tmp_path / f"{number}{committed}.db"
            if (child := os.fork()) == 0:
                with killed_at(number, committed=committed):
                    reports.work(archive, db, rules)
                os._exit(0)
            assert os.waitpid(child, 0)[1] == signal.SIGKILL, number
            reports.work(archive, db, rules)
            assert reports.content(db) == undisturbed, (number, committed)


def test_killed_between_statements(tmp_path, archive, rules, undisturbed):
    """At random moments, inside transactions too; another database whenever one is done."""
    chance = random.Random(7)  # noqa: S311
    db = tmp_path / "x.db"
    for number in range(KILLS * 6):
        moment = chance.uniform(0.001, 0.25)
        if (child := os.fork()) == 0:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends a process as SIGKILL does, without a word
            signal.setitimer(signal.ITIMER_REAL, moment)
            reports.work(archive, db, rules)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            assert reports.content(db) == undisturbed
            db = tmp_path / f"{number}.db"
    reports.work(archive, db, rules)
    assert reports.content(db) == undisturbed


def test_killed_command(tmp_path):
    """The command itself, with its workers, on the samples: it or one of them is killed."""
    files = _samples(tmp_path / "files")
    began = time.monotonic()
    _finish(files, tmp_path / "undisturbed.db")
    longest = time.monotonic() - began
    undisturbed = reports.content(tmp_path / "undisturbed.db")
    chance = random.Random(11)  # noqa: S311
    db = tmp_path / "0.db"
    for number in range(KILLS):
        with subprocess.Popen(_command(files, db), cwd=_ROOT, stdout=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0.2, longest))
            others = _descendants(process.pid)
            if others and chance.random() < 0.5:
                _kill(chance.choice(others))
                time.sleep(chance.uniform(0, longest / 4))
            ended = process.poll()
            process.kill()
        _wait_until_gone(others)
        if ended is not None:
            assert ended == 0, "a killed worker costs no file"
            assert reports.content(db) == undisturbed
            db = tmp_path / f"{number}.db"
    _finish(files, db)
    assert reports.content(db) == undisturbed


def _samples(folder: Path) -> Path:
    folder.mkdir()
    for path in (_ROOT / "samples").iterdir():
        if path.suffix in {".txt", ".html"}:
            (folder / path.name).write_bytes(path.read_bytes())
            (folder / f"又一份-{path.name}").write_bytes(path.read_bytes())
    return folder


def _command(files: Path, db: Path) -> list[str]:
    return [sys.executable, "-m", "pipeline", "run", str(files), "--db", str(db), "--jobs", "2", "--json"]


def _finish(files: Path, db: Path) -> None:
    subprocess.run(_command(files, db), cwd=_ROOT, check=True, stdout=subprocess.DEVNULL, timeout=120)


def _descendants(process: int) -> list[int]:
    """The fork server and the workers that it started."""
    found = []
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            children = [int(child) for child in (thread / "children").read_text().split()]
            found += [each for child in children for each in (child, *_descendants(child))]
    return found


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _wait_until_gone(processes: list[int]) -> None:
    """No worker outlives its run."""
    for _ in range(600):
        if not any(_lives(process) for process in processes):
            return
        time.sleep(0.05)
    raise AssertionError("workers are left over")


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_full_disk_is_said_clearly_and_nothing_is_half_written(tmp_path, archive, rules, undisturbed):
    db = tmp_path / "x.db"
    with Archive(db) as opened:
        pages = opened.db.execute("PRAGMA page_count").fetchone()[0]
    for more in (0, 1):
        with Archive(db) as opened:
            opened.db.execute(f"PRAGMA max_page_count = {pages + more}")
            with pytest.raises(StoreError, match="disk is full → free some space, then run again"):
                run(opened, discover([archive]), SerialExecutor(reports.load), reports.VERSIONS)
    reports.work(archive, db, rules)
    assert reports.content(db) == undisturbed
