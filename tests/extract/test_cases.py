"""Every case of tests/cases: a sentence or a table, and the facts that a careful clerk reads out of it."""

from __future__ import annotations

import pytest

from pipeline.extract import Extractor
from pipeline.extract.identity import identify
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftParagraph, Reading
from pipeline.rules import RuleSet
from tests.extract.cases import Case, differences, known_failures, load_cases

CASES = load_cases()
FAILING = known_failures()


def _params(wanted: str) -> list[object]:
    return [
        pytest.param(case, id=case.id, marks=[pytest.mark.xfail(strict=True)] if case.id in FAILING else [])
        for case in CASES
        if wanted in case.body
    ]


@pytest.mark.parametrize("case", _params("facts"))
def test_extract_reads_the_case_and_nothing_else(case: Case, reader: Extractor) -> None:
    assert differences(reader, case) == []


@pytest.mark.parametrize("case", _params("expect"))
def test_identify_tells_whose_report_it_is(case: Case, rules: RuleSet) -> None:
    body = case.body
    drafts = [DraftParagraph(body["title"], kind="title")] if body.get("title") else []
    drafts += [DraftParagraph(text) for text in body.get("first", ())]
    if body.get("header"):
        drafts.append(DraftParagraph(body["header"], kind="header"))
    found = identify(assemble(Reading(drafts), "txt"), rules, body.get("name", ""))
    expected = body["expect"]
    assert (found.entity, found.fiscal_year) == (expected["entity"], expected["fiscal_year"])


def test_every_known_failure_is_a_case() -> None:
    assert sorted(FAILING - {case.id for case in CASES}) == []
