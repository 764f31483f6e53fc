"""Spark spoken to through its session: tables that are kept as Parquet, and results that come by Arrow.

A run asks some hundreds of questions, most of them of small tables. What Spark needs for each beside the work itself (a
plan, jobs and tasks for every exchange, Java that is made and compiled for the query) is most of the time then. In a
session that is made here small logs are asked without generated code, and their tables have one partition: nothing has
to be exchanged then, and each question is one task.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
from ibis.expr.types import Table

from analyzer.engine.lake import MARKS
from analyzer.engine.reader import cores
from analyzer.engine.spark_dialect import SparkCompiler
from analyzer.engine.spark_troubles import told_of_troubles
from analyzer.engine.store import Holds, in_microseconds
from analyzer.engine.warehouse import WarehouseError, first_line
from analyzer.errors import SettingsError

SCHEMA = "alignment"  # of a cluster: where intermediate tables lie, unless `state: {schema: …}` says another
MANY_EVENTS = 2_000_000  # from here on the code that Spark makes for a question is worth its making
_EVENTS_A_PARTITION = 250_000
_BATCH = 40_960  # rows that come out at once
_BROADCAST = "10MB"  # Spark's own limit of a table that is sent to every task
_UNKNOWN = "DATA_SOURCE_NOT_FOUND"  # what Spark calls a format that it has no package for
_PACKAGES = {
    "delta": "io.delta:delta-spark_2.13",
    "iceberg": "org.apache.iceberg:iceberg-spark-runtime-{spark}_2.13",
}


class Spark:
    """The tables of one run in the session of the environment, or a local one that goes with the run."""

    def __init__(self, folder: Path, schema: str | None) -> None:
        from py4j.protocol import Py4JNetworkError
        from pyspark.sql import SparkSession

        self.gone: tuple[type[BaseException], ...] = (Py4JNetworkError, ConnectionError)
        self._own = SparkSession.getActiveSession() is None
        self._session = SparkSession.getActiveSession() or _local_session(folder)
        self.backend = ibis.pyspark.connect(self._session)
        self.backend.compiler = SparkCompiler()
        self._folder = folder
        self._schema = schema or SCHEMA
        self._prefix = f"run_{secrets.randbelow(2**31)}_"
        self._tables: list[str] = []
        self.is_local = str(self._session.conf.get("spark.master", "local")).startswith("local")
        if not self.is_local:
            self._session.sql(f"CREATE SCHEMA IF NOT EXISTS `{self._schema}`")
        self._is_small = False
        self.expect(0, 0)

    def expect(self, events: int, columns: int) -> None:
        """Set the session for a log of so many events."""
        if not self._own:
            return  # whoever made the session has set it
        self._session.conf.set("spark.sql.codegen.wholeStage", str(events >= MANY_EVENTS).lower())
        self._session.conf.set("spark.sql.codegen.factoryMode", "FALLBACK" if events >= MANY_EVENTS else "NO_CODEGEN")
        self._is_small = 0 < events <= _EVENTS_A_PARTITION
        partitions = 1 if self._is_small else max(cores(), events // _EVENTS_A_PARTITION)
        self._session.conf.set("spark.sql.shuffle.partitions", str(partitions))
        self._session.conf.set("spark.sql.adaptive.enabled", str(not self._is_small).lower())
        self._session.conf.set("spark.sql.autoBroadcastJoinThreshold", "-1" if self._is_small else _BROADCAST)

    def source(self, name: str, table: str | None, query: str | None) -> Table:
        """A table of the session's catalog; a folder of Parquet, a Delta or an Iceberg table by its path; or the rows
        of a query. Their rows have no places. Raises WarehouseError, also where the session lacks the package that
        reads what lies at the path."""
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        kind = "parquet"
        try:
            if table is None:
                rows = self._session.sql(str(query).strip().removesuffix(";"))
            elif "/" in table:
                kind = self._format_of(table)
                rows = self._session.read.format(kind).load(table)
            else:
                rows = self._session.table(table)
            rows.createOrReplaceTempView(name)
            return in_microseconds(self.backend.table(name))
        except (PySparkException, Py4JJavaError) as error:  # the second of a storage or format that it does not know
            said = first_line(error if isinstance(error, PySparkException) else error.java_exception)
            raise _lacking(kind, self._session.version) if _UNKNOWN in said else WarehouseError(said) from None

    def _format_of(self, path: str) -> str:
        """What lies at a path of any storage that the session reaches: delta, iceberg, else parquet."""
        java: Any = self._session._jvm  # pyspark has no other way to it
        found = java.org.apache.hadoop.fs.Path(path)
        storage = found.getFileSystem(self._session._jsc.hadoopConfiguration())
        marks = {kind: java.org.apache.hadoop.fs.Path(path, mark) for kind, mark in MARKS.items()}
        return next((kind for kind, mark in marks.items() if storage.exists(mark)), "parquet")

    def create(self, name: str, expression: Table, holds: Holds) -> Table:
        """The rows of an expression: of a small log in the session (memory, then disk), of another as Parquet in
        the scratch folder, or on a cluster as a table of the schema."""
        with told_of_troubles():
            return self._created(name, expression)

    def _created(self, name: str, expression: Table) -> Table:
        frame = self._session.sql(self._typed(expression))
        if self._is_small:
            frame.localCheckpoint().coalesce(1).createOrReplaceTempView(name)
            return self._known(name, expression.schema(), None)
        if self.is_local:
            path = str(self._folder / name)
            frame.write.parquet(path)
            self._session.read.schema(frame.schema).parquet(path).createOrReplaceTempView(name)
            return self._known(name, expression.schema(), None)
        kept = f"{self._prefix}{name}"
        frame.write.format("parquet").saveAsTable(f"`{self._schema}`.`{kept}`")
        self._tables.append(kept)
        return self._known(kept, expression.schema(), self._schema)

    def only(self, kept: Table, columns: Sequence[str]) -> Table:
        """A kept table as if it had these columns alone."""
        return kept.select(*columns)

    def append(self, kept: Table, more: Table, name: str) -> Table:
        """Both together: Spark's files are not changed."""
        return ibis.union(kept, self.create(name, more, {}))

    def take(self, name: str, data: Any, schema: Any) -> Table:
        """A pyarrow table as a table of that name, sent with the questions that ask it."""
        from ibis.backends.pyspark.datatypes import PySparkSchema

        wanted = PySparkSchema.from_ibis(ibis.schema({c: t.copy(nullable=True) for c, t in schema.items()}))
        frame = self._session.createDataFrame(data, schema=wanted)
        self._partitioned(frame, data.num_rows).createOrReplaceTempView(name)
        return self._known(name, schema, None)

    def read_parquet(self, name: str, path: Path) -> Table:
        """The rows of a Parquet file on this machine; sent to the session where that runs elsewhere."""
        import pyarrow.parquet

        if self.is_local:
            rows = pyarrow.parquet.read_metadata(path).num_rows
            self._partitioned(self._session.read.parquet(str(path)), rows).createOrReplaceTempView(name)
            return in_microseconds(self.backend.table(name))

        self._session.createDataFrame(pyarrow.parquet.read_table(path)).createOrReplaceTempView(name)
        return in_microseconds(self.backend.table(name))

    def fetch(self, expression: Table, most: int) -> Any:
        """The rows of an expression as a pyarrow table."""
        with told_of_troubles():
            found = self._session.sql(f"{self._typed(expression)} LIMIT {most + 1}").toArrow()
        return found.cast(expression.schema().to_pyarrow())

    def write(self, expression: Table, path: Path) -> None:
        """The rows of an expression as a Parquet file on this machine, in their order: a part of them at a time, but
        of a session that runs elsewhere all at once."""
        with told_of_troubles():
            self._write(expression, path)

    def _write(self, expression: Table, path: Path) -> None:
        import pyarrow.parquet

        schema, frame = expression.schema().to_pyarrow(), self._session.sql(self._typed(expression))
        if not self.is_local:
            pyarrow.parquet.write_table(frame.toArrow().cast(schema), path, row_group_size=_BATCH)
            return
        parts = path.with_name(f".{path.name}.spark")
        frame.write.parquet(str(parts), compression="snappy")  # Arrow does not read all that Hadoop packs by lz4
        with pyarrow.parquet.ParquetWriter(path, schema) as writer:
            for part in sorted(parts.glob("part-*.parquet")):  # numbered in the order of the rows
                rows = pyarrow.parquet.ParquetFile(part, coerce_int96_timestamp_unit="us")
                for batch in rows.iter_batches(_BATCH):
                    writer.write_batch(batch.cast(schema))
        shutil.rmtree(parts)

    def _partitioned(self, frame: Any, rows: int) -> Any:
        """A frame of so many rows: few of them as one partition, so that Spark knows that nothing must be exchanged."""
        return frame.coalesce(1) if self._own and rows <= _EVENTS_A_PARTITION else frame

    def _known(self, name: str, schema: Any, database: str | None) -> Table:
        """A table of the session by its name and its types, without asking for them."""
        known = ibis.schema({c: kind.copy(nullable=True) for c, kind in schema.items()})
        place = ops.Namespace(catalog=None, database=database)
        return ops.DatabaseTable(name=name, schema=known, source=self.backend, namespace=place).to_expr()

    def _typed(self, expression: Table) -> str:
        """The query of an expression with the types that Ibis gives its columns; Spark's own are decimals often. Times
        stay as they are: they have no other type."""
        spoken = self.backend.compiler.type_mapper.to_string
        columns = [
            f"CAST(`{name}` AS {spoken(kind)}) AS `{name}`"
            if kind.is_numeric() or kind.is_string() or kind.is_boolean()
            else f"`{name}`"
            for name, kind in expression.schema().items()
        ]
        return f"SELECT {', '.join(columns)} FROM ({self.backend.compile(expression)})"

    def close(self) -> None:
        """Drop the run's tables; a session that was made for the run ends. Of one that has gone away they stay, named
        run_<number>_…: how the run ended is not changed by that."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        gone = suppress(Py4JError, PySparkException, *self.gone)
        with gone:
            for name in self._tables:
                self._session.sql(f"DROP TABLE IF EXISTS `{self._schema}`.`{name}`")
        with gone:
            if self._own:
                self._session.stop()


# Java compiles a second time, and better, what has run for a while; of hundreds of short questions that took a third of
# the processor time. It is done ten times later than by default.
_JAVA = (
    "-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000"
    " -XX:Tier4BackEdgeThreshold=400000 -XX:+UseSerialGC"
)


def _local_session(folder: Path) -> Any:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.local.dir": str(folder / "spark"),
        "spark.sql.shuffle.partitions": str(cores()),
        "spark.sql.adaptive.enabled": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.parquet.compression.codec": "lz4",
        "spark.driver.extraJavaOptions": _JAVA,
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.appName("process alignment")
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, RuntimeError) as error:
        raise SettingsError(
            expected="a session of Spark",
            found=first_line(error),
            where="engine: spark in the project file",
            do="install Java 17 and set JAVA_HOME, or leave engine out",
        ) from None


def _lacking(kind: str, version: str) -> WarehouseError:
    """That a session of Spark cannot read a kind of table, and which package can."""
    package = _PACKAGES.get(kind, kind).format(spark=".".join(version.split(".")[:2]))
    return WarehouseError(
        f"Spark {version} without the package that reads {kind.capitalize()} tables, {package}",
        do=f"put its jar on the session: spark.jars or spark.jars.packages {package}:<version> in spark-defaults.conf,"
        " in the folder SPARK_CONF_DIR",
    )
