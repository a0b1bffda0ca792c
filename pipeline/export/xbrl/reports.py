"""One report as xBRL-JSON (OIM 1.0): every figure a fact, with its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Any

from pipeline.checks import Report
from pipeline.export.tables import Row
from pipeline.export.text import markup
from pipeline.export.xbrl.sums import Sums
from pipeline.export.xbrl.taxonomy import SCHEMA, sum_name
from pipeline.export.xbrl.vocabulary import (
    BODIES,
    CONCEPTS,
    DIMENSIONS,
    ISO4217,
    ITEM,
    NONE,
    PLACE,
    UNITS,
    Element,
    element_name,
    period_of,
    unit_of,
)
from pipeline.facts import Fact
from pipeline.rules import RuleSet

_NAMESPACES = {"xbrl": "https://xbrl.org/2021", "jihe": CONCEPTS, "unit": UNITS, "body": BODIES, "iso4217": ISO4217}
_EXACT = Context(prec=400)
_SPACE = re.compile(r"\s+")


def report_json(
    document: Row, report: Report, made: Sums, elements: Mapping[str, Element], rules: RuleSet
) -> dict[str, Any]:
    """The report of one document; `document` is its row, with `entity`.

    A fact whose concept the rules do not know (they changed since it was read) has no element and is left out.
    """
    body = f"body:{_SPACE.sub('_', markup(document['entity'])) or 'document-' + str(document['id'])}"
    facts = {}
    for number, fact in report.facts:
        element = elements.get(element_name(fact.concept, fact.measure, words=fact.value is None))
        if element is not None and _fits(fact, element):
            place = made.places.get(number, fact.span.start)
            dimensions = {"concept": f"jihe:{element.name}", "entity": body, **_dimensions(fact, element, place)}
            quote = {"jihe:quote": markup(report.text(fact.quote))}
            facts[f"f{number}"] = {**_value(fact), "dimensions": dimensions, **quote, **_page(fact)}
    sums = [f"../taxonomy/sums/{sum_name(calculation, rules)}.xsd" for calculation in made.calculations]
    return {
        "documentInfo": {
            "documentType": "https://xbrl.org/2021/xbrl-json",
            "namespaces": _NAMESPACES,
            "taxonomy": [f"../taxonomy/{SCHEMA}", *sums],
            "jihe:file": markup(document["name"]),
            "jihe:sha256": document["sha256"],
            "jihe:fiscal_year": document["fiscal_year"],
        },
        "facts": facts,
    }


def _fits(fact: Fact, element: Element) -> bool:
    """Whether the unit is one that the element's type may have."""
    if element.type == "monetary":
        return fact.unit == "CNY"
    return element.type != "pure" or fact.unit in ("%", "")


def _value(fact: Fact) -> dict[str, Any]:
    """The value, and how exactly it is meant; without `decimals` it is exact, as counts of people and things are."""
    if fact.value is None:
        return {"value": markup(fact.text)}
    value, decimals = fact.value, fact.decimals
    if fact.unit == "%":
        value, decimals = value.scaleb(-2, _EXACT), None if decimals is None else decimals + 2
    exact = decimals is None or (fact.unit not in ("CNY", "%") and decimals == 0)
    return {"value": _digits(value)} if exact else {"value": _digits(value), "decimals": decimals}


def _digits(value: Decimal) -> str:
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _dimensions(fact: Fact, element: Element, place: int) -> dict[str, str]:
    found = {"period": period_of(element, fact.period)}
    if fact.value is not None and (unit := unit_of(fact.unit)):
        found["unit"] = unit
    for dimension in DIMENSIONS:
        value = getattr(fact, dimension.name) or NONE
        if value != dimension.members[0]:
            found[f"jihe:{dimension.element}"] = f"jihe:{dimension.member(value)}"
    if fact.item:
        found[f"jihe:{ITEM}"] = markup(fact.item)
    return {**found, f"jihe:{PLACE}": str(place)}


def _page(fact: Fact) -> dict[str, int]:
    return {"jihe:page": fact.page} if fact.page else {}
