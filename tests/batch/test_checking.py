"""Checks of an archive: body by body, only what changed, whichever order the years arrive in."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from pipeline import batch
from pipeline.document import Span
from pipeline.facts import Extraction, Fact, Identity
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftParagraph, Reading
from pipeline.rules import load_rules
from pipeline.store import Archive, SourceFile, Versions

VERSIONS = Versions("r", "c")


@pytest.fixture(scope="module")
def rules():
    return load_rules()


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "a.db") as archive:
        yield archive


def save(archive, year, now, before=None, entity="青禾县档案馆"):
    """A report that states this year's 基本支出 in 万元, and last year's."""
    text = f"基本支出{now}万元，上年{before}万元。"
    document = assemble(Reading([DraftParagraph(text)]), "txt")
    facts = []
    for period, amount in ((year, now), (year - 1, before)):
        if amount is not None:
            at = text.index(str(amount))
            span = Span(at, at + len(str(amount)))
            values = ("expenditure.basic", "value", "actual", period, Decimal(amount) * 10000, "CNY")
            facts.append(Fact(*values, decimals=-2, rule="r", span=span, quote=span, block=document.blocks[0].seq))
    identity = Identity(entity, (), "青禾县", year, "自评报告", "报告")
    archive.save(
        SourceFile(f"{entity}{year}.txt", f"{year}.txt", f"{year:064}", 9),
        document,
        Extraction(identity, tuple(facts)),
        VERSIONS,
    )


def findings(archive):
    return [(row["kind"], row["fiscal_year"], row["stated"], row["computed"]) for row in archive.findings()]


@pytest.mark.parametrize("order", [(2030, 2031), (2031, 2030)])
def test_years_are_checked_against_each_other_whichever_came_first(archive, rules, order):
    reports = {2030: ("42.00", None), 2031: ("33.60", "40.20")}
    for year in order:
        save(archive, year, *reports[year])
        archive.finish()
        batch.check(archive, rules)
    assert findings(archive) == [("cross_year", 2031, "402000", "420000")]


def test_what_did_not_change_is_not_checked_again(archive, rules):
    save(archive, 2030, "42.00")
    save(archive, 2031, "33.60", "42.00", entity="青禾县文化馆")
    archive.finish()
    assert batch.check(archive, rules).units == 2
    assert batch.check(archive, rules).units == 0
    assert batch.check(archive, rules, everything=True).units == 2
    assert batch.check(archive, rules, everything=True, entity="文化").units == 1


def test_a_replaced_year_is_checked_with_all_of_its_bodys_years(archive, rules):
    save(archive, 2030, "42.00")
    save(archive, 2031, "33.60", "40.20")
    archive.finish()
    batch.check(archive, rules)
    save(archive, 2030, "40.20")
    archive.finish()
    done = batch.check(archive, rules)
    assert (done.units, done.reports) == (1, 2)
    assert findings(archive) == []


def test_a_year_that_is_taken_away_takes_its_findings_along(archive, rules):
    save(archive, 2030, "42.00")
    save(archive, 2031, "33.60", "40.20")
    archive.finish()
    batch.check(archive, rules)
    archive.forget("青禾县档案馆2030.txt")
    archive.finish()
    assert batch.check(archive, rules).reports == 1
    assert findings(archive) == []


def test_every_checked_report_says_how_much_was_checked(archive, rules):
    save(archive, 2030, "42.00")
    archive.finish()
    batch.check(archive, rules)
    assert {row["check_id"] for row in archive.check_counts()} == {
        check.id for check in rules.checks.checks if check.severity != "info"
    }


def test_a_stop_leaves_the_rest_for_the_next_time(archive, rules):
    for number in range(3):
        save(archive, 2030, "42.00", entity=f"青禾县{'文史图'[number]}馆")
    archive.finish()
    asked = iter([False, True])
    done = batch.check(archive, rules, stop=lambda: next(asked))
    assert (done.units, done.interrupted) == (1, True)
    assert batch.check(archive, rules).units == 2


def test_the_same_check_again_changes_nothing(archive, rules):
    save(archive, 2030, "42.00")
    save(archive, 2031, "33.60", "40.20")
    archive.finish()
    batch.check(archive, rules)
    before = archive.findings()
    assert batch.check(archive, rules, everything=True).findings == Counter(error=1)
    assert archive.findings() == before
