"""The events of an XES log on their way to Parquet: pieces of columns come in, row groups of one size go out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_ROWS = 100_000  # in a row group
_BYTES = 32 * 1024 * 1024  # in a row group, where values are long
_NAMES = 100_000  # of traces, written at once


class XesRows:
    """Parquet files in a folder: `row` (from 0), `line`, and an attribute in each of c0, c1, … by `names`.

    An attribute that comes later begins a new file; the earlier ones lack its column. Names of traces go to a file of
    their own. Nothing but the row group that is being filled is held.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.events = folder / "events"
        self.traces = folder / "traces.parquet"
        self.events.mkdir()
        self.names: dict[str, int] = {}
        self.rows = 0
        self.named = 0  # traces with a name
        self._held: list[Any] = []
        self._held_names: list[Any] = []
        self._writer: Any = None
        self._names_writer: Any = None

    def add(self, lines: Any, columns: dict[str, Any]) -> None:
        """Events in their order: the line of each, and attribute → its texts, null where an event has none."""
        import numpy as np
        import pyarrow as pa

        count = len(lines)
        table = {"row": pa.array(np.arange(self.rows, self.rows + count)), "line": lines}
        for name, values in columns.items():
            table[f"c{self.names.setdefault(name, len(self.names))}"] = values
        self.rows += count
        self._held.append(pa.table(table))
        if sum(one.num_rows for one in self._held) >= _ROWS or sum(one.nbytes for one in self._held) >= _BYTES:
            self._write()

    def add_traces(self, names: Any) -> None:
        """The names of the traces that begin, without those that have none."""
        self.named += len(names)
        self._held_names.append(names)
        if sum(map(len, self._held_names)) >= _NAMES:
            self._write_names()

    def close(self) -> None:
        """Write what is held and close the files. Without a call nothing can be read."""
        if self._held:
            self._write()
        if self._held_names:
            self._write_names()
        for writer in (self._writer, self._names_writer):
            if writer is not None:
                writer.close()
        self._writer = self._names_writer = None

    def _write(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        held = pa.concat_tables(self._held, promote_options="default")
        known = {name: held[name] for name in ("row", "line")}
        for name in (f"c{number}" for number in range(len(self.names))):
            known[name] = held[name] if name in held.column_names else pa.nulls(held.num_rows, pa.string())
        table = pa.table(known)
        self._held = []
        if self._writer is None or self._writer.schema != table.schema:
            if self._writer is not None:
                self._writer.close()
            path = self.events / f"{self.rows - held.num_rows:015d}.parquet"
            self._writer = pq.ParquetWriter(path, table.schema, compression="snappy")
        self._writer.write_table(table)

    def _write_names(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table({"name": pa.chunked_array(self._held_names, pa.string())})
        self._held_names = []
        if self._names_writer is None:
            self._names_writer = pq.ParquetWriter(self.traces, table.schema, compression="snappy")
        self._names_writer.write_table(table)
