"""A log that lies in a warehouse: exported once into the scratch folder, then read like any Parquet file."""

from __future__ import annotations

from analyzer.engine.reader import Reader
from analyzer.engine.warehouse import WarehouseError, export_table
from analyzer.errors import LogError
from analyzer.ingest.files import Given
from analyzer.ingest.unpack import free_name
from analyzer.settings import Settings, nearest


def exported(settings: Settings, reader: Reader) -> Given:
    """The table of `log: {url: …, table: …}` as a Parquet file. Raises LogError where it cannot be reached."""
    source = settings.log
    if not source.url or not source.table:
        raise LogError(
            expected="log: {path: …}, or {url: …, table: …} for a warehouse",
            found="neither" if not source.url else "a url without a table",
            where=str(source.place),
            do="name the file, or the table",
        )
    target = free_name(reader.folder, "exported")
    try:
        export_table(source.url, source.table, target)
    except WarehouseError as error:
        near = nearest(source.table, error.tables)
        raise LogError(
            expected="a table that can be read",
            found=settings.masked(str(error)),
            where=f"{source.place}: table {settings.masked(source.table)}",
            do=f"did you mean {near}?"
            if near
            else "check the url, the table's name and the right to read it; the driver may be an extra to install",
        ) from None
    return Given(target, f"table {settings.masked(source.table)}", LogError)
