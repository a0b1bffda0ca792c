"""RAR and 7z archives as zip archives: libarchive's bsdtar, where it is installed, writes one from the other."""

from __future__ import annotations

import io
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import IO

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.programs import find_bsdtar, run_program

_KINDS = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z"}
_SIGNATURE_SPAN = max(map(len, _KINDS))
_LOCKED = ("ncrypt", "assphrase", "assword")


def as_zip(file: IO[bytes]) -> IO[bytes] | None:
    """The files of a RAR or 7z archive as a zip archive; None for anything else, and where there is no bsdtar.

    Raises ReadError: broken, locked with a password, more than the limits allow.
    """
    file.seek(0)
    signature = file.read(_SIGNATURE_SPAN)
    file.seek(0)
    kind = next((kind for sign, kind in _KINDS.items() if signature.startswith(sign)), None)
    if kind is None or (program := find_bsdtar()) is None:
        return None
    if isinstance(file, io.BufferedReader) and isinstance(file.name, str):  # a file on this disk
        path = Path(file.name).absolute()
        status = path.stat()
        return io.BytesIO(_of_file(program, kind, path, status.st_size, status.st_mtime_ns))
    with tempfile.TemporaryDirectory(prefix="jihe-") as folder:
        path = Path(folder) / "archive"
        path.write_bytes(file.read())
        return io.BytesIO(_repack(program, kind, path))


@lru_cache(maxsize=1)
def _of_file(program: str, kind: str, path: Path, _size: int, _changed: int) -> bytes:
    """As `_repack`, remembered for the next member of the same archive."""
    return _repack(program, kind, path)


def _repack(program: str, kind: str, path: Path) -> bytes:
    do = "unpack it and give the files inside"
    with tempfile.TemporaryDirectory(prefix="jihe-") as home:
        try:
            ran = run_program([program, "--format", "zip", "-cf", "-", f"@{path}"], Limits(), home=Path(home))
        except ReadError as err:
            raise ReadError(f"{kind} archive: {err.what}", do=do) from err
    if ran.code and any(word in ran.complaint for word in _LOCKED):
        raise ReadError(f"{kind} archive locked with a password", do=do)
    if ran.code:
        raise ReadError(f"broken {kind} archive ({ran.complaint})", do="ask for the archive again")
    return ran.stdout
