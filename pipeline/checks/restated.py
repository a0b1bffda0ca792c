"""The same figure stated twice with different values: in text, in tables, in both.

Figures of one name may still be of different scope (the bureau alone, the bureau with its subordinates; all money, the
appropriation only). So two values contradict each other only where one is a clerk's slip for the other: digits
exchanged, one digit wrong, 元 for 万元.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pipeline.checks.items import akin, one_thing
from pipeline.checks.relations import Relation, Same
from pipeline.checks.reports import Figure, Report
from pipeline.checks.slips import is_slip, slip
from pipeline.language.squeeze import squeeze
from pipeline.rules import RuleSet

_Key = tuple[str, str, str, int, str]
_ITEMS = ("activity.", "indicator")


def restated(report: Report, rules: RuleSet) -> Iterator[Relation]:
    """Pairs of figures that say the same thing."""
    groups: defaultdict[_Key, list[Figure]] = defaultdict(list)
    for figure in report.figures:
        fact = figure.fact
        if fact.measure in ("value", "completion_rate") and not fact.comparator:
            groups[fact.concept, fact.measure, fact.scenario, fact.period, fact.item].append(figure)
    for figures in groups.values():
        yield from _within(report, figures, rules.checks.words.scopes)
    yield from _exchanged(groups)
    yield from _items(report)


def _scope(report: Report, figure: Figure, words: re.Pattern[str]) -> frozenset[str]:
    """Words that narrow what a figure is of: 总计 holds carry-over, 财政拨款 is a part of all money."""
    told = figure.quote + "".join(report.block(figure).section[-1:])
    return frozenset(match.group() for match in words.finditer(squeeze(told).text))


def _exchanged(groups: Mapping[_Key, Sequence[Figure]]) -> Iterator[Relation]:
    """购置费 17.98 and 运行费 19.72 in the table, the other way round in the text."""
    told = [(key, _in_both(figures)) for key, figures in groups.items()]
    pairs = [(key, both) for key, both in told if both is not None]
    for (one_key, (one, one_cell)), (other_key, (other, other_cell)) in combinations(pairs, 2):
        crossed = one.value == other_cell.value != other.value == one_cell.value
        if one_key[1:] == other_key[1:] and crossed:
            yield Same("restated", "text_table", one, one_cell)


def _in_both(figures: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The figure in the text and the one in a table, where there is one value of each."""
    prose, cells = [f for f in figures if not f.in_table], [f for f in figures if f.in_table]
    single = len({f.value for f in prose}) == len({f.value for f in cells}) == 1
    return (prose[0], cells[0]) if single else None


def _within(report: Report, figures: Sequence[Figure], words: re.Pattern[str]) -> Iterator[Relation]:
    for one, other in combinations(figures, 2):
        if one.sentence == other.sentence or one.fact.base != other.fact.base:
            continue
        if (_same_table(one, other) and one.row != other.row) or _scope(report, one, words) != _scope(
            report, other, words
        ):
            continue
        yield from _pair(report, one, other)


def _items(report: Report) -> Iterator[Relation]:
    """What was done, told in the text and in a table."""
    prose = [f for f in report.figures if not f.in_table and _is_result(f)]
    cells = [f for f in report.figures if f.in_table and _is_result(f)]
    for one in prose:
        for other in cells:
            if one.fact.period != other.fact.period:
                continue
            if one_thing(one, other):
                yield from _pair(report, one, other)
            elif akin(one, other) and slip(one, report.text(one.fact.span), other.value) == "exchanged":
                yield Same("restated", "text_table", one, other)


def _pair(report: Report, one: Figure, other: Figure) -> Iterator[Relation]:
    relation = Same("restated", "text_table", one, other)
    if relation.status != "inconsistent" or is_slip(report, relation):
        yield relation


def _is_result(figure: Figure) -> bool:
    fact = figure.fact
    return fact.concept.startswith(_ITEMS) and fact.scenario == "actual" and fact.measure == "value" and bool(fact.item)


def _same_table(one: Figure, other: Figure) -> bool:
    return one.in_table and other.in_table and one.fact.block == other.fact.block
