"""Numbers that look like figures and are no facts of the report, beside ones that are."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("每人补贴300元。", id="so-much-a-head"),
        pytest.param("培训费单价450元。", id="price"),
        pytest.param("参训人员平均年龄35岁。", id="age"),
        pytest.param("应配备专职人员3人。", id="ought-to-be"),
        pytest.param("建议增加编制2人。", id="advice"),
        pytest.param("坚持“一个中心、三项行动”的思路。", id="slogan"),
        pytest.param("印发《社区治理十条措施》。", id="title-of-a-document"),
        pytest.param("对50万元以上的项目开展评审。", id="class-of-things"),
        pytest.param("建成120平方米的阅览室。", id="size-of-a-thing"),
        pytest.param("由2名副馆长牵头，推进服务进社区。", id="who-leads"),
        pytest.param("全省共有图书馆135个。", id="wider-area"),
        pytest.param("每低于1个百分点扣2分。", id="how-points-are-given"),
        pytest.param("女性占55%。", id="share-of-another-thing"),
        pytest.param("尚未支付3万元。", id="money-that-was-left"),
    ],
)
def test_guards_leave_out(read, text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("开展夜间巡查30次以上。", 30, id="bound-at-the-end-of-a-clause-hedges"),
        pytest.param("举办“书香”讲座12场。", 12, id="number-behind-quotes"),
        pytest.param("新建阅览室3个。", 3, id="things-not-sizes"),
    ],
)
def test_guards_let_pass(read, text, value):
    assert [r.value for r in read(text)] == [value]


def test_guards_a_list_shares_the_fate_of_its_first_number(read):
    assert read("辖12个村、3个社区。") == []


def test_guards_wider_area_depends_on_the_reporting_body(read):
    assert read("全省举办讲座135场。", level="县") == []
    assert [r.value for r in read("全省举办讲座135场。", level="省")] == [135]


def test_guards_the_last_of_the_other_bodies_before_a_number_is_meant(read):
    # What the treasury did stands before what the county did: “我局” between them leads back from the first only.
    text = "县财政统筹下达资金，我局配合，据县统计局通报全县建成驿站120个。"
    assert read(text) == []
    assert [r.value for r in read("据县统计局通报全县平稳，县财政统筹下达资金，我局建成驿站120个。")] == [120]
