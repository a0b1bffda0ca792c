from __future__ import annotations

from typing import Any

import pytest

from pipeline.extract.identity import identify, is_on_one_project
from pipeline.facts import Identity
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import Draft, DraftParagraph, DraftTable, Reading
from pipeline.rules import RuleSet
from tests.extract.cases import cells_of

GENERAL = "2031年度部门整体支出绩效自评报告"
"""A title that names nobody."""


def _identity(
    rules: RuleSet, title: str, *lines: str, name: str = "", table: list[list[Any]] | None = None
) -> Identity:
    drafts: list[Draft] = [DraftParagraph(title, kind="title")] if title else []
    drafts += [DraftParagraph(line) for line in lines]
    drafts += [DraftTable(cells_of(table))] if table else []
    return identify(assemble(Reading(drafts), "txt"), rules, name)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("柏溪县水务局2031年度部门整体支出绩效自评报告", "部门整体支出绩效自评报告"),
        ("2031年度柏溪县水务局部门决算", "部门决算"),
        ("关于柏溪县水务局2031年度项目支出绩效评价的报告", "项目支出绩效评价的报告"),
        ("柏溪县水务局2031年度部门整体支出绩效情况的报告", "部门整体支出绩效情况的报告"),
        ("柏溪县水务局关于2031年部门预算编制的说明", "部门预算编制的说明"),
        ("柏溪县水务局2031年度山塘整治项目支出绩效自评报告", "项目支出绩效自评报告"),
        ("项目支出绩效自评表（2031年度）", "项目支出绩效自评表"),
        ("柏溪县水务局2031年度法治建设报告", "法治建设报告"),
        ("2031年度", "2031年度"),
    ],
)
def test_identity_tells_the_kind_in_the_titles_own_words(rules: RuleSet, title: str, kind: str) -> None:
    assert _identity(rules, title).report_type == kind


@pytest.mark.parametrize(
    ("title", "entity"),
    [
        ("柏溪县水务局2031年度部门决算", "柏溪县水务局"),
        ("2031年度柏溪县水务局部门决算", "柏溪县水务局"),
        ("关于柏溪县水务局2031年度部门决算的说明", "柏溪县水务局"),
        ("柏溪县水务局（本级）2031年度部门决算", "柏溪县水务局(本级)"),
        ("2031年度部门决算", ""),
        ("XX局2031年度部门决算", ""),
        ("××县水务局2031年度部门决算", ""),
        ("某某局2031年度部门决算", ""),
    ],
)
def test_identity_names_the_body_of_the_title(rules: RuleSet, title: str, entity: str) -> None:
    assert _identity(rules, title).entity == entity


@pytest.mark.parametrize(
    ("line", "entity"),
    [
        pytest.param("填报单位：柏溪县水务局", "柏溪县水务局", id="a-label"),
        pytest.param("项目实施单位为柏溪县水务局，资金由县财政安排。", "柏溪县水务局", id="who-carried-it-out"),
        pytest.param("柏溪县水务局文件", "柏溪县水务局", id="a-letterhead"),
        pytest.param("柏溪县水务局：", "", id="whom-it-is-sent-to"),
        pytest.param("柏溪县水务局（以下简称县水务局）负责全县水利工作。", "柏溪县水务局", id="a-short-name"),
        pytest.param("XX县水务监督局（以下简称县水务局）负责全县水利工作。", "", id="a-short-name-in-a-template"),
        pytest.param("按要求，柏溪县水务局对2031年度支出进行了自评。", "柏溪县水务局", id="who-judged-itself"),
        pytest.param("柏溪县水务局位于柏溪县城东。", "柏溪县水务局", id="a-description"),
        pytest.param("现将2031年柏溪县水务局水利资金绩效自评结果报告如下：", "柏溪县水务局", id="behind-the-year"),
        pytest.param("主管部门 柏溪县水务局 实施单位 河道处", "柏溪县水务局", id="labels-in-one-line"),
        pytest.param("年初预算安排我河道养护中心2031年度经费30万元。", "", id="no-body-inside-a-sentence"),
        pytest.param("填报单位：某某局", "", id="a-template"),
    ],
)
def test_identity_takes_the_body_from_the_first_lines_where_the_title_has_none(
    rules: RuleSet, line: str, entity: str
) -> None:
    # Text enough below that the line is no signature.
    assert _identity(rules, GENERAL, line, *["正文。"] * 8).entity == entity


def test_identity_takes_the_body_from_the_head_of_a_table(rules: RuleSet) -> None:
    found = _identity(rules, GENERAL, table=[["单位名称", "柏溪县水务局"], ["联系人", "甲"]])
    assert found.entity == "柏溪县水务局"


def test_identity_takes_the_body_from_the_signature(rules: RuleSet) -> None:
    lines = ["第一段。"] * 8
    assert _identity(rules, GENERAL, *lines, "柏溪县水务局", "2032年3月1日").entity == "柏溪县水务局"


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2021-柏溪县水务局.docx", 2021),
        ("柏溪县水务局(2021).docx", 2021),
        ("03-2021-柏溪县水务局.pdf", 2021),
        ("柏溪县水务局21年预算.pdf", 2021),
        ("柏溪县水务局20210315.pdf", None),
        ("柏溪县水务局2021-03-15.pdf", None),
        ("柏溪县水务局2021、2022.pdf", None),
    ],
)
def test_identity_takes_the_year_from_the_file_name_last(rules: RuleSet, name: str, year: int | None) -> None:
    assert _identity(rules, "部门整体支出绩效自评报告", "正文。", name=name).fiscal_year == year


@pytest.mark.parametrize("name", ["2031-柏溪县水务局.docx", "附件2：2031年度柏溪县水务局部门决算.pdf"])
def test_identity_takes_the_body_from_the_file_name_last(rules: RuleSet, name: str) -> None:
    assert _identity(rules, "部门整体支出绩效自评报告", "正文。", name=name).entity == "柏溪县水务局"


def test_identity_takes_the_full_name_for_a_short_one(rules: RuleSet) -> None:
    found = _identity(rules, "县水务局2031年度部门决算", "柏溪县水务局（以下简称县水务局）负责水利工作。")
    assert (found.entity, found.aliases) == ("柏溪县水务局", ("县水务局",))


@pytest.mark.parametrize(
    ("entity", "region"), [("柏溪县水务局", "柏溪县"), ("东湾市青石区审计局", "东湾市"), ("水务局", "")]
)
def test_identity_tells_the_region_of_the_body(rules: RuleSet, entity: str, region: str) -> None:
    assert _identity(rules, f"{entity}2031年度部门决算").region == region


@pytest.mark.parametrize(
    "printed",
    [
        "柏溪县水务局2031年度部门决算_柏溪县人民政府网",
        "柏溪县水务局2031年度部门决算_信息公开_柏溪县人民政府",
        "柏溪县水务局2031年度部门决算 - 柏溪县人民政府门户网站",
        "柏溪县水务局2031年度部门决算-柏溪政务网",
        "柏溪县水务局2031年度部门决算 | 政务公开",
    ],
)
def test_identity_leaves_a_pages_site_out_of_the_title(rules: RuleSet, printed: str) -> None:
    assert _identity(rules, printed).title == "柏溪县水务局2031年度部门决算"


@pytest.mark.parametrize("title", ["柏溪县水务局__2031__年度部门决算公开", "柏溪县水务局2031年度部门决算——山塘整治"])
def test_identity_keeps_lines_and_dashes_that_set_no_site_apart(rules: RuleSet, title: str) -> None:
    assert _identity(rules, title).title.startswith("柏溪县水务局2031年度部门决算")


def test_identity_joins_a_title_of_two_lines(rules: RuleSet) -> None:
    assert _identity(rules, "", "柏溪县水务局2031年度绩效", "总结").title == "柏溪县水务局2031年度绩效总结"


@pytest.mark.parametrize(
    ("title", "line", "year"),
    [
        pytest.param("柏溪县水务局2031年度部门决算", "", 2031, id="title"),
        pytest.param("柏溪县水务局二〇二一年度部门决算", "", 2021, id="numerals"),
        pytest.param("柏溪县水务局25年部门预算", "", 2025, id="two-digits"),
        pytest.param("柏溪县水务局部门决算", "2031年度收入合计8万元。", 2031, id="text"),
        pytest.param("柏溪县水务局部门决算", "2032年3月1日", None, id="a-date-is-none"),
        pytest.param("柏溪县水务局项目绩效自评报告", "2031年1月起至2031年12月止", 2031, id="a-term"),
        pytest.param("柏溪县水务局项目绩效自评报告", "2031年12月31日", 2031, id="the-last-day-of-a-year"),
        pytest.param("柏溪县水务局项目绩效自评报告", "发布时间:2032-06-15 18:21", 2031, id="published-the-year-after"),
        pytest.param("柏溪县水务局三公经费公示", "发布时间:2032-06-15 18:21", None, id="published-with-no-results"),
        pytest.param("柏溪县水务局项目绩效自评报告", "2031年元月至12月", 2031, id="a-term-in-short"),
        pytest.param("柏溪县水务局项目绩效自评报告", "2031年6月至2033年5月", None, id="a-term-of-several-years"),
    ],
)
def test_identity_tells_the_fiscal_year(rules: RuleSet, title: str, line: str, year: int | None) -> None:
    assert _identity(rules, title, *filter(None, [line])).fiscal_year == year


@pytest.mark.parametrize(
    ("titled", "told", "entity"),
    [
        ("柏溪县残联", "柏溪县残疾人联合会设办公室和康复股。", "柏溪县残疾人联合会"),
        ("柏溪县残联", "本单位设办公室和康复股。", "柏溪县残联"),
        ("柏溪县清水镇", "柏溪县清水镇人民政府设五个办公室。", "柏溪县清水镇人民政府"),
        ("柏溪县妇联", "桐江县妇女联合会到我会考察。", "柏溪县妇联"),
    ],
)
def test_identify_takes_the_long_name_where_the_report_has_it(rules, titled, told, entity):
    assert _identity(rules, f"{titled}2031年度部门整体支出绩效自评报告", told).entity == entity


def test_identify_takes_no_addressee_for_the_signature(rules):
    lines = ("现将自评情况报告如下。", "柏溪县财政局：", "2032年3月1日")
    assert _identity(rules, GENERAL, *lines).entity == ""


@pytest.mark.parametrize(
    ("table", "title"),
    [
        (
            [["索引号:", "640100-103/2031", "发布机构:", "柏溪县教育局"], ["名称:", "柏溪县实验小学2031年预算公示"]],
            "柏溪县实验小学2031年预算公示",
        ),
        (
            [["项目支出绩效目标批复表", "", ""], ["（2031年度）", "", ""], ["项目名称", "主体班", ""]],
            "项目支出绩效目标批复表",
        ),
        ([["项目", "预算", "决算"], ["基本支出", "3.1", "3.0"]], ""),
    ],
)
def test_identity_finds_the_title_in_a_tables_first_rows(rules: RuleSet, table: list[list[str]], title: str) -> None:
    assert _identity(rules, "", table=table).title == title


@pytest.mark.parametrize(
    ("line", "cell", "one"),
    [
        pytest.param("（2031年度）", "转移支付（项目）名称", True, id="the-first-cell-names-a-transfer"),
        pytest.param("2031年项目绩效自评报告表（实施单位用）填报单位：柏溪县水务局", "单位", True, id="the-first-line"),
        pytest.param("现将对山塘整治专项资金的使用情况进行评价的结果报告如下。", "单位", True, id="what-was-judged"),
        pytest.param("（2031年度）", "单位名称", False, id="nothing-of-a-project"),
        pytest.param("2031年度部门整体支出绩效自评报告", "转移支付（项目）名称", False, id="a-whole-unit"),
    ],
)
def test_identity_tells_a_report_on_one_project(rules: RuleSet, line: str, cell: str, one: bool) -> None:
    drafts: list[Draft] = [DraftParagraph(line), DraftTable(cells_of([[cell, "山塘整治"], ["金额", "3.2"]]))]
    document = assemble(Reading(drafts), "txt")
    assert is_on_one_project(document, identify(document, rules, ""), rules) is one
