"""The spaCy pipeline over jieba: tokens, then three components of ours, each adding to the Doc.

    stretches between signs → jihe_quantities → jihe_mentions → jihe_readings

Figures are read on the characters (word boundaries cut the domain's terms); words serve where they matter, as in
trimming “组织开展女职工…筛查” to the thing that was counted. That is one stretch in eight: jieba, the slowest of all,
cuts a token into words only when a reader asks. Only paragraphs that may hold a figure come here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.mentions import Mention, find_mentions
from pipeline.extract.reading import Reading, Setting
from pipeline.language.quantities import QuantityParser
from pipeline.language.quantity import Quantity
from pipeline.language.segmenter import Segmenter, stretches
from pipeline.rules import RuleSet

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_EXTENSION = "jihe"


@dataclass(slots=True)
class Analysis:
    """What the components find in one paragraph, kept at `doc._.jihe`."""

    text: str
    """The Doc's text; spaCy would join it from the tokens at every look."""
    setting: Setting
    quantities: list[Quantity] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)


Reader = Callable[["TokenWords", Analysis], list[Reading]]


class TokenWords:
    """The words of a Doc by places in its text; its tokens are cut into words at the first question about them."""

    def __init__(self, doc: Doc, segmenter: Segmenter) -> None:
        self._doc = doc
        self._segmenter = segmenter
        self._starts: list[int] | None = None

    def __call__(self, start: int, end: int) -> Sequence[str]:
        """The words of text[start:end], without spaces; a word that crosses an end is cut."""
        if self._starts is None:
            self._starts = [token.idx for token in self._doc]
        first = max(bisect_right(self._starts, start) - 1, 0)
        found = []
        for index in range(first, bisect_left(self._starts, end)):
            token = self._doc[index]
            at = token.idx
            for word in self._segmenter.words(token.text):
                part = word[max(0, start - at) : max(0, end - at)]
                if part.strip():
                    found.append(part)
                at += len(word)
        return found


def build(rules: RuleSet, quantities: QuantityParser, read: Reader) -> Language:
    """A spaCy Language for one rule set; `read` turns what the other components found into readings."""
    from spacy.lang.zh import Chinese  # noqa: PLC0415
    from spacy.tokens import Doc  # noqa: PLC0415

    segmenter = Segmenter((*rules.activities.lead, *rules.activities.tail))
    if not Doc.has_extension(_EXTENSION):
        Doc.set_extension(_EXTENSION, default=None)
    nlp = Chinese()
    # Nothing here asks for shapes, prefixes or likeness to numbers, which spaCy computes for every new token.
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]  # spaCy's stub leaves it out

    def tokenize(text: str) -> Doc:
        tokens = stretches(text)
        return Doc(nlp.vocab, words=tokens, spaces=[False] * len(tokens))

    def find_quantities(doc: Doc) -> Doc:
        doc._.jihe.quantities = quantities.find(doc._.jihe.text)
        return doc

    def mention(doc: Doc) -> Doc:
        doc._.jihe.mentions = find_mentions(doc._.jihe.text, rules)
        return doc

    def reading(doc: Doc) -> Doc:
        doc._.jihe.readings = read(TokenWords(doc, segmenter), doc._.jihe)
        return doc

    nlp.tokenizer = tokenize
    _add(nlp, "jihe_quantities", find_quantities)
    _add(nlp, "jihe_mentions", mention)
    _add(nlp, "jihe_readings", reading)
    return nlp


def analyse(nlp: Language, text: str, setting: Setting) -> Analysis:
    """What one squeezed paragraph holds in that setting: its numbers, names and readings.

    New words are forgotten behind it: a worker that reads an archive would gather them without end.
    """
    with nlp.memory_zone():
        doc = nlp.make_doc(text)
        analysis = Analysis(text, setting)
        doc._.jihe = analysis
        nlp(doc)
    return analysis


def _add(nlp: Language, name: str, component: Callable[[Doc], Doc]) -> None:
    """Add a component that holds compiled rules: registered anew for each pipeline, since rule sets differ.

    As a factory: Language.component would keep the first function that was registered under the name.
    """
    from spacy.language import Language  # noqa: PLC0415

    def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - what spaCy calls it with
        return component

    Language.factory(name, func=create)
    nlp.add_pipe(name)
