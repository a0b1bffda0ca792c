"""What a file is before it is read: its name in readable characters, its size, the hash of its content."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file on disk: `path` opens it, `shown` names it in the database (the same but for unreadable characters)."""

    path: Path
    shown: str
    sha256: str = ""
    bytes: int = 0
    error: ReadError | None = None
    """Why it cannot be opened; then there is no hash."""

    @property
    def name(self) -> str:
        """The file name without its folders."""
        return self.shown.rsplit("/", 1)[-1]


def identify(path: Path, limits: Limits | None = None) -> Candidate:
    """Hash a file. Never raises and never waits: what is not a readable regular file comes back with its error."""
    shown = readable(path)
    try:
        size = _regular_size(path, shown, limits or Limits())
        return Candidate(path, shown, _sha256(path), size)
    except ReadError as err:
        return Candidate(path, shown, error=err)
    except OSError as err:
        return Candidate(path, shown, error=_os_error(err, shown))


def readable(path: Path) -> str:
    """The path as text that any database can hold; names that an older Windows wrote in GBK are decoded."""
    text = path.as_posix()
    try:
        text.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(text)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "backslashreplace")
    return text


def _regular_size(path: Path, shown: str, limits: Limits) -> int:
    # Opening a pipe would wait for its writer for ever: look first.
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        next(path.iterdir(), None)  # a folder is only in the list when it cannot be opened: say why
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("not a regular file (a pipe, socket or device)", where=shown, do="give a file")
    if status.st_size > limits.max_bytes:
        raise ReadError(
            f"{status.st_size:,} bytes, more than max_bytes {limits.max_bytes:,}",
            where=shown,
            do="split the file; a report is rarely over a few megabytes",
        )
    return status.st_size


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _os_error(err: OSError, shown: str) -> ReadError:
    if isinstance(err, PermissionError):
        return ReadError("permission denied", where=shown, do="make it readable for you, then run again")
    if isinstance(err, FileNotFoundError):
        return ReadError("not there any more, or a link that leads nowhere", where=shown, do="restore it and run again")
    return ReadError(f"cannot be opened ({err.strerror or err})", where=shown, do="check the disk, then run again")
