"""What open-ended figures are called, and which kind of activity they are."""

from functools import cache

import pytest

from pipeline.extract.items import Items
from pipeline.language.segmenter import Segmenter, stretches


@pytest.fixture(scope="session")
def items(rules):
    return Items(rules)


@cache
def _segmenter(words: tuple[str, ...]) -> Segmenter:
    return Segmenter(words)


def _phrase(items: Items, text: str) -> str:
    activities = items.rules.activities
    segmenter = _segmenter((*activities.lead, *activities.tail))

    def words(start: int, end: int) -> list[str]:
        return [word for stretch in stretches(text[start:end]) for word in segmenter.words(stretch)]

    return items.phrase(text, 0, len(text), words)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        pytest.param("组织开展读书分享会共", "读书分享会", id="opening-verbs-and-fillers"),
        pytest.param("读书分享会", "读书分享会", id="as-it-is"),
        pytest.param("、读书分享会(", "读书分享会", id="signs"),
        pytest.param("开展", "", id="nothing-left"),
        pytest.param("", "", id="empty"),
    ],
)
def test_items_phrase(items, text, phrase):
    assert _phrase(items, text) == phrase


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        pytest.param("20场法治宣传，", "法治宣传", id="to-the-comma"),
        pytest.param("20场的法治宣传", "法治宣传", id="without-的"),
        pytest.param("20场。", "", id="none"),
    ],
)
def test_items_noun_after(items, text, noun):
    assert items.noun_after(text, 3) == noun


@pytest.mark.parametrize(
    ("unit", "words", "concept"),
    [
        pytest.param("场", "举办讲座20场", "activity.count", id="counted"),
        pytest.param("人", "走访群众30人", "activity.beneficiaries", id="people-served"),
        pytest.param("人", "参加讲座30人", "activity.participants", id="people-who-took-part"),
        pytest.param("个", "新建书屋5个", "activity.output", id="things-made"),
    ],
)
def test_items_kind(items, unit, words, concept):
    kind = items.kind(unit, words, words)
    assert kind is not None
    assert kind.concept == concept
