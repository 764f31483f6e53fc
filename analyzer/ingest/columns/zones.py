"""Local times → UTC in SQL, in whole microseconds.

A local hour that does not exist moves forward: it is read with the offset from before the change. One that exists twice
has a first and a second reading; `to_utc` takes the first, `twice` tells which times have another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analyzer.engine import offsets_between
from analyzer.errors import SettingsError

US = 1_000_000
DAY_US = 86_400 * US
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_YEAR, LAST_YEAR = 1970, 2100
NO_TIME, UNREADABLE_TIME = "no time", "unreadable time"  # why a row has no time
OTHER_YEARS = f"year outside {FIRST_YEAR}–{LAST_YEAR}"
FIRST_US = 0
END_US = (datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
_STEP = 6 * 86_400  # seconds to spare on both sides
_YEAR = 366 * 86_400


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

    @property
    def repeated_from_us(self) -> int:
        """From this local time on until `local_us` the clock shows what it shows again after the change."""
        return (self.at + self.after) * US


@dataclass(frozen=True)
class Zone:
    """A time zone over a span of local times, in microseconds: only the changes within it are looked at."""

    name: str
    low_us: int = FIRST_US
    high_us: int = END_US

    @property
    def changes(self) -> tuple[int, tuple[Change, ...]]:
        """The offset at the beginning of the span, and every change of it."""
        low = max(self.low_us, FIRST_US) // US // _YEAR
        high = min(self.high_us, END_US) // US // _YEAR
        return _changes(self.name, low * _YEAR - _STEP, (high + 1) * _YEAR + _STEP)

    @property
    def repeating(self) -> tuple[Change, ...]:
        """The changes that set the clock back, so that an hour exists twice."""
        return tuple(change for change in self.changes[1] if change.after < change.before)


def _zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(
            expected="a time zone such as UTC or Europe/Berlin",
            found=timezone,
            where="the project's time zone",
            do="take a name of the IANA time zone database",
        ) from None


@lru_cache(maxsize=64)
def _changes(timezone: str, low: int, high: int) -> tuple[int, tuple[Change, ...]]:
    """Offset at `low` and the changes up to `high`, in seconds since 1970."""
    _zone(timezone)
    start, *later = offsets_between(timezone, low, high)
    found, before = [], start[1]
    for at, after in later:
        found.append(Change(at, before, after))
        before = after
    return start[1], tuple(found)


def years_sql(us: str, timezone: str) -> str:
    """SQL: whether a time (microseconds UTC) lies in a year that counts, in a time zone."""
    zone = _zone(timezone)
    first, end = (datetime(year, 1, 1, tzinfo=zone) for year in (FIRST_YEAR, LAST_YEAR + 1))
    one = timedelta(microseconds=1)
    return f"{us} >= {(first - EPOCH) // one} AND {us} < {(end - EPOCH) // one}"


def to_utc(local_us: str, zone: Zone) -> str:
    """SQL: microseconds of local time → microseconds UTC, first reading. `local_us` must be a plain column."""
    start, found = zone.changes
    offsets = [start, *(change.after for change in found)]
    return f"({local_us} - ({_pick(local_us, [c.local_us for c in found], [str(o * US) for o in offsets])}))"


def twice(local_us: str, zone: Zone) -> str:
    """SQL: for a local time that exists twice the moment (seconds UTC) of the change that repeats it, else 0."""
    found = zone.repeating
    leaves = ["0", *(f"CASE WHEN {local_us} < {c.local_us} THEN {c.at} ELSE 0 END" for c in found)]
    return f"({_pick(local_us, [c.repeated_from_us for c in found], leaves)})"


def _pick(value: str, bounds: list[int], leaves: list[str]) -> str:
    """SQL: the leaf between whose bounds the value lies, as a balanced tree of CASEs."""
    if not bounds:
        return leaves[0]
    middle = len(bounds) // 2
    low = _pick(value, bounds[:middle], leaves[: middle + 1])
    high = _pick(value, bounds[middle + 1 :], leaves[middle + 1 :])
    return f"CASE WHEN {value} < {bounds[middle]} THEN {low} ELSE {high} END"
