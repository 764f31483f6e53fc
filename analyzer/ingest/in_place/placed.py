"""The table or query of a log in the place where the analysis runs: its columns as c0, c1, … with plain types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analyzer.engine import Engine, Table
from analyzer.engine.reader import Reader
from analyzer.engine.warehouse import WarehouseError
from analyzer.errors import LogError
from analyzer.ingest.sources.dialect import unique_names
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.parquet import read_parquet
from analyzer.ingest.sources.raw import MOST_COLUMNS, RawTable, too_many_columns
from analyzer.ingest.sources.warehouse import warehouse_refusal
from analyzer.settings import LogSource, Settings
from analyzer.tables.quality import fact

ROW = "row"  # the place of a row in its table, where the engine knows one
EVENT, SOURCE = "event", "source"  # the numbers of the event and of the source, of several


@dataclass(frozen=True)
class PlacedTable:
    """`rows` has c0, c1, … and, where `has_row`, ROW; of several sources also SOURCE, and with ROW EVENT. `sample` are
    some of its rows on this machine, to look at: names, types and files are those of the table."""

    rows: Table
    has_row: bool
    sample: RawTable


def source_rows(engine: Engine, settings: Settings, source: LogSource) -> Table:
    """The table of `log: {url, table}` or the rows of its query as they lie. Raises LogError where it cannot be
    reached."""
    try:
        return engine.source(source.table, source.query)
    except WarehouseError as error:
        do = "check the name or the query, and the right to read"
        raise warehouse_refusal(settings, error, do, source) from None


def shown_columns(engine: Engine, source: LogSource, found: Table) -> list[str]:
    """The columns that say something of events: what says when a row was written is no attribute."""
    return [name for name in found.columns if name not in (engine.row_column, source.since)]


def open_placed(
    engine: Engine, settings: Settings, source: LogSource, reader: Reader, rows: Table | None = None
) -> PlacedTable:
    """The table of `log: {url, table}` or the rows of its query, where `engine:` is the same place; `rows`: some of
    them. Raises LogError where it cannot be reached, or has no columns or rows."""
    said = settings.masked(f"table {source.table}" if source.table else "query")
    found = source_rows(engine, settings, source) if rows is None else rows
    names = shown_columns(engine, source, found)
    given = GivenFile(Path(said), said, LogError)
    if len(names) > MOST_COLUMNS:
        raise too_many_columns(given, len(names))
    has_row = engine.row_column in found.columns
    columns = {f"c{place}": plain_type(found[name]) for place, name in enumerate(names)}
    rows = found.select(**({ROW: found[engine.row_column]} if has_row else {}), **columns)
    path = engine.folder / f"{engine.name('sample')}.parquet"
    if not engine.sample(rows.drop(ROW) if has_row else rows, path):
        raise given.refuse("a table with at least one row", "a table without any", "name another")
    sample = read_parquet(GivenFile(path, said, LogError), reader)
    nested = frozenset(
        one for one, name in zip(unique_names(names), names, strict=True) if found[name].type().is_nested()
    )
    notes = (fact("in_place", engine=engine.called),)
    sample = replace(sample, names=unique_names(names), notes=notes, nested=nested)
    return PlacedTable(rows, has_row, sample)


def plain_type(column: Any) -> Any:
    """A column in one of the types that a log's columns have; nested and odd ones become text."""
    kind = column.type()
    if kind.is_integer():
        return column.cast("int64")
    if kind.is_floating() or kind.is_decimal():
        return column.cast("float64")
    if kind.is_date():
        return column.cast("timestamp(6)")
    if kind.is_timestamp():
        return column.cast("timestamp('UTC', 6)" if kind.timezone else "timestamp(6)")
    return column if kind.is_boolean() or kind.is_string() else column.cast("string")
