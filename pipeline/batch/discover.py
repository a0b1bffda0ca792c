"""Which files a run is about: files, folders and patterns become one sorted list."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.batch.files import File, RemoteFile, is_url, listed, local
from pipeline.errors import UsageError

# What systems and Office leave beside documents; nobody submitted these.
_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
# What a folder says of itself is none of its reports.
_ABOUT = frozenset({"readme", "readme.md", "readme.txt", "readme.zh-cn.md"})


def discover(paths: Iterable[str | Path], *, leave_out: Iterable[Path] = ()) -> list[File]:
    """Every file that the paths and URLs mean, absolute, sorted, each once.

    A folder is taken with all below it; a pattern (`2023/**/*.docx`) may come unexpanded. Hidden files, Office's
    lock files (~$…), a folder's README and `leave_out` (the run's own database) are left out unless named
    themselves. A folder that may not be opened stays in the list as it is, so that it becomes a failed row rather
    than silence.

    Raises:
        UsageError: a path that does not exist, a pattern that matches nothing, or no path at all.
    """
    own = {_absolute(path) for path in leave_out}
    found: set[File] = set()
    for path in map(str, paths):
        found.update(_under(path) if is_url(path) else _on_disk(local(path)))
    if not found:
        raise UsageError("no files", do="name a folder that holds reports, or the reports themselves")
    return sorted(found - own, key=str)


def _on_disk(path: str) -> Iterator[Path]:
    return (_absolute(each) for start in _expand(path) for each in _below(start))


def _under(url: str) -> Iterator[RemoteFile]:
    above = url.rstrip("/").count("/")
    return (file for file in listed(url) if not any(map(is_litter, file.url.split("/")[above + 1 :])))


def _absolute(path: Path) -> Path:
    # Not `resolve`: a link keeps its own name, the one that the user knows.
    return Path(os.path.abspath(path))  # noqa: PTH100


def _expand(path: str) -> list[Path]:
    # First as a name: a file may well be called “[2023]报告.docx”.
    if os.path.lexists(path):
        return [Path(path)]
    # Not Path.glob: the pattern may be absolute.
    matches = [Path(match) for match in glob.iglob(path, recursive=True)] if glob.has_magic(path) else []  # noqa: PTH207
    if not matches:
        what = "no file matches this pattern" if glob.has_magic(path) else "no such file or folder"
        raise UsageError(what, where=path, do="check the spelling; quote paths that hold spaces")
    return [match for match in matches if not is_litter(match.name)]


def _below(start: Path) -> Iterator[Path]:
    """The file itself, or the files of a folder and its subfolders; a folder is entered once, however it is linked."""
    if not start.is_dir():
        yield start
        return
    seen: set[tuple[int, int]] = set()
    pending = [start]
    while pending:
        folder = pending.pop()
        try:
            status = folder.stat()
            entries = list(folder.iterdir())
        except OSError:
            yield folder
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        for entry in (each for each in entries if not is_litter(each.name)):
            if entry.is_dir():
                pending.append(entry)
            else:
                yield entry


def is_litter(name: str) -> bool:
    """Whether a file or folder of that name is none that anybody submitted."""
    return name.startswith((".", "~$")) or name.casefold() in _LITTER | _ABOUT
