"""Runs the examples that checks carry: reports of one body in, findings and remarks out, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.checks.findings import findings_of
from pipeline.checks.reports import Report
from pipeline.checks.unit import check_unit
from pipeline.extract import Extractor
from pipeline.facts import Identity
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable, Reading
from pipeline.rules.check_schema import CheckExample, CheckSpec, ExampleReport, ExpectedFinding


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """One example that was run."""

    check: str
    example: CheckExample
    found: tuple[ExpectedFinding, ...]

    @property
    def missing(self) -> tuple[ExpectedFinding, ...]:
        """Findings that were expected and not made."""
        return tuple(finding for finding in self.example.expect if finding not in self.found)

    @property
    def extra(self) -> tuple[ExpectedFinding, ...]:
        """Findings that were made and not expected."""
        return tuple(finding for finding in self.found if finding not in self.example.expect)

    @property
    def passed(self) -> bool:
        return not self.missing and not self.extra and len(self.found) == len(self.example.expect)


def run_check_examples(reader: Extractor) -> Iterator[CheckOutcome]:
    """Every example of every check, in the order of the packs."""
    for check in reader.rules.checks.checks:
        for example in check.examples:
            yield CheckOutcome(check.id, example, tuple(_found(reader, check, example)))


def report_of(reader: Extractor, number: int, body: ExampleReport) -> Report:
    """A report as the archive would give it to the checks; `number` is its id."""
    drafts: list[Draft] = [
        DraftParagraph(heading, kind="heading", level=level) for level, heading in enumerate(body.section, 1)
    ]
    drafts += [DraftParagraph(words) for words in (body.text, body.caption) if words]
    if body.table:
        cells = [DraftCell(text, row, col) for row, line in enumerate(body.table) for col, text in enumerate(line)]
        drafts.append(DraftTable(cells))
    document = assemble(Reading(drafts), "txt")
    identity = Identity(entity="某县某局", fiscal_year=body.year, report_type=body.type)
    facts = [(number * 1000 + index, fact) for index, fact in enumerate(reader.facts(document, identity), 1)]
    return Report(
        id=number,
        name=f"{body.year}.txt",
        year=body.year,
        type=identity.report_type,
        entity=identity.entity,
        sha256=f"{number:064}",
        document=document,
        facts=facts,
    )


def reports_of(reader: Extractor, bodies: Sequence[ExampleReport]) -> dict[int, Report]:
    """An example's reports by id."""
    return {number: report_of(reader, number, body) for number, body in enumerate(bodies, 1)}


def _found(reader: Extractor, check: CheckSpec, example: CheckExample) -> Iterator[ExpectedFinding]:
    """What was found; a remark only in examples of remarks, where nothing contradicts anything."""
    reports = reports_of(reader, example.reports)
    for checked in check_unit(tuple(reports.values()), reader.rules):
        for finding in findings_of(checked, reports, reader.rules):
            computed = None if finding.computed is None else round(finding.computed, 2)
            yield ExpectedFinding(check=finding.check, stated=finding.stated, computed=computed)
        if check.severity == "info":
            yield from (ExpectedFinding(check=remark.check) for remark in checked.remarks)
