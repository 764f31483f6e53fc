"""A mismatch: where the two views contradict each other, what goes with it, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.tables.comparison import ComparisonRow
from analyzer.tables.facts import DriverKeys, Facts, TermRow
from analyzer.tables.interval import Interval

KINDS_OF_MISMATCH = (
    "hidden_friction",
    "silent_defect",
    "shared_failure",
    "broken_promise",
    "blind_spot",
    "invisible_work",
    "out_of_order",
    "missing_touchpoint",
    "ad_hoc_touchpoint",
    "unowned",
    "asked_too_early",
)


@dataclass(frozen=True)
class Cause:
    """What a driver is: its type, the keys of its type, and the stage in which its cause lies."""

    type: str
    keys: DriverKeys
    stage: str | None


@dataclass(frozen=True)
class Driver:
    """What sets the bad visits of a stage apart from the good ones: an association, adjusted for the other drivers.

    `keys` holds the keys of its type as the contract names them (activity; from, to; over_seconds; attribute, op,
    value; …).
    """

    type: str
    keys: DriverKeys
    stage: str | None  # in which its cause lies
    visits: int
    unhappy: int  # of these visits, the bad ones
    risk_ratio: Interval
    share: Interval  # population attributable fraction of the bad visits
    q_value: float
    adjusted: bool
    controllable: bool | None
    avoidable: Interval  # bad visits a month
    adjusted_for: tuple[Cause, ...] = ()
    risk_ratio_uncorrected: Interval | None = None  # where the ratio was corrected for having been selected
    also: tuple[Driver, ...] = ()


@dataclass(frozen=True)
class OutcomeColumn:
    """A column of the log that names the outcome (`certain`: it was left out of the drivers), or may (it is listed).

    `unhappy` and `others`: those with its value, and all, of the visits of the stage; of the cases where it is None.
    """

    attribute: str
    certain: bool
    stage: str | None
    unhappy: tuple[int, int]
    others: tuple[int, int]


@dataclass(frozen=True)
class Mismatch:
    """A supported mismatch. `id` is made of kind, stage and what names it, so it is the same from night to night."""

    id: str
    kind: str
    stage: str | None
    affected_visits: int
    avoidable: Interval | None  # avoidable bad visits a month; None for kinds that count no unhappy customers
    weight: float
    owner: str | None
    evidence: Facts  # from which its words are made
    drivers: tuple[Driver, ...] = ()
    quotes: tuple[str, ...] = ()
    words: tuple[TermRow, ...] = ()
    comparison: ComparisonRow | None = None  # what the two groups' cases do
    priority: float = 0.0
