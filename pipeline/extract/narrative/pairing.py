"""Recognises two lists side by side, A、B、C分别为x、y、z: where they stand, and which concepts are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.document import Span
from pipeline.extract.mentions import Mention, accepts
from pipeline.extract.narrative.lending import with_unit_of
from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.short_names import completed
from pipeline.extract.narrative.state import State
from pipeline.language.quantity import Quantity

# How many characters the names of a list may share at their ends: …人员, …满意度, …的满意度.
_SHARED = (2, 3, 4, 5)
_CLAUSE_SIGN = re.compile(r"[，,;。:]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the list; `sign` is 0 unless a verb makes it a change, its own or the list's (增长2.3%、5.6%)."""

    q: Quantity
    sign: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the list; `concept` is the second one of a name that means two (收、支总计)."""

    mention: Mention
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The numbers behind 分别, and where it stands."""

    place: Place
    numbers: Sequence[Number]
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
        return self.numbers[0].q.unit

    @property
    def names(self) -> str:
        """The clause that holds the names."""
        return _CLAUSE_SIGN.split(self.place.text[self.start : self.at])[-1]

    def fits(self, mention: Mention) -> bool:
        """Whether the numbers can be told of a mention: by their unit, or as its rates; without one they count."""
        if not self.unit:
            return "CNY" not in mention.rule.units
        return accepts(mention.rule, self.unit) or (self.unit == "%" and mention.rule.units != ("分",))


def pairing_at(place: Place, quantities: Sequence[Quantity], state: State) -> Pairing | None:
    """The lists around 分别, if it stands before the first of several numbers of one unit.

    A list of changes behind a pairing or as many levels goes on with them: 分别减少12万元、25万元，下降2.9%、5.8%;
    受理案件120件150人，同比上升5%、8%.
    """
    match = place.words.lists.pairs.search(place.before)
    known = state.pair or state.levels_since(place.sentence.start)
    goes_on = match is None and bool(known) and place.cues.change_alone(place.before)
    if match is None and not goes_on:
        return None
    at = place.previous_end + (match.start() if match else 0)
    between = place.words.lists.paired.sub("", place.text[at : quantities[0].span.start])
    numbers = _row(place, quantities, place.cues.change(place.text[place.previous_end : at] + between))
    if len(numbers) < 2 or (goes_on and len(numbers) != len(known)):
        return None
    return Pairing(
        place=place,
        numbers=numbers,
        at=at,
        start=at if goes_on else max(place.previous_end, place.sentence.start),
        between=between,
        share=place.words.subjects.portion in between or place.cues.share(place.lead),
    )


def is_rate(place: Place, name: str) -> bool:
    """Whether a name says itself that it is a rate: 办结率, 占比."""
    return bool(place.words.rates.named.search(name[-2:]))


def names_of(pairing: Pairing) -> list[Named]:
    """The concepts named before 分别; a name may lack the word that its neighbours share (行政、事业、工勤人员)."""
    place = pairing.place
    named = [m for m in place.paragraph.mentioned(pairing.start, pairing.at) if pairing.fits(m)]
    each = list(_each(named))
    if len(each) >= len(pairing.numbers):
        return each
    lists = place.words.lists
    names = list(lists.pair_name.finditer(lists.pair_tail.sub("", pairing.names)))
    if len(names) != len(pairing.numbers) or any(is_rate(place, name.group()) for name in names[:-1]):
        return each
    last = names[-1].group()
    behind = [lists.pair_probe, *(last[-count:] for count in _SHARED if count < len(last))]
    offset = pairing.at - len(pairing.names)
    spans = [Span(offset + name.start(), offset + name.end()) for name in names]
    known = [completed(place.text, span, place.rules, behind=behind, fits=pairing.fits) for span in spans]
    found = [Named(mention) for mention in known if mention is not None]
    return found if len(found) == len(names) else each


def _each(named: Sequence[Mention]) -> Iterator[Named]:
    """The names, and behind each the other concept that it means."""
    for mention in named:
        yield Named(mention)
        yield from (Named(mention, concept) for shape, concept in mention.rule.also if shape.search(mention.text))


def _row(place: Place, quantities: Sequence[Quantity], sign: int) -> list[Number]:
    """The numbers of one unit that follow each other with nothing but 、 or 和 between, or a verb where they change.

    Numbers without a unit have that of the last (1.2、3.4万元).
    """
    row = [Number(quantities[0], sign)]
    unit = "" if quantities[0].kind == "bare" else quantities[0].unit
    for q in quantities[1:]:
        gap = place.text[row[-1].q.span.end : q.span.start]
        own = place.cues.change(gap) if sign else 0
        changes = own and place.cues.pair_gap_of_changes(gap) and not _CLAUSE_SIGN.match(gap)
        listed = changes or place.cues.pair_gap(gap)
        if not listed or (unit and q.unit != unit):
            break
        unit = unit or (q.unit if q.kind != "bare" else "")
        row.append(Number(q, own or row[-1].sign))
    lender = row[-1].q
    return [Number(with_unit_of(number.q, lender, place.rules), number.sign) for number in row]
