"""Files wherever they are: on a disk, or under a URL that fsspec knows (s3://, oss://, hdfs://, memory://)."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from pipeline.errors import JiheError, PassingError, ReadError, UsageError

_URL = re.compile(r"(?P<kind>[a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_MARGIN = 2.0
"""Seconds. A file changed so shortly before it was hashed may change again without its times showing it: FAT counts in
two seconds, and clocks of file servers are off. Git calls such an entry racy."""
# What stores say of a file's content; its times go by several names.
_TAGS = ("ETag", "etag", "checksum", "md5", "md5Hash", "contentHash")
_TIMES = ("mtime", "modified", "LastModified", "last_modified", "updated", "modification_time", "created")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a store; size and stamp are as the store listed them."""

    url: str
    size: int
    stamp: str = ""

    def __str__(self) -> str:
        return self.url

    @contextmanager
    def open(self, _mode: str = "rb") -> Iterator[IO[bytes]]:
        """Open for reading. Raises OSError or PassingError, also while it is read."""
        files, path = file_system(self.url)
        try:
            with files.open(path, "rb") as file:
                yield file
        except (OSError, JiheError):
            raise
        except Exception as err:  # every store has exceptions of its own
            raise _unreachable(self.url, err) from err


File = Path | RemoteFile


@dataclass(frozen=True, slots=True)
class Status:
    """Size in bytes, and a stamp: as long as it stays the same, so does the content. Empty: nobody can tell."""

    size: int
    stamp: str


def status(file: File) -> Status:
    """What the file system says of a file without reading it: for a disk, its size, mtime and ctime.

    Raises OSError, and ReadError for what is no regular file.
    """
    if isinstance(file, RemoteFile):
        return Status(file.size, file.stamp)
    # Opening a pipe would wait for its writer for ever: look first.
    found = file.stat()
    if stat.S_ISDIR(found.st_mode):
        next(file.iterdir(), None)  # a folder is only in the list when it cannot be opened: say why
    if not stat.S_ISREG(found.st_mode):
        raise ReadError("not a regular file (a pipe, socket or device)", where=shown(file), do="give a file")
    # The ctime too: `cp -p` and `touch` set an mtime back, nothing sets a ctime back.
    settled = time.time() - max(found.st_mtime, found.st_ctime) > _MARGIN
    stamp = f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}" if settled else ""
    return Status(found.st_size, stamp)


def shown(file: File) -> str:
    """The path or URL as text that any database can hold; names that an older Windows wrote in GBK are decoded."""
    text = file.url if isinstance(file, RemoteFile) else file.as_posix()
    try:
        text.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(text)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "backslashreplace")
    return text


def is_url(text: str) -> bool:
    """Whether a path is a URL. `file://` is none: it names a file on this disk, see `local`."""
    found = _URL.match(text)
    return found is not None and found["kind"].lower() != "file"


def local(text: str) -> str:
    """A path on this disk without `file://`."""
    return text.removeprefix("file://")


def listed(url: str) -> list[RemoteFile]:
    """The file at a URL, or all files below it, or those that match a pattern (s3://bucket/2023/**/*.docx).

    Raises UsageError where there is none, and what `file_system` raises.
    """
    files, path = file_system(url)
    try:
        is_pattern = any(sign in path for sign in "*?[") and not files.exists(path)
        entries = files.glob(path, detail=True) if is_pattern else files.find(path, detail=True)
    except Exception as err:
        raise _unreachable(url, err) from err
    found = [_remote(files, entry) for entry in entries.values() if entry["type"] == "file"]
    if not found:
        raise UsageError("no file there", where=url, do="check the spelling, and whose rights you have")
    return found


def is_there(path: str, given: AbstractSet[str]) -> bool:
    """Whether a file is where it was; of an archive that was not given, nobody looked which files it holds."""
    files, place = (file_system(path)[0], path) if is_url(path) else (None, path)
    exists, is_file = (files.exists, files.isfile) if files else (os.path.exists, os.path.isfile)
    while not exists(place):
        place = place.rpartition("/")[0]
        if not place or place.endswith(":/"):
            return False
    return place == path or (is_file(place) and place not in given)


def file_system(url: str) -> tuple[Any, str]:
    """Fsspec's file system for a URL, and the path in it; options and keys come from fsspec's own configuration.

    Raises UsageError: fsspec or the package for this kind of store is not installed, or nobody knows the kind.
    """
    try:
        import fsspec  # noqa: PLC0415 - an extra
    except ImportError as err:
        raise UsageError("files under URLs need fsspec", where=url, do="pip install 'jihe[remote]'") from err
    try:
        files, path = fsspec.core.url_to_fs(url)
    except ImportError as err:
        do = "pip install s3fs for s3://, ossfs for oss://, pyarrow for hdfs://, gcsfs for gs://"
        raise UsageError(f"the package for this kind of store is missing ({err})", where=url, do=do) from err
    except ValueError as err:
        raise UsageError(f"no store that can be read ({err})", where=url, do="check the URL") from err
    return files, path


def _remote(files: Any, entry: Mapping[str, Any]) -> RemoteFile:  # noqa: ANN401 - fsspec has no types
    size = int(entry["size"] or 0)
    if tag := next((entry[name] for name in _TAGS if entry.get(name)), None):
        return RemoteFile(files.unstrip_protocol(entry["name"]), size, f"{size} {tag}")
    times = [entry[name] for name in _TIMES if entry.get(name)]
    moment = max((_seconds(each) for each in times), default=time.time())
    stamp = f"{size} {moment}" if time.time() - moment > _MARGIN else ""
    return RemoteFile(files.unstrip_protocol(entry["name"]), size, stamp)


def _seconds(moment: object) -> float:
    if isinstance(moment, datetime):
        return moment.timestamp()
    # A text would have to be read by each store's own rules: as if it were now, so that no stamp is made of it.
    return float(moment) if isinstance(moment, int | float) else time.time()


def _unreachable(url: str, err: Exception) -> PassingError:
    what = f"cannot be fetched ({type(err).__name__}: {err})"
    return PassingError(what, where=url, do="check the connection and your rights, then run again")
