"""Checks of an archive, body by body: what changed since the last time, or all of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.batch.executor import Stop, never
from pipeline.batch.progress import Progress, Watcher
from pipeline.batch.versions import checks_version
from pipeline.checks import check_unit, findings_of
from pipeline.rules import RuleSet
from pipeline.store import Archive, CheckResult


@dataclass(slots=True)
class CheckReport:
    """What was checked, and what was found."""

    units: int = 0
    reports: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    """By severity."""
    remarks: int = 0
    interrupted: bool = False


def check(
    archive: Archive,
    rules: RuleSet,
    *,
    entity: str | None = None,
    everything: bool = False,
    watch: Watcher | None = None,
    stop: Stop = never,
) -> CheckReport:
    """Check each body that has a new or changed report, all its years together; one transaction a body.

    All bodies if the checks changed since (their rules or their code).

    `everything` checks the others too, `entity` only bodies with these words in their name. When `stop()` turns true
    the rest is left for the next time.
    """
    done = CheckReport()
    archive.finish()
    version = checks_version(rules)
    units = archive.units_to_check(version, everything=everything, entity=entity)
    for unit in units:
        if stop():
            done.interrupted = True
            break
        reports = {report.id: report for report in archive.reports_of(unit)}
        results = {
            checked.report.id: CheckResult(tuple(findings_of(checked, reports, rules)), checked.remarks, checked.counts)
            for checked in check_unit(tuple(reports.values()), rules)
        }
        archive.save_checked(unit, results, version)
        done.units += 1
        done.reports += len(unit)
        done.findings.update(finding.severity for outcome in results.values() for finding in outcome.findings)
        done.remarks += sum(len(outcome.remarks) for outcome in results.values())
        if watch:
            watch(Progress("check", done.units, len(units), facts=done.findings.total()))
    return done
