"""Actions: what people have decided to do about a mismatch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

STATUSES = ("new", "accepted", "under way", "done")
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
