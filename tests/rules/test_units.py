"""rules/units.yaml: that the shipped file holds, and what is said of one that does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.errors import RuleError
from pipeline.rules.paths import rules_dir
from pipeline.rules.units import load_units

SMALL = {"money": '{元: "1"}', "scales": '{万: "10000"}', "counting": "[人 场]"}


def write(tmp_path, **keys):
    path = tmp_path / "units.yaml"
    path.write_text("\n".join(f"{key}: {text}" for key, text in (SMALL | keys).items()), encoding="utf-8")
    return path


def test_shipped_units_say_what_money_words_are_worth():
    units = load_units(rules_dir() / "units.yaml")
    assert units.money["万元"] == Decimal(10_000)
    assert units.counting["名"] == "人"
    assert units.counting["人次"] == "人次"


def test_small_file_is_enough(tmp_path):
    units = load_units(write(tmp_path, same="{名: 人}", not_before="{场: 所 地}"))
    assert units.counting == {"人": "人", "场": "场", "名": "人"}
    assert units.not_before == {"场": ("所", "地")}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"money": '{元: "much"}'}, r"units.yaml, money.元: 'much' is no number → write it as"),
        ({"scales": '{万: "-1"}'}, r"scales.万: '-1' is no positive number"),
        ({"scales": '{万: "NaN"}'}, r"scales.万: 'NaN' is no positive number"),
        ({"one_counts": "辆"}, r"unknown unit '辆' → add it to `counting`"),
        ({"same": "{位: 口}"}, r"unknown unit '口'"),
        ({"colours": "red"}, r"colours: Extra inputs are not permitted → known keys: money, scales"),
        ({"money": "{元: 1}"}, r"money.元: Input should be a valid string"),
        ({"not_quantities": "{patterns: ['(']}"}, r"patterns, entry 1: not a regular expression"),
        ({"counting": "[人"}, r"units.yaml:\d+: not valid YAML → correct the line"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path, keys, message):
    with pytest.raises(RuleError, match=message):
        load_units(write(tmp_path, **keys))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(RuleError, match="the file is missing → restore it"):
        load_units(tmp_path / "units.yaml")
