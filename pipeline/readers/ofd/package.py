"""The zip that an OFD is: parts found by the standard's locations, XML parsed without risk."""

from __future__ import annotations

import posixpath

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.pages.reading import repair
from pipeline.readers.zipped import Parts

# What GM/T 0099-2020 (encryption of OFD) puts beside OFD.xml.
_ENCRYPTED = "encryptions.xml"


class Package:
    """The parts of one OFD by their names in lower case: some writers' locations differ in case from their parts.

    Raises ReadError where it is encrypted, and what zipfile raises for a broken zip.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._parts = Parts(data, limits, "OFD", _normal)
        if _ENCRYPTED in self._parts:
            raise ReadError("encrypted OFD", do="ask for it without encryption, or as .pdf")

    def find(self, location: str | None, base: str = "") -> str | None:
        """The part that a location (ST_Loc) in the part `base` means; None where there is none.

        It counts from the folder of `base`, with a leading “/” from the root; some writers leave that “/” out.
        """
        if not location or not location.strip():
            return None
        place = location.strip().replace("\\", "/")
        from_base = posixpath.join("/", posixpath.dirname(base), place)
        tries = (_normal(posixpath.normpath(path)) for path in (from_base, f"/{place}"))
        return next((part for part in tries if part in self._parts), None)

    def picture_or_font(self, part: str) -> bytes:
        """A part's bytes, for as long as a page is painted. Raises ReadError for limits, and what zipfile raises."""
        return self._parts.read(part, kept=False)

    def xml(self, part: str) -> etree._Element:
        """A part's root element. Raises ReadError for limits and DTDs, and what zipfile, zlib and lxml raise."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        root = etree.fromstring(self._parts.read(part), parser)
        # The standard defines OFD by XML Schema: whoever writes a DTD wants its entities expanded.
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError("OFD with a DTD, which the format does not know", where=part, do=repair("OFD"))
        return root


def tag(element: etree._Element) -> str:
    """An element's name without its namespace, of which there have been several."""
    return str(element.tag).rpartition("}")[2]


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
