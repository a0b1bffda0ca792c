"""Whether a report is on a whole unit or on one project: its money is then the project's."""

from __future__ import annotations

from pipeline.document import Document
from pipeline.facts import Identity
from pipeline.language.squeeze import squeeze
from pipeline.rules import RuleSet

_FIRST_LINES = 12


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
    lines = [block for block in document.body() if block.table is None][:_FIRST_LINES]
    return any(words.opens_project.search(squeeze(document.text, b.span.start, b.span.end).text) for b in lines)
