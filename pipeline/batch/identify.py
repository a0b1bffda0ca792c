"""What a file is before it is read: its name in readable characters, its size, the hash of its content.

An archive is what its files are: each of them is a candidate of its own, under the archive's path and its own in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO

from pipeline.batch.files import File, Status, shown, status
from pipeline.batch.packed import BROKEN, Packed, broken, opened
from pipeline.errors import ReadError
from pipeline.readers.limits import Limits

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file, or one in an archive: `file` opens it, `shown` names it in the database.

    `shown` is the path or URL in readable characters; of a file in an archive, the archive's and the file's path in it.
    """

    file: File
    shown: str
    sha256: str = ""
    bytes: int = 0
    error: ReadError | None = None
    """Why it cannot be opened; then there is no hash."""
    inside: tuple[int, ...] = ()
    """Of a file in an archive, what `packed.unpacked` finds it by."""
    stamp: str = ""
    """As long as the file system says the same of the file, its hash is known without reading it (see `files`)."""

    @property
    def name(self) -> str:
        """The file name without its folders."""
        return self.shown.rsplit("/", 1)[-1]


def candidates(file: File, limits: Limits | None = None) -> Iterator[Candidate]:
    """The file itself, hashed; of an archive, every file in it, also in archives in it.

    Never raises and never waits: what cannot be read comes back with its error, an archive that is refused (a bomb,
    archives in one another without end, nothing in it) as one candidate.
    """
    limits, whole = limits or Limits(), Candidate(file, shown(file))
    try:
        before = status(file)
        with file.open("rb") as content:
            if archive := opened(content, whole.shown):
                yield from _Unpacking(limits).files(archive, whole)
            else:
                yield _hashed(whole, content, before, limits)
    except ReadError as err:
        yield replace(whole, error=err)
    except OSError as err:
        yield replace(whole, error=_os_error(err, whole.shown))


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
            file = Candidate(holder.file, f"{holder.shown}/{member.name}", bytes=member.size, inside=inside)
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
    return replace(file, error=error.but(where=file.shown))


def _hashed(whole: Candidate, content: IO[bytes], before: Status, limits: Limits) -> Candidate:
    if before.size > limits.max_bytes:
        raise ReadError(
            f"{before.size:,} bytes, more than max_bytes {limits.max_bytes:,}",
            where=whole.shown,
            do="split the file; a report is rarely over a few megabytes",
        )
    content.seek(0)
    digest = hashlib.sha256()
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
    stamp = before.stamp if before == status(whole.file) else ""  # else somebody wrote it meanwhile
    return replace(whole, sha256=digest.hexdigest(), bytes=before.size, stamp=stamp)


def _os_error(err: OSError, shown: str) -> ReadError:
    if isinstance(err, PermissionError):
        return ReadError("permission denied", where=shown, do="make it readable for you, then run again")
    if isinstance(err, FileNotFoundError):
        return ReadError("not there any more, or a link that leads nowhere", where=shown, do="restore it and run again")
    return ReadError(f"cannot be opened ({err.strerror or err})", where=shown, do="check the disk, then run again")
