"""How tests look at a Document."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.document import Block, Document

# `--import-mode=importlib` puts no folder on the path; the builders beside the tests are a module of theirs.
sys.path.insert(0, str(Path(__file__).parent))


def texts(document: Document, *kinds: str) -> list[str]:
    """The texts of the blocks, tables left out unless asked for."""
    wanted = kinds or ("title", "heading", "paragraph")
    return [document.quote(block.span) for block in document.blocks if block.kind in wanted]


def grid(document: Document, block: Block) -> list[list[str | None]]:
    """A table's words place by place; a merged cell's words in every place that it covers."""
    assert block.table is not None
    return [[None if cell is None else document.quote(cell.span) for cell in row] for row in block.table.grid()]


def tables(document: Document) -> list[list[list[str | None]]]:
    return [grid(document, block) for block in document.blocks if block.table]


@pytest.fixture
def look():
    """texts, grid and tables, for tests that read a whole document."""

    class Look:
        texts = staticmethod(texts)
        grid = staticmethod(grid)
        tables = staticmethod(tables)

    return Look
