"""Running a program of somebody else's on a file of somebody else's: found, fenced in, ended in time."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits

SOFFICE_VARIABLE = "JIHE_SOFFICE"
INSTALL = "install LibreOffice (Debian: libreoffice-writer)"
THEN = ", then run again"
_SOFFICE = ("soffice", "libreoffice")
# Where the installers of macOS and Windows put it without telling PATH.
_SOFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)
_SHELL = "/bin/sh"
_NOT_STARTED = (126, 127)
"""How a shell says that there is nothing to run."""
_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program left: its exit code and what it wrote."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def complaint(self) -> str:
        """The last line that it wrote to stderr, cut to what fits an error."""
        lines = self.stderr.decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:200] if lines else f"exit code {self.code}"


def find_soffice() -> str | None:
    """The path of LibreOffice: what JIHE_SOFFICE names, else `soffice` or `libreoffice`; None if there is none.

    Raises ReadError if JIHE_SOFFICE names no program.
    """
    if named := os.environ.get(SOFFICE_VARIABLE):
        if found := shutil.which(named):
            return found
        raise ReadError(f"{SOFFICE_VARIABLE} names no program: {named}", do="correct it, or unset it")
    return next((path for name in (*_SOFFICE, *_SOFFICE_PLACES) if (path := shutil.which(name))), None)


def find_antiword() -> str | None:
    """The path of antiword, or None."""
    return shutil.which("antiword")


def find_bsdtar() -> str | None:
    """The path of bsdtar, or None."""
    return shutil.which("bsdtar")


def run_program(command: Sequence[str], limits: Limits, *, home: Path, more: Mapping[str, str] | None = None) -> Ran:
    """Run a program to its end, within `limits.max_seconds`, and give back what it wrote.

    It inherits nothing but PATH: `home` is its HOME and the folder of its temporary files. What it writes goes to
    files and not to pipes, which a child that outlives it would hold open. Raises ReadError where it takes too long
    (it and its children are killed) or cannot be started.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"HOME": str(home), "TMPDIR": str(home), "LC_ALL": "C.UTF-8", **(more or {})}
    name = Path(command[0]).name
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            process = subprocess.Popen(  # noqa: S603 - the shell sees the command as arguments, never as text
                _fenced(command, limits), stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=home, env=environment,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise _does_not_start(name) from error
        code = _wait(process, name, limits.max_seconds)
        if code in _NOT_STARTED:
            raise _does_not_start(name)
        return Ran(code, _written(out.fileno()), _written(err.fileno()))


def _fenced(command: Sequence[str], limits: Limits) -> list[str]:
    """The command under limits of processor time and file size, so that it ends even if we are killed meanwhile.

    By a shell that becomes the program: limits set from outside after the start come too late for its children.
    """
    if os.name != "posix":
        return list(command)
    script = f'ulimit -t {int(limits.max_seconds) + 5}; ulimit -f {limits.max_unpacked // 512}; exec "$0" "$@"'
    return [_SHELL, "-c", script, *command]


def _does_not_start(name: str) -> ReadError:
    return ReadError(f"{name} does not start", do="run it by hand to see why, or install it again")


def _wait(process: subprocess.Popen[bytes], name: str, seconds: float) -> int:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        _kill(process)
        raise ReadError(
            f"{name} did not finish within max_seconds {seconds:g}",
            do="open the file in Word or WPS and save it as .docx, or raise the limit",
        ) from error
    except BaseException:  # Ctrl-C must not leave it behind
        _kill(process)
        raise


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program that has not been waited for, and all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _written(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "rb") as file:
        return file.read()
