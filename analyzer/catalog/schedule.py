"""What the schedule of a project has asked for: every moment once, whatever the number of workers."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.catalog.jobs import UNDER_WAY, Job, alone, as_job, ask_within
from analyzer.catalog.model import Catalog

ASKED_BY = "the schedule"
AHEAD = timedelta(days=1)  # no moment that was due lies so far ahead: the clock was wrong when it was written down
AT_ONCE = timedelta(minutes=10)  # so long after a moment of the schedule a night that is asked for is meant to be its


def ask_when_due(catalog: Catalog, due: datetime, now: datetime, kind: str) -> str | None:
    """Ask for a job where `due`, the schedule's last moment, has not been dealt with; gives its id, else None.

    A moment that passed while nobody looked is caught up with by one job, however many passed. The first moment that a
    catalog hears of is only written down: a schedule that was just set begins with its next one.
    """
    table = schema.schedule
    wanted = sa.select(table.c.asked_for).where(table.c.project == catalog.project)
    with catalog.reading() as connection:
        if _dealt_with(connection.scalar(wanted), due, now):
            return None
    with catalog.writing() as connection:
        alone(connection)
        before = connection.scalar(wanted)
        if _dealt_with(before, due, now):
            return None
        if before is None:
            connection.execute(sa.insert(table), {"project": catalog.project, "asked_for": due})
            return None
        connection.execute(sa.update(table).where(table.c.project == catalog.project).values(asked_for=due))
        return ask_within(connection, catalog, kind, {}, ASKED_BY) if before < due else None


def asked_just_now(catalog: Catalog, due: datetime, now: datetime, kind: str) -> Job | None:
    """What the schedule has asked for at its last moment, under way or done, where `now` is just after it (`AT_ONCE`):
    who comes then, say a cron of the same time, would do it twice."""
    with catalog.reading() as connection:
        return _asked_just_now(connection, catalog, due, now, kind)


def take_moment(catalog: Catalog, due: datetime, now: datetime, kind: str) -> Job | None:
    """As `asked_just_now`; where that is nothing the moment is dealt with: who asks does now what the schedule would
    ask for."""
    table = schema.schedule
    with catalog.writing() as connection:
        alone(connection)
        job = _asked_just_now(connection, catalog, due, now, kind)
        if job is not None:
            return job
        before = connection.scalar(sa.select(table.c.asked_for).where(table.c.project == catalog.project))
        if before is None:
            connection.execute(sa.insert(table), {"project": catalog.project, "asked_for": due})
        elif not _dealt_with(before, due, now):
            connection.execute(sa.update(table).where(table.c.project == catalog.project).values(asked_for=due))
        return None


def _asked_just_now(connection: sa.Connection, catalog: Catalog, due: datetime, now: datetime, kind: str) -> Job | None:
    if now - due > AT_ONCE:
        return None
    job = schema.job
    wanted = sa.select(job).where(
        job.c.project == catalog.project,
        job.c.kind == kind,
        job.c.asked_by == ASKED_BY,
        job.c.created_at >= due,
        job.c.state.in_((*UNDER_WAY, "done")),
    )
    found = connection.execute(wanted.order_by(job.c.created_at.desc()).limit(1)).mappings().first()
    return as_job(found) if found is not None else None


def _dealt_with(before: datetime | None, due: datetime, now: datetime) -> bool:
    return before is not None and due <= before <= now + AHEAD
