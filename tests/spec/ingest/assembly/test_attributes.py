"""Attributes: the last known value is the case's own; what a case changes stands beside its events too."""

from __future__ import annotations

import pytest

from analyzer.engine import Engine
from analyzer.ingest import read_log
from analyzer.words.quality_words import note_lines
from tests.spec.ingest.conftest import settings_for

CHANGED = """\
case_id,activity,timestamp,priority,region
1,Order,2026-03-02 09:00:00,low,north
1,Call,2026-03-02 10:00:00,high,north
1,Deliver,2026-03-03 10:00:00,,north
2,Order,2026-03-02 11:00:00,low,
2,Deliver,2026-03-02 12:00:00,low,south
3,Order,2026-03-02 11:00:00,low,south
"""


def told(read):
    return {a.name: (a.varies, a.changed_cases) for a in read.attributes}


def test_the_last_known_value_is_the_case_s_own(log, rows):
    read = log(CHANGED)
    assert rows(read.cases, "case_id", "case:priority", "case:region") == [
        ("1", "high", "north"),
        ("2", "low", "south"),
        ("3", "low", "south"),
    ]


def test_a_case_changes_an_attribute_by_a_second_value_or_one_that_comes_late(log, rows):
    """Case 1 has two priorities; case 2 has no region at first and one later. What is empty later changes nothing."""
    read = log(CHANGED)
    assert told(read) == {"priority": (True, 1), "region": (True, 1)}
    assert rows(read.events, "event:priority") == [("low",), ("high",), (None,), ("low",), ("low",), ("low",)]


def test_one_altered_row_changes_its_own_case_only(log, rows):
    """Of a column that never changed; the other cases keep their values, and the column its place in the cases."""
    plain = "case_id,activity,timestamp,size\n" + "".join(
        f"{case:03d},{activity},2026-03-02 0{hour}:00:00,{case % 3}\n"
        for case in range(200)
        for hour, activity in enumerate("AB")
    )
    one, other = log(plain), log(plain.replace("007,B,2026-03-02 01:00:00,1", "007,B,2026-03-02 01:00:00,9"))
    assert (told(one), told(other)) == ({"size": (False, 0)}, {"size": (True, 1)})
    before, after = (rows(read.cases, "case_id", "case:size") for read in (one, other))
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [(("007", 1.0), ("007", 9.0))]


def test_the_order_of_the_events_decides_not_that_of_the_file(log, rows):
    read = log("case_id,activity,timestamp,x\n1,B,2026-03-02 10:00:00,late\n1,A,2026-03-02 09:00:00,early\n")
    assert rows(read.cases, "case:x") == [("late",)]


def test_a_time_after_its_own_event_is_not_known_yet_at_it(log, rows):
    """closed_at is filled in backwards in case 1, and written once only in case 2."""
    read = log(
        """\
case_id,activity,timestamp,closed_at
1,Open,2026-03-02 09:00:00,2026-03-04 10:00:00
1,Close,2026-03-04 10:00:00,2026-03-04 10:00:00
2,Open,2026-03-02 09:00:00,
2,Close,2026-03-05 10:00:00,2026-03-05 10:00:00
"""
    )
    assert told(read) == {"closed_at": (True, 1)}
    closed = [("2026-03-04 10:00:00",), ("2026-03-05 10:00:00",)]
    assert rows(read.events, "event:closed_at") == [(None,), closed[0], (None,), closed[1]]
    assert rows(read.cases, "case:closed_at") == closed


def test_a_column_that_changes_in_many_cases_is_warned_about(log):
    content = "case_id,activity,timestamp,x,y\n" + "".join(
        f"{case},{activity},2026-03-02 0{hour}:00:00,{hour if case < 3 else 0},{hour if case < 2 else 0}\n"
        for case in range(20)
        for hour, activity in enumerate("AB")
    )
    warnings = note_lines(log(content).quality.warnings)
    assert warnings == ["x changes within 3 of 20 cases: a visit takes the value known when it ended"]


def coded(name, values):
    rows = (f"{n:05d},A,2026-03-02 09:00:00,{value}\n" for n, value in enumerate(values))
    return f"case_id,activity,timestamp,{name}\n" + "".join(rows)


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("location", [204, 3317, 18], "code"),
        ("closing_group", [1, 2], "code"),
        ("vendorId", [1, 2], "code"),
        ("cost code", [1, 2], "code"),
        ("room_no", [1.0, 2.0], "code"),
        ("volcano", [1, 2], "number"),
        ("location", [1.5, 2], "number"),
        ("location", [-1, 2], "number"),
        ("place", [204, 917, 338] * 20, "code"),
        ("place", [204, 917, 338] * 19, "number"),  # 19 rows each are no repetition yet
        ("price", [250, 500, 995] * 20, "number"),  # multiples of five
        ("size", [100, 101, 102] * 20, "number"),  # counted through
        ("items", [1, 2, 90] * 20, "number"),  # of different length
    ],
)
def test_whole_numbers_that_are_names_are_codes(log, rows, name, values, kind):
    read = log(coded(name, values))
    assert [(a.name, a.type) for a in read.attributes] == [(name, kind)]
    first = rows(read.cases, f"case:{name}")[0][0]
    assert first == (f"{values[0]:g}" if kind == "code" else float(values[0]))


def test_types_that_are_said_beforehand_hold(engine: Engine, tmp_path, rows):
    """A ruler holds the types still, and the journey says `as`: what does not fit is missing, never another type."""
    path = tmp_path / "log.csv"
    path.write_text(
        """\
case_id,activity,timestamp,location,amount,when,rush
1,A,2026-03-02 09:00:00,204,12,2026-03-02,true
2,A,2026-03-02 09:00:00,18,dear,soon,maybe
"""
    )
    said = {"location": "number", "amount": "number", "when": "time", "rush": "boolean", "elsewhere": "code"}
    read = read_log(engine, settings_for(path), types=said)
    assert {a.name: a.type for a in read.attributes} == {n: t for n, t in said.items() if n != "elsewhere"}
    assert rows(read.cases, *(f"case:{name}" for name in ("location", "amount", "when", "rush"))) == [
        (204.0, 12.0, "2026-03-02 00:00:00", True),
        (18.0, None, None, None),
    ]
    codes = read_log(engine, settings_for(path), types={"amount": "code", "location": "text"})
    assert {a.name: a.type for a in codes.attributes} == {
        "location": "text",
        "amount": "code",
        "when": "text",
        "rush": "text",
    }
