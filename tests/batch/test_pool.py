"""The process pool: a worker that crashes, hangs or cannot start costs one file at most."""

from functools import partial
from pathlib import Path

import fake_work
import pytest

from pipeline.batch.executor import SerialExecutor
from pipeline.batch.pool import PoolExecutor
from pipeline.batch.work import Done, Failed, ReadTask
from pipeline.errors import JiheError, RuleError


def tasks(folder: Path, *texts: str) -> list[ReadTask]:
    made = []
    for number, text in enumerate(texts):
        path = folder / f"{number:03}.txt"
        path.write_text(text, encoding="utf-8")
        made.append(ReadTask(path, path.name, ""))
    return made


def outcomes(pool, given):
    return [
        (task.name, outcome.document.text if isinstance(outcome, Done) else outcome.error)
        for task, outcome in pool.run(given)
    ]


@pytest.fixture(scope="module", autouse=True)
def warm_server(tmp_path_factory):
    """The fork server loads its libraries once; no test should pay for that with its own time limit."""
    list(PoolExecutor(1, load=fake_work.load).run(tasks(tmp_path_factory.mktemp("warm"), "warm")))


@pytest.mark.parametrize(
    ("word", "message"),
    [
        pytest.param("crash", r"the reader crashed \(signal SIGABRT\); tried twice.*report", id="crash"),
        pytest.param("hang", r"not read within 1 seconds; tried twice.*--timeout 4", id="hang"),
        pytest.param(
            "bug", r"internal error: KeyError: 'surprise' at fake_work.py:\d+.*please report", id="unforeseen"
        ),
        pytest.param("deep", r"internal error: .*pickle", id="outcome-cannot-be-sent"),
        pytest.param("memory", r"needs more memory.*tried twice, the second time in a process of its own", id="memory"),
        pytest.param("broken", r"cut short → ask for it again", id="read-error"),
    ],
)
def test_pool_loses_only_the_file_at_fault(tmp_path, word, message):
    given = tasks(tmp_path, "a", "b", word, "c", "d")
    results = outcomes(PoolExecutor(2, timeout=1, load=fake_work.load), given)
    assert [text for _, text in results if isinstance(text, str)] == ["a", "b", "c", "d"]
    with pytest.raises(JiheError, match=message):
        raise results[2][1]


def test_pool_reads_at_the_second_try_what_another_may_have_spoilt(tmp_path):
    given = tasks(tmp_path, "a", f"once {tmp_path / 'tried'}", "b")
    assert [text[:4] for _, text in outcomes(PoolExecutor(2, load=fake_work.load), given)] == ["a", "once", "b"]
    assert (tmp_path / "tried").exists()


def test_pool_tells_what_its_workers_do_and_for_how_long(tmp_path):
    pool, seen = PoolExecutor(2, load=fake_work.load), []
    given = tasks(tmp_path, "sleep 1.2", "sleep 0.9")
    list(pool.run(given, stop=lambda: seen.extend(pool.busy())))
    assert {each.name for each in seen} == {"000.txt", "001.txt"}
    assert max(each.seconds for each in seen if each.name == "000.txt") > 0.3
    assert pool.busy() == []


def test_outcomes_say_who_did_them_and_for_how_long(tmp_path):
    pool = PoolExecutor(1, timeout=1, load=fake_work.load)
    [done, hung] = [outcome for _, outcome in pool.run(tasks(tmp_path, "sleep 0.1", "hang"))]
    assert 0.1 <= done.seconds < 1 <= hung.seconds
    assert done.worker.rpartition(":")[2].isdigit()
    assert hung.worker != done.worker


def test_pool_gives_outcomes_in_the_order_of_tasks(tmp_path):
    given = tasks(tmp_path, "sleep 0.3", "a", "b", "sleep 0.1", "c")
    names = [name for name, _ in outcomes(PoolExecutor(2, load=fake_work.load), given)]
    assert names == [task.name for task in given]


def test_pool_takes_tasks_as_workers_become_free(tmp_path):
    taken = []

    def stream():
        for task in tasks(tmp_path, *"abcdefghijklmnop"):
            taken.append(task)
            yield task

    results = PoolExecutor(1, window=3, load=fake_work.load).run(stream())
    next(results)
    assert len(taken) <= 4
    assert len(list(results)) == 15


def test_pool_replaces_workers_after_max_tasks(tmp_path):
    starts = tmp_path / "starts"
    starts.mkdir()
    pool = PoolExecutor(1, max_tasks=2, load=partial(fake_work.load_counting_starts, starts))
    assert len(outcomes(pool, tasks(tmp_path, *"abcdef"))) == 6
    assert len(list(starts.iterdir())) == 3


def test_pool_stops_when_asked(tmp_path):
    done = []
    pool = PoolExecutor(1, load=fake_work.load)
    done.extend(pool.run(tasks(tmp_path, "a", "b", "hang"), stop=lambda: len(done) == 2))
    assert len(done) == 2


def test_pool_raises_when_the_rules_do_not_load(tmp_path):
    with pytest.raises(RuleError, match="unknown unit '万圆'"):
        outcomes(PoolExecutor(2, load=fake_work.load_fails), tasks(tmp_path, "a"))


def test_pool_gives_up_when_workers_cannot_start(tmp_path):
    with pytest.raises(JiheError, match=r"end before they begin \(exit code 7\)"):
        outcomes(PoolExecutor(1, load=fake_work.load_dies), tasks(tmp_path, "a"))


def test_serial_executor_guards_files_too(tmp_path):
    results = [o for _, o in SerialExecutor(fake_work.load).run(tasks(tmp_path, "a", "bug", "b"))]
    assert [type(outcome) for outcome in results] == [Done, Failed, Done]
