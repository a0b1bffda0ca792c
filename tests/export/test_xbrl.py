"""XBRL, as Arelle reads and checks it."""

import json
import subprocess
import sys
import zipfile
from contextlib import ExitStack
from decimal import Decimal

import pytest
from arelle.api.Session import Session
from arelle.oim.const import PREFIXED_QNAME_PATTERN
from arelle.RuntimeOptions import RuntimeOptions
from arelle.ValidateXbrlCalcs import ValidateCalcsMode, validate
from planted import PLANTED

from pipeline.export.xbrl import write_xbrl
from pipeline.export.xbrl.sums import sums_of
from pipeline.export.xbrl.vocabulary import unit_of
from pipeline.store import Archive, Selection, Wanted


@pytest.fixture(scope="module")
def opened():
    """Models of reports, loaded and validated without a network."""
    with ExitStack() as stack:

        def load(*paths):
            session = stack.enter_context(Session())
            options = RuntimeOptions(
                entrypointFile="|".join(map(str, paths)),
                internetConnectivity="offline",
                calcs="round-to-nearest",
                validate=True,
                keepOpen=True,
                logFile="logToBuffer",
            )
            assert session.run(options)
            return session.get_models()

        yield load


@pytest.fixture(scope="module")
def package(samples, rules, tmp_path_factory):
    folder = tmp_path_factory.mktemp("xbrl") / "package"
    with Archive.open_readonly(samples) as archive, Selection(archive, Wanted()) as selection:
        return folder, write_xbrl(selection, folder, rules=rules)


@pytest.fixture(scope="module")
def models(package, opened):
    paths = sorted((package[0] / "reports").iterdir(), key=lambda path: int(path.stem))
    return dict(zip([int(path.stem) for path in paths], opened(*paths), strict=True))


@pytest.fixture(scope="module")
def facts(samples):
    with Archive.open_readonly(samples) as archive:
        return {f"f{row['id']}": row for row in archive.facts()}


def test_every_figure_is_a_valid_fact(package, models, facts):
    assert package[1] == {"reports": 10, "facts": len(facts), "left_out": 0}
    found = {fact.id: fact for model in models.values() for fact in model.facts}
    assert set(found) == set(facts)
    wrong = {error for model in models.values() for error in model.errors}
    assert {error for error in wrong if not str(error).startswith("calc11e:inconsistent")} == set()


def test_values_units_and_accuracy_are_those_of_the_report(models, facts):
    for model in models.values():
        for fact in model.facts:
            row = facts[fact.id]
            if row["decimal"] is None:
                assert fact.value == row["text"]
                continue
            percent = row["unit"] == "%"
            assert fact.xValue == Decimal(row["decimal"]) / (100 if percent else 1)
            measures = [measure.localName for measure in fact.unit.measures[0]]
            assert measures == ["pure" if row["unit"] in ("%", "") else (unit_of(row["unit"]) or ":").split(":")[1]]
            if fact.decimals != "INF":
                assert int(fact.decimals) == row["decimals"] + (2 if percent else 0)


def test_dimensions_tell_what_a_figure_is_of(models, facts):
    said = {}
    for model in models.values():
        for fact in model.facts:
            dims = {dim.localName: dim for dim in fact.context.qnameDims}
            row = facts[fact.id]
            assert ("dimension.scenario" in dims) == (row["scenario"] != "actual")
            assert ("dimension.item" in dims) == bool(row["item"])
            said[fact.id] = {dim.localName: value.stringValue for dim, value in fact.context.qnameDims.items()}
    for number, row in facts.items():
        if row["item"]:
            assert said[number]["dimension.item"] == row["item"]


def test_labels_are_chinese_and_english(models):
    concepts = {concept.name: concept for concept in models[1].qnameConcepts.values()}
    assert concepts["expenditure.total"].label(lang="zh") == "支出合计"
    assert concepts["expenditure.total"].label(lang="en") == "Total expenditure"
    assert concepts["expenditure.total-change"].label(lang="zh") == "支出合计（增减额）"
    assert (concepts["staff.actual"].periodType, concepts["income.total"].periodType) == ("instant", "duration")


def test_arelle_finds_the_sums_wrong_that_we_do_and_no_others(models, samples, rules):
    ours, theirs, held = {}, {}, 0
    with Archive.open_readonly(samples) as archive:
        for document, model in models.items():
            made = sums_of(*archive.reports_of((document,)), rules)
            held += sum(relation.status != "inconsistent" for relation in made.expressed)
            wrong = [relation for relation in made.expressed if relation.status == "inconsistent"]
            ours[document] = {frozenset(f"f{figure.id}" for figure in relation.figures) for relation in wrong}
            found = validate(model, ValidateCalcsMode.ROUND_TO_NEAREST)
            theirs[document] = {frozenset(fact.id for fact in problem.args["modelObject"]) for problem in found}
    assert theirs == ours
    assert sum(map(len, ours.values())) >= 3
    assert held > 50


def test_every_wrong_sum_of_the_samples_is_expressed(samples, rules):
    with Archive.open_readonly(samples) as archive:
        counted = next(row for row in archive.check_counts() if row["check_id"] == "sum-of-parts")["inconsistent"]
        documents = [row["id"] for row in archive.documents("ok")]
        made = [sums_of(*archive.reports_of((document,)), rules) for document in documents]
    assert sum(r.status == "inconsistent" for m in made for r in m.expressed) == counted


def test_a_package_opens_as_one_file(samples, select, rules, tmp_path):
    with select(samples, document="8") as selection:
        write_xbrl(selection, tmp_path / "one.zip", rules=rules)
    with zipfile.ZipFile(tmp_path / "one.zip") as package:
        assert {"one/META-INF/reportPackage.json", "one/reports/8.json", "one/taxonomy/jihe.xsd"} <= {
            *package.namelist()
        }
        about = json.loads(package.read("one/reports/8.json"))["documentInfo"]
    assert about["jihe:file"] == "2023-藤桥县图书馆自评报告.txt"
    options = ["--validate", "--calc", "round-to-nearest", "--internetConnectivity", "offline", "--facts", "facts.csv"]
    command = [sys.executable, "-m", "arelle.CntlrCmdLine", "--file", "one.zip", *options]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True).stdout
    assert "validated in" in said
    assert [line for line in said.splitlines() if not line.startswith("[info]")] == []
    with select(samples, document="8") as selection:
        assert len((tmp_path / "facts.csv").read_text("utf-8").splitlines()) == 1 + len(list(selection.facts()))


def item_of(fact):
    said = {dim.localName: value.stringValue for dim, value in fact.context.qnameDims.items()}
    return said.get("dimension.item", "")


def test_hostile_texts_stay_texts(hostile, select, rules, tmp_path, opened):
    with select(hostile) as selection:
        write_xbrl(selection, tmp_path / "package", rules=rules)
    (model,) = opened(tmp_path / "package" / "reports" / "1.json")
    assert {error for error in model.errors if not str(error).startswith("calc11e:inconsistent")} == set()
    items = [
        next((v.stringValue for d, v in f.context.qnameDims.items() if d.localName == "dimension.item"), "")
        for f in model.facts
    ]
    assert items[0] == PLANTED[0]
    assert items[PLANTED.index("\x00\x07\x1f")] == "\ufffd" * 3


@pytest.mark.parametrize("unit", ["CNY", "人次", "台(套)", "元/人", "m²", "3类", "亩·次", "“两癌”例"])
def test_units_are_names(unit):
    assert PREFIXED_QNAME_PATTERN.fullmatch(unit_of(unit))
