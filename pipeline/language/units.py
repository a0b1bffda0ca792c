"""Units as data: what `rules/units.yaml` says, in the form that the number parser compiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Units:
    """Every unit that a quantity may carry.

    `money` maps a money word to its worth in yuan (万元 → 10000); `counting` maps a counting or measuring word to
    the word that facts carry (名 → 人, 场次 → 场); `scales` maps what may stand between number and unit to its
    factor (万 → 10000).
    """

    money: Mapping[str, Decimal]
    counting: Mapping[str, str]
    scales: Mapping[str, Decimal]
