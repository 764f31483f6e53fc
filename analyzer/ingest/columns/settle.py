"""What one column leaves open and the file as a whole settles: the order of day and month, and the decimal sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from analyzer.engine.reader import Reader
from analyzer.ingest.columns.day_numbers import check_day_numbers
from analyzer.ingest.columns.guess import UNREAD
from analyzer.ingest.columns.kinds import Kind, Type, local_sql, utc_sql
from analyzer.ingest.columns.number_formats import Way
from analyzer.ingest.columns.profile import ColumnProfile, Profile
from analyzer.ingest.columns.time_formats import time_format
from analyzer.ingest.columns.years import check_year
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import RawTable

DATES = 0.99  # a column of which this share or more is midnight is a column of dates
_UNITS = 10_000  # ways of writing that a unit of time is settled by


@dataclass(frozen=True)
class SettledReading:
    """What the user settled beforehand, for what the file leaves open."""

    day_first: bool | None
    decimal: str | None
    key: str  # of the project file, for messages


def settle(
    found: Profile,
    roles: dict[str, str],
    choice: SettledReading,
    reader: Reader,
    given: Mapping[str, Type] | None = None,
) -> dict[str, Kind]:
    """The kind of every column; `roles`: role → column; `given`: column → the type that is said beforehand.

    Raises the file's error where nothing settles the order of day and month, and for times that are numbers of days.
    """
    day_first = _order(found.columns.values(), choice)
    decimal = _decimal(found.columns.values(), choice, found.raw.separator)
    given = given or {}
    wanted = {*roles.values(), *given}
    kinds: dict[str, Kind] = {}
    for name, seen in found.columns.items():
        column = _in_one_unit(seen, found.raw, reader)
        if column.order_is_open and column.type == "time":
            if name not in wanted and column.unread > UNREAD * max(column.present, 1):
                kinds[name] = _text(column)
                continue
            if name in wanted:
                check_year(column, name, found.raw, reader)
            own = _own_order(column)
            day = own if own is not None else day_first
            if day is None:
                _explain(found.raw, name, column, choice, reader)
            kinds[name] = _time(column, day is not False)
        elif column.type == "time":
            if name in wanted:
                check_day_numbers(column, name, found.raw, reader)
            too_many = name not in wanted and column.unread > UNREAD * max(column.present, 1)
            kinds[name] = _text(column) if too_many else _time(column, True)
        elif column.type == "number":
            kinds[name] = _number(column, name, name in wanted, decimal)
        elif column.type == "boolean":
            read = column.present - column.unread
            kinds[name] = Kind("boolean", column.guess.native, present=read, strays=column.unread)
        else:
            kinds[name] = replace(_text(column), type="code" if given.get(name) == "code" else "text")
    return kinds


def _number(column: ColumnProfile, name: str, wanted: bool, decimal: str) -> Kind:
    read = column.present - column.unread
    codes = not wanted and column.numbers.are_codes(name, read)
    way = _way(column.ways, decimal)
    if codes:
        return Kind("code", column.guess.native, way=way, present=read)
    return Kind("number", column.guess.native, way=way, present=read, strays=column.unread)


def _in_one_unit(column: ColumnProfile, raw: RawTable, reader: Reader) -> ColumnProfile:
    """The column with the one unit of time since 1970 in which most of its values are: a column has one, throughout.

    9999-12-31 in milliseconds has as many digits as a time of today in microseconds.
    """
    units = [f for f in column.guess.formats if f.is_epoch]
    if column.type != "time" or len(units) < 2:
        return column
    text = text_sql(column.guess.column, column.guess.native)
    alike = f"strlen(split_part({text}, '.', 1)), left({text}, 2)"
    counted = f"SELECT min({text}), count(*) FROM {raw.relation} WHERE {text} IS NOT NULL GROUP BY {alike}"
    count = dict.fromkeys(units, 0)
    for value, number in reader.rows(f"{counted} ORDER BY 1 LIMIT {_UNITS}"):
        unit = time_format(str(value), True)
        if unit in count:
            count[unit] += int(number)
    most = max(units, key=lambda unit: (count[unit], unit.pattern))
    kept = frozenset(f for f in column.guess.formats if not f.is_epoch or f == most)
    return replace(column, guess=replace(column.guess, formats=kept))


def _text(column: ColumnProfile) -> Kind:
    return Kind("text", column.guess.native, point_zero=column.point_zero, present=column.present, words=column.words)


def _time(column: ColumnProfile, day_first: bool) -> Kind:
    formats = tuple(sorted((f.settled(day_first) for f in column.guess.formats), key=lambda f: f.pattern))
    read = (column.day_first if day_first else column.month_first) if formats else column.present
    dates = read > 0 and column.midnights >= DATES * read
    return Kind(
        "time",
        column.guess.native,
        formats=formats,
        dates_only=dates,
        present=read,
        strays=column.present - read,
        low_us=column.low_us,
        high_us=column.high_us,
    )


def _own_order(column: ColumnProfile) -> bool | None:
    if column.day_first == column.month_first:
        return None
    return column.day_first > column.month_first


def _explain(raw: RawTable, name: str, column: ColumnProfile, choice: SettledReading, reader: Reader) -> None:
    """Raise with a value of which both readings are shown. Nothing is open where every day equals its month."""
    text = text_sql("said", column.guess.native)
    day, month = (local_sql("said", _time(column, first)) for first in (True, False))
    utc_day, utc_month = (utc_sql("said", _time(column, first)) for first in (True, False))
    rows = reader.rows(
        f"SELECT row, {text}, make_timestamp(coalesce({utc_day}, {day})), make_timestamp(coalesce({utc_month},"
        f" {month}))"
        f" FROM (SELECT row, {raw.column(name)} AS said FROM {raw.numbered}) WHERE coalesce({utc_day}, {day}) <>"
        f" coalesce({utc_month}, {month})"
        " ORDER BY row LIMIT 1"
    )
    if not rows:
        return
    row, said, with_day, with_month = rows[0]
    given, line = raw.place_of(int(row))
    raise given.refuse(
        expected="an order of day and month that the file settles, by a day after the 12th",
        found=f"{said}: {_spoken(with_day)} with the day first, {_spoken(with_month)} with the month first",
        do=f"say --day-first or --month-first; in the project file, day_first: true or false under {choice.key}",
        line=line,
        column=name,
    )


def _spoken(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def _order(columns: Iterable[ColumnProfile], choice: SettledReading) -> bool | None:
    """The order that every column which settles it agrees on, else what the user said."""
    said = {_own_order(c) for c in columns if c.type == "time" and c.order_is_open} - {None}
    return said.pop() if len(said) == 1 else choice.day_first


def _decimal(columns: Iterable[ColumnProfile], choice: SettledReading, separator: str) -> str:
    numbers = [c.ways for c in columns if c.type == "number" and c.ways]
    if choice.decimal:
        return choice.decimal
    if any(ways == {"comma"} for ways in numbers):
        return ","
    if any("comma" not in ways for ways in numbers):
        return "."
    return "," if separator == ";" else "."


def _way(ways: frozenset[Way], decimal: str) -> Way:
    if not ways or len(ways) == 1:
        return next(iter(ways), "point")
    if decimal == ",":
        return "comma" if "comma" in ways else min(ways)
    return "point" if "point" in ways else "grouped"
