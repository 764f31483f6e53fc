"""A reader of files: an embedded DuckDB of its own with bounded memory, whatever engine the analysis runs on.

Files are typed and sorted here into Parquet, which every engine reads. It is closed when reading is done, so its memory
goes back.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MEMORY = "224MB"  # above it, sorts and groups go to the scratch folder


class ReadError(Exception):
    """DuckDB could not read a file; its first line of explanation. The caller says it in people's words."""


class Reader:
    """Runs SQL over files. Nothing leaves it but small rows and Parquet files in `folder`."""

    def __init__(self, connection: Any, folder: Path) -> None:
        self._connection = connection
        self.folder = folder
        self._numbers = itertools.count()

    def number(self) -> int:
        """A number that nothing else in this reader has."""
        return next(self._numbers)

    def run(self, sql: str) -> None:
        """A statement whose rows nobody wants."""
        self.rows(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a small result."""
        import duckdb

        try:
            return list(self._connection.execute(sql).fetchall())
        except (
            duckdb.InvalidInputException,
            duckdb.IOException,
            duckdb.SerializationException,
            duckdb.ConversionException,
        ) as error:
            raise ReadError(str(error).splitlines()[0]) from None

    def row(self, sql: str) -> tuple[Any, ...]:
        """The one row of an aggregate."""
        return self.rows(sql)[0]

    def columns(self, sql: str) -> list[tuple[str, str]]:
        """Name and DuckDB type of each column of a query, without running it."""
        return [(str(r[0]), str(r[1])) for r in self.rows(f"DESCRIBE {sql}")]


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def open_reader(folder: Path, memory: str = MEMORY) -> Iterator[Reader]:
    """A reader for the length of one reading; what spills goes to `folder`."""
    import duckdb

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    connection = duckdb.connect(
        config={
            "memory_limit": memory,
            "temp_directory": str(folder / "spill"),
            "threads": cores,
            "preserve_insertion_order": True,
        }
    )
    try:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
        # The number of rows of a file is not known beforehand, so joins stay as they are written: LEFT JOIN, the small
        # table on the right. A condition on a typed column is not moved below the typing, which would parse every value
        # once more for each of its parts.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side,filter_pushdown'")
        yield Reader(connection, folder)
    finally:
        connection.close()
