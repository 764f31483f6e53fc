"""Local times → UTC in SQL, in whole microseconds.

A local hour that does not exist moves forward (it is read with the offset from before the change). One that exists
twice has a first
and a second reading; `to_utc` takes the first, `twice` tells which times have another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analyzer.errors import SettingsError

US = 1_000_000
DAY_US = 86_400 * US
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_US = 0  # 1970
END_US = int((datetime(2101, 1, 1, tzinfo=UTC) - EPOCH).total_seconds()) * US  # years up to 2100 count


@dataclass(frozen=True)
class Change:
    """A moment at which a zone's offset changes: UTC seconds, and the offset in seconds before and after."""

    at: int
    before: int
    after: int

    @property
    def local_us(self) -> int:
        """From this local time on the offset after the change counts, in the first reading."""
        return (self.at + max(self.before, self.after)) * US


@lru_cache(maxsize=16)
def changes(timezone: str) -> tuple[int, tuple[Change, ...]]:
    """The offset in 1970 and every change until 2101."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(
            expected="a time zone such as UTC or Europe/Berlin",
            found=timezone,
            where="the project's time zone",
            do="take a name of the IANA time zone database",
        ) from None

    def offset(at: int) -> int:
        found = (EPOCH + timedelta(seconds=at)).astimezone(zone).utcoffset()
        return int(found.total_seconds()) if found is not None else 0

    step, last = 3 * 86_400, END_US // US
    at, now, found = 0, offset(0), []
    start = now
    while at < last:
        following = offset(at + step)
        if following != now:
            low, high = at, at + step
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == now else (low, middle)
            found.append(Change(high, now, offset(high)))
        at, now = at + step, following
    return start, tuple(found)


def to_utc(local_us: str, timezone: str) -> str:
    """SQL: microseconds of local time → microseconds UTC, first reading. `local_us` must be a plain column."""
    start, found = changes(timezone)
    offsets = [start, *(change.after for change in found)]
    return f"({local_us} - ({_pick(local_us, [c.local_us for c in found], [str(o * US) for o in offsets])}))"


def twice(local_us: str, timezone: str) -> str:
    """SQL: for a local time that exists twice the change (its number from 1) that repeats it, else 0."""
    _, found = changes(timezone)
    repeats = repeating(timezone)
    leaves = ["0", *(f"CASE WHEN {local_us} < {c.local_us} THEN {n} ELSE 0 END" for n, c in enumerate(repeats, 1))]
    return f"({_pick(local_us, [(c.at + c.after) * US for c in repeats], leaves)})" if found else "0"


def repeating(timezone: str) -> tuple[Change, ...]:
    """The changes that set the clock back, so that an hour exists twice."""
    return tuple(change for change in changes(timezone)[1] if change.after < change.before)


def _pick(value: str, bounds: list[int], leaves: list[str]) -> str:
    """SQL: the leaf between whose bounds the value lies, as a balanced tree of CASEs."""
    if not bounds:
        return leaves[0]
    middle = len(bounds) // 2
    low = _pick(value, bounds[:middle], leaves[: middle + 1])
    high = _pick(value, bounds[middle + 1 :], leaves[middle + 1 :])
    return f"CASE WHEN {value} < {bounds[middle]} THEN {low} ELSE {high} END"
