"""A log that stays where it is: the same tables as from a file with the same rows, and few rows that cross.

The place is a DuckDB file here, which needs no server; the same expressions run in PostgreSQL and Spark
(tests/spec/engine).
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analyzer.engine import Engine, open_engine
from analyzer.errors import LogError, SettingsError
from analyzer.ingest import read_log
from analyzer.pipeline import align
from analyzer.settings import from_arguments, load_project
from analyzer.tables.log import Log
from analyzer.words.quality_words import note_lines

PLAIN = """\
case_id,activity,timestamp,region,amount,customer_id
b,Order,2026-03-02 09:00:00,North,10,k2
a,Deliver,2026-03-03 10:00:00,South,7.5,k1
a,Order,2026-03-02 11:00:00,South,7.5,k1
b,Deliver,2026-03-02 10:00:00,North,12,k2
"""
LOGS = {
    "plain": (PLAIN, {}),
    "a value that changes, one that is late, one that is missing": (
        """\
case_id,activity,timestamp,state,priority,note
1,Open,2026-03-02 09:00:00,new,,x
1,Work,2026-03-02 10:00:00,open,2,x
1,Close,2026-03-02 11:00:00,closed,,x
2,Open,2026-03-02 09:30:00,new,3,NULL
2,Close,2026-03-02 09:40:00,new,3,n/a
""",
        {},
    ),
    "two customers, and rows that repeat": (
        """\
case_id,activity,timestamp,customer_id
1,Open,2026-03-02 10:00:00,late
1,Open,2026-03-02 09:00:00,early
1,Open,2026-03-02 09:00:00,early
2,Open,2026-03-02 09:00:00,only
""",
        {},
    ),
    "events at one time stand as in the table": (
        """\
case_id,activity,timestamp
1,Zeta,2026-03-02 10:00:00
1,Alpha,2026-03-02 10:00:00
1,Mid,2026-03-02 09:00:00
""",
        {},
    ),
    "day first, and a decimal comma": (
        """\
case_id,activity,timestamp,cost
1,Open,13/03/2026 9:05,"1,5"
1,Close,2/4/2026 10:00,"2,25"
""",
        {},
    ),
    "offsets, fractions and UTC": (
        """\
case_id,activity,timestamp
1,Open,2026-03-02T09:00:00.125+02:00
1,Close,2026-03-02T09:00:00.5-05:30
2,Open,2026-03-02T09:00:00.000001Z
""",
        {},
    ),
    "an hour that exists twice, an hour that does not exist": (
        """\
case_id,activity,timestamp
1,Open,2026-10-25 01:30:00
1,Work,2026-10-25 02:30:00
1,Wait,2026-10-25 02:10:00
1,Close,2026-10-25 03:30:00
2,Open,2026-03-29 02:30:00
2,Close,2026-03-29 03:10:00
""",
        {"timezone": "Europe/Berlin"},
    ),
    "codes, long numbers, truths and dates": (
        """\
case_id,activity,timestamp,plant_code,account,rush,due
1,Open,2026-03-02 09:00:00,4711,12345678901234567890,true,2026-03-09
1,Close,2026-03-03 09:00:00,4711,12345678901234567890,true,2026-03-09
2,Open,2026-03-02 09:00:00,0815,00000000000000000001,FALSE,2024-02-29
""",
        {},
    ),
    "rows that are refused": (
        """\
case_id,activity,timestamp
1,Open,2026-02-28 09:00:00
1,Close,2026-02-29 09:00:00
,Open,2026-03-02 09:00:00
2,,2026-03-02 09:00:00
3,Open,
3,Close,1969-03-02 09:00:00
""",
        {"max_refused": 0.9},
    ),
    "seconds and milliseconds since 1970": (
        """\
case_id,activity,timestamp,paid_at
1,Open,1772582400,1772582400123
1,Close,1772586000,1772582400123
""",
        {},
    ),
    "compact times": ("case_id,activity,timestamp\n1,Open,20260302T090000\n1,Close,20261112T103059\n", {}),
    "only completes count": (
        """\
case_id,activity,timestamp,lifecycle
1,Open,2026-03-02 09:00:00,COMPLETE
1,Open,2026-03-02 08:00:00,schedule
1,Close,2026-03-02 10:00:00,
""",
        {},
    ),
    "starts that are matched: as brackets, across an abort, and one that is over before it began": (
        """\
case_id,activity,timestamp,lifecycle,resource
1,Call,2026-03-02 08:00:00,start,Ann
1,Call,2026-03-02 08:10:00,start,Bob
1,Call,2026-03-02 08:20:00,complete,Bob
1,Call,2026-03-02 08:50:00,COMPLETE,Ann
1,Call,2026-03-02 09:00:00,complete,Ann
1,Pack,2026-03-02 08:15:00,start,Ann
1,Pack,2026-03-02 08:16:00,ate_abort,Ann
1,Pack,2026-03-02 08:30:00,,Cid
1,Pack,2026-03-02 08:30:00,schedule,Cid
2,Call,2026-03-02 08:05:00,started,Ann
2,Call,2026-03-02 08:05:00,completed,Ann
2,,2026-03-02 08:05:00,complete,Ann
""",
        {"max_refused": 0.9},
    ),
    "starts that are matched by instance, beside starts in a column": (
        """\
case_id,activity,timestamp,lifecycle,concept:instance,start_timestamp
1,Call,2026-03-02 08:00:00,start,i1,
1,Call,2026-03-02 08:10:00,start,i2,
1,Call,2026-03-02 08:20:00,complete,i1,
1,Call,2026-03-02 08:50:00,complete,i2,2026-03-02 08:40:00
""",
        {},
    ),
    "starts in a column": (
        """\
case_id,activity,timestamp,start_timestamp,resource
1,Open,2026-03-02 09:00:00,2026-03-02 08:00:00,Ann
1,Close,2026-03-02 10:00:00,2026-03-02 11:00:00,Bob
""",
        {},
    ),
    "three letters of a month stay text": (
        "case_id,activity,timestamp,at_customer\n1,Open,2026-03-02 09:00:00,soon\n1,Close,2026-03-02 10:00:00,soon\n",
        {},
    ),
}


def in_place(folder: Path, content: str, table: str = "orders", **options: Any) -> tuple[Engine, Log]:
    """The log of a table of texts in a DuckDB file, read where it lies, and its engine, still open."""
    put(folder, "orders", content)
    return read_placed(folder, f"table: {table}", **options)


def read_placed(folder: Path, what: str, **options: Any) -> tuple[Engine, Log]:
    url = f"duckdb://{folder / 'warehouse.duckdb'}"
    text = f"log: {{url: '{url}', {what}}}\nengine: '{url}'\njourney: journey.yaml\n"
    text += "".join(f"{key}: {value}\n" for key, value in options.items())
    (folder / "project.yaml").write_text(text, encoding="utf-8")
    settings = load_project(folder / "project.yaml")
    assert settings.is_in_place
    opened = open_engine(settings.engine)
    engine = opened.__enter__()
    engine.once("opened", lambda: opened)  # it closes with the test's process
    return engine, read_log(engine, settings)


def from_file(folder: Path, content: str, **options: Any) -> tuple[Engine, Log]:
    (folder / "log.csv").write_text(content, encoding="utf-8")
    settings = from_arguments(str(folder / "log.csv"), "journey.yaml", [], {}, options.get("timezone", "UTC"))
    if "max_refused" in options:
        settings = replace(settings, log=replace(settings.log, max_refused=options["max_refused"]))
    opened = open_engine()
    engine = opened.__enter__()
    engine.once("opened", lambda: opened)
    return engine, read_log(engine, settings)


def rows(engine: Engine, table: Any, *order: str) -> list[dict[str, Any]]:
    found = engine.rows(table.order_by(*order))
    return [{name: row[name] for name in sorted(row)} for row in found]


@pytest.mark.parametrize("name", LOGS)
def test_a_table_says_what_a_file_with_its_rows_says(tmp_path: Path, name: str) -> None:
    content, options = LOGS[name]
    engine, file = from_file(tmp_path, content, **options)
    there, placed = in_place(tmp_path, content, **options)
    assert rows(there, placed.events, "case_id", "position") == rows(engine, file.events, "case_id", "position")
    assert rows(there, placed.cases, "case_id") == rows(engine, file.cases, "case_id")
    assert placed.attributes == file.attributes
    same = ("n_cases", "n_events", "activities", "first_at", "last_at")
    assert [getattr(placed, key) for key in same] == [getattr(file, key) for key in same]
    counted = ("rows", "used", "refused", "reasons", "duplicates", "out_of_order", "future", "missing", "warnings")
    assert {k: getattr(placed.quality, k) for k in counted} == {k: getattr(file.quality, k) for k in counted}
    assert placed.quality.detected[1:] == file.quality.detected[1:]


def test_what_a_table_holds_by_hand(tmp_path: Path) -> None:
    engine, log = in_place(tmp_path, PLAIN)
    found = rows(engine, log.events.select("case_id", "position", "activity", "next_activity"), "case_id", "position")
    assert [tuple(row.values()) for row in found] == [
        ("Order", "a", "Deliver", 0),
        ("Deliver", "a", None, 1),
        ("Order", "b", "Deliver", 0),
        ("Deliver", "b", None, 1),
    ]
    (a, b) = rows(engine, log.cases, "case_id")
    assert (a["case:region"], a["case:amount"], a["customer_id"], a["events"]) == ("South", 7.5, "k1", 2)
    assert (b["case:amount"], b["events"]) == (12.0, 2)  # the last value
    assert [(one.name, one.changed_cases) for one in log.attributes] == [("region", 0), ("amount", 1)]


def test_the_rows_of_a_query_have_no_places_and_are_ordered_by_what_is_written(tmp_path: Path) -> None:
    in_place(tmp_path, LOGS["events at one time stand as in the table"][0])
    engine, log = read_placed(tmp_path, "query: SELECT * FROM orders")
    found = rows(engine, log.events.select("position", "activity", "event"), "position")
    assert [(row["activity"], row["event"]) for row in found] == [("Mid", 0), ("Alpha", 1), ("Zeta", 2)]
    assert log.quality.out_of_order == 0


def test_a_complete_has_the_start_that_was_still_open(tmp_path: Path) -> None:
    """By hand: the inner call began at 8:10, the outer one at 8:00; a third has no start, nor has the pack, whose start
    was given up."""
    name = next(name for name in LOGS if name.startswith("starts that are matched: as brackets"))
    engine, log = in_place(tmp_path, LOGS[name][0], max_refused=0.9)
    found = rows(engine, log.events.select("case_id", "position", "activity", "at", "start_at"), "case_id", "position")
    said = [(row["activity"], f"{row['at']:%H:%M}", row["start_at"] and f"{row['start_at']:%H:%M}") for row in found]
    assert said == [
        ("Call", "08:20", "08:10"),
        ("Pack", "08:30", None),
        ("Call", "08:50", "08:00"),
        ("Call", "09:00", None),
        ("Call", "08:05", "08:05"),
    ]


def test_starts_are_matched_without_places_too(tmp_path: Path) -> None:
    """Of a query, whose rows have no places, a start comes before what else has its time."""
    name = next(name for name in LOGS if name.startswith("starts that are matched: as brackets"))
    in_place(tmp_path, LOGS[name][0], max_refused=0.9)
    engine, log = read_placed(tmp_path, "query: SELECT * FROM orders ORDER BY random()", max_refused=0.9)
    found = rows(engine, log.events.filter(log.events.start_at.notnull()).select("at", "start_at"), "at")
    assert [(f"{row['at']:%H:%M}", f"{row['start_at']:%H:%M}") for row in found] == [
        ("08:05", "08:05"),
        ("08:20", "08:10"),
        ("08:50", "08:00"),
    ]


def test_native_types_are_taken_as_they_are(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "warehouse.duckdb") as link:
        link.execute(
            "CREATE TABLE orders AS SELECT 7::INTEGER AS case_id, 'Open' AS activity,"
            " TIMESTAMPTZ '2026-03-02 09:00:00+02' AS timestamp, 1.50::DECIMAL(9, 2) AS amount, true AS rush,"
            " DATE '2026-03-09' AS due, [1, 2] AS parts"
        )
    engine, log = read_placed(tmp_path, "table: orders", timezone="Europe/Berlin")
    assert {one.name: one.type for one in log.attributes} == {
        "amount": "number",
        "rush": "boolean",
        "due": "time",
        "parts": "text",
    }
    (case,) = rows(engine, log.cases, "case_id")
    assert (case["case_id"], str(case["first_at"]), case["case:amount"]) == ("7", "2026-03-02 07:00:00", 1.5)
    assert str(case["case:due"]) == "2026-03-08 23:00:00"  # midnight in Berlin


@pytest.mark.parametrize(
    ("what", "said"),
    [("table: order", "did you mean orders?"), ("query: SELECT nothing FROM orders", "Binder Error")],
)
def test_what_is_not_there_is_said(tmp_path: Path, what: str, said: str) -> None:
    in_place(tmp_path, PLAIN)
    with pytest.raises(LogError) as refused:
        read_placed(tmp_path, what)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("case_id,activity,timestamp\n1,Open,2 Mar 2026 09:00\n", "times that are read where they lie"),
        ("case_id,activity,timestamp\n1,Open,2026-03-02\n,Open,2026-03-02\n", "1 of 2 rows cannot be (1 no case)"),
    ],
)
def test_what_is_not_done_in_place_is_said_by_name(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(LogError) as refused:
        in_place(tmp_path, content)
    assert said in str(refused.value)


ORDERS = """\
order_id,step,at,region,due
o1,Place order,2026-03-02 09:00:00,north,2026-03-09
o1,Deliver,2026-10-25 02:30:00,north,2026-03-09
o1,Thank,2026-10-25 02:10:00,north,2026-03-09
o2,Place order,2026-03-02 10:00:00,south,2026-03-10
o2,Deliver,2026-03-05 12:00:00,south,2026-03-10
o3,Place order,soon,south,2026-03-10
"""
BILLING = """\
invoice_id,activity,date,amount,clerk,lifecycle
i1,Send invoice,04.03.2026 18:00,"1250,50",Eve,complete
i1,Send invoice,04.03.2026 17:00,,Eve,start
i2,Send invoice,05.03.2026 18:00,"80,00",Eve,complete
i2,Send invoice,05.03.2026 18:00,"80,00",Eve,complete
i9,Send invoice,06.03.2026 18:00,"12,00",Bob,complete
"""
JOINED = (
    "columns: {case_id: order_id, activity: step, timestamp: at}, timezone: Europe/Berlin, max_refused: 0.5",
    "name: billing, columns: {activity: activity, timestamp: date, resource: clerk}, day_first: true,"
    " max_refused: 0.5, via: {path: map.csv, from: invoice_id, to: order_id}",
)


MAP = "invoice_id,order_id\ni1,o1\ni2,o1\ni2,o2\n"


def joined(folder: Path, places: tuple[str, str], engine: str = "", via: str = "path: map.csv") -> tuple[Engine, Log]:
    """The log of two sources that lie there, and the engine that read it."""
    (folder / "map.csv").write_text(MAP)
    sources = ", ".join(f"{{{place}, {said}}}" for place, said in zip(places, JOINED, strict=True))
    sources = sources.replace("path: map.csv", via)
    (folder / "project.yaml").write_text(f"log: [{sources}]\njourney: journey.yaml\n{engine}")
    settings = load_project(folder / "project.yaml")
    assert settings.is_in_place is bool(engine)
    opened = open_engine(settings.engine)
    found = opened.__enter__()
    found.once("opened", lambda: opened)
    return found, read_log(found, settings)


def put(folder: Path, table: str, content: str) -> None:
    header, *lines = list(csv.reader(io.StringIO(content)))
    with duckdb.connect(folder / "warehouse.duckdb") as link:
        columns = ", ".join(f'"{name}" VARCHAR' for name in header)
        link.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")
        marks = ", ".join("?" for _ in header)
        link.executemany(f"INSERT INTO {table} VALUES ({marks})", [[value or None for value in line] for line in lines])


def test_several_logs_meet_where_they_lie_as_they_do_from_files(tmp_path: Path) -> None:
    """Each by its own columns, zone and way of writing; invoices find their orders by a file."""
    (tmp_path / "orders.csv").write_text(ORDERS)
    (tmp_path / "billing.csv").write_text(BILLING)
    engine, file = joined(tmp_path, ("path: orders.csv", "path: billing.csv"))
    put(tmp_path, "orders", ORDERS)
    put(tmp_path, "billing", BILLING)
    url = f"duckdb://{tmp_path / 'warehouse.duckdb'}"
    there, placed = joined(
        tmp_path, (f"url: '{url}', table: orders, name: orders.csv", f"url: '{url}', table: billing"),
        f"engine: '{url}'\n",
    )  # fmt: skip
    assert placed.in_place
    assert rows(there, placed.events, "case_id", "position") == rows(engine, file.events, "case_id", "position")
    assert rows(there, placed.cases, "case_id") == rows(engine, file.cases, "case_id")
    same = ("attributes", "n_cases", "n_events", "activities", "first_at", "last_at", "sources")
    assert [getattr(placed, key) for key in same] == [getattr(file, key) for key in same]
    counted = ("rows", "used", "refused", "reasons", "duplicates", "out_of_order", "future", "missing", "warnings")
    assert {k: getattr(placed.quality, k) for k in counted} == {k: getattr(file.quality, k) for k in counted}
    sent = [row for row in rows(there, placed.events, "case_id", "position") if row["activity"] == "Send invoice"]
    assert [(row["case_id"], row["source"], str(row["start_at"])) for row in sent][:2] == [
        ("o1", 1, "2026-03-04 17:00:00"),
        ("o1", 1, "None"),
    ]


@pytest.mark.parametrize("stays", [True, False])
def test_cases_meet_by_way_of_a_table_of_the_database(tmp_path: Path, stays: bool) -> None:
    """The map says what the file with its rows says: where it lies, and read to this machine. An empty end says
    nothing, and spaces around a name are none of it."""
    put(tmp_path, "orders", ORDERS)
    put(tmp_path, "billing", BILLING)
    put(tmp_path, "invoice_orders", MAP + "i9,\n i1 ,o1\n")
    url = f"duckdb://{tmp_path / 'warehouse.duckdb'}"
    places = (f"url: '{url}', table: orders", f"url: '{url}', table: billing")
    by_file, table = "path: map.csv", "table: invoice_orders"
    engine, file = joined(tmp_path, places, f"engine: '{url}'\n", by_file)
    there, found = joined(tmp_path, places, f"engine: '{url}'\n" if stays else "", table)
    assert found.in_place is stays
    assert rows(there, found.cases, "case_id") == rows(engine, file.cases, "case_id")
    assert note_lines(found.quality.warnings) == [
        line.replace("map.csv", "table invoice_orders") for line in note_lines(file.quality.warnings)
    ]


def test_a_map_that_is_a_table_lies_where_its_source_does(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        joined(tmp_path, ("path: orders.csv", "path: billing.csv"), via="table: invoice_orders")
    assert caught.value.found == "a source that is a file"
    with pytest.raises(SettingsError) as caught:
        joined(tmp_path, ("path: orders.csv", "path: billing.csv"), via="path: map.csv, table: invoice_orders")
    assert caught.value.found == "both"


def test_a_table_with_one_row_a_case_is_read_to_this_machine_and_the_document_says_so(tmp_path: Path) -> None:
    """Its columns of times are the events: four of two cases, whatever the other columns would pass for."""
    with duckdb.connect(tmp_path / "warehouse.duckdb") as link:
        link.execute(
            "CREATE TABLE orders AS SELECT * FROM (VALUES ('a', 'X', '2026-03-02 09:00', '2026-03-02 10:00'),"
            " ('b', 'Y', '2026-03-03 09:00', '2026-03-03 11:00')) AS t(case_id, activity, opened, closed)"
        )
    where = f"duckdb://{tmp_path / 'warehouse.duckdb'}"
    (tmp_path / "journey.yaml").write_text("journey: J\nstages: [{name: All, activities: [Open, Close]}]\n")
    source = f"{{url: '{where}', table: orders, stamps: {{Open: opened, Close: closed}}}}"
    (tmp_path / "project.yaml").write_text(f"log: {source}\njourney: journey.yaml\nengine: '{where}'\n")
    document = align(load_project(tmp_path / "project.yaml")).document
    assert document["log"]["events"] == 4
    assert [one["activity"] for one in document["process"]["activities"]] == ["Close", "Open"]
    assert any("has one row a case" in one for one in document["quality"]["warnings"])


def test_an_activity_of_several_parts_is_refused_where_it_lies(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "warehouse.duckdb") as link:
        link.execute(
            "CREATE TABLE orders AS SELECT 'a' AS case_id, {'name': 'Open', 'n': 1} AS activity, [1, 2] AS team,"
            " TIMESTAMP '2026-03-02 09:00' AS timestamp"
        )
    with pytest.raises(LogError) as refused:
        read_placed(tmp_path, "table: orders")
    assert "single values for the activity" in refused.value.expected
    _, log = read_placed(tmp_path, "query: SELECT * REPLACE (activity.name AS activity) FROM orders")
    assert (log.activities, [one.name for one in log.attributes]) == (("Open",), ["team"])


@pytest.mark.parametrize(("further", "place"), [("", "table: orders"), (", timezone: Europe/Berlin", "path: log.csv")])
def test_a_joined_log_of_which_a_source_lies_elsewhere_is_read_to_this_machine_and_the_document_says_so(
    tmp_path: Path, further: str, place: str
) -> None:
    with duckdb.connect(tmp_path / "warehouse.duckdb") as link:
        link.execute(
            "CREATE TABLE orders AS SELECT 'a' AS case_id, 'Open' AS activity, '2026-03-02 09:00' AS timestamp"
        )
    (tmp_path / "log.csv").write_text("case_id,activity,timestamp\na,Close,2026-03-02 10:00\n")
    where = f"duckdb://{tmp_path / 'warehouse.duckdb'}"
    (tmp_path / "journey.yaml").write_text("journey: J\nstages: [{name: All, activities: [Open, Close]}]\n")
    first = f"{{url: '{where}', table: orders{further}}}"
    second = "{path: log.csv}" if place.startswith("path") else f"{{url: '{where}', {place}, name: again}}"
    text = f"log: [{first}, {second}]\njourney: journey.yaml\nengine: '{where}'\n"
    (tmp_path / "project.yaml").write_text(text)
    document = align(load_project(tmp_path / "project.yaml")).document
    assert document["log"]["events"] == 2
    found = [one for one in document["quality"]["warnings"] if "not analysed where it lies" in one]
    assert bool(found) is place.startswith("path")


def test_few_rows_cross(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20,000 rows the 500 to look at, and some dozens of counts."""
    monkeypatch.setattr("analyzer.engine.engine.LOOKED_AT", 500)
    with duckdb.connect(tmp_path / "warehouse.duckdb") as link:
        link.execute(
            "CREATE TABLE orders AS SELECT 'c' || n // 4 AS case_id, chr((65 + n % 4)::INT) AS activity,"
            " TIMESTAMP '2026-03-02 09:00:00' + to_minutes(n % 60) AS timestamp, 'x' || n % 7 AS kind"
            " FROM range(20000) AS t(n)"
        )
    engine, log = read_placed(tmp_path, "table: orders")
    assert log.n_events == 20_000
    assert 500 < engine.crossed < 600
