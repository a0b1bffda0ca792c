"""Handmade reports: laid out by `assemble`, facts found by their words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.document import Recognised, Span
from pipeline.facts import Extraction, Fact, Identity
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftCell, DraftParagraph, DraftTable, Reading
from pipeline.store import Archive, SourceFile, Versions


class Make:
    """Short ways to say what a test is about."""

    versions = Versions("rules-1", "code-1")

    @staticmethod
    def file(path="reports/2031-云陂县总工会.docx", sha256="ab" * 32):
        return SourceFile(path, path.rsplit("/", 1)[-1], sha256, 1024)

    @staticmethod
    def document(*paragraphs, table=()):
        """Paragraphs, then one table given as rows of texts."""
        cells = [DraftCell(text, r, c) for r, row in enumerate(table) for c, text in enumerate(row)]
        drafts = [DraftParagraph(text, page=1) for text in paragraphs]
        grids = [DraftTable(cells, page=2, bbox=(1.5, 2, 300.25, 400))] if cells else []
        return assemble(
            Reading([*drafts, *grids], pages=2, notes=["第3页没有文字"], recognised=[Recognised(2, "12", 0.7)]), "docx"
        )

    @staticmethod
    def fact(document, quote, figure, concept="expenditure.total", value="314200", **rest):
        """The fact that `quote` states; its figure is the words `figure` in it."""
        start = document.text.index(quote)
        at = document.text.index(figure, start)
        given = {
            "measure": "value",
            "scenario": "actual",
            "period": 2031,
            "unit": "CNY",
            "rule": "整体支出",
            "span": Span(at, at + len(figure)),
            "quote": Span(start, start + len(quote)),
            "block": document.block_at(at).seq,
            **rest,
        }
        return Fact(concept=concept, value=None if value is None else Decimal(value), **given)

    @staticmethod
    def extraction(
        *facts, entity="云陂县总工会", aliases=(), region="", year=2031, report_type="部门整体支出绩效评价报告"
    ):
        return Extraction(Identity(entity, aliases, region, year, report_type, "报告"), facts)

    def save(self, archive, path, *statements, sha256="ab" * 32, **identity):
        """A report of one paragraph a statement (quote, figure, concept, value, more)."""
        document = self.document(*[s[0] for s in statements], "此外没有数字。")
        facts = [self.fact(document, *s[:4], **(s[4] if len(s) > 4 else {})) for s in statements]
        return archive.save(self.file(path, sha256), document, self.extraction(*facts, **identity), self.versions)


@pytest.fixture(scope="session")
def make():
    return Make()


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "reports.db") as archive:
        yield archive
