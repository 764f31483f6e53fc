"""Local time in the engine: the offset of a time zone as an expression over UTC times, the same on every engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

DAY_S = 86_400


@lru_cache(maxsize=64)
def transitions(timezone: str, first: datetime, last: datetime) -> tuple[tuple[datetime, int], ...]:
    """The moments (naive UTC) at which the offset changes between two times, each with the offset in seconds from
    then on.

    The first entry holds the offset at `first`.
    """
    zone = ZoneInfo(timezone)

    def offset_s(moment: datetime) -> int:
        offset = moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0

    found = [(first, offset_s(first))]
    day = first
    while day < last:
        following = day + timedelta(days=1)
        if offset_s(following) != offset_s(day):
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                low, high = (middle, high) if offset_s(middle) == offset_s(day) else (low, middle)
            found.append((high.replace(microsecond=0), offset_s(following)))
        day = following
    return tuple(found)


def offset_s(at: Any, timezone: str, first: datetime, last: datetime) -> Any:
    """Seconds that local time is ahead of UTC at each time of a column; exact between `first` and `last`."""
    import ibis

    changes = transitions(timezone, first.replace(microsecond=0), last.replace(microsecond=0))
    value: Any = ibis.literal(changes[0][1], "int64")
    if len(changes) == 1:
        return value
    later = [
        (at >= ibis.literal(moment, "timestamp(6)"), ibis.literal(s, "int64")) for moment, s in reversed(changes[1:])
    ]
    return ibis.cases(*later, else_=value)


def local_seconds(at: Any, timezone: str, first: datetime, last: datetime) -> Any:
    """Seconds of local wall-clock time since 1970-01-01 00:00, with fractions."""
    import ibis

    epoch = ibis.literal(datetime(1970, 1, 1), "timestamp(6)")
    return at.delta(epoch, unit="microsecond") / 1_000_000.0 + offset_s(at, timezone, first, last)
