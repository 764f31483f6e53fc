"""The project's `calendar`: when people work."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from analyzer.settings.model import Calendar
from analyzer.settings.value import Value

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_EXPECTED = "working days such as Mon-Fri or [Mon, Tue, Sat]"
_HOURS_EXPECTED = 'working hours such as "08:00-17:00", the opening first'


def read_calendar(value: Value) -> Calendar:
    """`{days: Mon-Fri, hours: "08:00-17:00", holidays: [2026-12-25]}`; days default to Mon-Fri."""
    value.keys(("days", "hours", "holidays"), "the calendar")
    opens, closes = value.need("hours", _hours, "the calendar", 'add hours: such as "08:00-17:00"')
    return Calendar(
        weekdays=value.take("days", _days, (0, 1, 2, 3, 4)),
        opens=opens,
        closes=closes,
        holidays=value.take("holidays", lambda days: tuple(sorted({_date(day) for day in days.items("dates")})), ()),
    )


def calendar_keys(calendar: Calendar) -> dict[str, Any]:
    """A calendar as the project file writes it, so that reading it gives the same."""
    keys: dict[str, Any] = {
        "days": [_DAYS[day].title() for day in calendar.weekdays],
        "hours": f"{calendar.opens:%H:%M}-{calendar.closes:%H:%M}",
    }
    if calendar.holidays:
        keys["holidays"] = [day.isoformat() for day in calendar.holidays]
    return keys


def read_time(value: Value) -> time:
    """A time of day such as 02:00."""
    found = _clock(value.text())
    if found is None:
        raise value.wrong('a time of day such as "02:00"')
    return found


def _days(value: Value) -> tuple[int, ...]:
    parts = [item.text() for item in value.items("days")] if value.is_list else value.text().split(",")
    days: set[int] = set()
    for part in parts:
        ends = [_day(end) for end in re.split(r"\s*[-–]\s*", part.strip())]
        known = [end for end in ends if end is not None]
        if len(known) != len(ends) or len(ends) > 2:
            raise value.wrong(_DAYS_EXPECTED)
        days.update((known[0] + step) % 7 for step in range((known[-1] - known[0]) % 7 + 1))
    return tuple(sorted(days))


def _day(word: str) -> int | None:
    wanted = word.strip().rstrip(".").casefold()
    return next((no for no, day in enumerate(_DAYS) if len(wanted) >= 2 and day.startswith(wanted)), None)


def _hours(value: Value) -> tuple[time, time]:
    ends = re.split(r"\s*[-–]\s*", value.text())
    times = [_clock(end) for end in ends]
    opens, closes = (times[0], times[1]) if len(times) == 2 else (None, None)
    if len(ends) == 2 and ends[1] in ("24:00", "24"):
        closes = time.max  # the end of the day, which the clock cannot name
    if opens is None or closes is None or opens >= closes:
        raise value.wrong(_HOURS_EXPECTED)
    return opens, closes


def _clock(text: str) -> time | None:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", text.strip(), re.ASCII)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _date(value: Value) -> date:
    try:
        return date.fromisoformat(value.text())
    except ValueError:
        raise value.wrong("a date such as 2026-12-25") from None
