"""Whether a report is on a whole unit or on one project: its money is then the project's."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document import Document, Span
from pipeline.facts import Identity
from pipeline.language.squeeze import squeeze
from pipeline.rules import RuleSet

_FIRST_LINES, _FIRST_ROWS = 12, 3


def is_on_one_project(document: Document, identity: Identity, rules: RuleSet) -> bool:
    """By what the title calls itself; where that tells neither, by the first lines."""
    words = rules.identity.titles
    named = identity.title
    for name in filter(None, (identity.entity, *identity.aliases)):
        named = named.replace(name, "")  # a body may be called 项目服务中心
    called = identity.report_type + named
    if words.whole_unit.search(called):
        return False
    if words.one_project.search(called):
        return True
    lines = [block.span for block in document.body() if block.table is None][:_FIRST_LINES]
    spans = [*lines, *_first_cells(document)]
    return any(words.opens_project.search(squeeze(document.text, s.start, s.end).text) for s in spans)


def _first_cells(document: Document) -> Iterator[Span]:
    """The cells that open the rows of the first table: 转移支付（项目）名称."""
    table = next((block.table for block in document.body() if block.table is not None), None)
    yield from (cell.span for cell in (table.cells if table else ()) if cell.col == 0 and cell.row < _FIRST_ROWS)
