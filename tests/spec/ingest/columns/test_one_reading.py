"""What could be read in two ways is settled over the column, read as it is meant, or told: never wrong in silence."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest

from analyzer.words.quality_words import note_lines

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
    assert any(one.role == "timestamp" and name in one.note for one in read.quality.detected)


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
