"""Both verdicts joined: the 2×2 per stage and overall, as small frames and plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analyzer.tables.interval import Interval, ScoreRow


@dataclass(frozen=True)
class Both:
    """The 2×2 of rated visits whose company verdict is known: company verdict _ customer verdict."""

    good_good: int = 0
    good_bad: int = 0
    bad_good: int = 0
    bad_bad: int = 0

    @property
    def n(self) -> int:
        return self.good_good + self.good_bad + self.bad_good + self.bad_bad


@dataclass(frozen=True)
class Side:
    """One side's verdicts over all visits of a stage, and the yield good / (good + bad)."""

    good: int
    bad: int
    unknown: int
    yielded: Interval


@dataclass(frozen=True)
class Measures:
    """visibility = P(company bad | customer bad); relevance = P(customer bad | company bad); score = their harmonic
    mean."""

    visibility: Interval
    relevance: Interval
    score: Interval


@dataclass(frozen=True)
class WeightedBlueprint:
    """Shares of a stage's finished visits, the answered ones weighted so that they stand for the others too."""

    felt_bad: Interval
    visibility: Interval
    relevance: Interval
    answered: int  # finished visits answered in a survey
    cells: int
    by: tuple[str, ...]  # what tells the cells apart: "company verdict", "duration", case attributes
    differs: str | None  # why the weighted share of bad visits tells another story: answers, complaints


@dataclass(frozen=True)
class StageBlueprint:
    """One stage of the journey with both verdicts."""

    stage_no: int
    visits: int
    open: int
    company: Side
    promise: Side | None
    customer: Side
    both: Both
    design_effect: float  # factor on variances of the 2×2, because visits of one customer go together; at least 1
    measures: Measures
    felt_bad: Interval  # share of rated visits that are bad for the customer
    hidden: Interval  # share of rated visits: company good, customer bad
    unfelt: Interval  # share of rated visits: company bad, customer good
    scores: dict[str, ScoreRow]  # by kind
    rated: int
    coverage: float | None  # rated ÷ visits
    differs: str | None  # how those who answered differ from the others: off_target, duration
    median_s: float | None
    p90_s: float | None
    returns: int
    # surveys, early, surveys_bad, early_bad; answered_off_target, unanswered_off_target, answered_median_s,
    # unanswered_median_s
    early: dict[str, Any] = field(default_factory=dict)
    weighted: WeightedBlueprint | None = None  # None where too few answered, or nobody is missing


@dataclass(frozen=True)
class Blueprint:
    """All stages, the whole, and how both develop by month."""

    stages: tuple[StageBlueprint, ...]
    overall: Measures
    both: Both
    visits: int
    rated: int
    trend: Any  # frame: month, stage_no, visits, rated, good_good, good_bad, bad_good, bad_bad
    scores: dict[str, ScoreRow]  # over all signals of a kind
    heard: Any = None  # frame: month, stage_no?, kind, signals, good, bad, score?
