"""Reading times: formats, day and month, time zones, the hours that do not exist or exist twice."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest


def one_time(log, rows, written, **arguments):
    read = log(f"case_id,activity,timestamp\n1,Order,{written}\n", **arguments)
    return rows(read.events, "at")[0][0]


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-03-14 09:05:07", "2026-03-14 09:05:07"),
        ("2026-03-14T09:05:07", "2026-03-14 09:05:07"),
        ("2026-03-14 09:05", "2026-03-14 09:05:00"),
        ("2026-03-14", "2026-03-14 00:00:00"),
        ("2026-03-14 09:05:07.25", "2026-03-14 09:05:07.250000"),
        ("2026-03-14 09:05:07.123456789", "2026-03-14 09:05:07.123456"),
        ('"2026-03-14 09:05:07,25"', "2026-03-14 09:05:07.250000"),
        ("2026/03/14 09:05", "2026-03-14 09:05:00"),
        ("14.03.2026 09:05", "2026-03-14 09:05:00"),
        ("14.3.2026", "2026-03-14 00:00:00"),
        ("14/03/2026 09:05:07", "2026-03-14 09:05:07"),
        ("03/14/2026 09:05:07 PM", "2026-03-14 21:05:07"),
        ("3/14/2026 9:05 am", "2026-03-14 09:05:00"),
        ("14/03/26 09:05", "2026-03-14 09:05:00"),
        ("14-Mar-2026 09:05", "2026-03-14 09:05:00"),
        ("14 March 2026", "2026-03-14 00:00:00"),
        ('"March 14, 2026 09:05:07"', "2026-03-14 09:05:07"),
        ('"Sat, 14 Mar 2026 09:05:07 +0000"', "2026-03-14 09:05:07"),
        ("20260314", "2026-03-14 00:00:00"),
        ("20260314090507", "2026-03-14 09:05:07"),
        ("20260314T090507Z", "2026-03-14 09:05:07"),
        ("1773479107", "2026-03-14 09:05:07"),
        ("1773479107250", "2026-03-14 09:05:07.250000"),
        (" 2026-03-14 09:05:07 ", "2026-03-14 09:05:07"),
    ],
)
def test_formats(log, rows, written, at):
    assert one_time(log, rows, written) == at


def test_several_formats_in_one_column(log, rows):
    read = log(
        """\
case_id,activity,timestamp
1,A,2026-03-14
1,B,2026-03-14T09:05:07
1,C,2026-03-14 10:05
1,D,2026-03-14T12:00:00.5+01:00
1,E,2026-03-14T12:00:00Z
"""
    )
    assert rows(read.events, "activity", "at") == [
        ("A", "2026-03-14 00:00:00"),
        ("B", "2026-03-14 09:05:07"),
        ("C", "2026-03-14 10:05:00"),
        ("D", "2026-03-14 11:00:00.500000"),
        ("E", "2026-03-14 12:00:00"),
    ]


# --- day and month ---------------------------------------------------------------------------------------------------


def dates(*written):
    return "case_id,activity,timestamp\n" + "".join(f"1,Step {n},{date}\n" for n, date in enumerate(written))


@pytest.mark.parametrize("written", [("03/04/2026", "25/04/2026"), ("25/04/2026", "03/04/2026")])
def test_one_day_after_the_12th_settles_the_order_wherever_it_stands(log, rows, written):
    assert rows(log(dates(*written)).events, "at") == [("2026-04-03 00:00:00",), ("2026-04-25 00:00:00",)]


def test_month_first(log, rows):
    assert rows(log(dates("03/04/2026", "03/25/2026")).events, "at") == [
        ("2026-03-04 00:00:00",),
        ("2026-03-25 00:00:00",),
    ]


def test_another_column_of_the_file_settles_it_too(log, rows):
    read = log("case_id,activity,timestamp,due\n1,Order,03/04/2026 10:00,28/04/2026\n")
    assert rows(read.events, "at") == [("2026-04-03 10:00:00",)]


def test_an_order_that_the_file_does_not_settle_shows_both_readings(refusal):
    error = refusal(dates("04/04/2026", "03/04/2026"))
    assert error.exit_code == 2
    assert error.found == "03/04/2026: 3 April 2026 with the day first, 4 March 2026 with the month first"
    assert error.where == "log.csv, line 3, column timestamp"
    assert "--day-first or --month-first" in error.do


@pytest.mark.parametrize(("day_first", "at"), [(True, "2026-04-03 00:00:00"), (False, "2026-03-04 00:00:00")])
def test_the_flag_settles_it(log, rows, day_first, at):
    assert rows(log(dates("03/04/2026"), day_first=day_first).events, "at") == [(at,)]


def test_the_file_itself_goes_before_the_flag(log, rows):
    read = log(dates("03/04/2026", "25/04/2026"), day_first=False)
    assert rows(read.events, "at")[0] == ("2026-04-03 00:00:00",)


def test_the_5th_of_may_needs_no_order(log, rows):
    assert rows(log(dates("05/05/2026")).events, "at") == [("2026-05-05 00:00:00",)]


# --- time zones ------------------------------------------------------------------------------------------------------


def test_naive_times_are_read_in_the_projects_time_zone(log, rows):
    assert one_time(log, rows, "2026-07-01 09:00:00", timezone="Europe/Berlin") == "2026-07-01 07:00:00"
    assert one_time(log, rows, "2026-01-01 09:00:00", timezone="Europe/Berlin") == "2026-01-01 08:00:00"


@pytest.mark.parametrize("written", ["2026-07-01T09:00:00+02:00", "2026-07-01T07:00:00Z", "2026-07-01 07:00:00 UTC"])
def test_aware_times_are_converted_never_relabelled(log, rows, written):
    assert one_time(log, rows, written, timezone="America/Sao_Paulo") == "2026-07-01 07:00:00"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
def test_local_times_agree_with_python_zoneinfo(log, rows, zone):
    """Every sixth hour of nine years in the middle of the range, against zoneinfo (fold=0)."""

    hours = [
        datetime.fromtimestamp(1_420_070_400 + n * 6 * 3600 + 1800, UTC).replace(tzinfo=None) for n in range(13_000)
    ]
    read = log(
        "case_id,activity,timestamp\n" + "".join(f"{n:05d},A,{hour}\n" for n, hour in enumerate(hours)), timezone=zone
    )
    expected = [str(hour.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)) for hour in hours]
    assert [at for (at,) in rows(read.events, "at")] == expected


def test_a_local_hour_that_does_not_exist_moves_forward(log, rows):
    """In Berlin the clock went from 02:00 to 03:00 on 29 March 2026: 02:30 is read as 03:30, which is 01:30 UTC."""
    assert one_time(log, rows, "2026-03-29 02:30:00", timezone="Europe/Berlin") == "2026-03-29 01:30:00"


def test_of_an_hour_that_exists_twice_the_first_is_taken(log, rows):
    assert one_time(log, rows, "2026-10-25 02:30:00", timezone="Europe/Berlin") == "2026-10-25 00:30:00"


def test_or_the_second_where_that_keeps_the_files_order(log, rows):
    """02:50, then 02:10: the clock was set back in between. What follows in that hour is of the second one too."""
    read = log(
        """\
case_id,activity,timestamp
1,A,2026-10-25 02:50:00
1,B,2026-10-25 02:10:00
1,C,2026-10-25 02:55:00
1,D,2026-10-25 03:05:00
2,A,2026-10-25 02:10:00
""",
        timezone="Europe/Berlin",
    )
    assert rows(read.events, "case_id", "activity", "at") == [
        ("1", "A", "2026-10-25 00:50:00"),
        ("1", "B", "2026-10-25 01:10:00"),
        ("1", "C", "2026-10-25 01:55:00"),
        ("1", "D", "2026-10-25 02:05:00"),
        ("2", "A", "2026-10-25 00:10:00"),
    ]
    assert rows(read.cases, "last_at") == [("2026-10-25 02:05:00",), ("2026-10-25 00:10:00",)]


def test_a_file_that_runs_from_the_last_to_the_first(log, rows):
    read = log(
        """\
case_id,activity,timestamp
1,D,2026-10-26 12:00:00
1,C,2026-10-25 02:10:00
1,B,2026-10-25 02:50:00
1,A,2026-10-24 12:00:00
""",
        timezone="Europe/Berlin",
    )
    assert rows(read.events, "activity", "at")[1:3] == [("B", "2026-10-25 00:50:00"), ("C", "2026-10-25 01:10:00")]


# --- dates and years -------------------------------------------------------------------------------------------------


def test_a_column_of_dates(log, rows):
    """99 % midnights make a column of dates; the value stays the local midnight: who needs a deadline adds the day."""
    many = "".join(f"{n},Order,2026-03-02 09:00:00,2026-03-05 00:00:00,2026-03-05 07:30:00\n" for n in range(99))
    read = log(
        "case_id,activity,timestamp,promised,slot\n"
        + many
        + "z,Order,2026-03-02 09:00:00,2026-03-05 08:00:00,2026-03-05\n",
        timezone="Europe/Berlin",
    )
    assert [(a.name, a.type, a.dates_only) for a in read.attributes] == [
        ("promised", "time", True),
        ("slot", "time", False),
    ]
    assert rows(read.cases, "case:promised", "case:slot")[0] == ("2026-03-04 23:00:00", "2026-03-05 06:30:00")


def test_event_times_stay_as_they_are_even_among_dates(log, rows):
    lines = "".join(f"{n:03d},Order,2026-03-02 00:00:00\n" for n in range(199))
    read = log("case_id,activity,timestamp\n" + lines + "999,Order,2026-03-02 08:30:00\n")
    assert rows(read.events, "at")[-2:] == [("2026-03-02 00:00:00",), ("2026-03-02 08:30:00",)]


def test_a_midnight_with_an_offset_is_a_midnight(log):
    read = log("case_id,activity,timestamp,due\n1,Order,2026-03-02T09:00:00Z,2026-03-05T00:00:00+01:00\n")
    assert [(a.type, a.dates_only) for a in read.attributes] == [("time", True)]


@pytest.mark.parametrize("year", ["1969", "2101", "0026", "9999"])
def test_years_outside_1970_to_2100_are_refused(log, year):
    read = log(
        f"case_id,activity,timestamp\n1,Order,2026-03-02 09:00:00\n2,Order,{year}-03-02 09:00:00\n", max_refused=0.5
    )
    assert read.quality.reasons == {"year outside 1970–2100": 1}
    assert read.n_events == 1


@pytest.mark.parametrize(
    ("written", "zone", "at"),
    [
        ("1970-01-01 00:00:00", "Asia/Tokyo", "1969-12-31 15:00:00"),
        ("2100-12-31 23:59:59", "America/Sao_Paulo", "2101-01-01 02:59:59"),
    ],
)
def test_the_first_and_the_last_year_count_in_the_projects_zone(log, rows, written, zone, at):
    assert one_time(log, rows, written, timezone=zone) == at


@pytest.mark.parametrize(
    ("written", "meant"), [("45231.5", "12:00:00"), ("45231,25", "06:00:00"), ("45231", "00:00:00")]
)
def test_numbers_of_days_of_a_spreadsheet_are_refused_by_name(refusal, written, meant):
    """45231 is 1 November 2023 in a spreadsheet: 45292 is 1 January 2024, 61 days later."""
    rows = f"1,Order,2026-03-02 09:00:00\n1,Deliver,{written}\n2,Order,{written}\n".replace(written, f'"{written}"')
    error = refusal("case_id,activity,timestamp\n" + rows)
    assert error.found == (f"{written}, a number of days as spreadsheets count them, which would be 2023-11-01 {meant}")
    assert (error.where, error.do[:19]) == ("log.csv, line 3, column timestamp", "in the spreadsheet,")


def test_other_numbers_are_times_that_cannot_be_read(refusal):
    error = refusal("case_id,activity,timestamp\n1,Order,123.5\n1,Deliver,99999\n")
    assert "unreadable time" in error.found
