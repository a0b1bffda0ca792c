"""Terms are found as their patterns joined by | are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.terms import Term, at, find

TERMS = ["支出(预算)?", "(全年|本年)*(总)?支出", "[^，]{0,3}预算", "车(?=辆)", "(?<!公)车辆", "年度?|度支", "[一-龥]算"]


def found(shapes: list[str], text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    terms = [Term(re.compile(shape)) for shape in shapes]
    return [match.span() for match in find(terms, text, start, len(text) if end is None else end)]


@given(
    shapes=st.lists(st.sampled_from(TERMS), min_size=1, max_size=4, unique=True),
    text=st.text("支出预算全本年总车辆公度，", max_size=16),
    start=st.integers(0, 4),
    end=st.integers(0, 16),
)
def test_find_gives_the_matches_of_the_alternatives(shapes, text, start, end):
    joined = re.compile("|".join(shapes))
    assert found(shapes, text, start, end) == [m.span() for m in joined.finditer(text, start, end)]


@pytest.mark.parametrize(
    ("shapes", "spans"),
    [
        pytest.param(["支出", "支出预算"], [(2, 4)], id="the-earlier-term-at-one-place"),
        pytest.param(["出预算", "支出"], [(2, 4)], id="the-earlier-place"),
        pytest.param(["预算", "全年支出"], [(0, 4), (4, 6)], id="one-behind-the-other"),
        pytest.param(["收入"], [], id="none"),
    ],
)
def test_find_in_a_text(shapes, spans):
    assert found(shapes, "全年支出预算") == spans


def test_places_that_share_characters_are_all_tried():
    assert found(["年度末|度支出"], "年度支出") == [(1, 4)]


def test_a_term_at_a_place_ends_where_the_text_is_said_to_end():
    terms = [Term(re.compile(shape)) for shape in ("支出预算", "支出(?!预)", "支出")]
    assert at(terms, "全年支出预算", 2, 6).span() == (2, 6)
    assert at(terms, "全年支出预算", 2, 4).span() == (2, 4)
    assert at(terms, "全年支出预算", 1, 6) is None
