"""What the words around a number tell, whatever it is a number of."""

import pytest

from pipeline.extract.cues import Cues


@pytest.fixture(scope="session")
def cues(rules):
    return Cues(rules.cues)


@pytest.mark.parametrize(
    ("lead", "sign"),
    [
        pytest.param("较上年增加", 1, id="up"),
        pytest.param("同比下降了约", -1, id="down-with-fillers"),
        pytest.param("比上年少", -1, id="weak-verb-beside-a-comparison"),
        pytest.param("新购图书多", 0, id="weak-verb-alone"),
        pytest.param("由上年的12人增加到", 0, id="to-a-level"),
        pytest.param("较上年减少(增加)", -1, id="what-a-template-left"),
        pytest.param("增加设备", 0, id="verb-with-an-object"),
    ],
)
def test_cues_change(cues, lead, sign):
    assert cues.change(lead) == sign


@pytest.mark.parametrize(
    ("words", "scenario"),
    [
        pytest.param("年初预算安排", "budget", id="budget"),
        pytest.param("调整后预算数", "adjusted", id="adjusted"),
        pytest.param("全年预算数", "adjusted", id="the-longer-of-two-that-end-together"),
        pytest.param("年初预算已下达,实际支出", "actual", id="the-nearest"),
        pytest.param("一般公共预算", None, id="name-of-an-account"),
        pytest.param("举办讲座", None, id="none"),
    ],
)
def test_cues_scenario(cues, words, scenario):
    assert cues.scenario(words) == scenario


@pytest.mark.parametrize(
    ("words", "base"),
    [
        pytest.param("较上年", "prior_actual", id="last-year"),
        pytest.param("较年初预算", "budget", id="budget"),
        pytest.param("较2030年预算", "prior_budget", id="an-earlier-year's-budget"),
        pytest.param("较2031年预算", "budget", id="the-budget-of-the-report's-year"),
        pytest.param("较目标", "target", id="target"),
        pytest.param("", "prior_actual", id="nothing-said"),
    ],
)
def test_cues_base(cues, words, base):
    assert cues.base(words, 2031) == base


@pytest.mark.parametrize(
    ("lead", "year"),
    [
        pytest.param("上年", 2030, id="last-year"),
        pytest.param("较2029年的", 2029, id="named-year"),
        pytest.param("上年结转后支付", None, id="word-that-governs-something-else"),
        pytest.param("支出", None, id="none"),
    ],
)
def test_cues_prior_level(cues, lead, year):
    assert cues.prior_level(lead, 2031) == year


@pytest.mark.parametrize(
    ("lead", "year"),
    [
        pytest.param("2031年实有", 2031, id="opens-the-clause"),
        pytest.param("截至2031年底实有", 2031, id="behind-a-preposition"),
        pytest.param("实有2031年", None, id="inside-the-clause"),
    ],
)
def test_cues_own_year(cues, lead, year):
    assert cues.own_year(lead) == year


@pytest.mark.parametrize(
    ("words", "year"),
    [
        pytest.param("2030年8月,开馆。2031年末,共有", 2031, id="the-last"),
        pytest.param("2031年建成的", None, id="a-thing-with-a-year"),
    ],
)
def test_cues_dated(cues, words, year):
    assert cues.dated(words) == year


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        pytest.param("compares", "较上年", "共有", id="compares"),
        pytest.param("share", "占总支出的", "支出", id="share"),
        pytest.param("completion", "预算执行率为", "占比", id="completion"),
        pytest.param("only_counts", "，共", "，共新建", id="only-counts"),
        pytest.param("names", "数为", "的新编", id="names"),
        pytest.param("bare", "2031年决算支出", "会议支出", id="bare"),
        pytest.param("joining", "甲和", "甲的", id="joining"),
        pytest.param("pair_gap", "、", "比", id="pair-gap"),
        pytest.param("level_after_change", "提高到", "提高", id="level-after-change"),
    ],
)
def test_cues_yes_and_no(cues, question, yes, no):
    assert getattr(cues, question)(yes)
    assert not getattr(cues, question)(no)
