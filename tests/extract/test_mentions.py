"""Which words mention a concept."""

import re
from itertools import pairwise

import pytest

from pipeline.extract.mentions import accepts, find_mentions, mention_after
from pipeline.language.squeeze import squeeze
from pipeline.language.terms import find


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        pytest.param("公务接待费支出", [("公务接待费支出", "three_public.reception")], id="one"),
        pytest.param("讲座和沙龙", [], id="none"),
        pytest.param(
            "基本支出、项目支出",
            [("基本支出", "expenditure.basic"), ("项目支出", "expenditure.project")],
            id="in-order",
        ),
        pytest.param("事业编制20名", [("事业编制", "staff.quota.institution")], id="the-longest-term-wins"),
        pytest.param("二是项目支出", [("项目支出", "expenditure.project")], id="enumeration-is-no-part-of-a-name"),
    ],
)
def test_mentions_found(rules, text, mentioned):
    assert [(m.text, m.concept.id) for m in find_mentions(text, rules)] == mentioned


def test_mentions_cover_their_words_and_never_overlap(rules):
    text = "“三公”经费中公务接待费、公务用车购置及运行维护费、因公出国(境)费".replace("“", '"').replace("”", '"')
    mentions = find_mentions(text, rules)
    assert len(mentions) >= 3
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))


def test_mentions_inside_a_part_of_the_text(rules):
    text = "基本支出、项目支出"
    assert [m.start for m in find_mentions(text, rules, start=5)] == [5]


def test_mentions_open_ended_concepts_are_named_by_their_words(rules):
    assert [(m.concept.id, m.item) for m in find_mentions("差旅费1.2万元", rules)] == [
        ("expenditure.economic", "差旅费")
    ]


@pytest.mark.parametrize(
    ("unit", "concept"),
    [pytest.param("个", "org.divisions", id="its-unit"), pytest.param("元", None, id="another-unit")],
)
def test_mention_after_stands_right_behind_the_number(rules, unit, concept):
    found = mention_after("下设5个内设机构", 4, rules, unit)
    assert (found.concept.id if found else None) == concept


def test_mention_after_needs_the_very_next_words(rules):
    assert mention_after("下设5个新的内设机构", 4, rules, "个") is None


def test_accepts_units_of_the_concept(rules):
    rule = find_mentions("公务接待费", rules)[0].rule
    assert accepts(rule, "CNY")
    assert not accepts(rule, "人")


def test_terms_of_every_rule_are_found_as_one_pattern_finds_them(rules):
    texts = [squeeze(example.text).text for _, _, example in rules.examples()]
    for rule in rules.rules:
        joined = re.compile("|".join(term.shape.pattern for term in rule.terms) or "(?!)")
        for text in texts:
            possible = [term for found, term in rules.mentioning(text) if found is rule]
            assert [m.span() for m in find(possible, text, 0, len(text))] == [m.span() for m in joined.finditer(text)]
