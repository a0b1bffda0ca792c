"""One extractor and one rule set for all tests of checks."""

import pytest

from pipeline.extract import Extractor, extractor
from pipeline.rules import RuleSet, load_rules


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    return load_rules()


@pytest.fixture(scope="session")
def reader(rules: RuleSet) -> Extractor:
    return extractor(rules)
