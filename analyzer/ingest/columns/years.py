"""Dates with years of two digits: 26-03-13 is 26 March 2013, or 13 March 2026."""

from __future__ import annotations

from datetime import datetime

from analyzer.engine.reader import Reader
from analyzer.ingest.columns.profile import ColumnProfile
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import RawTable

_DATE = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}"
_YEAR_FIRST = ("%y-%m-%d", "%y/%m/%d", "%y.%m.%d")
_YEAR_LAST = ("%d-%m-%y", "%d/%m/%y", "%d.%m.%y", "%m-%d-%y", "%m/%d/%y", "%m.%d.%y")
_DAYS = 366  # that the usual reading must span before another is thought of
_TIMES = 10  # as long as the other reading's span


def check_year(column: ColumnProfile, name: str, raw: RawTable, reader: Reader) -> None:
    """Raise the file's error for a column of times with years of two digits that says as much with the year first, and
    then lies far closer together: nobody knows which is meant.

    Usually the day or the month is first. Read so, a column of a few days with the year first spans as many years as
    it has days.
    """
    if not any("%y" in one.pattern for one in column.guess.formats):
        return
    text = text_sql("said", column.guess.native)
    values = f"SELECT min(row) AS row, {text} AS said, regexp_extract({text}, '{_DATE}') AS date"
    values += f" FROM (SELECT row, {raw.column(name)} AS said FROM {raw.numbered}) WHERE said IS NOT NULL GROUP BY ALL"
    first, last = (f"try_strptime(date, {list(formats)})" for formats in (_YEAR_FIRST, _YEAR_LAST))
    spans = ", ".join(f"date_diff('day', min({one}), max({one}))" for one in (first, last))
    asked = f"count(*), count({first}), {spans}, arg_min(said, row), min(row), arg_min({first}, row)"
    number, readable, short, long, said, row, other = reader.row(f"SELECT {asked} FROM ({values})")
    if not number or readable < number or long < _DAYS or long < _TIMES * max(short, 1):
        return
    given, line = raw.place_of(int(row))
    raise given.refuse(
        expected="years that can be told from days",
        found=f"{said}: {_spoken(other)} with the year first, and all times within {short} days;"
        f" with the year last, within {long // 365} years",
        do="write the year with four digits",
        line=line,
        column=name,
    )


def _spoken(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
