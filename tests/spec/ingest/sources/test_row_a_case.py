"""A row a case with a column of times an activity; and logs in Excel workbooks."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from analyzer.errors import LogError
from analyzer.ingest import preview_log, propose_stamps, read_log
from tests.spec.ingest.conftest import settings_for

TICKETS = """\
ticket_id,created_at,first_reply_at,resolved_at,priority,status
T1,2026-03-02 09:00:00,2026-03-02 10:00:00,2026-03-03 09:00:00,high,closed
T2,2026-03-02 11:00:00,,2026-03-02 11:00:00,low,closed
T3,2026-03-04 09:00:00,NULL,,low,open
"""
STAMPS = {"Create ticket": "created_at", "Reply first": "first_reply_at", "Resolve": "resolved_at"}


@pytest.fixture
def tickets(tmp_path):
    def settings(content=TICKETS, stamps=STAMPS, **arguments):
        path = tmp_path / "tickets.csv"
        path.write_text(content)
        given = settings_for(path, **arguments)
        return replace(given, log=replace(given.log, stamps=stamps))

    return settings


def test_every_stamp_is_an_event(engine, rows, tickets):
    """An empty one did not happen; at equal times the order of the stamps counts. What is left is an attribute."""
    read = read_log(engine, tickets())
    assert rows(read.events, "case_id", "activity", "at") == [
        ("T1", "Create ticket", "2026-03-02 09:00:00"),
        ("T1", "Reply first", "2026-03-02 10:00:00"),
        ("T1", "Resolve", "2026-03-03 09:00:00"),
        ("T2", "Create ticket", "2026-03-02 11:00:00"),
        ("T2", "Resolve", "2026-03-02 11:00:00"),
        ("T3", "Create ticket", "2026-03-04 09:00:00"),
    ]
    assert {a.name: a.varies for a in read.attributes} == {"priority": False, "status": False}
    assert preview_log(tickets()).events == 6


def test_a_case_without_any_time_is_refused_and_counted(engine, tickets):
    read = read_log(engine, tickets(TICKETS + "T4,,,,low,open\n", max_refused=0.5))
    assert (read.quality.used, read.quality.reasons) == (6, {"no time": 1})
    with pytest.raises(LogError) as caught:
        read_log(engine, tickets(TICKETS + "T4,,,,low,open\n"))
    assert (caught.value.where, "1 of 7 rows" in caught.value.found) == ("tickets.csv, line 5", True)


def test_without_stamps_the_message_says_how_such_a_table_is_read(engine, tickets):
    with pytest.raises(LogError) as caught:
        read_log(engine, tickets(TICKETS.replace("status", "mood"), stamps={}))
    assert caught.value.expected.startswith("a column for the activity")
    assert caught.value.do.endswith(
        "has the table one row a case, analyzer init proposes its columns of times as activities (stamps)"
    )
    with pytest.raises(LogError) as caught:
        read_log(engine, tickets("ticket_id,region,updated_at\nT1,North,2026-03-02 09:00:00\n", stamps={}))
    assert caught.value.do.endswith("(in the project file: columns: {activity: …})")


def test_a_stamp_that_the_table_lacks(engine, tickets):
    with pytest.raises(LogError) as caught:
        read_log(engine, tickets(stamps={"Create": "creatd_at"}))
    assert (caught.value.expected, caught.value.do) == (
        "a column creatd_at with the times of Create",
        "write Create: created_at",
    )


def test_such_a_table_is_recognised(tickets):
    assert propose_stamps(tickets(stamps={})) == {
        "Created": "created_at",
        "First reply": "first_reply_at",
        "Resolved": "resolved_at",
    }


def test_a_log_of_events_is_not(tickets):
    assert (
        propose_stamps(tickets("case_id,activity,a_at,b_at,c_at\n" + "1,A,2026-03-02,2026-03-02,2026-03-02\n" * 2))
        == {}
    )


@pytest.fixture
def workbook(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active.append(["an export of the ticket system"])
    sheet = book.create_sheet("Events")
    for row in (["case_id", "activity", "timestamp"], [1, "Order", "2026-03-02 09:00"], [1, "Pay", "2026-03-02 10:00"]):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    (tmp_path / "log.xlsx").write_bytes(held.getvalue())
    given = settings_for(tmp_path / "log.xlsx")
    return lambda sheet: replace(given, log=replace(given.log, sheet=sheet))


def test_a_sheet_of_a_workbook_is_a_log(engine, rows, workbook):
    assert rows(read_log(engine, workbook("Events")).events, "case_id", "activity") == [("1", "Order"), ("1", "Pay")]


def test_a_sheet_that_the_workbook_lacks(engine, workbook):
    with pytest.raises(LogError) as caught:
        read_log(engine, workbook("Event"))
    assert (caught.value.found, caught.value.do) == ("the sheets About, Events", "write sheet: Events")
