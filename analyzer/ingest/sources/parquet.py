"""Parquet → a relation with the file's own types, where they are plain; nested and odd ones become text."""

from __future__ import annotations

from analyzer.engine.reader import Reader, ReadError, literal
from analyzer.ingest.sources.dialect import unique_names
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.native import NATIVE_AWARE, NATIVE_TIMES, REAL, WHOLE
from analyzer.ingest.sources.raw import TEXT, RawTable, nothing_ragged
from analyzer.tables.quality import fact

PLAIN = (*NATIVE_TIMES, *NATIVE_AWARE, *REAL, *WHOLE, "BOOLEAN", TEXT)


def read_parquet(given: GivenFile, reader: Reader) -> RawTable:
    """A Parquet file. Raises the file's error where it is cut off, or has no columns or rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = f"read_parquet({literal(str(given.path))}, file_row_number = true)"
    try:
        names = pq.read_schema(given.path).names  # DuckDB renames those that differ in letter case only
        described = reader.columns(f"SELECT * FROM {source}")
        rows = int(reader.row(f"SELECT count(*) FROM {source}")[0])
    except (ReadError, pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0].replace(str(given.path), given.name)
        raise given.refuse(
            "a whole Parquet file", f"one that cannot be read: {reason}", "copy or export it again"
        ) from None
    named = described[:-1]  # the last one is the number of the row
    if not named or not rows:
        raise given.refuse("columns and at least one row", "a table without any", "export it again")
    raw_names = ", ".join(f"r{i}" for i in range(len(named)))
    types = [kind if kind in PLAIN else "DOUBLE" if kind.startswith("DECIMAL") else TEXT for _, kind in named]
    columns = ", ".join(
        _column(i, kind, native) for i, (kind, (_, native)) in enumerate(zip(types, named, strict=True))
    )
    table = f"{source} AS t({raw_names}, file_row)"
    return RawTable(
        names=unique_names(names),
        types=tuple(types),
        relation=f"(SELECT {columns} FROM {table})",
        numbered=f"(SELECT file_row AS row, {columns} FROM {table})",
        checked=f"(SELECT file_row AS row, {columns} FROM {table})",
        files=(given,),
        ragged=nothing_ragged,
        place_of=lambda row: (given, None),
        notes=(fact("format", name="Parquet"),),
        in_columns=True,
        nested=frozenset(name for name, (_, native) in zip(unique_names(names), named, strict=True) if _nested(native)),
    )


def _nested(native: str) -> bool:
    return native.startswith(("STRUCT(", "MAP(", "UNION(")) or native.endswith("]")


def _column(number: int, kind: str, native: str) -> str:
    """A column in its type; "not a number" and infinity are no values.

    Not asked by isnan: DuckDB 2.0 takes its answer from the file's statistics, which leave these values out.
    """
    if kind != native:
        return f"TRY_CAST(r{number} AS {kind}) AS c{number}"
    if native in REAL:
        return f"CASE WHEN r{number} - r{number} = 0 THEN r{number} END AS c{number}"
    return f"r{number} AS c{number}"
