"""PostgreSQL spoken to directly: tables that are kept in a schema of one's own and dropped afterwards, rows that come
in by COPY, and results.

Texts are compared letter by letter (collation C) whatever the database is set to, as the embedded engine does. A run's
tables are named by the run's number; while the run lasts its connection holds an advisory lock of that number, so that
the next run knows which tables a killed one has left behind.
"""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
from ibis.expr.types import Table

from analyzer.engine.changing import ChangingTables
from analyzer.engine.ordering import with_keys
from analyzer.engine.postgresql_dialect import PostgresqlCompiler
from analyzer.engine.reader import identifier, literal
from analyzer.engine.store import ROW, Holds, in_microseconds
from analyzer.engine.warehouse import WarehouseError, driver_errors, first_line
from analyzer.errors import SettingsError

SCHEMA = "alignment"  # where intermediate tables lie, unless `state: {schema: …}` says another
OLDEST = 15  # of the server
_LOCK = 0x616C6967  # the first half of every run's advisory lock
_SCHEMA_LOCK = 0x616C6968  # of the lock that every run of a schema shares; who has it alone may drop the schema
_OURS = re.compile(r"run_(\d+)_")
_LONGEST = 40  # letters of a table's name that come from what it is for
# the block of a row on the disk, and its place in it, as one whole number
_PLACE = "(((t.ctid::text::point)[0]::bigint << 16) | (t.ctid::text::point)[1]::bigint)"
_BATCH = 65_536  # rows that come in or go out at once


class Postgresql:
    """The tables of one run in a schema of a PostgreSQL database."""

    def __init__(self, backend: Any, schema: str | None) -> None:
        import psycopg

        self.backend = backend
        self.gone: tuple[type[BaseException], ...] = (psycopg.OperationalError,)
        backend.compiler = PostgresqlCompiler()
        self.schema = schema or SCHEMA
        self.run_no = secrets.randbelow(2**31)
        self._made_schema = False
        self.lasting = ChangingTables(self)
        try:
            self._begin()
        except SettingsError:
            backend.disconnect()
            raise

    def expect(self, events: int, columns: int) -> None:
        """The server has a memory of its own."""

    def source(self, name: str, table: str | None, query: str | None) -> Table:
        """A table or the rows of a query, as a view of this session. The rows of a table have the place on the disk at
        which they lie, which is that of their insertion where none was changed; those of a view or a query have
        none."""
        try:
            rows = f"({str(query).strip().removesuffix(';')}) AS t" if table is None else f"{self._found(table)} AS t"
            place = f"{_PLACE} AS {identifier(ROW)}, " if table is not None and self._has_places(table) else ""
            self.run(f"CREATE TEMP VIEW {identifier(name)} AS SELECT {place}t.* FROM {rows}")
            return self.backend.table(name)
        except driver_errors() as error:
            raise WarehouseError(first_line(error)) from None

    def _found(self, table: str) -> str:
        schema, _, name = table.rpartition(".")
        known = tuple(sorted(self.backend.list_tables(database=schema or None)))
        if name not in known:
            raise WarehouseError(f"there is no table {table}", known)
        return f"{identifier(schema)}.{identifier(name)}" if schema else identifier(name)

    def _has_places(self, table: str) -> bool:
        kind = self.row(f"SELECT relkind FROM pg_class WHERE oid = {literal(self._found(table))}::regclass")[0]
        return kind in ("r", b"r", "m", b"m")

    def create(self, name: str, expression: Table, holds: Holds) -> Table:
        """The rows of an expression as a table of that name, with the types that Ibis gives them."""
        schema = expression.schema()
        self.run(f"CREATE UNLOGGED TABLE {self._place(name)} AS {self.typed(expression)}")
        self.run(f"ANALYZE {self._place(name)}")  # without it joins are planned for tables of unknown size
        return self._known(name, schema)

    def lay(self, name: str, expression: Table) -> None:
        """The rows of an expression as a table that is logged and stays, under just this name."""
        place = f"{identifier(self.schema)}.{identifier(name)}"
        self.run(f"CREATE TABLE {place} AS {self.typed(expression)}")
        if "case_id" in expression.columns:
            self.run(f"CREATE INDEX ON {place} (case_id)")
        self.run(f"ANALYZE {place}")

    def drop_table(self, name: str) -> None:
        """Take a table of the schema away, where it is there."""
        self.run(f"DROP TABLE IF EXISTS {identifier(self.schema)}.{identifier(name)}")

    def only(self, kept: Table, columns: Sequence[str]) -> Table:
        """A kept table of which only some columns are known."""
        table, schema = kept.op(), kept.schema()
        known = ibis.schema({column: schema[column] for column in columns})
        return ops.DatabaseTable(
            name=table.name, schema=known, source=table.source, namespace=table.namespace
        ).to_expr()

    def append(self, kept: Table, more: Table, name: str) -> Table:
        """Add the rows of an expression to a table of the same columns."""
        into = f"{identifier(self.schema)}.{identifier(kept.op().name)}"
        columns = ", ".join(map(identifier, more.schema()))
        self.run(f"INSERT INTO {into} ({columns}) {self.typed(more)}")
        self.run(f"ANALYZE {into}")
        return kept

    def take(self, name: str, data: Any, schema: Any) -> Table:
        """A pyarrow table as a table of that name, with the types given."""
        return self._copied(name, data.to_batches(_BATCH), schema)

    def _copied(self, name: str, batches: Iterable[Any], schema: Any) -> Table:
        columns = ", ".join(f"{identifier(c)} {self._kind(type_)}" for c, type_ in schema.items())
        self.run(f"CREATE UNLOGGED TABLE {self._place(name)} ({columns})")
        listed = ", ".join(map(identifier, schema))
        with (
            self.backend.con.cursor() as cursor,
            cursor.copy(f"COPY {self._place(name)} ({listed}) FROM STDIN (FORMAT csv)") as copy,
        ):
            for batch in batches:
                copy.write(_as_csv(batch))
        self.run(f"ANALYZE {self._place(name)}")
        return self._known(name, schema)

    def read_parquet(self, name: str, path: Path) -> Table:
        """The rows of a Parquet file on this machine, copied into the database."""
        import pyarrow.parquet

        file = pyarrow.parquet.ParquetFile(path)
        schema = ibis.Schema.from_pyarrow(file.schema_arrow)
        return in_microseconds(self._copied(name, file.iter_batches(_BATCH), schema))

    def fetch(self, expression: Table, most: int) -> Any:
        """The rows of an expression as a pyarrow table; one more than `most` at most."""
        import pyarrow as pa

        schema = expression.schema().to_pyarrow()
        with self.backend.con.cursor() as cursor:
            rows = cursor.execute(f"{self._in_order(expression)} LIMIT {most + 1}").fetchall()
        columns = zip(*rows, strict=True) if rows else [()] * len(schema)
        return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)

    def write(self, expression: Table, path: Path) -> None:
        """The rows of an expression as a Parquet file on this machine, by a cursor of the server."""
        import pyarrow as pa
        import pyarrow.parquet

        schema = expression.schema().to_pyarrow()
        query = self._in_order(expression)
        with (
            pyarrow.parquet.ParquetWriter(path, schema) as writer,
            self.backend.con.transaction(),
            self.backend.con.cursor(f"out_{self.run_no}") as cursor,
        ):
            cursor.execute(query)
            while rows := cursor.fetchmany(_BATCH):
                columns = [pa.array(c, f.type) for c, f in zip(zip(*rows, strict=True), schema, strict=True)]
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))

    def close(self) -> None:
        """Drop the run's tables, and the schema where this run has made it, nothing else lies there and no other run
        is in it. What the server does not let go of, or has left with it, the next run drops: how the run ended is not
        changed by that."""
        import psycopg

        with suppress(psycopg.Error):
            if not self.backend.con.closed:
                self._drop(f"run_{self.run_no}_")
                if self._made_schema:
                    self._drop_schema()
        with suppress(psycopg.Error):
            self.backend.disconnect()

    def _drop_schema(self) -> None:
        """Every run shares a lock of its schema from before it looks whether that is there: who gets it alone knows
        that no other has begun."""
        place = f"{_SCHEMA_LOCK}, hashtext({literal(self.schema)})"
        self.row(f"SELECT pg_advisory_unlock_shared({place})")
        if self.row(f"SELECT pg_try_advisory_lock({place})")[0] and not self.tables():
            self.run(f"DROP SCHEMA {identifier(self.schema)}")

    def _begin(self) -> None:
        version = int(self.backend.con.info.server_version) // 10_000
        if version < OLDEST:
            raise SettingsError(
                expected=f"a PostgreSQL server of version {OLDEST} or newer: it has regexp_like",
                found=f"version {version}",
                where="engine in the project file",
                do="leave engine out: the table is read from there and analysed in the embedded engine",
            )
        with _said(self.schema):
            self.row(f"SELECT pg_advisory_lock_shared({_SCHEMA_LOCK}, hashtext({literal(self.schema)}))")
            there = self.row(f"SELECT count(*) FROM pg_namespace WHERE nspname = {literal(self.schema)}")[0]
            if not there:
                self.run(f"CREATE SCHEMA IF NOT EXISTS {identifier(self.schema)}")
                self._made_schema = True
            may = self.row(f"SELECT has_schema_privilege({literal(self.schema)}, 'CREATE')")[0]
        if not may:
            raise _no_right(self.schema, "this user may not make tables in it")
        self.run("SET client_min_messages = warning")
        self.run("SET extra_float_digits = 1")
        self.run("SET jit = off")  # a run asks hundreds of small questions: compiling each costs more than it saves
        self.row(f"SELECT pg_advisory_lock({_LOCK}, {self.run_no})")
        self._sweep()

    def _sweep(self) -> None:
        """Drop what killed runs have left: their locks went with their connections."""
        for run_no in {match[1] for name in self.tables() if (match := _OURS.match(name))}:
            if self.row(f"SELECT pg_try_advisory_lock({_LOCK}, {run_no})")[0]:
                self._drop(f"run_{run_no}_")
                self.row(f"SELECT pg_advisory_unlock({_LOCK}, {run_no})")

    def tables(self) -> list[str]:
        """The names of all tables of the schema."""
        with self.backend.con.cursor() as cursor:
            found = cursor.execute(f"SELECT tablename FROM pg_tables WHERE schemaname = {literal(self.schema)}")
            return [str(row[0]) for row in found.fetchall()]

    def _drop(self, prefix: str) -> None:
        """Drop all tables of a run but those on which something else hangs, such as a view of somebody's."""
        import psycopg

        for name in self.tables():
            if name.startswith(prefix):
                with suppress(psycopg.errors.DependentObjectsStillExist):
                    self.drop_table(name)

    def run(self, sql: str) -> None:
        """A statement whose rows nobody wants."""
        with self.backend.con.cursor() as cursor:
            cursor.execute(sql)

    def row(self, sql: str) -> tuple[Any, ...]:
        """The one row of a statement."""
        with self.backend.con.cursor() as cursor:
            return tuple(cursor.execute(sql).fetchone())

    def _name(self, name: str) -> str:
        stem, _, number = name.rpartition("_")
        return f"run_{self.run_no}_{stem[:_LONGEST]}_{number}"

    def _place(self, name: str) -> str:
        return f"{identifier(self.schema)}.{identifier(self._name(name))}"

    def _known(self, name: str, schema: Any) -> Table:
        known = ibis.schema({c: type_.copy(nullable=True) for c, type_ in schema.items()})
        place = ops.Namespace(catalog=None, database=self.schema)
        return ops.DatabaseTable(name=self._name(name), schema=known, source=self.backend, namespace=place).to_expr()

    def _in_order(self, expression: Table) -> str:
        """As `typed`, with the order of the expression."""
        rows, keys = with_keys(expression)
        order = [f"{identifier(key.column)}{_C if key.is_text else ''} {key.direction}" for key in keys]
        return self.typed(expression, rows) + (f" ORDER BY {', '.join(order)}" if order else "")

    def typed(self, expression: Table, rows: Table | None = None) -> str:
        """The query of an expression with the types that Ibis gives its columns. `rows` has further columns."""
        schema = expression.schema()
        rows = expression if rows is None else rows
        cast = ", ".join(
            f"CAST({identifier(c)} AS {_plain(self._kind(type_))}){_collated(type_)} AS {identifier(c)}"
            for c, type_ in schema.items()
        )
        return f"SELECT {cast} FROM ({self.backend.compile(rows)}) AS given"

    def _kind(self, type_: Any) -> str:
        return f"{self.backend.compiler.type_mapper.to_string(type_.copy(nullable=True))}{_collated(type_)}"


def _plain(kind: str) -> str:
    return kind.removesuffix(_C)


_C = ' COLLATE "C"'


def _collated(type_: Any) -> str:
    return _C if type_.is_string() else ""


def _as_csv(batch: Any) -> bytes:
    """A batch of pyarrow as COPY reads it: what is missing is empty, an empty text is quoted. The database has no text
    with a zero byte in it: it goes."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv

    table = pa.Table.from_batches([batch])
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            table = table.set_column(place, field.name, pc.replace_substring(table.column(place), "\x00", ""))
    out = io.BytesIO()
    pyarrow.csv.write_csv(table, out, pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed"))
    return out.getvalue()


@contextmanager
def _said(schema: str) -> Iterator[None]:
    """What the server refuses about the schema, as an error of the settings."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise _no_right(schema, str(error).strip().splitlines()[0]) from None


def _no_right(schema: str, found: str) -> SettingsError:
    return SettingsError(
        expected=f"a schema {schema} in the database of the engine, in which tables can be made",
        found=found,
        where="engine in the project file",
        do=f"let somebody run CREATE SCHEMA {schema} AUTHORIZATION <this user>, or name another: state: {{schema: …}}",
    )
