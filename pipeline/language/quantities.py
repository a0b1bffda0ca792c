"""The quantity parser: numbers with their units, as the reports write them, exactly.

A text is scanned once. At each numeral: what is no quantity is stepped over (`exclusions`), the number is read
(`figures`, `numerals`), then its scale, unit and hedges on both sides; at last two ends are joined to a range.
Values are integers with an exponent until the end, so nothing is ever rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pipeline.document import Span
from pipeline.language.exclusions import Exclusions
from pipeline.language.figures import RUN, Figure, numeral_end, read_chinese, read_run
from pipeline.language.numerals import NUMERALS, Decimals, read_digits, read_numeral
from pipeline.language.quantity import Approx, Comparator, Kind, Number, Quantity
from pipeline.language.squeeze import normalise
from pipeline.language.units import Units

_START = re.compile(rf"[0-9{NUMERALS}]|[数几上过](?=[十百千万亿])|半数|(?<=[过近超])(?<!双过)半(?!年|天|月|小时|径|山|路|程)|翻(?:了)?(?:两|一|[二三四])?番")
_SPACE = r"[ \t\u00a0\u3000]{0,4}"
_GAP = re.compile(_SPACE)

# -- before the number ------------------------------------------------------------------------------------------

_Hedge = tuple[Approx | None, Comparator | None]
_BEFORE: dict[str, _Hedge] = {
    word: (approx, comparator)
    for words, approx, comparator in (
        ("不少于 不低于 不小于 不下于 不少於 大于等于 大于或等于 高于或等于 至少 最少 最低 ≥ ⩾ >= => 至少为 至少达到", None, ">="),
        ("不超过 不高于 不大于 不多于 不超 小于等于 小于或等于 控制在 最多 最高 至多 ≤ ⩽ <= =<", None, "<="),
        ("超过 超过了 逾 超 突破 突破了 多于 超出", "over", ">"),
        ("大于 高于 >", None, ">"),
        ("小于 少于 低于 <", None, "<"),
        ("近 将近 接近 不足 不到 近乎 未满", "under", None),
        ("约 大约 大概 约为 大约为 约有 约达 约合 约计", "about", None),
        ("人民币 ¥ ￥", None, None),
    )
    for word in words.split()
}
_LONGEST_BEFORE = max(map(len, _BEFORE))
# 节约3万元, 签约1200人, 附近20户: the last character of another word.
_NO_HEDGE_AFTER = {"约": "节契预签合条集制相邀履公爽违续守誓简隐", "近": "附最邻临靠亲走贴相就远", "超": "赶高反",
                   "最高": "", "最低": ""}

# -- after the number -------------------------------------------------------------------------------------------

_AFTER_UNIT: dict[str, _Hedge] = {
    "及以上": ("over", ">="), "以上": ("over", ">="), "以外": ("over", None), "之上": ("over", ">="),
    "开外": ("over", None), "左右": ("about", None), "上下": ("about", None), "及以下": (None, "<="),
    "以下": (None, "<="), "以内": (None, "<="), "之内": (None, "<="), "余": ("over", None), "多": ("over", None),
}
_AFTER = re.compile(
    r"及以上|以上(?![率述])|以外|之上|开外|左右|上下|及以下|以下(?!简称|[:：几]|问题|措施|方面|情况)|以内|之内"
    r"|余(?![额款人名下地部个种生项粮热])|多(?![次个种名人年项渠元方场样位家部数层功重媒边余])"
)
_PERCENT = re.compile(r"%|‰|个?百分点|个千分点|百分号")
_FOLD = re.compile(r"倍(?![增数率]|以上增)")
_TENTHS = re.compile(r"成(?![立为员果功效长本绩品都年人交熟就分色套片型因千百群语份了活])(?P<half>半|[一二三四五六七八九](?![十百千万亿]))?")
_CENTS = re.compile(rf"(?P<jiao>[0-9{NUMERALS}]{{1,2}})角(?![度色落逐])(?:(?P<fen>[0-9{NUMERALS}]{{1,2}})分)?|(?P<only>[0-9{NUMERALS}]{{1,2}})分(?![之别])")
_BRACKETED = re.compile(r"[(（]([\u4e00-\u9fff]{1,2})[)）]")
_PART_OF = re.compile(rf"分之(?P<number>[0-9]+(?:\.[0-9]+)?|[{NUMERALS}]+(?:点[零〇一二三四五六七八九]+)?)")
_RANGE = re.compile(rf"{_SPACE}(?:-{{1,2}}|~|—|至|到){_SPACE}(?=[0-9{NUMERALS}])")
_HEDGE_CHARS = "余多来几"
_CLAUSE_ENDS = "，,。.;；、!！?？)）:：\"”\n"
_GROWTH = ("增长", "增加", "提高", "扩大", "上升", "提升", "增长了", "增加了", "提高了", "扩大了", "上升了", "提升了")
_YEAR = re.compile(r"(?P<year>[0-9]{4}|[零〇一二三四五六七八九]{4})(?P<unit>年度|年)")


@dataclass(slots=True)
class _Reading:
    """A quantity in the making. `low` and `high` count in `unit`, before hedges; `fraction` replaces both."""

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
    fraction: Fraction | None = None
    scale: Decimals | None = None
    chinese: bool = False

    @property
    def open_money(self) -> bool:
        """854万: money by default, whose unit a range's other end may still tell."""
        return self.kind in ("money", "bare") and "元" not in self.written and "圆" not in self.written

    def hedge(self, approx: Approx | None, comparator: Comparator | None) -> None:
        self.approx = self.approx or approx
        self.comparator = self.comparator or comparator

    def times(self, factor: Decimals) -> None:
        self.low = _times(self.low, factor)
        self.high = _times(self.high, factor) if self.high else None


class QuantityParser:
    """Finds and reads quantities. Compiled once from Units; holds no state of a text."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._exclusions = Exclusions(units)
        self._scales = {word: _decimals(factor) for word, factor in units.scales.items()}
        self._scale = _alternatives(self._scales)
        self._money = {word: _decimals(factor) for word, factor in units.money.items() if word not in self._scales}
        words = (*self._money, *units.counting)
        self._longest = max(map(len, words), default=1)
        self._per = _alternatives((*units.counting, *units.per))
        self._one_counts = units.measures | units.one_counts
        self._fractional = units.measures | units.fractional

    def find(self, text: str) -> list[Quantity]:
        """All quantities of a sentence in order, without overlap; spans count in `text`.

        Never raises. A number without a unit is `bare`; a Chinese numeral without one is none, except 为零.
        """
        return [_finished(reading, self._units) for reading in self._scan(normalise(text))]

    def parse(self, text: str) -> Quantity | None:
        """Read one expression as a whole; None unless all of `text` (spaces aside) is one quantity.

        Reads what `find` leaves out, since here the caller says that it is a number: 一个, 廿三, 二〇二三年.
        """
        normal = normalise(text)
        start, end = len(normal) - len(normal.lstrip()), len(normal.rstrip())
        for reading in self._wholes(normal, start):
            if reading.start == start and reading.end == end:
                return _finished(reading, self._units)
        return _year(normal, start, end) or self._lone(normal, start, end)

    # -- scanning -------------------------------------------------------------------------------------------

    def _scan(self, text: str) -> Iterator[_Reading]:
        at, done = 0, 0
        while match := _START.search(text, at):
            pos = match.start()
            skipped = self._skipped(text, pos)
            if skipped > pos:
                at = done = skipped
                continue
            readings, at = self._at(text, pos, done)
            for reading in readings:
                yield reading
                done = reading.end
            at = max(at, pos + 1)

    def _skipped(self, text: str, pos: int) -> int:
        if text[pos] <= "9":
            return self._exclusions.skip_digits(text, pos)
        return self._exclusions.skip_numeral(text, pos)

    def _at(self, text: str, pos: int, done: int) -> tuple[list[_Reading], int]:
        """The quantities that begin with the numeral at `pos` (several in 12，15，18件), and where to go on."""
        if text[pos] > "9":
            return self._chinese_at(text, pos, done)
        run = RUN.match(text, pos)
        assert run  # noqa: S101 - pos is a digit
        figures = read_run(text, run)
        if not figures:
            return [], run.end()
        found = [_plain(figure) for figure in figures[:-1]]
        last = self._read(text, figures[-1], done if not found else found[-1].end)
        if last.kind == "bare":
            name_end = self._exclusions.is_name(text, last.number.start, last.end)
            if name_end is not None:
                return found, name_end
        return [*found, last], last.end

    def _chinese_at(self, text: str, pos: int, done: int) -> tuple[list[_Reading], int]:
        reading = self._special(text, pos, done)
        if reading is None:
            figure = read_chinese(text, pos)
            if figure is None:
                return [], numeral_end(text, pos)
            reading = self._read(text, figure, done)
        if self._counts_nothing(text, reading):
            return [], max(numeral_end(text, pos), reading.number.end)
        return [reading], reading.end

    def _wholes(self, text: str, start: int) -> Iterator[_Reading]:
        """Readings for `parse`: of the first two numerals, since 百分之 and 第 stand before some."""
        match = _START.search(text, start)
        if not match:
            return
        pos = match.start()
        if text[pos] <= "9":
            run = RUN.match(text, pos)
            figures = read_run(text, run) if run else []
            if len(figures) == 1:
                yield self._read(text, figures[0], start)
            return
        special = self._special(text, pos, start)
        if special:
            yield special
        figure = read_chinese(text, pos)
        if figure:
            yield self._read(text, figure, start)

    # -- what is left out -----------------------------------------------------------------------------------

    def _counts_nothing(self, text: str, reading: _Reading) -> bool:
        """A Chinese numeral is a number only before a unit, and not in a set phrase; 一 is mostly an article."""
        number, end = reading.number, reading.end
        if reading.kind == "bare":
            return not self._is_nought(text, number)
        if reading.kind in ("money", "rate", "points", "multiple", "price") and text[number.start : number.end] != "一":
            return False
        if text[number.start : number.end] == "一" and self._is_article(text, reading):
            return True
        return self._exclusions.is_set_phrase(text, number.start, end)

    def _is_article(self, text: str, reading: _Reading) -> bool:
        """一 counts before measures and a few things (一辆, 一场), else only where its unit ends the clause (一个。)."""
        before = text[reading.number.start - 1] if reading.number.start else ""
        if before and before in "统唯之单第其周专归划逐不合进期如惟万同每任哪某这那另唯独":
            return True
        if reading.kind != "count" or reading.written in self._one_counts:
            return False
        after = text[reading.end : reading.end + 1]
        return bool(after) and after not in _CLAUSE_ENDS

    @staticmethod
    def _is_nought(text: str, number: Span) -> bool:
        """均为零, 为零。: nought as a number; not 零距离, 零投诉."""
        before, after = text[max(number.start - 1, 0) : number.start], text[number.end : number.end + 1]
        return text[number.start : number.end] in ("零", "〇") and before in tuple("为是均达:：") and (
            not after or after in _CLAUSE_ENDS)

    # -- shapes of their own --------------------------------------------------------------------------------

    def _special(self, text: str, pos: int, done: int) -> _Reading | None:
        """Rates and multiples in words: 百分之九十五, 三分之二, 半数, 翻一番."""
        char = text[pos]
        if char == "翻":
            return self._doubled(text, pos)
        if char == "半" or text.startswith("一半", pos) or text.startswith("过半", pos):
            return self._half(text, pos, done)
        parts = numeral_end(text, pos)
        match = _PART_OF.match(text, parts)
        return self._share(text, pos, match, done) if match else None

    def _doubled(self, text: str, pos: int) -> _Reading:
        """翻一番 is twice, 翻两番 four times the base."""
        match = _START.match(text, pos)
        assert match  # noqa: S101 - the caller saw 翻
        times = next((read_digits(char) or 1 for char in match[0] if char in "两一二三四"), 1)
        return _Reading(pos, match.end(), Span(pos, match.end()), Decimals(2**times, 0), unit="倍", kind="multiple",
                        written="番", exact=True)

    def _half(self, text: str, pos: int, done: int) -> _Reading:
        """半数, 一半, 过半."""
        end = pos + (2 if text[pos : pos + 2] in ("半数", "一半", "过半") else 1)
        reading = _Reading(pos, end, Span(pos, end), Decimals(50, 0), unit="%", kind="rate", exact=True,
                           written=text[pos:end])
        if text[pos - 1 : pos] == "过" and pos > done:
            reading.start = pos - 1
            reading.hedge("over", ">")
        return self._hedged(text, reading, done)

    def _share(self, text: str, pos: int, match: re.Match[str], done: int) -> _Reading | None:
        whole, number = _parts(text[pos : match.start()]), _parts(match["number"])
        if whole is None or number is None or whole.coefficient == 0:
            return None
        span = Span(match.start("number"), match.end("number"))
        if whole.coefficient == 1 and whole.exponent in (2, 3, 4):
            value = Decimals(number.coefficient, number.exponent + 2 - whole.exponent)
            if match["number"] in ("百", "一百"):
                value = Decimals(100, 0)
            reading = _Reading(pos, match.end(), span, _written_out(value), unit="%", kind="rate", written="百分之")
        else:
            share = Fraction(100 * number.coefficient * 10**max(number.exponent, 0), whole.coefficient * 10**whole.exponent)
            share /= 10 ** max(-number.exponent, 0)
            reading = _Reading(pos, match.end(), span, Decimals(0, 0), unit="%", kind="rate", written="分之", fraction=share)
        return self._hedged(text, reading, done)

    # -- number, unit, hedges -------------------------------------------------------------------------------

    def _read(self, text: str, figure: Figure, done: int) -> _Reading:
        """Everything around a number; joins a range where one follows."""
        reading = self._bounded(text, figure, done)
        joined = self._ranged(text, reading)
        if joined:
            return self._hedged(text, joined, done)
        return self._hedged(text, reading, done)

    def _bounded(self, text: str, figure: Figure, done: int) -> _Reading:
        """The number with its scale and unit, without hedges that stand outside."""
        low = _written_out(figure.low) if not figure.chinese else figure.low
        reading = _Reading(figure.start, figure.end, Span(figure.start, figure.end), low, figure.high,
                           approx=figure.approx, chinese=figure.chinese)
        unit_at = self._scaled(text, reading)
        self._closing_bracket(text, reading, unit_at, done)
        self._with_unit(text, reading)
        if reading.kind == "bare" and reading.scale:
            self._money_without_unit(text, reading)
        if figure.chinese:
            _accuracy_of_numeral(reading)
        return reading

    def _scaled(self, text: str, reading: _Reading) -> int:
        """余, 多 and a scale after the number: 100多万, 5亿3200万, 5.6 万余."""
        at = _after_gap(text, reading.end)
        hedge = text[at : at + 1]
        if hedge and hedge in _HEDGE_CHARS:
            scale = self._scale.match(text, _after_gap(text, at + 1))
            if scale or self._unit_at(text, _after_gap(text, at + 1)) or (hedge in "余多" and _AFTER.match(text, at)):
                reading.hedge("over", None)
                reading.end = at + 1
                at = _after_gap(text, reading.end)
        # A Chinese numeral has its own 万 inside, except in 三十余万 and 十二点五万.
        apart = not reading.chinese or reading.approx == "over" or reading.low.exponent < 0
        scale = self._scale.match(text, at) if apart else None
        if not scale or (scale[0] in ("千", "百") and self._unit_at(text, at)):
            return at
        reading.scale = self._scales[scale[0]]
        reading.written = scale[0]
        reading.times(reading.scale)
        reading.end = scale.end()
        if not reading.approx:
            self._compound(text, reading)
        self._hedge_before_unit(text, reading)
        return reading.end

    def _compound(self, text: str, reading: _Reading) -> None:
        """5亿3200万元: the second part counts in its own, smaller scale."""
        run = RUN.match(text, reading.end)
        figures = read_run(text, run) if run else []
        if not run or len(figures) != 1 or reading.scale is None:
            return
        low = _written_out(figures[0].low)
        scale = self._scale.match(text, run.end())
        part = _times(low, self._scales[scale[0]]) if scale else low
        end = scale.end() if scale else run.end()
        if _value(part) >= _value(reading.scale) or not self._unit_at(text, end) or _value(part) == 0:
            return
        reading.low = _plus(reading.low, part)
        reading.number = Span(reading.number.start, end if scale is None else run.end())
        reading.end = end
        reading.written = scale[0] if scale else ""

    def _hedge_before_unit(self, text: str, reading: _Reading) -> None:
        at = _after_gap(text, reading.end)
        if text[at : at + 1] in ("余", "多", "来") and self._unit_at(text, _after_gap(text, at + 1)):
            reading.hedge("over", None)
            reading.end = at + 1

    @staticmethod
    def _closing_bracket(text: str, reading: _Reading, at: int, done: int) -> None:
        """(35.60)万元 is an accountant's minus."""
        start = reading.start - 1
        if reading.scale or start < done or text[start] != "(" or text[at : at + 1] != ")":
            return
        after = _after_gap(text, at + 1)
        if text[after : after + 1] in ("万", "元", "亿", "千") and text[start - 1 : start] not in ("(", ")"):
            reading.start, reading.end = start, at + 1
            reading.low = Decimals(-reading.low.coefficient, reading.low.exponent)

    def _with_unit(self, text: str, reading: _Reading) -> None:
        if text[reading.end - 1] == ")" and reading.scale is None:
            self._scaled(text, reading)
        at = _after_gap(text, reading.end)
        rate = _PERCENT.match(text, at)
        if rate:
            self._rate(reading, rate)
            return
        if self._fold(text, reading, at) or self._tenths(text, reading, at):
            return
        unit = self._unit_at(text, at)
        if unit in self._money and unit:
            self._as_money(text, reading, at, unit)
        elif unit and self._takes(reading, unit):
            self._as_count(text, reading, at, unit)

    @staticmethod
    def _rate(reading: _Reading, match: re.Match[str]) -> None:
        reading.end, reading.written, reading.unit = match.end(), match[0], "%"
        reading.kind = "points" if "点" in match[0] else "rate"
        if match[0] in ("‰", "个千分点"):
            reading.times(Decimals(1, -1))

    @staticmethod
    def _fold(text: str, reading: _Reading, at: int) -> bool:
        """1.5倍; growth by 1.5倍 makes 2.5 times the base."""
        match = _FOLD.match(text, at)
        if not match:
            return False
        reading.end, reading.written, reading.unit, reading.kind = match.end(), "倍", "倍", "multiple"
        return True

    @staticmethod
    def _tenths(text: str, reading: _Reading, at: int) -> bool:
        """九成, 九成五, 七八成."""
        match = _TENTHS.match(text, at)
        if not match or reading.scale or not 0 < _value(reading.low) <= 10:
            return False
        reading.times(Decimals(1, 1))
        if match["half"]:
            reading.low = _plus(reading.low, Decimals(5 if match["half"] == "半" else read_digits(match["half"]) or 0, 0))
        reading.end, reading.written, reading.unit, reading.kind = match.end(), "成", "%", "rate"
        return True

    # -- units ----------------------------------------------------------------------------------------------

    def _takes(self, reading: _Reading, unit: str) -> bool:
        """Whole things have no decimal point, unless a scale follows it (1.2万人)."""
        return reading.low.exponent >= 0 or reading.scale is not None or self._units.counting[unit] in self._fractional

    def _unit_at(self, text: str, at: int) -> str:
        """The longest unit at `at` that is not the beginning of another word; "" if there is none."""
        for length in range(min(self._longest, len(text) - at), 0, -1):
            word = text[at : at + length]
            if word in self._money or word in self._units.counting:
                followers = self._units.not_before.get(word)
                if followers and text.startswith(followers, at + length):
                    continue
                if word.isascii() and text[at + length : at + length + 1].isascii() and text[at + length : at + length + 1].isalnum():
                    continue
                return word
        return "%" if text[at : at + 1] in ("%", "‰") or _PERCENT.match(text, at) else ""

    def _as_money(self, text: str, reading: _Reading, at: int, unit: str) -> None:
        reading.times(self._money[unit])
        reading.end = at + len(unit)
        reading.written += unit
        reading.kind, reading.unit = "money", "CNY"
        if text.startswith("整", reading.end):
            reading.end, reading.exact = reading.end + 1, True
        if self._priced(text, reading):
            return
        self._with_cents(text, reading)

    def _priced(self, text: str, reading: _Reading) -> bool:
        """元/人, 元/人·月, 元每人: the price of one."""
        end = reading.end
        while text[end : end + 1] in ("/", "每", "·") and (end > reading.end or text[end] != "·"):
            per = self._per.match(text, end + 1)
            if not per:
                break
            end = per.end()
        if end == reading.end:
            return False
        of_one = text[reading.end : end]
        reading.written += of_one
        reading.unit, reading.kind, reading.end = "元" + of_one.replace("每", "/"), "price", end
        return True

    @staticmethod
    def _with_cents(text: str, reading: _Reading) -> None:
        """3元5角, 3元5角2分."""
        match = _CENTS.match(text, reading.end) if reading.scale is None else None
        if not match:
            return
        cents = 0
        for part, worth in (("jiao", 10), ("fen", 1), ("only", 1)):
            value = _parts(match[part]) if match[part] else Decimals(0, 0)
            if value is None or _value(value) > 99:
                return
            cents += value.coefficient * 10**value.exponent * worth
        reading.low = _plus(reading.low, Decimals(cents, -2))
        reading.end = match.end()

    def _as_count(self, text: str, reading: _Reading, at: int, unit: str) -> None:
        reading.kind, reading.end = "count", at + len(unit)
        if unit == "个" and text[reading.end : reading.end + 1] in ("多", "余"):
            longer = next((word for word in ("个月", "小时", "学时") if text.startswith(word.lstrip("个"), reading.end + 1)), "")
            if longer:
                reading.hedge("over", None)
                reading.end += 1 + len(longer.lstrip("个"))
                unit = longer
        bracket = _BRACKETED.match(text, reading.end)
        if bracket and unit + bracket[1] in self._units.counting:
            unit, reading.end = unit + bracket[1], bracket.end()
        reading.unit = self._units.counting[unit]
        per = self._per.match(text, reading.end + 1) if text[reading.end : reading.end + 1] == "/" else None
        if per:
            unit, reading.end = unit + "/" + per[0], per.end()
        reading.written = unit

    def _money_without_unit(self, text: str, reading: _Reading) -> None:
        """854万 is money where 元 was left out; 1.2万群众 are people."""
        assert reading.scale  # noqa: S101 - the caller saw it
        people = text[reading.end : reading.end + 1] in ("人", "名", "位", "户", "家")
        if reading.scale.exponent >= 4 and not people and not text.startswith(self._units.without_unit, reading.end):
            reading.kind, reading.unit = "money", "CNY"

    # -- ranges and hedges ----------------------------------------------------------------------------------

    def _ranged(self, text: str, first: _Reading) -> _Reading | None:
        """30至40场, 2-3万元, 50%-60%; 从30人到40人 is a change, not a range."""
        match = _RANGE.match(text, first.end)
        if not match or first.approx or first.high or text[first.start - 1 : first.start] in ("从", "由", "自"):
            return None
        second = self._second(text, match.end())
        if second is None or second.high or second.fraction or second.low.coefficient < 0:
            return None
        if first.kind == "bare" and first.scale is None:
            first = _lent(first, second)
        elif first.open_money and first.scale and second.kind in ("money", "count", "price"):
            first = replace(first, unit=second.unit, kind=second.kind, written=second.written)
        if (first.unit, first.kind) != (second.unit, second.kind) or _value(first.low) >= _value(second.low):
            return None
        return replace(first, end=second.end, high=second.low, written=second.written, approx=second.approx)

    def _second(self, text: str, pos: int) -> _Reading | None:
        if text[pos] > "9":
            figure = read_chinese(text, pos)
        else:
            run = RUN.match(text, pos)
            figures = read_run(text, run) if run and self._exclusions.skip_digits(text, pos) == pos else []
            figure = figures[0] if len(figures) == 1 else None
        return self._bounded(text, figure, pos) if figure else None

    def _hedged(self, text: str, reading: _Reading, done: int) -> _Reading:
        at = _after_gap(text, reading.end)
        after = _AFTER.match(text, at)
        if after:
            reading.hedge(*_AFTER_UNIT[after[0]])
            reading.end = after.end()
        self._signed(text, reading, done)
        while self._hedge_before(text, reading, done):
            pass
        if reading.kind == "multiple" and reading.written == "倍":
            self._grown(text, reading, done)
        return reading

    @staticmethod
    def _signed(text: str, reading: _Reading, done: int) -> None:
        """A minus, unless it is the dash of a range, a code or a double dash."""
        start = reading.start - 1
        if start < done or text[start] not in "-负−" or reading.low.coefficient < 0 or reading.high:
            return
        before = text[start - 1 : start] if start else ""
        if before and (before in "-)—" or (before.isascii() and before.isalnum()) or (start == done and start > 0)):
            return
        reading.start = start
        reading.low = Decimals(-reading.low.coefficient, reading.low.exponent)

    @staticmethod
    def _hedge_before(text: str, reading: _Reading, done: int) -> bool:
        end = reading.start
        while end > done and text[end - 1] in " \t\u00a0\u3000" and reading.start - end < 4:
            end -= 1
        for length in range(min(_LONGEST_BEFORE, end - done), 0, -1):
            word = text[end - length : end]
            if word not in _BEFORE:
                continue
            before = text[end - length - 1 : end - length] if end > length else ""
            if before and before in _NO_HEDGE_AFTER.get(word, ""):
                return False
            reading.start = end - length
            reading.hedge(*_BEFORE[word])
            if word in "¥￥" and reading.kind == "bare":
                reading.kind, reading.unit = "money", "CNY"
            return True
        return False

    @staticmethod
    def _grown(text: str, reading: _Reading, done: int) -> None:
        for verb in sorted(_GROWTH, key=len, reverse=True):
            start = reading.start - len(verb)
            if start >= done and text.startswith(verb, start):
                reading.start = start
                one = Decimals(1, 0)
                reading.low = _plus(reading.low, one)
                reading.high = _plus(reading.high, one) if reading.high else None
                return

    # -- one expression as a whole --------------------------------------------------------------------------

    def _lone(self, text: str, start: int, end: int) -> Quantity | None:
        number = read_numeral(text[start:end])
        if number is None:
            digits = read_digits(text[start:end])
            number = None if digits is None else Decimals(digits, 0)
        if number is None:
            return None
        reading = _Reading(start, end, Span(start, end), number, chinese=True)
        _accuracy_of_numeral(reading)
        return _finished(reading, self._units)


# -- arithmetic of (coefficient, exponent) ------------------------------------------------------------------------


def _decimals(value: Decimal) -> Decimals:
    sign, digits, exponent = value.normalize().as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - the loader takes finite factors only
    number = int("".join(map(str, digits)))
    return Decimals(-number if sign else number, exponent)


def _times(value: Decimals, factor: Decimals) -> Decimals:
    return Decimals(value.coefficient * factor.coefficient, value.exponent + factor.exponent)


def _plus(value: Decimals, other: Decimals) -> Decimals:
    exponent = min(value.exponent, other.exponent)
    total = value.coefficient * 10 ** (value.exponent - exponent) + other.coefficient * 10 ** (other.exponent - exponent)
    return Decimals(total, exponent)


def _value(number: Decimals) -> Number:
    """As a Decimal with no more digits than were written: Decimal('1195200') for (11952, 2)."""
    if number.exponent >= 0:
        return Decimal(number.coefficient * 10**number.exponent)
    digits = tuple(map(int, str(abs(number.coefficient))))
    return Decimal((int(number.coefficient < 0), digits, number.exponent))


def _written_out(number: Decimals) -> Decimals:
    """Arabic digits are written to the last: 300 is known to 1."""
    if number.exponent > 0:
        return Decimals(number.coefficient * 10**number.exponent, 0)
    return number


def _accuracy_of_numeral(reading: _Reading) -> None:
    """三百人 is as exact as 300人; 三万人 as vague as 3万人."""
    if 0 < reading.low.exponent < 4 and reading.unit != "%" and abs(_value(reading.low)) < 10_000:
        reading.low = _written_out(reading.low)


def _parts(text: str) -> Decimals | None:
    """A number in 百分之95.5, 三分之二."""
    if text in ("百", "千", "万"):
        return Decimals(1, {"百": 2, "千": 3, "万": 4}[text])
    if text[0] > "9":
        return read_numeral(text)
    whole, _, fraction = text.partition(".")
    return Decimals(int(whole + fraction), -len(fraction)) if text.replace(".", "").isdigit() and len(text) < 17 else None


# -- from a reading to a Quantity ----------------------------------------------------------------------------------


def _plain(figure: Figure) -> _Reading:
    return _Reading(figure.start, figure.end, Span(figure.start, figure.end), _written_out(figure.low))


def _lent(first: _Reading, second: _Reading) -> _Reading:
    """The unit, and the scale where that keeps the order, of a range's second end: 2-3万元, 5000-1万元."""
    lent = replace(first, unit=second.unit, kind=second.kind, written=second.written)
    if second.scale:
        scaled = _times(first.low, second.scale)
        if _value(scaled) < _value(second.low):
            lent.low = scaled
    elif second.written == "成":
        lent.low = _times(first.low, Decimals(1, 1))
    return lent


def _finished(reading: _Reading, units: Units) -> Quantity:
    value: Number = reading.fraction if reading.fraction is not None else _value(reading.low)
    low, high = _bounds(reading, value, units)
    return Quantity(
        span=Span(reading.start, reading.end), number=reading.number, value=value, unit=reading.unit,
        kind=reading.kind, low=low, high=high, decimals=_places(reading), written_unit=reading.written,
        approx=reading.approx, comparator=reading.comparator, is_range=reading.high is not None,
    )


def _places(reading: _Reading) -> int | None:
    if reading.fraction is not None or reading.approx in ("over", "under"):
        return None
    return -reading.low.exponent


def _bounds(reading: _Reading, value: Number, units: Units) -> tuple[Number | None, Number | None]:
    """Least and greatest value that is meant: hedges and comparators open a side, rounding widens both."""
    if reading.high is not None:
        return value, _value(reading.high)
    if reading.comparator in (">=", ">") or reading.approx == "over":
        return value, None
    if reading.comparator in ("<=", "<") or reading.approx == "under":
        return None, value
    if reading.approx == "about":
        return None, None
    if reading.fraction is not None or not _is_rounded(reading, units):
        return value, value
    half = reading.low.coefficient * 10
    return _value(Decimals(half - 5, reading.low.exponent - 1)), _value(Decimals(half + 5, reading.low.exponent - 1))


def _is_rounded(reading: _Reading, units: Units) -> bool:
    """Whether the last digit stands for what was cut off: not in counts of whole things (35人), nor in 0万元."""
    if reading.exact:
        return False
    if reading.low.exponent != 0:
        return reading.low.coefficient != 0 or reading.low.exponent < 0
    if reading.kind in ("money", "price"):
        return reading.low.coefficient != 0
    return reading.kind in ("rate", "points", "multiple") or reading.written in units.measures


def _year(text: str, start: int, end: int) -> Quantity | None:
    match = _YEAR.fullmatch(text, start, end)
    if not match:
        return None
    year = Decimal(int(match["year"]) if match["year"].isdigit() and match["year"].isascii() else read_digits(match["year"]) or 0)
    return Quantity(span=Span(start, end), number=Span(*match.span("year")), value=year, unit=match["unit"], kind="count",
                    low=year, high=year, decimals=0, written_unit=match["unit"])


def _after_gap(text: str, at: int) -> int:
    """Past the few spaces that a page may put between a number and its unit."""
    char = text[at : at + 1]
    if char not in (" ", "\t", "\u00a0", "\u3000"):
        return at
    match = _GAP.match(text, at)
    return match.end() if match else at


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
