"""Document → entity, fiscal year, report type and facts. Pure: no file, no database, no clock."""

from pipeline.document import Document
from pipeline.extract.document import Extractor
from pipeline.facts import Extraction
from pipeline.rules import RuleSet

__all__ = ["Extractor", "extract", "extractor"]

# One compiled extractor a rule set and process: jieba and the rules take seconds to load.
_MADE: dict[tuple[str, str], Extractor] = {}


def extractor(rules: RuleSet) -> Extractor:
    """The process's extractor for a rule set, made at the first call."""
    key = (str(rules.folder), rules.version)
    if key not in _MADE:
        _MADE[key] = Extractor(rules)
    return _MADE[key]


def extract(document: Document, rules: RuleSet, *, name: str = "") -> Extraction:
    """All that `document` states, by `rules`. `name` is the file's name, the last resort for entity and year."""
    return extractor(rules).extract(document, name=name)
