"""Concepts that sentences treat alike, by the beginnings of their names in rules/concepts.yaml."""

from __future__ import annotations

from pipeline.extract.reading import Setting
from pipeline.rules import Concept

SCORES = ("score.total", "indicator.score")

ACTIVITY = "activity."
INCOME = "income."
APPROPRIATION = "income.appropriation"
UNIT_SPENDING = "expenditure.total"
PROJECT = "expenditure.project"
BASIC = "expenditure.basic"
ECONOMIC = "expenditure.economic"
CARRYOVER = "carryover."
LEFT_OVER = "carryover.closing"
APPROPRIATED = "expenditure.appropriation"
BUDGET_CHANGE = "budget.change"
QUOTA = "staff.quota"
STAFF = "staff."
IN_POST = "staff.actual."
ASSETS = "asset."
VEHICLES = "asset.vehicles"
BOUGHT = (VEHICLES, "asset.equipment")

STAFF_TOTALS = ("staff.quota", "staff.actual", "staff.total")
"""Each has parts of the same short names (行政, 事业): behind one, they are no longer another's."""

NARROW_SPENDING = ("three_public.", "operating.", "procurement.", "expenditure.basic", "expenditure.project")
"""What a generic name (支出, 决算数) beside it means."""

SPENDING = ("expenditure.total", "expenditure.basic", "expenditure.project")
"""What a figure of the unit's spending can be of where only a heading names it."""

SPENT = ("expenditure.", "three_public.", "operating.", "procurement.")
"""Money that is spent, and was granted before."""

STEPS = "transfer.step"

NOT_CARRIED_ON = (ACTIVITY, "carryover.", "budget.", "transfer.")
"""Money that a clause without a subject does not go on speaking of."""

WITH_COUNTS = "three_public."
"""Money that is told together with what was done for it: receptions, guests, tours, cars."""

NO_ACTIVITIES = ("spending", "staffing", "problems", "skip")
"""Kinds of sections whose money is the body's own accounts: what no rule names there is no activity."""

MAY_BE_NONE = ("three_public.", "operating", "procurement.total", "carryover", "expenditure.project")
"""Money whose absence is told (无会议费)."""

MAY_STAY_SAME = (
    "staff",
    "org",
    "asset",
    "income",
    "expenditure",
    "three_public",
    "operating",
    "procurement",
    "carryover",
)
"""What 持平 tells a change of 0 of."""


def is_kept(concept: Concept) -> bool:
    """Staff, offices and cars: a budget states those that there are, whatever else in it is planned."""
    return concept.group == "staffing" or concept.id.startswith(ASSETS)


def unit_spending(setting: Setting) -> str:
    """What 支出 and 预算 mean in a report on a whole unit, or on one project."""
    return "expenditure.total" if setting.whole else PROJECT
