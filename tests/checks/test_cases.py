"""tests/checks/findings.yaml: reports in, findings out, nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.checks import Finding, Report, check_unit, findings_of
from pipeline.extract import Extractor
from pipeline.facts import Identity
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import Draft, DraftParagraph, DraftTable, Reading
from pipeline.rules import RuleSet
from tests.extract.cases import cells_of

CASES = yaml.safe_load((Path(__file__).parent / "findings.yaml").read_text("utf-8"))["cases"]


def report_of(reader: Extractor, number: int, body: dict[str, Any]) -> Report:
    drafts: list[Draft] = [
        DraftParagraph(heading, kind="heading", level=level) for level, heading in enumerate(body.get("section", ()), 1)
    ]
    drafts += [DraftParagraph(body[key]) for key in ("text", "caption") if key in body]
    drafts += [DraftTable(cells_of(body["table"]))] if "table" in body else []
    document = assemble(Reading(drafts), "txt")
    identity = Identity(entity="某县某局", fiscal_year=body["year"], report_type="部门整体支出绩效自评报告")
    facts = [(number * 1000 + index, fact) for index, fact in enumerate(reader.facts(document, identity), 1)]
    return Report(
        id=number,
        name=f"{body['year']}.txt",
        year=body["year"],
        type=identity.report_type,
        entity=identity.entity,
        sha256=f"{number:064}",
        document=document,
        facts=facts,
    )


def findings(reader: Extractor, rules: RuleSet, bodies: list[dict[str, Any]]) -> list[Finding]:
    reports = {number: report_of(reader, number, body) for number, body in enumerate(bodies, 1)}
    checked = check_unit(tuple(reports.values()), rules)
    return [finding for result in checked for finding in findings_of(result, reports, rules)]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_findings_are_those_that_a_careful_reader_would_defend(reader: Extractor, rules: RuleSet, case) -> None:
    found = findings(reader, rules, case["reports"])
    told = [(f.check, f.stated, None if f.computed is None else round(f.computed, 2)) for f in found]
    expected = [
        (e["check"], *(Decimal(e[key]) if key in e else None for key in ("stated", "computed"))) for e in case["expect"]
    ]
    assert told == expected


def test_a_finding_names_its_figures_the_arithmetic_and_why_rounding_does_not_explain_it(reader, rules):
    text = "基本支出412.60万元，其中人员经费362.15万元，公用经费60.45万元。"
    (finding,) = findings(reader, rules, [{"year": 2023, "section": ["二、支出情况"], "text": text}])
    assert finding.kind == "sum"
    assert finding.severity == "error"
    assert finding.difference == Decimal(-100000)
    assert finding.tolerance == Decimal(150)
    for words in ("基本支出412.6万元", "362.15万元 + 60.45万元 = 422.6万元", "相差10万元", "“二、支出情况”"):
        assert words in finding.message_zh
    assert "362.15" not in finding.message_en
    assert "3,621,500 yuan + 604,500 yuan = 4,226,000 yuan" in finding.message_en


def test_the_key_is_of_the_contradiction_and_not_of_the_run(reader, rules):
    body = {"year": 2023, "section": ["一、人员情况"], "text": "核定编制46名，年末在职50人。"}
    other = {"year": 2022, "section": ["一、人员情况"], "text": "核定编制46名，年末在职45人。"}
    (alone,) = findings(reader, rules, [body])
    (beside,) = findings(reader, rules, [body, other])
    assert alone.key == beside.key


def test_one_wrong_figure_that_breaks_several_checks_is_one_finding(reader, rules):
    text = "“三公”经费支出18.65万元，其中公务接待费42,500万元，公务用车运行维护费14.40万元。公务接待费4.25万元。"
    (finding,) = findings(reader, rules, [{"year": 2023, "section": ["二、“三公”经费"], "text": text}])
    assert finding.kind == "unit"
    assert "还与另外1处不符" in finding.message_zh
