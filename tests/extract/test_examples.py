"""Examples of rules: what they state is checked, the words of the item and the hedge too."""

from __future__ import annotations

import pytest

from pipeline.extract.examples import run_example
from pipeline.rules.schema import Example, Expected


def _outcome(reader, **stated):
    fact = Expected(concept="activity.count", value="50", unit="场", **stated)
    return run_example(reader, "rule", "activity.count", Example(text="举办讲座五十余场。", facts=(fact,)))


@pytest.mark.parametrize("stated", [{}, {"item_any": ("沙龙", "讲座")}, {"approx": "over"}])
def test_run_example_passes_what_is_stated_rightly(reader, stated):
    assert _outcome(reader, **stated).passed


@pytest.mark.parametrize("stated", [{"item_any": ("沙龙",)}, {"approx": "under"}, {"comparator": ">="}])
def test_run_example_misses_what_is_stated_wrongly(reader, stated):
    assert not _outcome(reader, **stated).passed
