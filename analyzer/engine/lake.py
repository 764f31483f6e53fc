"""Delta and Iceberg tables in a folder of this machine, as tables of DuckDB: `delta://<folder>`, `iceberg://<folder>`.

Which files of a table's folder hold its rows is written in its log: rows that were deleted or written anew lie there
still. So a table is read by the library of its format, never as a folder of Parquet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import ibis

from analyzer.engine.reader import identifier, literal
from analyzer.engine.warehouse import LAKES, WarehouseError
from analyzer.settings.scratch import scratch_folder

MARKS = dict(zip(LAKES, ("_delta_log", "metadata"), strict=True))  # format → the folder by which its tables are known
_NUMBER = re.compile(r"v?(\d+)\b.*[.]metadata[.]json")


@contextmanager
def open_lake(url: str, asked: str) -> Iterator[Any]:
    """A connection of DuckDB with the tables of a folder whose names stand in what is `asked`, a table's name or a
    query. Raises WarehouseError where there are none, ImportError without the extra `lake`, and what deltalake and
    pyiceberg raise of a table that they do not read (deletion vectors of Delta, deletes by values of Iceberg)."""
    kind, _, where = url.partition("://")
    folder = Path(unquote(where))
    known = tuple(sorted(place.parent.name for place in folder.glob(f"*/{MARKS[kind]}")))
    wanted = [name for name in known if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", asked)]
    if not wanted:
        where_it_lies = "name in the url the whole path of the folder in which the table's own folder lies"
        do = None if known else where_it_lies
        raise WarehouseError(f"no {kind.capitalize()} table {asked} in the folder {where or '(none)'}", known, do)
    backend = ibis.duckdb.connect()
    try:
        with scratch_folder("lake-") as aside:
            backend.raw_sql("SET TimeZone='UTC'")
            for name in wanted:
                if kind == "delta":
                    _put_delta(backend, folder / name)
                else:
                    _put_iceberg(backend, folder / name, aside / f"{len(list(aside.iterdir()))}.parquet")
            yield backend
    finally:
        backend.disconnect()


def _put_delta(backend: Any, table: Path) -> None:
    """The newest version of a table; DuckDB reads its files when it is asked."""
    from deltalake import DeltaTable

    backend.con.register(table.name, DeltaTable(table).to_pyarrow_dataset())


def _put_iceberg(backend: Any, table: Path, path: Path) -> None:
    """The newest snapshot of a table, written once as Parquet: what pyiceberg gives can be read through only once."""
    import pyarrow.parquet
    from pyiceberg.table import StaticTable

    rows = StaticTable.from_metadata(str(_newest(table))).scan().to_arrow_batch_reader()
    with pyarrow.parquet.ParquetWriter(path, rows.schema) as writer:
        for batch in rows:
            writer.write_batch(batch)
    view = f"CREATE VIEW {identifier(table.name)} AS SELECT * FROM read_parquet({literal(str(path))})"
    backend.raw_sql(view)


def _newest(table: Path) -> Path:
    """The description of a table with the highest number: 00003-<id>.metadata.json, or v3.metadata.json."""
    numbered = [(int(found[1]), file) for file in (table / "metadata").iterdir() if (found := _NUMBER.match(file.name))]
    newest = [file for number, file in numbered if number == max(numbered)[0]]
    if len(newest) != 1:
        raise WarehouseError(
            f"{len(newest)} newest descriptions in the folder {table.name}/metadata",
            do="keep the one <number>-….metadata.json that the table's catalog names, or read the table by Spark",
        )
    return newest[0]
