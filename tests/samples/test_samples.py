"""The sample archive is what its sources make, and its gold says only what stands in the reports."""

import html
import importlib.util
import io
import json
import re
import sys
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SPEC = importlib.util.spec_from_file_location("samples_build", HERE / "build.py")
assert SPEC is not None
assert SPEC.loader is not None
build = importlib.util.module_from_spec(SPEC)
sys.modules["samples_build"] = build
SPEC.loader.exec_module(build)

SAMPLES = {path.stem: build.read(path) for path in build.sources()}
ALL = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
KINDS = {"sum", "difference", "ratio", "text_table", "cross_year", "limit", "unit", "stale"}


def squeezed(text):
    return re.sub(r"\s+", "", text)


def visible_text(name, data):
    """The report's words without layout, read by another way than the one that rendered them."""
    if name.endswith(".docx"):
        xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        return squeezed(html.unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))))
    if name.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(data)
        return squeezed("".join(page.get_textpage().get_text_range() for page in pages))
    if name.endswith(".html"):
        return squeezed(html.unescape(re.sub(r"<[^>]+>", "", data.decode())))
    return squeezed(data.decode("gb18030" if "图书馆" in name else "utf-8"))


def stored(sample):
    name = sample.meta["file"]
    return visible_text(name, (ROOT / "samples" / name).read_bytes())


def gold_of(sample):
    return json.loads((ROOT / "tests" / "golden" / f"{sample.meta['file']}.gold.json").read_text("utf-8"))


@ALL
def test_sample_file_is_what_its_source_makes(sample):
    assert stored(sample) == visible_text(sample.meta["file"], build.render(sample))


@ALL
def test_gold_file_is_what_its_source_makes(sample):
    assert gold_of(sample) == sample.gold()


@ALL
def test_every_quote_of_the_gold_stands_in_the_report(sample):
    text, gold = stored(sample), gold_of(sample)
    quotes = [fact["evidence"] for fact in gold["facts"]]
    quotes += [quote for row in gold["findings"] + gold["traps"] for quote in row["evidence_any"]]
    assert [quote for quote in quotes if squeezed(quote) not in text] == []


@ALL
def test_no_annotation_is_left_in_the_report(sample):
    assert not re.search(r"\[\[|\]\]|::|!cols|@[a-z]+ ", stored(sample).split("浏览次数")[-1])


@ALL
def test_gold_values_are_exact_decimals_with_a_unit(sample):
    facts = [fact for fact in gold_of(sample)["facts"] if fact["value"] is not None]
    assert [fact for fact in facts if not fact["unit"]] == []
    assert [fact["value"] for fact in facts if format(Decimal(fact["value"]), "f") != fact["value"]] == []


def test_samples_folder_holds_nothing_but_built_reports():
    names = {path.name for path in (ROOT / "samples").iterdir()} - {"README.md", ".gitkeep"}
    assert names == {sample.meta["file"] for sample in SAMPLES.values()}


def test_archive_plants_every_kind_of_contradiction():
    planted = Counter(row["kind"] for sample in SAMPLES.values() for row in gold_of(sample)["findings"])
    assert set(planted) == KINDS
    assert planted.total() >= 14


def test_findings_on_another_year_name_a_report_of_the_archive():
    names = {sample.meta["file"] for sample in SAMPLES.values()}
    rows = [row for sample in SAMPLES.values() for row in gold_of(sample)["findings"]]
    assert all(set(row["files"]) <= names for row in rows if row["kind"] in ("cross_year", "stale"))


def test_readme_lists_every_report():
    readme = (ROOT / "samples" / "README.md").read_text("utf-8")
    assert [name for sample in SAMPLES.values() if (name := sample.meta["file"]) not in readme] == []


@pytest.mark.parametrize(
    ("shown", "spec", "expected"),
    [
        pytest.param("编制16名", "q", ("16", "人", None), id="counting-word-becomes-canonical"),
        pytest.param("支出3.72万元", "3", ("37200", "CNY", None), id="money-in-yuan"),
        pytest.param("九百余份", "o 份", ("900", "份", "over"), id="chinese-numeral-with-hedge"),
        pytest.param("近3万人次", "b 人", ("30000", "人次", "under"), id="ten-thousands-of-visits"),
        pytest.param("较上年减少0.43万元", "3 chg", ("-4300", "CNY", None), id="decrease-is-negative"),
        pytest.param("没有出国", "3a", ("0", "CNY", None), id="zero-in-words"),
        pytest.param("95.61%", "exp comp", ("95.61", "%", None), id="rate"),
    ],
)
def test_annotation_reads_value_unit_and_hedge(shown, spec, expected):
    fact = build._fact(shown, spec, 2023)
    assert (fact["value"], fact["unit"], fact.get("approx")) == expected


def test_annotation_without_a_counting_word_is_refused():
    with pytest.raises(ValueError, match="no counting word"):
        build._fact("二百来人参加", "p 晒书", 2023)


def test_repeated_figure_counts_once_and_keeps_both_quotes():
    facts = [build._fact(shown, "bas", 2023) for shown in ("基本支出10万元", "基本支出共10万元")]
    assert [(fact["evidence"], fact["evidence_also"]) for fact in build._folded(facts)] == [
        ("基本支出10万元", ["基本支出共10万元"])
    ]


def test_readme_tables_hold_every_finding_and_look_alike():
    readme = (ROOT / "samples" / "README.md").read_text("utf-8")
    golds = [gold_of(sample) for sample in SAMPLES.values()]
    rows = [row for gold in golds for row in gold["findings"] + gold["traps"]]
    assert [row["why"] for row in rows if row["why"] not in readme] == []
