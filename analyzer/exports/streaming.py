"""Tables out of the engine piece by piece, whatever their size; and into Parquet and CSV files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.engine import Engine, Table
from analyzer.exports.columns import guarded, written_times, zoned
from analyzer.exports.destination import Destination
from analyzer.figures.cells import BOM

PIECE = 20_000  # rows


def pieces(engine: Engine, table: Table) -> Iterator[Any]:
    """The rows of a table in their order, as pyarrow record batches; the whole lies on the scratch disk meanwhile."""
    import pyarrow.parquet as pq

    path = engine.folder / f"{engine.name('pieces')}.parquet"
    engine.write(table, path)
    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(PIECE)
    finally:
        path.unlink(missing_ok=True)


def rows(engine: Engine, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table in their order, as dictionaries."""
    for piece in pieces(engine, table):
        yield from piece.to_pylist()


def put_table(engine: Engine, table: Table, to: Destination) -> None:
    """Write a table in its order: Parquet with times in UTC, or CSV in UTF-8 with a byte order mark (spreadsheets know
    it by that), times in ISO-8601 UTC, no cell a formula."""
    if to.form == "parquet":
        with to.whole() as part:
            engine.write(zoned(table), part)
        return
    _put_csv(engine, guarded(written_times(table)), to)


def _put_csv(engine: Engine, table: Table, to: Destination) -> None:
    import pyarrow as pa
    from pyarrow import csv

    names = pa.schema([(name, pa.string()) for name in table.columns])
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    with to.opened() as stream:
        stream.write(BOM.encode())
        csv.write_csv(names.empty_table(), stream, csv.WriteOptions(include_header=True))
        for piece in pieces(engine, table):
            csv.write_csv(piece, stream, options)
