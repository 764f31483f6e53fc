"""A table or a query behind an Ibis URL, or in a folder of Delta or Iceberg tables → Parquet, batch by batch."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis

from analyzer.engine.reader import literal, stopped_by_signals

_RAISED = (  # by drivers: module and the base of its errors
    ("sqlite3", "Error"),
    ("duckdb", "Error"),
    ("psycopg", "Error"),
    ("snowflake.connector.errors", "Error"),
    ("google.api_core.exceptions", "GoogleAPIError"),
    ("databricks.sql.exc", "Error"),
    ("clickhouse_connect.driver.exceptions", "Error"),
    ("trino.exceptions", "Error"),
    ("deltalake.exceptions", "DeltaError"),
)
LAKES = ("delta", "iceberg")  # formats of tables in a folder (engine/lake.py)
LATE = timedelta(hours=1)  # a transaction may write a time, and end so much later
LATE_NUMBERS = 10_000  # or a number, when so many others have been drawn
_COUNTED = ((10**17, 10**9), (10**14, 10**6), (10**11, 10**3))  # from where on numbers are times, and parts of a second
ALL_ROWS = "rows_of_the_whole_table"


class WarehouseError(Exception):
    """The warehouse cannot be reached or has no such table. `tables` are those that it has, and `do` what helps, where
    that is known."""

    def __init__(self, message: str, tables: tuple[str, ...] = (), do: str | None = None) -> None:
        super().__init__(message)
        self.tables, self.do = tables, do


def export_table(url: str, table: str, path: Path) -> None:
    """Write a table (`name` or `schema.name`) to a Parquet file. Raises WarehouseError with the driver's own words."""
    schema, _, name = table.rpartition(".")
    with _connected(url, table) as backend:
        known = tuple(sorted(_tables(backend, schema or None)))
        if name not in known:
            raise WarehouseError(f"there is no table {table}", known)
        backend.to_parquet(backend.table(name, database=schema or None), path)


def export_query(url: str, query: str, path: Path) -> None:
    """Write the rows of an SQL query to a Parquet file. Raises WarehouseError with the driver's own words."""
    query = query.strip().removesuffix(";")
    with _connected(url, query) as backend:
        if backend.name == "duckdb":
            # Ibis asks for the columns of a query by a method that the connections of DuckDB 2 no longer have.
            backend.raw_sql(f"COPY ({query}\n) TO {literal(str(path))} (FORMAT parquet)")
            return
        backend.to_parquet(_rows(backend, None, query), path)


def export_changed(
    url: str, table: str | None, query: str | None, since: str, after: str, named: Sequence[str], path: Path
) -> tuple[bool, int]:
    """Write all rows of the cases of which some row has changed to a Parquet file; gives whether any has, and how many
    rows there are at that moment, changed or not. `named`: the column that names the case; of several the first that
    holds a value. In the file the number of all rows is a further column, `ALL_ROWS`.

    A row has changed where its column `since` is not below what `looked_at_from` says of `after`, as `export_table`
    wrote it. Rows without a case count as one. Raises WarehouseError with the driver's own words.
    """
    import pyarrow.parquet

    with _connected(url, table or query or "") as backend:
        rows = _rows(backend, table, query)
        least = looked_at_from(rows[since].type(), after)
        case = _case(rows, named)
        moved = rows.filter(rows[since] >= least)
        its = _case(moved, named)
        total = rows.count().as_scalar()  # in the statement that gives the rows: of the same moment
        seen = moved.aggregate(some=moved.count(), without=its.isnull().sum(), total=total)
        counts = backend.to_pyarrow(seen).to_pylist()[0]
        if not counts["some"]:
            return False, int(counts["total"])
        changed = moved.filter(its.notnull()).select(moved_case=its).distinct()
        wanted = rows.filter(case.isin(changed.moved_case))
        if counts["without"]:
            wanted = wanted.union(rows.filter(case.isnull()))
        backend.to_parquet(wanted.mutate(**{ALL_ROWS: total}), path)
    first = next(pyarrow.parquet.ParquetFile(path).iter_batches(1, columns=[ALL_ROWS]), None)
    return True, int(first[ALL_ROWS][0].as_py() if first else counts["total"])


def _case(rows: Any, named: Sequence[str]) -> Any:
    """What tells the cases of rows apart."""
    if len(named) == 1:
        return rows[named[0]]
    return ibis.coalesce(*(rows[column].cast("string") for column in named))


def _rows(backend: Any, table: str | None, query: str | None) -> Any:
    """A table, or the rows of a query, as an Ibis table."""
    if table is not None:
        schema, _, name = table.rpartition(".")
        return backend.table(name, database=schema or None)
    plain = str(query).strip().removesuffix(";")
    if backend.name not in ("duckdb", "postgres"):
        return backend.sql(plain)
    # Ibis asks both for the columns of a query in a way that fails: the connections of DuckDB 2 lack the method, and
    # the statement that it sends to PostgreSQL is cut off.
    asked = backend.raw_sql(f"CREATE OR REPLACE TEMP VIEW asked_rows AS {plain}")
    if backend.name == "postgres":
        asked.close()
    return backend.table("asked_rows")


def looked_at_from(kind: Any, after: str) -> Any:
    """The value from which on a column is looked at, from `after`, the newest that was read, as it was written.

    Of times the last hour is looked at once more, of dates the last day, for rows of transactions that ended late; of
    numbers that count milliseconds or less since 1970 (from 10^11 on) the last hour too, of others the last 10,000.
    """
    if kind.is_timestamp():
        return ibis.literal(datetime.fromisoformat(after) - LATE).cast(kind)
    if kind.is_date():
        return ibis.literal(datetime.fromisoformat(after).date() - timedelta(days=1))
    if kind.is_integer():
        return ibis.literal(int(after) - _late(int(after)))
    if kind.is_numeric():
        return ibis.literal(str(Decimal(after) - _late(Decimal(after)))).cast(kind)
    return ibis.literal(after).cast(kind)


def _late(number: int | Decimal) -> int:
    """How far below a number others may still come."""
    parts = next((parts for least, parts in _COUNTED if number >= least), None)
    return LATE_NUMBERS if parts is None else int(LATE.total_seconds()) * parts


@contextmanager
def _connected(url: str, asked: str) -> Iterator[Any]:
    """An Ibis backend while it is needed, for a table or a query; what it and its driver raise comes out as
    WarehouseError."""
    if url.partition("://")[0] in LAKES:
        with _lake(url, asked) as backend:
            yield backend
        return
    if url.startswith("duckdb://") and "read_only" not in url:
        url += f"{'&' if '?' in url else '?'}read_only=true"  # else a mistyped path would make an empty database
    try:
        backend = ibis.connect(url)
    except (*ibis_errors(), *driver_errors()) as error:
        raise WarehouseError(first_line(error)) from None
    try:
        with stopped_by_signals():
            yield backend
    except (*ibis_errors(), *driver_errors()) as error:
        raise WarehouseError(first_line(error)) from None
    finally:
        backend.disconnect()


@contextmanager
def _lake(url: str, asked: str) -> Iterator[Any]:
    from analyzer.engine.lake import open_lake

    try:
        with open_lake(url, asked) as backend, stopped_by_signals():
            yield backend
    except ImportError as error:
        install = "pip install 'process-alignment-analyzer[lake]'"
        raise WarehouseError(f"no module {error.name}", do=install) from None
    except (*ibis_errors(), *driver_errors()) as error:
        raise WarehouseError(first_line(error)) from None


def _tables(backend: Any, schema: str | None) -> list[str]:
    """The names of a schema's tables and views."""
    if backend.name != "duckdb":
        return list(backend.list_tables(database=schema))
    # Ibis lists them by a method that the connections of DuckDB 2 no longer have.
    where = "current_schema()" if schema is None else literal(schema)
    found = backend.raw_sql(f"SELECT table_name FROM information_schema.tables WHERE table_schema = {where}")
    return [str(row[0]) for row in found.fetchall()]


def first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def driver_errors() -> tuple[type[BaseException], ...]:
    """What the drivers that are in use raise; they have no common ancestor. To be asked when something was raised: a
    driver that nobody has imported by then has raised nothing."""
    loaded = ((sys.modules.get(module), name) for module, name in _RAISED)
    return tuple(getattr(module, name) for module, name in loaded if module is not None)


def ibis_errors() -> tuple[type[BaseException], ...]:
    """What Ibis itself raises of an address, a table or a query."""
    return (ibis.common.exceptions.IbisError, ImportError, ValueError, OSError)
