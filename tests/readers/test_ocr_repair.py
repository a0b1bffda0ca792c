"""What OCR mistakes inside numbers, put right only where nothing else can be meant."""

import pytest

from pipeline.readers.ocr.repair import repaired, simplified


@pytest.mark.parametrize(
    ("read", "text"),
    [
        pytest.param("支出１２３.４５万元", "支出123.45万元", id="full-width-digits"),
        pytest.param("完成率98．6％", "完成率98.6%", id="full-width-point-and-percent"),
        pytest.param("1，328.46万元", "1,328.46万元", id="full-width-comma-in-groups-of-three"),
        pytest.param("12，345，678元", "12,345,678元", id="several-groups"),
        pytest.param("其中甲12，乙345", "其中甲12，乙345", id="a-list-keeps-its-comma"),
        pytest.param("2021，328人", "2021，328人", id="year-and-number-are-no-groups"),
        pytest.param("分别为12，34，567人", "分别为12，34，567人", id="groups-of-two-and-three-are-a-list"),
        pytest.param("1.328.46万元", "1,328.46万元", id="point-for-comma"),
        pytest.param("1.2.3工作要求", "1.2.3工作要求", id="numbering-keeps-its-points"),
        pytest.param("1O5人", "105人", id="letter-o-between-digits"),
        pytest.param("3l.5万元", "31.5万元", id="letter-l-before-a-point"),
        pytest.param("0.O5", "0.05", id="letter-o-behind-a-point"),
        pytest.param("5l水", "5l水", id="letter-at-the-end-may-be-a-unit"),
        pytest.param("COVID-19", "COVID-19", id="letters-in-words-stay"),
        pytest.param("12|34", "12|34", id="a-rule-between-numbers-is-no-one"),
        pytest.param("1,328. 46", "1,328.46", id="space-inside-a-number"),
        pytest.param("3·15万元", "3.15万元", id="middle-dot-before-a-unit"),
        pytest.param("²", "2", id="a-lone-raised-figure"),
        pytest.param("面积12m²", "面积12m²", id="square-metres-stay"),
        pytest.param("增长3:19%", "增长3.19%", id="colon-before-a-percent-sign"),
        pytest.param("3·15晚会", "3·15晚会", id="middle-dot-of-a-date"),
        pytest.param("共12。3月起", "共12。3月起", id="a-sentence-may-end-in-a-number"),
        pytest.param("结余(含往年)为零", "结余（含往年）为零", id="brackets-around-chinese"),
        pytest.param("（三)人员", "（三）人员", id="one-pair-one-width"),
        pytest.param("〔2031]7号", "〔2031〕7号", id="one-pair-one-shape"),
        pytest.param("(8.5%)", "(8.5%)", id="brackets-around-a-number-stay"),
        pytest.param("任务:抓好;推进", "任务：抓好；推进", id="signs-between-ideographs"),
        pytest.param("18:30开会", "18:30开会", id="time-of-day"),
        pytest.param("全县 各级", "全县各级", id="space-between-ideographs"),
        pytest.param("GB T 标准", "GB T标准", id="space-between-latin-words-stays"),
        pytest.param("项目支出基本支出", "项目支出基本支出", id="no-comma-is-made-up"),
    ],
)
def test_repaired_text(read, text):
    assert "".join(repaired(read)) == text


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        pytest.param(
            ["决算数比年初预算数增加，主要是项目支出有所增加", "増减情况，決策有据"],
            ["决算数比年初预算数增加，主要是项目支出有所增加", "增减情况，决策有据"],
            id="simplified",
        ),
        pytest.param(["決算數比預算數減少", "內部稅務"], ["決算數比預算數減少", "內部稅務"], id="traditional-stays"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_old_forms_are_put_right_on_a_simplified_page(page, shown):
    assert simplified(page) == shown


@pytest.mark.parametrize("text", ["", "（", ")", "〔)", "1，", "，123", "１ ２", "((（)"])
def test_repair_has_one_entry_for_each_character(text):
    assert len(repaired(text)) == len(text)
