"""Tables written as rows of cell texts; a merged cell is {t: text, rs: rows, cs: columns}, as in tests/cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.document import Document
from pipeline.extract import Extractor
from pipeline.extract.reading import Reading, Setting
from pipeline.extract.tables.grid import Row, rows_of
from pipeline.language.squeeze import squeeze
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftTable
from pipeline.readers.drafts import Reading as FileReading
from tests.extract.cases import cells_of

Cells = list[list[Any]]


def document_of(table: Cells) -> Document:
    return assemble(FileReading([DraftTable(cells_of(table))]), "txt")


@pytest.fixture
def rows() -> Callable[[Cells], list[Row]]:
    def made(table: Cells) -> list[Row]:
        document = document_of(table)
        assert document.blocks[0].table is not None
        return rows_of(document, document.blocks[0].table)

    return made


@pytest.fixture
def read(reader: Extractor) -> Callable[..., list[Reading]]:
    """Read a table of a report on 2023; `caption` are the lines above it, `known` changes the setting."""

    def readings(table: Cells, *caption: str, **known: Any) -> list[Reading]:
        document = document_of(table)
        setting = replace(Setting(year=2023), **known)
        lines = [squeeze(line).text for line in caption]
        found = reader.tables.read(document, document.blocks[0], setting, lines)
        return [reading for _, readings in found for reading in readings]

    return readings
