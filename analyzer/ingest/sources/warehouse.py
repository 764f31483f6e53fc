"""A log or signals that lie in a warehouse: exported once into the scratch folder, then read like any Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analyzer.engine.reader import Reader, identifier, literal, to_parquet
from analyzer.engine.warehouse import ALL_ROWS, WarehouseError, export_changed, export_query, export_table
from analyzer.errors import InputError, LogError
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.unpack import free_name
from analyzer.settings import LogSource, Settings, SignalSource, nearest

Warehoused = LogSource | SignalSource


def exported(settings: Settings, source: Warehoused, reader: Reader, error: type[InputError] = LogError) -> GivenFile:
    """The table of `log: {url: …, table: …}`, or the rows of its `query`, as a Parquet file; or of a source of signals.
    Raises `error` where they cannot be reached."""
    if not source.url or not (source.table or source.query):
        raise error(
            expected="log: {path: …}, or {url: …, table: …} for a warehouse",
            found="neither" if not source.url else "a url without a table or a query",
            where=str(source.place),
            do="name the file, or the table",
        )
    target = free_name(reader.folder, "exported")
    with _said(settings, source, error):
        if source.table:
            export_table(source.url, source.table, target)
        else:
            export_query(source.url, source.query or "", target)
    return _without_since(settings, source, reader, target, error)


def changed_since(
    settings: Settings,
    source: Warehoused,
    reader: Reader,
    after: str,
    named: Sequence[str],
    error: type[InputError] = LogError,
) -> tuple[GivenFile | None, int]:
    """All rows of the cases of which a row has changed, as a Parquet file, None where none has; and how many rows there
    are in all at that moment: where these are others than what was kept and these together have, rows were deleted, or
    stand in another case than before.

    `after`: the newest value of the column `since` that was read before; `named`: the column that names the case; of
    several the first that holds a value. Raises `error` as `exported` does.
    """
    target = free_name(reader.folder, "changed")
    with _said(settings, source, error):
        since = source.since or ""
        some, total = export_changed(source.url or "", source.table, source.query, since, after, named, target)
    return (_without_since(settings, source, reader, target, error) if some else None), total


def _name(settings: Settings, source: Warehoused) -> str:
    return settings.masked(f"table {source.table}") if source.table else "query"


def warehouse_refusal(
    settings: Settings,
    found: WarehouseError,
    do: str,
    source: Warehoused | None = None,
    error: type[InputError] = LogError,
) -> InputError:
    """What a warehouse says of a table or query, by default the log's, as an error of the log or the signals; with the
    nearest name where it lacks the table, else with what there is to `do`."""
    source = source or settings.log
    said = _name(settings, source)
    near = nearest(source.table or "", found.tables)
    return error(
        expected=f"a {said.split()[0]} that can be read",
        found=settings.masked(str(found)),
        where=f"{source.place}: {said}",
        do=f"did you mean {near}?" if near else found.do or do,
    )


@contextmanager
def _said(settings: Settings, source: Warehoused, error: type[InputError]) -> Iterator[None]:
    try:
        yield
    except WarehouseError as found:
        do = "check the url, the name or the query, and the right to read; the driver may be an extra to install"
        raise warehouse_refusal(settings, found, do, source, error) from None


def _without_since(
    settings: Settings, source: Warehoused, reader: Reader, path: Path, error: type[InputError]
) -> GivenFile:
    """The rows without the column that says when they have changed: it is no attribute of a case."""
    said = _name(settings, source)
    if source.since is None:
        return GivenFile(path, said, error)
    rows = f"read_parquet({literal(str(path))})"
    names = [str(row[0]) for row in reader.rows(f"DESCRIBE SELECT * FROM {rows}")]
    if source.since not in names:
        near = nearest(source.since, names)
        raise error(
            expected=f"a column {source.since} that says when a row was written or changed",
            found=f"the columns {', '.join(names)}",
            where=f"{source.place}: {said}",
            do=f"write since: {near}" if near else "name one of them, or take since out",
        )
    column = identifier(source.since)
    besides = ", ".join([column, *(identifier(name) for name in names if name == ALL_ROWS)])
    newest = reader.row(f"SELECT CAST(max({column}) AS VARCHAR) FROM {rows}")[0]
    target = free_name(reader.folder, "rows")
    reader.run(f"COPY (SELECT * EXCLUDE ({besides}) FROM {rows}) {to_parquet(target, len(names))}")
    return GivenFile(target, said, error, newest)
