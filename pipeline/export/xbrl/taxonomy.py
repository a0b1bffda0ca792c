"""The taxonomy: a schema of our concepts, their labels, their dimensions, and one entry point for each sum.

A sum has an entry point of its own (`sums/…`), since a report names those that it can be held against: Calculations
1.1 adds up what is there, and would call every sum wrong of which a report states only some parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.export.xbrl import linkbases
from pipeline.export.xbrl.linkbases import Arc, Link, linkbase
from pipeline.export.xbrl.vocabulary import CONCEPTS, DIMENSIONS, ITEM, NONE, PLACE, Dimension, Element, elements
from pipeline.rules import Calculation, RuleSet

Labels = Mapping[tuple[str, str], Mapping[str, Any]]

SCHEMA = "jihe.xsd"
_XS, _XBRLI = "http://www.w3.org/2001/XMLSchema", "http://www.xbrl.org/2003/instance"
_XBRLDT, _LINK = "http://xbrl.org/2005/xbrldt", "http://www.xbrl.org/2003/linkbase"
_XLINK, _CALCULATION = "http://www.w3.org/1999/xlink", "https://xbrl.org/2023/calculation-1.1"
_SPACES = {"xs": _XS, "xbrli": _XBRLI, "xbrldt": _XBRLDT, "link": _LINK, "xlink": _XLINK, "jihe": CONCEPTS}
_IMPORTS = {
    _XBRLI: "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    _XBRLDT: "http://www.xbrl.org/2005/xbrldt-2005.xsd",
    _CALCULATION: "https://www.xbrl.org/2023/calculation-1.1.xsd",
}
_SUM = "https://xbrl.org/2023/arcrole/summation-item"
_DIM = "http://xbrl.org/int/dim/arcrole/"
_FIGURES, _ITEMS = "urn:jihe:role:figures", "urn:jihe:role:items"
_ROOT, _CUBES = "figures", {_FIGURES: "cube.figures", _ITEMS: "cube.items"}


def sum_name(calculation: Calculation, rules: RuleSet) -> str:
    """What a sum is called: its whole, and which of the ways to make it.

    Its entry point is `sums/NAME.xsd`, its role `urn:jihe:role:sum:NAME`.
    """
    ways = [other for other in rules.calculations if other.whole == calculation.whole]
    return f"{calculation.whole}-{ways.index(calculation) + 1}"


def write_taxonomy(folder: Path, rules: RuleSet, labels: Labels) -> None:
    """Write the schema and its linkbases into a folder."""
    found = list(elements(rules, labels))
    (folder / "sums").mkdir(parents=True)
    _save(folder / SCHEMA, _schema(found))
    for language in ("zh", "en"):
        words = {element.name: element.labels[language] for element in found} | _words(language, labels)
        _save(folder / f"labels-{language}.xml", linkbases.labels(f"{SCHEMA}#", language, words))
    _save(folder / "dimensions.xml", _dimensions(found))
    for calculation in rules.calculations:
        name = sum_name(calculation, rules)
        _save(folder / "sums" / f"{name}.xsd", _entry_point(name))
        _save(folder / "sums" / f"{name}.xml", _calculation(name, calculation))


def _save(path: Path, root: etree._Element) -> None:
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _schema(found: list[Element]) -> etree._Element:
    root = _empty_schema(CONCEPTS)
    notes = etree.SubElement(etree.SubElement(root, _xs("annotation")), _xs("appinfo"))
    for role, words in ((_FIGURES, "Figures"), (_ITEMS, "Figures about an item")):
        _role(notes, role, words, "definition")
    for name, role in (("labels-zh.xml", "label"), ("labels-en.xml", "label"), ("dimensions.xml", "definition")):
        _refer(notes, name, role)
    for space, place in _IMPORTS.items():
        etree.SubElement(root, _xs("import"), namespace=space, schemaLocation=place)
    for element in found:
        _declare(root, element.name, f"xbrli:{element.type}ItemType", "xbrli:item", element.period)
    for name in (_ROOT, *_members()):
        _declare(root, name, "xbrli:stringItemType", "xbrli:item", abstract=True)
    for cube in _CUBES.values():
        _declare(root, cube, "xbrli:stringItemType", "xbrldt:hypercubeItem", abstract=True)
    for dimension in DIMENSIONS:
        _declare(root, dimension.element, "xbrli:stringItemType", "xbrldt:dimensionItem", abstract=True)
    for name in (ITEM, PLACE):
        made = _declare(root, name, "xbrli:stringItemType", "xbrldt:dimensionItem", abstract=True)
        made.set(f"{{{_XBRLDT}}}typedDomainRef", f"#{name}.value")
        etree.SubElement(root, _xs("element"), name=f"{name}.value", id=f"{name}.value", type="xs:string")
    return root


def _empty_schema(space: str) -> etree._Element:
    root = etree.Element(_xs("schema"), nsmap=_SPACES, targetNamespace=space)
    root.set("elementFormDefault", "qualified")
    return root


def _declare(
    root: etree._Element, name: str, kind: str, group: str, period: str = "duration", *, abstract: bool = False
) -> etree._Element:
    made = etree.SubElement(root, _xs("element"), name=name, id=name, type=kind, substitutionGroup=group)
    made.set("nillable", "true")
    made.set(f"{{{_XBRLI}}}periodType", period)
    if abstract:
        made.set("abstract", "true")
    return made


def _role(notes: etree._Element, role: str, words: str, used: str) -> None:
    made = etree.SubElement(notes, f"{{{_LINK}}}roleType", roleURI=role, id=_role_id(role))
    etree.SubElement(made, f"{{{_LINK}}}definition").text = words
    etree.SubElement(made, f"{{{_LINK}}}usedOn").text = f"link:{used}Link"


def _sum_role(name: str) -> str:
    return f"urn:jihe:role:sum:{name}"


def _role_id(role: str) -> str:
    return "role." + role.rsplit(":", 1)[-1]


def _refer(notes: etree._Element, place: str, kind: str) -> None:
    made = etree.SubElement(notes, f"{{{_LINK}}}linkbaseRef")
    attributes = {
        "type": "simple",
        "href": place,
        "role": f"http://www.xbrl.org/2003/role/{kind}LinkbaseRef",
        "arcrole": "http://www.w3.org/1999/xlink/properties/linkbase",
    }
    for name, value in attributes.items():
        made.set(f"{{{_XLINK}}}{name}", value)


def _entry_point(name: str) -> etree._Element:
    """A schema that holds nothing but one sum."""
    root = _empty_schema(f"urn:jihe:sum:{name}")
    notes = etree.SubElement(etree.SubElement(root, _xs("annotation")), _xs("appinfo"))
    _role(notes, _sum_role(name), f"Sum: {name}", "calculation")
    _refer(notes, f"{name}.xml", "calculation")
    etree.SubElement(root, _xs("import"), namespace=CONCEPTS, schemaLocation=f"../{SCHEMA}")
    return root


def _calculation(name: str, calculation: Calculation) -> etree._Element:
    arcs = [Arc(_SUM, calculation.whole, part, weight="1") for part in (*calculation.parts, *calculation.may)]
    link = Link("calculation", _sum_role(name), f"{name}.xsd#{_role_id(_sum_role(name))}", tuple(arcs))
    return linkbase([link], f"../{SCHEMA}#", arcroles={_SUM: f"{_IMPORTS[_CALCULATION]}#summation-item"})


def _dimensions(found: list[Element]) -> etree._Element:
    links = [
        Link("definition", _FIGURES, f"{SCHEMA}#{_role_id(_FIGURES)}", (*_cube(found, _FIGURES), *_domains())),
        Link("definition", _ITEMS, f"{SCHEMA}#{_role_id(_ITEMS)}", tuple(_cube(found, _ITEMS))),
    ]
    arcroles = {f"{_DIM}{name}": f"{_IMPORTS[_XBRLDT]}#{name}" for name in _ARCROLES}
    return linkbase(links, f"{SCHEMA}#", arcroles=arcroles)


_ARCROLES = ("all", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default")


def _cube(found: list[Element], role: str) -> Iterator[Arc]:
    """Every figure has these dimensions, and no others."""
    cube = _CUBES[role]
    yield Arc(f"{_DIM}all", _ROOT, cube, more={"contextElement": "scenario", "closed": "true"})
    for element in found:
        yield Arc(f"{_DIM}domain-member", _ROOT, element.name)
    for dimension in DIMENSIONS:
        more = {} if role == _FIGURES else {"targetRole": _FIGURES}
        yield Arc(f"{_DIM}hypercube-dimension", cube, dimension.element, more=more)
    for name in (PLACE, ITEM) if role == _ITEMS else (PLACE,):
        yield Arc(f"{_DIM}hypercube-dimension", cube, name)


def _domains() -> Iterator[Arc]:
    for dimension in DIMENSIONS:
        domain = _domain(dimension)
        yield Arc(f"{_DIM}dimension-domain", dimension.element, domain, more={"usable": "false"})
        for member in dimension.members:
            yield Arc(f"{_DIM}domain-member", domain, dimension.member(member))
        yield Arc(f"{_DIM}dimension-default", dimension.element, dimension.member(dimension.members[0]))


def _domain(dimension: Dimension) -> str:
    return f"domain.{dimension.name}"


def _members() -> Iterator[str]:
    for dimension in DIMENSIONS:
        yield _domain(dimension)
        yield from (dimension.member(member) for member in dimension.members)


def _words(language: str, labels: Labels) -> dict[str, str]:
    """What dimensions and members are called."""
    own = linkbases.words(language)
    found = {name: own[name] for name in (_ROOT, *_CUBES.values(), ITEM, PLACE)}
    for dimension in DIMENSIONS:
        found[dimension.element] = found[_domain(dimension)] = own[dimension.element]
        for member in dimension.members:
            label = labels.get((dimension.name, member))
            found[dimension.member(member)] = own[NONE] if member == NONE else str(label[language]) if label else member
    return found


def _xs(name: str) -> str:
    return f"{{{_XS}}}{name}"
