"""Actions: what people have decided to do about a mismatch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

On = dict[str, list[str]]  # attribute → the values of the part that an action was tried on first

STATUSES = ("new", "accepted", "under way", "done", "dropped")
OVER = ("done", "dropped")  # nobody works on it any more
SIZES = ("small", "medium", "large")  # of effort; or a number of days


@dataclass(frozen=True)
class Action:
    """One action. Grain: one row an action of a project; times are aware UTC, days those of the project's zone."""

    id: str
    mismatch_id: str | None  # None: of no mismatch
    title: str
    owner: str | None
    starts_on: date | None
    due_on: date | None
    effort: str | None  # small, medium, large, or a number of days such as "12"; None: not estimated
    status: str  # one of STATUSES
    note: str
    version: int  # grows with every change: who saves an older one is told
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    review_on: date | None = None  # the day on which its effect is judged for good
    tried_on: On | None = None  # None: on everything
    expected: float | None = None  # the part of the unhappy visits that it is to take away, above 0 and at most 1
    reopened_at: datetime | None = None  # the moment of looking of the night on which its mismatch came back
