"""Local time in the engine: the offset of a time zone as an expression over UTC times, the same on every engine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

DAY_S = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_THURSDAY = 3  # days from Monday to the day of 1970-01-01
_STEP = 6 * DAY_S  # no zone changes its offset and back in less


@lru_cache(maxsize=64)
def offsets_between(timezone: str, low: int, high: int) -> tuple[tuple[int, int], ...]:
    """The moments (UTC, seconds since 1970) at which a zone's offset changes, each with the offset from then on.

    The first entry is `low` with the offset at it; the others lie after it, up to `high`.
    """
    zone = ZoneInfo(timezone)

    def offset_at(at: int) -> int:
        found = (EPOCH + timedelta(seconds=at)).astimezone(zone).utcoffset()
        return int(found.total_seconds()) if found is not None else 0

    found = [(low, offset_at(low))]
    for at in range(low, high, _STEP):
        before, after, now = at, at + _STEP, found[-1][1]
        following = offset_at(after)
        if following == now:
            continue
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (middle, after) if offset_at(middle) == now else (before, middle)
        found.append((after, following))
    return tuple(found)


def offset_s(at: Any, timezone: str, first: datetime, last: datetime) -> Any:
    """Seconds that local time is ahead of UTC at each time of a column; exact between `first` and `last`."""
    import ibis

    low, high = (int((moment.replace(tzinfo=UTC) - EPOCH).total_seconds()) for moment in (first, last))
    changes = offsets_between(timezone, low, high)
    value: Any = ibis.literal(changes[0][1], "int64")
    if len(changes) == 1:
        return value
    later = [
        (at >= ibis.literal(_naive(moment), "timestamp(6)"), ibis.literal(offset, "int64"))
        for moment, offset in reversed(changes[1:])
    ]
    return ibis.cases(*later, else_=value)


def days_of_change(timezone: str, first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """Begin and end (UTC, without a zone; the end is the begin of the next day) of each local day on which the zone's
    offset changes, between two UTC times. A midnight that exists twice begins the day when it comes first; a day whose
    midnight is skipped begins at the moment that it is skipped."""
    low, high = (int((moment.replace(tzinfo=UTC) - EPOCH).total_seconds()) for moment in (first, last))
    changes, zone = offsets_between(timezone, low, high), ZoneInfo(timezone)
    pairs = pairwise(changes)
    days = {
        (at + offset) // DAY_S for (_, old), (change, new) in pairs for at, offset in ((change - 1, old), (change, new))
    }

    def begin(day: int) -> datetime:
        midnight = datetime(1970, 1, 1, tzinfo=zone) + timedelta(days=day)  # on the local clock
        return midnight.astimezone(UTC).replace(tzinfo=None)

    return [(begin(day), begin(day + 1)) for day in sorted(days)]


def _naive(moment: int) -> datetime:
    return (EPOCH + timedelta(seconds=moment)).replace(tzinfo=None)


def local_week(at: Any, timezone: str, first: datetime, last: datetime) -> Any:
    """The number of the local week, from Monday, in which a UTC time lies; `monday` gives its first day."""
    since = local_seconds(at, timezone, first, last) + _THURSDAY * DAY_S
    return (since / (7 * DAY_S)).floor().cast("int64")


def monday(week: int) -> date:
    """The Monday of a `local_week`."""
    return date(1970, 1, 1) + timedelta(days=7 * week - _THURSDAY)


def local_seconds(at: Any, timezone: str, first: datetime, last: datetime) -> Any:
    """Seconds of local wall-clock time since 1970-01-01 00:00, with fractions."""
    import ibis

    epoch = ibis.literal(datetime(1970, 1, 1), "timestamp(6)")
    return at.delta(epoch, unit="microsecond") / 1_000_000.0 + offset_s(at, timezone, first, last)


def local_day(at: Any, timezone: str, first: datetime, last: datetime) -> Any:
    """The day on the clocks of the zone, as days since 1970-01-01."""
    return (local_seconds(at, timezone, first, last) / DAY_S).floor().cast("int64")


def iso_day(day_no: int) -> str:
    """A day since 1970-01-01 as YYYY-MM-DD."""
    return (date(1970, 1, 1) + timedelta(days=day_no)).isoformat()
