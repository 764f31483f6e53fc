"""The mismatches with their drivers."""

from __future__ import annotations

from typing import NotRequired, Required, TypedDict

from analyzer.document.parts.stages import CellsRow
from analyzer.tables.comparison import ComparisonRow
from analyzer.tables.facts import DriverKeys, TermRow
from analyzer.tables.interval import IntervalRow
from analyzer.tables.money import MoneyRow


class EvidenceRow(TypedDict, total=False):
    """What a mismatch rests on: the facts of its kind, as analyzer/tables/facts.py explains them."""

    basis: Required[str]
    activities: list[str]
    bad: int
    bad_cases: int
    bad_off_target: float
    bad_on_target: float | None
    bad_others: int
    broken: int
    cases: int
    cause_owner: str | None
    left_out: list[str]
    doubtful: list[str]
    company_bad_share: float
    company_good_bad: int
    company_good_rated: int
    company_good_share: float | None
    derived_target: bool
    difference_upper: float | None
    early: int
    ended_cases: int
    equivalent: bool
    events: int | None
    felt: int
    felt_rated: int
    hidden_share: IntervalRow
    judged_visits: int
    margin: float
    most: str | None
    most_share: float | None
    of_cases: int
    over: list[str]
    owner: str | None
    p_times_stages: float
    promise: str
    rated: int
    rated_off_target: int
    rated_on_target: int
    rated_others: int
    risk_ratio: IntervalRow
    share: IntervalRow | float | None
    share_of_cost: float | None
    share_of_cycle_time: float
    signals: int
    surveys: int
    target: str | None
    touchpoint: str | None
    visits: int


class CauseRow(DriverKeys):
    """What a driver is: its type, the keys of its type, the stage in which its cause lies, and its words."""

    type: str
    stage: str | None
    label: str


class DriverRow(CauseRow):
    """A driver with its numbers. Twins stand under `also`, in the same shape.

    `risk_ratio_uncorrected`: the ratio as measured, where `risk_ratio` is corrected for having been selected.
    `adjusted_for`: the labels of what its risk ratio was adjusted for; `given`: the same in full.
    """

    visits: int
    unhappy_visits: int
    risk_ratio: IntervalRow
    risk_ratio_uncorrected: NotRequired[IntervalRow]
    adjusted: bool
    adjusted_for: NotRequired[list[str]]
    given: NotRequired[list[CauseRow]]
    q_value: float
    share: IntervalRow
    avoidable_bad_per_month: IntervalRow
    controllable: bool | None
    also: list[DriverRow]


class RequiredRow(TypedDict):
    """A target (of the stage `name`) or an activity that a law, a norm or a contract (`by`) requires."""

    what: str
    name: str
    by: str


class MismatchRow(TypedDict):
    """A supported mismatch. `rank_by`: avoidable or affected. `trend`: the visits of its stage, by month.
    `avoidable_money_per_month`: where the project says what an unhappy customer costs.
    `required`: what in it is required, so that its price is no waste; left out where nothing is."""

    id: str
    kind: str
    stage: str | None
    title: str
    story: str
    priority: float
    rank_by: str
    weight: float
    owner: str
    affected_visits: int
    avoidable_bad_per_month: IntervalRow
    required: NotRequired[list[RequiredRow]]
    avoidable_money_per_month: NotRequired[MoneyRow]
    drivers: list[DriverRow]
    quotes: list[str]
    words: list[TermRow]
    evidence: EvidenceRow
    comparison: ComparisonRow | None
    trend: list[CellsRow]


class BlameRow(TypedDict):
    """Unhappy visits of a stage that have a driver whose cause lies in `driver_stage` (None: in no stage)."""

    stage: str
    driver_stage: str | None
    visits: int
