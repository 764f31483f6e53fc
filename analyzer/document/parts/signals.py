"""What customers said, counted."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from analyzer.tables.interval import ScoreRow


class RuleSection(TypedDict):
    """The rule by which untagged signals found their stage; None where none proved itself or none was needed."""

    surveys: str | None
    others: str | None


class LinksSection(TypedDict):
    """How many signals found their case by its id, and how many by their customer and time."""

    case: int
    customer: int


class StageFromSection(TypedDict):
    """How many signals found their stage by which way."""

    stated: int
    touchpoint: int
    about: int
    timing: int
    none: int


class HeardRow(TypedDict):
    """The signals of a month, stage and kind. `stage` None: of no stage, or (`whole`) of the journey as a whole."""

    month: str
    stage: str | None
    whole: bool
    kind: str
    signals: int
    good: int
    bad: int
    score: float | None


class BehaviourRow(TypedDict):
    """What customers of a stage (None: of the journey as a whole) did, seen in the log: `signals` of it, among the
    `cases` in which it could be seen. `within_s` of `again`, `activities` of `gave_up`."""

    kind: str
    stage: str | None
    within_s: float | None
    activities: list[str]
    signals: int
    cases: int


class SignalsSection(TypedDict):
    """All signals. `rule` to `note` are of the run, and left out in a slice of it.

    `agreement`: group of signals → rule → share of those that state their stage in which it is right, and their `n`.
    """

    total: int
    linked: int
    by_kind: dict[str, int]
    stage_from: StageFromSection
    scores: dict[str, ScoreRow]
    monthly: list[HeardRow]
    links: LinksSection
    rule: NotRequired[RuleSection]
    agreement: NotRequired[dict[str, dict[str, float | None]]]
    reactions: NotRequired[list[str]]
    behaviour: NotRequired[list[BehaviourRow]]
    silence: NotRequired[str]
    note: NotRequired[str | None]
