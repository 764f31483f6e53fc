"""A table or a query behind an Ibis URL → Parquet, batch by batch."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis

from analyzer.engine.reader import literal


class WarehouseError(Exception):
    """The warehouse cannot be reached or has no such table. `tables` are those that it has, where that is known."""

    def __init__(self, message: str, tables: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.tables = tables


def export_table(url: str, table: str, path: Path) -> None:
    """Write a table (`name` or `schema.name`) to a Parquet file. Raises WarehouseError with the driver's own words."""
    schema, _, name = table.rpartition(".")
    with _connected(url) as backend:
        known = tuple(sorted(_tables(backend, schema or None)))
        if name not in known:
            raise WarehouseError(f"there is no table {table}", known)
        backend.to_parquet(backend.table(name, database=schema or None), path)


def export_query(url: str, query: str, path: Path) -> None:
    """Write the rows of an SQL query to a Parquet file. Raises WarehouseError with the driver's own words."""
    query = query.strip().removesuffix(";")
    with _connected(url) as backend:
        if backend.name == "duckdb":
            # Ibis asks for the columns of a query by a method that the connections of DuckDB 2 no longer have.
            backend.raw_sql(f"COPY ({query}\n) TO {literal(str(path))} (FORMAT parquet)")
            return
        backend.to_parquet(backend.sql(query), path)


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    """An Ibis backend while it is needed; what it and its driver raise comes out as WarehouseError."""
    failures = (ibis.common.exceptions.IbisError, ImportError, ValueError, OSError, *_driver_errors())
    if url.startswith("duckdb://") and "read_only" not in url:
        url += f"{'&' if '?' in url else '?'}read_only=true"  # else a mistyped path would make an empty database
    try:
        backend = ibis.connect(url)
    except failures as error:
        raise WarehouseError(_first_line(error)) from None
    try:
        yield backend
    except failures as error:
        raise WarehouseError(_first_line(error)) from None
    finally:
        backend.disconnect()


def _tables(backend: Any, schema: str | None) -> list[str]:
    """The names of a schema's tables and views."""
    if backend.name != "duckdb":
        return list(backend.list_tables(database=schema))
    # Ibis lists them by a method that the connections of DuckDB 2 no longer have.
    where = "current_schema()" if schema is None else literal(schema)
    found = backend.raw_sql(f"SELECT table_name FROM information_schema.tables WHERE table_schema = {where}")
    return [str(row[0]) for row in found.fetchall()]


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _driver_errors() -> tuple[type[BaseException], ...]:
    """What the installed drivers raise; they have no common ancestor."""
    found: list[type[BaseException]] = []
    for module, name in (("sqlite3", "Error"), ("duckdb", "Error"), ("psycopg", "Error")):
        try:
            found.append(getattr(importlib.import_module(module), name))
        except ImportError:
            continue
    return tuple(found)
