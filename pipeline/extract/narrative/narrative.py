"""The reader of paragraphs: compiled rules, and the spaCy pipeline that finds numbers and names."""

from __future__ import annotations

import re

from pipeline.extract import nlp as spacy_nlp
from pipeline.extract.clauses import split
from pipeline.extract.cues import Cues
from pipeline.extract.items import Items, Words
from pipeline.extract.narrative.doubts import with_doubts
from pipeline.extract.narrative.paragraph import read_paragraph
from pipeline.extract.narrative.place import Lexicon, Paragraph
from pipeline.extract.reading import Reading, Setting
from pipeline.language.quantities import QuantityParser
from pipeline.rules import RuleSet

# From the first sign of equality to the last, where something is divided or multiplied between them.
_FORMULA = re.compile(r"=(?=[^=，。;]*[/÷×xX*])(?:[^=，。;]*=)+")
# 156名×1,500元/月×12个月=: the factors of a product.
_FACTORS = re.compile(r"\d[\d,.]*[^\d，。;:(=×xX*]{0,8}(?:[×xX*]\d[\d,.]*[^\d，。;:(=×xX*]{0,8})+=")
# “- 在职31名”, “■ 支出512万元”: the mark of an item in a list.
_MARKER = re.compile(r"^[-–—•·●○■□◆◇▲△▪►▶★☆※*√]+(?=[一-龥\"(])")
# “【资产】车辆1辆”: a label.
_LABEL = re.compile(r"^【([^【】，。]{1,14})】")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百零两半]")


class Narrative:
    """Reads paragraphs by a rule set. Holds compiled patterns only: one object serves all reports of a worker."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.cues = Cues(rules.cues)
        self.quantities = QuantityParser(rules.units)
        self._lexicon = Lexicon(rules, self.cues, Items(rules))
        self._nlp = spacy_nlp.build(rules, self.quantities, self._read)

    def read(self, text: str, setting: Setting) -> list[Reading]:
        """Every figure that a squeezed paragraph states, in reading order."""
        if setting.kind == "skip" or not self._may_state_a_figure(text):
            return []
        readings = self.analyse(text, setting).readings
        if setting.kind == "duties":
            return [r for r in readings if self.rules.concepts[r.concept].group == "staffing"]
        return readings

    def analyse(self, text: str, setting: Setting) -> spacy_nlp.Analysis:
        """The same with all that was seen on the way."""
        return spacy_nlp.analyse(self._nlp, _without_formulas(_without_marker(text)), setting)

    def _may_state_a_figure(self, text: str) -> bool:
        words = self.cues.words
        shapes = (_NUMERAL, self.cues.none_before, words.changes.same, words.none.after)
        return any(shape.search(text) for shape in shapes)

    def _read(self, words: Words, found: spacy_nlp.Analysis) -> list[Reading]:
        readings = read_paragraph(
            Paragraph(
                text=found.text,
                setting=found.setting,
                quantities=found.quantities,
                mentions=found.mentions,
                clauses=split(found.text, [q.span for q in found.quantities]),
                words=words,
                lexicon=self._lexicon,
            )
        )
        return with_doubts(found.text, readings, self.rules)


def _without_marker(text: str) -> str:
    """A list's mark tells nothing; a comma in its place keeps all places where they are."""
    text = _LABEL.sub(r"，\1:", text)
    return _MARKER.sub(lambda marker: "，" * len(marker.group()), text)


def _without_formulas(text: str) -> str:
    """控制率=(45/48)×100%=93.75%: the way to the result is no figure; all places stay where they are."""
    text = _FORMULA.sub(lambda formula: "=" * len(formula.group()), text)
    return _FACTORS.sub(lambda factors: "，" * len(factors.group()), text)
