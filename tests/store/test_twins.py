"""One report in two formats is one document's worth of figures."""

from __future__ import annotations

from pipeline.store.twins import Told, figures_of, twins


def figures(*values):
    facts = [
        {"concept": "x", "measure": "value", "scenario": "actual", "period": 2023, "decimal": str(v), "unit": "CNY"}
        for v in values
    ]
    return figures_of(facts)


def told(*documents):
    return [Told(number, f"{number}.{suffix}", suffix, stated) for number, suffix, stated in documents]


def test_the_format_that_states_more_stands_for_the_other():
    assert list(twins(told((1, "pdf", figures(*range(19))), (2, "docx", figures(*range(20)))))) == [(1, 2)]


def test_among_equals_the_sounder_format_stands_then_the_first():
    same = figures(*range(20))
    assert list(twins(told((1, "pdf", same), (2, "docx", same), (3, "docx", same)))) == [(3, 2), (1, 2)]


def test_what_was_made_from_another_never_stands_for_it():
    scan = Told(1, "report.pdf", "pdf", figures(*range(18)))
    words = Told(2, "report.pdf.txt", "txt", figures(*range(20)))
    assert list(twins([scan, words])) == [(2, 1)]


def test_reports_that_share_most_of_their_figures_are_two():
    assert list(twins(told((1, "docx", figures(*range(20))), (2, "docx", figures(*range(4, 24)))))) == []


def test_a_handful_of_figures_proves_nothing():
    same = figures(*range(5))
    assert list(twins(told((1, "docx", same), (2, "pdf", same)))) == []


def test_figures_without_a_value_count_for_nothing():
    assert figures_of([{"concept": "indicator", "decimal": None}]) == set()
