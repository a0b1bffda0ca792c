"""Names in a list that lack the word which their neighbours share: 行政、事业、工勤人员; 差额拨款、自收自支编制."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.document import Span
from pipeline.extract.mentions import PROBE, Mention, find_mentions
from pipeline.rules import RuleSet


def completed(
    text: str,
    name: Span,
    rules: RuleSet,
    *,
    before: Iterable[str] = (),
    behind: Iterable[str] = (),
    fits: Callable[[Mention], bool] = lambda _: True,
) -> Mention | None:
    """What text[name] means by itself, else with one of the words `behind` it, else with one `before` it.

    The mention that comes back covers the name as it stands in the text.
    """
    words = text[name.start : name.end]
    for probe in (words + PROBE, *(words + ending for ending in behind), *(opening + words for opening in before)):
        for mention in find_mentions(probe, rules):
            if mention.start == 0 and fits(mention):
                # A name that is an item is told whole: 观众（满意度）.
                return Mention(name.start, name.end, mention.rule, mention.text if mention.item else words)
    return None
