"""Breakdowns that a sentence makes itself: 走访386户，其中甲182户、乙96户、丙118户."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.checks.relations import Relation, Sum
from pipeline.checks.reports import Figure, Report
from pipeline.checks.slips import slip
from pipeline.language.squeeze import squeeze
from pipeline.rules import RuleSet
from pipeline.rules.check_schema import ListWords

# A list that adds up to less than this part of the whole, or to more than the whole by as much, is no breakdown.
_NEAR = Decimal("0.3")


def lists(report: Report, rules: RuleSet) -> Iterator[Relation]:
    """Wholes with the parts that follow them, or go before them, in the same sentence."""
    words = rules.checks.words.lists
    for _, figures in report.sentences():
        levels = [f for f in figures if f.fact.measure == "value" and f.fact.unit != "%" and not f.fact.comparator]
        used: set[Figure] = set()
        if levels and (listed := _announced(report, levels, words)):
            yield listed
            continue
        for index, whole in enumerate(levels):
            if whole in used:
                continue
            relation = _parts_behind(report, whole, levels[index + 1 :], words) or _parts_before(
                report, whole, levels[:index], words
            )
            if relation:
                used.update(relation.figures)
                yield relation


def _announced(report: Report, parts: Sequence[Figure], words: ListWords) -> Relation | None:
    """项目支出由以下五项组成：…: the parts of a whole that was stated before in the paragraph."""
    first = parts[0]
    whole_of = first.fact.concept.rpartition(".")[0]
    if len(parts) < 2 or not words.announces.search(_before(report, first)) or not all(_alike(first, f) for f in parts):
        return None
    told = report.levels(whole_of, first.fact.scenario, first.fact.period)
    before = [f for f in told if f.fact.block == first.fact.block and f.fact.span.start < first.fact.span.start]
    return _breakdown(report, before[-1], parts, words, claims=True, open_end=False) if before else None


def _parts_behind(report: Report, whole: Figure, following: Sequence[Figure], words: ListWords) -> Relation | None:
    """其中, a colon or a bracket behind the whole opens its parts."""
    parts = _run(report, whole, following, words)
    if len(parts) < 2:
        return None
    between = _between(report, whole, parts[0])
    if not words.opens.search(between):
        return None
    open_end = bool(words.open_end.match(_behind(report, parts[-1])) or words.open_end.search(between))
    claims = bool(words.claims.search(f"{_before(report, whole)}|{between}")) and not open_end
    claims = claims or words.rest.search(_between(report, *parts[-2:])) is not None
    claims = claims or whole.fact.concept in words.always_whole
    return _breakdown(report, whole, parts, words, claims=claims, open_end=open_end)


def _parts_before(report: Report, whole: Figure, before: Sequence[Figure], words: ListWords) -> Relation | None:
    """现场查档1,246人次、电话查档468人次，合计1,714人次."""
    if not words.sums_up.search(_before(report, whole)):
        return None
    parts: list[Figure] = []
    for figure in reversed(before):
        if not _alike(whole, figure) or words.stops.search(_between(report, figure, parts[0] if parts else whole)):
            break
        parts.insert(0, figure)
    return _breakdown(report, whole, parts, words, claims=True, open_end=False) if len(parts) > 1 else None


def _run(report: Report, whole: Figure, following: Sequence[Figure], words: ListWords) -> list[Figure]:
    """The figures behind a whole that count the same thing, up to the end of their list."""
    parts: list[Figure] = []
    last = whole
    for figure in following:
        between = _between(report, last, figure)
        if parts and words.stops.search(between):
            break
        if not _alike(whole, figure):
            break
        if parts and _depth(report, whole, figure) < _depth(report, whole, parts[0]):
            break  # 车辆4辆(本级1辆、下属3辆),其中一般公务用车4辆: the bracket is a breakdown of its own
        if not _inside_a_part(report, parts, figure):
            parts.append(figure)
        last = figure
    return parts


def _depth(report: Report, whole: Figure, figure: Figure) -> int:
    """How many brackets are open at a figure that were not at the whole."""
    between = _between(report, whole, figure)
    return between.count("(") - between.count(")")


def _inside_a_part(report: Report, parts: Sequence[Figure], figure: Figure) -> bool:
    """Whether a figure stands in a bracket that opened behind a part (含其他8人)."""
    if not parts:
        return False
    between = _between(report, parts[-1], figure)
    return between.rfind("(") > between.rfind(")")


def _breakdown(
    report: Report, whole: Figure, parts: Sequence[Figure], words: ListWords, *, claims: bool, open_end: bool
) -> Relation | None:
    """The sum, where the list says that it is whole, or misses it by a clerk's slip."""
    relation = Sum("sum-of-list", "sum", whole, tuple((part, 1) for part in parts))
    if relation.status != "inconsistent":
        return relation
    slips = {
        slip(figure, report.text(figure.fact.span), needed)
        for figure in relation.figures
        if (needed := relation.needed(figure)) is not None
    } - {None}
    if "unit" in slips:
        return relation
    if _is_complete(whole, parts, words):
        return relation
    missing = whole.value - relation.computed
    if (
        whole.value <= 0
        or abs(missing) > whole.value * _NEAR
        or (missing > 0 and report.prints(missing, relation.figures))
    ):
        return None
    listed = claims or (bool(slips) and not open_end and whole.fact.unit != "CNY")
    # People may stand in several parts of a list; things and cases stand in one.
    too_much = missing < 0 and whole.fact.unit not in words.overlapping
    return relation if listed or too_much else None


def _is_complete(whole: Figure, parts: Sequence[Figure], words: ListWords) -> bool:
    """Whether the parts are all that such a whole can have, each once."""
    names = words.parts_are.get(whole.fact.concept, ())
    return len(parts) == len(names) > 0 and all(sum(name in part.fact.item for part in parts) == 1 for name in names)


def _alike(whole: Figure, part: Figure) -> bool:
    """Whether two figures count in one unit, of one year and scenario; staff has parts of its own kinds only."""
    a, b = whole.fact, part.fact
    if a.concept.startswith("staff.") and not b.concept.startswith(f"{a.concept}."):
        return False
    return (a.unit, a.scenario, a.period) == (b.unit, b.scenario, b.period)


def _between(report: Report, one: Figure, other: Figure) -> str:
    start, end = one.fact.span.end, other.fact.span.start
    return squeeze(report.document.text, start, end).text if start < end else ""


def _before(report: Report, figure: Figure) -> str:
    return squeeze(report.document.text, figure.sentence.start, figure.fact.span.start).text


def _behind(report: Report, figure: Figure) -> str:
    return squeeze(report.document.text, figure.fact.span.end, figure.sentence.end).text
