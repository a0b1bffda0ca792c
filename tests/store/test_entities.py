"""Which reports are of one body."""

from __future__ import annotations

import pytest

from pipeline.store.entities import Mention, resolve, split_region


def mention(number, given):
    """A name, or (name, region), or (name, region, aliases)."""
    name, region, aliases = (given, "", ()) if isinstance(given, str) else (*given, ())[:3]
    return Mention(number, name, aliases, region)


def bodies(*given):
    """The names that ended in one body, for reports so named."""
    mentions = [mention(number, one) for number, one in enumerate(given, 1)]
    by_id = {m.document_id: m.name for m in mentions}
    return [{by_id[d] for d in body.documents} for body in resolve(mentions)]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["云陂县总工会", "云陂县 总工会"], id="spaces"),
        pytest.param(["云陂县总工会（本级）", "云陂县总工会(本级)", "云陂县总工会"], id="brackets-and-scope"),
        pytest.param(["云陂县枫林渡镇人民政府", "枫林渡镇人民政府"], id="region-left-out"),
        pytest.param(["湖阳市云陂县总工会", "云陂县总工会"], id="upper-region-left-out"),
        pytest.param(["总工会", ("云陂县总工会", "云陂县")], id="bare-name-and-one-body-there"),
        pytest.param(["云陂县妇女联合会", ("区妇联", "")], id="short-form-in-an-archive-of-one-region"),
        pytest.param([("县残联", "云陂县"), "云陂县残疾人联合会", "石桥县总工会"], id="short-form-with-its-region"),
        pytest.param(["云陂县卫生健康局", "云陂县卫健局"], id="first-characters-of-words"),
        pytest.param(["云陂县人民政府办公室", "县政府办"], id="government-office"),
        pytest.param(
            ["枫林渡镇", "云陂县枫林渡镇人民政府", "枫林渡镇政府"], id="a-place-stands-for-its-administration"
        ),
        pytest.param(["云陂县工商业联合会", "云陂县工商联"], id="known-short-form"),
        pytest.param([("妇联", "", ("云陂县妇联",)), "云陂县妇女联合会"], id="region-told-by-an-alias"),
        pytest.param([("县文化服务中心", "云陂县", ("云陂县文化馆",)), "云陂县文化馆"], id="alias"),
    ],
)
def test_resolve_joins_names_of_one_body(names):
    first = bodies(*names)[0]
    expected = {n if isinstance(n, str) else n[0] for n in names} - {"石桥县总工会"}
    assert first == expected


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([("妇联", "云陂县"), ("妇联", "石桥县")], id="same-name-in-two-regions"),
        pytest.param(["云陂县妇女联合会", "石桥县妇联"], id="short-form-in-another-region"),
        pytest.param(["云陂县教育局", "云陂县教育体育局"], id="a-word-more-may-be-another-body"),
        pytest.param(["云陂县第一小学", "云陂县第一实验小学"], id="schools"),
        pytest.param(["云陂县财政局", "云陂县财政局国库支付中心"], id="subordinate"),
        pytest.param(
            [("云陂县总工会", "", ("本单位", "我会")), ("石桥县文化馆", "", ("本单位", "我馆"))], id="pronouns"
        ),
        pytest.param([("云陂县文化馆", "", ("石桥县文化馆",)), "石桥县文化馆"], id="alias-of-another-region"),
    ],
)
def test_resolve_keeps_bodies_apart(names):
    assert len(bodies(*names)) == len(names)


def test_resolve_leaves_a_bare_name_alone_where_two_bodies_could_be_meant():
    assert len(bodies("总工会", "云陂县总工会", "石桥县总工会")) == 3


def test_resolve_leaves_a_short_name_alone_in_an_archive_of_two_regions():
    assert {"区妇联"} in bodies("区妇联", "云陂区妇女联合会", "石桥县总工会")


def test_resolve_takes_the_longest_name_and_the_first_report_s_id():
    [body] = resolve([Mention(7, "枫林渡镇人民政府", ("镇政府",)), Mention(9, "云陂县枫林渡镇人民政府")])
    assert (body.id, body.name, body.region) == (7, "云陂县枫林渡镇人民政府", "云陂县")
    assert body.aliases == ("枫林渡镇人民政府", "镇政府")


def test_resolve_does_not_depend_on_the_order_of_reports():
    mentions = [
        Mention(1, "区妇联"),
        Mention(2, "云陂区妇女联合会", ("区妇联",)),
        Mention(3, "云陂区残联"),
        Mention(4, "残联"),
    ]
    assert resolve(mentions) == resolve(reversed(mentions))


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("湖阳市云陂县总工会", "", ("湖阳市云陂县", "总工会")),
        ("云陂县城市管理局", "", ("云陂县", "城市管理局")),
        ("市场监督管理局", "", ("", "市场监督管理局")),
        ("开县文化馆", "", ("开县", "文化馆")),
        ("东湖社区服务中心", "", ("", "东湖社区服务中心")),
        ("总工会", "云陂县", ("云陂县", "总工会")),
        ("云陂县总工会", "湖阳市云陂县", ("湖阳市云陂县", "总工会")),
    ],
)
def test_split_region(name, region, expected):
    assert split_region(name, region) == expected
