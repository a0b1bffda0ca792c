"""OLE2 compound files, which hold old Word and Excel documents: what stands in their root, and a stream's bytes.

Just enough of [MS-CFB] to tell one from the other without trusting a byte of it: names found anywhere in the file
mislead, since a Word document may embed a spreadsheet.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFFA  # this and all above are marks, not sectors
_HEADER_FAT = 109


class BrokenOle2Error(ValueError):
    """Sectors that are missing or chained in a circle."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory; `start` is the stream's first sector."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Ole2:
    """A compound file's directory; raises BrokenOle2Error where it cannot be followed."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise BrokenOle2Error("no OLE2 header")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenOle2Error(f"sectors of 2^{shift} bytes")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._sectors = len(data) // self._size
        self._cutoff: int = struct.unpack_from("<I", data, 56)[0]
        self._fat = self._numbers(self._fat_sectors())
        directory = b"".join(map(self._sector, self._chain(struct.unpack_from("<I", data, 48)[0], self._fat)))
        self._entries = [_entry(directory, at) for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
        if not self._entries:
            raise BrokenOle2Error("no directory")

    def root(self) -> dict[str, Entry]:
        """The streams and storages of the root by name, without those inside storages (embedded objects)."""
        found: dict[str, Entry] = {}
        seen: set[int] = set()
        todo = [self._entries[0].child]
        while todo:
            number = todo.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                entry = self._entries[number]
                found.setdefault(entry.name, entry)
                todo += [entry.left, entry.right]
        return found

    def stream(self, entry: Entry) -> bytes:
        """A stream's bytes; short ones live in 64-byte sectors inside the root's own stream."""
        if entry.size >= self._cutoff:
            return b"".join(map(self._sector, self._chain(entry.start, self._fat)))[: entry.size]
        table = self._numbers(self._chain(struct.unpack_from("<I", self._data, 60)[0], self._fat))
        holder = b"".join(map(self._sector, self._chain(self._entries[0].start, self._fat)))
        size = self._mini_size
        return b"".join(holder[at * size : (at + 1) * size] for at in self._chain(entry.start, table))[: entry.size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if at >= len(self._data):
            raise BrokenOle2Error(f"sector {number} lies beyond the end")
        return self._data[at : at + self._size]

    def _fat_sectors(self) -> Iterator[int]:
        """The sectors of the allocation table: 109 in the header, more in a chain of their own."""
        yield from (n for n in struct.unpack_from(f"<{_HEADER_FAT}I", self._data, 76) if n < _LAST_SECTOR)
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(self._sectors):
            if following >= _LAST_SECTOR:
                return
            *numbers, following = _words(self._sector(following))
            yield from (n for n in numbers if n < _LAST_SECTOR)

    def _numbers(self, sectors: Iterator[int]) -> list[int]:
        found: list[int] = []
        for count, sector in enumerate(sectors):
            if count > self._sectors:
                raise BrokenOle2Error("an allocation table larger than the file")
            found += _words(self._sector(sector))
        return found

    def _chain(self, start: int, table: list[int]) -> Iterator[int]:
        """Sector after sector; a chain cannot be longer than its table."""
        for _ in range(len(table)):
            if start >= _LAST_SECTOR:
                return
            if start >= len(table):
                raise BrokenOle2Error(f"a chain leads to sector {start}, which is not there")
            yield start
            start = table[start]
        if start < _LAST_SECTOR:
            raise BrokenOle2Error("a chain of sectors that does not end")


def _words(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _entry(directory: bytes, at: int) -> Entry:
    length, kind = struct.unpack_from("<HB", directory, at + 64)
    name = directory[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
    left, right, child = struct.unpack_from("<III", directory, at + 68)
    start, size = struct.unpack_from("<II", directory, at + 116)
    return Entry(name, kind, left, right, child, start, size)
