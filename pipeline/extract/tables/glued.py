"""Forms whose cells stand in one line, or in a line a row, without a space between them: 修复文物10≥24件26件10.

Head words in a row tell the columns. A row is read where its figures can be divided in one way only: points have no
leading zero and no mark is above its full mark, both values have the same unit, and 执行率 is what the amounts give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest

from pipeline.document import Block, Document, Span
from pipeline.extract.tables.columns import Column, Headers, Role
from pipeline.extract.tables.division import Division
from pipeline.extract.tables.glued_heads import Head, Heads, Kind
from pipeline.extract.tables.glued_money import Row, is_money, money_rows
from pipeline.extract.tables.glued_values import AMOUNT, Divided, Place
from pipeline.language.squeeze import Squeezed, squeeze

_SHORTEST = 60
"""A line that holds a whole form is longer."""
_LONGEST_LINE = 80
_ENDS = re.compile("[。；;：:！？]")
_BOTH_POINTS = re.compile(r"(\d)分(\d{1,3}(?:\.\d{1,2})?)分")
_PAGE = re.compile(r"\d{1,2}[、.．]")
"""What a copy puts before each of its pages."""
_GLUED = re.compile(r"[一-龥][≥≤<>=]\d|[一-龥%]\d+(?:\.\d+)?(?![年月日])[^\d\s.]{0,4}\d|[一-龥]{4}\d{1,3}(?:\.\d+)?%?$")
_CELL = 16
"""Cells are shorter on average."""
_GLUED_SHARE = 6
"""So many cells parted by blanks come to a glued one where blanks part all cells."""
_SENTENCE = re.compile(r"[。;；]")
_FEWEST_ROWS = 2
"""So many rows must show what a head means whose words are not all known."""
_DIGITS_OF_FULL_MARK = (1, 2, 3)
_POINTS = r"(?:[1-9]\d*(?:\.\d{1,2})?|0(?:\.\d{1,2})?)"
_VALUE = rf"[≥≤<>=]{{0,2}}{AMOUNT}(?:%|[一-龥㎡]{{1,4}}?)"
# Words as values can only be told where both are the same: 显著提升显著提升.
_TARGET, _ACTUAL = rf"(?:{_VALUE}|[一-龥]{{2,12}})", rf"(?:{_VALUE}|(?P=target))"
_NAME = r"[^\d≥≤<>=%，。;…]{2,40}?"
_NEXT_NAME = re.compile(r"[\d.%]+(?=[一-龥(])")
_HIGHEST = 100
"""No mark is higher."""

_DIVISIBLE: tuple[tuple[Role, ...], ...] = (
    ("full", "target", "actual", "score"),
    ("target", "actual", "full", "score"),
    ("target", "actual", "score"),
    ("target", "actual"),
    ("target", "full", "score"),
    ("target", "full"),
    ("target",),
)
"""Orders of columns in which names, values and points can be told apart."""

_FIELDS: tuple[Role, ...] = ("target", "actual", "full", "score")
_ROLES: Mapping[Kind, Role] = {"name": "name", "level": "level", **{role: role for role in _FIELDS}}


@dataclass(frozen=True, slots=True)
class GluedForm:
    """Where a form stands, its head and its rows, which have one cell more than the head: their label.

    `columns`: what the cells of a row are, where the head does not tell all.
    """

    span: Span
    head: list[Span | None]
    rows: list[list[Span | None]]
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class GluedForms:
    """Finds forms by the head words of rules/tables.yaml."""

    headers: Headers

    def find(self, document: Document, year: int) -> Iterator[GluedForm]:
        """A form none of whose rows can be divided has its head alone: it is no prose either."""
        blocks = [block for block in document.body() if block.table is None]
        for index, block in enumerate(blocks):
            if len(block.span) < _SHORTEST:
                line = squeeze(document.text, block.span.start, block.span.end)
                yield from self._lines(document, line, blocks[index + 1 :], year)
        for text in _long_texts(document):
            for end, head, columns, rows in self._forms(_without_word(text.text), year):
                cells = [_span(document, text, place) for place in head.places]
                spans = [[_span(document, text, place) for place in row] for row in rows]
                form = Span(min(s.start for s in cells if s), text.original(end - 1, end).end)
                if not _is_spaced(document, form):
                    yield GluedForm(form, cells, spans, columns)

    def _lines(self, document: Document, text: Squeezed, below: Sequence[Block], year: int) -> Iterator[GluedForm]:
        """A form whose rows kept their lines, each glued: a line of head words, and what stands below it."""
        head = next(iter(self._heads.find(text.text, year)), None)
        if head is None or (head.start, head.end) != (0, len(text.text)) or head.spoilt:
            return
        cells: list[Span | None] = [text.original(*place) for place in head.places]
        rows: list[list[Span | None]] = []
        end = text.original(0, len(text.text)).end
        for block in below:
            line = squeeze(document.text, block.span.start, block.span.end)
            if len(line.text) > _LONGEST_LINE or _SENTENCE.search(line.text):
                break
            row = self._line(_without_word(line.text), head)
            rows += [[line.original(*place) if place else None for place in row]] if row else []
            end = block.span.end if row else end
        if rows:
            form = Span(text.original(0, 1).start, end)
            if not _is_spaced(document, form):
                yield GluedForm(form, cells, rows)

    def _line(self, text: str, head: Head) -> Row | None:
        """One row that fills its line."""
        kinds = head.kinds
        if not head.of_indicators or {"actual", "full", "score"} & set(kinds):
            return next(self._rows(text, Span(0, len(text)), head), None)
        name = self._name.match(text)
        value = re.compile(rf"(?:{_VALUE}|[≥≤<>=]{{0,2}}{AMOUNT})$").match(text, name.end()) if name else None
        if name is None or value is None:
            return None
        row: Row = [None] * (len(kinds) + 1)
        row[_name_column(kinds) + 1] = name.span("name")
        row[kinds.index("target") + 1] = value.span()
        return row

    def _forms(self, text: str, year: int) -> Iterator[tuple[int, Head, tuple[Column, ...], list[Row]]]:
        """The end of each form, its head, its columns where the head does not tell them, and its rows."""
        heads = self._heads.find(text, year)
        for head, following in zip_longest(heads, heads[1:]):
            body = Span(head.end, following.start if following else len(text))
            if not head.spoilt:
                rows = list(self._rows(text, body, head))
                yield body.end, head, _columns(head.kinds) if rows and head.of_indicators else (), rows
            elif told := self._best(text, body, head):
                yield body.end, head, *told

    def _best(self, text: str, body: Span, head: Head) -> tuple[tuple[Column, ...], list[Row]] | None:
        """What a head with a spoilt word means: the reading that most rows bear out, if two do."""
        for readings in (head.restored(), [head.kinds]):
            ways = [(kinds, list(self._indicators(text, body, kinds))) for kinds in readings]
            kinds, rows = max(ways, key=lambda way: _borne_out(text, *way), default=(head.kinds, []))
            if _borne_out(text, kinds, rows) >= _FEWEST_ROWS:
                return _columns(kinds), rows
        return None

    @cached_property
    def _heads(self) -> Heads:
        return Heads(self.headers)

    def _rows(self, text: str, body: Span, head: Head) -> Iterator[Row]:
        if head.of_indicators:
            yield from self._indicators(text, body, head.kinds)
        elif is_money(head.columns):
            yield from money_rows(text, body, head.columns)

    # -- indicators ---------------------------------------------------------------------------------------

    def _indicators(self, text: str, body: Span, kinds: Sequence[Kind]) -> Iterator[Row]:
        last = _name_column(kinds)
        behind = kinds[last + 1 :]
        order = sorted((role for role in _FIELDS if role in behind), key=behind.index)
        divided: Sequence[Divided] = ()
        if tuple(order) in _DIVISIBLE:
            divided = self._dividing(behind, order).rows(text, body, order)
        elif order == ["target", "full", "actual", "score"]:
            divided = list(self._in_order(text, body, order))
        for found in divided:
            row: Row = [None] * (len(kinds) + 1)
            for role, place in found.items():
                row[last + 1 + (behind.index(role) + 1 if role != "name" else 0)] = place
            yield row

    def _dividing(self, behind: Sequence[Kind], order: Sequence[Role]) -> Division:
        """How rows with these columns behind the name are divided."""
        values = [role for role in order if role in ("target", "actual")]
        return replace(
            self._division,
            single=values[0] if len(values) == 1 else None,
            rated="rate" in behind,
            flagged="flag" in behind,
            described=not {"unit", "comparator"}.isdisjoint(behind),
        )

    def _in_order(self, text: str, body: Span, order: Sequence[Role]) -> Iterator[Divided]:
        """Rows whose full mark stands between the values."""
        total = self.headers.rules.tables.rows.total_of_indicators
        at = body.start
        while at < body.end and (name := self._name.search(text, at, body.end)):
            known: Sequence[Role] = ["full", "score"] if total.search(name["name"]) else order
            found = _values(text, Span(name.end(), body.end), known)
            if not found:
                following = _NEXT_NAME.search(text, name.end(), body.end)
                at = following.end() if following else body.end
                continue
            yield {"name": name.span("name"), **dict(zip(known, found, strict=True))}
            at = max(end for _, end in found)

    @cached_property
    def _division(self) -> Division:
        rules = self.headers.rules
        total = re.compile(f"(?:{rules.tables.rows.total_of_indicators.pattern.lstrip('^')})")
        units = sorted({*rules.units.counting, *rules.units.money}, key=len, reverse=True)
        return Division(rules.tables.headers.glued_group, total, units)

    @cached_property
    def _name(self) -> re.Pattern[str]:
        """A name behind the groups that it belongs to."""
        return re.compile(
            rf"(?:{self.headers.rules.tables.headers.glued_group.pattern})*(?:指标\d+:)?(?P<name>{_NAME})(?=[\d≥≤<>=])"
        )


def _name_column(kinds: Sequence[Kind]) -> int:
    return max(i for i, kind in enumerate(kinds) if kind in ("name", "level"))


def _columns(kinds: Sequence[Kind]) -> tuple[Column, ...]:
    """Columns of these kinds behind that of the label."""
    return (Column("label"), *(Column(_ROLES.get(kind, "ignore")) for kind in kinds))


def _borne_out(text: str, kinds: Sequence[Kind], rows: Sequence[Row]) -> int:
    """How many rows have both values, a row whose values are the same counting twice."""
    if not {"target", "actual"} <= set(kinds):
        return len(rows)
    values = [[row[kinds.index(role) + 1] for role in ("target", "actual")] for row in rows]
    pairs = [[text[slice(*place)] for place in pair if place] for pair in values]
    return sum(len(pair) - len(set(pair)) + len(pair) // 2 for pair in pairs)


def _long_texts(document: Document) -> Iterator[Squeezed]:
    """Each long paragraph, with those behind it in which it goes on: a copy was cut into numbered pages."""
    run: list[Block] = []
    for block in document.body():
        long = block.table is None and len(block.span) >= _SHORTEST
        if run and not (long and _goes_on(document, run[-1], block)):
            yield _joined(document, run)
            run = []
        run += [block] if long else []
    if run:
        yield _joined(document, run)


def _goes_on(document: Document, block: Block, following: Block) -> bool:
    """Whether a page ends inside a form: without a sentence's end, and a number opens the next."""
    numbered = _PAGE.match(document.text, following.span.start, following.span.end)
    return bool(numbered) and not _ENDS.search(document.text, block.span.end - 1, block.span.end)


def _joined(document: Document, blocks: Sequence[Block]) -> Squeezed:
    parts = []
    for block in blocks:
        page = _PAGE.match(document.text, block.span.start, block.span.end) if len(blocks) > 1 else None
        parts.append(squeeze(document.text, page.end() if page else block.span.start, block.span.end))
    return Squeezed("".join(part.text for part in parts), tuple(at for part in parts for at in part.offsets))


def _span(document: Document, text: Squeezed, place: Place | None) -> Span | None:
    """Where a cell stands in the document: of words on two pages the longer part, and of a figure nothing."""
    span = text.original(*place) if place else None
    if place is None or span is None or "\n" not in document.quote(span):
        return span
    page = document.text.rindex("\n", span.start, span.end)
    turn = next(at for at in range(*place) if text.offsets[at] > page)
    if any(char.isdigit() for char in text.text[place[0] : place[1]]):
        return None
    return text.original(*max((place[0], turn), (turn, place[1]), key=lambda part: part[1] - part[0]))


def _without_word(text: str) -> str:
    """10分9.5分 as 10 9.5: a blank parts both points, and every character keeps its place."""
    return _BOTH_POINTS.sub(r"\1 \2 ", text)


def _is_spaced(document: Document, form: Span) -> bool:
    """Whether blanks stand between the cells of a form: hardly a word holds a name with its value, or two figures."""
    words = document.quote(form).split()
    glued = sum(1 for word in words if _GLUED.search(word))
    return len(words) > max(_GLUED_SHARE * glued, len(form) / _CELL)


def _values(text: str, rest: Span, order: Sequence[Role]) -> list[Place]:
    """The places of a row's values, in the order of the columns; none where they can be divided in two ways."""
    found = [*_divisions(text, rest, order)]
    same = [m for m in found if "target" not in order or m["target"] == m["actual"]]
    chosen = same if len(same) == 1 else found
    return [chosen[0].span(role) for role in order] if len(chosen) == 1 else []


def _divisions(text: str, rest: Span, order: Sequence[Role]) -> Iterator[re.Match[str]]:
    """The ways to divide a row's figures: by how many digits the full mark has."""
    for digits in _DIGITS_OF_FULL_MARK:
        shapes = {"full": rf"[1-9]\d{{{digits - 1}}}", "score": _POINTS, "target": _TARGET, "actual": _ACTUAL}
        row = "".join(f"(?P<{role}>{shapes[role]})" for role in order)
        match = re.compile(rf"{row}(?![\d.%])").match(text, rest.start, rest.end)
        if match and Decimal(match["score"]) <= Decimal(match["full"]) <= _HIGHEST and _alike(match.groupdict()):
            yield match


def _alike(row: dict[str, str]) -> bool:
    """Whether both values are of one thing: the same words, or figures with the same unit."""
    values = [row[role] for role in ("target", "actual") if role in row]
    figures = all(any(char.isdigit() for char in value) for value in values)
    return len(set(values)) <= 1 or (figures and len({value[-1] for value in values}) == 1)
