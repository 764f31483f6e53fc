"""What a file may be: separators, encodings, packing, formats; its content counts, not its name."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from analyzer.words.quality_words import note_lines
from tests.spec.ingest.conftest import TWO_ORDERS

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <trace>
    <string key="concept:name" value="1"/>
    <string key="region" value="north"/>
    <event>
      <string key="concept:name" value="Order"/>
      <date key="time:timestamp" value="2026-03-02T10:00:00.000+01:00"/>
      <string key="org:resource" value="Ann"><string key="grade" value="7"/></string>
      <list key="items"><string key="item" value="fish"/></list>
    </event>
    <event>
      <string key="concept:name" value="Deliver"/>
      <date key="time:timestamp" value="2026-03-03T10:00:00Z"/>
    </event>
  </trace>
  <trace>
    <string key="concept:name" value="2"/>
    <event>
      <string key="concept:name" value="Order"/>
      <date key="time:timestamp" value="2026-03-02T11:00:00Z"/>
    </event>
  </trace>
</log>
"""
EVENTS = [
    ("1", "Order", "2026-03-02 09:00:00"),
    ("1", "Deliver", "2026-03-03 10:00:00"),
    ("2", "Order", "2026-03-02 11:00:00"),
]


def zipped(*files: tuple[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return held.getvalue()


def parquet(columns: dict[str, list[object]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    held = io.BytesIO()
    pq.write_table(pa.table(columns), held)
    return held.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(log, rows, separator):
    assert rows(log(TWO_ORDERS.replace(",", separator)).events, "case_id", "activity", "at") == EVENTS


def test_excels_hint_of_its_separator(log, rows):
    assert rows(log("sep=;\n" + TWO_ORDERS.replace(",", ";")).events, "case_id", "activity", "at") == EVENTS


def test_a_comma_within_the_names_does_not_mislead(log, rows):
    read = log("case_id;activity;timestamp;a, b, c\n1;Order, urgent;2026-03-02 09:00:00;x\n")
    assert rows(read.events, "activity") == [("Order, urgent",)]
    assert [a.name for a in read.attributes] == ["a, b, c"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_encodings(log, rows, encoding):
    read = log(TWO_ORDERS.replace("Order", "Prüfung für José").encode(encoding))
    assert rows(read.events, "activity")[0] == ("Prüfung für José",)
    assert read.n_events == 3


def test_windows_letters_that_latin_1_lacks(log, rows):
    read = log("case_id,activity,timestamp\n1,Zahlung €5 – “ok”,2026-03-02 09:00:00\n".encode("cp1252"))
    assert rows(read.events, "activity") == [("Zahlung €5 – “ok”",)]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends(log, rows, ends):
    assert rows(log(TWO_ORDERS.replace("\n", ends)).events, "case_id", "activity", "at") == EVENTS


def test_no_line_end_at_the_end(log, rows):
    assert rows(log(TWO_ORDERS.rstrip()).events, "case_id", "activity", "at") == EVENTS


def test_fields_in_quotation_marks_may_hold_anything(log, rows):
    read = log(
        b'case_id,activity,timestamp,note\r\n1,"Order, ""express""\nby phone",2026-03-02 09:00:00,"two\r\nlines"\r\n'
        b"1,Deliver,2026-03-03 10:00:00,\r\n"
    )
    assert rows(read.events, "activity") == [('Order, "express"\nby phone',), ("Deliver",)]


def test_blank_lines_are_no_rows(log, rows):
    read = log(TWO_ORDERS.replace("2,Order", "\n\n2,Order") + "\n\n")
    assert (read.n_events, read.quality.refused) == (3, 0)


@pytest.mark.parametrize("before", ["\n\n", "  \n", "sep=,\n\n"])
def test_blank_lines_before_the_header(log, rows, before):
    assert rows(log(before + TWO_ORDERS).events, "case_id", "activity", "at") == EVENTS


def test_a_header_over_several_lines(log):
    read = log(TWO_ORDERS.replace("timestamp\n", 'timestamp,"two\nlines"\n').replace(":00\n", ":00,x\n"))
    assert [a.name for a in read.attributes] == ["two\nlines"]


def test_nul_characters_are_left_out_and_reported(log, rows):
    read = log(TWO_ORDERS.replace("Deliver", "Del\0iver"))
    assert rows(read.events, "activity")[1] == ("Deliver",)
    assert note_lines(read.quality.warnings) == ["1 NUL character was left out"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("log.csv.gz", gzip.compress(TWO_ORDERS.encode())),
        ("log.tsv", TWO_ORDERS.replace(",", "\t").encode()),
        ("log.csv.zip", zipped(("log.csv", TWO_ORDERS))),
        ("log.zip", zipped(("__MACOSX/._log.csv", b"x"), ("folder/", b""), ("folder/log.csv", TWO_ORDERS))),
        ("log.xes", XES.encode()),
        ("log.xes.gz", gzip.compress(XES.encode())),
        ("log.xes.zip", zipped(("log.xes", XES))),
        ("gzip-in.csv", gzip.compress(TWO_ORDERS.encode())),
        ("xes-in.csv", XES.encode()),
        ("plain.csv.gz", TWO_ORDERS.encode()),
        ("csv-in.xes", TWO_ORDERS.encode()),
        ("csv-in.parquet", TWO_ORDERS.encode()),
        ("utf-16.xes", XES.replace("UTF-8", "UTF-16").encode("utf-16")),
    ],
)
def test_packing_and_formats_go_by_content(log, rows, name, content):
    read = log(content, name)
    assert rows(read.events, "case_id", "activity", "at") == EVENTS


@pytest.mark.parametrize("name", ["log[1].csv", "orders {2026}?.csv", "Müller's log.csv", "log*.parquet", "log[1].xes"])
def test_any_name_of_a_file(log, rows, tmp_path, name):
    for other in ("log1.csv", "log2.parquet", "log1.xes"):
        (tmp_path / other).write_text("what a pattern would find")
    if name.endswith("parquet"):
        columns = zip(*(line.split(",") for line in TWO_ORDERS.splitlines()), strict=True)
        content: bytes | str = parquet({column: list(values) for column, *values in columns})
    else:
        content = XES if name.endswith("xes") else TWO_ORDERS
    assert rows(log(content, name).events, "case_id", "activity", "at") == EVENTS


def test_xes_attributes(log, rows):
    """Those of a trace belong to the case; of nested ones the outer value counts, of lists none."""
    read = log(XES, "log.xes")
    assert [(a.name, a.column) for a in read.attributes] == [("region", "case:region")]
    assert rows(read.events, "resource") == [("Ann",), (None,), (None,)]


@pytest.mark.parametrize("packed", [False, True])
def test_parquet_with_types_of_its_own(log, rows, packed):
    from datetime import UTC, datetime, timedelta, timezone
    from decimal import Decimal

    berlin = timezone(timedelta(hours=1))
    content = parquet(
        {
            "case_id": [1, 1, 2],
            "activity": ["Order", "Deliver", "Order"],
            "timestamp": [
                datetime(2026, 3, 2, 10, tzinfo=berlin),
                datetime(2026, 3, 3, 10, tzinfo=UTC),
                datetime(2026, 3, 2, 11, tzinfo=UTC),
            ],
            "price": [Decimal("1.50"), Decimal("1.50"), Decimal("2.25")],
            "urgent": [True, True, False],
            "due": [datetime(2026, 3, 5).date()] * 3,
            "items": [["fish"], ["fish"], []],
            "rate": [float("nan"), 1.0, 2.0],
        }
    )
    read = log(gzip.compress(content) if packed else content, "log.parquet.gz" if packed else "log.parquet")
    assert rows(read.events, "case_id", "activity", "at") == EVENTS
    assert [(a.name, a.type, a.varies, a.dates_only) for a in read.attributes] == [
        ("price", "number", False, False),
        ("urgent", "boolean", False, False),
        ("due", "time", False, True),
        ("items", "text", False, False),
        ("rate", "number", True, False),  # not a number, then 1: known from the second event on
    ]
    assert rows(read.cases, "case:price", "case:urgent", "case:due", "case:items", "case:rate") == [
        (1.5, True, "2026-03-05 00:00:00", "[fish]", 1.0),
        (2.25, False, "2026-03-05 00:00:00", "[]", 2.0),
    ]


def test_naive_times_in_parquet_are_local(log, rows):
    from datetime import datetime

    content = parquet({"case_id": ["1"], "activity": ["A"], "timestamp": [datetime(2026, 7, 1, 9)]})
    assert rows(log(content, "log.parquet", timezone="Europe/Berlin").events, "at") == [("2026-07-01 07:00:00",)]


def test_seconds_since_1970_in_parquet(log, rows):
    content = parquet({"case_id": [7.0], "activity": ["A"], "timestamp": [1773479107]})
    assert rows(log(content, "log.parquet").events, "case_id", "at") == [("7", "2026-03-14 09:05:07")]


def test_columns_of_parquet_that_differ_in_letter_case_only(log):
    from datetime import datetime

    content = parquet(
        {"case_id": ["1"], "activity": ["A"], "timestamp": [datetime(2026, 7, 1)], "size": [1], "Size": [2]}
    )
    assert [(a.name, a.values) for a in log(content, "log.parquet").attributes] == [("size", 1), ("Size (2)", 1)]
