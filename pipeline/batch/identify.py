"""What a file is before it is read: its name in readable characters, its size, the hash of its content.

An archive is what its files are: each of them is a candidate of its own, under the archive's path and its own in it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from pipeline.batch.packed import BROKEN, Packed, broken, opened
from pipeline.errors import ReadError
from pipeline.readers.limits import Limits

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file on disk, or in an archive there: `path` opens it, `shown` names it in the database.

    `shown` is `path` but for unreadable characters; of a file in an archive, the archive's with the file's path in it.
    """

    path: Path
    shown: str
    sha256: str = ""
    bytes: int = 0
    error: ReadError | None = None
    """Why it cannot be opened; then there is no hash."""
    inside: tuple[int, ...] = ()
    """Of a file in an archive, what `packed.unpacked` finds it by."""

    @property
    def name(self) -> str:
        """The file name without its folders."""
        return self.shown.rsplit("/", 1)[-1]


def candidates(path: Path, limits: Limits | None = None) -> Iterator[Candidate]:
    """The file itself, hashed; of a zip archive, every file in it, also in archives in it.

    Never raises and never waits: what cannot be read comes back with its error, an archive that is refused (a bomb,
    archives in one another without end, nothing in it) as one candidate.
    """
    limits = limits or Limits()
    whole = Candidate(path, readable(path))
    with ExitStack() as stack:
        archive = None
        try:
            if stat.S_ISREG(path.stat().st_mode):
                archive = opened(stack.enter_context(path.open("rb")), whole.shown)
        except ReadError as err:
            yield replace(whole, error=err)
            return
        except OSError:
            pass  # `identify` will say it
        if archive is None:
            yield identify(path, limits)
        else:
            yield from _Unpacking(limits).files(archive, whole)


class _Unpacking:
    """One archive and those in it: counts what they hold together."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._members = self._bytes = 0

    def files(self, archive: Packed, holder: Candidate, depth: int = 1) -> Iterator[Candidate]:
        members = list(archive.members(self._limits))
        self._members += len(members)
        self._bytes += archive.total
        if fault := self._fault(len(members), depth):
            yield _failed(holder, fault)
            return
        for member in members:
            inside = (*holder.inside, member.number)
            file = Candidate(holder.path, f"{holder.shown}/{member.name}", bytes=member.size, inside=inside)
            if member.error:
                yield _failed(file, member.error)
                continue
            try:
                with archive.open(member.number) as packed:
                    content = BytesIO(packed.read())
                inner = opened(content, file.shown)
            except ReadError as err:
                yield _failed(file, err)
            except BROKEN as err:
                yield _failed(file, broken(err))
            else:
                if inner is None:
                    yield replace(file, sha256=hashlib.sha256(content.getbuffer()).hexdigest())
                else:
                    yield from self.files(inner, file, depth + 1)

    def _fault(self, members: int, depth: int) -> ReadError | None:
        limits, do = self._limits, "unpack it and give the files inside, or raise the limit"
        if not members:
            return ReadError("archive with nothing in it that can be read", do="ask for the file again")
        if depth > limits.max_depth:
            return ReadError(f"archives in one another, more than max_depth {limits.max_depth}", do=do)
        if self._members > limits.max_members:
            return ReadError(f"{self._members:,} files, more than max_members {limits.max_members:,}", do=do)
        if self._bytes > limits.max_archive:
            what = f"archive that unpacks to {self._bytes:,} bytes, more than max_archive {limits.max_archive:,}"
            return ReadError(what, do="a zip bomb, or raise the limit")
        return None


def _failed(file: Candidate, error: ReadError) -> Candidate:
    return replace(file, error=ReadError(error.what, where=file.shown, do=error.do))


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
