"""The shape of rules/calculations.yaml: which concepts add up to which."""

from __future__ import annotations

from pydantic import Field, RootModel

from pipeline.rules.patterns import Shape
from pipeline.rules.strict import Strict


class Calculation(Strict):
    """A whole and its parts, as a summation-item relation of XBRL.

    `may` are parts that need not be stated; a report that names what `unless` says has parts that are not read.
    """

    whole: str
    parts: tuple[str, ...] = Field(min_length=2)
    may: tuple[str, ...] = ()
    unless: Shape | None = None

    @property
    def concepts(self) -> frozenset[str]:
        """All concepts that it relates."""
        return frozenset((self.whole, *self.parts, *self.may))


class CalculationSpec(RootModel[tuple[Calculation, ...]]):
    """rules/calculations.yaml."""
