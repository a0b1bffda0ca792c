"""Reads the figures of one paragraph, left to right, as a clerk does.

For each number: which words before it are its own (`lead`), which concept they mention, what kind of statement
it is (level, change, rate, share), of which scenario and period. A clause without a subject of its own speaks of
the last one; 其中 and brackets open parts of the last whole; 分别为 pairs two lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pipeline.document import Span
from pipeline.extract.clauses import Clauses, split
from pipeline.extract.cues import Cues, measure_of_rate
from pipeline.extract.items import Items, Words
from pipeline.extract import nlp as spacy_nlp
from pipeline.extract.mentions import Mention, accepts, find_mentions, mention_after
from pipeline.extract.reading import Reading, Setting
from pipeline.facts import Base, Measure, Scenario
from pipeline.language.quantities import QuantityParser
from pipeline.language.quantity import Number, Quantity
from pipeline.rules import Concept, RuleSet

_DIGIT = re.compile(r"[\d一二三四五六七八九十百零两半]")
# A clause that only counts (“共5个”, “合计12人”) takes its subject from the clause before.
_COUNTING_ONLY = re.compile(r"^[,，、:;\s]*(?:共有?|共计|合计|总计|总数|累计|计|为|有|是|分别|达到?|约|近|一?共|数量|人数|总共|等)*$")
_CONNECTOR = re.compile(r"^(?:、|和|与|及|以及|或|,|，|;|:|\s)+")
_LIST_GAP = re.compile(r"^(?:、|和|与|及|以及|,|，|\s)*$")
_OF_WHOLE = re.compile(r"占|为[^，。]{0,10}(预算|计划|任务|目标)[^，。]{0,4}的$")
_PROJECT_PART = re.compile(r"^expenditure\.project")
_OWN = re.compile("我(?:局|会|镇|院|校|馆|中心|街道|单位|部门|县|区|乡|所|站|队|台|办|委|处)|本(?:单位|部门|局|院|校)|其中")
_FIGURE_OF_SCORE = ("score.total", "indicator.score")
_OWN_AREAS = {"省": "全国", "市": "全国|全省|省内", "县": "全国|全省|全市(?!场)|省内|市内", "": "全国|全省"}


@dataclass(slots=True)
class _State:
    """What the paragraph has said so far."""

    last: Reading | None = None
    """The last figure; what a subjectless change or rate speaks of."""
    topic: Reading | None = None
    """The last level of a concept: the subject of clauses without one."""
    whole: Reading | None = None
    """What 其中 or a bracket opened."""
    brackets: list[tuple[int, Reading | None, Reading | None]] = field(default_factory=list)
    label: Scenario | None = None
    """年度目标： or a planning verb in force."""
    group: tuple[Reading, ...] = ()
    """All facts that the last number made; a rate behind it is of each."""
    plan_year: int | None = None
    """A later year that the paragraph began to plan for."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One number in its surroundings."""

    q: Quantity
    lead: str
    before: str
    after: str
    sentence: Span
    clause: Span
    mentions: tuple[Mention, ...]
    """Mentions inside `lead`."""
    lead_start: int
    previous_end: int


class Narrative:
    """Reads paragraphs by a rule set. Holds compiled patterns only: one object serves all reports of a worker."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.cues = Cues(rules.cues)
        self.quantities = QuantityParser(rules.units)
        self.items = Items(rules)
        self.nlp = spacy_nlp.build(rules, self.quantities, self._read_doc)

    def read(self, text: str, setting: Setting) -> list[Reading]:
        """Every figure that a squeezed paragraph states, in reading order."""
        if setting.kind == "skip" or not self._may_state_a_figure(text):
            return []
        with self.nlp.memory_zone():
            readings: list[Reading] = spacy_nlp.analyse(self.nlp, text, setting)._.readings
        return readings

    def _may_state_a_figure(self, text: str) -> bool:
        return bool(
            _DIGIT.search(text) or self.cues.none_before.search(text) or self.cues.same.search(text)
            or self.cues.none_after.search(text)
        )

    def _read_doc(self, doc: Any) -> list[Reading]:
        return _Paragraph(self, doc).read()


class _Paragraph:
    """One paragraph being read."""

    def __init__(self, reader: Narrative, doc: Any) -> None:
        self.r, self.rules, self.cues = reader, reader.rules, reader.cues
        self.text: str = doc.text
        self.setting: Setting = doc._.setting
        self.quantities: list[Quantity] = doc._.quantities
        self.mentions: list[Mention] = doc._.mentions
        self.words: Words = lambda start, end: spacy_nlp.words(doc, start, end)
        self.clauses: Clauses = split(self.text, [q.span for q in self.quantities])
        self.state = _State()
        self.found: list[Reading] = []
        self.noun_end = 0
        """Where the name behind the last number ended: it is not the next number's."""
        self.skipped_end = -1
        """Where the last number that was no fact ended: a list shares its fate."""

    def read(self) -> list[Reading]:
        done = 0
        for sentence in self.clauses.sentences:
            self.state.label = None
            self.state.whole = None
            self.state.brackets.clear()
            if self.cues.rules_of_the_game.search(self.text, sentence.start, sentence.end):
                continue
            self._enter_project(sentence)
            inside = [q for q in self.quantities if sentence.start <= q.span.start < sentence.end]
            previous_end = sentence.start
            index = 0
            while index < len(inside):
                q = inside[index]
                place = self._place(q, sentence, previous_end)
                paired = self._pairs(place, inside[index:])
                if paired:
                    index += paired
                    previous_end = inside[index - 1].span.end
                    continue
                q = self._with_unit(place, inside[index + 1 : index + 2])
                place = self._place(q, sentence, previous_end) if q is not place.q else place
                self._enter_lists(place)
                group = self._figure(place)
                for reading in group:
                    self._keep(reading)
                self.state.group = tuple(group)
                previous_end = q.span.end
                index += 1
            self._words_without_number(sentence, self.found[done:])
            done = len(self.found)
        return sorted(self.found, key=lambda r: r.figure)

    def _enter_project(self, sentence: Span) -> None:
        """A label that names a project makes it the topic of what follows."""
        if label := self.cues.project_label.search(self.text[: sentence.end], max(0, sentence.start - 1)):
            at = Span(label.start("name"), label.end("name"))
            self.state.topic = Reading(
                concept=self.rules.activities.project.concept, measure="value", scenario="actual", period=self.setting.year,
                value=None, unit="CNY", rule="project-label", figure=at, quote=at, item=label["name"],
            )

    # -- the surroundings of a number ---------------------------------------------------------------------

    def _place(self, q: Quantity, sentence: Span, previous_end: int) -> _Place:
        start = max(previous_end, self.clauses.start(q.span.start))
        lead_start = max(start, sentence.start)
        lead = self.text[lead_start : q.span.start]
        clause = Span(self.clauses.start(q.span.start), max(self.clauses.end(q.span.end), q.span.end))
        mentions = tuple(m for m in self.mentions if m.start >= lead_start and m.end <= q.span.start)
        return _Place(
            q=q,
            lead=lead,
            before=self.text[previous_end : q.span.start],
            after=self.text[q.span.end : clause.end],
            sentence=sentence,
            clause=clause,
            mentions=mentions,
            lead_start=lead_start,
            previous_end=previous_end,
        )

    def _with_unit(self, place: _Place, following: Sequence[Quantity]) -> Quantity:
        """Lend a bare number the unit of its neighbour (较上年2.08减少0.03万元)."""
        q = place.q
        if q.kind != "bare" or not following or following[0].kind != "money":
            return q
        neighbour = following[0]
        if self.text[q.span.end : neighbour.span.start].count("，") or not self.cues.compares(place.lead):
            return q
        factor = self.rules.units.money.get(neighbour.written_unit)
        if factor is None or isinstance(q.value, Fraction):
            return q
        return Quantity(
            span=q.span, number=q.number, value=q.value * factor, unit="CNY", kind="money",
            low=None, high=None, decimals=None, written_unit=neighbour.written_unit,
        )

    def _enter_lists(self, place: _Place) -> None:
        """Keep account of brackets and 其中 between the last number and this one."""
        state = self.state
        while state.brackets and state.brackets[-1][0] <= place.q.span.start:
            _, state.topic, state.whole = state.brackets.pop()
            state.last = state.topic
        bracket = self.clauses.bracket(place.q.span.start)
        if bracket and bracket.start >= place.previous_end:
            state.brackets.append((bracket.end, state.topic, state.whole))
            state.whole = state.topic
        parts = self.cues.parts.search(place.before)
        if parts or (place.before.startswith(":") and state.topic is not None and state.topic.figure.end == place.previous_end):
            at = place.previous_end + (parts.start() if parts else 0)
            state.whole = self._named_whole(place, at) or self._whole_of_topic()
        self._enter_targets(place)

    def _whole_of_topic(self) -> Reading | None:
        """The topic as it was spoken of last: after “执行了80%” its parts are what was spent."""
        topic, last = self.state.topic, self.state.last
        if topic is not None and last is not None and last.measure == "completion_rate" and last.concept == topic.concept:
            return topic.copy(scenario=last.scenario)
        return topic

    def _named_whole(self, place: _Place, at: int) -> Reading | None:
        """A whole that is named without a figure of its own: 项目支出包括：甲31.2万元."""
        named = [m for m in self.mentions if place.previous_end <= m.start and m.end <= at]
        named = [m for m in named if not m.rule.takes_item and m.concept.is_money]
        if not named:
            return None
        scenario = self.cues.scenario(self.text[place.previous_end : at]) or self.setting.scenario
        return Reading(
            concept=named[-1].concept.id, measure="value", scenario=scenario, period=self.setting.year, value=None,
            unit="CNY", rule=named[-1].rule.id, figure=Span(at, at), quote=Span(at, at),
        )

    def _enter_targets(self, place: _Place) -> None:
        """A label (年度目标：) or a planning verb makes what follows a target, until 实际 or 完成 ends it."""
        words, state = place.before, self.state
        begins = [m.end() for shape in (self.cues.target_label, self.cues.target_verb) for m in shape.finditer(words)]
        shape = self.cues.actual_label if state.label == "target" and not begins else self.cues.target_verb_end
        ends = [m.end() for m in shape.finditer(words)]
        if begins and max(begins) > max(ends, default=0):
            state.label = "target"
        elif ends or self.cues.target_verb_end.search(words):
            state.label = None

    # -- one number ---------------------------------------------------------------------------------------

    def _figure(self, place: _Place) -> list[Reading]:
        q = place.q
        if self._is_no_fact(place):
            self.skipped_end = q.span.end
            return []
        measure, sign = self._measure(place)
        mention = self._mention(place, measure)
        if mention is not None and not (measure == "value" or self._own_subject(place, mention, measure)):
            mention = None
        if mention is not None and mention.rule.units == ("%",) and len(mention.text) <= 4 and self._after_count():
            mention = None  # a bare 合格率 behind a count is that count's
        if mention is not None and mention.concept.id.startswith("staff.quota") and measure == "value":
            turn = self.cues.quota_change(self.text[place.clause.start : mention.start])
            measure, sign = ("change", turn) if turn else (measure, sign)
        if q.kind == "bare" and not q.value and mention is None and (zero := self._bare_zero(place)):
            return [zero]
        if q.kind == "bare" and not (mention and _adjacent(self.text, mention.end, q.span.start) and "CNY" not in mention.rule.units):
            return []
        if q.kind == "multiple":
            reading = self._multiple(place)
        elif measure != "value":
            reading = self._about(place, measure, sign, mention)
        elif mention is not None:
            self.noun_end = max(self.noun_end, mention.end if mention.start >= q.span.end else 0)
            reading = self._level(place, mention)
        else:
            reading = self._level_of_topic(place) or self._open_ended(place)
        if reading is None:
            return []
        shared = self._shared(place, reading, mention) if mention is not None else self._of_group(reading, mention)
        return self._ends_of_range(q, [reading, *shared])

    def _after_count(self) -> bool:
        return self.state.topic is not None and self.state.topic.concept.startswith("activity.")

    def _of_group(self, reading: Reading, mention: Mention | None) -> list[Reading]:
        """收、支总计各减少318万元，下降5.86%: a change or rate of each."""
        if mention is not None or reading.concept not in {r.concept for r in self.state.group}:
            return []
        return [reading.copy(concept=r.concept, rule=r.rule) for r in self.state.group if r.concept != reading.concept]

    def _bare_zero(self, place: _Place) -> Reading | None:
        """上年为0: last year's value of the topic."""
        topic = self.state.topic
        prior = self.cues.prior_level(place.lead, self.setting.year)
        if topic is None or prior is None:
            return None
        return self._base_reading(
            place, concept=topic.concept, measure="value", scenario=topic.scenario, period=prior, unit=topic.unit,
            rule=topic.rule, item=topic.item,
        )

    def _multiple(self, place: _Place) -> Reading | None:
        """增长1.5倍 is a change of 150%."""
        topic = self.state.topic
        if topic is None or not re.match("增|提高|上升|扩大", self.text[place.q.span.start :]):
            return None
        return self._about(place, "change_rate", 1, None, value=(place.q.value - 1) * 100)

    def _is_no_fact(self, place: _Place) -> bool:
        q, cues = place.q, self.cues
        if (q.unit in self.rules.cues.skip_units and q.kind != "multiple") or q.kind == "price":
            return True
        if cues.required.search(place.lead) or cues.posts_after.match(place.after):
            return True
        numeral = not self.text[q.number.start].isdigit()
        if numeral and self._in_quotes(q.span.start):
            return True  # “一条主线、三个拓展”: a slogan
        if self._in_title(q.span.start) or self.text.startswith("建议", place.clause.start):
            return True
        if q.unit == "平方米" and re.match(r"的?[一-龥]{2,}", place.after) and not place.after.startswith(("以上", "左右")):
            return True
        if cues.not_quantity_before.search(place.lead) or cues.price_after.match(place.after):
            return True
        written = self.text[q.span.start : q.span.end]
        if written.endswith(("以上", "以下", "以内")) and (q.kind == "money" and written.endswith("以下") or re.match(
            r"的|及|\(|[^，,;。、!:)]", place.after
        )):
            return True
        clause = self.text[place.clause.start : q.span.end]
        head = self.text[place.sentence.start : q.span.start]
        if (told := list(cues.background.finditer(head))) and not place.mentions and not _OWN.search(head, told[-1].end()):
            return True
        wider = _OWN_AREAS.get(self.setting.level, _OWN_AREAS[""])
        if re.match(f"(?:{wider})", clause) or "人均" in place.lead or "户均" in place.lead:
            return True
        if re.fullmatch(r"[^，,;。:、]{0,6}(?:、|和|与|及)", place.before) and self.skipped_end == place.previous_end:
            return True
        return bool(re.search(f"据[^，]{{0,8}}(?:{wider})", clause)) and not place.mentions

    def _in_quotes(self, at: int) -> bool:
        return self.text.count('"', 0, at) % 2 == 1 and '"' in self.text[at:]

    def _in_title(self, at: int) -> bool:
        """Inside 《…》: the name of a document."""
        return self.text.rfind("《", 0, at) > self.text.rfind("》", 0, at) and "》" in self.text[at:]

    def _measure(self, place: _Place) -> tuple[Measure, int]:
        q, lead = place.q, place.lead
        if q.unit == "%":
            bracketed = lead == "(" and self.state.last is not None and self.state.last.measure == "change"
            if bracketed and self.state.last and self.state.last.value is not None:
                return "change_rate", -1 if self.state.last.value < 0 else 1
            if re.fullmatch("的(?:约|近)?", lead) and self.state.last is not None:
                # 完成年度任务1,200人的105%, 占调整预算4,512.6万元的98.17%
                return ("share" if self.state.last.scenario == "actual" else "completion_rate"), 1
            measure, sign = measure_of_rate(self.cues, lead)
            if measure == "value" and self.state.last and self.state.last.measure == "change" and _COUNTING_ONLY.match(lead):
                return "change_rate", -1 if (self.state.last.value or 0) < 0 else 1
            return measure, sign
        sign = self.cues.change(lead)
        if sign and not self._counts_anew(place):
            return "change", sign
        return "value", 1

    def _counts_anew(self, place: _Place) -> bool:
        """“带动就业增加200人”: an activity's result, no change of a level that the report states."""
        if place.q.kind == "money":
            return False
        return not (place.mentions or self.cues.compares(place.before) or self._topic_takes(place.q))

    def _topic_takes(self, q: Quantity) -> bool:
        topic = self.state.topic
        return topic is not None and topic.unit == q.unit and not topic.concept.startswith("activity.")

    def _mention(self, place: _Place, measure: Measure) -> Mention | None:
        unit = place.q.unit if place.q.kind != "bare" else ""
        for mention in reversed(place.mentions):
            if mention.start < self.noun_end:
                continue
            if self._aside(mention, place.q.span.start) or self._list_between(mention, place.q.span.start):
                continue
            if mention.rule.only_in and not self._inside(mention):
                continue
            if mention.rule.yields and (first := self._first_topic(place, mention)) is not None:
                return first if isinstance(first, Mention) else None
            if mention.concept.group == "staffing" and self.cues.acted_on.search(self.text[place.clause.start : mention.start]):
                continue
            if unit == "%" or not unit or accepts(mention.rule, unit):
                if unit == "%" and mention.rule.units == ("%",) or unit != "%" or measure != "value" or mention.rule.measure:
                    return mention
        if place.q.kind == "count" and (found := mention_after(self.text, place.q.span.end, self.rules, unit)):
            return found
        if measure == "value" and unit and (named := self._before_bracket(place, unit)):
            return named
        if measure == "value" and unit and _COUNTING_ONLY.match(place.lead):
            earlier = [m for m in self.mentions if place.previous_end <= m.start and m.end <= place.lead_start]
            return next((m for m in reversed(earlier) if accepts(m.rule, unit) and unit != "%"), None)
        return None

    def _first_topic(self, place: _Place, mention: Mention) -> Mention | Reading | str | None:
        """What a generic name gives way to: a narrower name in the sentence, or the topic of paragraph or heading."""
        narrow = ("three_public.", "operating.", "procurement.", "expenditure.basic", "expenditure.project")
        earlier = [
            m for m in self.mentions if place.sentence.start <= m.start and m.end <= mention.start
            and m.start >= place.previous_end and m.concept.id.startswith(narrow) and not m.rule.takes_item
        ]
        if earlier:
            return earlier[-1]
        topic = self.state.topic
        if topic is not None and topic.concept.startswith(narrow) and topic.figure.start >= place.sentence.start:
            return None
        return self.setting.topic if self.setting.topic.startswith(narrow) and topic is None else None

    def _before_bracket(self, place: _Place, unit: str) -> Mention | None:
        """The name in front of a bracket that has just closed: 事业编（含参公18个）92个."""
        if not place.lead and self.text[place.q.span.start - 1 : place.q.span.start] == ")":
            bracket = next((b for b in self.clauses.brackets if b.end == place.q.span.start), None)
            return next((m for m in self.mentions if bracket and m.end == bracket.start and accepts(m.rule, unit)), None)
        return None

    def _inside(self, mention: Mention) -> bool:
        """Whether a part that is named shortly stands inside its whole."""
        readings = (self.state.whole, self.state.topic)
        return any(r is not None and r.concept in mention.rule.only_in for r in readings)

    def _list_between(self, mention: Mention, at: int) -> bool:
        """A name that a list goes on behind: 到龄退休、两名同志调走."""
        words = self.text[mention.end : at]
        return "、" in words and "(" not in words and not re.search("共|合计|均|各|分别|总", words)

    def _aside(self, mention: Mention, at: int) -> bool:
        """A name inside a bracket that is closed before the number: 人员经费（含住房公积金）512万元."""
        between = self.text[mention.end : at]
        return between.count(")") > between.count("(") and not self.clauses.bracket(at)

    def _own_subject(self, place: _Place, mention: Mention, measure: Measure) -> bool:
        """Whether a mention before a change or rate is its subject, and not what it is measured against."""
        head = self.text[place.lead_start : mention.start]
        if measure == "share" or _OF_WHOLE.search(place.lead):
            return "占" not in head
        compare = re.search(r"较|比(?!例|重)|与|同(?!比)", head)
        if compare:
            return False
        if measure == "completion_rate":
            return not re.search(r"(完成|实现|达到|占)[^，]*$", head)
        return True

    # -- statements ---------------------------------------------------------------------------------------

    def _base_reading(self, place: _Place, **known: object) -> Reading:
        q = place.q
        defaults: dict[str, object] = {
            "value": q.value, "unit": q.unit, "figure": q.span, "quote": self._quote(place),
            "decimals": q.decimals, "approx": q.approx, "comparator": None, "rule": "",
        }
        return Reading(**{**defaults, **known})  # type: ignore[arg-type]

    def _quote(self, place: _Place) -> Span:
        """The clause that states the figure; one that only counts borrows the clause before."""
        start = place.clause.start
        if _COUNTING_ONLY.match(place.lead) and self.found:
            last = self.found[-1].quote
            if last.start >= place.sentence.start and last.start < start:
                start = last.start
        while start < place.q.span.start and self.text[start] in " 、，,;:)":
            start += 1
        following = [q.span.start for q in self.quantities if q.span.start >= place.q.span.end]
        end = min(place.clause.end, following[0] if following else place.clause.end)
        cut = self.text.find("、", place.q.span.end, end)
        end = cut if cut >= 0 else end
        return Span(min(start, place.q.span.start), max(end, place.q.span.end))

    def _concept(self, mention: Mention) -> Concept:
        """The concept that a mention has at this place: 行政8人 means posts or people by what it is a part of."""
        rule, state = mention.rule, self.state
        for family, reading in ((rule.in_list, state.whole), (rule.after_topic, state.whole or state.topic)):
            for topic, concept in family.items():
                if reading and (reading.concept == topic or reading.concept.startswith(topic + ".")):
                    return self.rules.concepts[concept]
        if rule.beside and state.whole is None and state.topic and state.topic.concept in rule.beside:
            sentence = self.clauses.sentence(mention.start)
            inside = self._mentions_in(sentence)
            before = [inside[i - 1].concept.id if i else "" for i, m in enumerate(inside) if m.rule is rule]
            if len(before) > 1 and all(b in rule.beside for b in before):  # 行政编制15人，实有14人；事业编制20人，实有18人
                return self.rules.concepts[rule.beside[state.topic.concept]]
        return rule.concept

    def _level(self, place: _Place, mention: Mention) -> Reading:
        q, concept = place.q, self._concept(mention)
        scenario, period = self._when(place, mention)
        unit = "CNY" if concept.is_money else "%" if q.unit == "%" else self._unit(concept, q)
        item = self.r.items.name(mention.item) if concept.item else ""
        concept_id, item = self._score_or_item(place, concept.id, item)
        if concept_id in _FIGURE_OF_SCORE:
            scenario, period = self._score_scenario(place), self.setting.year
        return self._base_reading(
            place, concept=concept_id, measure=mention.rule.measure or "value", scenario=scenario, period=period,
            unit=unit, rule=mention.rule.id, item=item, comparator=self._comparator(q, scenario),
        )

    def _score_or_item(self, place: _Place, concept: str, item: str) -> tuple[str, str]:
        """Points of one indicator, when the sentence names it (过程指标满分20分)."""
        if concept not in _FIGURE_OF_SCORE:
            return concept, item
        words = self.text[place.sentence.start : place.q.span.start]
        named = re.findall(r"([^，,;。:、()\d]{2,12}?)(?:指标|类)(?=[^，,;。]{0,12}?(?:满分|分值|权重|得|自评))", words)
        named = [n for n in named if not re.search("绩效|评价|自评|各项|全部|综合|考核", n)]
        if named:
            return "indicator.score", named[-1]
        last = self.found[-1] if self.found and self.found[-1].quote.start >= place.sentence.start else None
        if last is not None and last.concept == "indicator.score" and not re.search("总", place.lead):
            return "indicator.score", last.item
        return "score.total", ""

    def _score_scenario(self, place: _Place) -> Scenario:
        return "target" if re.search(r"(满分|分值|权重|总分值)(为|共|是|:)?$", place.lead) or re.match(
            r"制|为?满分", place.after
        ) or re.search(r"满分[^得]{0,3}$", place.lead) else "actual"

    def _unit(self, concept: Concept, q: Quantity) -> str:
        if q.kind == "bare" or (concept.units and concept.group in ("staffing", "other")):
            return concept.units[0] if concept.units else q.unit
        return q.unit

    def _level_of_topic(self, place: _Place) -> Reading | None:
        """A level without a name: 支出预算为X万元，支出决算为Y万元; 较上年的48.50万元."""
        q = place.q
        topic = self.state.topic
        prior = self.cues.prior_level(place.lead, self.setting.year)
        scenario = self.cues.scenario(place.lead) or ("actual" if self.cues.weak_actual.search(place.lead) else None)
        to = self.cues.level_after_change(place.lead)
        if topic and topic.unit == q.unit and (prior or to):
            period = prior if prior and not to else topic_year(topic, self.setting)
            return self._base_reading(
                place, concept=topic.concept, measure=topic.measure, scenario=scenario or topic.scenario,
                period=period, unit=topic.unit, rule=topic.rule, item=topic.item,
            )
        if q.kind != "money":
            return None
        if scenario is None or not self._bare_scenario(place.lead):
            return None
        known = topic.concept if topic and topic.unit == "CNY" and self._carries_on(topic, place) else ""
        concept = known or self.setting.topic or ("expenditure.total" if self.setting.whole else "expenditure.project")
        found, period = self._when(place, None)
        return self._base_reading(
            place, concept=concept, measure="value", scenario=found, period=period, unit="CNY",
            rule=topic.rule if known and topic else "topic", item=topic.item if known and topic else "",
        )

    def _carries_on(self, topic: Reading, place: _Place) -> bool:
        """Whether a clause without a subject speaks of the topic: not of an activity's money, nor of carry-over."""
        if topic.concept.startswith("income."):
            return bool(re.search("到位|收入|实现", place.lead))
        if topic.concept.startswith(("activity.", "carryover.", "budget.", "transfer.")):
            return False
        return not re.search("年初预算|全年预算", place.lead) or topic.figure.start >= place.sentence.start

    def _bare_scenario(self, lead: str) -> bool:
        """Whether the words name no thing of their own beside the scenario (决算支出, 年初预算安排)."""
        rest = re.sub(r"\d{4}年(度)?(末|底)?|\d{1,2}(?=[月日])|[:，,、;()]", "", lead)
        return not self.cues.bare_words.sub("", rest)

    def _about(
        self, place: _Place, measure: Measure, sign: int, mention: Mention | None, value: Number | None = None
    ) -> Reading | None:
        """A change, share or rate: of its own subject or of the last one."""
        q, state = place.q, self.state
        if value is None:
            value = q.value * sign if q.value > 0 else q.value
        if measure == "share" and mention is None and self._other_share(place):
            return None
        base: Base | None = None
        if measure in ("change", "change_rate"):
            words = self._comparison(place)
            base = self.cues.base(words, self.setting.year) if words else (
                state.last.base if state.last and state.last.measure in ("change", "change_rate") and state.last.base else "prior_actual"
            )
        elif measure == "completion_rate":
            base = self.cues.base(place.lead, self.setting.year)
            base = None if base in ("prior_actual", "prior_budget") else base
        if mention is not None and mention.concept.id not in _FIGURE_OF_SCORE:
            concept, item, rule = self._concept(mention).id, self.r.items.name(mention.item) if mention.concept.item else "", mention.rule.id
            scenario, period = state_scenario(state, concept, self.setting), self.setting.year
        else:
            if measure in ("change", "change_rate") and (own := self._own_noun(place)):
                return self._base_reading(
                    place, concept="indicator", measure=measure, scenario=self.setting.scenario, period=self.setting.year,
                    value=value, unit=q.unit, rule="indicator-change", item=own, base=base,
                ) if measure == "change_rate" else None
            if self._names_activity(place, measure):
                return self._open_ended(place, measure=measure, value=value, base=base)
            subject = state.topic or state.last
            if subject is None and self.setting.topic:
                subject_concept, item, rule = self.setting.topic, "", "section"
                scenario, period = self.setting.scenario, self.setting.year
                concept = subject_concept
            elif subject is None and re.match(
                r"(?:\d{4}年度?|全年|本年度?|部门|单位|整体|年度)*(?:预算|支出|资金|决算|收支)", self.text[place.clause.start :]
            ):
                concept = "expenditure.total" if self.setting.whole else "expenditure.project"
                item, rule, scenario, period = "", "topic", self.setting.scenario, self.setting.year
            elif subject is None:
                return self._open_ended(place, measure=measure, value=value, base=base) if measure != "change" else None
            else:
                concept, item, rule = subject.concept, subject.item, subject.rule
                scenario, period = subject.scenario, subject.period
                if measure != "share" and scenario in ("budget", "adjusted", "target"):
                    planned = base == "prior_budget" or self.setting.scenario == "budget" or period > self.setting.year
                    scenario = scenario if planned else "actual"
                if measure != "share":
                    period = self.setting.year if period < self.setting.year else period
        unit = q.unit if measure == "change" else "%"
        if measure == "change" and concept in self.rules.concepts and self.rules.concepts[concept].group == "staffing":
            unit = self.rules.concepts[concept].units[0]
        return self._base_reading(
            place, concept=concept, measure=measure, scenario=scenario, period=period, value=value, unit=unit,
            rule=rule, item=item, base=base,
        )

    def _own_noun(self, place: _Place) -> str:
        """The thing that a change is told of, when the clause names one: 化肥使用量比上年减少1.6%."""
        head = re.split(r"较|比(?!例|重)|与|同比|同(?!时)|环比", self.text[place.clause.start : place.q.span.start])[0]
        if len(head) == place.q.span.start - place.clause.start or self.cues.bare_words.sub("", head) == "":
            return ""
        if place.clause.start < place.previous_end:
            return ""
        name = self.r.items.phrase(self.text, place.clause.start, place.clause.start + len(head), self.words)
        topic = self.state.topic
        return "" if topic is not None and topic.item and (topic.item in name or name in topic.item) else name

    def _other_share(self, place: _Place) -> bool:
        """女性占55%: a share with a subject that is no figure of the report."""
        head = re.split("占", place.lead)[0].strip(" 、，,;和及")
        return bool(head) and not re.fullmatch(r"(?:分别|各|约|共|其|均|所)*", head) and not head.startswith(("占", "("))

    def _names_activity(self, place: _Place, measure: Measure) -> bool:
        """A rate with a name of its own (办结率, 村集体经济收入同比增长): no rate of the spending before it."""
        if measure == "completion_rate" and self.state.topic is None:
            return not re.match(r"(?:\d{4}年度?|全年|本年度?|部门|单位|整体|年度)*(?:预算|支出|资金|决算|收支)", self.text[place.clause.start :])
        if measure == "value":
            return True
        topic = self.state.topic
        if measure == "completion_rate":
            return bool(re.search(r"(?<!预算)(?<!资金)(?<!支出)(?:任务|目标|工作|抽检|整改|办结)[^，]*完成率", place.lead)) and (
                topic is None or not topic.concept.startswith("activity.")
            )
        return False

    def _comparison(self, place: _Place) -> str:
        """The words that say what is compared with: from the last comparison word on."""
        words = self.text[place.sentence.start : place.q.span.start]
        words = words[max(0, len(words) - 60) :]
        recent = self.text[place.previous_end : place.q.span.start]
        for scope in (recent, words):
            marks = list(re.finditer(r"较|比(?!例|重)|与|同(?!比|时|志)", scope))
            if marks:
                return scope[marks[-1].start() :]
            if "同比" in scope:
                return "同比"
        return ""

    # -- open-ended ---------------------------------------------------------------------------------------

    def _open_ended(
        self, place: _Place, measure: Measure | None = None, value: object = None, base: Base | None = None
    ) -> Reading | None:
        q, state = place.q, self.state
        if q.kind == "bare" or (q.kind == "count" and not q.unit):
            return None
        if q.unit == "分":
            return self._points(place)
        if q.kind == "money" and measure is None:
            return self._money(place)
        if self._among_staff(place) or self._is_a_reason(place):
            return None
        item, inherited = self._item(place)
        if not item:
            return None
        words = self.text[place.clause.start : place.clause.end]
        topic = state.topic if state.topic and state.topic.concept.startswith("activity.") else None
        if q.unit == "%":
            if measure in (None, "value"):
                measure = "completion_rate"
                if not self.setting.whole and len(item) > 4 and not inherited and not re.search("完成率|办结率|整改率|回收率", item):
                    scenario, period = self._when(place, None)
                    return self._base_reading(
                        place, concept="indicator", measure="value", scenario=scenario, period=period, value=q.value,
                        unit="%", rule="indicator-rate", item=item, comparator=self._comparator(q, scenario),
                    )
                if not self.cues.is_rate(place.lead) and not re.search("率|比例", place.lead):
                    return None
            concept = topic.concept if topic else self.rules.activities.rate.concept
            rule = self.rules.activities.rate.id
        else:
            kind = self.r.items.kind(q.unit, words)
            if kind is None or self.setting.kind == "staffing":
                return None
            concept, rule = kind.concept, kind.id
            if inherited and topic and topic.unit == q.unit:
                concept = topic.concept
        scenario, period = self._when(place, None)
        counted = re.match("批次|家次|人次|场次|户次|批", place.after) if q.unit == "个" else None
        times = q.unit == "人" and re.search("人次数?(?:达到?|为|共|约|总数)*$", place.lead)
        return self._base_reading(
            place, concept=concept, measure=measure or "value", scenario=scenario, period=period,
            value=value if value is not None else q.value, unit=counted.group() if counted else "人次" if times else q.unit, rule=rule, item=item, base=base,
            comparator=self._comparator(q, scenario),
        )

    def _is_a_reason(self, place: _Place) -> bool:
        """Counts that explain a change of money or staff (主要原因是新进人员5名) are no activities."""
        head = self.text[place.sentence.start : place.q.span.start]
        topic = self.state.topic
        return bool(re.search("原因|由于|因为", head)) and topic is not None and not topic.concept.startswith("activity.")

    def _among_staff(self, place: _Place) -> bool:
        """Beside staff figures a count without a verb is one more of their kind, not an activity."""
        staff = any(
            m.concept.group == "staffing" and m.concept.id != "org.divisions" for m in self._mentions_in(place.sentence)
            if not self.cues.acted_on.search(self.text[self.clauses.start(m.start) : m.start])
        )
        return staff and not re.search("开展|举办|组织|培训|办理|完成|慰问|服务|走访|召开|参加", place.lead)

    def _item(self, place: _Place) -> tuple[str, bool]:
        """(what the number counts, whether the name was taken from the figure before)."""
        phrase = self.r.items.phrase(self.text, place.lead_start, place.q.span.start, self.words)
        after = "" if place.q.unit == "%" or place.q.kind == "money" else self.r.items.noun_after(self.text, self._last_in_row(place.q))
        if after and (not phrase or len(after) >= 2):
            return (after if not phrase else f"{phrase} {after}"), False
        if phrase:
            return phrase, False
        bracket = self.clauses.bracket(place.q.span.start)
        if bracket is not None and bracket.start > place.sentence.start:
            start = max(self.clauses.start(bracket.start - 1), place.sentence.start)
            named = self.r.items.phrase(self.text, start, bracket.start, self.words)
            if named:
                return named, False
        subject = self.state.last
        if subject is not None and subject.item and subject.quote.start >= place.sentence.start:
            return subject.item, True
        end = place.lead_start
        while end > place.previous_end and self.text[end - 1] in "，,;:。、":
            end -= 1
        start = max(place.previous_end, self.clauses.start(end - 1) if end else 0)
        return (self.r.items.phrase(self.text, start, end, self.words) if start < end else ""), False

    def _points(self, place: _Place) -> Reading | None:
        """投入管理20分得18.7分, 过程（20分）: the full mark of a part that has no other name."""
        item = self.r.items.phrase(self.text, place.lead_start, place.q.span.start, self.words)
        bracket = self.clauses.bracket(place.q.span.start)
        if not item and bracket is not None:
            start = max(self.clauses.start(bracket.start - 1), place.sentence.start) if bracket.start else 0
            item = self.r.items.phrase(self.text, start, bracket.start, self.words)
        follows = re.match(r"\)?[，,、]?(?:自评|实际|实|评)?得", self.text[place.q.span.end :])
        if not item or not follows or re.search("总|满|合计", item):
            return None
        return self._base_reading(
            place, concept="indicator.score", measure="value", scenario="target", period=self.setting.year, unit="分",
            rule="points", item=item,
        )

    def _last_in_row(self, q: Quantity) -> int:
        """The end of the last of the numbers that stand in a row: 18箱120罐奶粉."""
        end = q.span.end
        for other in self.quantities:
            if other.span.start == end and other.kind == "count":
                end = other.span.end
        return end

    def _money(self, place: _Place) -> Reading | None:
        """Money without a concept: a project in a list of projects, or money in an activity."""
        state, kind = self.state, self.setting.kind
        item, _ = self._item(place)
        if re.match("(?:累计|共|资金)*(?:结余|剩余|节余|差额|缺口|未支付|尚未)", item):
            return None
        if (purpose := re.match(r"用于([^，,;。:、]{2,20})", place.after)) and _COUNTING_ONLY.match(place.lead.replace("其中", "")):
            item = purpose[1]
        scenario, period = self._when(place, None)
        whole = state.whole or state.topic
        in_projects = (not self.setting.whole and kind == "spending") or whole is not None and bool(_PROJECT_PART.match(whole.concept)) or (
            self.setting.topic == "expenditure.project" and kind == "spending"
        )
        if in_projects and item:
            if state.whole and not self.cues.scenario(place.lead):
                scenario, period = state.whole.scenario, state.whole.period
            spec = self.rules.activities.project
            return self._base_reading(
                place, concept=spec.concept, measure="value", scenario=scenario, period=period, unit="CNY",
                rule=spec.id, item=item,
            )
        if kind in ("spending", "staffing", "problems", "skip") or not item:
            return None
        spec = self.rules.activities.amount
        return self._base_reading(
            place, concept=spec.concept, measure="value", scenario=scenario, period=period, unit="CNY",
            rule=spec.id, item=item, comparator=self._comparator(place.q, scenario),
        )

    # -- scenario and period ------------------------------------------------------------------------------

    def _when(self, place: _Place, mention: Mention | None) -> tuple[Scenario, int]:
        setting, cues = self.setting, self.cues
        money = place.q.kind == "money"
        head = self.text[place.lead_start : mention.start] if mention and mention.start >= place.lead_start else place.lead
        sentence = self.text[place.sentence.start : place.q.span.start]
        period = setting.year
        year = cues.own_year(place.lead) or (cues.dated(sentence) if not mention else None)
        if year is None and mention:
            year = cues.any_year(head) or cues.dated(sentence)
        if year is not None and setting.year - 12 <= year <= setting.year + 2:
            period = year
        if year is None and not mention:
            later = cues.any_year(place.lead)
            period = later if later and later > setting.year else period
        if period == setting.year and cues.next_year.search(sentence) and cues.plan.search(sentence):
            period = setting.year + 1
        if setting.scenario == "budget" and not money:
            staff = mention is not None and mention.concept.group == "staffing"
            return ("actual" if staff else "target"), period
        if year is None and mention and place.before.startswith("、") and self.found and self.found[-1].measure == "value":
            period = self.found[-1].period
        if period == setting.year and self.state.plan_year:
            period = self.state.plan_year
        if period > setting.year or (setting.kind == "plan" and period == setting.year):
            if setting.scenario != "budget":
                self.state.plan_year = max(period, setting.year + 1)
                return ("budget" if money and mention and "预算" in sentence else "target"), self.state.plan_year
        if mention and period == setting.year:
            tail = self.text[mention.end : place.q.span.start]
            period = cues.prior_level(head, setting.year) or cues.prior_level(tail, setting.year) or period
        if self.state.label == "target":
            return "target", period
        if not money and (cues.target(place.lead, place.after) or self._demands(place)):
            return "target", period
        if setting.kind == "goals" and not (money and mention):
            return "target", period
        scenario = cues.scenario(place.lead) if money else None
        if scenario is None and money and mention and mention.start < place.lead_start:
            scenario = cues.scenario(place.before)
        if scenario is None and self.state.whole is not None and money and self.state.whole.unit == "CNY":
            return self.state.whole.scenario, self.state.whole.period if period == setting.year else period
        return scenario or setting.scenario, period

    def _demands(self, place: _Place) -> bool:
        """不低于90%, ≥12场: what is demanded, unless the clause tells what was reached."""
        words = self.text[place.q.span.start : place.q.number.start]
        return bool(re.match(r"不(?:少|低|小|得|高|超|大|多)于?|[≥≤]|至少", words)) and not re.search(
            "实际|达到|完成|已", place.lead
        )

    def _comparator(self, q: Quantity, scenario: Scenario) -> str | None:
        """A comparator counts in targets; of an actual it is only a hedge."""
        return q.comparator if scenario == "target" else None

    # -- lists --------------------------------------------------------------------------------------------

    def _shared(self, place: _Place, reading: Reading, mention: Mention | None) -> list[Reading]:
        """One number for several names: 收、支总计均为; A和B均为."""
        if mention is None:
            return []
        found = [
            reading.copy(concept=concept, rule=mention.rule.id)
            for shape, concept in mention.rule.also
            if shape.search(mention.text) and concept != reading.concept
        ]
        words = self.text[mention.end : place.q.span.start]
        if not self.cues.each.search(words):
            return found
        right = mention
        for left in reversed([m for m in self.mentions if m.end <= mention.start and m.start >= place.previous_end]):
            if not self.cues.joined.fullmatch(self.text[left.end : right.start]):
                break
            if accepts(left.rule, place.q.unit) or place.q.kind == "bare":
                found.append(reading.copy(concept=self._concept(left).id, rule=left.rule.id, item=left.item))
            right = left
        return found

    def _ends_of_range(self, q: Quantity, readings: list[Reading]) -> list[Reading]:
        """30至40场: two facts, at least the one and at most the other."""
        if not q.is_range or q.high is None:
            return readings
        return [
            r.copy(value=end, comparator=sign, approx=None)
            for r in readings
            for end, sign in ((q.low, ">="), (q.high, "<="))
        ]

    def _pairs(self, place: _Place, quantities: Sequence[Quantity]) -> int:
        """A、B、C分别为x、y、z: pair them and say how many numbers were used; 0 if this is no such list."""
        match = self.cues.pairs.search(place.before)
        if not match:
            return 0
        used = [quantities[0]]
        for q in quantities[1:]:
            if not _LIST_GAP.match(self.text[used[-1].span.end : q.span.start]) or q.unit != used[0].unit:
                break
            used.append(q)
        if len(used) < 2:
            return 0
        at = place.previous_end + match.start()
        between = re.sub("分别(?:为|是|占|达到?)?", "", self.text[at : used[0].span.start])
        share = "占" in self.text[at : used[0].span.start] or self.cues.share(place.lead)
        if years := self._years_of_pairs(place, at, used):
            return years
        named = self._names_of_pairs(place, at, used)
        if len(named) >= len(used):
            for q, mention in zip(used, named[-len(used) :], strict=True):
                self._pair_with_mention(place, q, mention, share, self.text[named[-1].end : at] + between)
        elif len(self.found) >= len(used) and used[0].unit == "%":
            for q, reading in zip(used, [r for r in self.found if r.measure == "value"][-len(used) :], strict=False):
                self._keep(reading.copy(
                    measure="share" if share else "completion_rate", value=q.value, unit="%", figure=q.span,
                    decimals=q.decimals, approx=q.approx, comparator=None, base=None,
                    quote=Span(place.clause.start, max(place.clause.start, used[-1].span.end)),
                ))
        else:
            return self._pair_with_nouns(place, used, at)
        return len(used)

    def _years_of_pairs(self, place: _Place, at: int, used: Sequence[Quantity]) -> int:
        """2021年、2022年、2023年“三公”经费分别支出a、b、c: one concept, several years."""
        head = self.text[place.previous_end : at]
        years = [int(y) for y in re.findall(r"(20\d\d)年", head)]
        named = [m for m in self.mentions if place.previous_end <= m.start and m.end <= at and accepts(m.rule, used[0].unit)]
        if len(years) != len(used) or len(named) != 1:
            return 0
        for q, year in zip(used, years, strict=True):
            reading = self._level(place, named[0])
            self._keep(reading.copy(period=year, value=q.value, figure=q.span, quote=Span(reading.quote.start, q.span.end), decimals=q.decimals))
        return len(used)

    def _names_of_pairs(self, place: _Place, at: int, used: Sequence[Quantity]) -> list[Mention]:
        """The concepts named before 分别; a name may lack the word that its neighbours share (行政、事业、工勤人员)."""
        unit = used[0].unit

        def fits(mention: Mention) -> bool:
            return accepts(mention.rule, unit) or (unit == "%" and mention.rule.units != ("分",))

        start = max(place.previous_end, place.sentence.start)
        named = [m for m in self.mentions if start <= m.start and m.end <= at and fits(m)]
        if len(named) >= len(used):
            return named
        words = re.split(r"[，,;。:]", self.text[start:at])[-1]
        offset = at - len(words)
        names = [m for m in re.finditer(r"[^、和与及]+", re.sub(r"(?:较|比|与)[^、]*$", "", words))]
        if len(names) != len(used):
            return named
        found = []
        for name in names:
            ending = names[-1].group()[-2:]
            probes = (name.group() + "1", name.group() + "合计", name.group() + ending)
            hits = [h for probe in probes for h in find_mentions(probe, self.rules) if fits(h) and h.start == 0]
            if not hits:
                return named
            found.append(Mention(offset + name.start(), offset + name.end(), hits[0].rule, name.group()))
        return found

    def _pair_with_mention(self, place: _Place, q: Quantity, mention: Mention, share: bool, words: str) -> None:
        concept = self._concept(mention)
        scenario, period = self._when(place, mention)
        measure: Measure = "share" if share else measure_of_rate(self.cues, words)[0] if q.unit == "%" else "value"
        sign = self.cues.change(words)
        if q.unit == "%" and measure == "value" and not mention.rule.units == ("%",):
            measure = "completion_rate"
        if sign:
            measure = "change_rate" if q.unit == "%" else "change"
        self._keep(Reading(
            concept=concept.id, measure=measure, scenario=scenario, period=period, value=q.value * (sign or 1),
            unit=q.unit if q.unit in ("CNY", "%") else self._unit(concept, q), rule=mention.rule.id, figure=q.span,
            quote=Span(mention.start, max(q.span.end, place.clause.end)), item=mention.item, decimals=q.decimals,
            approx=q.approx, base=self.cues.base(self._comparison(place), self.setting.year) if sign else None,
        ))

    def _pair_with_nouns(self, place: _Place, used: Sequence[Quantity], at: int) -> int:
        start = max(place.sentence.start, place.previous_end)
        names = [n for n in re.split(r"、|和|及|与", re.split(r"[，,;:。]", self.text[start:at])[-1]) if n.strip()]
        if len(names) != len(used):
            return 0
        for q, name in zip(used, names, strict=True):
            kind = self.r.items.kind(q.unit, self.text[place.sentence.start : place.clause.end])
            if kind is None or q.unit in ("CNY", "%"):
                return 0
            scenario, period = self._when(place, None)
            self._keep(Reading(
                concept=kind.concept, measure="value", scenario=scenario, period=period, value=q.value, unit=q.unit,
                rule=kind.id, figure=q.span, quote=Span(start, q.span.end), item=self.r.items.name(name),
                decimals=q.decimals, approx=q.approx,
            ))
        return len(used)

    # -- words that state a figure ------------------------------------------------------------------------

    def _words_without_number(self, sentence: Span, found: list[Reading]) -> None:
        """无, 未发生, 均为零 are 0; 持平 is a change of 0; 均为公务接待费 makes the part equal to the whole."""
        self._none(sentence)
        self._same(sentence, found)
        self._only(sentence, found)

    def _none(self, sentence: Span) -> None:
        """无A和B, A、B均未发生, A为零: names beside a word of absence are 0."""
        for cue in self.cues.none_before.finditer(self.text, sentence.start, sentence.end):
            head = self.text[max(sentence.start, cue.start() - 8) : cue.start()]
            if self.cues.none_not_before.search(head):
                continue
            # The word of absence may be swallowed by what may follow it (未安排|安排): try every shorter reach.
            for at in sorted({cue.end(), *(m.start for m in self.mentions if cue.start() < m.start <= cue.end())}):
                names = self._named_list(at, forward=True)
                if names:
                    for mention in names:
                        self._zero(mention, Span(cue.start(), mention.end))
                    break
        for mention in self._mentions_in(sentence):
            after = self.cues.none_after.match(self.text, mention.end)
            if after:
                for named in self._named_list(mention.end, forward=False):
                    self._zero(named, Span(named.start, after.end()))

    def _named_list(self, at: int, *, forward: bool) -> list[Mention]:
        """The names that stand in a list beginning (or ending) at a place: 差额拨款、自收自支编制."""
        if forward:
            start, end = at, min([self.clauses.end(at), *(q.span.start for q in self.quantities if q.span.start >= at)])
        else:
            start, end = max([self.clauses.start(at), *(q.span.end for q in self.quantities if q.span.end <= at)]), at
        names = [n for n in re.finditer(r"[^、]+?(?=、|和(?!境)|与|以及|或|及(?!运|境)|$)", self.text[start:end])]
        found: list[Mention] = []
        for name in names:
            words = re.sub(r"^(?:、|和|与|以及|或|及|其他|也无|无)+", "", name.group())
            begin = start + name.start() + len(name.group()) - len(words)
            own = [m for m in self.mentions if start <= m.start <= begin + 3 and begin < m.end]
            if own:
                found.append(own[0])
                continue
            if not words or (found and begin < found[-1].end):
                continue
            probes = (words + "1", words + self.text[max(start, end - 2) : end], self.text[start : start + 4] + words)
            hit = next((h for p in probes for h in find_mentions(p, self.rules) if h.start == 0), None)
            if hit is None:
                break
            found.append(Mention(begin, begin + len(words), hit.rule, words))
        return [m for m in found if self._can_be_none(m.concept)]

    def _can_be_none(self, concept: Concept) -> bool:
        if concept.group == "staffing":
            return True
        if concept.item:
            return False
        return concept.id.startswith(("three_public.", "operating", "procurement.total", "carryover", "expenditure.project"))

    def _zero(self, mention: Mention, quote: Span) -> None:
        concept = self._concept(mention)
        if any(r.figure.start < quote.end and quote.start < r.figure.end for r in self.found if r.concept == concept.id):
            return
        if any(quote.start <= q.span.start < quote.end for q in self.quantities if q.value):
            return
        scenario = self.setting.scenario
        head = self.text[max(0, quote.start - 6) : quote.end]
        if "预算" in head:
            scenario = "budget"
        unit = "CNY" if concept.is_money else concept.units[0] if concept.units else ""
        self._keep(Reading(
            concept=concept.id, measure="value", scenario=scenario, period=self.setting.year, value=Fraction(0), unit=unit,
            rule=mention.rule.id, figure=quote, quote=quote, item=mention.item, note="none-in-words",
        ), topic=False)

    def _mentions_in(self, span: Span) -> list[Mention]:
        return [m for m in self.mentions if span.start <= m.start and m.end <= span.end]

    def _same(self, sentence: Span, found: list[Reading]) -> None:
        for match in self.cues.same.finditer(self.text, sentence.start, sentence.end):
            start = self.clauses.start(match.start())
            clause = self.text[start : match.end()]
            if not re.search(r"较|比|与|同|和", clause):
                continue
            if any(start <= q.span.start < match.start() for q in self.quantities if q.kind not in ("bare",)) is False:
                pass
            own = [m for m in self._mentions_in(Span(start, match.start())) if not re.search("较|比|与|同", self.text[start : m.start])]
            subject = None
            if own:
                concept = self._concept(own[-1])
                subject = (concept.id, own[-1].rule.id, "CNY" if concept.is_money else (concept.units or ("",))[0], own[-1].item, self.setting.scenario)
            else:
                before = [r for r in found if r.figure.end <= match.start() and r.measure == "value"]
                if before:
                    last = before[-1]
                    subject = (last.concept, last.rule, last.unit, last.item, last.scenario)
            if subject is None or not subject[0].startswith(("staff", "org", "asset", "income", "expenditure", "three_public", "operating", "procurement")):
                continue
            concept_id, rule, unit, item, scenario = subject
            self._keep(Reading(
                concept=concept_id, measure="change", scenario="actual" if self.setting.scenario == "actual" else scenario,
                period=self.setting.year, value=Fraction(0), unit=unit, rule=rule, item=item,
                base=self.cues.base(clause, self.setting.year), figure=Span(match.start(), match.end()),
                quote=Span(start, match.end()), note="same-in-words",
            ), topic=False)

    def _only(self, sentence: Span, found: list[Reading]) -> None:
        for match in self.cues.only.finditer(self.text, sentence.start, sentence.end):
            part = next((m for m in self.mentions if m.start == match.end()), None)
            whole = [r for r in found if r.figure.end <= match.start() and r.measure == "value" and r.scenario == "actual"]
            if part is None or not whole or any(match.end() <= q.span.start < self.clauses.end(match.end()) for q in self.quantities):
                continue
            if accepts(part.rule, whole[-1].unit) and part.concept.id.startswith(whole[-1].concept.split(".")[0]):
                self._keep(whole[-1].copy(
                    concept=part.concept.id, rule=part.rule.id, item=part.item,
                    quote=Span(whole[-1].quote.start, part.end), note="all-of-it-in-words",
                ), topic=False)

    # -- account ------------------------------------------------------------------------------------------

    def _keep(self, reading: Reading, *, topic: bool = True) -> None:
        self.found.append(reading)
        if not topic:
            return
        self.state.last = reading
        known = self.state.topic
        compared = known is not None and known.concept == reading.concept and reading.period < known.period
        if reading.measure == "value" and not compared:
            self.state.topic = reading


def topic_year(topic: Reading, setting: Setting) -> int:
    """The year that a clause after this topic speaks of."""
    return max(topic.period, setting.year)


def state_scenario(state: _State, concept: str, setting: Setting) -> Scenario:
    """The scenario of a rate or change with a subject of its own."""
    return setting.scenario


def _adjacent(text: str, start: int, end: int) -> bool:
    """Whether nothing but filler stands between a name and a bare number."""
    return bool(re.fullmatch(r"(?:数|人数|总数|为|是|共|有|:|均|约|共计|达)*", text[start:end]))
