"""A glob of overlapping extracts, and a table in a warehouse."""

from __future__ import annotations

import contextlib
import gzip
import sqlite3
from dataclasses import replace

import duckdb
import pytest

from analyzer.errors import LogError
from analyzer.ingest import read_log
from analyzer.settings import LogSource
from analyzer.words.quality_words import note_lines
from tests.spec.ingest.conftest import TWO_ORDERS, settings_for


@pytest.fixture
def extracts(engine, tmp_path):
    """`extracts(**files)`: write files and read them all with one pattern."""

    def read(max_refused: float = 0.01, **files: str | bytes):
        folder = tmp_path / "extracts"
        folder.mkdir()
        for name, content in files.items():
            (folder / name.replace("_", ".")).write_bytes(content.encode() if isinstance(content, str) else content)
        return read_log(engine, settings_for(folder / "*", max_refused=max_refused))

    return read


def test_rows_between_files_count_once_within_a_file_they_stay(extracts, rows):
    """The order stands twice in January's extract, so it counts twice; February's copy of it does not count again."""
    read = extracts(
        january_csv="""\
case_id,activity,timestamp
1,Order,2026-01-30 09:00:00
1,Order,2026-01-30 09:00:00
1,Pack,2026-01-31 09:00:00
""",
        february_csv="""\
case_id,activity,timestamp
1,Order,2026-01-30 09:00:00
1,Pack,2026-01-31 09:00:00
1,Deliver,2026-02-01 09:00:00
""",
    )
    assert rows(read.events, "activity") == [("Order",), ("Order",), ("Pack",), ("Deliver",)]
    assert (read.quality.rows, read.quality.used, read.quality.duplicates) == (4, 4, 1)
    assert note_lines(read.quality.warnings) == ["2 rows stand in several files and count once"]


def test_columns_may_stand_in_another_order_or_be_missing(extracts, rows):
    read = extracts(
        a_csv=TWO_ORDERS,
        b_csv_gz=gzip.compress(
            b"timestamp;activity;case_id;region\n2026-03-02 09:00:00;Order;1;\n2026-03-05 09:00:00;Return;1;north\n"
        ),
    )
    assert rows(read.events, "case_id", "activity") == [
        ("1", "Order"),
        ("1", "Deliver"),
        ("1", "Return"),
        ("2", "Order"),
    ]
    assert rows(read.cases, "case_id", "case:region") == [("1", "north"), ("2", None)]


def test_equal_times_stand_in_the_order_of_the_files(extracts, rows):
    read = extracts(
        a_csv="case_id,activity,timestamp\n1,Pack,2026-03-02 09:00:00\n",
        b_csv="case_id,activity,timestamp\n1,Announce,2026-03-02 09:00:00\n",
    )
    assert rows(read.events, "activity") == [("Pack",), ("Announce",)]


def test_the_file_of_a_refused_row_is_named(extracts):
    with pytest.raises(LogError) as caught:
        extracts(
            a_csv=TWO_ORDERS, b_csv="case_id,activity,timestamp\n9,Order,2026-03-02 09:00:00\n9,,2026-03-02 09:00:00\n"
        )
    assert caught.value.where == "b.csv, line 3"


def test_ragged_rows_of_all_files_count(extracts):
    read = extracts(max_refused=0.5, a_csv=TWO_ORDERS + "3\n", b_csv=TWO_ORDERS.replace("1,", "7,") + "4\n")
    assert read.quality.reasons == {"ragged": 2}


# --- a warehouse -----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "duckdb"])
def warehouse(request, tmp_path):
    path = tmp_path / f"orders.{request.param}"
    kind = {"sqlite": sqlite3.connect, "duckdb": duckdb.connect}[request.param]
    with contextlib.closing(kind(str(path))) as connection:
        connection.execute("CREATE TABLE order_log (case_id TEXT, activity TEXT, timestamp TEXT)")
        connection.execute("INSERT INTO order_log VALUES ('1', 'Order', '2026-03-02 09:00:00')")
        connection.execute("INSERT INTO order_log VALUES ('2', 'Test', '2026-03-02 10:00:00')")
        connection.commit()
    return f"{request.param}:///{path}"


def test_a_table_of_a_warehouse(engine, tmp_path, warehouse, rows):
    settings = replace(settings_for(tmp_path / "x"), log=LogSource(url=warehouse, table="order_log"))
    read = read_log(engine, settings)
    assert rows(read.events, "case_id", "activity", "at") == [
        ("1", "Order", "2026-03-02 09:00:00"),
        ("2", "Test", "2026-03-02 10:00:00"),
    ]


def test_the_rows_of_a_query(engine, tmp_path, warehouse, rows):
    source = LogSource(url=warehouse, query="SELECT * FROM order_log WHERE activity <> 'Test'; ")
    read = read_log(engine, replace(settings_for(tmp_path / "x"), log=source))
    assert rows(read.events, "case_id", "activity", "at") == [("1", "Order", "2026-03-02 09:00:00")]


def test_a_query_that_the_warehouse_does_not_understand(engine, tmp_path, warehouse):
    source = LogSource(url=warehouse, query="SELECT * FROM orders_log")
    with pytest.raises(LogError) as caught:
        read_log(engine, replace(settings_for(tmp_path / "x"), log=source))
    assert caught.value.expected == "a query that can be read"
    assert "orders_log" in caught.value.found


def test_a_database_that_is_not_there_is_not_made(engine, tmp_path):
    source = LogSource(url=f"duckdb:///{tmp_path}/mistyped.duckdb", table="order_log")
    with pytest.raises(LogError) as caught:
        read_log(engine, replace(settings_for(tmp_path / "x"), log=source))
    assert "does not exist" in caught.value.found
    assert not (tmp_path / "mistyped.duckdb").exists()


def test_a_table_that_the_warehouse_lacks(engine, tmp_path, warehouse):
    settings = replace(settings_for(tmp_path / "x"), log=LogSource(url=warehouse, table="orders_log"))
    with pytest.raises(LogError) as caught:
        read_log(engine, settings)
    assert (caught.value.found, caught.value.do) == ("there is no table orders_log", "did you mean order_log?")


def test_a_warehouse_that_cannot_be_reached(engine, tmp_path):
    source = LogSource(url="nowhere://host/base", table="order_log")
    with pytest.raises(LogError) as caught:
        read_log(engine, replace(settings_for(tmp_path / "x"), log=source))
    assert "table order_log" in caught.value.where
