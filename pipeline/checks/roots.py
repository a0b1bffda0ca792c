"""Which figure is at fault: several contradictions with one figure in common have one cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.checks.relations import Relation
from pipeline.checks.reports import Figure
from pipeline.checks.slips import Slip, slip

# How much a usual slip speaks against a figure, beside one contradiction more or less.
_SLIPPED = {"unit": 3, "exchanged": 2, "digit": 1}
# Last year's figure is told by last year's report, and what passes a limit is told by the limit: other figures that
# fit the stated one were computed from it.
_ONE_SIDED = ("cross_year", "limit")
_TOLD_AGAIN = 10


@dataclass(frozen=True, slots=True)
class Cause:
    """A figure at fault with what it contradicts, the most telling contradiction first."""

    figure: Figure
    relations: tuple[Relation, ...]
    slip: Slip | None


def causes(relations: Sequence[Relation], printed: Callable[[Figure], str]) -> Iterator[Cause]:
    """The fewest figures that explain every contradiction. `printed`: a figure's words in its report."""
    broken = [relation for relation in relations if relation.status == "inconsistent"]
    trusted = _count(relation for relation in relations if relation.status != "inconsistent")
    while broken:
        suspects = {figure for relation in broken for figure in relation.figures}
        worst = max(suspects, key=lambda figure: (*_suspicion(figure, broken, trusted, printed), -figure.id))
        mine = [relation for relation in broken if worst in relation.figures]
        mine.sort(key=lambda relation: (relation.stated != worst, len(relation.figures)))
        yield Cause(worst, tuple(mine), _slip(worst, mine, printed))
        broken = [relation for relation in broken if worst not in relation.figures]


def _count(relations: Iterable[Relation]) -> dict[Figure, int]:
    found: defaultdict[Figure, int] = defaultdict(int)
    for relation in relations:
        for figure in relation.figures:
            found[figure] += 1
    return found


def _suspicion(
    figure: Figure, broken: Sequence[Relation], trusted: dict[Figure, int], printed: Callable[[Figure], str]
) -> tuple[int, int]:
    mine = [relation for relation in broken if figure in relation.figures]
    slipped = _slip(figure, mine, printed)
    told_wrongly = any(relation.kind in _ONE_SIDED and relation.stated == figure for relation in mine)
    score = 2 * len(mine) - 2 * trusted.get(figure, 0) + (_SLIPPED[slipped] if slipped else 0)
    return score + _TOLD_AGAIN * told_wrongly, sum(relation.stated == figure for relation in mine)


def _slip(figure: Figure, relations: Sequence[Relation], printed: Callable[[Figure], str]) -> Slip | None:
    words = printed(figure)
    needed = (relation.needed(figure) for relation in relations)
    slips = [found for value in needed if value is not None and (found := slip(figure, words, value))]
    return max(slips, key=_SLIPPED.__getitem__, default=None)
