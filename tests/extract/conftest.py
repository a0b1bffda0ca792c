"""One extractor for all tests of extraction: jieba and the rules take seconds to load."""

import pytest

from pipeline.extract import Extractor, extractor
from pipeline.rules import RuleSet, load_rules


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    return load_rules()


@pytest.fixture(scope="session")
def reader(rules: RuleSet) -> Extractor:
    return extractor(rules)
