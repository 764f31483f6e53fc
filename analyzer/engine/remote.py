"""An engine that is reached by Ibis alone: Snowflake, BigQuery, Databricks, ClickHouse, Trino. Ibis makes the tables in
a schema of one's own, fills them and fetches results; what each of them says otherwise is in `other_dialects.py`.

None of these was there to be asked when this was written: their SQL is compiled in tests, and the store is run over
PostgreSQL. See docs/scale.md.
"""

from __future__ import annotations

import importlib
import secrets
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.expr.types import Table

from analyzer.engine.lasting import LastingTables
from analyzer.engine.store import Holds, in_microseconds
from analyzer.engine.warehouse import WarehouseError, driver_errors, first_line, ibis_errors
from analyzer.errors import SettingsError

SCHEMA = "alignment"  # where intermediate tables lie, unless `state: {schema: …}` says another
_BATCH = 40_960  # rows that come in or go out at once
_LITERAL_ROWS = 200  # of a statement that puts rows in


@dataclass(frozen=True)
class RemoteKind:
    """What is particular of an engine: its compiler in `other_dialects.py`, what its client raises where it has gone
    away (module and name), and settings of the connection without which it would answer otherwise."""

    called: str
    compiler: str
    gone: tuple[str, str]
    settings: dict[str, Any] = field(default_factory=dict)


KINDS = {
    "snowflake": RemoteKind("Snowflake", "SnowflakeDialect", ("snowflake.connector.errors", "OperationalError")),
    "bigquery": RemoteKind("BigQuery", "BigQueryDialect", ("google.api_core.exceptions", "ServerError")),
    "databricks": RemoteKind("Databricks", "DatabricksDialect", ("databricks.sql.exc", "OperationalError")),
    "clickhouse": RemoteKind(
        "ClickHouse",
        "ClickHouseDialect",
        ("clickhouse_connect.driver.exceptions", "OperationalError"),
        # else a join that finds nothing gives zeros and empty texts
        {"settings": {"join_use_nulls": 1, "aggregate_functions_null_for_empty": 1}},
    ),
    "trino": RemoteKind("Trino", "TrinoDialect", ("trino.exceptions", "TrinoConnectionError")),
}


def open_remote(url: str, schema: str | None) -> Remote:
    """The store behind an Ibis URL of one of `KINDS`. Raises SettingsError where its client is not installed, and what
    Ibis and the client raise where it cannot be reached."""
    kind = url.partition("://")[0]
    known = KINDS[kind]
    try:
        backend = ibis.connect(url, **known.settings)
    except ImportError as error:
        raise SettingsError(
            expected=f"the client of {known.called} to be installed, as its address is the engine",
            found=f"no module {error.name}" if error.name else first_line(error),
            where="engine in the project file",
            do=f"pip install 'process-alignment-analyzer[{kind}]'",
        ) from None
    backend.compiler = getattr(importlib.import_module("analyzer.engine.other_dialects"), known.compiler)()
    return Remote(backend, schema, _raised(known.gone))


def _raised(gone: tuple[str, str]) -> tuple[type[BaseException], ...]:
    module = sys.modules.get(gone[0])
    return (ConnectionError,) if module is None else (ConnectionError, getattr(module, gone[1]))


def _nullable(schema: Any) -> Any:
    return ibis.schema({column: kind.copy(nullable=True) for column, kind in schema.items()})


class Remote:
    """The tables of one run in a schema of a database that Ibis is connected with."""

    def __init__(self, backend: Any, schema: str | None, gone: tuple[type[BaseException], ...]) -> None:
        self.backend, self.gone = backend, gone
        self.schema = schema or SCHEMA
        self.lasting = LastingTables(self)
        self._prefix = f"run_{secrets.randbelow(2**31)}_"
        self._tables: list[str] = []
        try:
            # never with `force`: on Databricks that replaces the schema
            if self.schema not in self.backend.list_databases():
                self.backend.create_database(self.schema)
        except (*driver_errors(), *ibis_errors()) as error:
            self.backend.disconnect()
            raise SettingsError(
                expected=f"a schema {self.schema} in the database of the engine, in which tables can be made",
                found=first_line(error),
                where="engine in the project file",
                do=f"let somebody make the schema {self.schema}, or name another: state: {{schema: …}}",
            ) from None

    def expect(self, events: int, columns: int) -> None:
        """The database has a memory of its own."""

    def source(self, name: str, table: str | None, query: str | None) -> Table:
        """A table or the rows of a query. Their rows have no places."""
        try:
            if table is None:
                return in_microseconds(self.backend.sql(str(query).strip().removesuffix(";")))
            schema, _, plain = table.rpartition(".")
            known = tuple(sorted(self.backend.list_tables(database=schema or None)))
            if plain not in known:
                raise WarehouseError(f"there is no table {table}", known)
            return in_microseconds(self.backend.table(plain, database=schema or None))
        except (*driver_errors(), *ibis_errors()) as error:
            raise WarehouseError(first_line(error)) from None

    def create(self, name: str, expression: Table, holds: Holds) -> Table:
        """The rows of an expression as a table of that name, with the types that Ibis gives them."""
        table = self._empty(name, expression.schema())
        self.backend.insert(table.op().name, expression, database=self.schema)
        return table

    def lay(self, name: str, expression: Table) -> None:
        """The rows of an expression as a table that stays, under just this name."""
        self.backend.create_table(name, schema=_nullable(expression.schema()), database=self.schema)
        self.backend.insert(name, expression, database=self.schema)

    def tables(self) -> list[str]:
        """The names of all tables of the schema."""
        return list(map(str, self.backend.list_tables(database=self.schema)))

    def drop_table(self, name: str) -> None:
        """Take a table of the schema away, where it is there. Written here, because Ibis 12 with sqlglot 30 leaves out
        the name of what it drops."""
        self._run(f"DROP TABLE IF EXISTS {self._place(name)}")

    def only(self, kept: Table, columns: Sequence[str]) -> Table:
        """A kept table as if it had these columns alone."""
        return kept.select(*columns)

    def append(self, kept: Table, more: Table, name: str) -> Table:
        """Add the rows of an expression to a table of the same columns."""
        self.backend.insert(kept.op().name, more.select(*kept.columns), database=self.schema)
        return kept

    def take(self, name: str, data: Any, schema: Any) -> Table:
        """A pyarrow table as a table of that name, with the types given."""
        table = self._empty(name, schema)
        self._put(table, data)
        return table

    def read_parquet(self, name: str, path: Path) -> Table:
        """The rows of a Parquet file on this machine, sent to the database in parts."""
        import pyarrow as pa
        import pyarrow.parquet

        file = pyarrow.parquet.ParquetFile(path)
        table = self._empty(name, ibis.Schema.from_pyarrow(file.schema_arrow))
        for batch in file.iter_batches(_BATCH):
            self._put(table, pa.Table.from_batches([batch]))
        return in_microseconds(table)

    def fetch(self, expression: Table, most: int) -> Any:
        """The rows of an expression as a pyarrow table; one more than `most` at most."""
        return self.backend.to_pyarrow(expression.limit(most + 1)).cast(expression.schema().to_pyarrow())

    def write(self, expression: Table, path: Path) -> None:
        """The rows of an expression as a Parquet file on this machine, in their order, a part of them at a time."""
        import pyarrow as pa
        import pyarrow.parquet

        schema = expression.schema().to_pyarrow()
        with pyarrow.parquet.ParquetWriter(path, schema) as writer:
            for batch in self.backend.to_pyarrow_batches(expression, chunk_size=_BATCH):
                writer.write_table(pa.Table.from_batches([batch]).cast(schema))

    def close(self) -> None:
        """Drop the run's tables. What the database does not let go of stays, named run_<number>_…; of one that has gone
        away, all of them."""
        for name in self._tables:
            try:
                self.drop_table(name)
            except self.gone:
                break
            except driver_errors():  # of this table: something else hangs on it, or the right was taken away
                continue
        with suppress(*self.gone, *driver_errors()):
            self.backend.disconnect()

    def _empty(self, name: str, schema: Any) -> Table:
        """A new table without rows, its columns with these types, each of which may be missing."""
        known = _nullable(ibis.schema(schema))
        kept = f"{self._prefix}{name}"
        self.backend.create_table(kept, schema=known, database=self.schema)
        self._tables.append(kept)
        place = ops.Namespace(catalog=None, database=self.schema)
        return ops.DatabaseTable(name=kept, schema=known, source=self.backend, namespace=place).to_expr()

    def _put(self, table: Table, data: Any) -> None:
        """Add the rows of a pyarrow table to a table. They are sent as literals: what Ibis would make of them itself is
        a table outside of the schema, which it does not drop."""
        compiler, schema = self.backend.compiler, table.schema()
        listed = ", ".join(sg.to_identifier(c, quoted=True).sql(dialect=compiler.dialect) for c in schema)
        for start in range(0, data.num_rows, _LITERAL_ROWS):
            lines = []
            for row in data.slice(start, _LITERAL_ROWS).select(list(schema)).to_pylist():
                cells = (
                    compiler.visit_Literal(ops.Literal(row[name], kind), value=row[name], dtype=kind)
                    for name, kind in schema.items()
                )
                lines.append(sg.select(*cells).sql(dialect=compiler.dialect))
            place = self._place(table.op().name)
            self._run(f"INSERT INTO {place} ({listed}) {' UNION ALL '.join(lines)}")

    def _place(self, name: str) -> str:
        found: str = sge.table_(name, db=self.schema, quoted=True).sql(dialect=self.backend.compiler.dialect)
        return found

    def _run(self, sql: str) -> None:
        asked = self.backend.raw_sql(sql)
        if hasattr(asked, "close"):
            asked.close()
