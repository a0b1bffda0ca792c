"""Whether two names of what was done are of one thing."""

from __future__ import annotations

from pipeline.checks.reports import Figure
from pipeline.language.squeeze import normalise

# Names must share so many characters to be of the same thing.
_SHARED = 4
_WORD = 2
_SAME_UNIT = {"人次": "人", "场次": "场"}


def one_thing(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same thing in the same unit: one name in the other, or much of it in common."""
    if _unit(one) != _unit(other):
        return False
    shorter, longer = sorted((normalise(one.fact.item), normalise(other.fact.item)), key=len)
    if len(shorter) < _SHARED:
        return False
    return _holds(longer, shorter) or _common(shorter, longer) >= max(_SHARED, len(shorter) * 3 // 4)


def akin(one: Figure, other: Figure) -> bool:
    """Whether two figures count in the same unit what has a word in common: enough only beside other evidence."""
    return _unit(one) == _unit(other) and _common(normalise(one.fact.item), normalise(other.fact.item)) >= _WORD


def _unit(figure: Figure) -> str:
    return _SAME_UNIT.get(figure.fact.unit, figure.fact.unit)


def _holds(longer: str, shorter: str) -> bool:
    """Whether a name has all of another's characters in their order: 新装护栏 in 新装波形护栏."""
    rest = iter(longer)
    return all(character in rest for character in shorter)


def _common(one: str, other: str) -> int:
    """Length of the longest run of characters that both names have."""
    return next((n for n in range(len(one), 0, -1) for i in range(len(one) - n + 1) if one[i : i + n] in other), 0)
