"""A row of an indicator table told in a sentence: 免疫密度，年初目标值≥90%，实际完成值≥92%，自评得分20分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.document import Span
from pipeline.extract.narrative.place import Paragraph, Place, place_of
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import Subject, When, demanded, level
from pipeline.extract.reading import Reading
from pipeline.language.quantity import Quantity

_PARTS = re.compile("[;；]")
_LABELS = ("target", "actual", "full", "score")


def read_indicator_rows(
    paragraph: Paragraph, sentence: Span, quantities: Sequence[Quantity], state: State
) -> list[Reading]:
    """The figures of a sentence of such rows, parted by semicolons; none if one of its parts is no row.

    A row is a name without numbers, then at least a labelled target and a labelled result.
    """
    found: list[Reading] = []
    start = sentence.start
    for part in _PARTS.split(paragraph.text[sentence.start : sentence.end]):
        where = Span(start, start + len(part))
        start = where.end + 1
        inside = [q for q in quantities if where.start <= q.span.start < where.end]
        row = list(_row(paragraph, where, inside, state))
        if inside and not row:
            return []
        found += row
    return found


def _row(paragraph: Paragraph, part: Span, quantities: Sequence[Quantity], state: State) -> Iterator[Reading]:
    words = paragraph.lexicon.cues.words.indicator_row
    first = words.target.search(paragraph.text, part.start, part.end)
    if first is None or not words.actual.search(paragraph.text, first.end(), part.end):
        return
    name = _name(paragraph, Span(part.start, first.start()))
    if not name or any(q.span.start < first.start() for q in quantities):
        return
    previous = part.start
    for q in quantities:
        place = place_of(paragraph, q, part, previous)
        previous = q.span.end
        if reading := _labelled(place, state, name):
            yield reading


def _name(paragraph: Paragraph, before: Span) -> str:
    """What stands before the first label, in its clause or the one before, without its list number."""
    words = paragraph.text[before.start : before.end].rstrip("，,:、")
    prefix = paragraph.lexicon.rules.tables.rows.prefix
    return paragraph.lexicon.items.name(prefix.sub("", re.split("[，,;。]", words)[-1]))


def _labelled(place: Place, state: State, name: str) -> Reading | None:
    words, q, year = place.words.indicator_row, place.q, place.setting.year
    ends = {label: max((m.end() for m in getattr(words, label).finditer(place.lead)), default=0) for label in _LABELS}
    label = max(_LABELS, key=ends.__getitem__) if any(ends.values()) else ""
    if label in ("full", "score") and q.unit in ("分", ""):
        at = When("target" if label == "full" else "actual", year)
        return level(place, state, Subject("indicator.score", "indicator-row", name), at, "分")
    if label in ("target", "actual") and (q.unit or q.kind != "bare"):
        at = When("target" if label == "target" else "actual", year)
        return level(
            place, state, Subject("indicator", "indicator-row", name), at, q.unit, comparator=demanded(place, at)
        )
    return None
