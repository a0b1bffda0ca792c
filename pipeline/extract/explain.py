"""How a sentence was read, for people who write rules: its numbers, the names in it, the facts they became."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.document import Extractor
from pipeline.extract.judging import judge
from pipeline.extract.mentions import Mention
from pipeline.extract.reading import Reading, Setting
from pipeline.language.quantity import Quantity
from pipeline.language.squeeze import squeeze


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that was seen in one paragraph; places count in `text`, which is squeezed."""

    text: str
    quantities: tuple[Quantity, ...]
    mentions: tuple[Mention, ...]
    readings: tuple[Reading, ...]

    def unread(self) -> list[Quantity]:
        """Numbers that became no fact."""
        return [q for q in self.quantities if not any(_within(q, r) for r in self.readings)]


def explain(extractor: Extractor, text: str, setting: Setting) -> Explanation:
    """Read a paragraph of plain text as it would be read in a report with that setting."""
    seen = extractor.narrative.analyse(squeeze(text).text, setting)
    return Explanation(
        seen.text, tuple(seen.quantities), tuple(seen.mentions), tuple(judge(seen.readings, extractor.rules))
    )


def _within(quantity: Quantity, reading: Reading) -> bool:
    return reading.figure.start <= quantity.span.start < reading.figure.end
