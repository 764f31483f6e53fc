"""What could be read in two ways is settled over the column, read as it is meant, or told: never wrong in silence."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analyzer.errors import LogError
from analyzer.words.quality_words import note_lines
from analyzer.words.understood_words import detected_words

HEAD = "case_id,activity,timestamp\n"


def events(*times):
    return HEAD + "".join(f"{n:05d},A,{time}\n" for n, time in enumerate(times))


def at(read, rows):
    return [row[0] for row in rows(read.events, "at")]


def test_digits_of_a_day_and_a_clock_are_no_milliseconds(log, rows):
    """202601010800 would be June 1976 in milliseconds since 1970."""
    assert at(log(events("202601010800", "202612312359")), rows) == ["2026-01-01 08:00:00", "2026-12-31 23:59:00"]


@pytest.mark.parametrize(
    ("since", "name"),
    [(datetime(1601, 1, 1, tzinfo=UTC), "Windows file time"), (datetime(1, 1, 1, tzinfo=UTC), ".NET ticks")],
)
def test_counts_of_100_nanoseconds(log, rows, since, name):
    """Computed by Python: (2026-03-02 09:00 − the count's beginning) in units of 100 nanoseconds."""
    count = (datetime(2026, 3, 2, 9, tzinfo=UTC) - since) // timedelta(microseconds=1) * 10
    read = log(events(count, count + 600_000_000))
    assert at(read, rows) == ["2026-03-02 09:00:00", "2026-03-02 09:01:00"]
    assert any(one.role == "timestamp" and name in detected_words(one) for one in read.quality.detected)


def test_a_sentinel_does_not_change_the_unit_of_its_column(log, rows):
    """253402300799000 is 9999-12-31 23:59:59 in milliseconds, and 1978 in microseconds."""
    read = log(events(1772442000000, 1772445600000, 253402300799000), max_refused=0.5)
    assert at(read, rows) == ["2026-03-02 09:00:00", "2026-03-02 10:00:00"]
    assert read.quality.reasons == {"year outside 1970–2100": 1}


@pytest.mark.parametrize("written", ["2026-03-02T08:00:00.1234567+01:00", "2026-03-02 08:00:00.123456789 +0100"])
def test_more_than_six_digits_of_a_second_with_an_offset(log, rows, written):
    assert at(log(events("2026-03-02T06:00:00+01:00", written)), rows) == [
        "2026-03-02 05:00:00",
        "2026-03-02 07:00:00.123456",
    ]


def test_so_too_in_signals_and_xes(log, rows, signals):
    voice = signals("case_id,timestamp,kind\n1,2026-03-02T08:00:00.1234567+01:00,complaint\n")
    assert rows(voice.table, "at") == [("2026-03-02 07:00:00.123456",)]
    xes = """<log><trace><string key="concept:name" value="1"/><event><string key="concept:name" value="A"/>
    <date key="time:timestamp" value="2026-03-02T08:00:00.1234567+01:00"/></event></trace></log>"""
    assert at(log(xes, "log.xes"), rows) == ["2026-03-02 07:00:00.123456"]


@pytest.mark.parametrize("offset", ["+25:00", "-19:30", "+1500"])
def test_an_offset_that_no_zone_has_is_refused(log, offset):
    read = log(events("2026-03-02T08:00:00+01:00", f"2026-03-02T08:00:00{offset}"), max_refused=0.5)
    assert (read.n_events, read.quality.reasons) == (1, {"unreadable time": 1})


def test_accents_of_one_letter_and_of_two_are_the_same_name(log):
    one, two = (unicodedata.normalize(form, "Prüfen") for form in ("NFC", "NFD"))
    assert one != two
    read = log(f"case_id,activity,timestamp\n1,{one},2026-03-02 09:00:00\n1,{two},2026-03-02 10:00:00\n")
    assert read.activities == (one,)


def test_two_columns_of_one_name_are_told(log, rows):
    read = log("case_id,case_id,activity,timestamp\n1,x,A,2026-03-02 09:00:00\n")
    assert rows(read.events, "case_id") == [("1",)]
    assert tuple(note_lines(read.quality.warnings)) == (
        "2 columns are called case_id; by that name the first is meant, and the next is case_id (2)",
    )


def test_a_start_after_its_end_is_told(log):
    read = log("case_id,activity,start,complete\n1,Pack,2026-03-02 10:00:00,2026-03-02 09:00:00\n")
    assert note_lines(read.quality.warnings) == ["1 event starts after it ends: the start is left out"]


def test_a_trace_that_stands_in_the_file_twice_is_told(log):
    trace = """<trace><string key="concept:name" value="1"/><event><string key="concept:name" value="A"/>
    <date key="time:timestamp" value="2026-03-02T08:00:00Z"/></event></trace>"""
    read = log(f"<log>{trace}{trace}</log>", "log.xes")
    assert (read.n_cases, read.n_events) == (1, 2)
    assert tuple(note_lines(read.quality.warnings)) == (
        "1 trace has the name of an earlier one: their events stand together in one case, and each counts",
    )


def test_a_year_of_two_digits_that_may_stand_first_is_asked_about(log):
    """26-03-13 to 26-03-24: twelve days of March 2026, or the 26th of March of twelve years."""
    days = [f"26-03-{day:02d} 08:00" for day in range(13, 25)]
    with pytest.raises(LogError) as refused:
        log(events(*days))
    assert "13 March 2026 with the year first, and all times within 11 days" in refused.value.found
    assert "within 11 years" in refused.value.found
    assert "line 2, column timestamp" in refused.value.where


def test_years_of_two_digits_at_the_end_are_read_as_ever(log, rows):
    read = log(events(*(f"{day:02d}/03/26 08:00" for day in range(13, 25))))
    assert at(read, rows)[0] == "2026-03-13 08:00:00"
    assert at(log(events("13.03.99 08:00", "14.03.98 08:00")), rows)[0] == "1999-03-13 08:00:00"


def test_an_epoch_of_nothing_is_told(log):
    """Zero in a column of seconds is the beginning of 1970: kept, and said."""
    read = log(events(0, *(1772438400 + 60 * n for n in range(30))))
    assert note_lines(read.quality.warnings) == [
        "1 event is at 1970-01-01 00:00 UTC, which many systems write where they have no time: check it"
    ]


def test_a_log_of_1974_is_asked_about(log):
    read = log(events(*(132438400 + 60 * n for n in range(30))))
    assert note_lines(read.quality.warnings) == [
        "all times lie before 1980: is this the right column, and its numbers a unit of time?"
    ]


def test_cases_of_microseconds_are_asked_about(log):
    """Twenty cases of two events, five microseconds apart; with one case of a second nothing is said."""
    short = "".join(f"{n},A,2026-03-02 08:00:00.000001\n{n},B,2026-03-02 08:00:00.000006\n" for n in range(20))
    assert note_lines(log(HEAD + short).quality.warnings) == [
        "each of the 20 cases with several events lasts less than a millisecond: is this the right column of times?"
    ]
    longer = short + "x,A,2026-03-02 08:00:00\nx,B,2026-03-02 08:00:01\n"
    assert log(HEAD + longer).quality.warnings == ()


def test_one_byte_of_another_encoding_does_not_change_all_the_others(log):
    """400 times Prüfen in UTF-8, and once in Windows-1252."""
    text = events(*["2026-03-02 08:00"] * 400).replace(",A,", ",Prüfen,").encode()
    read = log(text + b"x,Pr\xfcfen,2026-03-02 08:00\n")
    assert read.activities == ("Prüfen",)
    assert note_lines(read.quality.warnings) == [
        "1 byte is no UTF-8, which the rest of the file is: it was read as Windows-1252"
    ]
    assert detected_words(read.quality.detected[0]) == "UTF-8, separator comma"


def test_a_file_in_windows_1252_stays_one(log):
    read = log(events(*["2026-03-02 08:00"] * 4).replace(",A,", ",Prüfen “so”,").encode("cp1252"))
    assert read.activities == ("Prüfen “so”",)
    assert read.quality.warnings == ()


def test_two_columns_of_nearly_one_name_are_told(log):
    read = log("case_id,Case ID,activity,timestamp\n1,7,A,2026-03-02\n2,7,A,2026-03-02\n")
    assert read.n_cases == 2
    assert note_lines(read.quality.warnings) == [
        "the columns case_id, Case ID have nearly one name; case_id was taken where a name was looked for"
    ]


def test_a_case_that_is_not_a_number_is_none(log, tmp_path):
    """In Parquet a missing number is often "not a number"."""
    table = {"case_id": [1.0, 2.0, float("nan")], "activity": ["A"] * 3, "timestamp": ["2026-03-02 08:00"] * 3}
    pq.write_table(pa.table(table), tmp_path / "nan.parquet")
    read = log((tmp_path / "nan.parquet").read_bytes(), "nan.parquet", max_refused=0.5)
    assert (read.n_cases, read.quality.reasons) == (2, {"no case": 1})


@pytest.mark.parametrize(
    ("times", "found"),
    [
        (("46082.375", "46083.5"), "46082.375, a number of days"),
        (("46082", "46083"), "46082, a number of days"),
        (("260302", "260303"), "2 of 2 rows cannot be (2 unreadable time)"),
    ],
)
def test_numbers_that_may_be_days_or_seconds_are_refused(log, times, found):
    """46082 is the 1st of March 2026 for a workbook, and 12:48 of the 1st of January 1970 in seconds."""
    with pytest.raises(LogError) as refused:
        log(events(*times))
    assert found in refused.value.found


@pytest.mark.parametrize("zone", ["EST", "CST", "IST"])
def test_a_zone_by_its_letters_is_refused(log, zone):
    """CST is the time of Chicago, of Shanghai and of Havana."""
    with pytest.raises(LogError) as refused:
        log(events(f"2026-03-02 08:00:00 {zone}"))
    assert "unreadable time" in refused.value.found
