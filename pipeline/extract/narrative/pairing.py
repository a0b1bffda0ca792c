"""Recognises two lists side by side, A、B、C分别为x、y、z: where they stand, and which concepts are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Span
from pipeline.extract.mentions import Mention, accepts
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.short_names import completed
from pipeline.language.quantity import Quantity

_CLAUSE_SIGN = re.compile(r"[，,;。:]")


@dataclass(frozen=True, slots=True)
class Pairing:
    """The numbers behind 分别, and where it stands."""

    place: Place
    numbers: Sequence[Quantity]
    at: int
    """Where 分别 begins: the names end there."""
    start: int
    """Where the names may begin."""
    between: str
    """What stands between 分别 and the first number, without 分别为 itself."""
    share: bool
    """分别占: the numbers are shares."""

    @property
    def unit(self) -> str:
        return self.numbers[0].unit

    @property
    def names(self) -> str:
        """The clause that holds the names."""
        return _CLAUSE_SIGN.split(self.place.text[self.start : self.at])[-1]

    def fits(self, mention: Mention) -> bool:
        """Whether the numbers can be told of a mention: by their unit, or as its rates."""
        return accepts(mention.rule, self.unit) or (self.unit == "%" and mention.rule.units != ("分",))


def pairing_at(place: Place, quantities: Sequence[Quantity]) -> Pairing | None:
    """The lists around 分别, if it stands before the first of several numbers of one unit."""
    match = place.words.lists.pairs.search(place.before)
    numbers = _row(place, quantities) if match else []
    if match is None or len(numbers) < 2:
        return None
    at = place.previous_end + match.start()
    words = place.text[at : numbers[0].span.start]
    return Pairing(
        place=place,
        numbers=numbers,
        at=at,
        start=max(place.previous_end, place.sentence.start),
        between=place.words.lists.paired.sub("", words),
        share=place.words.subjects.portion in words or place.cues.share(place.lead),
    )


def names_of(pairing: Pairing) -> list[Mention]:
    """The concepts named before 分别; a name may lack the word that its neighbours share (行政、事业、工勤人员)."""
    place = pairing.place
    named = [m for m in place.paragraph.mentioned(pairing.start, pairing.at) if pairing.fits(m)]
    if len(named) >= len(pairing.numbers):
        return named
    lists = place.words.lists
    names = list(lists.pair_name.finditer(lists.pair_tail.sub("", pairing.names)))
    if len(names) != len(pairing.numbers):
        return named
    behind = [lists.pair_probe, names[-1].group()[-2:]]
    offset = pairing.at - len(pairing.names)
    spans = [Span(offset + name.start(), offset + name.end()) for name in names]
    known = [completed(place.text, span, place.rules, behind=behind, fits=pairing.fits) for span in spans]
    found = [mention for mention in known if mention is not None]
    return found if len(found) == len(names) else named


def _row(place: Place, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The numbers of one unit that follow each other with nothing but 、 or 和 between."""
    row = [quantities[0]]
    for q in quantities[1:]:
        if q.unit != row[0].unit or not place.cues.pair_gap(place.text[row[-1].span.end : q.span.start]):
            break
        row.append(q)
    return row
