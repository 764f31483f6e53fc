"""Score cards: how a stage owner's or a partner's own visits turned out, fair to their mix of cases. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.tables.interval import Interval

Party = Literal["owner", "partner"]
CardWord = Literal["better", "as_expected", "worse", "too_few"]


@dataclass(frozen=True)
class PartyCell:
    """Grain: one party × stage × cell of the case mix. `rated`: visits whose customer was heard, `bad` of them unhappy;
    `off_target`: of all visits."""

    party: str
    stage_no: int
    cell: str
    visits: int
    rated: int
    bad: int
    off_target: int


@dataclass(frozen=True)
class PartyCounts:
    """What the cards of all parties are made from. Grain: one run and kind of party.

    `whole`: cell → (unhappy, rated visits) of everybody, each visit once. `mix`: the attributes that part the cells.
    """

    kind: Party
    cells: tuple[PartyCell, ...]
    whole: dict[str, tuple[int, int]]
    mix: tuple[str, ...]
    stages: tuple[str, ...]
    moments_of_truth: tuple[str, ...]
    left_out: tuple[str, ...] = ()  # attributes by which nobody can be compared: each party has values of its own


@dataclass(frozen=True)
class CardStage:
    """A stage on a card. `unhappy`, `off_target`: shares 0 to 1; None below 20 rated (or lived) visits."""

    name: str
    moment_of_truth: bool
    visits: int
    rated: int
    bad: int
    unhappy: float | None
    off_target: float | None
    expected: float | None  # the share that is expected of this mix


@dataclass(frozen=True)
class Shared:
    """What a party's unhappy customers have in common: a driver, in how many of the unhappy and of the other visits."""

    label: str
    bad_with: int
    bad: int
    rest_with: int
    rest: int


@dataclass(frozen=True)
class ScoreCard:
    """The card of one party. `adjusted`: its unhappy share, fair to its mix and drawn towards the mean where it is
    small; `band`: the middle half of its peers, unnamed; None with fewer than 4 of them."""

    kind: Party
    name: str
    visits: int
    rated: int
    bad: int
    expected: float
    adjusted: Interval
    everybody: float | None
    word: CardWord
    band: tuple[float, float] | None
    peers: int
    stages: tuple[CardStage, ...]
    mix: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    shared: tuple[Shared, ...] = ()
    verified: tuple[str, ...] = ()  # titles of its actions that helped
    first_of_quarter: bool = False  # one of these is the project's first of its quarter
    came_true: int = 0  # notes about its stages that spoke before the data
    nights: int | None = None  # without a relapse; None before the second night
    first: str = ""  # the day of the first and of the last event that the run has read
    last: str = ""
    noun: str = "case"
