"""The spaCy pipeline: what its components leave for the readers, and the words of a text by places."""

import pytest

from pipeline.extract import nlp
from pipeline.extract.reading import Setting

TEXT = "全年组织开展女职工两癌筛查3场(含义诊),惠及1,280 人；公务接待费1.2万元"


@pytest.fixture(scope="module")
def within(reader):
    """within(ask): what ask(words, analysis) answers while the text is read."""
    answers = []
    asked = []

    def read(words, analysis):
        answers.append(asked.pop()(words, analysis))
        return []

    language = nlp.build(reader.rules, reader.narrative.quantities, read)

    def within(ask):
        asked.append(ask)
        nlp.analyse(language, TEXT, Setting(year=2023))
        return answers.pop()

    return within


def test_readers_get_numbers_and_names(within):
    analysis = within(lambda _, analysis: analysis)
    assert [TEXT[q.span.start : q.span.end] for q in analysis.quantities] == ["3场", "1,280 人", "1.2万元"]
    assert "公务接待费" in [mention.text for mention in analysis.mentions]


@pytest.mark.parametrize(
    "part",
    ["女职工两癌筛查", "职工两癌筛", "全年", "筛查3场(含义诊)", "诊),惠", "1,280 人", " 人；", "；", "1.2万元", ""],
)
def test_words_of_a_part_are_that_part_without_spaces(within, part):
    start = TEXT.index(part)
    assert within(lambda words, _: "".join(words(start, start + len(part)))) == part.replace(" ", "")


@pytest.mark.parametrize(("first", "cut"), [("女职工", ["女职工", "两"]), ("职工", ["职工", "两"])])
def test_words_are_those_of_the_text_cut_at_the_ends(within, first, cut):
    assert within(lambda words, _: list(words(TEXT.index(first), TEXT.index("癌")))) == cut
