from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.relations import AtMost, Rate, Same, Sum, of
from pipeline.checks.reports import Figure
from pipeline.checks.roots import causes
from pipeline.checks.slips import slip
from pipeline.document import Span
from pipeline.facts import Fact

ACCURACY = st.integers(-4, 2)
AMOUNT = st.decimals(1, 10**7, places=3)


def figure(number: int, value: Decimal | str, decimals: int | None = 0, unit: str = "CNY", **more) -> Figure:
    fact = Fact("expenditure.total", "value", "actual", 2023, Decimal(value), unit, decimals=decimals, **more)
    return Figure(number, 1, fact, Decimal(value), "", Span(0, 1))


def printed(number: int, value: Decimal, decimals: int, unit: str = "CNY") -> Figure:
    return figure(number, value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), decimals, unit)


@given(st.lists(AMOUNT, min_size=2, max_size=6), ACCURACY, st.data())
def test_rounding_a_true_sum_to_any_decimals_never_contradicts_it(parts, decimals, data):
    terms = tuple((printed(i, part, data.draw(ACCURACY)), 1) for i, part in enumerate(parts, 1))
    assert Sum("c", "sum", printed(0, sum(parts), decimals), terms).status != "inconsistent"


@given(AMOUNT, AMOUNT, ACCURACY, ACCURACY, ACCURACY)
def test_rounding_a_true_difference_never_contradicts_it(level, base, first, second, third):
    terms = ((printed(1, level, first), 1), (printed(2, base, second), -1))
    assert Sum("c", "difference", printed(0, level - base, third), terms).status != "inconsistent"


@given(AMOUNT, AMOUNT, st.integers(0, 4), st.booleans())
def test_a_true_rate_that_is_rounded_or_cut_is_never_contradicted(part, whole, decimals, growth):
    less = 100 if growth else 0
    rate = part / whole * 100 - less
    step = Decimal(1).scaleb(-decimals)
    for rounding in (ROUND_HALF_UP, "ROUND_DOWN"):
        stated = figure(0, rate.quantize(step, rounding), decimals, "%")
        relation = Rate("c", "ratio", stated, ((printed(1, part, 3), 1),), ((printed(2, whole, 3), 1),), less)
        assert relation.status != "inconsistent"


@given(st.lists(AMOUNT, min_size=2, max_size=6), ACCURACY, st.decimals("1.01", 50, places=2), st.booleans())
def test_a_total_changed_by_more_than_the_tolerance_always_contradicts(parts, decimals, times, up):
    terms = tuple((printed(i, part, decimals), 1) for i, part in enumerate(parts, 1))
    exact = sum((figure.value for figure, _ in terms), Decimal(0))
    tolerance = (len(parts) + 1) * Decimal("0.5").scaleb(-decimals)
    moved = exact + tolerance * times * (1 if up else -1)
    assert Sum("c", "sum", figure(0, moved, decimals), terms).status == "inconsistent"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_counts_are_exact(stated, limit):
    relation = AtMost("c", "limit", figure(0, str(stated), 0, "人"), figure(1, str(limit), 0, "人"))
    assert (relation.status == "inconsistent") == (stated > limit)
    same = Same("c", "text_table", figure(0, str(stated), 0, "人"), figure(1, str(limit), 0, "人"))
    assert (same.status == "inconsistent") == (stated != limit)


def test_a_hedged_total_takes_any_sum_that_the_hedge_allows():
    over = figure(0, "50", 0, "人", approx="over")
    parts = ((figure(1, "30", 0, "人"), 1), (figure(2, "25", 0, "人"), 1))
    assert Sum("c", "sum", over, parts).status == "rounding"


@pytest.mark.parametrize(
    ("which", "needed"),
    [(0, "100"), (1, "35"), (2, "75")],
)
def test_needed_is_what_the_others_ask_for(which, needed):
    relation = Sum("c", "sum", figure(0, "105"), ((figure(1, "30"), 1), (figure(2, "70"), 1)))
    assert relation.needed(relation.figures[which]) == Decimal(needed)


@pytest.mark.parametrize(
    ("words", "value", "needed", "how"),
    [
        ("13.73", "137300", "133700", "exchanged"),
        ("17.69万元", "176900", "179600", "exchanged"),
        ("351人", "351", "341", "digit"),
        ("42,500", "425000000", "42500", "unit"),
        ("186.50", "186.50", "1865000", "unit"),
        ("35人", "35", "34", None),
        ("182.18", "1821800", "1758800", None),
        ("98.58%", "98.58", "89.58333333", "exchanged"),
        ("一百", "100", "90", None),
    ],
)
def test_slip_knows_how_clerks_mistake_figures(words, value, needed, how):
    unit = "%" if "%" in words else "人" if "人" in words else "CNY"
    assert slip(figure(1, value, 0, unit), words, Decimal(needed)) == how


def test_the_fewest_figures_explain_every_contradiction():
    total, one, other, again = (figure(i, v) for i, v in enumerate(("187", "100", "78", "178"), 1))
    relations = [
        Sum("sum-of-parts", "sum", total, ((one, 1), (other, 1))),
        Same("restated", "text_table", again, total),
    ]
    (cause,) = causes(relations, lambda f: str(f.value))
    assert cause.figure == total
    assert len(cause.relations) == 2


def test_a_figure_that_other_checks_confirm_is_not_at_fault():
    level, base, change, rate = figure(1, "175"), figure(2, "168"), figure(3, "7"), figure(4, "7.45", 2, "%")
    relations = [
        Sum("difference", "difference", change, ((level, 1), (base, -1))),
        Rate("growth", "ratio", rate, ((level, 1),), ((base, 1),), 100),
    ]
    (cause,) = causes(relations, lambda f: str(f.value))
    assert cause.figure == rate


@pytest.mark.parametrize(
    "relation",
    [
        Sum("sum-of-parts", "sum", figure(1, "119.52"), ((figure(2, "94.88"), 1), (figure(3, "24.65"), -1))),
        Rate(
            "growth", "ratio", figure(1, "20"), ((figure(2, "3"), 1),), ((figure(3, "2"), 1), (figure(2, "3"), -1)), 9
        ),
        Same("restated", "text_table", figure(1, "3"), figure(2, "4")),
        AtMost("limit", "limit", figure(1, "17"), figure(2, "16")),
        AtMost("limit", "limit", figure(1, "101"), Decimal(100)),
    ],
    ids=["sum", "rate", "same", "limit", "number"],
)
def test_a_relation_that_was_kept_as_data_is_the_same_relation(relation):
    kept = json.loads(json.dumps(relation.told()))
    assert of(kept, relation.kind, {each.id: each for each in relation.figures}) == relation
