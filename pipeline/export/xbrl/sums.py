"""Which figures of a report stand together in a sum, as its checks found them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.checks import Report
from pipeline.checks.relations import Relation
from pipeline.checks.reports import Figure
from pipeline.checks.sums import sums
from pipeline.rules import Calculation, RuleSet


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of one report that calculation relations can express."""

    places: Mapping[int, int]
    """Fact → the place that it shares with the figures of its sums: that of the first of them in the text."""
    calculations: Sequence[Calculation]
    """The relations that these sums are held against."""
    expressed: Sequence[Relation]
    left_out: int
    """Sums that are not expressed: of hedged figures, or made in another way than the whole's other sums."""


def sums_of(report: Report, rules: RuleSet) -> Sums:
    """The sums that a report states with all their parts.

    A processor adds up whatever has the same period and dimensions. So the figures of one sum share their place, all
    others have their own, and of several ways to make one whole a report has one: that of a sum that does not hold,
    else the usual one.
    """
    found = [(relation, _way(relation, rules)) for relation in sums(report, rules)]
    ways = _chosen(found)
    groups = _Groups()
    expressed = [
        relation
        for relation, way in found
        if way == ways[way.whole] and not _hedged(relation.figures) and groups.join(relation.figures)
    ]
    used = dict.fromkeys(_way(relation, rules) for relation in expressed)
    return Sums(groups.places, tuple(used), expressed, len(found) - len(expressed))


def _way(relation: Relation, rules: RuleSet) -> Calculation:
    """The rule by which the whole was made of these parts."""
    parts = {figure.fact.concept for figure in relation.others}
    return next(
        c
        for c in rules.calculations
        if c.whole == relation.stated.fact.concept and parts.issuperset(c.parts) and parts <= {*c.parts, *c.may}
    )


def _chosen(found: Sequence[tuple[Relation, Calculation]]) -> dict[str, Calculation]:
    counts = Counter((relation.status == "inconsistent", way) for relation, way in found)
    ranked = sorted(counts, key=lambda key: (key[0], counts[key]))
    return {way.whole: way for _, way in ranked}


def _hedged(figures: Iterable[Figure]) -> bool:
    return any(figure.fact.approx or figure.fact.comparator for figure in figures)


class _Groups:
    """Figures that are joined by sums; no group holds two values of one concept in one scenario and year."""

    def __init__(self) -> None:
        self._group: dict[int, dict[int, Figure]] = {}

    @property
    def places(self) -> dict[int, int]:
        """Fact → where the first figure of its group stands."""
        return {number: min(f.fact.span.start for f in group.values()) for number, group in self._group.items()}

    def join(self, figures: Sequence[Figure]) -> bool:
        """Put figures into one group; False where two of them would contradict each other there."""
        joined: dict[int, Figure] = {}
        for figure in figures:
            joined |= self._group.get(figure.id, {figure.id: figure})
        values = {(f.fact.concept, f.fact.scenario, f.fact.period): f.value for f in joined.values()}
        if any(values[f.fact.concept, f.fact.scenario, f.fact.period] != f.value for f in joined.values()):
            return False
        self._group.update(dict.fromkeys(joined, joined))
        return True
