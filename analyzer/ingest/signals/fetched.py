"""Signals that lie in a warehouse: their rows as Parquet files, which are then read like any other file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.engine.reader import Reader, identifier, literal, open_reader, to_parquet
from analyzer.errors import SignalError
from analyzer.ingest.columns.choosing import identifying, same_column
from analyzer.ingest.columns.roles import detect
from analyzer.ingest.signals.signal_source import aliases_of
from analyzer.ingest.sources.unpack import free_name
from analyzer.ingest.sources.warehouse import changed_since, exported
from analyzer.settings import Settings, SignalSource


@dataclass(frozen=True)
class FetchedRows:
    """The rows of one source (`number`, from 0) with a column `since`, and its newest value; None where there is none
    yet."""

    number: int
    path: Path
    newest: str | None


@dataclass(frozen=True)
class FetchedSignals:
    """The settings with files in the place of tables, and the rows that can be added to later."""

    settings: Settings
    rows: tuple[FetchedRows, ...]


def fetch_signals(settings: Settings, folder: Path) -> FetchedSignals:
    """All rows of the sources that lie in a warehouse, in files of this folder. Raises SignalError where one cannot be
    reached."""
    sources, kept = list(settings.signals), []
    for number, source in enumerate(settings.signals):
        if source.url is None:
            continue
        with open_reader(folder) as reader:
            given = exported(settings, source, reader, SignalError)
        sources[number] = replace(source, path=str(given.path), url=None)
        if source.since is not None:
            kept.append(FetchedRows(number, given.path, given.newest))
    return FetchedSignals(replace(settings, signals=tuple(sources)), tuple(kept))


def fetch_more_signals(
    settings: Settings, folder: Path, before: Sequence[FetchedRows], names: Mapping[str, str]
) -> FetchedSignals | None:
    """As `fetch_signals`; of sources with a column `since` only the rows of those cases or customers of which one has
    changed are asked for, and take the place of what was fetched of these `before`.

    Where there are then more or fewer rows than in the warehouse, since some were deleted or belong to another case
    than before, all are fetched. `names`: role → column of the log, as of `aliases_of`. None where the columns are
    others now. Raises as `fetch_signals`.
    """
    known = {one.number: one for one in before}
    sources, kept = list(settings.signals), []
    for number, source in enumerate(settings.signals):
        if source.url is None:
            continue
        with open_reader(folder) as reader:
            rows, total = known.get(number), -1
            if rows is not None and rows.newest is not None:
                rows, total = _added(settings, source, reader, rows, dict(names))
                if rows is None:
                    return None
            if rows is None or _number_of(reader, rows.path) != total:
                given = exported(settings, source, reader, SignalError)
                rows = FetchedRows(number, given.path, given.newest)
        sources[number] = replace(source, path=str(rows.path), url=None)
        if source.since is not None:
            kept.append(rows)
    return FetchedSignals(replace(settings, signals=tuple(sources)), tuple(kept))


def _added(
    settings: Settings, source: SignalSource, reader: Reader, rows: FetchedRows, names: dict[str, str]
) -> tuple[FetchedRows | None, int]:
    """The rows with those that have changed since, None where these have other columns; and how many the warehouse
    has."""
    old = f"read_parquet({literal(str(rows.path))})"
    columns = reader.columns(f"SELECT * FROM {old}")
    whose = _whose(source, names, tuple(name for name, _ in columns))
    given, total = changed_since(settings, source, reader, rows.newest or "", whose, SignalError)
    if given is None:
        return rows, total
    new = f"read_parquet({literal(str(given.path))})"
    if reader.columns(f"SELECT * FROM {new}") != columns:
        return None, total
    texts = (f"CAST({identifier(column)} AS VARCHAR)" for column in whose)
    key = f"coalesce({', '.join(texts)}, NULL)"
    target = free_name(reader.folder, "signals")
    reader.run(
        f"COPY (WITH came AS (SELECT DISTINCT {key} AS whose FROM {new})"
        f" SELECT * FROM {old} WHERE NOT coalesce({key} IN (SELECT whose FROM came WHERE whose IS NOT NULL),"
        f" (SELECT count(*) > count(whose) FROM came)) UNION ALL SELECT * FROM {new})"
        f" {to_parquet(target, len(columns))}"
    )
    return FetchedRows(rows.number, target, given.newest or rows.newest), total


def _number_of(reader: Reader, path: Path) -> int:
    return int(reader.row(f"SELECT count(*) FROM read_parquet({literal(str(path))})")[0])


def _whose(source: SignalSource, names: dict[str, str], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that say whose a signal is: the case, then the customer."""
    said = {role: found for role, name in source.columns.items() if (found := same_column(name, columns)) is not None}
    aliases = aliases_of(source, names)
    roles = detect(columns, aliases, {role: column for role, column in said.items() if role in aliases})
    return identifying(roles)
