"""The same report in two formats: which of a body's documents state the same figures, and which of them stands for all.

A report's .docx and its .pdf differ in bytes, and a scan in a few characters; their figures are the same. Two reports
of one body and year (整体支出, 决算) share some figures, never nearly all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

_ALIKE = 0.85
# Of fewer figures two reports may share nearly all by chance.
_FEWEST = 8
# Formats by how surely their words and tables are those that were written.
_SOUND = ("docx", "html", "mhtml", "xlsx", "xls", "doc", "wps", "rtf", "txt", "ofd", "pdf")

Figures = AbstractSet[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """A document and what it states."""

    id: int
    name: str
    format: str
    figures: Figures


def twins(documents: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """(twin, the document that stands for it) among documents of one body, year and type.

    The one with the most figures stands for the others, among equals the sounder format, then the lower id; what was
    made from another (report.pdf.txt) never does.
    """
    names = {document.name for document in documents}
    made = {document.id for document in documents if any(document.name.startswith(f"{name}.") for name in names)}
    ranked = sorted(documents, key=lambda d: (d.id in made, -len(d.figures), _rank(d.format), d.id))
    kept: list[Told] = []
    for document in ranked:
        primary = next((other for other in kept if _alike(document.figures, other.figures)), None)
        if primary is None:
            kept.append(document)
        else:
            yield document.id, primary.id


def figures_of(facts: Sequence[Mapping[str, object]]) -> Figures:
    """What a document states, without the words by which it names an item: a scan may have them otherwise."""
    names = ("concept", "measure", "scenario", "period", "decimal", "unit")
    return {tuple(str(fact[name]) for name in names) for fact in facts if fact["decimal"] is not None}


def _alike(one: Figures, other: Figures) -> bool:
    return min(len(one), len(other)) >= _FEWEST and len(one & other) >= _ALIKE * max(len(one), len(other))


def _rank(name: str) -> int:
    return _SOUND.index(name) if name in _SOUND else len(_SOUND)
