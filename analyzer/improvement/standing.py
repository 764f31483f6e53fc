"""How a mismatch stands: since which run it is known, and how far what is done about it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from analyzer.tables.action import OVER, STATUSES, Action


@dataclass(frozen=True)
class Standing:
    """A mismatch's first run, and its actions' number and status.

    `status` is that of the action that has come furthest of those that are open; `done` where one is done and none
    open, `dropped` where all are; None without any.
    """

    since_run: str | None
    since: datetime | None
    status: str | None
    actions: int


def standings(
    mismatch_ids: Sequence[str], first_seen: Mapping[str, tuple[str, datetime]], actions: Sequence[Action]
) -> dict[str, Standing]:
    """The standing of each mismatch. Grain: one an id. `first_seen` gives the earliest run that has it, and when that
    began. Raises nothing. A mismatch that went away and came back counts from its first time."""
    found = {}
    for identity in mismatch_ids:
        statuses = [action.status for action in actions if action.mismatch_id == identity]
        still = [status for status in statuses if status not in OVER]
        furthest = max(still, key=STATUSES.index) if still else max(statuses, key=lambda s: s == "done", default=None)
        run, since = first_seen.get(identity, (None, None))
        found[identity] = Standing(run, since, furthest, len(statuses))
    return found
