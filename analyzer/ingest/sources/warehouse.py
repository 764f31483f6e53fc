"""A log that lies in a warehouse: exported once into the scratch folder, then read like any Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analyzer.engine.reader import Reader, identifier, literal, to_parquet
from analyzer.engine.warehouse import WarehouseError, export_changed, export_query, export_table
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
    target = free_name(reader.folder, "exported")
    with _said(settings):
        if source.table:
            export_table(source.url, source.table, target)
        else:
            export_query(source.url, source.query or "", target)
    return _without_since(settings, reader, target)


def changed_since(settings: Settings, reader: Reader, after: str, case: str) -> GivenFile | None:
    """All rows of the cases of which a row has changed, as a Parquet file; None where none has.

    `after`: the newest value of the column `since` that was read before; `case`: the column that names the case. Rows
    that were deleted are not noticed. Raises LogError as `exported` does.
    """
    source = settings.log
    target = free_name(reader.folder, "changed")
    with _said(settings):
        if not export_changed(source.url or "", source.table, source.query, source.since or "", after, case, target):
            return None
    return _without_since(settings, reader, target)


def _name(settings: Settings) -> str:
    return settings.masked(f"table {settings.log.table}") if settings.log.table else "query"


def warehouse_refusal(settings: Settings, error: WarehouseError, do: str) -> LogError:
    """What a warehouse says of the log's table or query, as an error of the log; with the nearest name where it lacks
    the table, else with what there is to `do`."""
    source, said = settings.log, _name(settings)
    near = nearest(source.table or "", error.tables)
    return LogError(
        expected=f"a {said.split()[0]} that can be read",
        found=settings.masked(str(error)),
        where=f"{source.place}: {said}",
        do=f"did you mean {near}?" if near else do,
    )


@contextmanager
def _said(settings: Settings) -> Iterator[None]:
    try:
        yield
    except WarehouseError as error:
        do = "check the url, the name or the query, and the right to read; the driver may be an extra to install"
        raise warehouse_refusal(settings, error, do) from None


def _without_since(settings: Settings, reader: Reader, path: Path) -> GivenFile:
    """The rows without the column that says when they have changed: it is no attribute of a case."""
    source, said = settings.log, _name(settings)
    if source.since is None:
        return GivenFile(path, said, LogError)
    rows = f"read_parquet({literal(str(path))})"
    names = [str(row[0]) for row in reader.rows(f"DESCRIBE SELECT * FROM {rows}")]
    if source.since not in names:
        near = nearest(source.since, names)
        raise LogError(
            expected=f"a column {source.since} that says when a row was written or changed",
            found=f"the columns {', '.join(names)}",
            where=f"{source.place}: {said}",
            do=f"write since: {near}" if near else "name one of them, or take since out",
        )
    column = identifier(source.since)
    newest = reader.row(f"SELECT CAST(max({column}) AS VARCHAR) FROM {rows}")[0]
    target = free_name(reader.folder, "rows")
    reader.run(f"COPY (SELECT * EXCLUDE ({column}) FROM {rows}) {to_parquet(target, len(names))}")
    return GivenFile(target, said, LogError, newest)
