"""What a column holds, and the SQL that turns its text into a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.ingest.number_formats import Way, number_sql
from analyzer.ingest.time_formats import TimeFormat
from analyzer.ingest.zones import DAY_US, to_utc, twice

Type = Literal["text", "number", "boolean", "time"]
NATIVE_TIMES = ("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "DATE")
NATIVE_AWARE = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
WHOLE = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
)
REAL = ("FLOAT", "DOUBLE", "REAL")


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
    distinct: int = 0  # about how many values


def text_sql(column: str, native: str = "VARCHAR") -> str:
    """SQL: a column as text without outer spaces; null where nothing is left."""
    if native == "VARCHAR":
        return f"nullif(trim({column}), '')"
    if native in REAL:
        return (
            f"CASE WHEN {column} = floor({column}) AND abs({column}) < 1e18 THEN CAST(CAST({column} AS BIGINT) AS"
            f" VARCHAR) ELSE CAST({column} AS VARCHAR) END"
        )
    return f"CAST({column} AS VARCHAR)"


def value_sql(column: str, kind: Kind) -> str:
    """SQL: the value of a column that is no time."""
    text = text_sql(column, kind.native)
    if kind.type == "text":
        return f"regexp_replace({text}, '\\.0$', '')" if kind.point_zero else text
    if kind.type == "boolean":
        return (
            column
            if kind.native == "BOOLEAN"
            else f"CASE lower({text}) WHEN 'true' THEN true WHEN 'false' THEN false END"
        )
    if kind.native in WHOLE or kind.native in REAL:
        return f"CASE WHEN isfinite(CAST({column} AS DOUBLE)) THEN CAST({column} AS DOUBLE) END"
    return number_sql(text, kind.way)


def local_sql(column: str, kind: Kind) -> str:
    """SQL: microseconds of local time, for values without a zone; null for the others."""
    if kind.native in NATIVE_TIMES:
        return f"CASE WHEN isfinite({column}) THEN epoch_us(CAST({column} AS TIMESTAMP)) END"
    if kind.native in NATIVE_AWARE:
        return "CAST(NULL AS BIGINT)"
    local = [f for f in kind.formats if f.zone == "local"]
    return f"epoch_us({_parse(text_sql(column, kind.native), local)})" if local else "CAST(NULL AS BIGINT)"


def utc_sql(column: str, kind: Kind) -> str:
    """SQL: microseconds UTC, for values that carry a zone or count from 1970; null for the others."""
    if kind.native in NATIVE_AWARE:
        return f"CASE WHEN isfinite({column}) THEN epoch_us({column}) END"
    text = text_sql(column, kind.native)
    parts = []
    for zone in ("utc", "offset"):
        formats = [f for f in kind.formats if f.zone == zone and not f.is_epoch]
        if formats:
            parts.append(f"epoch_us({_parse(text, formats)})")
    parts += [_epoch(text, f.pattern) for f in kind.formats if f.is_epoch]
    return f"coalesce({', '.join(parts)})" if parts else "CAST(NULL AS BIGINT)"


def has_local(kind: Kind) -> bool:
    return kind.native in NATIVE_TIMES or any(f.zone == "local" for f in kind.formats)


def written_midnight_sql(column: str, kind: Kind) -> str:
    """SQL: whether a time is midnight as it is written, in its own zone."""
    if kind.native in NATIVE_TIMES:
        return f"epoch_us(CAST({column} AS TIMESTAMP)) % {DAY_US} = 0"
    if kind.native in NATIVE_AWARE:
        return f"epoch_us({column}) % {DAY_US} = 0"
    clocks = [f for f in kind.formats if f.has_clock]
    if not clocks:
        return "true"
    bare = [
        TimeFormat(f.pattern.removesuffix("%z") + "%z") if f.zone == "offset" else f for f in clocks if not f.is_epoch
    ]
    text = text_sql(column, kind.native)
    if any(f.zone == "offset" for f in bare):
        # the offset does not matter: what is written after the date does
        return f"regexp_matches({text}, '^[^ T]+[ T]0?0:00(:00([.,]0+)?)?(Z|[ +-]|$)') OR NOT contains({text}, ':')"
    return f"epoch_us({_parse(text, list(kind.formats))}) % {DAY_US} = 0" if bare else "false"


def typed(relation: str, columns: dict[str, tuple[str, Kind]], timezone: str, carry: dict[str, str]) -> str:
    """SQL: a relation with a typed column for each name: times in microseconds UTC, the rest as they are.

    `columns`: name of the result → column of `relation` and its kind; `carry`: further names → SQL over `relation`.
    Local times are
    read in the time zone, the first reading of two; `<name>_twice` beside a time is not 0 where there is a second one.
    """
    first, second = [f"{sql} AS {name}" for name, sql in carry.items()], list(carry)
    for name, (column, kind) in columns.items():
        if kind.type != "time":
            first.append(f"{value_sql(column, kind)} AS {name}")
            second.append(name)
            continue
        first.append(f"{utc_sql(column, kind)} AS {name}_u")
        if has_local(kind):
            first.append(f"{local_sql(column, kind)} AS {name}_l")
            second.append(f"coalesce({name}_u, {to_utc(name + '_l', timezone)}) AS {name}")
            second.append(f"CASE WHEN {name}_u IS NULL THEN {twice(name + '_l', timezone)} ELSE 0 END AS {name}_twice")
        else:
            second += [f"{name}_u AS {name}", f"0 AS {name}_twice"]
    return f"(SELECT {', '.join(second)} FROM (SELECT {', '.join(first)} FROM {relation}))"


def _parse(text: str, formats: list[TimeFormat]) -> str:
    patterns = sorted(
        {f.pattern for f in formats}, key=lambda p: ("%Y" in p, p)
    )  # two-digit years first: %Y takes them for the year 26
    listed = ", ".join("'" + p.replace("'", "''") + "'" for p in patterns)
    return f"try_strptime({text}, [{listed}])"


def _epoch(text: str, unit: str) -> str:
    lengths = {"@s": (9, 10), "@ms": (12, 13), "@us": (15, 16), "@ns": (18, 19)}[unit]
    factor = {"@s": "* 1000000", "@ms": "* 1000", "@us": "* 1", "@ns": "/ 1000"}[unit]
    number = f"TRY_CAST({text} AS DECIMAL(30, 6))"
    return (
        f"CASE WHEN strlen(split_part({text}, '.', 1)) IN {lengths} THEN CAST(floor({number} {factor}) AS BIGINT) END"
    )
