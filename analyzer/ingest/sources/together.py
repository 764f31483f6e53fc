"""Several files of a glob → one relation. Rows that overlapping extracts have in common count once."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from pathlib import Path

from analyzer.engine.reader import Reader, literal, to_parquet
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.keeping import begin
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import TEXT, RawTable, Refused
from analyzer.ingest.sources.unpack import free_name


@dataclass(frozen=True)
class _Part:
    """A file of the glob, with the place of its first row among all rows."""

    raw: RawTable
    offset: int
    ragged: Refused | None


def together(raws: list[RawTable], reader: Reader) -> RawTable:
    """One relation with the columns of all files as they first appear; a column that a file lacks is empty there.

    A row that stands k times in one file and m times in another counts max(k, m) times: what is repeated within a file
    is kept, what is repeated between files is not.
    """
    names = tuple(dict.fromkeys(name for raw in raws for name in raw.names))
    types = tuple(_type(name, raws) for name in names)
    folder = free_name(reader.folder, "together")
    folder.mkdir()
    parts: list[_Part] = []
    offset = 0
    for number, raw in enumerate(raws):
        raw = begin(raw, reader)
        rows = _copy(raw, names, types, number, offset, reader, folder)
        parts.append(_Part(raw, offset, raw.ragged()))
        offset += rows
    table = f"read_parquet({literal(str(folder / '*.parquet'))})"
    columns = ", ".join(f"c{i}" for i in range(len(names)))
    repeated = repeated_rows(table, columns, reader)
    kept = f"{table} AS t ANTI JOIN {repeated[0]} AS r ON t.row = r.row" if repeated[1] else table
    place = "t.row AS row" if repeated[1] else "row"
    numbered = f"(SELECT {place}, {columns} FROM {kept})"
    return RawTable(
        names=names,
        types=types,
        relation=f"(SELECT {columns} FROM {kept})",
        numbered=numbered,
        checked=numbered,
        files=tuple(given for raw in raws for given in raw.files),
        ragged=lambda: _ragged(parts),
        place_of=lambda row: _place(parts, row),
        notes=raws[0].notes,
        told=tuple(dict.fromkeys(one for raw in raws for one in raw.told)),
        in_columns=True,
        nested=frozenset(name for raw in raws for name in raw.nested),
        separator=raws[0].separator,
        repeated_between=repeated[1],
        every=f"(SELECT file, row, {columns} FROM {table})",
    )


def _type(name: str, raws: list[RawTable]) -> str:
    """The type that all files give a column; text where they differ."""
    types = {raw.type_of(name) for raw in raws if name in raw.names}
    return types.pop() if len(types) == 1 else TEXT


def _copy(
    raw: RawTable,
    names: tuple[str, ...],
    types: tuple[str, ...],
    number: int,
    offset: int,
    reader: Reader,
    folder: Path,
) -> int:
    """Store the rows of a file, numbered on from those before; gives how many there are."""
    columns = []
    for place, (name, kind) in enumerate(zip(names, types, strict=True)):
        if name not in raw.names:
            columns.append(f"CAST(NULL AS {kind}) AS c{place}")
        else:
            own, native = f"t.{raw.column(name)}", raw.type_of(name)
            columns.append(f"{own if native == kind else text_sql(own, native)} AS c{place}")
    target = to_parquet(folder / f"{number:06d}.parquet", len(names))
    listed = ", ".join(columns)
    rows = f"SELECT t.row + {offset} AS row, {number} AS file, {listed} FROM {raw.checked} AS t"
    return int(reader.row(f"COPY ({rows}) {target}")[0])


def repeated_rows(table: str, columns: str, reader: Reader) -> tuple[str, int]:
    """A table of the rows that an earlier file has too, and their number; `table` has row, file and the columns."""
    name = f"repeated_{reader.number()}"
    hashed = f"SELECT row, file, hash({columns}) AS h FROM {table}"
    several = f"SELECT h FROM ({hashed}) GROUP BY h HAVING min(file) <> max(file)"
    counted = (
        f"SELECT a.row, a.file, a.h, row_number() OVER (PARTITION BY a.h, a.file ORDER BY a.row) AS k FROM ({hashed})"
        f" AS a SEMI JOIN ({several}) AS s ON a.h = s.h"
    )
    again = f"SELECT row, row_number() OVER (PARTITION BY h, k ORDER BY file) AS time FROM ({counted})"
    reader.run(f"CREATE TEMP TABLE {name} AS SELECT row FROM ({again}) WHERE time > 1")
    return name, int(reader.row(f"SELECT count(*) FROM {name}")[0])


def _ragged(parts: list[_Part]) -> Refused | None:
    found = [part.ragged for part in parts if part.ragged is not None]
    if not found:
        return None
    _, given, line, text = found[0]
    return sum(one[0] for one in found), given, line, text


def _place(parts: list[_Part], row: int) -> tuple[GivenFile, int | None]:
    part = parts[bisect.bisect_right([p.offset for p in parts], row) - 1]
    return part.raw.place_of(row - part.offset)
