"""Words of stretches are jieba's words of the whole text, and jieba is asked only where somebody asks."""

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.segmenter import Segmenter, stretches

TEXT = "组织开展女职工“两癌”筛查，惠及1,280人；其中：C++培训3.5万元 (含DVD 2套)、A-1/B_2 100%。"


@pytest.fixture(scope="module")
def plain() -> Segmenter:
    return Segmenter(())


def words_of(segmenter: Segmenter, text: str) -> list[str]:
    return [word for stretch in stretches(text) for word in segmenter.words(stretch)]


def test_stretches_are_what_stands_between_signs_and_the_signs():
    assert stretches("其中:办公费1.5万元，、差旅费") == ["其中", ":", "办公费1.5万元", "，、", "差旅费"]


@pytest.mark.parametrize("text", [TEXT, TEXT * 2, "", "。", " ", "2023 年"])
def test_words_of_stretches_are_jiebas_words_of_the_text(plain, text):
    assert words_of(plain, text) == jieba.lcut(text)


@given(text=st.text("开展女职工培训ab12+-_.%，。、()“” \u3400\u9fd5\u9fd6ａ", max_size=24))
def test_words_of_any_stretches_are_jiebas_words(plain, text):
    assert words_of(plain, text) == jieba.lcut(text)


def test_own_words_are_never_cut_apart():
    assert Segmenter(["累计开展各类"]).words("累计开展各类活动")[0] == "累计开展各类"


def test_own_words_are_one_segmenters_own(plain):
    Segmenter(["累计开展各类"]).words("累计开展各类活动")
    assert plain.words("累计开展各类活动")[0] == "累计"


def test_the_dictionary_is_loaded_when_words_are_asked_for():
    segmenter = Segmenter(["开展了"])
    assert "_jieba" not in vars(segmenter)
    segmenter.words("开展了活动")
    assert "_jieba" in vars(segmenter)
