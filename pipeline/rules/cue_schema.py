"""The shape of rules/cues.yaml: the words that tell how a figure is meant. What each key is for stands there.

A `Shape` is searched for, or matched where the words begin; an `Ending` matches right before a number; a `str` is
a part that pipeline/extract/cues.py builds patterns of.
"""

from __future__ import annotations

from typing import Literal

from pipeline.facts import Base, Scenario
from pipeline.rules.patterns import Ending, Shape
from pipeline.rules.strict import Strict

Area = Literal["省", "市", "县", "乡", ""]


class SubjectCues(Strict):
    counting: str
    naming: str
    bare: Shape
    spending: Shape
    project: Shape
    all_projects: Shape
    a_project: Shape
    arranged: Shape
    own_body: Shape
    heading_opening: Shape
    defines: Shape
    heading_tail: Shape
    bought: Shape
    kept: Shape
    acted_on: Shape
    summing: Shape
    sum_total: Shape
    in_post: Shape
    of_income: Shape
    coming_in: Shape
    of_the_year: Shape
    renames: Shape
    of_funds: Shape
    of_whole: Shape
    portion: str
    fulfilled: Shape


class ProjectCues(Strict):
    granted: Shape
    granted_until: Shape
    granted_behind: Shape
    handed: Shape
    source: Shape
    own_money: Shape
    a_fund: Shape
    handed_out: Shape
    executed: Shape
    gains: Ending
    spent: Shape


class GuardCues(Strict):
    in_days: Ending
    skip_units: frozenset[str]
    whole_units: frozenset[str]
    before: Ending
    came_and_went: Shape
    explains: Shape
    weights: Shape
    price_after: Shape
    per_thing: Ending
    divided: Ending
    page_counter: Ending
    indicators_counted: Ending
    per_head: Shape
    economy: Shape
    rules_of_the_game: Shape
    required: Shape
    advice: Shape
    posts_after: Shape
    size_units: frozenset[str]
    size_of: Shape
    size_of_one: Shape
    size_of_one_units: frozenset[str]
    size_opens: Ending
    bound: Ending
    bound_of_money: Ending
    bound_before: Shape
    bound_noun: Shape
    bound_units: frozenset[str]
    code_units: frozenset[str]
    behind_code: Shape
    before_code: Ending
    same_list: Shape
    numbered_units: frozenset[str]
    numbered_after: Shape
    numbered_group: Ending
    steps: Ending
    step_units: frozenset[str]
    divisions: Shape
    contractors: Shape
    worked_on: Shape
    area_list: Shape
    listed: Shape
    obeyed: Shape
    obeyed_after: Shape
    parts: Shape
    place_name: Shape
    place_from: Shape
    background: Shape
    of_the_treasury: Shape
    own: Shape
    wider: dict[Area, str]
    wider_from: str


class TargetCues(Strict):
    before: Ending
    done: Ending
    after: Shape
    demand: Shape
    reached: Shape
    aim: Ending
    then_reached: Shape
    aimed: Shape
    against: Shape
    verb: Shape
    verb_end: Shape
    label: Shape
    label_done: Shape
    done_later: Shape
    still_planned: Shape
    actual_label: Shape
    results: Shape
    plan: Shape
    budget: Shape


class PeriodCues(Strict):
    prior: str
    next: Shape
    anew: Shape
    prior_tail: str


class ChangeCues(Strict):
    up: str
    down: str
    weak_up: str
    weak_down: str
    tail: str
    opening: str
    from_before: Ending
    from_behind: Shape
    to: str
    times: Shape
    of_plan: Shape
    quota_up: Shape
    quota_down: Shape
    same: Shape


class ComparingCues(Strict):
    words: Shape
    opening: Shape
    against: Shape
    complete: Shape
    mark: Shape
    year_on_year: str
    noun_end: Shape
    within: Shape
    rising: Shape
    same_with: Shape
    same_against: Shape


class RateCues(Strict):
    share: Ending
    own_share: str
    completion: Ending
    of_spending: Ending
    done_between: Shape
    of_the_last: Shape
    initial: Shape
    of_budget: Shape
    completing_all: Shape
    of_accounts: Shape
    word: Ending
    named: Shape
    of_work: Shape
    completing: Shape


class ListCues(Strict):
    parts: Shape
    purpose: Shape
    point: Shape
    each: Shape
    joined: str
    only: Shape
    pairs: Shape
    paired: Shape
    pair_gap: str
    pair_name: Shape
    pair_split: Shape
    pair_tail: Shape
    pair_probe: str
    name_openings: Shape


class NoneCues(Strict):
    before: str
    not_before: str
    of_a_form: Shape
    again: Shape
    of_topic: Shape
    filler: str
    after: Shape
    name: Shape
    name_opening: Shape
    budget: Shape


class ScoreCues(Strict):
    indicator: Shape
    not_indicator: Shape
    sum: Shape
    of_the_rate: Shape
    full_before: Ending
    full_after: Shape
    then_got: Shape
    behind_name: Shape
    not_part: Shape
    lost: Shape
    judged: Shape
    then_judged: Shape


class IndicatorRowCues(Strict):
    target: Shape
    actual: Shape
    full: Shape
    score: Shape


class ActivityCues(Strict):
    because: Shape
    reason: Shape
    done: Shape
    in_passing: Shape
    bodies: Shape
    units_of_work: frozenset[str]
    counted: Shape
    followers: Ending
    views: Ending
    times: Ending
    left: Shape
    purpose: Shape
    part: Shape
    named_behind: Shape
    noun_tail: Shape


class CueSpec(Strict):
    """rules/cues.yaml."""

    scenarios: dict[Scenario, Shape]
    scenario_blind: Shape
    weak_actual: Shape
    then_spent: Shape
    projects: ProjectCues
    subjects: SubjectCues
    guards: GuardCues
    targets: TargetCues
    periods: PeriodCues
    changes: ChangeCues
    comparing: ComparingCues
    bases: dict[Base, Shape]
    rates: RateCues
    lists: ListCues
    none: NoneCues
    scores: ScoreCues
    indicator_row: IndicatorRowCues
    activities: ActivityCues
