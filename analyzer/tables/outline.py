"""The outline of a log: what its activities are, where in a case they stand, what follows what, and what customers
name."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PlacedActivity:
    """An activity of the log. `position` is the mean place of its events in their cases: 0 the first event, 1 the
    last."""

    activity: str
    cases: int
    position: float
    team: str | None = None  # the one that does more than half of it


@dataclass(frozen=True)
class Before:
    """Of two activities: the cases in which the first one's first event comes before the other's, and the median of the
    time between both, in seconds."""

    cases: int
    gap_s: float


@dataclass(frozen=True)
class Heard:
    """A stage that signals state: how many, where in their cases they fall (the share of the events that were over),
    and their touchpoints, the most frequent first."""

    stage: str
    signals: int
    position: float | None = None
    touchpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    """What is needed to draft a journey. `activities` by position, then name; `follows`: (activity, next) → how
    often; `orders`: (activity, later one) → in how many cases so, and after what time, for the frequent activities."""

    cases: int
    activities: tuple[PlacedActivity, ...]
    follows: dict[tuple[str, str], int]
    heard: tuple[Heard, ...] = ()
    orders: dict[tuple[str, str], Before] = field(default_factory=dict)
    looked_at: int = 0  # the cases on which `orders` rests

    def of(self, activity: str) -> PlacedActivity | None:
        """The activity of a name."""
        return next((one for one in self.activities if one.activity == activity), None)
