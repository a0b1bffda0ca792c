"""The quantity parser: numbers with their units, as the reports write them, exactly.

A text is scanned once. At each numeral, what is no quantity is stepped over (`exclusions`), the number is read
(`figures`, `numerals`, `worded`), then its scale and unit (`unit_words`) and the hedges on both sides (`hedges`);
two ends are joined to a range. Values are integers with an exponent until the end, so nothing is ever rounded.

Every pattern is anchored at a numeral and bounded, so that the time is linear in the text's length: about 20 µs an
expression on one core, and 1,000 copies of a sentence take 1,000 times as long as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pipeline.document import Span
from pipeline.language import hedges
from pipeline.language.draft import Draft, begin, finish, lend, settle_numeral
from pipeline.language.exact import Decimals
from pipeline.language.exclusions import Exclusions
from pipeline.language.figures import RUN, Figure, numeral_end, read_chinese, read_run
from pipeline.language.numerals import EXPONENTS, NUMERALS, read_digits, read_numeral
from pipeline.language.quantity import Quantity
from pipeline.language.squeeze import normalise
from pipeline.language.unit_words import UnitWords, after_gap
from pipeline.language.units import Units
from pipeline.language.worded import add_base, read_worded

_NUMERAL = f"[0-9{NUMERALS}]"
_START = re.compile(
    rf"{_NUMERAL}|《|[数几上过](?=[十百千万亿])|半数|(?<=[过近超])(?<!双过)半(?![年天月小径山路程])|翻(?=了?[一两二三四]?番)"
)
_SPACE = r"[ \t\u00a0\u3000]{0,4}"
_TO = re.compile(rf"{_SPACE}(?:-{{1,2}}|~|—|至|到){_SPACE}(?={_NUMERAL})")
_YEAR = re.compile(r"(?P<year>[0-9]{4}|[零〇一二三四五六七八九]{4})(?P<unit>年度|年)")
_LONGEST_TITLE = 80
_SCALES = frozenset(EXPONENTS) - {"十", "拾"}
_CLAUSE_ENDS = frozenset('，,。.;；、!！?？()（）:："”\n')
# 统一, 唯一, 之一, 每一个, 第一家: no number, whatever follows.
_NEVER_BEFORE_ONE = frozenset("统唯之单第其周专归划逐不合进期如惟万同每任哪某这那另独")


class QuantityParser:
    """Finds and reads quantities. Compiled once from Units; keeps nothing of a text."""

    def __init__(self, units: Units) -> None:
        self._measures = units.measures
        self._one_counts = units.measures | units.one_counts
        self._exclusions = Exclusions(units)
        self._words = UnitWords(units)

    def find(self, text: str) -> list[Quantity]:
        """All quantities of a text in order, without overlap; spans count in `text`. Never raises.

        A number without a unit is `bare`; a Chinese numeral without one is none, except 为零. 一 before a counting
        word is a number before measures and a few things (一辆, 一场), elsewhere only if the word ends its clause.
        """
        return [finish(draft, self._measures) for draft in self._scan(normalise(text))]

    def parse(self, text: str) -> Quantity | None:
        """Read one expression as a whole; None unless all of `text` (spaces aside) is one quantity. Never raises.

        Reads what `find` leaves out, since here the caller says that it is a number: 一个, 廿三, 二〇二三年.
        """
        normal = normalise(text)
        start, end = len(normal) - len(normal.lstrip()), len(normal.rstrip())
        for draft in self._candidates(normal, start):
            estimate = draft.kind == "bare" and draft.high is not None and draft.chinese  # 十四五 is no number
            if (draft.start, draft.end) == (start, end) and not estimate:
                return finish(draft, self._measures)
        return _year(normal, start, end) or self._lone_numeral(normal, start, end)

    # -- scanning -------------------------------------------------------------------------------------------

    def _scan(self, text: str) -> Iterator[Draft]:
        at, done = 0, 0
        while match := _START.search(text, at):
            pos = match.start()
            if text[pos] == "《":
                at = done = _after_title(text, pos)
                continue
            arabic = text[pos] <= "9"
            skip = self._exclusions.skip_digits if arabic else self._exclusions.skip_numeral
            at = skip(text, pos)
            if at > pos:
                done = at
                continue
            drafts, at = self._digits_at(text, pos, done) if arabic else self._numeral_at(text, pos, done)
            yield from drafts
            at = max(at, pos + 1)
            done = drafts[-1].end if drafts else done

    def _digits_at(self, text: str, pos: int, done: int) -> tuple[list[Draft], int]:
        """The quantities of a run of digits (several in 12，15，18件), and where to go on."""
        figures, end = _run(text, pos)
        if not figures:
            return [], end
        found = [begin(figure) for figure in figures[:-1]]
        last = self._read(text, figures[-1], found[-1].end if found else done)
        if last.kind == "count" and self._exclusions.is_set_phrase(text, last.number.start, last.end):
            return found, last.end
        if _is_glued_list_number(text, last) and self._words.stands_at(text, last.end):
            return found, text.index(".", last.number.start) + 1
        if last.kind == "bare":
            name_end = self._exclusions.is_name(text, last.number.start, last.end)
            if name_end is not None:
                return found, name_end
        return [*found, last], last.end

    def _numeral_at(self, text: str, pos: int, done: int) -> tuple[list[Draft], int]:
        """The quantity with a Chinese numeral at `pos`, unless it counts nothing, and where to go on."""
        draft = self._worded(text, pos, done)
        if draft is None:
            figure = read_chinese(text, pos)
            if figure is None:
                return [], numeral_end(text, pos)
            draft = self._read(text, figure, done)
        if self._counts_nothing(text, draft):
            return [], max(numeral_end(text, pos), draft.number.end)
        return [draft], draft.end

    def _candidates(self, text: str, start: int) -> Iterator[Draft]:
        """Readings of an expression's first numeral."""
        match = _START.search(text, start)
        if not match:
            return
        pos = match.start()
        if text[pos] == "《":
            return
        if text[pos] <= "9":
            figures, _ = _run(text, pos)
            if len(figures) == 1:
                yield self._read(text, figures[0], start)
            return
        worded = self._worded(text, pos, start)
        if worded:
            yield worded
        figure = read_chinese(text, pos)
        if figure:
            yield self._read(text, figure, start)

    # -- Chinese numerals that count nothing ----------------------------------------------------------------

    def _counts_nothing(self, text: str, draft: Draft) -> bool:
        """A Chinese numeral is a number only before a unit, and not in a set phrase; 一 is mostly an article."""
        if draft.written.endswith("分之"):
            return False
        number = draft.number
        is_one = text[number.start : number.end] == "一"
        if draft.kind == "bare":
            return not _is_nought(text, number)
        if text[number.start] in _SCALES and draft.start == number.start and text[number.end] not in "余多":
            return True  # 近千人 and 千余人 are numbers, 附近千人 is none
        if is_one and self._is_article(text, draft):
            return True
        if draft.kind not in ("count", "money") and not is_one:
            return False
        return self._exclusions.is_set_phrase(text, number.start, draft.end)

    def _is_article(self, text: str, draft: Draft) -> bool:
        """一个, 一批: no numbers unless the unit ends the clause (公务用车一辆。)."""
        if draft.number.start and text[draft.number.start - 1] in _NEVER_BEFORE_ONE:
            return True
        if draft.kind != "count" or draft.written in self._one_counts or draft.end == len(text):
            return False
        return text[draft.end] not in _CLAUSE_ENDS

    # -- number, scale, unit, hedges ------------------------------------------------------------------------

    def _worded(self, text: str, pos: int, done: int) -> Draft | None:
        draft = read_worded(text, pos, done)
        return self._hedged(text, draft, done) if draft else None

    def _read(self, text: str, figure: Figure, done: int) -> Draft:
        """Everything around a number, joined with the other end of a range where one follows."""
        draft = self._bounded(text, figure, done)
        return self._hedged(text, self._ranged(text, draft) or draft, done)

    def _bounded(self, text: str, figure: Figure, done: int) -> Draft:
        """The number with its scale and unit, without the hedges that stand outside."""
        draft = begin(figure)
        if not _in_brackets(text, draft, done):
            self._hedge_inside(text, draft, before_scale=True)
        self._scaled(text, draft)
        self._words.read(text, draft)
        if figure.chinese:
            settle_numeral(draft)
        return draft

    def _hedge_inside(self, text: str, draft: Draft, *, before_scale: bool) -> None:
        """余, 多, 来, 几 between a number and its scale or unit: 100多万, 五十余场, 300余."""
        at = after_gap(text, draft.end)
        hedge = text[at : at + 1]
        if hedge not in ("余", "多", "来", "几"):
            return
        following = after_gap(text, at + 1)
        if (before_scale and self._words.scale.match(text, following)) or self._words.fits(text, draft, following):
            draft.hedge("over", None)
            draft.end = at + 1

    def _scaled(self, text: str, draft: Draft) -> None:
        """万, 亿 behind the number. A Chinese numeral has its own inside, except in 三十余万 and 十二点五万."""
        if draft.chinese and draft.approx != "over" and draft.low.exponent >= 0:
            return
        at = after_gap(text, draft.end)
        match = self._words.scale.match(text, at)
        if not match or (match[0] in ("千", "百") and self._words.stands_at(text, at)):
            return  # 5千米 and 5百分点 begin with a unit
        draft.scale, draft.written, draft.end = self._words.scales[match[0]], match[0], match.end()
        draft.times(draft.scale)
        if not draft.approx:
            self._compound(text, draft, draft.scale)
        self._hedge_inside(text, draft, before_scale=False)

    def _compound(self, text: str, draft: Draft, scale: Decimals) -> None:
        """5亿3200万元: the second part counts in its own, smaller scale."""
        figures, end = _run(text, draft.end)
        if len(figures) != 1:
            return
        match = self._words.scale.match(text, end)
        part = figures[0].low.written_out().times(self._words.scales[match[0]] if match else Decimals(1, 0))
        after = match.end() if match else end
        if not 0 < part.value < scale.value or not self._words.stands_at(text, after):
            return
        draft.low = draft.low.plus(part)
        draft.number, draft.end, draft.written = Span(draft.start, end), after, match[0] if match else ""

    def _ranged(self, text: str, first: Draft) -> Draft | None:
        """30至40场, 2-3万元, 50%-60%; from 30人 to 40人 (从30人到40人) is a change, not a range."""
        match = _TO.match(text, first.end)
        if not match or first.approx or first.high or text[first.start - 1 : first.start] in ("从", "由", "自"):
            return None
        second = self._second(text, match.end())
        if second is None or second.high:
            return None
        if first.kind == "bare" and first.scale is None:
            first = lend(first, second)
        elif first.lacks_its_unit:
            first = replace(first, unit=second.unit, kind=second.kind, written=second.written)
        if (first.unit, first.kind) != (second.unit, second.kind) or first.low.value >= second.low.value:
            return None
        return replace(first, end=second.end, high=second.low, written=second.written, approx=second.approx)

    def _second(self, text: str, pos: int) -> Draft | None:
        if text[pos] > "9":
            figure = None if text[pos] in _SCALES else read_chinese(text, pos)
        else:
            figures = _run(text, pos)[0] if self._exclusions.skip_digits(text, pos) == pos else []
            figure = figures[0] if len(figures) == 1 else None
        return self._bounded(text, figure, pos) if figure else None

    def _hedged(self, text: str, draft: Draft, done: int) -> Draft:
        """Hedges outside: after the unit, then the sign, then before the number, as many as there are."""
        after = hedges.after(text, after_gap(text, draft.end))
        if after:
            draft.end = after[0]
            draft.hedge(*after[1])
        _sign(text, draft, done)
        while before := hedges.before(text, _before_gap(text, draft.start, done), done):
            draft.start = before[0]
            draft.hedge(*before[1])
            if text[draft.start] in "¥￥" and draft.kind == "bare":
                draft.kind, draft.unit = "money", "CNY"
        if draft.written == "倍":
            add_base(text, draft, done)
        return draft

    def _lone_numeral(self, text: str, start: int, end: int) -> Quantity | None:
        """廿三, 二〇二三, 零: a numeral that is the whole expression."""
        number = read_numeral(text[start:end])
        if number is None:
            digits = read_digits(text[start:end])
            number = None if digits is None else Decimals(digits, 0)
        if number is None:
            return None
        draft = Draft(start, end, Span(start, end), number, chinese=True)
        settle_numeral(draft)
        return finish(draft, self._measures)


def _run(text: str, pos: int) -> tuple[list[Figure], int]:
    """The numbers of the run of digits at `pos` (none if it is malformed), and where it ends."""
    run = RUN.match(text, pos)
    return (read_run(text, run), run.end()) if run else ([], pos)


def _after_title(text: str, pos: int) -> int:
    """Past 《十件实事实施方案》: what a document is called counts nothing."""
    end = text.find("》", pos, pos + _LONGEST_TITLE)
    return pos + 1 if end < 0 else end + 1


def _is_glued_list_number(text: str, draft: Draft) -> bool:
    """2.3场讲座 at the beginning of a clause is list number 2 and 3场: whole things have no decimal point."""
    start = draft.number.start
    at_beginning = start == 0 or text[start - 1] in "。;；\n"
    return draft.kind == "bare" and draft.point and at_beginning and text[start : start + 3].find(".") > 0


def _in_brackets(text: str, draft: Draft, done: int) -> bool:
    """(35.60)万元 is an accountant's minus; brackets without a unit behind are only brackets."""
    start, end = draft.start - 1, draft.end
    if draft.chinese or start < done or text[start] != "(" or text[end : end + 1] != ")":
        return False
    after = after_gap(text, end + 1)
    if text[after : after + 1] not in ("千", "百", "万", "亿", "元"):
        return False
    draft.start, draft.end, draft.low = start, end + 1, draft.low.negated()
    return True


def _sign(text: str, draft: Draft, done: int) -> None:
    """A minus before the number, unless it is the dash of a range, of a code, or half of a double dash."""
    start = draft.start - 1
    if start < done or text[start] not in "-负−" or draft.low.coefficient < 0 or draft.high or draft.fraction:
        return
    before = text[start - 1] if start else ""
    if before in ("-", "—", ")") or (before.isascii() and before.isalnum()) or (before and start == done):
        return
    draft.start, draft.low = start, draft.low.negated()


def _before_gap(text: str, at: int, done: int) -> int:
    """Back over the few spaces that a page may put between a hedge and its number."""
    gap = at
    while gap > max(done, at - 4) and text[gap - 1] in " \t\u00a0\u3000":
        gap -= 1
    return gap


def _is_nought(text: str, number: Span) -> bool:
    """均为零, 为零。: nought as a number; not 零距离, 零投诉."""
    if text[number.start : number.end] not in ("零", "〇") or not number.start:
        return False
    return text[number.start - 1] in "为是均达:：" and (number.end == len(text) or text[number.end] in _CLAUSE_ENDS)


def _year(text: str, start: int, end: int) -> Quantity | None:
    match = _YEAR.fullmatch(text, start, end)
    if not match:
        return None
    digits = match["year"]
    year = Decimal(int(digits) if digits.isascii() else read_digits(digits) or 0)
    return Quantity(
        span=Span(start, end),
        number=Span(*match.span("year")),
        value=year,
        unit=match["unit"],
        kind="count",
        low=year,
        high=year,
        decimals=0,
        written_unit=match["unit"],
    )
