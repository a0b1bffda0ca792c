"""What objects refer to by number: fonts, colours, pictures, composite units."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.readers.ofd.geometry import number
from pipeline.readers.ofd.package import Package, tag

_BOLD = re.compile(r"bold|heavy|black|simhei|heiti|黑体|小标宋|,b", re.IGNORECASE)
# A part of a colour, in hexadecimal where it begins with “#”.
_COMPONENT = re.compile(r"#[0-9A-Fa-f]{1,4}|[\d.]+")
_TRUE = ("true", "1")
_MOST = 255


@dataclass(slots=True)
class Resources:
    """The resources of a document, or of one page of it, by their ID."""

    bold: set[str] = field(default_factory=set)
    """Fonts whose letters are thick."""
    fonts: dict[str, str] = field(default_factory=dict)
    """Parts that hold fonts."""
    params: dict[str, etree._Element] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    """Parts that hold pictures."""
    units: dict[str, etree._Element] = field(default_factory=dict)
    """What a CompositeObject draws."""

    def copy(self) -> Resources:
        """For the resources of a page to be added."""
        return Resources(set(self.bold), dict(self.fonts), dict(self.params), dict(self.pictures), dict(self.units))

    def add(self, package: Package, part: str) -> None:
        """Add the resources of a part. Raises what `Package.xml` raises."""
        root = package.xml(part)
        # Files count from BaseLoc, which counts from this part.
        folder = posixpath.join(posixpath.dirname(part), (root.get("BaseLoc") or "").strip().strip("/"))
        for element in root.iter("{*}Font", "{*}DrawParam", "{*}MultiMedia", "{*}CompositeGraphicUnit"):
            identity = element.get("ID", "")
            kind = tag(element)
            if kind == "Font":
                names = f"{element.get('FontName', '')} {element.get('FamilyName', '')}"
                if element.get("Bold", "").lower() in _TRUE or _BOLD.search(names):
                    self.bold.add(identity)
                if file := package.find(element.findtext("{*}FontFile"), f"{folder}/"):
                    self.fonts[identity] = file
            elif kind == "DrawParam":
                self.params[identity] = element
            elif kind == "CompositeGraphicUnit":
                self.units[identity] = element
            elif file := package.find(element.findtext("{*}MediaFile"), f"{folder}/"):
                self.pictures[identity] = file

    def colour(self, kind: str, *holders: etree._Element | None) -> etree._Element | None:
        """The FillColor or StrokeColor (`kind`) of an object, else of its drawing parameters, else of its layer's."""
        for holder in holders:
            for element in self._with_params(holder):
                if (colour := element.find(f"{{*}}{kind}")) is not None:
                    return colour
        return None

    def _with_params(self, element: etree._Element | None) -> Iterator[etree._Element]:
        """An object and the drawing parameters that it names, those before that they build upon, each once."""
        seen: set[str] = set()
        while element is not None:
            yield element
            named = element.get("Relative" if tag(element) == "DrawParam" else "DrawParam", "")
            element = self.params.get(named) if named not in seen else None
            seen.add(named)


def is_transparent(colour: etree._Element | None) -> bool:
    """Nothing is to be seen of it, whatever lies below."""
    return colour is not None and colour.get("Alpha", "").strip() == "0"


def is_unseen(colour: etree._Element | None) -> bool:
    """Nothing is to be seen of it on white paper; shadings and patterns are seen."""
    return is_transparent(colour) or min(rgb(colour)) >= _MOST


def rgb(colour: etree._Element | None) -> tuple[int, int, int]:
    """A colour's red, green and blue, 0 to 255: of one part grey, of three themselves, of four inks (CMYK).

    Without a colour, or of a shading, things are black.
    """
    parts = _COMPONENT.findall(colour.get("Value", "")) if colour is not None else []
    values = [int(part[1:], 16) if part.startswith("#") else int(number(part, 0)) for part in parts]
    levels = [max(0, min(_MOST, value)) for value in values]
    if len(levels) == 4:
        cyan, magenta, yellow, black = levels
        return _MOST - max(cyan, black), _MOST - max(magenta, black), _MOST - max(yellow, black)
    if len(levels) in {1, 3}:
        return levels[0], levels[len(levels) // 2], levels[-1]
    return 0, 0, 0
