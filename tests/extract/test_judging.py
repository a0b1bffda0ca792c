from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.document import Document, Span
from pipeline.extract.judging import judge
from pipeline.extract.reading import Reading
from pipeline.facts import Identity
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftParagraph, DraftTable
from pipeline.readers.drafts import Reading as FileReading
from tests.extract.cases import cells_of


def level(concept: str, value: str, unit: str = "人", **more) -> Reading:
    return Reading(
        concept=concept,
        measure="value",
        scenario="actual",
        period=2023,
        value=Decimal(value),
        unit=unit,
        rule="r",
        figure=Span(0, 1),
        quote=Span(0, 1),
        decimals=0,
        **more,
    )


def doubtful(value: str) -> Reading:
    reading = level("staff.actual", value)
    return replace(reading, others=(replace(reading, concept="staff.total"),))


def concepts_and_notes(rules, *readings):
    return [(r.concept, r.note) for r in judge(readings, rules)]


def test_the_reading_in_which_the_sum_holds_is_taken(rules):
    judged = judge([doubtful("58"), level("staff.actual", "38"), level("staff.retired", "20")], rules)
    assert judged[0].concept == "staff.total"
    assert judged[0].note == "decided by staff.total = staff.actual + staff.retired"
    assert judged[0].others == ()


def test_what_the_words_favour_stays_where_nothing_speaks_against_it(rules):
    assert concepts_and_notes(rules, doubtful("58")) == [("staff.actual", "")]
    assert concepts_and_notes(rules, doubtful("58"), level("staff.retired", "20"))[0] == ("staff.actual", "")


def test_a_figure_stated_again_confirms_the_words(rules):
    found = concepts_and_notes(rules, doubtful("58"), level("staff.actual", "58"), level("staff.retired", "20"))
    assert found[0] == ("staff.actual", "confirmed by staff.actual stated again")


def test_a_figure_that_fits_neither_way_is_marked_and_not_altered(rules):
    judged = judge([doubtful("60"), level("staff.actual", "38"), level("staff.retired", "20")], rules)
    assert judged[0].value == 60
    assert judged[0].concept == "staff.actual"
    assert judged[0].note.startswith("doubtful")


def test_an_optional_part_counts_only_where_it_makes_the_sum_right(rules):
    parts = [level("staff.actual", "38"), level("staff.retired", "20"), level("staff.contract", "3")]
    assert judge([doubtful("61"), *parts], rules)[0].note.endswith("staff.retired + staff.contract")
    assert judge([doubtful("58"), *parts], rules)[0].note.endswith("staff.actual + staff.retired")


def report(*drafts) -> Document:
    return assemble(FileReading([DraftParagraph(d) if isinstance(d, str) else d for d in drafts]), "txt")


def facts_of(reader, document):
    identity = Identity(entity="某县某局", fiscal_year=2023, report_type="部门整体支出绩效自评报告")
    return {
        (reading.concept, reading.scenario): reading
        for block, _, reading in reader.found(document, identity)
        if block.table
    }


ROWS = [["支出项目", "决算数"], ["基本支出", "302400"], ["项目支出", "158600"]]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [("2023年基本支出302,400元，项目支出158,600元。", 302400), ("本单位2023年收支平衡。", 3024000000)],
)
def test_a_table_without_a_unit_takes_that_of_the_figures_stated_in_the_text(reader, sentence, value):
    table = facts_of(reader, report(sentence, DraftTable(cells_of(ROWS))))
    assert table["expenditure.basic", "actual"].value == value


def test_all_figures_of_a_table_are_decided_together(reader):
    table = facts_of(reader, report("2023年基本支出302,400元。", DraftTable(cells_of(ROWS))))
    assert table["expenditure.project", "actual"].value == 158600
    assert table["expenditure.project", "actual"].note.startswith("decided by expenditure.basic")


def test_a_note_names_what_confirms_in_the_order_of_the_table(reader):
    names = ["办公费", "基本支出", "项目支出", "公务接待费", "因公出国(境)费", "公务用车购置费"]
    text = "2023年" + "，".join(f"{name}{amount}万元" for amount, name in enumerate(names, 11)) + "。"
    rows = [["支出项目", "决算数"], *([name, f"{amount}0000"] for amount, name in enumerate(names, 11))]
    note = facts_of(reader, report(text, DraftTable(cells_of(rows))))["expenditure.basic", "actual"].note
    again = ["expenditure.basic", "expenditure.project", "three_public.reception", "three_public.abroad"]
    again.append("three_public.vehicle.purchase")
    assert note == "decided by " + "; ".join(f"{concept} stated again" for concept in again)


def test_a_column_that_tells_no_scenario_is_planned_where_the_text_plans_its_figures(reader):
    rows = [["支出项目", "2023年度（万元）"], ["基本支出", "302.40"], ["项目支出", "158.60"]]
    text = "年初预算基本支出302.40万元，项目支出158.60万元；决算基本支出311.05万元，项目支出140.22万元。"
    assert set(facts_of(reader, report(text, DraftTable(cells_of(rows))))) == {
        ("expenditure.basic", "budget"),
        ("expenditure.project", "budget"),
    }
