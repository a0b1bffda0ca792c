from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intervals import Interval, printed, total

AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
ACCURACY = st.integers(-4, 2)


def test_printed_money_is_within_half_a_unit_of_its_last_digit():
    assert printed(Decimal(1195200), -2) == Interval(Decimal(1195150), Decimal(1195250))


def test_a_count_is_itself():
    assert printed(Decimal(35), 0, counted=True) == Interval(Decimal(35), Decimal(35))


@pytest.mark.parametrize(
    ("approx", "expected"),
    [
        ("over", Interval(Decimal(50), None)),
        ("under", Interval(None, Decimal(50))),
        ("about", Interval(Decimal(45), Decimal(55))),
    ],
)
def test_a_hedge_opens_the_interval(approx, expected):
    assert printed(Decimal(50), 0, approx, counted=True) == expected


def test_a_hedge_on_a_decrease_leads_away_from_nothing():
    assert printed(Decimal(-10), 0, "over") == Interval(None, Decimal(-10))


def test_two_rounded_parts_meet_their_rounded_sum():
    parts = [printed(Decimal(948800), -2), printed(Decimal(246500), -2)]
    assert total(parts).meets(printed(Decimal(1195200), -2))


def test_parts_beyond_all_rounding_do_not_meet_the_sum():
    parts = [printed(Decimal(948800), -2), printed(Decimal(246500), -2)]
    assert not total(parts).meets(printed(Decimal(1197200), -2))


def test_an_unbounded_part_makes_an_unbounded_sum():
    assert total([Interval(Decimal(1), None), Interval(Decimal(1), Decimal(2))]) == Interval(Decimal(2), None)
    assert Interval(Decimal(1), None) - Interval(Decimal(0), Decimal(3)) == Interval(Decimal(-2), None)


@given(AMOUNTS, ACCURACY, AMOUNTS, ACCURACY)
def test_meeting_is_mutual_and_means_that_the_difference_may_be_nothing(one, its, other, others):
    a, b = printed(one, its), printed(other, others)
    nothing = Interval(Decimal(0), Decimal(0))
    assert a.meets(b) == b.meets(a) == (a - b).meets(nothing)


@given(AMOUNTS, ACCURACY, AMOUNTS, ACCURACY)
def test_a_sum_of_intervals_holds_the_sum_of_their_values(one, its, other, others):
    both = printed(one, its) + printed(other, others)
    assert both.meets(Interval(one + other, one + other))
