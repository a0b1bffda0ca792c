"""tests/cases/*.yaml as documents: what stands in a case becomes headings, a paragraph or a table of a report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.document import Document
from pipeline.extract import Extractor
from pipeline.extract.examples import matches, tells
from pipeline.extract.reading import Reading
from pipeline.facts import Identity
from pipeline.language.squeeze import Squeezed
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import Draft, DraftCell, DraftParagraph, DraftTable
from pipeline.readers.drafts import Reading as FileReading
from pipeline.rules.schema import Expected

FOLDER = Path(__file__).parent.parent / "cases"


@dataclass(frozen=True)
class Case:
    """One case with its file and the file's default year."""

    id: str
    year: int
    body: dict[str, Any]

    @property
    def expected(self) -> list[Expected]:
        return [Expected.model_validate(fact) for fact in self.body["facts"]]


def load_cases() -> list[Case]:
    """Every case of every file, its id led by the file's name."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        default = data.get("year", 2023)
        bodies = data.get("cases", ())
        if nothing := [body["id"] for body in bodies if not {"facts", "expect"} & body.keys()]:
            raise ValueError(f"{path.name}: no facts are expected of {nothing}; write `facts: []` if there are none")
        found += [Case(f"{path.stem}/{body['id']}", body.get("year", default), body) for body in bodies]
    return found


def known_failures() -> frozenset[str]:
    """Ids of cases that are not read right yet."""
    return frozenset((FOLDER / "known_failures.txt").read_text("utf-8").split())


def document_of(case: Case) -> Document:
    """The case as a document whose last block is what is to be read."""
    body = case.body
    drafts: list[Draft] = [
        DraftParagraph(heading, kind="heading", level=level) for level, heading in enumerate(body.get("section", ()), 1)
    ]
    if heading := body.get("heading"):
        drafts.append(DraftParagraph(heading, kind="heading"))
    captions = body.get("caption") or []
    drafts += [DraftParagraph(line) for line in ([captions] if isinstance(captions, str) else captions)]
    table = body.get("table")
    drafts.append(DraftTable(cells_of(table)) if table else DraftParagraph(body.get("before", "") + body["text"]))
    return assemble(FileReading(drafts), "txt")


def cells_of(rows: list[list[Any]]) -> list[DraftCell]:
    """Rows as in HTML: a cell is a text or {t, rs, cs}, and covered places are left out."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, line in enumerate(rows):
        col = 0
        for written in line:
            while (row, col) in taken:
                col += 1
            cell = written if isinstance(written, dict) else {"t": written}
            high, wide = cell.get("rs", 1), cell.get("cs", 1)
            taken |= {(row + i, col + j) for i in range(high) for j in range(wide)}
            cells.append(DraftCell("" if cell["t"] is None else str(cell["t"]), row, col, high, wide))
            col += wide
    return cells


def differences(reader: Extractor, case: Case) -> list[str]:
    """What is missing or too much, in words; empty if the case is read right."""
    found = list(_read(reader, case))
    missing = [
        f"missing {e.model_dump(exclude_defaults=True)}"
        for e in case.expected
        if not any(matches(e, r, case.year) and tells(e, r, text.text) for r, text in found)
    ]
    concepts = reader.rules.concepts
    extra = [
        f"extra {r.concept} {r.measure}/{r.scenario}/{r.period} {r.value} {r.unit} {r.item} ({r.rule})"
        for r, _ in found
        if concepts[r.concept].group != "other" and not any(matches(e, r, case.year) for e in case.expected)
    ]
    return missing + extra


def _read(reader: Extractor, case: Case) -> list[tuple[Reading, Squeezed]]:
    document = document_of(case)
    identity = Identity(
        entity=case.body.get("entity", "某县某局"),
        fiscal_year=case.year,
        report_type=case.body.get("report_type", "部门整体支出绩效自评报告"),
    )
    last = document.blocks[-1]
    skipped = last.span.start + len(case.body.get("before", ""))
    return [
        (reading, text)
        for block, text, reading in reader.found(document, identity)
        if block is last and (text.offsets[reading.figure.start] >= skipped or block.table)
    ]
