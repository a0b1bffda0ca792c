"""A quantity in the making, and the last step that turns it into a Quantity: bounds and accuracy."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.document import Span
from pipeline.language.exact import Decimals
from pipeline.language.figures import Figure
from pipeline.language.quantity import Approx, Comparator, Kind, Number, Quantity


@dataclass(slots=True)
class Draft:
    """What is known so far of the quantity at text[start:end]; `low` and `high` count in `unit`."""

    start: int
    end: int
    number: Span
    low: Decimals
    high: Decimals | None = None
    unit: str = ""
    kind: Kind = "bare"
    written: str = ""
    approx: Approx | None = None
    comparator: Comparator | None = None
    exact: bool = False
    """Meant to the last, as 整 and 半数 say."""
    fraction: Fraction | None = None
    """Takes the place of `low` where no decimal is exact: 三分之二."""
    scale: Decimals | None = None
    chinese: bool = False
    point: bool = False
    """Written with a decimal point: 0.00万元 is less than 50元, 0万元 is nothing."""

    def hedge(self, approx: Approx | None, comparator: Comparator | None) -> None:
        """Add a hedge; the one nearest to the number wins (逾20多万 is over, either way)."""
        self.approx = self.approx or approx
        self.comparator = self.comparator or comparator

    def times(self, factor: Decimals) -> None:
        """Count in a smaller unit."""
        self.low = self.low.times(factor)
        self.high = self.high.times(factor) if self.high else None

    def say(self, end: int, kind: Kind, unit: str, written: str) -> None:
        """Settle the unit, which ends at `end`."""
        self.end, self.kind, self.unit, self.written = end, kind, unit, written

    @property
    def lacks_its_unit(self) -> bool:
        """854万 as the first end of a range: the other end tells of what."""
        return (
            self.scale is not None and self.kind in ("money", "bare") and not self.written.endswith(("元", "圆", "钱"))
        )


def begin(figure: Figure) -> Draft:
    """A number without anything around it."""
    low = figure.low if figure.chinese else figure.low.written_out()
    return Draft(
        figure.start,
        figure.end,
        Span(figure.start, figure.end),
        low,
        figure.high,
        approx=figure.approx,
        chinese=figure.chinese,
        point=figure.low.exponent < 0,
    )


def settle_numeral(draft: Draft) -> None:
    """三百人 is as exact as 300人; 三万人 as vague as 3万人."""
    if 0 < draft.low.exponent < 4 and draft.unit != "%" and abs(draft.low.value) < 10_000:
        draft.low = draft.low.written_out()


def lend(first: Draft, second: Draft) -> Draft:
    """The unit, and the scale where that keeps the order, of a range's second end: 2-3万元, 5000-1万元."""
    lent = replace(first, unit=second.unit, kind=second.kind, written=second.written)
    if second.scale:
        scaled = first.low.times(second.scale)
        if scaled.value < second.low.value:
            lent.low = scaled
    elif second.written == "成":
        lent.low = first.low.times(Decimals(1, 1))
    return lent


def finish(draft: Draft, measures: AbstractSet[str]) -> Quantity:
    """The Quantity; an integer of one of `measures` counts as rounded."""
    value: Number = draft.fraction if draft.fraction is not None else draft.low.value
    low, high = _bounds(draft, value, measures)
    return Quantity(
        span=Span(draft.start, draft.end),
        number=draft.number,
        value=value,
        unit=draft.unit,
        kind=draft.kind,
        low=low,
        high=high,
        decimals=_places(draft),
        written_unit=draft.written,
        approx=draft.approx,
        comparator=draft.comparator,
        is_range=draft.high is not None,
    )


def _places(draft: Draft) -> int | None:
    if draft.fraction is not None or draft.approx in ("over", "under"):
        return None
    return -draft.low.exponent


def _bounds(draft: Draft, value: Number, measures: AbstractSet[str]) -> tuple[Number | None, Number | None]:
    """Least and greatest value that is meant: hedges and comparators open a side, rounding widens both."""
    if draft.high is not None:
        return value, draft.high.value
    if draft.comparator in (">=", ">") or draft.approx == "over":
        return value, None
    if draft.comparator in ("<=", "<") or draft.approx == "under":
        return None, value
    if draft.approx == "about":
        return None, None
    if draft.fraction is not None or not _is_rounded(draft, measures):
        return value, value
    tenfold, place = draft.low.coefficient * 10, draft.low.exponent - 1
    return Decimals(tenfold - 5, place).value, Decimals(tenfold + 5, place).value


def _is_rounded(draft: Draft, measures: AbstractSet[str]) -> bool:
    """Whether the last digit stands for what was cut off: not in counts of whole things (35人), nor in 0万元."""
    if draft.exact:
        return False
    if draft.point or draft.kind in ("rate", "points", "multiple"):
        return True
    if draft.low.coefficient == 0:
        return False
    return draft.low.exponent != 0 or draft.kind in ("money", "price") or draft.written in measures
