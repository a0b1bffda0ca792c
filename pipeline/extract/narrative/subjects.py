"""Which of the names around a number it belongs to, and which concept the name means there."""

from __future__ import annotations

from pipeline.extract.mentions import Mention, accepts, mention_after
from pipeline.extract.narrative.families import (
    ACTIVITY,
    APPROPRIATED,
    APPROPRIATION,
    BOUGHT,
    IN_POST,
    NARROW_SPENDING,
    STAFF,
    STEPS,
    UNIT_SPENDING,
    WITH_COUNTS,
)
from pipeline.extract.narrative.place import Paragraph, Place
from pipeline.extract.narrative.state import State
from pipeline.extract.narrative.statement import CHANGES
from pipeline.extract.reading import Reading
from pipeline.facts import Measure
from pipeline.rules import Concept

_SHORT_NAME = 4
_KIND = 2
_MARKS = "，,;:(。、"


def subject(place: Place, state: State, measure: Measure) -> Mention | None:
    """The mention that the number is told of; None where its clause has no subject of its own."""
    mention = _named(place, state, measure)
    if mention is None:
        return None
    if measure != "value" and not _is_subject(place, mention, measure):
        return _before_portion(place) if measure == "share" else None
    departs = place.words.changes.from_before.search(place.text[mention.end : mention.end + 1])  # 就业率由上年的46%
    if is_bare_rate(mention) and state.activity is not None and not departs:
        return None  # 抽检35批次，合格率98%: that count's
    if is_bare_rate(mention) and mention.concept.group == "staffing" and state.topic is not None:
        # “三公”经费预算23万元，控制率86.3%: the money's
        return mention if state.topic.concept.startswith(STAFF) else None
    if mention.concept.id == STEPS and _tells_work(place, state):
        return None
    return mention


def _tells_work(place: Place, state: State) -> bool:
    """引进项目9个，到位资金4.3亿元: money that came by what was done is no step of the budget's."""
    done = state.activity
    return place.setting.whole and done is not None and done.figure.start >= place.sentence.start


def _before_portion(place: Place) -> Mention | None:
    """人员经费占基本支出的85%: the part, named before the whole."""
    portion = place.lead.find(place.words.subjects.portion)
    end = place.lead_start + portion
    behind = (m for m in reversed(place.mentions) if m.end <= end and m.concept.is_money)
    return next(behind, None) if portion > 0 else None


def concept_of(paragraph: Paragraph, state: State, mention: Mention) -> Concept:
    """The concept that a mention has at this place: 行政8人 means posts or people by what it is a part of."""
    rule, concepts = mention.rule, paragraph.lexicon.rules.concepts
    after_topic = {} if _in_post(paragraph, state, mention) else rule.after_topic
    for family, reading in ((rule.in_list, state.whole), (after_topic, state.whole or state.topic)):
        for topic, concept in family.items():
            if reading and (reading.concept == topic or reading.concept.startswith(topic + ".")):
                return concepts[concept]
    if rule.beside and state.whole is None and state.topic and state.topic.concept in rule.beside:
        # 行政编制15人，实有14人；事业编制20人，实有18人: beside each kind of posts stands its own kind of people.
        sentence = paragraph.clauses.sentence(mention.start)
        inside = paragraph.mentioned(sentence.start, sentence.end)
        before = [inside[i - 1].concept.id if i else "" for i, m in enumerate(inside) if m.rule is rule]
        if len(before) > 1 and all(name in rule.beside for name in before):
            return concepts[rule.beside[state.topic.concept]]
    if rule.concept.id == UNIT_SPENDING and _is_of_appropriation(paragraph, state, mention):
        return concepts[APPROPRIATED]
    if rule.of_project is not None and not paragraph.setting.whole:
        return rule.of_project
    return rule.concept


def _is_of_appropriation(paragraph: Paragraph, state: State, mention: Mention) -> bool:
    """财政拨款收入总计500万元，支出总计500万元: what was spent of the appropriation, not all that was spent."""
    topic, sums = state.topic, paragraph.lexicon.cues.words.subjects.sum_total
    if topic is None or topic.concept != APPROPRIATION or not sums.search(mention.text):
        return False
    sentence = paragraph.clauses.sentence(mention.start)
    before = paragraph.mentioned(sentence.start, mention.start)
    alone = bool(before) and all(m.concept.id == APPROPRIATION for m in before)
    return alone and bool(sums.search(before[-1].text)) and topic.figure.start >= sentence.start


def _in_post(paragraph: Paragraph, state: State, mention: Mention) -> bool:
    """事业编制35名，实有事业人员32名: these are people, whatever posts were spoken of before."""
    if mention.concept.group != "staffing":
        return False
    start = paragraph.clauses.start(mention.start)
    if state.last is not None:
        start = max(start, state.last.figure.end)
    return bool(paragraph.lexicon.cues.words.subjects.in_post.search(paragraph.text, start, mention.end))


def is_bare_rate(mention: Mention) -> bool:
    """合格率, 覆盖率; not 满意度 or 满意率, which is nobody's share."""
    named = mention.text.endswith("率") and "满意" not in mention.text
    return mention.rule.units == ("%",) and len(mention.text) <= _SHORT_NAME and named


def _named(place: Place, state: State, measure: Measure) -> Mention | None:
    """The nearest fitting mention: before the number, right behind it, or in the clause before."""
    unit = place.q.unit if place.q.kind != "bare" else ""
    for mention in reversed(place.mentions):
        if not _may_be_meant(place, state, mention):
            continue
        if mention.rule.yields:
            narrower = _narrower(place, mention)
            if narrower or _is_of_something_else(place, state, measure):
                return narrower
        if mention.concept.id in (APPROPRIATED, APPROPRIATION) and (narrower := _funded(place, mention)):
            return narrower
        if _acted_on(place.paragraph, mention, place.clause.start):
            continue
        if _carries(mention, unit, measure):
            return mention
    return _named_elsewhere(place, state, measure, unit)


def _named_elsewhere(place: Place, state: State, measure: Measure, unit: str) -> Mention | None:
    """A name that does not stand between the last number and this one: right behind it, or in the clause before."""
    if place.q.kind == "count" and (behind := mention_after(place.text, place.q.span.end, place.rules, unit)):
        bought = behind.concept.id in BOUGHT and place.words.subjects.bought.search(place.lead + behind.text)
        return None if bought else behind
    if measure in CHANGES and place.cues.change_alone(place.lead):
        return _compared_before(place, unit)
    if measure != "value" or not unit:
        return None
    return _before_bracket(place, state, unit) or _in_clause_before(place, state, unit)


def _may_be_meant(place: Place, state: State, mention: Mention) -> bool:
    if mention.start < state.noun_end or _in_title(place, mention):
        return False
    if _in_closed_bracket(place, mention) or _before_list(place, mention) or _is_bought(place, mention):
        return False
    if _counts_bodies(place, state, mention):
        return False
    if mention.concept.is_money and place.words.lists.purpose.search(place.text[mention.end : place.q.span.start]):
        return False  # 项目支出主要用于道路养护120万元
    return _may_stand_short(place, state, mention)


def _counts_bodies(place: Place, state: State, mention: Mention) -> bool:
    """机构总数7个（行政1个、事业6个）: kinds of bodies, where no people or posts are spoken of."""
    if place.q.unit != "个" or not mention.concept.id.startswith(IN_POST) or len(mention.text) > _KIND:
        return False
    return not any(r is not None and r.concept.startswith(STAFF) for r in (state.whole, state.topic))


def _in_title(place: Place, mention: Mention) -> bool:
    """A name inside 《关于下达补助资金的通知》."""
    text = place.text
    return text.rfind("《", 0, mention.start) > text.rfind("》", 0, mention.start)


def _in_closed_bracket(place: Place, mention: Mention) -> bool:
    """A name inside a bracket that is closed before the number: 人员经费（含住房公积金）512万元."""
    at = place.q.span.start
    between = place.text[mention.end : at]
    if between == ")" and place.text[mention.start - 1 : mention.start] == "(":
        # 专职消防员(劳务派遣)40名: it tells what they are; but 项目支出(村级运转经费)20万元 is no single project's.
        in_front = any(m.end == mention.start - 1 and m.concept.is_money for m in place.mentions)
        return bool(mention.concept.item) and in_front
    if between.startswith(")") and _is_other_name(place, mention):
        return False
    return between.count(")") > between.count("(") and not place.paragraph.clauses.bracket(at)


def _is_other_name(place: Place, mention: Mention) -> bool:
    """A、B和C（以下简称“三公”经费）: what the names before the bracket are called together."""
    opened = place.text.rfind("(", 0, mention.start) + 1
    quoted = place.text.startswith('"', opened)
    return quoted or bool(place.words.subjects.renames.fullmatch(place.text, opened, mention.start))


def _before_list(place: Place, mention: Mention) -> bool:
    """A name that a list goes on behind: 到龄退休、两名同志调走."""
    words = place.text[mention.end : place.q.span.start]
    return "、" in words and "(" not in words and not place.words.subjects.summing.search(words)


def _is_bought(place: Place, mention: Mention) -> bool:
    """购置车辆2辆，其中执法执勤用车1辆: cars that were bought, or a kind of them."""
    if mention.concept.id not in BOUGHT:
        return False
    words, clauses = place.words, place.paragraph.clauses
    begin, end = clauses.start(mention.start), mention.end
    parts = [m.start() for m in words.lists.parts.finditer(place.text, place.sentence.start, mention.start)]
    if parts:
        end = parts[-1]
        while end > place.sentence.start and place.text[end - 1] in _MARKS:
            end -= 1
        begin = clauses.start(max(end - 1, 0))
    bought = words.subjects.bought.search(place.text, begin, end)
    return bool(bought) and not words.subjects.kept.search(place.text, begin, end)


def _may_stand_short(place: Place, state: State, mention: Mention) -> bool:
    """Whether a part that is named shortly stands inside its whole, or behind a part of it that is named in full.

    公务用车购置费未发生，运行维护费3.6万元: what was nothing has no figure to stand behind.
    """
    if not mention.rule.only_in:
        return True
    if any(r is not None and r.concept in mention.rule.only_in for r in (state.whole, state.topic)):
        return True
    before = place.paragraph.mentioned(place.sentence.start, mention.start)
    return any(m.concept.is_money and m.concept.id in mention.rule.only_in for m in before)


def _is_of_something_else(place: Place, state: State, measure: Measure) -> bool:
    """Whether a generic name (全年支出) is of the activity before it, or of what the heading names.

    A change of it is of the part that was spoken of last: 公务接待费1.2万元，支出比上年减少0.3万元.
    """
    topic = state.topic
    if measure in CHANGES and topic is not None and topic.concept.startswith(NARROW_SPENDING):
        return topic.concept.startswith(WITH_COUNTS) or topic.figure.start >= place.sentence.start
    # A heading inside the paragraph names the topic before any figure of it.
    heading = place.setting.topic if topic is None else topic.concept if topic.value is None else ""
    return heading.startswith(NARROW_SPENDING) or cost_of(place, state) is not None


def cost_of(place: Place, state: State) -> Reading | None:
    """The activity that money is told of without a name of its own: 慰问困难群众120户，共支出12万元."""
    last = state.last
    if place.q.kind != "money" or last is None or not last.concept.startswith(ACTIVITY) or not last.item:
        return None
    if state.money is not None and state.money.concept.startswith(WITH_COUNTS):
        return None  # 公务接待费0.74万元，接待86人次，共计支出0.74万元
    between = place.text[last.figure.end : place.q.span.start]
    told_at_once = last.figure.start >= place.sentence.start and ";" not in between
    return last if told_at_once and not place.words.subjects.of_the_year.search(between) else None


def _narrower(place: Place, mention: Mention) -> Mention | None:
    """What a generic name gives way to: a narrower name before it in the same part of the sentence."""
    start = max(place.sentence.start, place.previous_end, place.text.rfind(";", 0, mention.start) + 1)
    earlier = place.paragraph.mentioned(start, mention.start)
    narrow = [m for m in earlier if m.concept.id.startswith(NARROW_SPENDING) and not m.rule.takes_item]
    return narrow[-1] if narrow else None


def _funded(place: Place, mention: Mention) -> Mention | None:
    """公务接待费2030年财政拨款支出决算数: the narrower name right before the words for where its money came from."""
    narrower = _narrower(place, mention)
    right_before = narrower and place.words.subjects.of_funds.fullmatch(place.text, narrower.end, mention.start)
    return narrower if right_before else None


def _acted_on(paragraph: Paragraph, mention: Mention, start: int) -> bool:
    """慰问退休干部12人: the words from `start` make people of the staff what something was done for."""
    if mention.concept.group != "staffing":
        return False
    return bool(paragraph.lexicon.cues.words.subjects.acted_on.search(paragraph.text[start : mention.start]))


def states_staff(paragraph: Paragraph, mention: Mention) -> bool:
    """Whether a mention is of the body's own staff, not of people for whom something was done."""
    if not mention.concept.id.startswith(STAFF):
        return False
    return not _acted_on(paragraph, mention, paragraph.clauses.start(mention.start))


def _carries(mention: Mention, unit: str, measure: Measure) -> bool:
    """Whether the mention's concept can be stated in that unit; a percentage of money must be a change or rate."""
    if unit == "%":
        return mention.rule.units == ("%",) or measure != "value" or mention.rule.measure is not None
    return not unit or accepts(mention.rule, unit)


def _before_bracket(place: Place, state: State, unit: str) -> Mention | None:
    """The name in front of a bracket that has just closed, or with it: 事业编（含参公18个）92个, 普法宣传（15项）."""
    at = place.q.span.start
    if place.lead or place.text[at - 1 : at] != ")":
        return None
    bracket = next((b for b in place.paragraph.clauses.brackets if b.end == at), None)
    if bracket is None:
        return None
    named = (m for m in place.paragraph.mentions if m.end in (bracket.start, bracket.end))
    return next((m for m in named if accepts(m.rule, unit) and _may_stand_short(place, state, m)), None)


def _in_clause_before(place: Place, state: State, unit: str) -> Mention | None:
    """The name in the clause before one that only counts: 内设机构情况，共5个."""
    start = place.previous_end
    if place.text[place.lead_start - 1 : place.lead_start] == "(":
        # What a bracket tells is of the clause in front of it: 资金下达至某县，用于某项目（510万元）.
        start = max(start, place.paragraph.clauses.start(place.lead_start - 1))
    earlier = place.paragraph.mentioned(start, place.lead_start)
    fitting = (m for m in reversed(earlier) if accepts(m.rule, unit) and _may_be_meant(place, state, m))
    if unit == "%" or not (named := next(fitting, None)):
        return None
    return named if place.cues.only_counts(place.lead) else None


def _compared_before(place: Place, unit: str) -> Mention | None:
    """The name in a clause that only compares: 收入总计与上年相比，减少5.2万元."""
    start, end = place.previous_end, place.lead_start
    comparing = place.words.comparing
    for mention in reversed(place.paragraph.mentioned(start, end)):
        clause = place.paragraph.clauses.start(mention.start)
        compared = comparing.words.search(place.text, mention.end, end)
        if compared and place.paragraph.clauses.end(mention.end) >= end - 1 and accepts(mention.rule, unit):
            return None if comparing.against.search(place.text, clause, mention.start) else mention
    return None


def _is_subject(place: Place, mention: Mention, measure: Measure) -> bool:
    """Whether a mention before a change or rate is its subject, and not what it is measured against."""
    words = place.words
    head = place.text[place.lead_start : mention.start]
    if measure == "share" or words.subjects.of_whole.search(place.lead):
        return words.subjects.portion not in head
    if words.comparing.against.search(words.comparing.complete.sub("", head)):
        return False
    return measure != "completion_rate" or not words.subjects.fulfilled.search(head)
