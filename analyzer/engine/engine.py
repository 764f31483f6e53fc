"""The engine: a connection that reads, keeps and writes tables. DuckDB embedded; another by an Ibis URL."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import ibis
from ibis.expr.types import Table

from analyzer.engine import embedded
from analyzer.engine.reader import literal
from analyzer.errors import SettingsError
from analyzer.settings.scratch import scratch_folder

if TYPE_CHECKING:
    from analyzer.engine.sums import KeptSums

SMALL = 100_000  # rows that a pandas frame may have
LEAST_MEMORY_MB = 256  # what the embedded engine holds in memory before it goes to the scratch folder
ROW_GROUP = 40_960  # rows of a Parquet row group that is written: one case is found in one of them
BYTES_AN_EVENT = 70  # how that grows with the log: less is slower, for more goes through the scratch folder and back
COLUMN_MB = 2  # each column of each wide table that is kept holds a block of a quarter of a megabyte, however short
FEW_COLUMNS = 16
MOST_MEMORY_MB = 3_200  # where that growth ends; the process itself holds some 350 MB beside it
SHARE_OF_MACHINE = 0.5  # of the memory that DuckDB would take by itself (it knows of limits that a container has)

Made = TypeVar("Made")


class Engine:
    """A connection and the names of the tables that it holds.

    `folder` is a scratch folder that lives as long as the engine; what does not fit in memory goes there.
    """

    def __init__(self, backend: Any, folder: Path) -> None:
        self.backend = backend
        self.folder = folder
        self._names = itertools.count()
        self._available_mb = _available_mb(backend) if self.is_duckdb else 0
        self._made: dict[str, Any] = {}
        self._read_from: dict[Any, Path] = {}
        self.sums: KeptSums | None = None  # of a night: what it knows of the last one's (engine/sums.py)

    @property
    def is_duckdb(self) -> bool:
        return bool(self.backend.name == "duckdb")

    def expect(self, events: int, columns: int = 0) -> None:
        """Let the embedded engine hold so much in memory as a log of this many events and attribute columns is worth;
        the rest spills to the scratch folder."""
        if self.is_duckdb:
            self.backend.raw_sql(f"SET memory_limit='{memory_mb(events, self._available_mb, columns)}MB'")

    def name(self, stem: str) -> str:
        """A table name that nothing else in this engine has."""
        return f"{stem}_{next(self._names)}"

    def keep(self, expression: Table, stem: str, holds: embedded.Holds | None = None) -> Table:
        """Compute a table once and keep it, so that later questions do not compute it again. `holds`: what is known of
        the values of its columns (`Declaration.holds`); the embedded engine keeps them in less room then."""
        name = self.name(stem)
        if self.is_duckdb:
            return embedded.create(self.backend, name, expression, holds or {})
        path = self.folder / name
        self.backend.to_parquet(expression, str(path))
        return _in_microseconds(self.backend.read_parquet(str(path)))

    def only(self, kept: Table, columns: Sequence[str]) -> Table:
        """A kept table as if it had these columns alone: what is asked of a table of hundreds of columns is compiled
        in the time that those cost which it is asked for."""
        return embedded.only(kept, columns) if self.is_duckdb else kept.select(*columns)

    def gather(self, parts: Sequence[Table], stem: str) -> Table:
        """The rows of several expressions of the same columns as one kept table; each is computed by itself, so that
        memory holds what one of them needs."""
        if not self.is_duckdb:
            tables = [self.keep(part, stem) for part in parts]
            return ibis.union(*tables) if tables[1:] else tables[0]
        table = self.keep(parts[0], stem)
        for part in parts[1:]:
            embedded.append(self.backend, table.get_name(), part)
        return table

    def once(self, key: str, make: Callable[[], Made]) -> Made:
        """What `make` gives, made when the key is first asked for: the same thing of the same inputs is made once."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def take(self, frame: Any, stem: str, schema: dict[str, str]) -> Table:
        """A small pandas frame or pyarrow table as a table of the engine, with the types given."""
        import pyarrow as pa

        wanted = ibis.schema(schema)
        data = (
            frame
            if isinstance(frame, pa.Table)
            else pa.Table.from_pandas(frame[list(schema)], schema=wanted.to_pyarrow(), preserve_index=False)
        )
        if self.is_duckdb:
            return embedded.take(self.backend, self.name(stem), data, wanted)
        return self.keep(ibis.memtable(data, schema=wanted), stem)

    def frame(self, expression: Table) -> Any:
        """A small result as a pandas frame; a result above `SMALL` rows is a fault of the program."""
        result = self.backend.to_pyarrow(expression)
        if result.num_rows > SMALL:
            raise MemoryError(f"a result of {result.num_rows} rows was to leave the engine; the ceiling is {SMALL}")
        return result.to_pandas()

    def rows(self, expression: Table, limit: int = SMALL) -> list[dict[str, Any]]:
        """A small result as rows of plain Python values; what is missing is None."""
        return list(self.backend.to_pyarrow(expression.limit(limit)).to_pylist())

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
        if self.is_duckdb:
            rows = embedded.typed(self.backend, expression)
            to = f"TO {literal(str(path))} (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP})"
            self.backend.raw_sql(f"COPY ({rows}) {to}")
            return
        import pyarrow.parquet

        batches = self.backend.to_pyarrow_batches(expression)
        with pyarrow.parquet.ParquetWriter(path, batches.schema) as writer:
            for batch in batches:
                writer.write_batch(batch, row_group_size=ROW_GROUP)

    def read_parquet(self, path: Path | str) -> Table:
        table = _in_microseconds(self.backend.read_parquet(str(self._one_file(Path(path)))))
        if Path(path).is_file():
            self._read_from[table.op()] = Path(path).resolve()
        return table

    def _one_file(self, path: Path) -> Path:
        """A name for a file by which nothing else is meant: DuckDB takes one with * ? [ for a pattern."""
        if not self.is_duckdb or not set("*?[") & set(str(path)):
            return path
        plain = self.folder / f"{self.name('linked')}{path.suffix}"
        plain.symlink_to(path.resolve())
        return plain

    def close(self) -> None:
        if hasattr(self.backend, "disconnect"):
            self.backend.disconnect()


def memory_mb(events: int, available_mb: int, columns: int = 0) -> int:
    """Megabytes that the embedded engine may hold for a log of so many events and attribute columns, where DuckDB by
    itself would take `available_mb`: 256 MB, 70 bytes an event, 2 MB a column beyond the first 16, at most 3,200 MB,
    and at most half of what there is."""
    columns_mb = max(columns - FEW_COLUMNS, 0) * COLUMN_MB
    wanted = min(LEAST_MEMORY_MB + events * BYTES_AN_EVENT // 1_000_000 + columns_mb, MOST_MEMORY_MB)
    return max(LEAST_MEMORY_MB, min(wanted, int(available_mb * SHARE_OF_MACHINE)))


def _same_file(read_from: Path, path: Path) -> None:
    try:
        os.link(read_from, path)
    except OSError:  # another disk, or one without such names
        shutil.copyfile(read_from, path)


def _available_mb(backend: Any) -> int:
    """What DuckDB would take by itself, in megabytes; it says so in words such as `18.6 GiB`."""
    backend.raw_sql("RESET memory_limit")
    number, unit = backend.raw_sql("SELECT current_setting('memory_limit')").fetchone()[0].split()
    backend.raw_sql(f"SET memory_limit='{LEAST_MEMORY_MB}MB'")
    units = ("bytes", "KiB", "MiB", "GiB", "TiB")
    return int(float(number) * 1024 ** units.index(unit) / 1_000_000)


def _in_microseconds(table: Table) -> Table:
    """The table with its timestamps declared as they are: Spark's have microseconds, and do not say so."""
    vague = [name for name, type_ in table.schema().items() if type_.is_timestamp() and type_.scale is None]
    return table.mutate(**{name: table[name].cast("timestamp(6)") for name in vague}) if vague else table


def connect(url: str, folder: Path) -> Any:
    """An Ibis backend: `duckdb` embedded, `spark` from the environment's session, else any Ibis URL."""
    if url == "duckdb":
        backend = ibis.duckdb.connect()
        backend.raw_sql("SET TimeZone='UTC'; SET enable_progress_bar=false")
        backend.raw_sql(
            "SET checkpoint_threshold='1TB'"
        )  # tables live for one run: compressing them costs more than it saves
        backend.raw_sql(f"SET temp_directory={literal(str(folder))}")
        backend.raw_sql(f"SET memory_limit='{LEAST_MEMORY_MB}MB'")
        backend.raw_sql("SET autoinstall_known_extensions=false; SET autoload_known_extensions=false")
        backend.raw_sql(
            f"SET threads={len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count() or 1}"
        )
        return backend
    try:
        return ibis.pyspark.connect() if url == "spark" else ibis.connect(url)
    except (ImportError, ModuleNotFoundError, ValueError) as error:
        raise SettingsError(
            expected="an engine that can be reached: duckdb, spark or an Ibis URL",
            found=str(error).splitlines()[0],
            where="engine in the project file",
            do="take `engine: duckdb`, or install the extra that brings the engine's driver",
        ) from None


@contextmanager
def open_engine(url: str = "duckdb") -> Iterator[Engine]:
    """An engine for the length of a run; its scratch folder goes with it."""
    with scratch_folder("alignment-") as folder:
        engine = Engine(connect(url, folder), folder)
        try:
            yield engine
        finally:
            engine.close()
