"""The spaCy pipeline over jieba: tokens, then three components of ours, each adding to the Doc.

    tokeniser (jieba) → jihe_quantities → jihe_mentions → jihe_readings

Figures are read on the characters (token boundaries cut the domain's terms); tokens serve where words matter, as
in trimming “组织开展女职工…筛查” to the thing that was counted. Only paragraphs that hold a figure come here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from pipeline.extract.mentions import find_mentions
from pipeline.extract.reading import Reading, Setting
from pipeline.language.quantities import QuantityParser
from pipeline.rules import RuleSet

Reader = Callable[[Any], list[Reading]]


def build(rules: RuleSet, quantities: QuantityParser, read: Reader) -> Any:
    """A spaCy Language for one rule set; `read` turns a Doc with quantities and mentions into readings.

    Loading jieba's dictionary takes one to two seconds a process.
    """
    import jieba  # noqa: PLC0415 - slow to import: only in processes that extract
    from spacy.lang.zh import Chinese  # noqa: PLC0415
    from spacy.tokens import Doc  # noqa: PLC0415

    jieba.setLogLevel(logging.WARNING)
    for word in (*rules.activities.lead, *rules.activities.tail):
        if len(word) > 1:
            jieba.add_word(word)
    for name in ("quantities", "mentions", "readings", "setting"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    nlp = Chinese.from_config(
        {"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "jieba"}}}
    )

    def find_quantities(doc: Any) -> Any:
        doc._.quantities = quantities.find(doc.text)
        return doc

    def mention(doc: Any) -> Any:
        doc._.mentions = find_mentions(doc.text, rules)
        return doc

    def reading(doc: Any) -> Any:
        doc._.readings = read(doc)
        return doc

    for name, component in (
        ("jihe_quantities", find_quantities),
        ("jihe_mentions", mention),
        ("jihe_readings", reading),
    ):
        _add(nlp, name, component)
    return nlp


def _add(nlp: Any, name: str, component: Callable[[Any], Any]) -> None:
    """Add a component that holds compiled rules: registered anew for each pipeline, since rule sets differ."""
    from spacy.language import Language  # noqa: PLC0415

    Language.component(name, func=component)
    nlp.add_pipe(name)


def analyse(nlp: Any, text: str, setting: Setting) -> Any:
    """The Doc of one squeezed paragraph, read in that setting."""
    doc = nlp.make_doc(text)
    doc._.setting = setting
    return nlp(doc)


def words(doc: Any, start: int, end: int) -> Sequence[str]:
    """The words of doc.text[start:end]; a token that crosses an end is cut."""
    found = []
    for token in doc:
        at = token.idx
        if at >= end:
            break
        if at + len(token) > start:
            found.append(token.text[max(0, start - at) : end - at])
    return found
