"""XBRL linkbases: labels, and arcs between concepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml
from lxml import etree

_LINK, _XLINK = "http://www.xbrl.org/2003/linkbase", "http://www.w3.org/1999/xlink"
_XBRLDT, _XML = "http://xbrl.org/2005/xbrldt", "http://www.w3.org/XML/1998/namespace"
_ROLE, _CONCEPT_LABEL = "http://www.xbrl.org/2003/role/", "http://www.xbrl.org/2003/arcrole/concept-label"


@dataclass(frozen=True, slots=True)
class Arc:
    """A relation from one element to another."""

    arcrole: str
    source: str
    target: str
    weight: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """The relations of one role; `declared` is where the role is."""

    kind: str
    role: str
    declared: str
    arcs: Sequence[Arc]


def linkbase(links: Iterable[Link], schema: str, *, arcroles: Mapping[str, str]) -> etree._Element:
    """A linkbase of relations between elements of `schema` (a path that ends in #).

    `arcroles`: arcrole → where it is declared.
    """
    links = list(links)
    root = etree.Element(_link("linkbase"), nsmap={"link": _LINK, "xlink": _XLINK, "xbrldt": _XBRLDT})
    for link in links:
        made = _simple(root, "roleRef", link.declared)
        made.set("roleURI", link.role)
    for arcrole, declared in arcroles.items():
        _simple(root, "arcroleRef", declared).set("arcroleURI", arcrole)
    for link in links:
        _extended(root, link, schema)
    return root


def labels(schema: str, language: str, words: Mapping[str, str]) -> etree._Element:
    """A linkbase with the words of elements of `schema` in one language."""
    root = etree.Element(_link("linkbase"), nsmap={"link": _LINK, "xlink": _XLINK})
    link = etree.SubElement(root, _link("labelLink"))
    _set(link, type="extended", role=f"{_ROLE}link")
    for name, word in words.items():
        _locate(link, schema, name)
        arc = etree.SubElement(link, _link("labelArc"))
        _set(arc, **{"type": "arc", "arcrole": _CONCEPT_LABEL, "from": name, "to": f"{name}.label"})
        made = etree.SubElement(link, _link("label"))
        _set(made, type="resource", label=f"{name}.label", role=f"{_ROLE}label")
        made.set(f"{{{_XML}}}lang", language)
        made.text = word
    return root


@cache
def words(language: str) -> dict[str, str]:
    """What the taxonomy's own elements are called."""
    spoken = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text("utf-8"))
    return {name: str(word[language]) for name, word in spoken.items()}


def _extended(root: etree._Element, link: Link, schema: str) -> None:
    made = etree.SubElement(root, _link(f"{link.kind}Link"))
    _set(made, type="extended", role=link.role)
    for name in dict.fromkeys(name for arc in link.arcs for name in (arc.source, arc.target)):
        _locate(made, schema, name)
    for order, arc in enumerate(link.arcs, 1):
        drawn = etree.SubElement(made, _link(f"{link.kind}Arc"), order=str(order))
        _set(drawn, **{"type": "arc", "arcrole": arc.arcrole, "from": arc.source, "to": arc.target})
        if arc.weight:
            drawn.set("weight", arc.weight)
        for name, value in arc.more.items():
            drawn.set(f"{{{_XBRLDT}}}{name}", value)


def _locate(link: etree._Element, schema: str, name: str) -> None:
    _set(etree.SubElement(link, _link("loc")), type="locator", href=f"{schema}{name}", label=name)


def _simple(root: etree._Element, name: str, place: str) -> etree._Element:
    made = etree.SubElement(root, _link(name))
    _set(made, type="simple", href=place)
    return made


def _set(element: etree._Element, **attributes: str) -> None:
    for name, value in attributes.items():
        element.set(f"{{{_XLINK}}}{name}", value)


def _link(name: str) -> str:
    return f"{{{_LINK}}}{name}"
