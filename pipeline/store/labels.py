"""What the views call things: Chinese words for the vocabulary of facts, and defaults for concepts without any."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.store.records import Labels, Row

GROUPS = ("staffing", "spending", "activities", "targets")
"""The views that show facts; every concept belongs to one of them, or to `other`."""

# Which view a concept goes to by its first word, where no label says so.
_ROOTS = {
    "staff": "staffing",
    "org": "staffing",
    "asset": "staffing",
    "income": "spending",
    "expenditure": "spending",
    "carryover": "spending",
    "three_public": "spending",
    "operating": "spending",
    "procurement": "spending",
    "activity": "activities",
    "indicator": "targets",
    "score": "targets",
}


def _label(kind: str, name: str, zh: str, en: str, group: str = "") -> Row:
    return {"kind": kind, "id": name, "zh": zh, "en": en, "group": group}


DEFAULT_LABELS: tuple[Row, ...] = (
    _label("scenario", "actual", "实际", "actual"),
    _label("scenario", "budget", "年初预算", "initial budget"),
    _label("scenario", "adjusted", "调整预算", "adjusted budget"),
    _label("scenario", "target", "目标", "target"),
    _label("measure", "value", "数值", "value"),
    _label("measure", "change", "增减额", "change"),
    _label("measure", "change_rate", "增减率", "rate of change"),
    _label("measure", "share", "占比", "share"),
    _label("measure", "completion_rate", "完成率", "completion rate"),
    _label("base", "prior_actual", "上年实际", "last year's actual"),
    _label("base", "prior_budget", "上年预算", "last year's budget"),
    _label("base", "budget", "年初预算", "initial budget"),
    _label("base", "adjusted", "调整预算", "adjusted budget"),
    _label("base", "target", "目标", "target"),
    _label("base", "whole", "合计", "the whole"),
    _label("approx", "over", "余", "more than"),
    _label("approx", "about", "约", "about"),
    _label("approx", "under", "近", "nearly"),
    _label("decision", "confirmed", "确认", "confirmed"),
    _label("decision", "explained", "口径不同", "explained"),
    _label("decision", "false_alarm", "误报", "false alarm"),
    _label("decision", "ask", "问询", "ask the unit"),
    _label("severity", "error", "矛盾", "error"),
    _label("severity", "warning", "存疑", "warning"),
    _label("kind", "sum", "合计不符", "sum"),
    _label("kind", "difference", "增减不符", "difference"),
    _label("kind", "ratio", "比率不符", "ratio"),
    _label("kind", "text_table", "前后不一", "stated twice"),
    _label("kind", "cross_year", "年度不接", "across years"),
    _label("kind", "limit", "超过上限", "limit"),
    _label("kind", "unit", "单位有误", "unit"),
    _label("kind", "stale", "沿用旧文", "carried over"),
)


def label_rows(labels: Labels) -> Iterator[Row]:
    """Rows of `labels` for concepts."""
    return (_label("concept", concept, zh, en, group) for concept, (zh, en, group) in sorted(labels.items()))


def default_label(concept: str) -> Row:
    """A concept that nobody has named is called by its id.

    >>> default_label("staff.quota")["group"]
    'staffing'
    """
    return _label("concept", concept, concept, concept, _ROOTS.get(concept.split(".", 1)[0], "other"))
