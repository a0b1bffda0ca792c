"""The documents of an OFD: their pages in order, with templates, resources, attachments and annotations."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

from pipeline.readers.ofd.geometry import POINTS, Box, Matrix, box
from pipeline.readers.ofd.objects import Hand, Objects
from pipeline.readers.ofd.package import Package
from pipeline.readers.ofd.resources import Resources

BROKEN = (zipfile.BadZipFile, zlib.error, etree.LxmlError, OSError, EOFError, RuntimeError, ValueError)
"""What a broken part raises."""

_A4 = (0.0, 0.0, 210.0, 297.0)
_LARGEST = 20_000
# Annotations whose words are no part of the report: stamps, watermarks.
_ORNAMENTS = ("Stamp", "Watermark")


class MissingPartError(ValueError):
    """A part that another one names is not in the zip."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page or a template, with the resources that its objects may name."""

    root: etree._Element
    resources: Resources


@dataclass(frozen=True, slots=True)
class OfdPage:
    """One page with its templates; `area` is its paper, in millimetres."""

    area: Box
    leaves: tuple[_Leaf, ...]

    @property
    def width(self) -> float:
        """In points."""
        return self.area[2] * POINTS

    @property
    def height(self) -> float:
        """In points."""
        return self.area[3] * POINTS

    def walk(self, objects: Objects, hand: Hand) -> None:
        """Hand on what stands on it, in points from its top left corner."""
        place: Matrix = (POINTS, 0.0, 0.0, POINTS, -POINTS * self.area[0], -POINTS * self.area[1])
        for leaf in self.leaves:
            for content in leaf.root.iterfind("{*}Content"):
                objects.walk(content, place, leaf.resources, hand)


class OfdDocument:
    """One document (DocBody) of an OFD, opened by the location of its Document.xml.

    Raises what `Package.xml` raises, and MissingPartError.
    """

    def __init__(self, package: Package, location: str | None) -> None:
        self._package = package
        self._part = _found(package, location)
        self._root = package.xml(self._part)
        self._faults: list[str] = []
        self._resources = Resources()
        for tag in ("PublicRes", "DocumentRes"):
            for element in self._root.iterfind(f"{{*}}CommonData/{{*}}{tag}"):
                self._add_resources(self._resources, element.text, self._part)
        self._area = _area(self._root.find("{*}CommonData/{*}PageArea")) or _A4
        templates = self._root.iterfind("{*}CommonData/{*}TemplatePage")
        self._templates = {element.get("ID", ""): element.get("BaseLoc") for element in templates}
        self._leaves: dict[str, _Leaf] = {}
        self.pages = [element.get("BaseLoc") for element in self._root.iterfind("{*}Pages/{*}Page")]
        """The locations of its pages."""

    def page(self, location: str | None) -> OfdPage:
        """Open the page at a location. Raises as the class does."""
        leaf = self._leaf(location)
        area = _area(leaf.root.find("{*}Area")) or self._area
        return OfdPage(area, (*self._templates_of(leaf), leaf))

    def _templates_of(self, page: _Leaf) -> Iterator[_Leaf]:
        """Each is opened once for all pages; what stands before or behind the page's own content is all to be seen."""
        for element in page.root.iterfind("{*}Template"):
            identity = element.get("TemplateID", "")
            try:
                if identity not in self._leaves:
                    self._leaves[identity] = self._leaf(self._templates.get(identity))
                yield self._leaves[identity]
            except BROKEN as err:
                self._faults.append(f"a template that cannot be read: {err}")

    def _leaf(self, location: str | None) -> _Leaf:
        part = _found(self._package, location, self._part)
        root, resources = self._package.xml(part), self._resources
        if own := root.findall("{*}PageRes"):
            resources = resources.copy()
            for element in own:
                self._add_resources(resources, element.text, part)
        return _Leaf(root, resources)

    def _add_resources(self, resources: Resources, location: str | None, base: str) -> None:
        try:
            resources.add(self._package, _found(self._package, location, base))
        except BROKEN as err:
            self._faults.append(f"resources that cannot be read: {err}")

    # --- what is not on its pages -------------------------------------------------------------------------------

    def notes(self) -> Iterator[str]:
        """What could not be read so far; attachments, and annotations with words: what is broken there, none misses."""
        yield from dict.fromkeys(self._faults)
        for _, listed in self._opened(self._root.findtext("{*}Attachments"), self._part):
            for element in listed.iter("{*}Attachment"):
                name, kind = element.get("Name", "").strip(), element.get("Format", "").strip().lstrip(".").lower()
                yield f"attachment: {name}" + (f".{kind}" if kind and not name.lower().endswith(f".{kind}") else "")
        said = 0
        for part, listed in self._opened(self._root.findtext("{*}Annotations"), self._part):
            for location in listed.iterfind("{*}Page/{*}FileLoc"):
                for _, page in self._opened(location.text, part):
                    said += sum(map(_has_words, page.iter("{*}Annot")))
        if said:
            yield f"{said} annotations with words left out"

    def _opened(self, location: str | None, base: str) -> Iterator[tuple[str, etree._Element]]:
        """The part that a location means and its root, if it can be read."""
        part = self._package.find(location, base)
        with suppress(*BROKEN):
            if part is not None:
                yield part, self._package.xml(part)


def _has_words(annotation: etree._Element) -> bool:
    return annotation.get("Type") not in _ORNAMENTS and annotation.find(".//{*}TextCode") is not None


def _found(package: Package, location: str | None, base: str = "") -> str:
    part = package.find(location, base)
    if part is None:
        raise MissingPartError(f"{location or 'a part without a name'} is missing")
    return part


def _area(element: etree._Element | None) -> Box | None:
    """The paper (PhysicalBox), or the part of it that is shown; None for what is no paper's size."""
    if element is None:
        return None
    for name in ("PhysicalBox", "ApplicationBox"):
        found = box(element.findtext(f"{{*}}{name}"))
        if found and 0 < found[2] < _LARGEST and 0 < found[3] < _LARGEST:
            return found
    return None
