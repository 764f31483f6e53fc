"""What a finding carries: numbers, names and kinds, from which its words are made. A type a kind of mismatch.

Shares are 0–1. `basis` says what the shares count: rated, weighted, visits, visits_on_target, visits_off_target, cases,
ended_cases or events.
"""

from __future__ import annotations

from typing import Any, TypedDict

from analyzer.tables.interval import IntervalRow

# `from` is a word of Python, so this type is written as a call
DriverKeys = TypedDict(
    "DriverKeys",
    {
        "activity": str,
        "at_least": int,
        "from": str,
        "to": str,
        "over_seconds": float,
        "under_seconds": float,
        "attribute": str,
        "op": str,
        "value": Any,
        "take": str,  # highest (max), lowest (min) or first value so far
    },
    total=False,
)


class TermRow(TypedDict):
    """A term that sets bad comments apart, its weight, and the comments of each side that hold it."""

    term: str
    z: float
    bad: int
    good: int


class FrictionFacts(TypedDict):
    """Hidden friction. `judged_visits`: visits with a verdict of the company; `company_good_share` of them are good."""

    basis: str
    judged_visits: int
    company_good_share: float | None
    company_good_rated: int
    company_good_bad: int
    hidden_share: IntervalRow
    derived_target: bool
    cause_owner: str | None  # who answers for the stage of the first driver
    left_out: list[str]  # columns that name the outcome itself, and were not tried
    doubtful: list[str]  # columns of its drivers that may


class DefectFacts(TypedDict):
    """Silent defect: the test that customers off target are no more often unhappy than those on target."""

    basis: str
    judged_visits: int
    company_bad_share: float
    rated_off_target: int
    rated_on_target: int
    bad_off_target: float
    bad_on_target: float
    difference_upper: float | None
    margin: float
    equivalent: bool


class FailureFacts(TypedDict):
    """Shared failure: how much more often customers off target are unhappy."""

    basis: str
    judged_visits: int
    company_bad_share: float
    rated_off_target: int
    rated_on_target: int
    bad_off_target: float
    bad_on_target: float | None
    risk_ratio: IntervalRow
    share: IntervalRow
    p_times_stages: float


class PromiseFacts(TypedDict):
    """Broken promise. `broken` of `visits` on target; `felt` of `felt_rated` broken ones are unhappy."""

    basis: str
    visits: int
    broken: int
    share: IntervalRow
    target: str | None
    promise: str
    felt: int
    felt_rated: int


class BlindSpotFacts(TypedDict):
    """Blind spot: how many of all cases speak of a stage, or of a touchpoint that belongs to none."""

    basis: str
    touchpoint: str | None
    share: float
    cases: int
    bad_cases: int
    signals: int
    of_cases: int


class InvisibleFacts(TypedDict):
    """Invisible work. `over`: which of the two shares are large, cycle_time or cost; `activities`: the largest."""

    basis: str
    share_of_cycle_time: float
    share_of_cost: float | None
    over: list[str]
    activities: list[str]


class DepartureFacts(TypedDict):
    """Out of order, skipped or returned to: `cases` of the `ended_cases`, and how many of each are unhappy."""

    basis: str
    cases: int
    ended_cases: int
    share: float
    rated: int
    bad: int
    rated_others: int
    bad_others: int


class UnownedFacts(TypedDict):
    """Unowned: no owner, or an owner whose team does a `share` of the stage's `events` and `most` does the most."""

    basis: str
    owner: str | None
    share: float | None
    events: int | None
    most: str | None
    most_share: float | None


class EarlyFacts(TypedDict):
    """Asked too early: `early` of the `surveys`."""

    basis: str
    surveys: int
    early: int
    share: IntervalRow


Facts = (
    FrictionFacts
    | DefectFacts
    | FailureFacts
    | PromiseFacts
    | BlindSpotFacts
    | InvisibleFacts
    | DepartureFacts
    | UnownedFacts
    | EarlyFacts
)
OF_KIND: dict[str, type] = {
    "hidden_friction": FrictionFacts,
    "silent_defect": DefectFacts,
    "shared_failure": FailureFacts,
    "broken_promise": PromiseFacts,
    "blind_spot": BlindSpotFacts,
    "invisible_work": InvisibleFacts,
    "out_of_order": DepartureFacts,
    "missing_touchpoint": DepartureFacts,
    "ad_hoc_touchpoint": DepartureFacts,
    "unowned": UnownedFacts,
    "asked_too_early": EarlyFacts,
}
