"""What the schedule of a project has asked for: every moment once, whatever the number of workers."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.catalog.jobs import alone, ask_within
from analyzer.catalog.model import Catalog

ASKED_BY = "the schedule"
AHEAD = timedelta(days=1)  # no moment that was due lies so far ahead: the clock was wrong when it was written down


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


def _dealt_with(before: datetime | None, due: datetime, now: datetime) -> bool:
    return before is not None and due <= before <= now + AHEAD
