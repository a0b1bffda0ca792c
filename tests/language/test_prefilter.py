"""No pattern that matches is ever left out; of those that do not match, few are tried."""

import re

from pipeline.language.prefilter import Prefilter


def test_a_prefilter_gives_the_things_that_may_match_in_their_order():
    names = Prefilter((re.compile(word), word) for word in ["支出", "[一-龥]*费", "收入", "车", "支出|收入"])
    assert names("收入12万元") == ["收入", "支出|收入"]
    assert names("费支出") == ["支出", "[一-龥]*费", "支出|收入"]
    assert names("") == []


def test_a_pattern_that_needs_nothing_is_always_tried():
    assert Prefilter([(re.compile("[一-龥]+"), "any")])("1") == ["any"]


def test_a_pattern_is_known_by_what_is_rare_in_it():
    names = Prefilter((re.compile(word), word) for word in ["绩效目标", "绩效完成率", "绩效"])
    assert names("绩效评价") == ["绩效"]
