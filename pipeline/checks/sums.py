"""Parts against a stated whole, by the sums that hold in every sound report (rules/calculations.yaml)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice, product

from pipeline.checks.relations import Relation, Sum
from pipeline.checks.reports import Figure, Report
from pipeline.facts import Scenario
from pipeline.rules import Calculation, RuleSet

_Place = tuple[str, int, int]
_Levels = dict[str, list[Figure]]
_TRIED = 256


def sums(report: Report, rules: RuleSet) -> Iterator[Relation]:
    """Every whole with its parts: within a column, a row or a paragraph, else over the whole report."""
    for whole in dict.fromkeys(calculation.whole for calculation in rules.calculations):
        calculations = [calculation for calculation in rules.calculations if calculation.whole == whole]
        concepts = frozenset().union(*(calculation.concepts for calculation in calculations))
        for levels in _contexts(report, concepts):
            yield from _of_context(report, whole, calculations, levels)


def _contexts(report: Report, concepts: frozenset[str]) -> Iterable[_Levels]:
    """The levels of one scenario and year after the other."""
    found: defaultdict[tuple[Scenario, int], _Levels] = defaultdict(dict)
    for figure in report.figures:
        fact = figure.fact
        if fact.concept in concepts and fact.measure == "value" and not fact.item and not fact.comparator:
            found[fact.scenario, fact.period].setdefault(fact.concept, []).append(figure)
    return found.values()


def _of_context(report: Report, whole: str, calculations: Sequence[Calculation], levels: _Levels) -> Iterator[Relation]:
    done: set[Figure] = set()
    for place in _PLACES:
        for near in _together(levels, place):
            if found := _best(report, calculations, near):
                if found.stated not in done:
                    yield found
                done.update(near[whole])
    if done.isdisjoint(levels.get(whole, ())) and (found := _best(report, calculations, levels)):
        single = all(len({figure.value for figure in levels[f.fact.concept]}) == 1 for f in found.figures)
        if single or found.status != "inconsistent":
            yield found


def _in_column(figure: Figure) -> _Place | None:
    return ("column", figure.fact.block, figure.col) if figure.col is not None else None


def _in_row(figure: Figure) -> _Place | None:
    return ("row", figure.fact.block, figure.row) if figure.row is not None else None


def _in_paragraph(figure: Figure) -> _Place | None:
    return None if figure.in_table else ("paragraph", figure.fact.block, 0)


_PLACES: Sequence[Callable[[Figure], _Place | None]] = (_in_column, _in_row, _in_paragraph)


def _together(levels: _Levels, place: Callable[[Figure], _Place | None]) -> Iterable[_Levels]:
    """The figures that stand together, place by place."""
    found: defaultdict[_Place, _Levels] = defaultdict(dict)
    for concept, figures in levels.items():
        for figure in figures:
            if (where := place(figure)) is not None:
                found[where].setdefault(concept, []).append(figure)
    return found.values()


def _best(
    report: Report, calculations: Sequence[Calculation], levels: Mapping[str, Sequence[Figure]]
) -> Relation | None:
    """The way of adding up that holds, else the one that comes nearest; None where parts may not have been read."""
    ways = [way for c in calculations for way in islice(_ways(c, levels), _TRIED)]
    if not ways:
        return None
    best = min(ways, key=lambda way: (_RANK[way.status], abs(way.computed - way.stated.value)))
    if best.status != "inconsistent":
        return best
    if best.stated.counted and report.makes(best.stated.value, best.figures):
        return None  # 1,894人，其中局本级187人(在职139人…)、环卫处1,707人: other parts are the whole
    missing = best.stated.value - best.computed
    beside = any(c.unless is not None and c.unless.search(report.document.text) for c in calculations)
    return None if missing > 0 and (beside or report.prints(missing, best.figures)) else best


_RANK = {"consistent": 0, "rounding": 1, "inconsistent": 2}


def _ways(calculation: Calculation, levels: Mapping[str, Sequence[Figure]]) -> Iterator[Sum]:
    if calculation.whole not in levels or not all(part in levels for part in calculation.parts):
        return
    beside = [part for part in calculation.may if part in levels]
    more = chain.from_iterable(combinations(beside, count) for count in range(len(beside) + 1))
    for extra in more:
        parts = [levels[part] for part in (*calculation.parts, *extra)]
        for whole, *terms in product(levels[calculation.whole], *parts):
            yield Sum("sum-of-parts", "sum", whole, tuple((figure, 1) for figure in terms))
