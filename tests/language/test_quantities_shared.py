"""The number expressions that lie beside the project, each with its right value."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.language.quantities import QuantityParser
from pipeline.rules.paths import rules_dir
from pipeline.rules.units import load_units

CASES = Path(__file__).parents[3] / "shared" / "eval" / "number_cases.json"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not CASES.exists(), reason="no ../shared beside the project")]

# Their words for our units.
UNITS = {"元": "CNY", "比例": "%", "百分点": "%", "名": "人"}


def cases():
    return json.loads(CASES.read_text(encoding="utf-8")) if CASES.exists() else []


@pytest.fixture(scope="module")
def parser():
    return QuantityParser(load_units(rules_dir() / "units.yaml"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["text"])
def test_expression_has_its_right_value(parser, case):
    quantity = parser.parse(case["text"])
    assert quantity is not None
    assert quantity.unit == UNITS.get(case["unit"], case["unit"])
    whole = 100 if case["unit"] == "比例" else 1
    ends = [quantity.value, quantity.high] if quantity.is_range else [quantity.value]
    expected = case["expected"] if isinstance(case["expected"], list) else [case["expected"]]
    # The file cuts 2/3 after 28 digits.
    assert all(
        abs(Fraction(end) / whole - Fraction(right)) < Fraction(1, 10**27)
        for end, right in zip(ends, expected, strict=True)
    )
    if case.get("lower_bound"):
        assert (quantity.low, quantity.high) == (quantity.value, None)
    if case["approx"] is None:
        assert quantity.approx is None
    else:
        assert quantity.approx or quantity.comparator


def test_all_62_are_there():
    assert len(cases()) == 62
