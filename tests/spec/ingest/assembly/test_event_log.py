"""Reading an event log: one row an event, sorted by case, time and place in the file."""

from __future__ import annotations

import pytest

from analyzer.words.quality_words import note_lines
from analyzer.words.understood_words import detected_words
from tests.spec.ingest.conftest import TWO_ORDERS


def test_events_stand_by_case_then_time(log, rows):
    read = log(
        """\
case_id,activity,timestamp
2,Order,2026-03-02 11:00:00
1,Deliver,2026-03-03 10:00:00
1,Order,2026-03-02 09:00:00
"""
    )
    assert rows(read.events, "case_id", "position", "activity", "at", "next_activity", "next_at") == [
        ("1", 0, "Order", "2026-03-02 09:00:00", "Deliver", "2026-03-03 10:00:00"),
        ("1", 1, "Deliver", "2026-03-03 10:00:00", None, None),
        ("2", 0, "Order", "2026-03-02 11:00:00", None, None),
    ]
    before = [("1", 0, None), ("1", 1, "2026-03-02 09:00:00"), ("2", 0, None)]
    assert rows(read.events, "case_id", "position", "before_at") == before
    assert rows(read.cases, "case_id", "first_at", "last_at", "events") == [
        ("1", "2026-03-02 09:00:00", "2026-03-03 10:00:00", 2),
        ("2", "2026-03-02 11:00:00", "2026-03-02 11:00:00", 1),
    ]
    assert (read.n_cases, read.n_events, read.activities) == (2, 3, ("Deliver", "Order"))
    assert (str(read.first_at), str(read.last_at)) == ("2026-03-02 09:00:00", "2026-03-03 10:00:00")
    assert read.transitions is None


def test_equal_times_keep_their_order_in_the_file(log, rows):
    read = log(
        """\
case_id,activity,timestamp
1,Pack,2026-03-02 09:00:00
1,Label,2026-03-02 09:00:00
1,Announce,2026-03-02 09:00:00
1,Order,2026-03-01 09:00:00
"""
    )
    assert rows(read.events, "activity") == [("Order",), ("Pack",), ("Label",), ("Announce",)]
    assert read.quality.out_of_order == 3  # three events stand before the order, which was earlier


@pytest.mark.parametrize(
    "header",
    [
        "case_id,activity,timestamp",
        "Case ID,Activity,Timestamp",
        "CASE-ID,ACTIVITY,TIMESTAMP",
        "CaseID,Activity Name,Complete Timestamp",
        "case:concept:name,concept:name,time:timestamp",
        "_CASE_KEY,ACTIVITY_EN,EVENTTIME",
        "order_id,event,date",
        "ticket id,task,event_time",
        "number,step,time",
    ],
)
def test_columns_are_found_by_their_names(log, header):
    read = log(TWO_ORDERS.replace("case_id,activity,timestamp", header))
    assert (read.n_cases, read.n_events, read.attributes) == (2, 3, ())


def test_the_more_telling_name_wins(log, rows):
    """`case:concept:name` names the case even where a column `case` stands before it."""
    read = log(
        """\
case,case:concept:name,concept:name,time:timestamp
Anna,1,Order,2026-03-02 09:00:00
Anna,2,Order,2026-03-02 11:00:00
"""
    )
    assert rows(read.cases, "case_id", "case:case") == [("1", "Anna"), ("2", "Anna")]


def test_columns_can_be_named(log, rows):
    read = log(
        """\
case_id,order,what,when,activity
x,1,Order,2026-03-02 09:00:00,n/a
y,1,Deliver,2026-03-03 10:00:00,n/a
""",
        columns="case_id=order,activity=what,timestamp=when",
    )
    assert rows(read.events, "case_id", "activity") == [("1", "Order"), ("1", "Deliver")]
    assert {a.column: a.type for a in read.attributes} == {"case:case_id": "text"}  # all of activity is missing
    assert read.quality.missing == {"activity": 2}


def test_a_pair_of_start_and_complete(log, rows):
    read = log(
        """\
case_id,activity,start,complete
1,Pack,2026-03-02 09:00:00,2026-03-02 09:20:00
1,Drive,2026-03-02 10:00:00,2026-03-02 11:00:00
"""
    )
    assert rows(read.events, "activity", "at", "start_at") == [
        ("Pack", "2026-03-02 09:20:00", "2026-03-02 09:00:00"),
        ("Drive", "2026-03-02 11:00:00", "2026-03-02 10:00:00"),
    ]


def test_a_log_that_knows_only_starts(log, rows):
    read = log("case_id,activity,start_time\n1,Pack,2026-03-02 09:00:00\n")
    assert rows(read.events, "at") == [("2026-03-02 09:00:00",)]
    assert "start_at" not in read.events.columns


def test_a_start_after_the_end_is_no_start(log, rows):
    read = log("case_id,activity,start,complete\n1,Pack,2026-03-02 10:00:00,2026-03-02 09:00:00\n")
    assert rows(read.events, "at", "start_at") == [("2026-03-02 09:00:00", None)]


def test_an_attribute_that_no_case_changes_stands_in_the_case_table(log, rows):
    """An empty cell after a value says nothing against it: region is known from the first event on."""
    read = log(
        """\
case_id,activity,timestamp,region,weight,clerk_note
1,Order,2026-03-02 09:00:00,north,1.5,a
1,Deliver,2026-03-03 10:00:00,,1.5,b
2,Order,2026-03-02 11:00:00,south,2,a
"""
    )
    assert [(a.name, a.column, a.event_column, a.type, a.values) for a in read.attributes] == [
        ("region", "case:region", None, "text", 2),
        ("weight", "case:weight", None, "number", 2),
        ("clerk_note", "case:clerk_note", "event:clerk_note", "text", 2),
    ]
    assert "event:region" not in read.events.columns
    assert rows(read.cases, "case_id", "case:region", "case:weight") == [("1", "north", 1.5), ("2", "south", 2.0)]
    assert rows(read.events, "event:clerk_note") == [("a",), ("b",), ("a",)]


def test_the_optional_roles(log, rows):
    read = log(
        """\
case_id,activity,timestamp,org:resource,org:role,system,partner,cost,customer_id
1,Order,2026-03-02 09:00:00,Ann,Sales,CRM,,12.5,
1,Deliver,2026-03-03 10:00:00,Bob,Logistics,WMS,ColdChain,7,C9
"""
    )
    assert rows(read.events, "resource", "team", "system", "partner", "cost") == [
        ("Ann", "Sales", "CRM", None, 12.5),
        ("Bob", "Logistics", "WMS", "ColdChain", 7.0),
    ]
    assert rows(read.cases, "customer_id") == [("C9",)]
    assert read.quality.missing == {"partner": 1, "customer_id": 1}


def test_an_optional_column_without_values_is_no_column(log):
    read = log("case_id,activity,timestamp,resource,note\n1,Order,2026-03-02 09:00:00,,\n")
    assert "resource" not in read.events.columns
    assert read.attributes == ()


def test_of_several_customers_of_a_case_the_first_counts(log, rows):
    read = log(
        """\
case_id,activity,timestamp,customer
1,Deliver,2026-03-03 10:00:00,A1
1,Order,2026-03-02 09:00:00,Z9
"""
    )
    assert rows(read.cases, "customer_id") == [("Z9",)]
    assert note_lines(read.quality.warnings) == ["1 case names more than one customer; the first one counts"]


def test_rows_that_are_the_same_are_kept_and_reported(log):
    read = log(
        """\
case_id,activity,timestamp
1,Order,2026-03-02 09:00:00
1,Call,2026-03-02 09:00:00
1,Order,2026-03-02 09:00:00
1,Order,2026-03-02 09:00:00
"""
    )
    assert (read.n_events, read.quality.duplicates) == (4, 2)


def test_case_ids_that_lost_their_type_get_it_back(log, rows):
    """A column of whole numbers with gaps often comes out of other programs as 1.0, 2.0."""
    read = log(TWO_ORDERS.replace("1,", "1.0,").replace("2,Order", "2.0,Order"))
    assert rows(read.cases, "case_id") == [("1",), ("2",)]


def test_attributes_that_differ_in_letter_case_only(log):
    read = log("case_id,activity,timestamp,Size,size\n1,Order,2026-03-02 09:00:00,L,42\n")
    assert [(a.name, a.type) for a in read.attributes] == [("Size", "text"), ("size (2)", "number")]


def test_pm4py_names_lose_their_prefix(log, rows):
    read = log(
        """\
case:concept:name,concept:name,time:timestamp,case:amount,@@index
1,Order,2026-03-02T09:00:00+00:00,100,0
1,Deliver,2026-03-03T10:00:00+00:00,100,1
"""
    )
    assert [(a.name, a.column) for a in read.attributes] == [("amount", "case:amount")]


def test_events_of_the_future_are_counted(log):
    read = log("case_id,activity,timestamp\n1,Order,2026-03-02 09:00:00\n1,Deliver,2099-03-03 10:00:00\n")
    assert read.quality.future == 1


def test_how_columns_were_understood_is_on_record(log):
    read = log("case_id;activity;timestamp;price\n1;Order;13.03.2026 09:00;1,5\n", timezone="Europe/Berlin")
    assert [(d.role, d.column, detected_words(d)) for d in read.quality.detected] == [
        ("file", "log.csv", "UTF-8, separator semicolon"),
        ("case_id", "case_id", "text"),
        ("activity", "activity", "text"),
        ("timestamp", "timestamp", "time, DD.MM.YYYY hh:mm, read in Europe/Berlin"),
        ("attribute", "price", "number, decimal comma"),
    ]
