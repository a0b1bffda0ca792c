"""What a finding is told of: its figures, the arithmetic, a key that lasts, one cause."""

from __future__ import annotations

from decimal import Decimal

from pipeline.checks import Finding, check_unit, findings_of
from pipeline.checks.examples import reports_of
from pipeline.extract import Extractor
from pipeline.rules.check_schema import ExampleReport


def findings(reader: Extractor, *bodies: ExampleReport) -> list[Finding]:
    reports = reports_of(reader, bodies)
    checked = check_unit(tuple(reports.values()), reader.rules)
    return [finding for result in checked for finding in findings_of(result, reports, reader.rules)]


def test_a_finding_names_its_figures_the_arithmetic_and_why_rounding_does_not_explain_it(reader):
    text = "基本支出412.60万元，其中人员经费362.15万元，公用经费60.45万元。"
    (finding,) = findings(reader, ExampleReport(year=2023, section=("二、支出情况",), text=text))
    assert finding.kind == "sum"
    assert finding.severity == "error"
    assert finding.difference == Decimal(-100000)
    assert finding.tolerance == Decimal(150)
    for words in ("基本支出412.6万元", "362.15万元 + 60.45万元 = 422.6万元", "相差10万元", "“二、支出情况”"):
        assert words in finding.message_zh
    assert "362.15" not in finding.message_en
    assert "3,621,500 yuan + 604,500 yuan = 4,226,000 yuan" in finding.message_en


def test_the_key_is_of_the_contradiction_and_not_of_the_run(reader):
    body = ExampleReport(year=2023, section=("一、人员情况",), text="核定编制46名，年末在职50人。")
    other = ExampleReport(year=2022, section=("一、人员情况",), text="核定编制46名，年末在职45人。")
    (alone,) = findings(reader, body)
    (beside,) = findings(reader, body, other)
    assert alone.key == beside.key


def test_one_wrong_figure_that_breaks_several_checks_is_one_finding(reader):
    text = "“三公”经费支出18.65万元，其中公务接待费42,500万元，公务用车运行维护费14.40万元。公务接待费4.25万元。"
    (finding,) = findings(reader, ExampleReport(year=2023, section=("二、“三公”经费",), text=text))
    assert finding.kind == "unit"
    assert "还与另外1处不符" in finding.message_zh
