"""Commands for those who write rules: rules test, rules explain, rules coverage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import console
from pipeline.cli.database import DEFAULT_DB
from pipeline.cli.language import current, lines, t

if TYPE_CHECKING:
    from pipeline.checks.examples import CheckOutcome
    from pipeline.extract.examples import Outcome
    from pipeline.extract.explain import Explanation
    from pipeline.extract.reading import Reading
    from pipeline.rules import RuleSet
    from pipeline.rules.schema import Expected


def register(app: typer.Typer) -> None:
    """Add the commands, as `jihe rules …`."""
    group = typer.Typer(help=t("rules.help"), no_args_is_help=True, rich_markup_mode=None)
    group.command("test", help=t("rules.test.help"), epilog=lines("rules.test.epilog"))(run_examples)
    group.command("explain", help=t("rules.explain.help"), epilog=lines("rules.explain.epilog"))(explain)
    group.command("coverage", help=t("rules.coverage.help"), epilog=lines("rules.coverage.epilog"))(coverage)
    app.add_typer(group, name="rules")


def run_examples(
    folder: Annotated[Path | None, typer.Option("--rules", help=t("option.rules"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    from pipeline.checks.examples import run_check_examples
    from pipeline.extract import extractor
    from pipeline.extract.examples import run_examples as run
    from pipeline.rules import load_rules

    rules = load_rules(folder)
    reader = extractor(rules)
    outcomes = list(run(reader))
    checks = list(run_check_examples(reader))
    failed = [outcome for outcome in outcomes if not outcome.passed]
    wrong = [outcome for outcome in checks if not outcome.passed]
    untested = sorted(rule.id for rule in rules.rules if not rule.examples)
    if as_json:
        told = [*map(_plain, failed), *map(_plain_check, wrong)]
        console.show_json({"examples": len(outcomes) + len(checks), "failed": told, "untested": untested})
    else:
        for outcome in failed:
            _show_failure(outcome)
        for check in wrong:
            _show_wrong(check)
        counts = {"examples": len(outcomes) + len(checks), "failed": len(failed) + len(wrong)}
        console.say(t("rules.test.result", **counts, version=rules.version))
        if untested:
            console.say(t("rules.test.untested") + ", ".join(untested))
    if failed or wrong:
        raise typer.Exit(1)


def explain(
    sentence: Annotated[str, typer.Argument(help=t("rules.explain.sentence"), metavar=t("rules.explain.metavar"))],
    year: Annotated[int, typer.Option("--year", help=t("rules.explain.year"))] = 2023,
    heading: Annotated[list[str] | None, typer.Option("--heading", help=t("rules.explain.heading"))] = None,
    folder: Annotated[Path | None, typer.Option("--rules", help=t("option.rules"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    from pipeline.extract import extractor
    from pipeline.extract.explain import explain as read
    from pipeline.facts import Identity
    from pipeline.rules import load_rules

    rules = load_rules(folder)
    reader = extractor(rules)
    setting = reader.setting(Identity(fiscal_year=year), tuple(heading or ()))
    explanation = read(reader, sentence, setting)
    if as_json:
        console.show_json(_as_plain(explanation))
        return
    console.say(_marked(explanation))
    rows = [_row(reading, explanation, rules) for reading in explanation.readings]
    columns = ("figure", "concept", "measure", "scenario", "period", "value", "item", "rule")
    console.show(console.table(t("rules.explain.facts"), [t(f"read.{c}") for c in columns], rows, right=(4, 5)))
    if unread := explanation.unread():
        words = "、".join(explanation.text[q.span.start : q.span.end] for q in unread)
        console.say(t("rules.explain.unread") + words)
    if explanation.mentions:
        named = "、".join(f"{m.text} ({m.rule.id})" for m in explanation.mentions)
        console.say(t("rules.explain.mentions") + named)


def coverage(
    db: Annotated[Path, typer.Argument(help=t("option.db"), metavar="DB")] = DEFAULT_DB,
    as_json: Annotated[bool, typer.Option("--json", help=t("option.json"))] = False,
) -> None:
    from pipeline.cli.look import open_archive
    from pipeline.rules import load_rules

    with open_archive(db) as archive:
        rows = archive.rule_coverage()
    silent = sorted({rule.id for rule in load_rules().rules} - {str(row["rule"]).split(":")[-1] for row in rows})
    if as_json:
        console.show_json({"rules": rows, "silent": silent})
        return
    names = ("rule", "facts", "documents", "overlaps", "conflicts")
    table = console.table(
        t("rules.coverage.title"),
        [t(f"fired.{name}") for name in names],
        [[str(row[name]) for name in names] for row in rows],
        right=range(1, len(names)),
    )
    console.show(table)
    if silent:
        console.say(t("rules.coverage.silent") + ", ".join(silent))


def _show_failure(outcome: Outcome) -> None:
    console.say(f"✗ {outcome.rule}: {outcome.text}")
    missing, extra = t("rules.test.missing"), t("rules.test.extra")
    for expected in outcome.missing:
        console.say(f"    {missing} {_wanted(expected)}")
    for reading in outcome.extra:
        console.say(f"    {extra} {_found(reading)}")


def _show_wrong(outcome: CheckOutcome) -> None:
    console.say(f"✗ {outcome.check}: {outcome.example.id}")
    for name, findings in (("missing", outcome.missing), ("extra", outcome.extra)):
        for finding in findings:
            console.say(f"    {t(f'rules.test.{name}')} {finding.check} {finding.stated} → {finding.computed}")


def _plain_check(outcome: CheckOutcome) -> dict[str, Any]:
    told = {"missing": outcome.missing, "extra": outcome.extra}
    findings = {name: [f.model_dump(mode="json", exclude_none=True) for f in some] for name, some in told.items()}
    return {"rule": outcome.check, "example": outcome.example.id, **findings}


def _wanted(expected: Expected) -> str:
    value = expected.value if expected.value is not None else expected.text
    return f"{expected.concept} {expected.measure}/{expected.scenario} {expected.period or ''} {value} {expected.unit}"


def _found(reading: Reading) -> str:
    value = reading.value if reading.value is not None else reading.text
    return (
        f"{reading.concept} {reading.measure}/{reading.scenario} {reading.period} {value} {reading.unit} "
        f"{reading.item} ({reading.rule})"
    )


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule,
        "text": outcome.text,
        "missing": [expected.model_dump(exclude_defaults=True) for expected in outcome.missing],
        "extra": [_reading(reading) for reading in outcome.extra],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "concept": reading.concept,
        "measure": reading.measure,
        "scenario": reading.scenario,
        "period": reading.period,
        "value": _number(reading),
        "unit": reading.unit,
        "item": reading.item,
        "base": reading.base,
        "approx": reading.approx,
        "comparator": reading.comparator,
        "rule": reading.rule,
    }


def _as_plain(explanation: Explanation) -> dict[str, Any]:
    text = explanation.text
    return {
        "text": text,
        "numbers": [
            {"text": text[q.span.start : q.span.end], "kind": q.kind, "unit": q.unit} for q in explanation.quantities
        ],
        "mentions": [{"text": m.text, "rule": m.rule.id, "concept": m.concept.id} for m in explanation.mentions],
        "facts": [
            {"figure": text[r.figure.start : r.figure.end], "quote": text[r.quote.start : r.quote.end], **_reading(r)}
            for r in explanation.readings
        ],
    }


def _marked(explanation: Explanation) -> str:
    """The sentence with every number that became a fact in 【】 and every other in ()."""
    unread = {q.span.start for q in explanation.unread()}
    parts, at = [], 0
    for q in explanation.quantities:
        left, right = ("〈", "〉") if q.span.start in unread else ("【", "】")
        parts += [explanation.text[at : q.span.start], left, explanation.text[q.span.start : q.span.end], right]
        at = q.span.end
    return "".join([*parts, explanation.text[at:]])


def _row(reading: Reading, explanation: Explanation, rules: RuleSet) -> list[str]:
    concept = rules.concepts[reading.concept]
    label = concept.zh if current() == "zh" else concept.en
    mark = {"over": ">", "under": "<", "about": "≈"}.get(reading.approx or "", "") or (reading.comparator or "")
    return [
        explanation.text[reading.figure.start : reading.figure.end],
        f"{label} ({reading.concept})",
        t(f"measure.{reading.measure}"),
        t(f"scenario.{reading.scenario}"),
        str(reading.period),
        f"{mark}{_number(reading)} {reading.unit}",
        reading.item,
        reading.rule,
    ]


def _number(reading: Reading) -> str:
    from pipeline.extract.reading import exact

    return reading.text if reading.value is None else f"{exact(reading.value).normalize():f}"
