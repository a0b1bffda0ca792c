"""The command as a whole: help, language, errors, streams."""

import json
import os
import re
import signal
import sqlite3
import string
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.cli import language, look
from pipeline.errors import UsageError

_ROOT = Path(__file__).resolve().parents[2]
_COMMANDS = ("run", "extract", "demo", "facts", "explain", "doctor")


def shell(*words, **environment):
    """Call the command in a process of its own."""
    env = {**os.environ, "JIHE_LANG": "en", **environment}
    command = [sys.executable, "-m", "pipeline", *words]
    return subprocess.run(command, capture_output=True, env=env, cwd=_ROOT, check=False, timeout=60)


def test_version_is_told(jihe):
    assert jihe("--version").stdout == f"jihe {__version__}\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", _COMMANDS)
def test_help_of_every_command_has_examples(jihe, command, lang):
    out = jihe(command, "--help", lang=lang).stdout
    assert {"zh": "例：", "en": "Examples:"}[lang] in out
    assert f"\n    jihe {command}" in out
    assert "--json" in out


def test_importing_the_command_loads_nothing_slow():
    slow = "spacy jieba pdfplumber docx lxml pydantic sqlite_utils sqlite3 rich.table rich.progress pipeline.readers"
    code = "import sys, pipeline.cli.application as a; a.build(); print(*(set(sys.argv[1:]) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code, *slow.split()], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_help_answers_quickly():
    began = time.monotonic()
    assert b"Examples" in shell("--help").stdout
    assert time.monotonic() - began < 2, "0.15 s when the machine is idle"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        pytest.param({"LANG": "zh_CN.UTF-8"}, "zh", id="locale"),
        pytest.param({"LANG": "zh_SG"}, "zh", id="any-chinese-locale"),
        pytest.param({"LANG": "de_DE.UTF-8"}, "en", id="other-locale"),
        pytest.param({"LANG": "de_DE", "LC_ALL": "zh_TW"}, "zh", id="lc-all-wins"),
        pytest.param({"LANG": "zh_CN", "JIHE_LANG": "en"}, "en", id="own-variable-wins"),
    ],
)
def test_language_comes_from_the_environment(environ, expected):
    assert language.from_environment(environ) == expected


@pytest.mark.parametrize(
    "words", [["--lang", "zh", "run", "x"], ["run", "x", "--lang=zh"], ["run", "--lang", "zh", "x"]]
)
def test_language_may_be_asked_for_anywhere(words):
    assert language.choose(words, {"LANG": "C"}) == ["run", "x"]
    assert language.current() == "zh"


def test_unknown_language_is_an_error():
    with pytest.raises(UsageError, match="no such language: fr → choose zh or en"):
        language.choose(["--lang", "fr"], {})
    assert shell("--lang", "fr").returncode == 2


def test_messages_say_the_same_in_both_languages():
    def names(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, said in language.messages().items():
        assert set(said) == {"zh", "en"}, key
        assert names(said["zh"]) == names(said["en"]), key


def test_messages_and_code_know_the_same_keys():
    code = "".join(path.read_text("utf-8") for path in (_ROOT / "pipeline" / "cli").glob("*.py"))
    used = set(re.findall(r'\b(?:t|lines)\(\s*"([\w.]+)"', code)) | set(re.findall(r'"(\w+\.\w+)" if ', code))
    used |= set(re.findall(r'else "(\w+\.\w+)"', code))
    families = tuple(re.findall(r't\(f"(\w+\.)\{', code))
    known = set(language.messages())
    assert used <= known
    assert {key for key in known - used if not key.startswith(families)} == set()


def test_a_mistake_of_ours_is_told_without_a_traceback(filled, jihe, monkeypatch):
    monkeypatch.setattr(look, "labels_of", lambda archive: 1 / 0)
    result = jihe("facts", "档案馆")
    assert result.exit_code == 3
    assert "internal error (ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in jihe("--debug", "facts", "档案馆").stderr


def test_output_into_a_pipe_has_no_colours(filled):
    done = shell("facts", "档案馆", "--db", str(filled / "output/reports.db"))
    assert b"119.52" in done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colours_on_a_terminal_unless_no_color(filled, no_color, coloured):
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    env = {**os.environ, "JIHE_LANG": "en", "TERM": "xterm-256color", "NO_COLOR": no_color}
    env = {name: value for name, value in env.items() if value or name != "NO_COLOR"}
    command = [sys.executable, "-m", "pipeline", "facts", "档案馆", "--db", str(filled / "output/reports.db")]
    subprocess.run(command, stdout=theirs, env=env, cwd=_ROOT, check=True, timeout=60)
    os.close(theirs)
    shown = os.read(ours, 100_000)
    os.close(ours)
    assert bool(re.search(rb"\x1b\[", shown)) is coloured


def test_output_is_utf_8_whatever_the_console_is_set_to(filled):
    done = shell("facts", "--db", str(filled / "output/reports.db"), PYTHONIOENCODING="gbk")
    assert "青禾县档案馆" in done.stdout.decode("utf-8")


def test_broken_pipe_is_no_traceback(filled):
    command = [sys.executable, "-m", "pipeline", "facts", "档案馆", "--json", "--db", str(filled / "output/reports.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=_ROOT) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


_INTERRUPTED = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import fake_work
from types import SimpleNamespace
if __name__ == "__main__":
    import pipeline.batch, pipeline.rules
    from pipeline.cli import main
    pipeline.batch.load_perform = fake_work.load
    pipeline.rules.load_rules = lambda: SimpleNamespace(version="r1", checks_version="k1", labels={})
    main()
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to one process")
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path):
    (tmp_path / "files").mkdir()
    for number in range(300):
        (tmp_path / "files" / f"{number:03}.txt").write_text(f"sleep 0.02 {number}", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(_INTERRUPTED, encoding="utf-8")
    words = ["run", str(tmp_path / "files"), "--db", str(tmp_path / "x.db"), "--json", "--jobs", "2"]
    command = [sys.executable, str(script), str(_ROOT / "tests" / "batch"), *words]
    env = {**os.environ, "JIHE_LANG": "en"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=_ROOT) as process:
        _wait(lambda: _rows(tmp_path / "x.db") > 5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    told = json.loads(out)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert b"what is done is kept" in err
    assert told["status"] == "interrupted"
    assert told["run"]["ok"] + told["run"]["left"] == 300
    assert told["archive"]["documents"] == {"ok": told["run"]["ok"]}
    assert 0 < told["run"]["ok"] < 300


def _rows(db):
    try:
        connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
        try:
            return connection.execute("select count(*) from documents").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return 0


def _wait(condition):
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")
