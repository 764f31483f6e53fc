"""A table behind an Ibis URL → Parquet, batch by batch."""

from __future__ import annotations

import importlib
from pathlib import Path

import ibis


class WarehouseError(Exception):
    """The warehouse cannot be reached or has no such table. `tables` are those that it has, where that is known."""

    def __init__(self, message: str, tables: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.tables = tables


def export_table(url: str, table: str, path: Path) -> None:
    """Write a table (`name` or `schema.name`) to a Parquet file. Raises WarehouseError with the driver's own words."""
    failures = (ibis.common.exceptions.IbisError, ImportError, ValueError, OSError, *_driver_errors())
    try:
        backend = ibis.connect(url)
    except failures as error:
        raise WarehouseError(_first_line(error)) from None
    try:
        schema, _, name = table.rpartition(".")
        known = tuple(sorted(backend.list_tables(database=schema or None)))
        if name not in known:
            raise WarehouseError(f"there is no table {table}", known)
        backend.to_parquet(backend.table(name, database=schema or None), path)
    except failures as error:
        raise WarehouseError(_first_line(error)) from None
    finally:
        backend.disconnect()


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
