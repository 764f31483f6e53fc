"""One night at a time and one of each moment of the schedule, whoever makes it: command, worker, another machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.catalog import Catalog, Job, Run, Within, newest_night, nights
from analyzer.errors import LockError
from analyzer.jobs.names import SCHEDULED
from analyzer.jobs.schedule import last_due
from analyzer.settings import Settings

LOOKED_AT = 10  # of the newest nights, for one of a moment


class NightMadeError(Exception):
    """The night that was asked for has been made by another: `run`."""

    def __init__(self, run: Run) -> None:
        super().__init__(run.id)
        self.run = run


def due_now(settings: Settings) -> datetime | None:
    """The last moment of the schedule in UTC; None without one."""
    if settings.schedule is None:
        return None
    return last_due(settings.schedule, ZoneInfo(settings.timezone), datetime.now(UTC))


def check_moment(settings: Settings, catalog: Catalog, ask: Callable[..., Job | None]) -> None:
    """Raise where the schedule has asked for the night of its last moment, a few minutes ago. With `take_moment` this
    night is that one otherwise, and no worker asks for another."""
    due = due_now(settings)
    if due is None:
        return
    job = ask(catalog, due, datetime.now(UTC), SCHEDULED)
    if job is not None:
        raise LockError(
            expected="a night that nobody else makes",
            found=f"the night of {due.astimezone(ZoneInfo(settings.timezone)):%Y-%m-%d %H:%M}, which the schedule has"
            f" asked for ({job.state})",
            where="schedule in the project file",
            do="nothing: it is one night; keep either the schedule or what starts this command at the same time",
        )


def check_made(catalog: Catalog, moment: datetime) -> None:
    """Raise NightMadeError where a night has begun at this moment of the schedule or after it: it is that one."""
    for run in nights(catalog, LOOKED_AT):
        if run.started_at >= moment:
            raise NightMadeError(run)


def only_after(catalog: Catalog) -> Within:
    """What takes a night back, in the transaction that keeps it, where another was kept since this was called: who
    holds the locks of this project meets none, unless the connection that held the catalog's has broken."""
    with catalog.reading() as connection:
        before = newest_night(connection, catalog)

    def check(connection: Any, catalog: Catalog, run_id: str) -> None:
        now = newest_night(connection, catalog, run_id)
        if now != before:
            raise LockError(
                expected="no other night of this project while this one is made",
                found=f"the night {now}, which was kept meanwhile",
                where="the project's catalog",
                do="nothing: that night stands; see that the connection to the catalog lasts as long as a night",
            )

    return check
