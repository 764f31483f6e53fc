"""What a column holds, and the SQL that turns its text into a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.engine.reader import literal
from analyzer.ingest.columns.number_formats import MISSING, Way, number_sql
from analyzer.ingest.columns.time_formats import EPOCH_DIGITS, TimeFormat
from analyzer.ingest.columns.zones import DAY_US, Zone, to_utc, twice
from analyzer.ingest.sources.native import NATIVE_AWARE, NATIVE_TIMES, REAL, WHOLE, text_sql

Type = Literal["text", "number", "boolean", "time", "code"]


_FACTORS = {"@s": "* 1000000", "@ms": "* 1000", "@us": "* 1", "@ns": "/ 1000"}
_SINCE = {"@win": 116_444_736_000_000_000, "@net": 621_355_968_000_000_000}  # their count at 1970
_NO_ZONE = r"[+-](1[5-9]|[2-9]\d)(:?\d\d)?$"  # offsets that no zone has


@dataclass(frozen=True)
class Kind:
    """A column's type and how its text is read. `native` is the DuckDB type where the file has types of its own."""

    type: Type
    native: str = "VARCHAR"
    way: Way = "point"
    formats: tuple[TimeFormat, ...] = ()
    dates_only: bool = False  # 99 % of its times or more are midnight
    point_zero: bool = False  # every identifier ends in ".0": a number that lost its type on the way
    present: int = 0  # rows with a value
    strays: int = 0  # rows with something else: no number, no time, no truth
    words: tuple[str, ...] = ()  # all values of a text that has few
    low_us: int = 0  # the span of its local times
    high_us: int = 0

    def zone(self, timezone: str) -> Zone:
        """The time zone over the span of this column's local times, a day to spare on each side."""
        return Zone(timezone, self.low_us - DAY_US, self.high_us + 2 * DAY_US)


def value_sql(column: str, kind: Kind) -> str:
    """SQL: the value of a column that is no time."""
    text = text_sql(column, kind.native)
    if kind.type == "text":
        return f"regexp_replace({text}, '\\.0$', '')" if kind.point_zero else text
    if kind.type == "code":
        plain = f"regexp_replace({text}, '^(\\d+)\\.0+$', '\\1')"
        return f"CASE WHEN lower({plain}) NOT IN ({_missing()}) THEN {plain} END"
    if kind.type == "boolean":
        true = f"CASE lower({text}) WHEN 'true' THEN true WHEN 'false' THEN false END"
        return column if kind.native == "BOOLEAN" else true
    if kind.native in WHOLE or kind.native in REAL:
        return f"CASE WHEN isfinite(CAST({column} AS DOUBLE)) THEN CAST({column} AS DOUBLE) END"
    return number_sql(text, kind.way)


def _missing() -> str:
    return ", ".join(literal(word) for word in sorted(MISSING))


def local_sql(column: str, kind: Kind) -> str:
    """SQL: microseconds of local time, for values without a zone; null for the others."""
    if kind.native == "TIMESTAMP_NS":
        return f"CASE WHEN isfinite({column}) THEN epoch_ns({column}) // 1000 END"
    if kind.native in NATIVE_TIMES:
        return f"CASE WHEN isfinite({column}) THEN epoch_us(CAST({column} AS TIMESTAMP)) END"
    local = [f for f in kind.formats if f.zone == "local"]
    return _microseconds(text_sql(column, kind.native), local)


def utc_sql(column: str, kind: Kind) -> str:
    """SQL: microseconds UTC, for values that carry a zone or count from 1970; null for the others."""
    if kind.native in NATIVE_AWARE:
        return f"CASE WHEN isfinite({column}) THEN epoch_us({column}) END"
    text = text_sql(column, kind.native)
    parts = [_microseconds(text, [f for f in kind.formats if f.zone == zone]) for zone in ("utc", "offset")]
    units = [f.pattern for f in kind.formats if f.is_epoch]
    alone = len(kind.formats) == 1  # one unit a column, whatever the number of its digits
    parts += [_epoch(text, unit, () if alone else EPOCH_DIGITS.get(unit, (17, 18))) for unit in units]
    return f"coalesce({', '.join(parts)})"


def has_local(kind: Kind) -> bool:
    return kind.native in NATIVE_TIMES or any(f.zone == "local" for f in kind.formats)


def typed(relation: str, columns: dict[str, tuple[str, Kind]], timezone: str, carry: dict[str, str]) -> str:
    """SQL: a relation with a typed column for each name: times in microseconds UTC, the rest as they are.

    `columns`: name of the result → column of `relation` and its kind; `carry`: further names → SQL over `relation`.
    Local times are read in the time zone, the first reading of two (`<name>_twice` beside a time is not 0 where there
    is a second one); those of a column of dates are the midnight of their day.
    """
    first, second = [f"{sql} AS {name}" for name, sql in carry.items()], list(carry)
    for name, (column, kind) in columns.items():
        if kind.type != "time":
            first.append(f"{value_sql(column, kind)} AS {name}")
            second.append(name)
            continue
        first.append(f"{utc_sql(column, kind)} AS {name}_u")
        if has_local(kind):
            local = local_sql(column, kind)
            day = f"{local} // {DAY_US} * {DAY_US}"  # where midnight does not exist, some write 01:00
            first.append(f"{day if kind.dates_only else local} AS {name}_l")
            second.append(f"coalesce({name}_u, {to_utc(name + '_l', kind.zone(timezone))}) AS {name}")
            second.append(
                f"CASE WHEN {name}_u IS NULL THEN {twice(name + '_l', kind.zone(timezone))} ELSE 0 END AS {name}_twice"
            )
        else:
            second += [f"{name}_u AS {name}", f"0 AS {name}_twice"]
    return f"(SELECT {', '.join(second)} FROM (SELECT {', '.join(first)} FROM {relation}))"


def _microseconds(text: str, formats: list[TimeFormat]) -> str:
    """SQL: microseconds since 1970 of what the formats read, by the offset where one is written; finer ones are cut."""
    patterns = {f.pattern for f in formats if not f.is_epoch}
    fine = {p for p in patterns if "%n" in p}
    parts = [f"epoch_us({_parse(text, patterns - fine)})"] if patterns - fine else []
    if fine:  # nanoseconds with an offset are read by no function of the engine
        cut = f"regexp_replace({text}, '([.,]\\d{{6}})\\d+', '\\1')"
        parts.append(f"epoch_us({_parse(cut, {p.replace('%n', '%f') for p in fine})})")
    if not parts:
        return "CAST(NULL AS BIGINT)"
    read = f"coalesce({', '.join(parts)})"
    if any(p.endswith("%z") for p in patterns):
        return f"CASE WHEN NOT regexp_matches({text}, '{_NO_ZONE}') THEN {read} END"
    return read


def _parse(text: str, patterns: set[str]) -> str:
    # two-digit years first: %Y takes 26 for the year 26
    ordered = sorted(patterns, key=lambda p: ("%Y" in p, p))
    return f"try_strptime({text}, [{', '.join(literal(p) for p in ordered)}])"


def _epoch(text: str, unit: str, lengths: tuple[int, ...]) -> str:
    """SQL: microseconds of a number in that unit; `lengths`: how many digits it may have, any where that is empty."""
    number = f"TRY_CAST({text} AS DECIMAL(30, 6))"
    if unit in _SINCE:
        us = f"({number} - {_SINCE[unit]}) / 10"
    else:
        us = f"{number} {_FACTORS[unit]}"
    told = f"strlen(split_part({text}, '.', 1)) IN {lengths}" if lengths else "true"
    return f"CASE WHEN {told} AND abs({us}) < 9e18 THEN CAST(floor({us}) AS BIGINT) END"
