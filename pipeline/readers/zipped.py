"""The parts of a zipped document (.docx, .xlsx, .ofd), read within limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits


class Parts:
    """The parts of a zip by name; `kind` (“spreadsheet”) stands in the errors.

    `normal` turns the names in the zip into those by which parts are asked for; what it makes "" of is left out.
    Raises what zipfile raises for a broken zip.
    """

    def __init__(self, data: bytes, limits: Limits, kind: str, normal: Callable[[str], str]) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        named = ((normal(info.filename), info) for info in self._zip.infolist())
        self._infos = {name: info for name, info in named if name}
        self._kind = kind
        self._left = self._limit = limits.max_unpacked

    @property
    def names(self) -> list[str]:
        """The names of all parts, as they stand in the zip."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str, *, kept: bool = True) -> bytes:
        """A part's bytes; what is soon let go again (`kept` False) does not count against later parts.

        Raises ReadError where it is locked or would make more than `max_unpacked` of all that was kept, KeyError where
        there is none, and what zipfile and zlib raise for a broken one.
        """
        info = self._infos[name]
        if info.flag_bits & 1:
            raise ReadError(f"password-protected {self._kind}", do="save it without a password")
        if info.file_size > self._left:
            what = f"{self._kind} that unpacks to more than max_unpacked {self._limit:,} bytes"
            raise ReadError(what, where=name, do="a zip bomb, or raise the limit")
        self._left -= info.file_size if kept else 0
        # zipfile reads no more than the size that the zip states, and checks the sum: a lie is an error.
        return self._zip.read(info)
