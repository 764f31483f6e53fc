"""A log that lies in a warehouse: exported once into the scratch folder, then read like any Parquet file."""

from __future__ import annotations

from analyzer.engine.reader import Reader
from analyzer.engine.warehouse import WarehouseError, export_query, export_table
from analyzer.errors import LogError
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.unpack import free_name
from analyzer.settings import LogSource, Settings, nearest


def exported(settings: Settings, source: LogSource, reader: Reader) -> GivenFile:
    """The table of `log: {url: …, table: …}`, or the rows of its `query`, as a Parquet file. Raises LogError where
    they cannot be reached."""
    if not source.url or not (source.table or source.query):
        raise LogError(
            expected="log: {path: …}, or {url: …, table: …} for a warehouse",
            found="neither" if not source.url else "a url without a table or a query",
            where=str(source.place),
            do="name the file, or the table",
        )
    said = settings.masked(f"table {source.table}") if source.table else "query"
    target = free_name(reader.folder, "exported")
    try:
        if source.table:
            export_table(source.url, source.table, target)
        else:
            export_query(source.url, source.query or "", target)
    except WarehouseError as error:
        near = nearest(source.table or "", error.tables)
        raise LogError(
            expected=f"a {said.split()[0]} that can be read",
            found=settings.masked(str(error)),
            where=f"{source.place}: {said}",
            do=f"did you mean {near}?"
            if near
            else "check the url, the name or the query, and the right to read; the driver may be an extra to install",
        ) from None
    return GivenFile(target, said, LogError)
