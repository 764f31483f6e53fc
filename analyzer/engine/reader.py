"""A reader of files: an embedded DuckDB of its own with bounded memory, whatever engine the analysis runs on.

Files are typed and sorted here into Parquet, which every engine reads. It is closed when reading is done, so its memory
goes back.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

MEMORY = (144, 1024, 4096)  # MB; above it sorts and groups go to the scratch folder; the next where it is not enough
_MORE = 640  # MB at most that a big file gets beyond it: a sort in memory takes half the time of one on disk
_BYTES = 2_000_000  # of the file for each of them
SMALL_FILE = 16_000_000  # bytes; the rows of a smaller file stay in memory
_COLUMNS = 16  # a file with more columns gets more memory: each needs room of its own while it is written
_EACH = 8  # MB
_MOST_FOR_COLUMNS = 1_200  # MB; a table so wide is asked in blocks
_GROUP = 122_880  # rows of a Parquet row group of ten columns
WIDE = 64  # columns; a wider table is asked in blocks, and its rows are stored by column
_BLOCK = 32  # columns: their expressions and aggregates take memory whatever the number of rows

_IN_ORDER = '"BATCH_CREATE_TABLE_AS"'  # in a plan: several threads read, and the rows stay in order
_IN_ORDER_MB = 17  # for each column and each thread beyond the first: with less allowed one thread does it alone
_HELD = 650_000  # bytes of a text whose typed rows are held in memory, for each MB of it

_STOPPED = "Query interrupted"  # what DuckDB raises, as a RuntimeError, where a signal ends what it does

Result = TypeVar("Result")
Column = TypeVar("Column")


class ReadError(Exception):
    """DuckDB could not read a file; its first line of explanation. The caller says it in people's words."""


class OutOfRoomError(ReadError):
    """The memory that a reader has was not enough, even with what went to the scratch folder."""


class Reader:
    """Runs SQL over files. Nothing leaves it but small rows and Parquet files in `folder`."""

    def __init__(self, connection: Any, folder: Path, memory: int) -> None:
        self._connection = connection
        self._memory = self._allowed = memory
        self.folder = folder
        self._numbers = itertools.count()
        self._disks: list[Path] = []

    def number(self) -> int:
        """A number that nothing else in this reader has."""
        return next(self._numbers)

    def allow(self, size: int, columns: int) -> None:
        """Room for a file of so many bytes and columns, bounded whatever its size."""
        more = min(size // _BYTES, _MORE) + min(max(columns - _COLUMNS, 0) * _EACH, _MOST_FOR_COLUMNS)
        self._allowed = self._memory + more
        self.run(f"SET memory_limit = '{self._allowed}MB'")

    def keep(self, sql: str, size: int, columns: int) -> str:
        """A table of the rows of a query, in their order; of a big file (`size` bytes) packed on the scratch disk, of
        a wide one (`columns`) in Parquet, whose row groups are small."""
        name = f"kept_{self.number()}"
        if columns > WIDE:
            path = self.folder / f"{name}-{os.getpid()}-{id(self)}.parquet"
            self._disks.append(path)
            self.run(f"COPY ({sql}) {to_parquet(path, columns)}")
            return f"read_parquet({literal(str(path))})"
        if size < SMALL_FILE:
            self.run(f"CREATE TEMP TABLE {name} AS {sql}")
            return name
        return self._on_disk(name, sql)

    def _on_disk(self, name: str, sql: str) -> str:
        path = self.folder / f"{name}-{os.getpid()}-{id(self)}.duckdb"
        self.run(f"ATTACH {literal(str(path))} AS {name}_disk")
        self.run(f"CREATE TABLE {name}_disk.{name} AS {sql}")
        self._disks.append(path)
        return f"{name}_disk.{name}"

    def keep_in_order(self, sql: str, size: int, columns: int) -> str | None:
        """A table of the rows of a query, whose places in it are then their `rowid`: in memory where a file of so many
        bytes leaves room beside it, else packed on the scratch disk. None where the engine does not promise the order:
        its plan names the way in which it makes the table, and only one of several threads keeps the order of what
        they read."""
        plan = self.row(f"EXPLAIN (FORMAT json) CREATE TEMP TABLE promised AS {sql}")[1]
        if _IN_ORDER not in str(plan):
            return None
        name = f"kept_{self.number()}"
        with self._at_least(_IN_ORDER_MB * columns * (cores() - 1)):
            if size > self._allowed * _HELD:
                return self._on_disk(name, sql)
            self.run(f"CREATE TEMP TABLE {name} AS {sql}")
            return name

    @contextmanager
    def _at_least(self, megabytes: int) -> Iterator[None]:
        """Allow so much memory for a while: the engine shares work out by what it may hold, not by what it needs."""
        allowed = min(megabytes, MEMORY[1])
        if allowed > self._allowed:
            self.run(f"SET memory_limit = '{allowed}MB'")
        try:
            yield
        finally:
            self.run(f"SET memory_limit = '{self._allowed}MB'")

    def close(self) -> None:
        """Give back memory and what lies on the scratch disk."""
        self._connection.close()
        for path in self._disks:
            path.unlink(missing_ok=True)

    def run(self, sql: str) -> None:
        """A statement whose rows nobody wants."""
        self.rows(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a small result."""
        import duckdb

        try:
            with stopped_by_signals():
                return list(self._connection.execute(sql).fetchall())
        except duckdb.OutOfMemoryException as error:
            raise OutOfRoomError(str(error).splitlines()[0]) from None
        except (
            duckdb.InvalidInputException,
            duckdb.IOException,
            duckdb.SerializationException,
            duckdb.ConversionException,
        ) as error:
            raise ReadError(str(error).splitlines()[0]) from None
        except duckdb.Error as error:
            if type(error) is not duckdb.Error:
                raise
            # its own word for a Parquet file whose inner lists are damaged, of no kind
            raise ReadError(str(error).splitlines()[0]) from None

    def row(self, sql: str) -> tuple[Any, ...]:
        """The one row of an aggregate."""
        return self.rows(sql)[0]

    def columns(self, sql: str) -> list[tuple[str, str]]:
        """Name and DuckDB type of each column of a query, without running it."""
        return [(str(r[0]), str(r[1])) for r in self.rows(f"DESCRIBE {sql}")]


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """A signal while DuckDB works ends as it does anywhere else: by KeyboardInterrupt."""
    try:
        yield
    except RuntimeError as error:
        if str(error) != _STOPPED:
            raise
        raise KeyboardInterrupt from None


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def blocks(columns: Sequence[Column]) -> list[Sequence[Column]]:
    """The columns of a table in the parts that one question is about: all of them, but of a wide table a few."""
    size = _BLOCK if len(columns) > WIDE else max(len(columns), 1)
    return [columns[start : start + size] for start in range(0, len(columns), size)]


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def to_parquet(path: Path, columns: int) -> str:
    """The end of a COPY: a Parquet file whose row groups are the smaller the more columns it has."""
    rows = max(2048, _GROUP * 10 // max(columns, 10) // 2048 * 2048)
    return f"TO {literal(str(path))} (FORMAT parquet, ROW_GROUP_SIZE {rows})"


def with_room(work: Callable[[int], Result]) -> Result:
    """Do a reading in little memory, and again in more where that was not enough."""
    for memory in MEMORY[:-1]:
        try:
            return work(memory)
        except OutOfRoomError:
            continue
    return work(MEMORY[-1])


@contextmanager
def open_reader(folder: Path, memory: int = MEMORY[0]) -> Iterator[Reader]:
    """A reader for the length of one reading; what spills goes to `folder`."""
    import duckdb

    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory}MB",
            "temp_directory": str(folder / "spill"),
            "threads": cores(),
            "preserve_insertion_order": True,
        }
    )
    try:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
        # The number of rows of a file is not known beforehand, so joins stay as they are written: LEFT JOIN, the small
        # table on the right. A condition on a typed column is not moved below the typing, which would parse every value
        # once more for each of its parts.
        # The words of a column are listed in the one pass that asks everything of it; rewritten, that pass would write
        # all columns down first and read them twice.
        # A list of words after IN would become a join for each column; of hundreds of them memory holds few.
        off = "join_order,build_side_probe_side,filter_pushdown,distinct_aggregate_rewrite,in_clause"
        connection.execute(f"SET disabled_optimizers = '{off}'")
        reader = Reader(connection, folder, memory)
        try:
            yield reader
        finally:
            reader.close()
    finally:
        connection.close()
