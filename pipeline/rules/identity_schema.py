"""The shape of rules/identity.yaml: whose report it is, and of what kind. What each key is for stands there.

A `Shape` is searched for or matched as it is; a `str` and the lists are parts that pipeline/extract/identity.py
builds patterns of.
"""

from __future__ import annotations

from pipeline.rules.patterns import Shape
from pipeline.rules.strict import Strict


class LongerName(Strict):
    end: Shape
    name: str


class BodyWords(Strict):
    endings: tuple[str, ...]
    level: str
    areas: str
    levels: str
    region: Shape
    longer: tuple[LongerName, ...]
    not_first: Shape
    cut: Shape
    generic: Shape
    placeholder: Shape


class TitleWords(Strict):
    words: tuple[str, ...]
    endings: tuple[str, ...]
    words_of_kind: tuple[str, ...]
    words_in_text: tuple[str, ...]
    of_results: Shape
    results_told: Shape
    about: Shape
    never: Shape
    sentence: Shape
    quoted: Shape
    glued: str
    leading: Shape
    trailing: Shape
    separator: Shape
    site: Shape
    one_project: Shape
    whole_unit: Shape
    opens_project: Shape
    annex: str


class YearWords(Strict):
    before: str
    short: Shape


class LineWords(Strict):
    letterhead: Shape
    called: Shape
    labels: tuple[str, ...]
    stamp: str
    label_cell: Shape
    doer: str
    judges: str
    judged: str
    judging: str
    describes: str
    trail: Shape
    step: Shape
    site: str
    code: str
    superior: Shape
    after_label: str
    before_year: str
    introduces: str


class IdentitySpec(Strict):
    """rules/identity.yaml."""

    bodies: BodyWords
    titles: TitleWords
    years: YearWords
    lines: LineWords
