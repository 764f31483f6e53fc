"""Did an action help: counts by unit and week going in, a verdict coming out. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypedDict

from analyzer.tables.interval import NO_DATA, Interval, IntervalRow

Word = Literal["helped", "no_effect", "worse", "too_early", "not_measurable"]
Why = Literal["", "waiting", "undecided", "few_units", "few_before", "answers_stopped", "answers_moved", "gone"]


@dataclass(frozen=True)
class UnitWeek:
    """What happened to one unit (a stage, or a part of one) in one week. Weeks count from the action's start: 0 is the
    first with it, −1 the last without. Visits are those of customers who were heard; `held` those with the driver;
    `came` all visits, heard or not, 0 where they were not counted."""

    unit: str
    treated: bool
    week: int
    visits: int
    bad: int
    held: int = 0
    came: int = 0


@dataclass(frozen=True)
class EffectCounts:
    """Grain: one action in one run. `done`: weeks since the start that count already, `of`: those until the review;
    `at`: the moment of looking, ISO 8601 UTC; `against`: values, stages or both, the kind of units it is held against;
    `with_driver`: whether `held` was counted, and means the same in all units. `lag`: days until a week counts."""

    weeks: tuple[UnitWeek, ...]
    done: int
    of: int
    at: str
    against: Literal["values", "stages", "both"] = "stages"
    with_driver: bool = False
    lag: int = 0


@dataclass(frozen=True)
class MovedAnswers:
    """How much more often, or less, the treated answer since the start than the others' change lets expect.

    `change`: of the share of visits that are heard, −1 to 1, with 95 % limits of one look. `part`: 0–1, how many of the
    answers since the start are too many (`change` above 0), or how many as many are missing; None where visits that
    were not heard are not counted. `worst`: the change of the unhappy share had all of them been of one mind, of
    content and unhappy the value that lies farther off, and the limits of both. `beyond_chance`: the limits of `change`
    leave out 0. `warning`: that, or `worst` is farther off than half of what was found. `silent`: 0–1, which part of
    the unhappy would have had to stop answering to explain a fall of the unhappy share alone; None where it did not
    fall. `silence_possible`: the limits of `change` do not rule that out.
    """

    change: Interval = NO_DATA
    part: float | None = None
    worst: Interval = NO_DATA
    beyond_chance: bool = False
    warning: bool = False
    silent: float | None = None
    silence_possible: bool = False


class AnswersRow(TypedDict):
    """`MovedAnswers` in JSON."""

    change: IntervalRow
    part: float | None
    worst: IntervalRow
    beyond_chance: bool
    warning: bool
    silent: float | None
    silence_possible: bool


class VerdictRow(TypedDict):
    """A verdict as `action list --json` holds it; shares in −1 to 1, below 0 is fewer. `n`: visits of the treated."""

    word: Word
    why: Why
    driver: IntervalRow
    bad_share: IntervalRow
    n: dict[str, int]
    against: str
    units: int
    weeks: int
    of_weeks: int
    smallest: float
    avoided: IntervalRow
    answers: AnswersRow
    decided_on: str | None
    at: str


@dataclass(frozen=True)
class EffectVerdict:
    """Whether an action helped. Grain: one action in one run.

    `bad_share`, `driver`: how much more the treated visits changed than the others. `before`, `after`: their visits.
    `units`: those that it was held against. `smallest`: the change below which it is no effect. `avoided`: unhappy
    visits, of those who answered, so far. `shares`: unhappy, 0–1: of the treated `before` and `after`, of the others
    (the mean of their units) `others_before` and `others_after`; only those that are known. `answers`: whether people
    answer as before. `decided_on`: the day from which on the looks have said this word; None where it is not decided.
    """

    word: Word
    why: Why
    at: str
    bad_share: Interval = NO_DATA
    driver: Interval = NO_DATA
    before: int = 0
    after: int = 0
    against: str = "stages"
    units: int = 0
    weeks: int = 0
    of_weeks: int = 0
    smallest: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)
    answers: MovedAnswers = field(default_factory=MovedAnswers)
    decided_on: date | None = None

    @property
    def avoided(self) -> Interval:
        """The change in share times the visits since, turned round."""
        share, n = self.bad_share, self.after
        if share.value is None or share.low is None or share.high is None:
            return NO_DATA
        return Interval(-share.value * n, -share.high * n, -share.low * n)

    def as_row(self) -> VerdictRow:
        """For JSON."""
        return {
            "word": self.word,
            "why": self.why,
            "driver": self.driver.as_dict(),
            "bad_share": self.bad_share.as_dict(),
            "n": {"before": self.before, "after": self.after},
            "against": self.against,
            "units": self.units,
            "weeks": self.weeks,
            "of_weeks": self.of_weeks,
            "smallest": round(self.smallest, 6),
            "avoided": self.avoided.as_dict(),
            "answers": {
                "change": self.answers.change.as_dict(),
                "part": None if self.answers.part is None else round(self.answers.part, 6),
                "worst": self.answers.worst.as_dict(),
                "beyond_chance": self.answers.beyond_chance,
                "warning": self.answers.warning,
                "silent": None if self.answers.silent is None else round(self.answers.silent, 6),
                "silence_possible": self.answers.silence_possible,
            },
            "decided_on": self.decided_on.isoformat() if self.decided_on else None,
            "at": self.at,
        }
