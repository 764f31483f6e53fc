"""How a time is written: a value → the format that reads it.

The order of day and month stays open until the column settles it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST, SECOND = "%1", "%2"  # day and month in an order that the value itself does not tell

_SECONDS = r"(?P<seconds>:\d{1,2}(?:(?P<point>[.,])(?P<fraction>\d{1,9}))?)?"
_CLOCK = rf"(?P<hour>\d{{1,2}}):\d{{1,2}}{_SECONDS}(?P<half> ?[AaPp][Mm])?"
_ZONE = r"(?P<gap> ?)(?P<zone>Z|UTC|GMT|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)"  # no zone is further than 14 hours
_DATES = (
    r"(?P<y>\d{4})(?P<s1>[-/.])\d{1,2}(?P=s1)\d{1,2}",
    r"\d{1,2}(?P<s1>[-/.])\d{1,2}(?P=s1)(?P<y4>\d{4}|\d{2})",
    r"(?P<week>[A-Za-z]{3},? )?\d{1,2}(?P<s1>[-/. ]|\. )(?P<month>[A-Za-z]{3,9})(?P<s2>[-/. ]|\. |, )"
    r"(?P<y4>\d{4}|\d{2})",
    r"(?P<month>[A-Za-z]{3,9}) \d{1,2}(?P<s2>,? )(?P<y4>\d{4})",
    r"(?P<y>\d{4})(?P<s1>[-/. ])(?P<month>[A-Za-z]{3,9})(?P=s1)\d{1,2}",
)
_TIME = tuple(re.compile(rf"{date}(?:(?P<sep>T|, ?| {{1,2}}){_CLOCK}(?:{_ZONE})?)?", re.ASCII) for date in _DATES)
_COMPACT = re.compile(rf"\d{{8}}T\d{{6}}(?:{_ZONE})?", re.ASCII)
EPOCH_DIGITS = {"@s": (9, 10), "@ms": (12, 13), "@us": (15, 16), "@ns": (18, 19)}  # of a time from 1973 on
# 202601010800 would be 1976 in milliseconds: as year, month, day and clock it is meant
_CLOCK_DIGITS = re.compile(r"(19[7-9]\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d", re.ASCII)
# Counts of 100 nanoseconds, since 1601 (Windows) and since the year 1 (.NET), of the years 1980 to 2100. As nanoseconds
# since 1970 they would all fall into 1973 to 1975 and 1989 to 1991.
_TICKS = {
    "@win": (119_600_064_000_000_000, 157_469_184_000_000_000),
    "@net": (624_511_296_000_000_000, 662_380_416_000_000_000),
}
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


@dataclass(frozen=True)
class TimeFormat:
    """A pattern of strptime (`%1`, `%2`: day and month, order open), or a unit of time since 1970: `@s`, `@ms`, …

    `@win` and `@net` count 100 nanoseconds since 1601 and since the year 1.
    """

    pattern: str

    @property
    def zone(self) -> str:
        """`local`: without a zone; `utc`: says so in words; `offset`: carries its offset."""
        if self.pattern.endswith("%z"):
            return "offset"
        return "utc" if self.pattern.endswith(("Z", "UTC", "GMT")) or self.is_epoch else "local"

    @property
    def is_epoch(self) -> bool:
        return self.pattern.startswith("@")

    @property
    def open(self) -> bool:
        """Day and month could be either way round."""
        return FIRST in self.pattern

    @property
    def has_clock(self) -> bool:
        return self.is_epoch or "%H" in self.pattern or "%I" in self.pattern

    def settled(self, day_first: bool) -> TimeFormat:
        """The format with day and month in the order given."""
        first, second = ("%d", "%m") if day_first else ("%m", "%d")
        return TimeFormat(self.pattern.replace(FIRST, first).replace(SECOND, second))


def time_format(value: str, bare_digits: bool = False) -> TimeFormat | None:
    """The format of a value, or None where it is no time. With `bare_digits` 20260304 and 1772582400 are times too."""
    if bare_digits and re.fullmatch(r"\d+(\.\d+)?", value, re.ASCII):
        return _digits(value)
    if match := _COMPACT.fullmatch(value):
        return TimeFormat("%Y%m%dT%H%M%S" + _zone(match))
    for number, expression in enumerate(_TIME):
        if match := expression.fullmatch(value):
            date = _date(number, match)
            return None if date is None else TimeFormat(date + _clock(match) + _zone(match))
    return None


def _digits(value: str) -> TimeFormat | None:
    """A time in digits alone, by their number; of 12 and of 17 or 18 digits what they say tells several ways apart."""
    whole = value.partition(".")[0]
    if "." in value:
        return TimeFormat("@s") if 9 <= len(whole) <= 10 else None
    number = int(whole)
    if len(whole) == 12 and _CLOCK_DIGITS.fullmatch(whole):
        return TimeFormat("%Y%m%d%H%M")
    for unit, (low, high) in _TICKS.items():
        if low <= number < high:
            return TimeFormat(unit)
    named = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S"} | {n: u for u, lengths in EPOCH_DIGITS.items() for n in lengths}
    return TimeFormat(named[len(whole)]) if len(whole) in named else None


def _date(number: int, match: re.Match[str]) -> str | None:
    part = match.groupdict()
    year = "%y" if len(part.get("y4") or "0000") == 2 else "%Y"
    if number == 0:
        return f"%Y{part['s1']}%m{part['s1']}%d"
    if number == 1:
        return f"{FIRST}{part['s1']}{SECOND}{part['s1']}{year}"
    month = _month(part["month"])
    if month is None:
        return None
    if number == 2:
        week = part["week"]
        return f"{'%a' + week[3:] if week else ''}%d{part['s1']}{month}{part['s2']}{year}"
    return f"{month} %d{part['s2']}{year}" if number == 3 else f"%Y{part['s1']}{month}{part['s1']}%d"


def _month(word: str) -> str | None:
    """English names, short or long; May is both and reads as the short one."""
    lower = word.lower()
    if lower in {name[:3] for name in _MONTHS}:
        return "%b"
    return "%B" if lower in _MONTHS else None


def _clock(match: re.Match[str]) -> str:
    part = match.groupdict()
    if part["sep"] is None:
        return ""
    half = part["half"]
    clock = part["sep"] + ("%I" if half else "%H") + ":%M"
    if part["seconds"]:
        clock += ":%S"
    if part["fraction"]:
        clock += part["point"] + ("%f" if len(part["fraction"]) <= 6 else "%n")
    return clock + ((" %p" if half.startswith(" ") else "%p") if half else "")


def _zone(match: re.Match[str]) -> str:
    part = match.groupdict()
    if part.get("zone") is None:
        return ""
    return part["gap"] + (part["zone"] if part["zone"] in ("Z", "UTC", "GMT") else "%z")


def time_shape(column: str) -> str:
    """SQL: a value with every digit as 9, so that values of one format fall together."""
    return f"translate({column}, '012345678', '999999999')"
