"""Tables of other libraries → Parquet files that are read like any other: pandas, pyarrow, polars, DuckDB, Ibis, and
pm4py's event logs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analyzer.errors import ArgumentError

KINDS = "a path, or a table of pandas, pyarrow, polars, DuckDB or Ibis, or an event log of pm4py"


def is_path(given: Any) -> bool:
    """Whether it names a file; everything else has to be a table."""
    return isinstance(given, str | os.PathLike)


def write_table(given: Any, path: Path, what: str) -> None:
    """Write a table as one Parquet file, its values as they are. `what` it is, for messages: log, signals.

    Tables that stream (pyarrow's readers, DuckDB's relations, Ibis, polars) are written piece by piece. The index of a
    pandas frame is left out, but for one with names, which become columns. Raises ArgumentError for what is no table.
    """
    table = _tabular(given, what)
    import pyarrow as pa
    import pyarrow.parquet as pq

    if isinstance(table, pa.Table):
        pq.write_table(table, path)
        return
    reader = pa.RecordBatchReader.from_stream(table)
    schema = pa.schema([pa.field(f.name, _plain(f.type)) for f in reader.schema])
    with pq.ParquetWriter(path, schema) as writer:
        for batch in reader:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))


def _tabular(given: Any, what: str) -> Any:
    """A pyarrow table, or something that streams Arrow."""
    library = type(given).__module__.partition(".")[0]
    if library == "pm4py":
        from analyzer.mining import frame_of

        given = frame_of(given)
        library = "pandas"
    if library == "pandas" and hasattr(given, "columns"):
        return _from_pandas(given)
    if hasattr(given, "collect") and library == "polars":
        given = given.collect()
    if hasattr(given, "__arrow_c_stream__") and not isinstance(given, Mapping):
        return given
    raise ArgumentError(
        expected=KINDS,
        found=f"{type(given).__module__}.{type(given).__qualname__}".removeprefix("builtins."),
        where=f"{what} of analyzer.align",
        do="give the path of a file, or the table itself",
    )


def _from_pandas(frame: Any) -> Any:
    """A frame as a pyarrow table, column by column: names may be anything and stand twice, texts may be mixed."""
    import pyarrow as pa

    if any(name is not None for name in frame.index.names):
        known = set(map(str, frame.columns))
        frame = frame.reset_index([n for n in frame.index.names if n is not None and str(n) not in known])
    arrays = [_array(frame.iloc[:, place]) for place in range(frame.shape[1])]
    return pa.Table.from_arrays(arrays, names=[str(name) for name in frame.columns])


def _array(column: Any) -> Any:
    import pyarrow as pa

    try:
        made = pa.array(column, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError):
        made = None
    if isinstance(made, pa.ChunkedArray):
        made = made.combine_chunks()
    odd = made is None or isinstance(made.type, pa.BaseExtensionType) or pa.types.is_duration(made.type)
    if odd:  # values of several kinds, spans of time, periods: as they are written
        return pa.array([None if empty else str(value) for value, empty in zip(column, column.isna(), strict=True)])
    return made.cast(_plain(made.type))


def _plain(kind: Any) -> Any:
    """A type that every reader of Parquet knows, for those that few know."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    if pa.types.is_null(kind) or kind == pa.string_view():
        return pa.string()
    if pa.types.is_duration(kind):
        return pa.int64()
    return kind
