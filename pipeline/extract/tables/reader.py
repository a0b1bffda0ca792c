"""Reads a table: what is known of the whole, its zones, and each zone by the reader for its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.document import Block, Document
from pipeline.extract.narrative import Narrative
from pipeline.extract.reading import Setting
from pipeline.extract.sections import Sections
from pipeline.extract.tables.columns import Column, Headers
from pipeline.extract.tables.context import Context, context_of
from pipeline.extract.tables.counts import Counts
from pipeline.extract.tables.forms import Forms, Found
from pipeline.extract.tables.grid import Row, filled, rows_of
from pipeline.extract.tables.indicators import Indicators, is_indicators
from pipeline.extract.tables.labels import Labels
from pipeline.extract.tables.lost_indicators import fitting_of
from pipeline.extract.tables.ragged import straightened
from pipeline.extract.tables.rows import Rows
from pipeline.extract.tables.subjects import Subjects
from pipeline.extract.tables.values import Values
from pipeline.extract.tables.zones import Zone, Zones
from pipeline.rules import RuleSet


class Tables:
    """Reads tables by a rule set. Holds compiled patterns only: one object serves all reports of a worker."""

    def __init__(self, rules: RuleSet, narrative: Narrative, sections: Sections) -> None:
        self.headers = Headers(rules)
        self.values = Values(rules, narrative.quantities)
        self.zones = Zones(self.headers, self.values)
        self._fitting = fitting_of(self.headers, self.values)
        labels = Labels(rules, self.headers)
        self._indicators = Indicators(labels, self.values)
        counts = Counts(labels)
        self._forms = Forms(labels, self.values, counts, narrative, sections)
        self._rows = Rows(self.headers, self.values, Subjects(labels), counts, narrative, self._forms)

    def read(
        self,
        document: Document,
        block: Block,
        setting: Setting,
        caption: Sequence[str],
        columns: Sequence[Column] = (),
    ) -> Iterator[Found]:
        """(cell text, its readings) of every cell that holds figures.

        `caption`: the squeezed paragraphs right before the table. A block that is no table has none.
        `columns`: what the cells of rows of indicators are, where they have no head.
        """
        if block.table is None or setting.kind in ("skip", "duties"):
            return
        rows = rows_of(document, block.table)
        context = context_of(rows, setting, caption, self.headers, self.values, place=block.span.start)
        if columns:
            yield from self._indicators.read(rows, columns, context)
            return
        for zone in (straightened(zone, self.headers, self._fitting) for zone in self.zones.split(rows)):
            columns = self.zones.columns(zone, context.setting.year, context.topic)
            yield from self._read_zone(zone, columns, context)

    def _read_zone(self, zone: Zone, columns: Sequence[Column], context: Context) -> Iterator[Found]:
        if is_indicators(columns):
            yield from self._indicators.read(zone.rows, columns, context)
        elif not zone.headers or all(column.role in ("label", "ignore") for column in columns):
            above: Row = []
            for row in zone.rows:
                heads = self._heads(above, context) if self._forms.is_pairs(row) else ()
                yield from self._forms.read(row, context, heads)
                above = above if heads else row
        else:
            for pairs, rows in groupby(zone.rows, key=self._forms.is_pairs):
                if pairs:
                    yield from (found for row in rows for found in self._forms.read(row, context, columns))
                else:
                    yield from self._rows.read(list(rows), columns, context)

    def _heads(self, row: Row, context: Context) -> list[Column]:
        """What the cells say of figures below them, in a form that has no head of its own."""
        return [self.headers.column([cell.text], context.setting.year) for cell in filled(row)]
