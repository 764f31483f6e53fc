"""The improvement kata of an action: where it is to lead, and the experiments on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class KataCycle:
    """One experiment. Grain: one row a cycle of an action; times aware UTC, days of the project's zone.

    `condition`: how things stood when it began, in words. It is open until it says what happened and what was learned.
    """

    id: str
    action_id: str
    condition: str
    obstacle: str
    experiment: str
    expected: str
    look_on: date | None  # the day on which one looks at what happened
    happened: str
    learned: str
    began_at: datetime
    began_by: str
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True)
class Kata:
    """The kata of one action. `version` is 0 where nobody has written anything yet."""

    action_id: str
    challenge: str = ""
    target: str = ""
    target_on: date | None = None
    version: int = 0
    updated_by: str = ""
    cycles: tuple[KataCycle, ...] = ()  # the newest first

    @property
    def open_cycle(self) -> KataCycle | None:
        """The experiment that is under way: one at a time."""
        return next((cycle for cycle in self.cycles if cycle.is_open), None)
