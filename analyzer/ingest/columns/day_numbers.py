"""Times that a spreadsheet wrote as numbers of days: 45231.5 is noon of 1 November 2023."""

from __future__ import annotations

from datetime import datetime, timedelta

from analyzer.engine.reader import Reader
from analyzer.ingest.columns.profile import ColumnProfile
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import RawTable

_ZERO = datetime(1899, 12, 30)  # day 0 of Excel, LibreOffice and Google Sheets from 1 March 1900 on
_EARLIEST, _LATEST = 25_569, 73_415  # 1 January 1970, 31 December 2100
_SHAPE = r"\d{5}([.,]\d+)?"


def check_day_numbers(column: ColumnProfile, name: str, raw: RawTable, reader: Reader) -> None:
    """Raise the file's error for a column of times of which most values are numbers of days. They are not read as
    times: there is another count of days, from 1904 on, and nobody knows their time zone."""
    if column.unread * 2 <= column.present:
        return
    text = text_sql("said", column.guess.native)
    number = f"TRY_CAST(replace({text}, ',', '.') AS DOUBLE)"
    counted = f"regexp_full_match({text}, '{_SHAPE}') AND {number} BETWEEN {_EARLIEST} AND {_LATEST}"
    values = f"SELECT row, {text} AS said, {number} AS days, {counted} AS counts"
    values += f" FROM (SELECT row, {raw.column(name)} AS said FROM {raw.numbered}) WHERE said IS NOT NULL"
    asked = "count(*) FILTER (counts), count(*), min(row) FILTER (counts)"
    asked += ", arg_min(said, row) FILTER (counts), arg_min(days, row) FILTER (counts)"
    found, every, row, said, days = reader.row(f"SELECT {asked} FROM ({values})")
    if found * 2 <= every:
        return
    given, line = raw.place_of(int(row))
    at = _ZERO + timedelta(seconds=round(days * 86_400))
    raise given.refuse(
        expected="times written as a date and a clock, such as 2026-03-02 09:00:00",
        found=f"{said}, a number of days as spreadsheets count them, which would be {at:%Y-%m-%d %H:%M:%S}",
        do="in the spreadsheet, give the column the format yyyy-mm-dd hh:mm:ss, and save it again",
        line=line,
        column=name,
    )
