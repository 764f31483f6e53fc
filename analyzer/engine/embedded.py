"""The embedded engine spoken to directly: one statement for a table that is kept, and its columns known beforehand.

Ibis compiles every expression. Its own way to a kept table asks DuckDB five times a table what is there; with a hundred
small tables a run that costs more than the answers.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
from ibis.expr.types import Table

from analyzer.engine.embedded_dialect import EmbeddedCompiler
from analyzer.engine.reader import cores, identifier, literal
from analyzer.engine.store import ROW, Holds, in_microseconds
from analyzer.engine.warehouse import WarehouseError, driver_errors, first_line

LEAST_MEMORY_MB = 256  # what the embedded engine holds in memory before it goes to the scratch folder
ROW_GROUP = 40_960  # rows of a Parquet row group that is written: one case is found in one of them
BYTES_AN_EVENT = 70  # how that grows with the log: less is slower, for more goes through the scratch folder and back
COLUMN_MB = 2  # each column of each wide table that is kept holds a block of a quarter of a megabyte, however short
FEW_COLUMNS = 16
MOST_MEMORY_MB = 3_000  # where that growth ends; the process itself holds some 350 MB beside it
FEW_EVENTS = 50_000  # of so few one thread computes: to share them out costs more than it saves
SHARE_OF_MACHINE = 0.5  # of the memory that DuckDB would take by itself (it knows of limits that a container has)

_PLACED = "placed"  # the database file in which the log lies
_TOGETHER = "together"  # a file with several tables of a run
_SESSION = "SET TimeZone='UTC'; SET enable_progress_bar=false; SET python_enable_replacements=false"


class Embedded:
    """The tables of one run in DuckDB, in this process: in memory up to a ceiling, then in the scratch folder."""

    gone: tuple[type[BaseException], ...] = ()  # it is this process

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self.backend = _connect(folder)
        self._session = _SESSION
        if database is not None:
            self.backend.raw_sql(f"ATTACH {literal(database)} AS {_PLACED} (READ_ONLY)")
            self._session += f"; SET search_path='memory.main,{_PLACED}.main'"  # a query names the file's tables
        self.backend.raw_sql(self._session)
        self._own, self._others = threading.local(), list[Any]()
        self._own.connection = self.backend.con
        self._compiling = threading.Lock()
        self.several = False
        self._folder = folder
        self._links = itertools.count()
        self._available_mb = _available_mb(self.backend)

    def expect(self, events: int, columns: int) -> None:
        """Hold so much in memory as a log of this many events and attribute columns is worth; threads likewise."""
        self.backend.raw_sql(f"SET memory_limit='{memory_mb(events, self._available_mb, columns)}MB'")
        self.several = events >= FEW_EVENTS and cores() > 1
        self.backend.raw_sql(f"SET threads={cores() if self.several else 1}")

    @property
    def _connection(self) -> Any:
        """This thread's connection: what one asks does not wait for what another has asked."""
        if not hasattr(self._own, "connection"):
            self._own.connection = self.backend.con.cursor()
            self._own.connection.execute(self._session)
            self._others.append(self._own.connection)
        return self._own.connection

    def _compiled(self, expression: Table) -> str:
        with self._compiling:
            return str(self.backend.compile(expression))

    def source(self, name: str, table: str | None, query: str | None) -> Table:
        """A table or the rows of a query of the database file, as a view. The rows of a table have places."""
        try:
            place = ""
            rows = f"({str(query).strip().removesuffix(';')})"
            if table is not None:
                schema, _, plain = table.rpartition(".")
                known = self._tables(schema or "main")
                if plain not in known:
                    raise WarehouseError(f"there is no table {table}", tuple(known))
                rows = f"{_PLACED}.{identifier(schema or 'main')}.{identifier(plain)}"
                place = f"rowid AS {identifier(ROW)}, " if known[plain] == "BASE TABLE" else ""
            self._connection.execute(f"CREATE VIEW {identifier(name)} AS SELECT {place}* FROM {rows}")
            return in_microseconds(self._view(name))
        except driver_errors() as error:
            raise WarehouseError(first_line(error)) from None

    def _tables(self, schema: str) -> dict[str, str]:
        asked = (
            "SELECT table_name, table_type FROM information_schema.tables"
            f" WHERE table_catalog = {literal(_PLACED)} AND table_schema = {literal(schema)} ORDER BY 1"
        )
        return {str(name): str(kind) for name, kind in self._connection.execute(asked).fetchall()}

    def _view(self, name: str) -> Table:
        described = self._connection.execute(f"DESCRIBE SELECT * FROM {identifier(name)}").fetchall()
        kinds = {str(row[0]): self.backend.compiler.type_mapper.from_string(str(row[1])) for row in described}
        return ops.DatabaseTable(name=name, schema=ibis.schema(kinds), source=self.backend).to_expr()

    def create(self, name: str, expression: Table, holds: Holds) -> Table:
        """The rows of an expression as a table of that name, with the types that Ibis gives them; columns of which more
        is known are held in less room, and are asked as if they were not."""
        return self._created(name, expression.schema(), f"({self._compiled(expression)})", holds)

    def only(self, kept: Table, columns: Sequence[str]) -> Table:
        """A kept table of which only some columns are known."""
        table, schema = kept.op(), kept.schema()
        known = ibis.schema({column: schema[column] for column in columns})
        return ops.DatabaseTable(name=table.name, schema=known, source=table.source).to_expr()

    def drop(self, kept: Table) -> None:
        """Give back the room of the kept tables that an expression is made of."""
        for table in kept.op().find(ops.DatabaseTable):
            self._connection.execute(f"DROP TABLE IF EXISTS {identifier(table.name)}")

    def append(self, kept: Table, more: Table, name: str) -> Table:
        """Add the rows of an expression to a table of the same columns."""
        into = identifier(kept.get_name())
        self._connection.execute(f"INSERT INTO {into} BY NAME {self._compiled(more)}")
        return kept

    def take(self, name: str, data: Any, schema: Any) -> Table:
        """A pyarrow table as a table of that name, with the types given."""
        view = f"{name}_given"
        self._connection.register(view, data)
        try:
            return self._created(name, schema, identifier(view), {})
        finally:
            self._connection.unregister(view)

    def read_parquet(self, name: str, path: Path) -> Table:
        """A Parquet file as it lies: it is read when a question needs it."""
        file = literal(str(self._one_file(path)))
        self._connection.execute(f"CREATE VIEW {identifier(name)} AS SELECT * FROM read_parquet({file})")
        return in_microseconds(self._view(name))

    def put_together(self, path: Path, tables: Mapping[str, tuple[Table, Holds]]) -> None:
        """Tables as one new file of DuckDB's own form, each in the order of its expression, columns of which more is
        known in less room. It is read in half the time of Parquet, and texts of which all are known stay numbers.
        Raises OSError where it cannot be written."""
        name = identifier(f"{_TOGETHER}_{next(self._links)}")
        try:
            self._connection.execute(f"ATTACH {literal(str(path))} AS {name}")
            try:
                for called, (expression, holds) in tables.items():
                    source = f"({self._compiled(expression)})"
                    rows = _cast(self.backend, expression.schema(), source, holds)
                    self._connection.execute(f"CREATE TABLE {name}.main.{identifier(called)} AS {rows}")
                self._connection.execute(f"CHECKPOINT {name}")
            finally:
                self._connection.execute(f"DETACH {name}")
        except driver_errors() as error:
            raise OSError(first_line(error)) from None

    def open_together(self, path: Path) -> dict[str, Table]:
        """The tables of such a file by name, as they lie; none where it cannot be read. What is held in less room is
        asked as if it were not."""
        name = f"{_TOGETHER}_{next(self._links)}"
        try:
            self._connection.execute(f"ATTACH {literal(str(path))} AS {identifier(name)} (READ_ONLY)")
        except driver_errors():
            return {}
        asked = f"SELECT table_name FROM information_schema.tables WHERE table_catalog = {literal(name)} ORDER BY 1"
        found = {}
        for (called,) in self._connection.execute(asked).fetchall():
            view = f"{name}_{called}"
            rows = f"{identifier(name)}.main.{identifier(called)}"
            self._connection.execute(f"CREATE VIEW {identifier(view)} AS SELECT * FROM {rows}")
            found[str(called)] = self._asked_widely(view)
        return found

    def _asked_widely(self, view: str) -> Table:
        """A view whose whole numbers are taken for the largest, and whose listed texts for texts."""
        described = self._connection.execute(f"DESCRIBE SELECT * FROM {identifier(view)}").fetchall()
        spoken = self.backend.compiler.type_mapper.from_string
        kinds = {}
        for column, kind, *_ in described:
            known = ibis.dtype("string") if str(kind).startswith("ENUM") else spoken(str(kind))
            wide = "int64" if known.is_integer() else "timestamp(6)" if known.is_timestamp() else known
            kinds[str(column)] = ibis.dtype(wide)
        return ops.DatabaseTable(name=view, schema=ibis.schema(kinds), source=self.backend).to_expr()

    def fetch(self, expression: Table, most: int) -> Any:
        """The rows of an expression as a pyarrow table; one more than `most` at most."""
        from ibis.backends.duckdb.converter import DuckDBPyArrowData

        expression = expression.limit(most + 1)
        rows = self._connection.sql(self._compiled(expression)).to_arrow_table()
        return expression.__pyarrow_result__(rows, data_mapper=DuckDBPyArrowData)

    def write(self, expression: Table, path: Path) -> None:
        """The rows of an expression as a Parquet file, with the types that Ibis gives them, however they are held."""
        rows = _cast(self.backend, expression.schema(), f"({self._compiled(expression)})", {})
        to = f"TO {literal(str(path))} (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP})"
        self._connection.execute(f"COPY ({rows}) {to}")

    def stop(self) -> None:
        """End what other threads are asking: it raises there."""
        for connection in self._others:
            connection.interrupt()

    def close(self) -> None:
        for connection in self._others:
            connection.close()
        self.backend.disconnect()

    def _created(self, name: str, schema: Any, source: str, holds: Holds) -> Table:
        self._connection.execute(f"CREATE TABLE {identifier(name)} AS {_cast(self.backend, schema, source, holds)}")
        known = ibis.schema({c: type_.copy(nullable=True) for c, type_ in schema.items()})
        return ops.DatabaseTable(name=name, schema=known, source=self.backend).to_expr()

    def _one_file(self, path: Path) -> Path:
        """A name for a file by which nothing else is meant: DuckDB takes one with * ? [ for a pattern."""
        if not set("*?[") & set(str(path)):
            return path
        plain = self._folder / f"linked_{next(self._links)}{path.suffix}"
        plain.symlink_to(path.resolve())
        return plain


def memory_mb(events: int, available_mb: int, columns: int = 0) -> int:
    """Megabytes that the embedded engine may hold for a log of so many events and attribute columns, where DuckDB by
    itself would take `available_mb`: 256 MB, 70 bytes an event, 2 MB a column beyond the first 16, at most 3,000 MB,
    and at most half of what there is."""
    columns_mb = max(columns - FEW_COLUMNS, 0) * COLUMN_MB
    wanted = min(LEAST_MEMORY_MB + events * BYTES_AN_EVENT // 1_000_000 + columns_mb, MOST_MEMORY_MB)
    return max(LEAST_MEMORY_MB, min(wanted, int(available_mb * SHARE_OF_MACHINE)))


def _connect(folder: Path) -> Any:
    backend = ibis.duckdb.connect()
    backend.compiler = EmbeddedCompiler()
    backend.raw_sql(
        "SET checkpoint_threshold='1TB'"
    )  # tables live for one run: compressing them costs more than it saves
    backend.raw_sql(f"SET temp_directory={literal(str(folder))}")
    backend.raw_sql(f"SET memory_limit='{LEAST_MEMORY_MB}MB'")
    backend.raw_sql("SET autoinstall_known_extensions=false; SET autoload_known_extensions=false")
    backend.raw_sql(f"SET threads={cores()}")
    return backend


def _available_mb(backend: Any) -> int:
    """What DuckDB would take by itself, in megabytes; it says so in words such as `18.6 GiB`."""
    backend.raw_sql("RESET memory_limit")
    number, unit = backend.raw_sql("SELECT current_setting('memory_limit')").fetchone()[0].split()
    backend.raw_sql(f"SET memory_limit='{LEAST_MEMORY_MB}MB'")
    units = ("bytes", "KiB", "MiB", "GiB", "TiB")
    return int(float(number) * 1024 ** units.index(unit) / 1_000_000)


def _cast(backend: Any, schema: Any, source: str, holds: Holds) -> str:
    spoken = backend.compiler.type_mapper.to_string
    columns = []
    for column, type_ in schema.items():
        held = holds.get(column, "")
        kind = (
            f"ENUM({', '.join(map(literal, held))})" if isinstance(held, tuple) else spoken(ibis.dtype(held or type_))
        )
        columns.append(f"CAST({identifier(column)} AS {kind}) AS {identifier(column)}")
    return f"SELECT {', '.join(columns)} FROM {source}"
