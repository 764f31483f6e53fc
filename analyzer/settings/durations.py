"""Durations as people write them: `90m`, `24h`, `3d`, `2w`, `1d 12h`, `8 working hours`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("w", "week", "weeks"), "w"),
}
_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(working\s+)?([a-z]+)\s*,?", re.ASCII)
_LONGEST_S = 100 * 366 * 86_400.0

EXAMPLES = "a duration such as 90m, 24h, 3d, 2w or 8 working hours"


@dataclass(frozen=True)
class Duration:
    """A length of time in seconds; counted in working time where `working` is set."""

    seconds: float
    working: bool = False


def parse_duration(text: str) -> Duration:
    """Read a duration. Units: s, m, h, d, w and their words; several parts add up; a day is 24 hours.

    Working time is written in hours or minutes only, for how long a working day is stands in the calendar. Raises
    ValueError with a short reason for anything else, for nothing, and for more than 100 years.
    """
    wanted = text.strip().casefold()
    seconds, working, position = 0.0, set[bool](), 0
    while position < len(wanted):
        part = _PART.match(wanted, position)
        if part is None:
            raise ValueError("a number without a unit" if re.fullmatch(r"\d+(\.\d+)?", wanted) else "not a duration")
        unit = _UNITS.get(part[3])
        if unit is None:
            raise ValueError("its unit is none of s, m, h, d, w")
        if part[2] and unit in "dw":
            raise ValueError("working time is written in hours or minutes")
        working.add(bool(part[2]))
        seconds += float(part[1]) * _SECONDS[unit]
        position = part.end()
    if not working:
        raise ValueError("nothing")
    if len(working) > 1:
        raise ValueError("working time and clock time in one")
    if not 0 < seconds <= _LONGEST_S:
        raise ValueError("a duration of nothing" if seconds == 0 else "more than a hundred years")
    return Duration(seconds, working.pop())
