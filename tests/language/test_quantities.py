"""What is a quantity, what its value is, and what is none. Sentences are invented."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from pipeline.document import Span
from pipeline.language.quantities import QuantityParser
from pipeline.language.quantity import Quantity
from pipeline.language.squeeze import squeeze
from pipeline.rules.paths import rules_dir
from pipeline.rules.units import load_units

PARSER = QuantityParser(load_units(rules_dir() / "units.yaml"))


def read(text: str) -> Quantity:
    quantity = PARSER.parse(text)
    assert quantity is not None, text
    return quantity


def words(text: str) -> list[str]:
    return text.split()


def found(text: str) -> list[tuple[str, str, str]]:
    """(words, value, unit) of every quantity in a text; fractions to six places."""
    return [(text[q.span.start : q.span.end], shown(q.value), q.unit) for q in PARSER.find(text)]


def shown(value: Decimal | Fraction) -> str:
    return f"{float(value):.6f}" if isinstance(value, Fraction) else f"{value:f}"


VALUES = [
    # money
    ("86.07万元", "860700", "CNY"),
    ("4.15亿元", "415000000", "CNY"),
    ("8千元", "8000", "CNY"),
    ("7百万元", "7000000", "CNY"),
    ("3千万元", "30000000", "CNY"),
    ("640元", "640", "CNY"),
    ("50块钱", "50", "CNY"),
    ("2,345,678.90元", "2345678.90", "CNY"),
    ("2，345，678.90元", "2345678.90", "CNY"),
    ("９１．２０万元", "912000", "CNY"),
    ("731.5 万元", "7315000", "CNY"),
    ("731.5\u3000万元", "7315000", "CNY"),
    ("7亿2500万元", "725000000", "CNY"),
    ("3万5000元", "35000", "CNY"),
    ("人民币20.6万元", "206000", "CNY"),
    ("¥1,250.00", "1250.00", "CNY"),
    ("6元5角", "6.5", "CNY"),
    ("6元5角8分", "6.58", "CNY"),
    ("五百六十元三角", "560.3", "CNY"),
    ("叁佰肆拾伍万元整", "3450000", "CNY"),
    ("六万三千元", "63000", "CNY"),
    ("七点二万元", "72000", "CNY"),
    ("三十余万元", "300000", "CNY"),
    ("-12.8万元", "-128000", "CNY"),
    ("负12.8万元", "-128000", "CNY"),
    ("(12.80)万元", "-128000", "CNY"),
    ("（12.80）万元", "-128000", "CNY"),
    ("零元", "0", "CNY"),
    ("917万", "9170000", "CNY"),
    ("0.8万元/人", "8000", "元/人"),
    ("260元/人/天", "260", "元/人/天"),
    ("45元每亩", "45", "元/亩"),
    ("3.6万美元", "36000", "美元"),
    # counts
    ("41人", "41", "人"),
    ("41名", "41", "人"),
    ("41位", "41", "人"),
    ("6个人", "6", "人"),
    ("2.7万人次", "27000", "人次"),
    ("31.08万剂次", "310800", "剂次"),
    ("9万余份", "90000", "份"),
    ("6万尾", "60000", "尾"),
    ("14场次", "14", "场次"),
    ("8家（次）", "8", "家次"),
    ("8家(次)", "8", "家次"),
    ("15台（套）", "15", "台"),
    ("3次/季度", "3", "次"),
    ("18.4公里", "18.4", "公里"),
    ("5千米", "5", "千米"),
    ("260km", "260", "公里"),
    ("350㎡", "350", "平方米"),
    ("1.9万立方米", "19000", "立方米"),
    ("7万千瓦时", "70000", "千瓦时"),
    ("88.5分", "88.5", "分"),
    ("70周岁", "70", "岁"),
    ("5个工作日", "5", "工作日"),
    ("四个月", "4", "个月"),
    ("3个多月", "3", "个月"),
    ("一百六十五条", "165", "条"),
    ("两千零八人", "2008", "人"),
    ("廿六户", "26", "户"),
    ("一百〇五件", "105", "件"),
    ("一万二千册", "12000", "册"),
    ("十一万三千株", "113000", "株"),
    ("一百二十余场", "120", "场"),
    ("二十几家", "20", "家"),
    ("数千人", "1000", "人"),
    ("几十户", "10", "户"),
    ("上万人次", "10000", "人次"),
    ("千余名", "1000", "人"),
    ("近百次", "100", "次"),
    # rates, points, multiples
    ("87.65%", "87.65", "%"),
    ("87.65％", "87.65", "%"),
    ("87.65﹪", "87.65", "%"),
    ("87百分号", "87", "%"),
    ("5‰", "0.5", "%"),
    ("百分之八十七点六", "87.6", "%"),
    ("百分之87.6", "87.6", "%"),
    ("百分之百", "100", "%"),
    ("千分之五", "0.5", "%"),
    ("八成", "80", "%"),
    ("八成五", "85", "%"),
    ("8成", "80", "%"),
    ("一半", "50", "%"),
    ("四分之三", "75", "%"),
    ("1.2个百分点", "1.2", "%"),
    ("3百分点", "3", "%"),
    ("3.5倍", "3.5", "倍"),
    ("增长了2倍", "3", "倍"),
    ("翻两番", "4", "倍"),
    ("翻番", "2", "倍"),
    # without a unit
    ("1,052.30", "1052.30", ""),
    ("-7.9", "-7.9", ""),
    ("卅一", "31", ""),
    ("二〇一九年", "2019", "年"),
    ("2019年度", "2019", "年度"),
    ("一个", "1", "个"),
]


@pytest.mark.parametrize(("text", "value", "unit"), VALUES, ids=[text for text, _, _ in VALUES])
def test_parse_reads_value_and_unit_exactly(text, value, unit):
    quantity = read(text)
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3.1万元", "money"), ("3100元/户", "price"), ("31%", "rate"), ("3.1个百分点", "points"), ("3倍", "multiple"),
        ("31场", "count"), ("31.0", "bare"), ("31万", "money"),
    ],
)  # fmt: skip
def test_parse_tells_the_kind(text, kind):
    assert read(text).kind == kind


@pytest.mark.parametrize(
    ("text", "written"),
    [("86.07万元", "万元"), ("200多万元", "万元"), ("1.4亿余元", "亿元"), ("2.7万人次", "人次"), ("12名", "名"),
     ("6亿800万元", "万元"), ("0.5个百分点", "个百分点"), ("8家(次)", "家次"), ("3次/年", "次/年")],
)  # fmt: skip
def test_parse_keeps_the_unit_as_written(text, written):
    assert read(text).written_unit == written


def test_a_fraction_that_no_decimal_equals_is_a_fraction():
    assert read("三分之一").value == Fraction(100, 3)


@pytest.mark.parametrize(
    ("text", "approx", "comparator"),
    [
        ("260余人", "over", None), ("逾20多万人次", "over", ">"), ("超过260人", "over", ">"),
        ("突破260人", "over", ">"),
        ("260人以上", "over", ">="), ("260人及以上", "over", ">="), ("约260人", "about", None),
        ("大约260人", "about", None), ("260人左右", "about", None), ("近260人", "under", None),
        ("将近260人", "under", None), ("不足260人", "under", None), ("不到260人", "under", None),
        ("接近260人", "under", None), ("≥260人", None, ">="), (">=260人", None, ">="), ("≧260人", None, ">="),
        ("不少于260人", None, ">="), ("不低于260人", None, ">="), ("不小于260人", None, ">="),
        ("大于等于260人", None, ">="), ("至少260人", None, ">="), ("最低260人", None, ">="), ("≤260人", None, "<="),
        ("不超过260人", None, "<="), ("不高于260人", None, "<="), ("不大于260人", None, "<="),
        ("控制在260人以内", None, "<="), ("260人以内", None, "<="), ("最多260人", None, "<="), ("＞260人", None, ">"),
        ("<260人", None, "<"), ("260人", None, None), ("半数以上", "over", ">="), ("过半", "over", ">"),
        ("二三十人", "about", None),
    ],
)  # fmt: skip
def test_hedges_and_comparators_on_both_sides(text, approx, comparator):
    quantity = read(text)
    assert (quantity.approx, quantity.comparator) == (approx, comparator)


@pytest.mark.parametrize(
    ("text", "low", "high", "decimals"),
    [
        pytest.param("119.52万元", "1195150", "1195250", -2, id="half a unit of the last digit"),
        pytest.param("3200元", "3199.5", "3200.5", 0, id="an integer amount is rounded too"),
        pytest.param("0.00万元", "-50", "50", -2, id="nought with decimals is rounded"),
        pytest.param("0万元", "0", "0", -4, id="nought is nought"),
        pytest.param("壹佰万元整", "1000000", "1000000", -6, id="整 means to the last"),
        pytest.param("97.3%", "97.25", "97.35", 1, id="a rate"),
        pytest.param("35人", "35", "35", 0, id="people are whole"),
        pytest.param("三百人", "300", "300", 0, id="a Chinese numeral is as exact as digits"),
        pytest.param("1.2万人", "11500", "12500", -3, id="a scale hides digits"),
        pytest.param("40亩", "39.5", "40.5", 0, id="a measure is rounded"),
        pytest.param("九成", "85", "95", -1, id="tenths are coarse"),
        pytest.param("260余人", "260", None, None, id="余 leaves the upper end open"),
        pytest.param("近260人", None, "260", None, id="近 leaves the lower end open"),
        pytest.param("约260人", None, None, 0, id="约 leaves both open"),
        pytest.param("≥95%", "95", None, 0, id="a target from below"),
        pytest.param("≤3万元", None, "30000", -4, id="a limit from above"),
        pytest.param("50至60场", "50", "60", 0, id="a range"),
    ],
)
def test_bounds_and_accuracy(text, low, high, decimals):
    quantity = read(text)
    bounds = tuple(None if end is None else Decimal(end) for end in (low, high))
    assert (quantity.low, quantity.high, quantity.decimals) == (*bounds, decimals)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("12-18场", "12", "18", "场"), ("12—18场", "12", "18", "场"), ("12～18场", "12", "18", "场"),
        ("12至18场", "12", "18", "场"), ("12到18场", "12", "18", "场"), ("12场-18场", "12", "18", "场"),
        ("四至六次", "4", "6", "次"), ("35%-45%", "35", "45", "%"), ("35-45%", "35", "45", "%"),
        ("2-3万元", "20000", "30000", "CNY"), ("2万-3万元", "20000", "30000", "CNY"),
        ("2万元至3万元", "20000", "30000", "CNY"), ("8000-1万元", "8000", "10000", "CNY"),
        ("七八成", "70", "80", "%"), ("两三百户", "200", "300", "户"), ("五六十人", "50", "60", "人"),
        ("十二三人", "12", "13", "人"), ("三五个", "3", "5", "个"),
    ],
)  # fmt: skip
def test_ranges_have_two_ends_of_one_unit(text, low, high, unit):
    quantity = read(text)
    assert quantity.is_range
    assert (quantity.value, quantity.low, quantity.high, quantity.unit) == (
        Decimal(low),
        Decimal(low),
        Decimal(high),
        unit,
    )


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("从12人增加到18人", [("12人", "12", "人"), ("18人", "18", "人")]),
        ("从12人到18人", [("12人", "12", "人"), ("18人", "18", "人")]),
        ("由2.6万元到3.1万元", [("2.6万元", "26000", "CNY"), ("3.1万元", "31000", "CNY")]),
        ("较上年3.07减少0.05万元", [("3.07", "3.07", ""), ("0.05万元", "500", "CNY")]),
        ("分别为6，9，14件", [("6", "6", ""), ("9", "9", ""), ("14件", "14", "件")]),
        ("分别为6、9、14件", [("6", "6", ""), ("9", "9", ""), ("14件", "14", "件")]),
        ("3,180 4,075.2", [("3,180", "3180", ""), ("4,075.2", "4075.2", "")]),
        ("发放手册2,600，宣讲14场", [("2,600", "2600", ""), ("14场", "14", "场")]),
        ("因公出国费用为零。", [("零", "0", "")]),
        ("现有执法车一辆。", [("一辆", "1", "辆")]),
        ("设办公室一个、站所三个", [("一个", "1", "个"), ("三个", "3", "个")]),
        ("节约3.2万元", [("3.2万元", "32000", "CNY")]),
        ("签约700户，附近20户", [("700户", "700", "户"), ("20户", "20", "户")]),
        ("惠及1.6万群众", [("1.6万", "16000", "")]),
        ("会员8.3万户籍居民", [("8.3万", "83000", "")]),
        ("40人参加，7家企业", [("40人", "40", "人"), ("7家", "7", "家")]),
        ("人数百余人", [("百余人", "100", "人")]),
        ("合计62.00本年支出", [("62.00", "62.00", "")]),
        ("用时十分钟", [("十分钟", "10", "分钟")]),
        ("2024年1-6月支出5.5万元", [("5.5万元", "55000", "CNY")]),
        ("2025年目标：培训≥300人次，合格率≥96%", [("≥300人次", "300", "人次"), ("≥96%", "96", "%")]),
        ("行政编制8名（实有7名）", [("8名", "8", "人"), ("7名", "7", "人")]),
        ("同比-3.4%", [("-3.4%", "-3.4", "%")]),
        ("普法宣传——35人到场", [("35人", "35", "人")]),
        ("得分：96.5", [("96.5", "96.5", "")]),
        ("三个股室，两支队伍", [("三个", "3", "个"), ("两支", "2", "支")]),
        ("1.办展览2次。2.3场讲座", [("2次", "2", "次"), ("3场", "3", "场")]),
        ("不超过总数的三分之一", [("三分之一", "33.333333", "%")]),
        ("下降百分之一", [("百分之一", "1", "%")]),
        ("二十个重点项目", [("二十个", "20", "个")]),
        ("执行GB/T 19001-2016标准", []),
        ("附近千人", []),
        ("（5）万元", [("(5)万元", "-50000", "CNY")]),
        ("见（5）。", []),
        ("1.新建公厕6座", [("6座", "6", "座")]),
        ("1.2024年新建公厕6座", [("6座", "6", "座")]),
    ],
)  # fmt: skip
def test_find_reads_sentences(text, quantities):
    halved = text.translate(str.maketrans("：（）", ":()"))
    assert found(halved) == quantities


NO_QUANTITIES = words(
    """
    2024年 2024年度 2024年末 2022-2025年 2022—2025年 2022至2025年 （2022-2025） 2022年、2023年 二〇二四年
    1958年成立 2024学年
    7月 7月16日 7-9月 3月至6月 11月份 7月上旬 5日至8日 六月 六月二十日 十号 2024-07-16 2024/7/16 2024.7.16
    2024-07
    上午10时15分 10:15 10时 8点30分 十时二十分 前三季度 二季度 3季度 80后、90后
    〔2024〕18号 县财绩〔2024〕7号 18号文 （2024）民初18号 第18号 湘A88231 HZ0112/2024-00836 GB50016 5G基站
    A3打印纸 PM2.5
    第四次 第21届 第一书记 第二十一条 第2-4项 第3、4款 三级医院 2级响应 一等奖 二等功 319国道 3标段 七十周年
    二十大 十九届六中全会 第二十届三中全会
    一是强化领导，二是压实责任 一方面 一、基本情况 （二）主要职能 1.项目概况 2、资金情况 （3）其他 3）其他
    12345热线 12316平台 12351职工维权热线 拨打96333 联系电话：0731-8890123 手机：13800001111 13800001111
    邮编：410000
    “1246”工作思路 “8855”行动 “1+4+N”模式 “3·15” “三八” “六一” 五一假期 七一前夕 “十四五”期间
    十五五 6.26国际禁毒日 “扫黄打非2024”
    一些 一批 一系列 一线 一把手 一支笔 一户一档 统一部署 唯一 之一 万一 千方百计 老百姓 十分重视 三农 四风
    五保户 九年义务教育 一票否决
    三公经费 两会 两癌 两节 双百 万家灯火 万众一心 建党百年 千家万户 零距离 零投诉 零件 一站式 三会一课
    三严三实 八项规定 惠民二十条
    两个维护 两个确立 四个意识 四个自信 三个方面 四个维度 3个方面 五个坚持 三项制度 五项措施 四大体系
    三位一体 五位一体
    一个平台 一次培训 一种模式 一项工作 一支力量 每一个孩子 统一个人信息 二次供水 三次产业 二期工程 三年级
    两面人
    《全县十件民生实事方案》 打通“最后一公里” 厕所革命2.0” K3+260 邮编410100 12315、12345等热线 两位小数
    7,00.0,77 194.9194.9 1,23.45万元 007 6:2:2 7×24小时 3×5米 附表3 1-2-3
    """
)


@pytest.mark.parametrize("text", NO_QUANTITIES)
def test_find_leaves_out_what_counts_nothing(text):
    assert found(text) == []
    squeezed = squeeze(text).text
    assert found(squeezed) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "万元",
        "第三次",
        "12人和5人",
        "约",
        "7,00.0,77",
        "2024年支出",
        "十四五",
        "1" * 40 + "元",
        "人",
        "-",
        "1.",
    ],
)
def test_parse_refuses_what_is_not_one_quantity(text):
    assert PARSER.parse(text) is None


@pytest.mark.parametrize(
    ("text", "span", "number"),
    [
        ("支出约86.07万元左右。", Span(2, 12), Span(3, 8)),
        ("共 1,234 人", Span(2, 9), Span(2, 7)),
        ("达到百分之九十五以上", Span(2, 10), Span(5, 8)),
    ],
)
def test_spans_hold_the_hedges_and_numbers_do_not(text, span, number):
    (quantity,) = PARSER.find(text)
    assert (quantity.span, quantity.number) == (span, number)


def test_units_without_extras_are_enough_for_a_parser():
    small = QuantityParser(
        type(load_units(rules_dir() / "units.yaml"))({"元": Decimal(1)}, {"人": "人"}, {"万": Decimal(10_000)})
    )
    assert [(q.value, q.unit) for q in small.find("3人，5万元，7场")] == [(3, "人"), (50_000, "CNY"), (7, "")]
