"""How sure OCR was of the figures of scanned pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.document import Document
from pipeline.facts import Fact

_DIGITS = re.compile(r"\d[\d.]*")


def recognised(document: Document, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts with the recogniser's confidence; of a number that stands on its page several times, the least."""
    sure: dict[tuple[int, str], float] = {}
    for number in document.recognised:
        key = (number.page, _digits(number.text))
        sure[key] = min(number.confidence, sure.get(key, 1.0))
    return tuple(_with_confidence(document, fact, sure) for fact in facts) if sure else tuple(facts)


def _with_confidence(document: Document, fact: Fact, sure: dict[tuple[int, str], float]) -> Fact:
    found = _DIGITS.search(_plain(document.quote(fact.span)))
    return replace(fact, confidence=sure.get((fact.page or 0, found.group()))) if found else fact


def _digits(text: str) -> str:
    return _plain(text).rstrip("%‰")


def _plain(text: str) -> str:
    return text.replace(",", "").replace("，", "")
