"""Indicators told in prose: the limit that was set (时长≥960小时) and what was reached of it (实际941.5小时)."""

from __future__ import annotations

from pipeline.extract.narrative.place import Place
from pipeline.extract.narrative.state import State


def sets_limit(place: Place) -> bool:
    """Whether a number below a heading of indicators is the value aimed at."""
    if place.setting.kind != "indicators" or place.words.targets.reached.search(place.lead):
        return False
    return bool(place.words.targets.demand.match(place.text, place.q.span.start, place.q.number.start))


def reaches_limit(place: Place, state: State) -> bool:
    """Whether a number is what was reached of the limit just read; in percent only where it has no name of its own."""
    last = state.last
    if last is None or last.unit != place.q.unit or last.scenario != "target":
        return False
    if not place.words.targets.reached.search(place.lead):
        return False
    return place.cues.bare(place.lead) if place.q.unit == "%" else last.rule == "indicator-limit"
