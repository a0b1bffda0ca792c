"""Figures in a person's words."""

import pytest

from pipeline.cli import figures, language


@pytest.fixture(autouse=True)
def english():
    before = language.current()
    language.use("en")
    yield
    language.use(before)


def row(decimal, unit, **more):
    return {"decimal": decimal, "unit": unit, "approx": None, "comparator": None, "decimals": None, "text": "", **more}


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        pytest.param(row("1195200", "CNY"), "119.52", id="money-in-ten-thousands"),
        pytest.param(row("12345678901.23", "CNY"), "1,234,567.890123", id="money-to-the-last-digit"),
        pytest.param(row("0", "CNY"), "0", id="zero"),
        pytest.param(row("-148000", "CNY"), "-14.8", id="decrease"),
        pytest.param(row("1531", "人次"), "1,531", id="count"),
        pytest.param(row("90", "%", comparator=">="), ">= 90", id="comparator"),
        pytest.param(row("200", "人", approx="under"), "less than 200", id="approximate"),
        pytest.param(row(None, "", text="健全"), "健全", id="words"),
    ],
)
def test_shown(fact, shown):
    assert figures.shown(fact) == shown


@pytest.mark.parametrize(
    ("fact", "meant"),
    [
        pytest.param(row("1195200", "CNY", decimals=-2), "[119.515, 119.525] 万元", id="half-a-unit-of-the-last-digit"),
        pytest.param(row("98.3", "%", decimals=1), "[98.25, 98.35] %", id="percent"),
        pytest.param(row("12", "人", decimals=0), "12 人", id="people-are-whole"),
        pytest.param(row("50", "场", approx="over"), "more than 50 场", id="approximate"),
        pytest.param(row(None, "", text="健全"), "", id="words"),
    ],
)
def test_meant(fact, meant):
    assert figures.meant(fact) == meant


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        pytest.param("一。支出12元，其中3元。二", "3", ("支出12元，其中", "3", "元。"), id="its-own-sentence"),
        pytest.param("支出12元", "12", ("支出", "12", "元"), id="no-end"),
        pytest.param("12", "12", ("", "12", ""), id="a-cell"),
    ],
)
def test_sentence(text, figure, expected):
    start = text.index(figure)
    assert figures.sentence(text, start, start + len(figure)) == expected
