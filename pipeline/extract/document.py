"""Document → Extraction: every paragraph and table read, places put back into the document's own text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.document import Block, Document, Span
from pipeline.extract.identity import identify, is_on_one_project
from pipeline.extract.judging import judge
from pipeline.extract.narrative import Narrative
from pipeline.extract.reading import Reading, Setting, exact
from pipeline.extract.recognised import recognised
from pipeline.extract.sections import Sections
from pipeline.extract.tables import Tables
from pipeline.extract.tables.lost import Lost, LostTables
from pipeline.facts import Extraction, Fact, Identity
from pipeline.language.squeeze import Squeezed, squeeze
from pipeline.rules import RuleSet

_BUDGET = re.compile(r"预算(?!绩效|执行|支出绩效)|绩效目标|申报表|批复表")
_ACTUAL = re.compile(r"(?<!预)决算|自评|评价|执行|完成")
_ACCOUNTS = re.compile(r"决算|(?:执行|完成|开展)情况|工作(?:总结|回顾)|(?:[上去]年|20\d\d年)[^，。]{0,8}(?:执行|完成)$")
_YEAR, _PRIOR_YEAR = re.compile(r"(20\d\d)年"), re.compile(r"[上去]年")

_STOP = "。"
_ABOVE, _NEAREST = 6, 3
"""So many lines above a lost table, and of these so many that are no cells of its head, may be its caption."""
_FORM = 1500
"""So far above its table may a form's title stand: the goals of the year fill the room between."""


class Extractor:
    """Extracts by one rule set; made once a process, since dictionaries and compiled rules are costly."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.sections = Sections(rules)
        self.narrative = Narrative(rules)
        self.tables = Tables(rules, self.narrative, self.sections)
        self.lost = LostTables(self.tables.headers, self.tables.values)

    def extract(self, document: Document, *, name: str = "") -> Extraction:
        """All facts of a document. Its fiscal year must be known to date a fact; without one there are none."""
        identity = identify(document, self.rules, name)
        if identity.fiscal_year is None:
            return Extraction(identity, ())
        return Extraction(identity, self.facts(document, identity))

    def facts(self, document: Document, identity: Identity) -> tuple[Fact, ...]:
        """The facts of a document whose body and year are known."""
        facts: dict[tuple[object, ...], Fact] = {}
        for block, text, reading in self.found(document, identity):
            fact = _fact(reading, block if block.seq >= 0 else _own_block(document, reading, text), text)
            facts.setdefault((fact, fact.span), fact)
        return recognised(document, facts.values())

    def found(self, document: Document, identity: Identity) -> list[tuple[Block, Squeezed, Reading]]:
        """Every figure with the block and the squeezed text that it stands in; doubtful ones are decided."""
        places: list[tuple[Block, Squeezed]] = []
        readings: list[Reading] = []
        for block, text, read in self._read(document, identity):
            readings += read
            places += [(block, text)] * len(read)
        judged = judge(readings, self.rules)
        return [(block, text, reading) for (block, text), reading in zip(places, judged, strict=True)]

    def setting(self, identity: Identity, section: tuple[str, ...] = (), *, whole: bool = True) -> Setting:
        """What is known of a paragraph before it is read."""
        kind = identity.report_type + identity.title
        year = identity.fiscal_year or 0
        planned = bool(_BUDGET.search(kind)) and not _ACTUAL.search(kind)
        if planned and (accounts := _on_accounts(section)):
            planned, year = False, _year_of_accounts(accounts, year)
        kind_of = self.sections.kind(section)
        return Setting(
            year=year,
            scenario="budget" if planned else "actual",
            # A budget's plans are for its own year: nothing in it lies a year later.
            kind="goals" if planned and kind_of == "plan" else kind_of,
            topic=self.sections.topic(section),
            level=_level(identity.entity),
            whole=whole,
        )

    def read_text(self, text: str, setting: Setting) -> tuple[Squeezed, list[Reading]]:
        """The figures of one paragraph of plain text, for `jihe rules explain` and the examples."""
        squeezed = squeeze(text)
        return squeezed, judge(self.narrative.read(squeezed.text, setting), self.rules)

    def _read(self, document: Document, identity: Identity) -> Iterator[tuple[Block, Squeezed, list[Reading]]]:
        whole = not is_on_one_project(document, identity, self.rules)
        tables_lost = list(self.lost.find(document, identity.fiscal_year or 0))
        lost = [found.block for found in tables_lost]
        caption: list[str] = []
        above_table = True
        label = ""  # an unnumbered heading, and the section that it stands in
        under: tuple[str, ...] = ()
        above = ""
        for block in filter(None, (_beside(block, lost) for block in document.body())):
            setting = self.setting(identity, block.section, whole=whole)
            if block.table is not None:
                yield from ((block, text, found) for text, found in self.tables.read(document, block, setting, caption))
                above_table = False
                continue
            squeezed = squeeze(document.text, block.span.start, block.span.end)
            # What stood above the last table is no caption of the next.
            caption = [*(caption[-2:] if above_table else ()), squeezed.text]
            above_table = True
            tables = [t.span for t in lost if t.span.start < block.span.end and block.span.start < t.span.end]
            if block.section != under:
                label, under = "", block.section
            if block.kind in ("paragraph", "title") and self.sections.is_heading(squeezed.text):
                label = squeezed.text
            elif label and self.sections.ends(label, above, squeezed.text):
                label = ""
            above = squeezed.text
            prose = _before_form(document, block, tables) if _is_cell(block, tables) else squeezed
            if block.kind in ("paragraph", "footnote") and prose.text:
                setting = self.sections.below(label, setting) if label else setting
                yield block, prose, _outside(tables, prose, self.narrative.read(prose.text, setting))
        yield from self._lost_tables(document, identity, tables_lost, whole=whole)

    def _lost_tables(
        self, document: Document, identity: Identity, lost: list[Lost], *, whole: bool
    ) -> Iterator[tuple[Block, Squeezed, list[Reading]]]:
        """Figures of tables whose cells came one a line or all in one line."""
        blocks = list(document.body())
        for found in lost:
            table = found.block
            index = next(i for i, b in enumerate(blocks) if b.span.start <= table.span.start < b.span.end)
            setting = self.setting(identity, blocks[index].section, whole=whole)
            above = (
                squeeze(document.text, b.span.start, b.span.end).text for b in blocks[max(0, index - _ABOVE) : index]
            )
            near = [text for text in above if not self.tables.headers.is_label(text)][-_NEAREST:]
            near += [] if any(map(self.tables.headers.is_title, near)) else self._form(document, table)
            told = self.tables.read(document, table, setting, near, columns=found.columns)
            yield from ((table, text, readings) for text, readings in told)

    def _form(self, document: Document, table: Block) -> list[str]:
        """The title of the form that a lost table is of: the last one before it."""
        before = squeeze(document.text, max(0, table.span.start - _FORM), table.span.start).text
        return [match.group() for match in self.rules.tables.captions.form.finditer(before)][-1:]


def _on_accounts(section: tuple[str, ...]) -> str:
    """The heading by which a part of a budget tells what was spent or done (二、上年决算情况); empty if none does."""
    telling = (heading for heading in reversed(section) if _BUDGET.search(heading) or _ACCOUNTS.search(heading))
    heading = next(telling, "")
    return heading if _ACCOUNTS.search(heading) else ""


def _year_of_accounts(heading: str, year: int) -> int:
    """The year before the budget's that such a heading names; the budget's own where it names none."""
    if _PRIOR_YEAR.search(heading):
        return year - 1
    named = _YEAR.search(heading)
    return int(named[1]) if named and int(named[1]) < year else year


def _is_cell(block: Block, tables: list[Span]) -> bool:
    """Whether a paragraph is a cell of a lost table, or for the most part a form in one line."""
    covered = sum(min(t.end, block.span.end) - max(t.start, block.span.start) for t in tables)
    return bool(covered) and 2 * covered >= len(block.span)


def _before_form(document: Document, block: Block, tables: list[Span]) -> Squeezed:
    """The sentences of a paragraph before the form that fills most of it; without any text where there are none."""
    form = min(table.start for table in tables)
    end = document.text.rfind(_STOP, block.span.start, max(form, block.span.start)) + 1
    return squeeze(document.text, block.span.start, max(end, block.span.start))


def _outside(tables: list[Span], text: Squeezed, readings: list[Reading]) -> list[Reading]:
    """What a paragraph tells before or behind the forms that it holds."""
    starts = [(text.original(r.figure.start, r.figure.end).start, r) for r in readings] if tables else []
    return [r for at, r in starts if not any(t.start <= at < t.end for t in tables)] if tables else readings


def _beside(block: Block, lost: Sequence[Block]) -> Block | None:
    """A table without the cells that lost tables took of it, None where nothing is left; any other block as it is."""
    spans = [t.span for t in lost if t.span.start < block.span.end and block.span.start < t.span.end]
    if block.table is None or not spans:
        return block
    cells = tuple(c for c in block.table.cells if not any(s.start <= c.span.start < s.end for s in spans))
    return replace(block, table=replace(block.table, cells=cells)) if cells else None


def _own_block(document: Document, reading: Reading, text: Squeezed) -> Block:
    """The block of the document that holds a figure of a lost table."""
    at = text.original(reading.figure.start, reading.figure.end).start
    found = document.block_at(at)
    if found is None:
        raise ValueError(f"no block at {at}")
    return found


def _level(entity: str) -> str:
    """省, 市, 县 or 乡: how wide a body's own area is."""
    if re.search(r"(?:镇|乡|街道)(?:人民政府|办事处|政府)?$", entity):
        return "乡"
    if re.search(r"[县区旗镇乡]|街道", entity):
        return "县"
    return "市" if "市" in entity else "省" if "省" in entity else ""


def _fact(reading: Reading, block: Block, text: Squeezed) -> Fact:
    figure = text.original(reading.figure.start, reading.figure.end)
    quote = text.original(reading.quote.start, reading.quote.end)
    quote = Span(min(quote.start, figure.start), max(quote.end, figure.end))
    cell = (
        next((c for c in block.table.cells if c.span.start <= figure.start < c.span.end), None) if block.table else None
    )
    place = cell or block
    return Fact(
        concept=reading.concept,
        measure=reading.measure,
        scenario=reading.scenario,
        period=reading.period,
        value=None if reading.value is None else exact(reading.value),
        unit=reading.unit,
        item=reading.item,
        base=reading.base,
        decimals=reading.decimals,
        approx=reading.approx,
        comparator=reading.comparator,
        text=reading.text,
        rule=reading.rule,
        span=figure,
        quote=quote,
        block=block.seq,
        page=place.page or block.page,
        bbox=place.bbox or block.bbox,
        note=reading.note,
    )
