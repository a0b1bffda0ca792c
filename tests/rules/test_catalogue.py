"""docs/checks.md: made from rules/checks/, and up to date."""

from __future__ import annotations

from pathlib import Path

from pipeline.cli.catalogue import page
from pipeline.rules import load_rules

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_the_catalogue_is_that_of_the_rules():
    assert page(load_rules()) == PAGE.read_text("utf-8"), "jihe check --list --markdown > docs/checks.md"
