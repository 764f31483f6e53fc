"""The engine: a connection that reads, keeps and writes tables. DuckDB embedded; Spark or PostgreSQL beyond."""

from __future__ import annotations

import itertools
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import ibis
from ibis.expr.types import Table

from analyzer.engine.beside import Beside, in_turn
from analyzer.engine.embedded import Embedded
from analyzer.engine.lasting import LastingTables
from analyzer.engine.reader import stopped_by_signals
from analyzer.engine.remote import KINDS, open_remote
from analyzer.engine.store import ROW, Holds, Store
from analyzer.engine.warehouse import driver_errors, first_line, ibis_errors
from analyzer.errors import SettingsError
from analyzer.settings.scratch import scratch_folder

if TYPE_CHECKING:
    from analyzer.engine.sums import KeptSums

SMALL = 100_000  # rows that a pandas frame may have
LOOKED_AT = 20_000  # rows of a table that come to this machine to be looked at
POSTGRESQL = ("postgresql", "postgres")
_CALLED = {"duckdb": "DuckDB", "postgres": "PostgreSQL", "pyspark": "Spark"} | {k: v.called for k, v in KINDS.items()}
_ENGINES = (
    f"duckdb, duckdb://<file>, spark, postgresql://<user>@<host>/<database>, or an Ibis URL of {', '.join(KINDS)}"
)

Made = TypeVar("Made")


class Engine:
    """A connection and the names of the tables that it holds.

    `folder` is a scratch folder on this machine that lives as long as the engine. `crossed` counts the rows that came
    from the engine to this machine, as results and as samples to look at.
    """

    row_column = ROW

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.crossed = 0
        self._names = itertools.count()
        self._made: dict[str, Any] = {}
        self._making: dict[str, threading.RLock] = {}
        self._beside = Beside()
        self._read_from: dict[Any, Path] = {}
        self.sums: KeptSums | None = None  # of a night: what it knows of the last one's (engine/sums.py)

    @property
    def backend(self) -> Any:
        return self.store.backend

    @property
    def is_duckdb(self) -> bool:
        return bool(self.store.backend.name == "duckdb")

    @property
    def orders_aggregates(self) -> bool:
        """Whether it joins the texts of a group in a given order; else they are collected and sorted."""
        return bool(self.store.backend.name in ("duckdb", "postgres"))

    @property
    def called(self) -> str:
        """What people call it."""
        return _CALLED[self.store.backend.name]

    @property
    def lasting(self) -> LastingTables | None:
        """Tables that stay there when a run has ended, where it is a database in which they can."""
        found: LastingTables | None = getattr(self.store, "lasting", None)
        return found

    @property
    def is_here(self) -> bool:
        """Whether it computes on this machine: files that it writes do not travel."""
        return self.is_duckdb or bool(getattr(self.store, "is_local", False))

    def source(self, table: str | None, query: str | None) -> Table:
        """A table (`name` or `schema.name`) or the rows of a query where they lie, with the place of each row in the
        column `row_column` where the engine knows one. Raises WarehouseError with the engine's own words."""
        with self.answering():
            return self.store.source(self.name("source"), table, query)

    def expect(self, events: int, columns: int = 0) -> None:
        """Let the embedded engine hold so much in memory as a log of this many events and attribute columns is worth;
        the rest spills to the scratch folder."""
        self.store.expect(events, columns)

    def name(self, stem: str) -> str:
        """A table name that nothing else in this engine has."""
        return f"{stem}_{next(self._names)}"

    def keep(self, expression: Table, stem: str, holds: Holds | None = None) -> Table:
        """Compute a table once and keep it, so that later questions do not compute it again. `holds`: what is known of
        the values of its columns (`Declaration.holds`); the embedded engine keeps them in less room then."""
        with self.answering():
            return self.store.create(self.name(stem), expression, holds or {})

    def only(self, kept: Table, columns: Sequence[str]) -> Table:
        """A kept table as if it had these columns alone: what is asked of a table of hundreds of columns is compiled
        in the time that those cost which it is asked for."""
        return self.store.only(kept, columns)

    def gather(self, parts: Sequence[Table], stem: str) -> Table:
        """The rows of several expressions of the same columns as one kept table; each is computed by itself, so that
        memory holds what one of them needs."""
        table = self.keep(parts[0], stem)
        for part in parts[1:]:
            with self.answering():
                table = self.store.append(table, part, self.name(stem))
        return table

    def once(self, key: str, make: Callable[[], Made]) -> Made:
        """What `make` gives, made when the key is first asked for: the same thing of the same inputs is made once."""
        with self._making.setdefault(key, threading.RLock()):
            if key not in self._made:
                self._made[key] = make()
        made: Made = self._made[key]
        return made

    def let_go(self, key: str, *made_of: str) -> None:
        """Give back the room of a kept table that was made `once`; it, and what was `made_of` it, are made anew when
        they are asked for again. An engine that is no process of its own keeps it."""
        if isinstance(self.store, Embedded) and key in self._made:
            self.store.drop(self._made.pop(key))
            for further in made_of:
                self._made.pop(further, None)

    def give_back(self, kept: Table) -> None:
        """Give back the room of a kept table that nothing asks for any more. An engine that is no process of its own
        keeps it."""
        if isinstance(self.store, Embedded):
            self.store.drop(kept)

    def beside(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """Begin `work`, which asks this engine, beside what follows; gives what waits for its outcome, and raises what
        it raised. It is done when it is waited for where one thread asks: of few events, on one core, and of an engine
        that is no process of its own. What both ask for must be made `once`."""
        several = isinstance(self.store, Embedded) and self.store.several
        return self._beside.begin(work) if several else in_turn(work)

    def take(self, frame: Any, stem: str, schema: dict[str, str]) -> Table:
        """A small pandas frame or pyarrow table as a table of the engine, with the types given."""
        import pyarrow as pa

        wanted = ibis.schema(schema)
        data = (
            frame
            if isinstance(frame, pa.Table)
            else pa.Table.from_pandas(frame[list(schema)], schema=wanted.to_pyarrow(), preserve_index=False)
        )
        with self.answering():
            return self.store.take(self.name(stem), data, wanted)

    def frame(self, expression: Table) -> Any:
        """A small result as a pandas frame; a result above `SMALL` rows is a fault of the program."""
        result = self._fetched(expression, SMALL)
        if result.num_rows > SMALL:
            raise MemoryError(f"a result of more than {SMALL} rows was to leave the engine")
        self.crossed += result.num_rows
        return result.to_pandas()

    def rows(self, expression: Table, limit: int = SMALL) -> list[dict[str, Any]]:
        """A small result as rows of plain Python values; what is missing is None."""
        result = self._fetched(expression, limit).slice(0, limit)
        self.crossed += result.num_rows
        return list(result.to_pylist())

    def sample(self, expression: Table, path: Path) -> int:
        """At most `LOOKED_AT` rows of a table, to look at, as a Parquet file on this machine; gives their number."""
        with self.answering():
            self.store.write(expression.limit(LOOKED_AT), path)
        import pyarrow.parquet

        rows = int(pyarrow.parquet.read_metadata(path).num_rows)
        self.crossed += rows
        return rows

    def write(self, expression: Table, path: Path) -> None:
        """A table as one Parquet file on this machine, its rows in the order of the expression. One that was read from
        such a file, or that only leaves out columns of it, is not written again: both names mean the same file, or a
        copy on another disk; it may have further columns then."""
        whole = expression.op()
        while isinstance(whole, ibis.expr.operations.DropColumns):
            whole = whole.parent
        read_from = self._read_from.get(whole)
        if read_from is not None:
            _same_file(read_from, path)
            return
        with self.answering():
            self.store.write(expression, path)

    def read_parquet(self, path: Path | str) -> Table:
        """The rows of a Parquet file on this machine, as a table of the engine."""
        with self.answering():
            table = self.store.read_parquet(self.name("read"), Path(path))
        if Path(path).is_file():
            self._read_from[table.op()] = Path(path).resolve()
        return table

    def write_together(self, path: Path, tables: Mapping[str, tuple[Table, Holds]]) -> None:
        """Tables as one new file on this machine, with what is known of their columns, for questions that come often.
        Of the embedded engine alone. Raises OSError where the file cannot be written."""
        with self.answering():
            self._embedded.put_together(path, tables)

    def read_together(self, path: Path) -> dict[str, Table]:
        """The tables of such a file, by name; none where it cannot be read."""
        with self.answering():
            return self._embedded.open_together(path)

    @property
    def _embedded(self) -> Embedded:
        if not isinstance(self.store, Embedded):
            raise TypeError(f"{self.called} has no files of several tables")
        return self.store

    def close(self) -> None:
        if isinstance(self.store, Embedded):
            self._beside.stop(self.store.stop, broken_off=True)
        self.store.close()

    def _fetched(self, expression: Table, most: int) -> Any:
        with self.answering():
            return self.store.fetch(expression, most)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """What the driver says of an engine that has gone away, or has no room left, as an error of the settings."""
        self._beside.go_on()
        try:
            with stopped_by_signals():
                yield
        except self.store.gone as error:
            raise SettingsError(
                expected=f"{self.called} to answer until the analysis has ended",
                found=first_line(error),
                where="engine in the project file",
                do="see that the server runs and has room on its disk, and start the analysis again",
            ) from None


def _same_file(read_from: Path, path: Path) -> None:
    try:
        os.link(read_from, path)
    except OSError:  # another disk, or one without such names
        shutil.copyfile(read_from, path)


def connect(url: str, folder: Path, schema: str | None = None) -> Store:
    """Where tables live: `duckdb` embedded, with a database file by `duckdb://<path>`; `spark` in the environment's
    session; a PostgreSQL database or another of `remote.KINDS` by its URL, with its intermediate tables in a schema.
    Raises SettingsError for what cannot be reached, and at once for an engine that the analysis does not run on."""
    kind, _, path = url.partition("://")
    if kind not in ("duckdb", "spark", *POSTGRESQL, *KINDS):
        raise SettingsError(
            expected=f"an engine that the analysis runs on: {_ENGINES}",
            found=kind,
            where="engine in the project file",
            do="leave engine out: a log in a warehouse of another kind is read from there (log: {url, table}) and"
            " analysed in the embedded engine",
        )
    try:
        if kind == "duckdb":
            return Embedded(folder, path.partition("?")[0] or None)
        if kind == "spark":
            from analyzer.engine.spark import Spark

            return Spark(folder, schema)
        if kind in KINDS:
            return open_remote(url, schema)
        from analyzer.engine.postgresql import Postgresql

        return Postgresql(ibis.connect(url.replace("postgres://", "postgresql://", 1)), schema)
    except (*driver_errors(), *ibis_errors()) as error:
        raise SettingsError(
            expected=f"an engine that can be reached: {_ENGINES}",
            found=first_line(error),
            where="engine in the project file",
            do="check the address; leave engine out for the embedded one, or install the extra that brings the driver",
        ) from None


@contextmanager
def open_engine(url: str = "duckdb", schema: str | None = None) -> Iterator[Engine]:
    """An engine for the length of a run; its scratch folder goes with it. `schema`: of its intermediate tables, where
    the engine is a database."""
    with scratch_folder("alignment-") as folder:
        engine = Engine(connect(url, folder, schema), folder)
        try:
            yield engine
        finally:
            engine.close()
