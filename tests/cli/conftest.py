"""The command on invented reports, with rules of three lines in place of the real ones."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import pipeline.extract
import pipeline.rules
from pipeline.cli import console, language
from pipeline.cli.application import build
from pipeline.document import Span
from pipeline.facts import Extraction, Fact, Identity

REAL = pipeline.rules.load_rules()
LABELS = {
    "expenditure.basic": ("基本支出", "basic expenditure", "spending"),
    "staff.actual": ("实有人数", "staff in post", "staffing"),
    "activity.count": ("活动次数", "times held", "activities"),
}
REPORTS = {
    "2030-青禾县档案馆.txt": "青禾县档案馆（县档案馆）2030年部门整体支出绩效自评报告\n\n"
    "全年基本支出119.52万元。年末在职12人；举办讲座50余场。\n",
    "2031-青禾县档案馆.txt": "青禾县档案馆（县档案馆）2031年部门整体支出绩效自评报告\n\n"
    "全年基本支出120万元，其后又称基本支出121.5万元。年末在职13人。\n",
    "2031-青禾县文化馆.txt": "青禾县文化馆（县文化馆）2031年部门整体支出绩效自评报告\n\n全年基本支出0.35万元。\n",
    "copy.txt": "青禾县文化馆（县文化馆）2031年部门整体支出绩效自评报告\n\n全年基本支出0.35万元。\n",
}
_SHAPES = (
    (r"基本支出([\d.]+)万元", {"concept": "expenditure.basic", "unit": "CNY", "decimals": -2}),
    (r"在职(\d+)人", {"concept": "staff.actual", "unit": "人", "decimals": 0}),
    (r"讲座(\d+)余场", {"concept": "activity.count", "unit": "场", "item": "讲座", "approx": "over"}),
)


def fake_extract(document, *, name=""):
    if "故障" in document.text:
        raise KeyError("surprise")
    head = re.search(r"(\w+?)（(\w+)）(\d{4})年", document.text)
    if head is None:
        return Extraction(Identity("", (), "", None, "自评报告", ""), ())
    year = int(head[3])
    facts = []
    for shape, values in _SHAPES:
        for match in re.finditer(shape, document.text):
            number = Decimal(match[1]) * (10000 if values["unit"] == "CNY" else 1)
            span = Span(*match.span(1))
            facts.append(
                Fact(
                    measure="value",
                    scenario="actual",
                    period=year,
                    value=number,
                    rule="fake",
                    span=span,
                    quote=Span(*match.span()),
                    block=document.block_at(span.start).seq,
                    **values,
                )
            )
    facts.sort(key=lambda fact: fact.span)
    return Extraction(Identity(head[1], (head[2],), "", year, "自评报告", ""), tuple(facts))


@pytest.fixture(autouse=True)
def fakes(monkeypatch):
    rules = SimpleNamespace(
        version="r1",
        checks_version="k1",
        labels=LABELS,
        concepts=REAL.concepts,
        calculations=REAL.calculations,
        checks=REAL.checks,
    )
    monkeypatch.setattr(pipeline.rules, "load_rules", lambda folder=None: rules)
    monkeypatch.setattr(pipeline.extract, "extractor", lambda rules: SimpleNamespace(extract=fake_extract))
    monkeypatch.setattr(console.settings, "debug", False)
    before = language.current()
    yield
    language.use(before)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A working folder with an archive of five files: two units, a copy, and one that no reader takes."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, text in REPORTS.items():
        (reports / name).write_text(text, encoding="utf-8")
    (reports / "empty.txt").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def jihe():
    """Call the command in this process: `jihe("run", "reports", lang="en")`."""

    def call(*words: str | Path, lang: str = "en"):
        language.use(lang)
        return CliRunner().invoke(build(), [str(word) for word in words])

    return call


@pytest.fixture
def filled(home, jihe):
    """The home after a run."""
    result = jihe("run", "reports", "--jobs", "0")
    assert result.exit_code == 1, result.output
    return home
