"""Money that nobody could name: what goes on about it is no fact of the report either."""

from __future__ import annotations

from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State
from pipeline.language.quantity import Quantity


def unread_money(place: Place, state: State) -> Quantity | None:
    """The money right before this number in its sentence, if it made no fact."""
    before = [q for q in place.paragraph.quantities if place.sentence.start <= q.span.start < place.q.span.start]
    if not before or before[-1].kind != "money" or before[-1].span.end != place.previous_end:
        return None
    return before[-1] if all(reading.figure != before[-1].span for reading in state.found) else None


def follows_unread_money(place: Place, state: State) -> bool:
    """甲公司借款50万元，实际支出48万元: what nobody could name is not the unit's own, nor is what goes on about it."""
    unread = unread_money(place, state)
    if unread is None:
        return False
    at = unread.span.start
    inside = place.paragraph.clauses.bracket(at)
    if inside is not None and inside.end <= place.q.span.start:
        return False  # 调增96万元（甲补助80万元），调整后全年预算579万元: the bracket told parts, and is closed
    last = state.last
    if last is not None and place.words.lists.parts.search(place.text, last.figure.end, at):
        return False  # 支出19万元，其中局机关6万元；年初预算23万元: what could not be named was a part
    # 全年收到财政资金512万元，支出498万元
    return not place.words.subjects.coming_in.search(place.text, place.paragraph.clauses.start(at), at)


def is_share_of_unread_money(place: Place, state: State) -> bool:
    """自评项目12个，涉及资金580万元，占项目支出预算总额的100%: neither the money nor its share is a figure of ours."""
    return place.lead.startswith(place.words.subjects.portion) and unread_money(place, state) is not None


def is_change_of_unread_money(place: Place, state: State) -> bool:
    """其中：其他结转6万元，同比增加2万元，增长50%: of what has a name of its own, which nobody knows."""
    lists, clauses = place.words.lists, place.paragraph.clauses
    read = {reading.figure for reading in state.found}
    before = [q for q in place.paragraph.quantities if place.sentence.start <= q.span.start < place.q.span.start]
    for q in reversed(before):
        if q.kind != "money" or q.span in read:
            return False
        head = lists.parts.sub("", place.text[clauses.start(q.span.start) : q.span.start])
        if not (place.cues.compares(head) or place.cues.change_alone(head) or place.cues.bare(head)):
            return True
    return False
