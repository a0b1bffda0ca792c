"""Where clauses and sentences begin and end."""

import pytest

from pipeline.document import Span
from pipeline.extract.clauses import split


def _clauses(text: str, *figures: str):
    spans = [Span(text.index(figure), text.index(figure) + len(figure)) for figure in figures]
    return split(text, spans)


def _clause(text: str, at: str, *figures: str) -> str:
    clauses, place = _clauses(text, *figures), text.index(at)
    return text[clauses.start(place) : clauses.end(place)]


@pytest.mark.parametrize(
    ("text", "at", "clause"),
    [
        pytest.param("举办讲座20场，参加居民860人。", "860", "参加居民860人", id="comma"),
        pytest.param("支出情况：基本支出380万元", "380", "基本支出380万元", id="colon"),
        pytest.param("共1,200人", "1", "共1,200人", id="comma-inside-a-number"),
        pytest.param("讲座（20场）和沙龙", "20", "20场", id="bracket-with-a-figure"),
        pytest.param("因公出国(境)费3万元", "3", "因公出国(境)费3万元", id="bracket-inside-a-word"),
    ],
)
def test_clauses_of_a_place(text, at, clause):
    text = text.translate(str.maketrans("（）：", "():"))
    figures = [digits for digits in ("1,200", "20", "860", "380", "3") if digits in text][:1]
    assert _clause(text, at, *figures) == clause


def test_clauses_sentences_end_outside_brackets_only():
    text = "讲座20场(见附表。另有沙龙8场),共28场。参加860人。"
    clauses = _clauses(text, "20", "8场", "28", "860")
    assert [text[s.start : s.end] for s in clauses.sentences] == [text[: text.index("参加")], "参加860人。"]


def test_clauses_text_without_a_sign_is_one_sentence():
    assert split("举办讲座", []).sentences == (Span(0, 4),)
    assert split("", []).sentences == (Span(0, 0),)


def test_clauses_sentence_of_a_place():
    text = "讲座20场。沙龙8场。"
    clauses = _clauses(text, "20", "8")
    assert text[clauses.sentence(text.index("8")).start :] == "沙龙8场。"


@pytest.mark.parametrize(
    ("at", "bracket"),
    [
        pytest.param("30", "(女30人(党员12人))", id="outer"),
        pytest.param("12", "(党员12人)", id="innermost"),
        pytest.param("80", None, id="outside"),
    ],
)
def test_clauses_bracket_around_a_place(at, bracket):
    text = "职工80人(女30人(党员12人))"
    found = _clauses(text, "80", "30", "12").bracket(text.index(at))
    assert (text[found.start : found.end] if found else None) == bracket


@pytest.mark.parametrize("text", ["职工(女30人", "职工30人)", "职工[30人)"])
def test_clauses_unbalanced_signs_are_no_brackets(text):
    assert _clauses(text, "30").brackets == ()
