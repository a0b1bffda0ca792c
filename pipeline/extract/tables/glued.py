"""Forms whose cells stand in one line, or in a line a row, without a space between them: 修复文物10≥24件26件10.

Head words in a row tell the columns. A row is read where its figures can be divided in one way only: points have no
leading zero and no mark is above its full mark, both values have the same unit, and 执行率 is what the amounts give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise, zip_longest

from pipeline.document import Block, Document, Span
from pipeline.extract.tables.columns import Column, Headers, Role
from pipeline.extract.tables.division import AMOUNT, Divided, Division, Place
from pipeline.extract.tables.glued_money import Row, is_money, money_rows
from pipeline.language.squeeze import Squeezed, squeeze

_SHORTEST = 60
"""A line that holds a whole form is longer."""
_LONGEST_LINE = 80
_ENDS = re.compile("[。；;：:！？]")
_PAGE = re.compile(r"\d{1,2}[、.．]")
"""What a copy puts before each of its pages."""
_SENTENCE = re.compile(r"[。;；]")
_FEWEST = 3
"""Head words in a row that make a form."""
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
)
"""Orders of columns in which names, values and points can be told apart."""


@dataclass(frozen=True)
class GluedForms:
    """Finds forms by the head words of rules/tables.yaml."""

    headers: Headers

    def find(self, document: Document, year: int) -> Iterator[tuple[Span, list[list[Span | None]]]]:
        """Where each form stands, and its rows, the head first; those below have one cell more, their label.

        A form none of whose rows can be divided has its head alone: it is no prose either.
        """
        blocks = [block for block in document.body() if block.table is None]
        for index, block in enumerate(blocks):
            if len(block.span) < _SHORTEST:
                head = squeeze(document.text, block.span.start, block.span.end)
                yield from self._lines(document, head, blocks[index + 1 :], year)
        for text in _long_texts(document):
            for end, rows in self._forms(text.text, year):
                spans = [[_span(document, text, place) for place in row] for row in rows]
                form = Span(min(s.start for s in spans[0] if s), text.original(end - 1, end).end)
                if not _is_spaced(document, spans[0]):
                    yield form, spans

    def _lines(
        self, document: Document, head: Squeezed, below: Sequence[Block], year: int
    ) -> Iterator[tuple[Span, list[list[Span | None]]]]:
        """A form whose rows kept their lines, each glued: a line of head words, and what stands below it."""
        if not self._heads.fullmatch(head.text) or len(self._head.findall(head.text)) < _FEWEST:
            return
        places = [m.span() for m in self._head.finditer(head.text)]
        columns = [self.headers.column([head.text[slice(*place)]], year) for place in places]
        rows: list[list[Span | None]] = [[head.original(*place) for place in places]]
        end = head.original(0, len(head.text)).end
        for block in below:
            line = squeeze(document.text, block.span.start, block.span.end)
            if len(line.text) > _LONGEST_LINE or _SENTENCE.search(line.text):
                break
            row = self._line(line.text, columns)
            rows += [[line.original(*place) if place else None for place in row]] if row else []
            end = block.span.end if row else end
        if len(rows) > 1:
            yield Span(head.original(0, 1).start, end), rows

    def _line(self, text: str, columns: Sequence[Column]) -> Row | None:
        """One row that fills its line."""
        roles = [column.role for column in columns]
        if "actual" in roles or "target" not in roles or {"name", "level"}.isdisjoint(roles):
            return next(self._rows(text, Span(0, len(text)), columns), None)
        name = self._name.match(text)
        value = re.compile(rf"(?:{_VALUE}|[≥≤<>=]{{0,2}}{AMOUNT})$").match(text, name.end()) if name else None
        if name is None or value is None:
            return None
        row: Row = [None] * (len(roles) + 1)
        row[_name_column(roles) + 1] = name.span("name")
        row[roles.index("target") + 1] = value.span()
        return row

    def _forms(self, text: str, year: int) -> Iterator[tuple[int, list[Row]]]:
        runs = [m for m in self._heads.finditer(text) if len(self._head.findall(m.group())) >= _FEWEST]
        for run, following in zip_longest(runs, runs[1:]):
            end = following.start() if following else len(text)
            head: Row = [m.span() for m in self._head.finditer(text, run.start(), run.end())]
            columns = [self.headers.column([text[slice(*place)]], year) for place in head if place]
            yield end, [head, *self._rows(text, Span(run.end(), end), columns)]

    @cached_property
    def _head(self) -> re.Pattern[str]:
        words = sorted(self.headers.rules.tables.headers.glued, key=len, reverse=True)
        return re.compile(rf"(?:{'|'.join(words)})(?:\([^()\d]{{1,6}}\))?")

    @cached_property
    def _heads(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self._head.pattern})+")

    def _rows(self, text: str, body: Span, columns: Sequence[Column]) -> Iterator[Row]:
        roles = [column.role for column in columns]
        if "target" in roles and not {"name", "level"}.isdisjoint(roles):
            yield from self._indicators(text, body, roles)
        elif is_money(columns):
            yield from money_rows(text, body, columns)

    # -- indicators ---------------------------------------------------------------------------------------

    def _indicators(self, text: str, body: Span, roles: Sequence[Role]) -> Iterator[Row]:
        last = max(i for i, role in enumerate(roles) if role in ("name", "level"))
        behind = roles[last + 1 :]
        order: list[Role] = [role for role in behind if role not in ("label", "ignore")]
        divided: Sequence[Divided] = ()
        if tuple(order) in _DIVISIBLE:
            divided = self._division.rows(text, body, order)
        elif sorted(order) == ["actual", "full", "score", "target"] and order.index("target") < order.index("actual"):
            divided = list(self._in_order(text, body, order))
        for found in divided:
            row: Row = [None] * (len(roles) + 1)
            for role, place in found.items():
                row[last + 1 + (behind.index(role) + 1 if role != "name" else 0)] = place
            yield row

    def _in_order(self, text: str, body: Span, order: Sequence[Role]) -> Iterator[Divided]:
        """Rows whose points stand between the values."""
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
            rf"(?:{self.headers.rules.tables.headers.glued_group.pattern})*(?P<name>{_NAME})(?=[\d≥≤<>=])"
        )


def _name_column(roles: Sequence[Role]) -> int:
    return max(i for i, role in enumerate(roles) if role in ("name", "level"))


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


def _is_spaced(document: Document, head: Sequence[Span | None]) -> bool:
    """Whether blanks stand between the head cells: such a line still has its cells."""
    cells = [span for span in head if span]
    blanks = sum(" " in document.text[a.end : b.start] for a, b in pairwise(cells))
    return 2 * blanks >= len(cells) - 1


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
