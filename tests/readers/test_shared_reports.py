"""The reports beside the project read whole: every quote of the gold stands in one block."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.readers import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
FILES = sorted(
    path
    for folder in ("dev", "seed")
    for path in (SHARED / folder).glob("*")
    if path.suffix in (".docx", ".html", ".txt") and path.with_name(path.name + ".gold.json").exists()
)
_BLANKS = re.compile(r"\s+")


@pytest.mark.shared
@pytest.mark.skipif(not FILES, reason="no reports beside the project")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_read_keeps_every_quote_of_the_gold_in_one_block(path):
    document = read(path.read_bytes(), name=path.name)
    gold = json.loads(path.with_name(path.name + ".gold.json").read_text(encoding="utf-8"))
    spans = [cell.span for b in document.blocks if b.table for cell in b.table.cells]
    spans += [block.span for block in document.blocks if not block.table]
    pieces = [_BLANKS.sub("", document.quote(span)) for span in spans]
    quotes = {_BLANKS.sub("", fact["evidence"]) for fact in gold["facts"]}
    assert [quote for quote in sorted(quotes) if not any(quote in piece for piece in pieces)] == []
