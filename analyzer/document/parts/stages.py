"""The stages, with both verdicts."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from analyzer.tables.interval import IntervalRow, ScoreRow

# `yield` is a word of Python, so this type is written as a call
SideRow = TypedDict(
    "SideRow",
    {"good": int, "bad": int, "unknown": int, "yield": float | None, "low": float | None, "high": float | None},
)


class InsideOutRow(SideRow):
    """The company's verdicts over all visits of a stage, and the target that they rest on; a derived one's limit in
    seconds, None where only repeats count; `derived_repeats` says that these are ordinary and do not count."""

    target: str | None
    derived: bool
    derived_within_s: NotRequired[float | None]
    derived_repeats: NotRequired[bool]


class PromiseRow(SideRow):
    """Whether what the customer was told was kept."""

    text: str | None


class BothRow(TypedDict):
    """Rated visits whose company verdict is known: company verdict _ customer verdict."""

    good_good: int
    good_bad: int
    bad_good: int
    bad_bad: int


class MeasuresRow(TypedDict):
    """The three measures of agreement, 0–1."""

    visibility: IntervalRow
    relevance: IntervalRow
    score: IntervalRow


class AlignmentSection(MeasuresRow):
    """The measures over all stages."""

    visits: int
    rated: int


class WeightedRow(TypedDict):
    """Shares of finished visits, the answered ones weighted so that they stand for the others too.

    `by`: what tells the weighted cells apart. `differs`: why the weighted share tells another story than the raw one,
    answers or complaints; None where it does not.
    """

    felt_bad: IntervalRow
    visibility: IntervalRow
    relevance: IntervalRow
    answered: int
    cells: int
    by: list[str]
    differs: NotRequired[str | None]
    warning: str | None


class CoverageRow(TypedDict):
    """Rated visits and their share of all visits. `differs`: how those who answered differ from the others, off_target
    or duration; None where they do not."""

    rated: int
    share: float | None
    differs: NotRequired[str | None]
    warning: str | None


class AskedEarlyRow(TypedDict):
    """Surveys that were answered before the visit they ask about was over."""

    surveys: int
    early: int
    share: float | None
    surveys_off_target: int
    early_off_target: int


class AnsweredRow(TypedDict):
    """Those who answered against those who did not: share off target, median duration in seconds."""

    answered_off_target: float | None
    unanswered_off_target: float | None
    answered_median_s: float | None
    unanswered_median_s: float | None


class PerRow(TypedDict):
    """`per`: there is one visit for each object of that type; without it one visit a case."""

    per: NotRequired[str]


class StageRow(MeasuresRow, PerRow):
    """One stage. `hidden`, `unfelt`, `felt_bad`: shares of the rated visits; times in seconds."""

    name: str
    owner: str
    moment_of_truth: bool
    visits: int
    open: int
    returns: int
    median_s: float | None
    p90_s: float | None
    inside_out: InsideOutRow
    outside_in: SideRow
    promise: PromiseRow | None
    both: BothRow
    hidden: IntervalRow
    unfelt: IntervalRow
    felt_bad: IntervalRow
    weighted: WeightedRow | None
    scores: dict[str, ScoreRow]
    coverage: CoverageRow
    asked_early: AskedEarlyRow
    answered: AnsweredRow


class CellsRow(BothRow):
    """The visits of a month."""

    month: str
    visits: int
    rated: int


class TrendRow(CellsRow):
    """The visits of a month and stage."""

    stage: str
