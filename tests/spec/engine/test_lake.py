"""Delta and Iceberg tables in a folder: the rows of their newest version, of which some files of the folder say
otherwise."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from analyzer.engine import open_engine
from analyzer.engine.warehouse import WarehouseError, export_changed, export_query, export_table
from analyzer.errors import LogError
from analyzer.ingest import read_log
from analyzer.settings import load_project

deltalake, sql_catalog = pytest.importorskip("deltalake"), pytest.importorskip("pyiceberg.catalog.sql")
ROWS = pa.table(
    {
        "case_id": ["a", "a", "b", "b"],
        "activity": ["Ordered", "Delivered", "Ordered", "Test"],
        "timestamp": pa.array(
            [1_772_442_000, 1_772_445_600, 1_772_449_200, 1_772_449_200], pa.timestamp("s", "UTC")
        ).cast(pa.timestamp("us", "UTC")),
    }
)
NEWEST = [("a", "Delivered"), ("a", "Ordered"), ("b", "Delivered"), ("b", "Ordered")]  # the row Test was deleted


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same three versions of a table in both formats: four rows, one of them deleted, one more."""
    folder = tmp_path_factory.mktemp("lakes")
    more = ROWS.slice(1, 1).set_column(0, "case_id", pa.array(["b"]))
    orders = folder / "delta" / "orders"
    deltalake.write_deltalake(orders, ROWS)
    deltalake.DeltaTable(orders).delete("activity = 'Test'")
    deltalake.write_deltalake(orders, more, mode="append")
    (folder / "iceberg").mkdir()
    catalog = sql_catalog.SqlCatalog("t", uri=f"sqlite:///{folder}/catalog.db", warehouse=f"file://{folder}/iceberg")
    catalog.create_namespace("shop")
    table = catalog.create_table("shop.orders", schema=ROWS.schema, location=f"file://{folder}/iceberg/orders")
    table.append(ROWS)
    table.delete("activity = 'Test'")
    table.append(more)
    return folder


@pytest.mark.parametrize("kind", ["delta", "iceberg"])
def test_the_newest_version_of_a_table_is_the_log(lakes: Path, kind: str, tmp_path: Path) -> None:
    """2026-03-02 09:00, 10:00 and 11:00 UTC; nothing of what was deleted."""
    assert len(list((lakes / kind / "orders").rglob("*.parquet"))) > 1
    (tmp_path / "journey.yaml").write_text(
        "journey: Parcels\nstages: [{name: All, activities: [Ordered, Delivered]}]\n"
    )
    file = tmp_path / "project.yaml"
    file.write_text(f"log: {{url: '{kind}://{lakes / kind}', table: orders}}\njourney: journey.yaml\n")
    with open_engine() as engine:
        log = read_log(engine, load_project(file))
        found = engine.rows(log.events.order_by("case_id", "position"))
    assert (log.n_events, log.n_cases) == (4, 2)
    assert [(row["case_id"], row["activity"], row["at"].hour) for row in found] == [
        ("a", "Ordered", 9),
        ("a", "Delivered", 10),
        ("b", "Delivered", 10),
        ("b", "Ordered", 11),
    ]


@pytest.mark.parametrize("kind", ["delta", "iceberg"])
def test_a_query_and_the_cases_that_changed(lakes: Path, kind: str, tmp_path: Path) -> None:
    url, path = f"{kind}://{lakes / kind}", tmp_path / "rows.parquet"
    export_query(url, "SELECT case_id, activity FROM orders", path)
    assert sorted(map(tuple, map(dict.values, pyarrow.parquet.read_table(path).to_pylist()))) == NEWEST
    after = "2026-03-02 11:30:00+00:00"  # an hour of it is looked at again: the order of b at 11:00
    some, total = export_changed(url, "orders", None, "timestamp", after, ["case_id"], path)
    assert (some, total) == (True, 4)
    assert pyarrow.parquet.read_table(path)["case_id"].to_pylist() == ["b", "b"]


def test_what_is_not_there_or_not_read_is_said(lakes: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError) as refused:
        export_table(f"delta://{lakes}/delta", "order_lines", tmp_path / "rows.parquet")
    assert (refused.value.tables, "no Delta table order_lines" in str(refused.value)) == (("orders",), True)
    for elsewhere in (lakes / "delta" / "orders", tmp_path / "nowhere"):  # the table's own folder, and none
        with pytest.raises(WarehouseError) as none:
            export_table(f"delta://{elsewhere}", "orders", tmp_path / "rows.parquet")
        assert none.value.do == "name in the url the whole path of the folder in which the table's own folder lies"
    shut = tmp_path / "lake" / "shut"
    deltalake.write_deltalake(shut, ROWS, configuration={"delta.enableDeletionVectors": "true"})
    (tmp_path / "journey.yaml").write_text("journey: Parcels\nstages: [{name: All, activities: [Ordered]}]\n")
    file = tmp_path / "project.yaml"
    file.write_text(f"log: {{url: 'delta://{tmp_path}/lake', table: shut}}\njourney: journey.yaml\n")
    with open_engine() as engine, pytest.raises(LogError) as unread:
        read_log(engine, load_project(file))
    assert (unread.value.exit_code, "deletionVectors" in unread.value.found) == (2, True)
    twice = tmp_path / "ice" / "twice" / "metadata"
    twice.mkdir(parents=True)
    for name in ("00001-a.metadata.json", "00001-b.metadata.json"):
        (twice / name).write_text("{}")
    with pytest.raises(WarehouseError) as doubtful:
        export_table(f"iceberg://{tmp_path}/ice", "twice", tmp_path / "rows.parquet")
    assert "2 newest descriptions" in str(doubtful.value)


def test_a_table_is_asked_for_by_its_whole_name(lakes: Path, tmp_path: Path) -> None:
    """`orders` stands in `old_orders` too, which this folder does not have."""
    with pytest.raises(WarehouseError, match="no Delta table"):
        export_query(f"delta://{lakes / 'delta'}", "SELECT * FROM old_orders", tmp_path / "rows.parquet")
