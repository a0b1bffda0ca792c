"""The catalogue of checks as a page: docs/checks.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pipeline.cli.language import messages
from pipeline.rules import RuleSet
from pipeline.rules.check_schema import CheckExample, CheckSpec, ExampleReport

_HEAD = """# What is checked

This page is made by `jihe check --list --markdown` from `rules/checks/`. Each example is run by `jihe rules test`:
✗ is found; ✓ only looks wrong, and is left alone. Amounts are in yuan. A printed figure stands for an interval of half
a unit of its last digit (a rate may also be cut), and nothing that rounding explains is found.
"""


def page(rules: RuleSet) -> str:
    """The checks by kind, each with what must hold and its examples, in Markdown."""
    parts = [_HEAD]
    for kind, checks in groupby(rules.checks.checks, key=lambda check: check.kind):
        name = messages()[f"kind.{kind}"]
        parts.append(f"## {name['en']} · {name['zh']}\n")
        parts += [part for check in checks for part in _check(check)]
    return "\n".join(parts)


def _check(check: CheckSpec) -> Iterator[str]:
    yield f"### `{check.id}`: {check.en}\n\n{check.zh}（{messages()[f'severity.{check.severity}']['zh']}）\n"
    yield "\n".join(_example(example) for example in check.examples) + "\n"


def _example(example: CheckExample) -> str:
    several = len(example.reports) > 1
    told = " / ".join(_report(report, several=several) for report in example.reports)
    outcome = "；".join(
        f"`{e.check}`" + (f" {e.stated}" if e.stated is not None else "") + (f" → {e.computed}" if e.computed else "")
        for e in example.expect
    )
    return f"- {'✗' if example.expect else '✓'} {told}" + (f" ⇒ {outcome}" if outcome else "")


def _report(report: ExampleReport, *, several: bool) -> str:
    rows = "；".join(" | ".join(row) for row in report.table)
    words = " ".join(filter(None, (report.text, report.caption, rows)))
    return f"{report.year}：{words}" if several else words
