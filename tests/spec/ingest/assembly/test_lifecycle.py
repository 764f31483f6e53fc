"""Lifecycle transitions: `complete` is the event, its `start` tells when it began, the others are kept beside."""

from __future__ import annotations

from analyzer.words.quality_words import note_lines


def test_a_start_belongs_to_the_next_complete(log, rows):
    read = log(
        """\
case_id,activity,timestamp,lifecycle,resource
1,Check,2026-03-02 08:00:00,schedule,
1,Check,2026-03-02 09:00:00,START,Ann
1,Check,2026-03-02 09:10:00,suspend,Ann
1,Check,2026-03-02 09:30:00,COMPLETE,Ann
1,Check,2026-03-02 10:00:00,start,Bob
1,Check,2026-03-02 10:05:00,complete,Bob
1,Pay,2026-03-02 11:00:00,complete,Eve
2,Check,2026-03-02 12:00:00,start,Ann
"""
    )
    assert rows(read.events, "case_id", "position", "activity", "at", "start_at") == [
        ("1", 0, "Check", "2026-03-02 09:30:00", "2026-03-02 09:00:00"),
        ("1", 1, "Check", "2026-03-02 10:05:00", "2026-03-02 10:00:00"),
        ("1", 2, "Pay", "2026-03-02 11:00:00", None),
    ]
    assert rows(read.transitions, "case_id", "activity", "at", "lifecycle", "resource") == [
        ("1", "Check", "2026-03-02 08:00:00", "schedule", None),
        ("1", "Check", "2026-03-02 09:10:00", "suspend", "Ann"),
        ("2", "Check", "2026-03-02 12:00:00", "start", "Ann"),
    ]
    assert rows(read.cases, "case_id", "first_at", "events") == [("1", "2026-03-02 09:30:00", 3)]
    assert (read.n_cases, read.n_events, read.quality.used) == (1, 3, 3)
    assert "lifecycle" not in {a.name for a in read.attributes}


def test_a_start_that_never_ended_shifts_no_other(log, rows):
    """The first start has no complete: a new attempt begins and ends. Pairing first with first would take 08:00."""
    read = log(
        """\
case_id,activity,timestamp,lifecycle
1,Call,2026-03-02 08:00:00,start
1,Call,2026-03-02 09:00:00,start
1,Call,2026-03-02 09:10:00,complete
"""
    )
    assert rows(read.events, "start_at") == [("2026-03-02 09:00:00",)]
    assert rows(read.transitions, "at") == [("2026-03-02 08:00:00",)]


def test_an_aborted_start_is_over(log, rows):
    read = log(
        """\
case_id,activity,timestamp,lifecycle
1,Call,2026-03-02 08:00:00,start
1,Call,2026-03-02 08:05:00,ate_abort
1,Call,2026-03-02 09:10:00,complete
"""
    )
    assert rows(read.events, "start_at") == [(None,)]


def test_starts_and_completes_match_like_brackets(log, rows):
    read = log(
        """\
case_id,activity,timestamp,lifecycle
1,Call,2026-03-02 08:00:00,start
1,Call,2026-03-02 08:10:00,start
1,Call,2026-03-02 08:20:00,complete
1,Call,2026-03-02 08:30:00,complete
1,Call,2026-03-02 08:40:00,complete
1,Call,2026-03-02 08:50:00,start
1,Call,2026-03-02 09:00:00,complete
"""
    )
    assert rows(read.events, "at", "start_at") == [
        ("2026-03-02 08:20:00", "2026-03-02 08:10:00"),
        ("2026-03-02 08:30:00", "2026-03-02 08:00:00"),
        ("2026-03-02 08:40:00", None),
        ("2026-03-02 09:00:00", "2026-03-02 08:50:00"),
    ]


def test_the_instance_tells_which_start_belongs_to_which_complete(log, rows):
    read = log(
        """\
case_id,activity,timestamp,lifecycle,concept:instance
1,Call,2026-03-02 08:00:00,start,a
1,Call,2026-03-02 08:10:00,start,b
1,Call,2026-03-02 08:20:00,complete,a
1,Call,2026-03-02 08:30:00,complete,b
"""
    )
    assert rows(read.events, "start_at") == [("2026-03-02 08:00:00",), ("2026-03-02 08:10:00",)]


def test_start_and_complete_of_the_same_second(log, rows):
    """The place in the file decides."""
    read = log(
        """\
case_id,activity,timestamp,lifecycle
1,Call,2026-03-02 08:00:00,start
1,Call,2026-03-02 08:00:00,complete
1,Ring,2026-03-02 08:00:00,complete
1,Ring,2026-03-02 08:00:00,start
"""
    )
    assert rows(read.events, "activity", "start_at") == [("Call", "2026-03-02 08:00:00"), ("Ring", None)]


def test_a_log_without_any_complete_counts_all_and_says_so(log, rows):
    read = log(
        """\
case_id,activity,timestamp,lifecycle
1,Ticket,2026-03-02 08:00:00,Queued
1,Ticket,2026-03-02 09:00:00,Resolved
"""
    )
    assert (read.n_events, read.transitions) == (2, None)
    (said,) = note_lines(read.quality.warnings)
    assert said == "no row has the lifecycle transition complete, so every row counts as an event"


def test_a_row_without_a_transition_is_complete(log, rows):
    read = log(
        """\
case_id,activity,timestamp,lifecycle
1,Order,2026-03-02 08:00:00,
1,Check,2026-03-02 09:00:00,complete
1,Check,2026-03-02 09:00:00,schedule
"""
    )
    assert rows(read.events, "activity") == [("Order",), ("Check",)]
