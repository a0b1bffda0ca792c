"""Squeezed text: what stays, what goes, and the way back to the original."""

from __future__ import annotations

import pytest

from pipeline.language.squeeze import normalise, squeeze
from pipeline.language.traditional import SIMPLIFIED


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        pytest.param("編制２４名，實有在職２２人", "编制24名，实有在职22人", id="traditional-to-simplified"),
        pytest.param("財(cái)政撥款收入（預(yù)算）36萬元", "财政拨款收入(预算)36万元", id="pronunciation-goes"),
        pytest.param("決算數(shù) 少於預(yù) 算數(shù)", "决算数少于预算数", id="pronunciation-beside-spaces"),
        pytest.param("清运(kg)、道路(km)", "清运(kg)、道路(km)", id="units-in-brackets-stay"),
        pytest.param("乾元镇、著作权", "乾元镇、著作权", id="what-both-writings-use-stays"),
    ],
)
def test_squeeze_reads_both_writings(text: str, squeezed: str) -> None:
    assert squeeze(text).text == squeezed


def test_squeeze_leads_back_to_the_traditional_original() -> None:
    text = "本年預(yù)算數(shù)12.6萬元。"
    squeezed = squeeze(text)
    at = squeezed.text.index("数12.6万元")
    span = squeezed.original(at, at + len("数12.6万元"))
    assert text[span.start : span.end] == "數(shù)12.6萬元"


def test_traditional_characters_are_none_that_simplified_writing_uses() -> None:
    for code, simple in SIMPLIFIED.items():
        if chr(code) not in "後於":
            with pytest.raises(UnicodeEncodeError):
                chr(code).encode("gb2312")
        assert chr(simple).encode("gb2312") < b"\xd8"  # the common characters of GB2312 stand before its rare ones
        assert normalise(chr(simple)) == chr(simple)
