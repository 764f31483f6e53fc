"""A project's rows of the catalog out of one database and into another: as lines of JSON, the same for SQLite and
PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from analyzer.catalog import delivery_schema, improving_schema, people_schema, schema
from analyzer.catalog.model import Catalog
from analyzer.errors import SettingsError
from analyzer.settings.scratch import scratch_folder

TABLES = tuple(  # those that are referred to first
    table
    for table in schema.metadata.sorted_tables
    # who is signed in, who mistyped and how many mails went within the hour is over by then; `project` says where the
    # project lies, and is made anew
    if table not in (people_schema.session, people_schema.wrong_password, delivery_schema.mention_mail, schema.project)
)
MODULES = (delivery_schema, improving_schema, people_schema)  # they are read so that their tables are among them


def write_rows(catalog: Catalog, folder: Path) -> dict[str, int]:
    """Write the project's rows into `<table>.jsonl` files of a folder; gives how many of each table.

    All are of one moment, whoever writes meanwhile: SQLite is copied by its backup API first, PostgreSQL is read in one
    transaction of repeatable reads. Sessions and mistyped passwords are left out. Raises SettingsError where the
    database cannot be read.
    """
    counts: dict[str, int] = {}
    with _one_moment(catalog) as connection:
        for table in TABLES:
            wanted = sa.select(table).where(table.c.project == catalog.project).order_by(*table.primary_key.columns)
            with (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as file:
                counts[table.name] = 0
                for row in connection.execute(wanted).mappings():
                    content = {name: _written(value) for name, value in row.items() if name != "project"}
                    file.write(json.dumps(content, ensure_ascii=False) + "\n")
                    counts[table.name] += 1
    return counts


def read_rows(catalog: Catalog, folder: Path, then: Callable[[], object] = lambda: None) -> None:
    """Put the rows of such files into the project's catalog, all or none; `then` is done in the same transaction, and
    takes the rows back where it raises.

    Raises SettingsError where the catalog holds rows of the project already, or a file holds what is no such row.
    """
    with catalog.writing() as connection:
        for table in TABLES:
            if connection.execute(sa.select(table).where(table.c.project == catalog.project).limit(1)).first():
                raise SettingsError(
                    expected="a catalog that keeps nothing of this project yet",
                    found=f"rows of it in the table {table.name}",
                    where=catalog.settings.catalog or str(catalog.home),
                    do="name another catalog with --catalog; `--catalog sqlite` keeps it beside the project file",
                )
        for table in TABLES:
            for rows in _pieces(table, folder / f"{table.name}.jsonl", catalog):
                connection.execute(sa.insert(table), rows)
        then()


@contextmanager
def _one_moment(catalog: Catalog) -> Iterator[sa.Connection]:
    """A connection that sees the rows as they are now, whatever is written meanwhile."""
    if catalog.engine.dialect.name != "sqlite":
        with catalog.reading() as connection:
            yield connection.execution_options(isolation_level="REPEATABLE READ")
        return
    with scratch_folder("alignment-") as folder, catalog.reading() as connection:
        copy = folder / "catalog.db"
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
        engine = sa.create_engine(sa.URL.create("sqlite", database=str(copy)))
        try:
            with engine.connect() as copied:
                yield copied
        finally:
            engine.dispose()


def _pieces(table: sa.Table, file: Path, catalog: Catalog) -> Iterator[list[dict[str, Any]]]:
    """The rows of a file, a thousand at a time; a table that the backup does not know has none."""
    if not file.exists():
        return
    piece: list[dict[str, Any]] = []
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                piece.append({"project": catalog.project, **_row(table, json.loads(line))})
            except (ValueError, TypeError, AttributeError) as reason:
                raise SettingsError(
                    expected=f"a row of the table {table.name}",
                    found=str(reason)[:200],
                    where=f"catalog/{file.name}, line {number}, of the backup",
                    do="take another backup, or the version of analyzer that made it",
                ) from None
            if len(piece) == 1000:
                yield piece
                piece = []
    if piece:
        yield piece


def _row(table: sa.Table, content: Mapping[str, Any]) -> dict[str, Any]:
    """A line as a row; raises ValueError for columns that the table does not have or needs."""
    known = {column.name for column in table.columns} - {"project"}
    if set(content) - known:
        raise ValueError(f"a column {sorted(set(content) - known)[0]}, which this version does not know")
    needed = {column.name for column in table.columns if not column.nullable} - {"project"}
    if needed - set(content):
        raise ValueError(f"no column {sorted(needed - set(content))[0]}")
    return {name: _read(table.c[name], value) for name, value in content.items()}


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, schema.UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, sa.Date) else value
