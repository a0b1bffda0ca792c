"""Facts of scanned pages carry the recogniser's confidence, and findings say which figures to look at first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.checks import check_unit, findings_of
from pipeline.checks.examples import report_of
from pipeline.document import Document, Recognised
from pipeline.extract.recognised import recognised
from pipeline.rules.check_schema import ExampleReport


@pytest.fixture
def report(reader):
    text = "核定编制1,046名，年末在职1,050人。"
    return report_of(reader, 1, ExampleReport(year=2023, section=("一、人员情况",), text=text))


def scanned(document: Document, *numbers: Recognised) -> Document:
    return replace(document, recognised=numbers)


def marked(report, *numbers):
    facts = [replace(fact, page=2) for _, fact in report.facts]
    return recognised(scanned(report.document, *numbers), facts)


def test_a_figure_is_as_sure_as_its_number_on_its_page(report):
    facts = marked(report, Recognised(2, "1,046", 0.97), Recognised(2, "1050", 0.61), Recognised(3, "1,046", 0.2))
    assert {fact.value: fact.confidence for fact in facts} == {1046: 0.97, 1050: 0.61}


def test_of_a_number_that_stands_several_times_the_least_counts(report):
    facts = marked(report, Recognised(2, "1,046", 0.97), Recognised(2, "1,046", 0.5))
    assert {fact.value: fact.confidence for fact in facts} == {1046: 0.5, 1050: None}


def test_text_that_was_not_scanned_has_no_confidence(report):
    assert {fact.confidence for fact in marked(report)} == {None}


@pytest.mark.parametrize(("confidence", "told"), [(0.6, True), (0.95, False)])
def test_findings_name_figures_that_ocr_was_not_sure_of(report, reader, confidence, told):
    facts = marked(report, Recognised(2, "1050", confidence))
    unsure = replace(report, facts=list(enumerate(facts, 1)))
    (checked,) = check_unit([unsure], reader.rules)
    (finding,) = findings_of(checked, {1: unsure}, reader.rules)
    assert ("没有把握的数字（1,050人）" in finding.message_zh) is told
    assert ("OCR was not sure of 1,050" in finding.message_en) is told
