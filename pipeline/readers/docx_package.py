"""A .docx as a zip of XML parts: opened within limits, parsed without entities.

Our own few lines instead of python-docx: that loads every part and picture, refuses .docm and dangling
relationships, and expands whatever the zip holds.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_AGAIN = "ask for the file again, or open and save it in Word"
# ISO 29500 Strict and the usual Transitional form differ in their namespaces only, for our purposes.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class Package:
    """The parts of one .docx. Every method raises ReadError for what is broken, and only that."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as err:
            raise ReadError("Word document that is cut off or broken", do=_AGAIN) from err
        self._left = limits.max_unpacked
        self._limit = limits.max_unpacked

    def main_part(self) -> str:
        """The name of the part that holds the text."""
        for kind, target in self.relations(""):
            if kind == "officeDocument" and target in self._infos:
                return target
        if "word/document.xml" in self._infos:
            return "word/document.xml"
        raise ReadError("Word document without its text (word/document.xml is missing)", do=_AGAIN)

    def relations(self, part: str) -> Iterator[tuple[str, str]]:
        """(kind, target part) of a part's relationships inside the package; "" is the package itself."""
        return ((kind, target) for _, kind, target in self._relations(part))

    def targets(self, part: str) -> dict[str, str]:
        """Relationship id → part name."""
        return {identity: target for identity, _, target in self._relations(part)}

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for item in () if root is None else root.iter("{*}Relationship"):
            if item.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, item.get("Target", "")))
                yield item.get("Id", ""), item.get("Type", "").rsplit("/", 1)[-1], target.lstrip("/")

    def xml(self, part: str) -> etree._Element | None:
        """A part's root element; None if the package has no such part."""
        data = self._bytes(part)
        if data is None:
            return None
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True,
                                 remove_pis=True, load_dtd=False)  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as err:
            raise ReadError(f"Word document with broken XML ({err})", where=part, do=_AGAIN) from err
        # The format forbids a DTD: whoever writes one wants its entities expanded.
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError("Word document with a DTD, which the format forbids", where=part, do=_AGAIN)
        return root

    def _bytes(self, part: str) -> bytes | None:
        info = self._infos.get(part)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise ReadError("password-protected Word document", do="save it without a password")
        self._left -= info.file_size
        if self._left < 0:
            raise ReadError(
                f"Word document that unpacks to more than max_unpacked {self._limit:,} bytes", where=part,
                do="a zip bomb, or raise the limit",
            )  # fmt: skip
        try:
            # zipfile reads no more than the size that the zip states, and checks the sum: a lie is an error.
            return self._zip.read(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            ValueError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as err:
            raise ReadError("Word document that is cut off or broken", where=part, do=_AGAIN) from err
