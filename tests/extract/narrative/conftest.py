"""The reader under test: one paragraph in, its figures out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.extract import Extractor
from pipeline.extract.reading import Reading, Setting
from pipeline.language.squeeze import squeeze

YEAR = 2031


@pytest.fixture(scope="session")
def read(reader: Extractor) -> Callable[..., list[Reading]]:
    """read(text, kind=…, scenario=…, …): what a report on 2031 of a county's office states in a paragraph."""

    def read(text: str, **setting: Any) -> list[Reading]:
        return reader.narrative.read(squeeze(text).text, Setting(**{"year": YEAR, "level": "县", **setting}))

    return read
