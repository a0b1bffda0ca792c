"""What checks look at: a report's figures, each with the sentence, table and section that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from pipeline.document import Block, Cell, Document, Span
from pipeline.facts import Fact, Measure, Scenario
from pipeline.intervals import Interval, printed

_SENTENCE_END = re.compile(r"[。；;！!？?]")
# So many unread numbers of a text may be the missing part together; of more, some would by chance.
_TOGETHER, _MANY = (2, 3), 16
_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")


_Key = tuple[str, Measure, Scenario, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact with a value, and where it stands; two are the same figure if their ids are."""

    id: int
    report: int
    """`documents.id`."""
    fact: Fact
    value: Decimal
    quote: str
    sentence: Span
    """The sentence in the document's text; a table cell is its own sentence."""
    row: int | None = None
    """Its row in the table, for a figure of a table."""
    col: int | None = None

    def __hash__(self) -> int:
        return hash(self.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Figure) and other.id == self.id

    @property
    def in_table(self) -> bool:
        """Whether it stands in a table's cell."""
        return self.row is not None

    @property
    def counted(self) -> bool:
        """Whether it counts people or things, so that nothing of it was rounded."""
        return self.fact.unit not in ("CNY", "%") and self.fact.decimals == 0

    @property
    def interval(self) -> Interval:
        """What the printed figure may stand for."""
        return printed(self.value, self.fact.decimals, self.fact.approx, counted=self.counted)

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands, for putting figures in reading order."""
        return (self.report, self.fact.span.start)


@dataclass(frozen=True)
class Report:
    """One document's figures."""

    id: int
    name: str
    year: int
    type: str
    entity: str
    sha256: str
    document: Document
    facts: Sequence[tuple[int, Fact]]
    """(id, fact) in reading order."""

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """All facts that have a value, in reading order."""
        made = [self._figure(number, fact, fact.value) for number, fact in self.facts if fact.value is not None]
        return tuple(sorted(made, key=lambda figure: figure.place))

    def levels(
        self, concept: str, scenario: Scenario = "actual", period: int | None = None, item: str = ""
    ) -> list[Figure]:
        """Stated values of a concept, of an item of it where it has items; of the report's year if no other is told."""
        wanted: _Key = (concept, "value", scenario, self.year if period is None else period)
        return [f for f in self._keyed.get(wanted, ()) if f.fact.item == item]

    @cached_property
    def _keyed(self) -> dict[_Key, list[Figure]]:
        keyed: dict[_Key, list[Figure]] = {}
        for figure in self.figures:
            fact = figure.fact
            keyed.setdefault((fact.concept, fact.measure, fact.scenario, fact.period), []).append(figure)
        return keyed

    def text(self, span: Span) -> str:
        """The words at a span."""
        return self.document.quote(span)

    def block(self, figure: Figure) -> Block:
        """The paragraph or table that a figure stands in."""
        return self._blocks[figure.fact.block]

    def sentences(self) -> Iterator[tuple[Span, list[Figure]]]:
        """Each sentence that states figures, with those in reading order; a cell that is one figure is no sentence."""
        found: dict[Span, list[Figure]] = {}
        for figure in self.figures:
            if not figure.in_table or len(figure.fact.quote) < len(figure.sentence):
                found.setdefault(figure.sentence, []).append(figure)
        yield from found.items()

    @cached_property
    def _blocks(self) -> dict[int, Block]:
        return {block.seq: block for block in self.document.blocks}

    @cached_property
    def _cells(self) -> dict[int, list[Cell]]:
        return {b.seq: sorted(b.table.cells, key=lambda c: c.span.start) for b in self.document.blocks if b.table}

    def prints(self, amount: Decimal, beside: Sequence[Figure]) -> bool:
        """Whether an amount stands beside figures and is none of them, or others there make it.

        Money is told anywhere: 支出预算1,895.74万元 holds 116.00万元 of a fund that another paragraph tells of.
        """
        if beside[0].fact.unit == "CNY" and any(f.value == amount and f not in beside for f in self._money):
            return True
        return amount in self.amounts(beside) or self.makes(amount, beside)

    def makes(self, amount: Decimal, beside: Sequence[Figure]) -> bool:
        """Whether two or three numbers of the text around figures, none of them, make an amount together."""
        printed = list(dict.fromkeys(self.amounts(beside)))
        if beside[0].in_table or len(printed) > _MANY:
            return False
        return any(sum(some) == amount for count in _TOGETHER for some in combinations(printed, count))

    @cached_property
    def _money(self) -> list[Figure]:
        return [f for f in self.figures if f.fact.unit == "CNY" and f.fact.measure == "value"]

    def amounts(self, beside: Sequence[Figure]) -> Iterator[Decimal]:
        """The numbers beside figures, in the figures' scale, read or not: in the row and column, or the paragraph.

        Counts are small, and stand in a paragraph by chance: of those only the sentence's.
        """
        own = [f.fact.span for f in beside]
        for figure in beside:
            printed = _NUMBER.search(self.text(figure.fact.span))
            number = _decimal(printed.group()) if printed else None
            if not number or not figure.value:
                continue
            scale = abs(figure.value) / number
            for span in self._around(figure):
                for match in _NUMBER.finditer(self.document.text, span.start, span.end):
                    if not any(other.start <= match.start() < other.end for other in own):
                        yield _decimal(match.group()) * scale

    def _around(self, figure: Figure) -> Iterator[Span]:
        if figure.in_table:
            cells = self._cells[figure.fact.block]
            yield from (cell.span for cell in cells if cell.row == figure.row or cell.col == figure.col)
        else:
            yield self._blocks[figure.fact.block].span if figure.fact.unit == "CNY" else figure.sentence

    def _figure(self, number: int, fact: Fact, value: Decimal) -> Figure:
        cell = next((c for c in self._cells.get(fact.block, ()) if c.span.start <= fact.span.start < c.span.end), None)
        return Figure(
            id=number,
            report=self.id,
            fact=fact,
            value=value,
            quote=self.document.quote(fact.quote),
            sentence=self._sentence(fact, cell),
            row=cell.row if cell else None,
            col=cell.col if cell else None,
        )

    def sentence_at(self, at: int) -> Span:
        """The sentence that an offset of the text stands in."""
        block = self.document.block_at(at)
        return self._sentence_in(block.span if block else Span(0, len(self.document.text)), at, at)

    def _sentence(self, fact: Fact, cell: Cell | None) -> Span:
        return self._sentence_in(cell.span if cell else self._blocks[fact.block].span, fact.span.start, fact.span.end)

    def _sentence_in(self, whole: Span, start: int, end: int) -> Span:
        text = self.document.text
        begin = max((m.end() for m in _SENTENCE_END.finditer(text, whole.start, start)), default=whole.start)
        stop = _SENTENCE_END.search(text, end, whole.end)
        return Span(begin, stop.start() if stop else whole.end)


def single(figures: Sequence[Figure]) -> Figure | None:
    """The figure, where all of them have one value."""
    return figures[0] if len({figure.value for figure in figures}) == 1 else None


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").replace("，", ""))
