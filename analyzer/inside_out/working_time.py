"""Working time between two moments, by the project's calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from analyzer.engine import DAY_S, ibis, local_seconds
from analyzer.settings import Calendar
from analyzer.tables.log import Log

OFFICE_HOURS = Calendar(weekdays=(0, 1, 2, 3, 4), opens=time(9), closes=time(17))  # where the project gives no calendar
REACH = timedelta(days=40)
EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


def working_seconds(calendar: Calendar | None, timezone: str, log: Log, start: Any, end: Any) -> Any:
    """Seconds of working time from `start` to `end`, negative where the end is earlier.

    Working time since 1970 is a function of the local clock: whole weeks, days of the week begun, the part of the day
    between opening and closing, less the holidays; the difference of two of them is the working time between. Exact
    for times within the log.
    """
    return _since_epoch(calendar or OFFICE_HOURS, timezone, log, end) - _since_epoch(
        calendar or OFFICE_HOURS, timezone, log, start
    )


def _seconds_of(clock: time) -> int:
    return DAY_S if clock == time.max else clock.hour * 3600 + clock.minute * 60 + clock.second


def _since_epoch(calendar: Calendar, timezone: str, log: Log, at: Any) -> Any:
    length_s = _seconds_of(calendar.closes) - _seconds_of(calendar.opens)
    local_s = local_seconds(at, timezone, log.first_at - REACH, log.last_at + REACH)
    days = (local_s / DAY_S).floor().cast("int64")
    holidays = sorted(_day_number(d) for d in set(calendar.holidays) if d.weekday() in calendar.weekdays)
    works = [(EPOCH_WEEKDAY + i) % 7 in calendar.weekdays for i in range(7)]  # by day number modulo 7
    in_week = days % 7
    before = ibis.cases(
        *((in_week == i, ibis.literal(sum(works[:i]), "int64")) for i in range(7)), else_=ibis.literal(0, "int64")
    )
    worked = (days - in_week) / 7 * sum(works) + before
    today = in_week.isin([i for i in range(7) if works[i]])
    for holiday in holidays:
        worked = worked - (days > holiday).cast("int64")
        today = today & (days != holiday)
    part_s = (local_s - days * DAY_S - _seconds_of(calendar.opens)).clip(0, length_s)
    return worked * length_s + ibis.ifelse(today, part_s, 0.0)


def _day_number(day: date) -> int:
    return (datetime(day.year, day.month, day.day) - datetime(1970, 1, 1)).days
