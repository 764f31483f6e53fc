"""The rows of a file of signals, typed. A date without a time counts as the end of that day in the project's zone."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.engine.reader import identifier, literal
from analyzer.ingest.columns.kinds import Kind, has_local, local_sql, utc_sql, value_sql
from analyzer.ingest.columns.zones import DAY_US, NO_TIME, OTHER_YEARS, UNREADABLE_TIME, Zone, to_utc, years_sql
from analyzer.ingest.sources.native import NATIVE_AWARE, NATIVE_TIMES, text_sql
from analyzer.ingest.sources.raw import RawTable
from analyzer.tables.signals import COMMENT, OBJECT, SURVEYS

TEXTS = ("case_id", "customer_id", "stage", "touchpoint", "comment", "channel")
_REASON = (
    "CASE WHEN case_id IS NULL AND customer_id IS NULL THEN 'no case and no customer'"
    f" WHEN NOT written THEN '{NO_TIME}' WHEN us IS NULL THEN '{UNREADABLE_TIME}'"
    f" WHEN NOT ({{years}}) THEN '{OTHER_YEARS}' WHEN kind IS NULL THEN 'no kind'"
    f" WHEN score IS NULL AND kind IN {SURVEYS} THEN 'no score' END"
)


def signal_rows(
    raw: RawTable,
    roles: dict[str, str],
    kinds: dict[str, Kind],
    timezone: str,
    kind: str | None,
    objects: Mapping[str, str | None],
) -> str:
    """SQL: every row typed, with `said` (its own words), `content` (a hash of it), and `reason` where it is refused.

    `kind` stands in where the file names none. `objects`: type of object → the column that names one. An answer with
    words and without a score is a comment.
    """

    def text(role: str) -> str:
        return value_sql(raw.column(roles[role]), kinds[roles[role]]) if role in roles else "CAST(NULL AS VARCHAR)"

    time, how = raw.column(roles["timestamp"]), kinds[roles["timestamp"]]
    default = "CAST(NULL AS VARCHAR)" if kind is None else literal(kind)
    score = value_sql(raw.column(roles["score"]), kinds[roles["score"]]) if "score" in roles else "CAST(NULL AS DOUBLE)"
    said_score = (
        text_sql(raw.column(roles["score"]), raw.type_of(roles["score"]))
        if "score" in roles
        else "CAST(NULL AS VARCHAR)"
    )
    columns = [
        "row",
        *(f"{text(role)} AS {role}" for role in TEXTS),
        f"coalesce(lower({text('kind')}), {default}) AS kind",
        *(f"{_named(raw, column, kinds)} AS {identifier(OBJECT + one)}" for one, column in objects.items()),
        f"{score} AS score",
        f"{said_score} AS said_score",
        f"{text_sql(time, raw.type_of(roles['timestamp']))} IS NOT NULL AS written",
        f"{_date_only(time, how)} AS date_only",
        f"{_written_day(time, how)} + {DAY_US} AS next_day",
        f"{local_sql(time, how)} AS local_us",
        f"{utc_sql(time, how)} AS utc_us",
        f"hash({raw.all_columns}) AS content",
        f"concat_ws(', ', {raw.all_columns}) AS said",
    ]
    at_once = f"coalesce(utc_us, {to_utc('local_us', how.zone(timezone))})" if has_local(how) else "utc_us"
    day_end = to_utc("next_day", _days(how, timezone))
    us = at_once if _date_only(time, how) == "false" else f"CASE WHEN date_only THEN {day_end} - 1 ELSE {at_once} END"
    first = f"SELECT {', '.join(columns)} FROM {raw.numbered}"
    second = (
        "SELECT * EXCLUDE (next_day, local_us, utc_us, date_only), coalesce(date_only, false) AS date_only,"
        f" {us} AS us FROM ({first})"
    )
    wordy = f"kind IN {SURVEYS} AND said_score IS NULL AND comment IS NOT NULL"
    second = f"SELECT * REPLACE (CASE WHEN {wordy} THEN {literal(COMMENT)} ELSE kind END AS kind) FROM ({second})"
    return f"(SELECT *, {_REASON.format(years=years_sql('us', timezone))} AS reason FROM ({second}))"


def _named(raw: RawTable, column: str | None, kinds: dict[str, Kind]) -> str:
    return "CAST(NULL AS VARCHAR)" if column is None else value_sql(raw.column(column), kinds[column])


def _days(kind: Kind, timezone: str) -> Zone:
    """The time zone over the span of the days that are written; where some carry an offset, over all years."""
    return Zone(timezone) if any(f.zone != "local" for f in kind.formats) else kind.zone(timezone)


def _date_only(time: str, kind: Kind) -> str:
    """SQL: whether a time is a date: all of a column of dates, and what is written without a clock."""
    if kind.dates_only:
        return "true"
    bare = tuple(f for f in kind.formats if not f.has_clock)
    if not bare:
        return "false"
    return f"{local_sql(time, Kind('time', kind.native, formats=bare))} IS NOT NULL"


def _written_day(time: str, kind: Kind) -> str:
    """SQL: microseconds of local time at which the day that is written begins, whatever offset is written with it."""
    if kind.native in (*NATIVE_TIMES, *NATIVE_AWARE) or not any(f.zone == "offset" for f in kind.formats):
        written = f"coalesce({local_sql(time, kind)}, {utc_sql(time, kind)})"
    else:
        # a cast to TIMESTAMP reads date and clock as written and passes over the offset
        naive = f"TRY_CAST({text_sql(time, kind.native)} AS TIMESTAMP)"
        written = f"coalesce({local_sql(time, kind)}, epoch_us({naive}), {utc_sql(time, kind)})"
    return f"({written} // {DAY_US} * {DAY_US})"
