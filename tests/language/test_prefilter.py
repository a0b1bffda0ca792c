"""No pattern that matches is ever left out; of those that do not match, few are tried."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.prefilter import Prefilter, necessary


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


@given(parts=st.lists(st.sampled_from(PARTS), min_size=1, max_size=4), data=st.data())
def test_a_text_in_which_a_pattern_matches_holds_what_it_needs(parts, data):
    shape = re.compile("".join(parts))
    text = data.draw(st.text("支出县市总预决算年内公车金额款项，", max_size=12) | st.from_regex(shape))
    assert bool(Prefilter([(shape, True)])(text)) or not shape.search(text)


def test_a_prefilter_gives_the_things_that_may_match_in_their_order():
    names = Prefilter((re.compile(word), word) for word in ["支出", "[一-龥]*费", "收入", "车", "支出|收入"])
    assert names("收入12万元") == ["收入", "支出|收入"]
    assert names("费支出") == ["支出", "[一-龥]*费", "支出|收入"]
    assert names("") == []


def test_a_pattern_that_needs_nothing_is_always_tried():
    assert Prefilter([(re.compile("[一-龥]+"), "any")])("1") == ["any"]
