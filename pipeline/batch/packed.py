"""Archives of files (zip; RAR and 7z through `repacked`): which files, under which names; none goes to the disk."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from pipeline.batch.discover import is_litter
from pipeline.batch.files import File
from pipeline.batch.repacked import as_zip
from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.sniff import is_archive

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What zipfile raises for broken archives and members."""

_SIGNATURE = b"PK"
# The record that ends a zip (APPNOTE 4.3.16), and the size of the list of files in it.
_END, _END_SPAN, _LIST_SIZE = b"PK\x05\x06", 65_557, slice(12, 16)
# zipfile reads the whole list at once: 100 bytes of it may cost 1,000 of memory.
_LONGEST_LIST = 32 * 1024 * 1024
_UTF8, _LOCKED = 0x800, 0x1
# Others (LZMA) may ask for gigabytes before the first byte.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_DRIVE = re.compile(r"^(?:[A-Za-z]:)?/+|^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its number in the archive's list, and its path there as people wrote it."""

    number: int
    name: str
    size: int
    error: ReadError | None = None
    """Why it is not read."""


class Packed:
    """A zip archive of files, open; `file` may be a file or the bytes of a member of another one."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file)
        self.names = self._zip.namelist()
        self.total = sum(info.file_size for info in self._zip.infolist())
        """Bytes that its files have together, as it states; zipfile reads no more of any than that."""

    def members(self, limits: Limits) -> Iterator[Member]:
        """Its files in order, without what systems leave beside documents; each under a name of its own."""
        seen: dict[str, int] = {}
        for number, info in enumerate(self._zip.infolist()):
            said = member_name(info)
            parts = [part for part in said.split("/") if part not in ("", ".")]
            if (
                info.is_dir()
                or said.endswith("/")
                or not parts
                or any(is_litter(part) for part in parts if part != "..")
            ):
                continue
            name = "/".join("(..)" if part == ".." else part for part in parts)
            seen[name] = seen.get(name, 0) + 1
            again = f" ({seen[name]})" if seen[name] > 1 else ""
            yield Member(number, name + again, info.file_size, _fault(info, said, parts, limits))

    def open(self, number: int) -> IO[bytes]:
        """A member's bytes. Raises what zipfile raises, also while it is read."""
        return self._zip.open(self._zip.infolist()[number])


def opened(file: IO[bytes], where: str) -> Packed | None:
    """The archive in a file; None for anything else, also for documents that are zips and for broken zips.

    Raises ReadError for one with a list of files that is too long to look at, and as `as_zip` does.
    """
    try:
        file = as_zip(file) or file
    except ReadError as err:
        raise err.but(where=where) from err
    if file.read(len(_SIGNATURE)) != _SIGNATURE:
        return None
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END_SPAN))
    end = file.read()
    at = end.rfind(_END)
    listed = int.from_bytes(end[at:][_LIST_SIZE], "little") if at >= 0 else 0
    if listed > _LONGEST_LIST:
        what = f"zip archive whose list of files alone has {listed:,} bytes"
        raise ReadError(what, where=where, do="unpack it and give the files inside")
    try:
        archive = Packed(file)
    except BROKEN:
        return None
    return archive if is_archive(archive.names) else None


def unpacked(file: File, inside: Sequence[int]) -> bytes:
    """The bytes of a file, or of a member of the archive that it is: the numbers of the archives around it, its own.

    Raises OSError for the file, ReadError for a member.
    """
    with file.open("rb") as whole:
        source: IO[bytes] = whole
        for number in inside:
            try:
                with Packed(as_zip(source) or source).open(number) as member:
                    source = io.BytesIO(member.read())
            except (*BROKEN, IndexError) as err:
                raise broken(err) from err
        return source.read()


def broken(err: Exception) -> ReadError:
    """Words for a member that cannot be unpacked."""
    return ReadError(f"broken in its archive ({err})", do="ask for the archive again")


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's path: UTF-8 where the zip says so or it can be nothing else, GBK where Windows in China wrote it."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        name = _decoded(name.encode("cp437"))
    return _DRIVE.sub("", name.replace("\\", "/").replace("\x00", ""))


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _fault(info: zipfile.ZipInfo, said: str, parts: Sequence[str], limits: Limits) -> ReadError | None:
    if ".." in parts:
        return ReadError(f"a name that leads out of its archive ({said})", do="look who packed it; unpack it with care")
    if info.flag_bits & _LOCKED:
        return ReadError("locked with the archive's password", do="unpack it and give the files inside")
    if stat.S_ISLNK(info.external_attr >> 16):
        return ReadError("a link in an archive, no file", do="pack the file itself")
    if info.compress_type not in _METHODS:
        what = f"packed in a way that is not read (method {info.compress_type})"
        return ReadError(what, do="unpack it and give the files inside")
    if info.file_size > limits.max_bytes:
        what = f"{info.file_size:,} bytes, more than max_bytes {limits.max_bytes:,}"
        return ReadError(what, do="split the file; a report is rarely over a few megabytes")
    return None
