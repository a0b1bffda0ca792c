"""A .docx opened by python-docx, from a copy that holds only the parts with text.

python-docx takes neither .docm nor templates, ISO Strict or relationships that lead nowhere, and unpacks every
picture and whatever else the zip holds: it gets a slim copy without all that, made within limits.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.opc.constants import CONTENT_TYPE, NAMESPACE, RELATIONSHIP_TARGET_MODE, RELATIONSHIP_TYPE
from docx.opc.oxml import CT_Relationships
from docx.opc.oxml import parse_xml as parse_opc
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import nsmap
from docx.oxml.parser import parse_xml
from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.zipped import Parts

W = f"{{{nsmap['w']}}}"
R = f"{{{nsmap['r']}}}"
AGAIN = "ask for the file again, or open and save it in Word"
_KINDS = ("styles", "numbering", "footnotes", "endnotes", "header", "footer")
# ISO 29500 Strict and the usual Transitional form differ in their namespaces only, for our purposes.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", nsmap["w"].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", nsmap["r"].encode()),
)


class Package:
    """One .docx as python-docx opened it; raises ReadError, and what zipfile and lxml raise for broken ones."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        main = docx.Document(_slim(_Zip(data, limits))).part
        roots = {part: _root(part) for part in {main, *main.related_parts.values()}}
        self._roots = {key: roots[rel.target_part] for rel in main.rels.values() for key in (rel.rId, rel.reltype)}
        self.body: etree._Element = getattr(roots[main], "body", None)
        if self.body is None:
            raise ReadError("Word document without a body", where=main.partname.membername, do=AGAIN)

    def xml(self, key: str) -> etree._Element | None:
        """The root element of a part by its RELATIONSHIP_TYPE or relationship id; None if there is none.

        python-docx's own properties would put its template's styles in place of missing ones, or raise.
        """
        return self._roots.get(key)


def _root(part: Part) -> etree._Element:
    """A part's root element; python-docx parses what it has a class for, which the notes lack."""
    root = part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
    # The format forbids a DTD: whoever writes one wants its entities expanded.
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError("Word document with a DTD, which the format forbids", where=part.partname[1:], do=AGAIN)
    return root


def _slim(source: _Zip) -> io.BytesIO:
    """A copy of a .docx with its text, styles, numbers, notes and margins only, and sound relationships."""
    main = source.main_part()
    parts = {main: CONTENT_TYPE.WML_DOCUMENT_MAIN}
    top, links = CT_Relationships.new(), CT_Relationships.new()
    top.add_rel("rId1", RELATIONSHIP_TYPE.OFFICE_DOCUMENT, main)
    for identity, kind, target in source.relations(main):
        if kind in _KINDS:
            parts.setdefault(target, getattr(CONTENT_TYPE, f"WML_{kind.upper()}"))
            links.add_rel(identity, getattr(RELATIONSHIP_TYPE, kind.upper()), target)
    types = parse_opc(f'<Types xmlns="{NAMESPACE.OPC_CONTENT_TYPES}"/>')
    slim = io.BytesIO()
    with zipfile.ZipFile(slim, "w") as archive:
        for part, content_type in parts.items():
            types.add_override(part, content_type)
            archive.writestr(part.membername, source.read(part))
        for name, xml in (("[Content_Types].xml", types), ("_rels/.rels", top), (main.rels_uri.membername, links)):
            archive.writestr(name, xml.xml)
    return slim


class _Zip:
    """The zip as it came."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._parts = Parts(data, limits, "Word document", _normal)

    def main_part(self) -> PackURI:
        """The part that holds the text."""
        targets = [target for _, kind, target in self.relations(PACKAGE_URI) if kind == "officeDocument"]
        main = PackURI(targets[0] if targets else "/word/document.xml")
        if main not in self._parts:
            raise ReadError("Word document without its text (word/document.xml is missing)", do=AGAIN)
        return main

    def relations(self, part: PackURI) -> Iterator[tuple[str, str, PackURI]]:
        """(id, kind, target) of a part's relationships to parts that the package really has."""
        root = parse_xml(self.read(part.rels_uri)) if part.rels_uri in self._parts else CT_Relationships.new()
        for item in root.iter("{*}Relationship"):
            target = PackURI("/" + PackURI.from_rel_ref(part.baseURI, item.get("Target", "")).lstrip("/"))
            if item.get("TargetMode") != RELATIONSHIP_TARGET_MODE.EXTERNAL and target in self._parts:
                yield item.get("Id", ""), item.get("Type", "").rsplit("/", 1)[-1], target

    def read(self, part: PackURI) -> bytes:
        """A part's bytes, ISO Strict turned into the usual form."""
        data = self._parts.read(part)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return data


def _normal(name: str) -> str:
    bare = name.lstrip("/")
    return f"/{bare}" if bare else ""
