"""Figures that can be read in two ways are judged by what else the report states: its own sums, the same figure again.

实有58人，其中在职38人，退休20人: 58 is no figure of 在职, since it is the sum of both. A table that tells no unit is in
元 where the text states its figures so. What the words favour stands unless another reading fits the rest of the
report better; how it was decided is kept in the figure's note. No figure is made or altered to balance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, islice, product

from pipeline.extract.reading import Reading, exact
from pipeline.facts import Scenario
from pipeline.intervals import Interval, printed, total
from pipeline.rules import Calculation, RuleSet

_When = tuple[Scenario, int]
"""Scenario and fiscal year: figures that are added up have them in common."""

_Levels = dict[_When, dict[str, list[Interval]]]
"""What a report states of each concept."""

# How many ways of adding up are tried; a report that states so many figures of one concept decides nothing.
_TRIED = 64


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a reading fits the rest of the report."""

    agrees: tuple[str, ...] = ()
    """Figures stated again and sums that hold, in words."""
    against: int = 0
    """How many do not."""

    @property
    def score(self) -> int:
        return len(self.agrees) - self.against


def judge(readings: Sequence[Reading], rules: RuleSet) -> list[Reading]:
    """The readings in their order, none with `others` any more."""
    choices: defaultdict[str, list[int]] = defaultdict(list)
    for index, reading in enumerate(readings):
        if reading.others:
            choices[reading.choice or str(index)].append(index)
    decided = list(readings)
    certain = _levels(reading for reading in readings if not reading.others) if choices else {}
    for indices in choices.values():
        settled = _settled([readings[index] for index in indices], certain, rules)
        for index, reading in zip(indices, settled, strict=True):
            decided[index] = reading
    return decided


def _settled(doubtful: Sequence[Reading], certain: _Levels, rules: RuleSet) -> list[Reading]:
    """The readings of one choice: all as the words favour, or all in the other way that fits best."""
    ways = [doubtful, *zip(*(reading.others for reading in doubtful), strict=True)]
    fits = [_fit(way, certain, rules) for way in ways]
    best = max(range(len(ways)), key=lambda way: (bool(fits[way].agrees), fits[way].score, -way))
    if fits[best].score <= fits[0].score:
        best = 0
    note = _note(fits[best], decided=best > 0)
    return [replace(reading, others=(), choice="", note=note or reading.note) for reading in ways[best]]


def _note(fit: _Fit, *, decided: bool) -> str:
    """How it was decided; empty where nothing spoke for or against what the words favour."""
    reasons = "; ".join(dict.fromkeys(fit.agrees))
    if decided:
        return f"decided by {reasons}"
    if fit.agrees:
        return f"confirmed by {reasons}"
    return "doubtful: it fits no other figure of the report" if fit.against else ""


def _fit(way: Sequence[Reading], certain: _Levels, rules: RuleSet) -> _Fit:
    agrees: list[str] = []
    against = 0
    for when, own in _levels(way).items():
        stated = certain.get(when, {})
        for concept in filter(stated.__contains__, own):  # in order: the note says it in the same words in every run
            again = [any(value.meets(other) for other in stated[concept]) for value in own[concept]]
            agrees += [f"{concept} stated again"] * again.count(True)
            against += again.count(False)
        known = {concept: own.get(concept, stated.get(concept, [])) for concept in own.keys() | stated.keys()}
        held, broken = _sums(known, own.keys(), rules.calculations)
        agrees += held
        against += broken
    return _Fit(tuple(agrees), against)


def _levels(readings: Iterable[Reading]) -> _Levels:
    """The levels that readings state, without those of single items."""
    found: _Levels = {}
    for r in readings:
        if r.measure != "value" or r.value is None or r.item:
            continue
        value = printed(exact(r.value), r.decimals, r.approx, counted=r.unit not in ("CNY", "%"))
        found.setdefault((r.scenario, r.period), {}).setdefault(r.concept, []).append(value)
    return found


def _sums(
    known: dict[str, list[Interval]], own: Iterable[str], calculations: Sequence[Calculation]
) -> tuple[list[str], int]:
    """(sums with one of `own` in them that hold, how many wholes no sum of theirs reaches)."""
    tried: defaultdict[str, list[str]] = defaultdict(list)
    for calculation in calculations:
        if not calculation.concepts.isdisjoint(own) and known.keys() >= {calculation.whole, *calculation.parts}:
            tried[calculation.whole].append(_holding(calculation, known))
    held = ["; ".join(filter(None, sums)) for sums in tried.values()]
    return [words for words in held if words], held.count("")


def _holding(calculation: Calculation, known: dict[str, list[Interval]]) -> str:
    """The sum, in words, if figures stated of its concepts make it hold; else empty."""
    for parts in _partitions(calculation, known):
        figures = product(known[calculation.whole], *(_alone_and_together(known[part]) for part in parts))
        if any(whole.meets(total(values)) for whole, *values in islice(figures, _TRIED)):
            return f"{calculation.whole} = {' + '.join(parts)}"
    return ""


def _alone_and_together(values: list[Interval]) -> list[Interval]:
    """参公人员5人，事业人员85人: one concept may be told in several parts."""
    return [*values, total(values)] if len(values) > 1 else values


def _partitions(calculation: Calculation, known: dict[str, list[Interval]]) -> Iterator[tuple[str, ...]]:
    """The parts, alone and with any of those that may stand beside them."""
    beside = [part for part in calculation.may if part in known]
    more = chain.from_iterable(combinations(beside, count) for count in range(len(beside) + 1))
    return ((*calculation.parts, *extra) for extra in more)
