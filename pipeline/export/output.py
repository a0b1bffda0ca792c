"""Where an export goes: written beside its place under another name, and put there when it is whole.

Killed at any moment, what stood there before still does, or the new one does; what is left over is called
`.NAME.partial`, and the next export clears it away.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import ExportError

_TAKEN = "it is already there"
_FORCE = "name another, or replace it with --force"
_ADVICE = {
    errno.ENOSPC: "free some space, then export again",
    errno.EACCES: "close it where it is open, check permissions, or name another",
    errno.EPERM: "close it where it is open, check permissions, or name another",
    errno.EROFS: "name a place that can be written to",
}


@contextmanager
def new_file(target: Path, *, force: bool) -> Iterator[Path]:
    """A path to write one file to, which becomes `target` when the block ends well; its folder is for scratch files.

    Raises:
        ExportError: `target` is there and `force` is not, is a folder, is open in a spreadsheet program, or
            cannot be written.
    """
    if target.is_dir():
        raise ExportError("a folder is there", where=str(target), do="name a file")
    if target.exists() and not force:
        raise ExportError(_TAKEN, where=str(target), do=_FORCE)
    _refuse_open(target)
    with _told(target), _partial(target) as folder:
        partial = folder / target.name
        yield partial
        partial.replace(target)


@contextmanager
def new_folder(target: Path, *, force: bool) -> Iterator[Path]:
    """An empty folder to write to, which becomes `target` when the block ends well.

    An empty folder may be there. With `force` one that is not gives way, if it holds only what the new one does too:
    nobody's own files are lost.

    Raises:
        ExportError: as for `new_file`, or other files are in the folder.
    """
    if target.exists() and not target.is_dir():
        raise ExportError("a file is there", where=str(target), do="name a folder")
    if not force and target.exists() and any(target.iterdir()):
        raise ExportError(_TAKEN, where=str(target), do=_FORCE)
    with _told(target), _partial(target) as folder:
        partial = folder / target.name
        partial.mkdir()
        yield partial
        _give_way(target, partial)
        partial.replace(target)


def _give_way(target: Path, new: Path) -> None:
    if not target.exists():
        return
    others = {path.name for path in target.iterdir()} - {path.name for path in new.iterdir()}
    if others:
        names = ", ".join(sorted(others)[:3])
        raise ExportError(f"holds other files: {names}", where=str(target), do="name a folder of its own")
    shutil.rmtree(target)


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk, for what is being written and for what that needs meanwhile."""
    folder = target.absolute().with_name(f".{target.name}.partial")
    _clear(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        _clear(folder)


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _refuse_open(target: Path) -> None:
    """Excel and LibreOffice leave a file beside one that they have open."""
    for mark in (f"~${target.name}", f".~lock.{target.name}#"):
        if (lock := target.with_name(mark)).exists():
            do = f"close it, or delete {lock.name} if no program has it open"
            raise ExportError("open in a spreadsheet program", where=str(target), do=do)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        do = _ADVICE.get(error.errno or 0, "name another")
        raise ExportError(f"cannot be written: {error.strerror or error}", where=str(target), do=do) from error
