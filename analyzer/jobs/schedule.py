"""When the schedule of a project is due: once a day, at a time in the project's zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

DAYS_BACK = 3  # a zone has skipped a day before


def last_due(schedule: time, zone: tzinfo, now: datetime) -> datetime:
    """The last moment at or before `now` at which the schedule was due, in UTC.

    On the night when the clock goes forward a time that does not exist is the one an hour later; when it goes back, a
    time that exists twice is the first of the two.
    """
    today = now.astimezone(zone).date()
    days = (today - timedelta(days=back) for back in range(DAYS_BACK))
    moments = (datetime.combine(day, schedule, zone).astimezone(UTC) for day in days)
    return next(moment for moment in moments if moment <= now)
