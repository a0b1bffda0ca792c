"""What a pattern's own text tells of its matches."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.literals import necessary, openings


@pytest.mark.parametrize(
    ("pattern", "strings"),
    [
        pytest.param("基本支出", {"基本支出"}, id="a-word"),
        pytest.param("基本支出|项目支出", {"基本支出", "项目支出"}, id="either-word"),
        pytest.param("(财政)?拨款", {"拨款"}, id="what-may-be-left-out-is-not-needed"),
        pytest.param("(全年|本年)*支出(合计|总计)*", {"支出"}, id="nor-what-may-stand-no-time"),
        pytest.param("(全年|本年)+支?", {"全年", "本年"}, id="what-stands-at-least-once-is"),
        pytest.param("[县市]财政", {"县财政", "市财政"}, id="a-set-is-written-out"),
        pytest.param("[^，。]{0,8}满意(度|率)", {"满意度", "满意率"}, id="a-gap-parts-what-is-written-out"),
        pytest.param("(车辆|.)购置", {"购置"}, id="what-any-character-may-be-tells-nothing"),
        pytest.param("车(?=辆|身)", {"车"}, id="what-stands-around-a-match-comes-after-it"),
        pytest.param(".(?=辆)", {"辆"}, id="and-is-needed-too"),
        pytest.param("(?<!公务)用车(?!辆)$", {"用车"}, id="what-may-not-stand-there-is-not"),
        pytest.param("预算 (?x: # 支出\n 数)", {"预算 数"}, id="comments-are-no-text"),
        pytest.param("一|.*", set(), id="one-alternative-that-needs-nothing"),
        pytest.param("(?i)abc", set(), id="small-or-capital-letters"),
        pytest.param("(?i:abc)元", {"元"}, id="small-or-capital-letters-in-a-part"),
    ],
)
def test_necessary_strings(pattern, strings):
    assert necessary(re.compile(pattern)) == strings


@pytest.mark.parametrize(
    ("pattern", "strings"),
    [
        pytest.param("基本支出", {"基本"}, id="two-characters"),
        pytest.param("(总)?支出", {"总支", "支出"}, id="what-may-be-left-out-and-what-follows"),
        pytest.param("(全年|本年度?)*支", {"全年", "本年", "支"}, id="what-may-stand-any-number-of-times"),
        pytest.param("[县市]财政|县", {"县财", "市财", "县"}, id="alternatives"),
        pytest.param("[县市]+财", {"县", "市"}, id="one-character-where-it-may-come-again"),
        pytest.param("车(?=辆)", {"车"}, id="what-stands-around-a-match-is-no-part-of-it"),
        pytest.param("(?<!公务)(用车|车)", {"用车", "车"}, id="nor-what-may-not-stand-before-it"),
        pytest.param("(本)?[^，]支出", set(), id="any-character"),
        pytest.param("本[^，]支出", {"本"}, id="any-character-behind-the-first"),
        pytest.param("(总)?", set(), id="an-empty-match"),
        pytest.param("(?i)abc", set(), id="small-or-capital-letters"),
    ],
)
def test_openings(pattern, strings):
    assert openings(re.compile(pattern)) == strings


PARTS = [
    "支出",
    "[县市]",
    "(总)?",
    "(预算|决)算*",
    "[^，]{0,2}",
    "(?:年(?=内))?",
    "(?<!公)车",
    ".",
    "(金|额){1,2}",
    "款|.项",
]
CHARACTERS = "支出县市总预决算年内公车金额款项，"


@st.composite
def patterns_and_texts(draw):
    shape = re.compile("".join(draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4))))
    return shape, draw(st.text(CHARACTERS, max_size=12) | st.from_regex(shape))


@given(drawn=patterns_and_texts())
def test_every_match_holds_what_is_necessary_and_begins_with_an_opening(drawn):
    shape, text = drawn
    needed, begins = necessary(shape), openings(shape)
    for match in shape.finditer(text):
        assert not needed or any(string in text for string in needed)
        assert not begins or match.group().startswith(tuple(begins))
