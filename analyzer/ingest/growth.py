"""More of a log that was read before: further rows are read as its columns were understood then.

That is how a reading of everything would understand them: where it cannot be shown, NotAsBeforeError says why, and
everything has to be read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.engine import Engine
from analyzer.engine.reader import Reader, open_reader, to_parquet, with_room
from analyzer.ingest.assembly.assemble import NotAsBeforeError, WholeLog
from analyzer.ingest.assembly.attributes import said_types
from analyzer.ingest.assembly.counts import RowCounts
from analyzer.ingest.assembly.lifecycle import words_of
from analyzer.ingest.columns.choosing import identifying, must_be
from analyzer.ingest.columns.kinds import Kind, value_sql
from analyzer.ingest.columns.plan import make_plan
from analyzer.ingest.columns.profile import ColumnProfile, Profile, profile
from analyzer.ingest.columns.settle import DATES, SettledReading, settle
from analyzer.ingest.log import LogReading
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.keeping import keep
from analyzer.ingest.sources.raw import TEXT, RawTable, clean_text, missing_words, nothing_ragged
from analyzer.ingest.sources.reading import read_source
from analyzer.ingest.sources.warehouse import changed_since
from analyzer.settings import Settings
from analyzer.tables.quality import ReadingNote

_MOST_UNITS = 1  # of time since 1970 in one column; which of several counts is settled by all values


@dataclass(frozen=True)
class SourcePart:
    """One file of a log as it was read: its notes, what is to be told of it, the rows that could not be split."""

    notes: tuple[ReadingNote, ...]
    told: tuple[ReadingNote, ...]
    ragged: int
    rows: int  # places that its rows take: the next row of it is this one


@dataclass(frozen=True)
class UnderstoodLog:
    """How the columns of a log were understood when all of it was read, and the counts of its rows.

    `roles` holds every role, `kinds` and `midnights` every column; `units`: columns whose unit of time since 1970 rests
    on all their values.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    roles: dict[str, str]
    kinds: dict[str, Kind]
    midnights: dict[str, int]
    units: tuple[str, ...]
    separator: str
    whole: WholeLog
    counts: RowCounts

    def raw(self, relation: str, numbered: str, repeated: int = 0) -> RawTable:
        """Rows that were kept, as a relation."""
        return RawTable(
            names=self.names,
            types=self.types,
            relation=relation,
            numbered=numbered,
            checked=numbered,
            files=(),
            ragged=nothing_ragged,
            place_of=lambda row: (GivenFile(Path(), "", NotAsBeforeError), None),  # type: ignore[arg-type]
            separator=self.separator,
            in_columns=True,
            repeated_between=repeated,
        )


def understood(reading: LogReading) -> UnderstoodLog:
    """What a reading of a whole log settled."""
    plan, columns = reading.plan, reading.found.columns
    kinds = {name: replace(kind, words=()) for name, kind in plan.kinds.items()}
    return UnderstoodLog(
        names=plan.raw.names,
        types=plan.raw.types,
        roles=dict(plan.roles),
        kinds=kinds,
        midnights={name: seen.midnights for name, seen in columns.items()},
        units=tuple(name for name, seen in columns.items() if time_units(seen) > _MOST_UNITS),
        separator=plan.raw.separator,
        whole=reading.assembled.whole,
        counts=reading.assembled.counts,
    )


def parts_of(reading: LogReading) -> tuple[SourcePart, ...]:
    """The files of a whole log, as they were read. Notes and what is told are those of all files together."""
    raw, reader = reading.plan.raw, reading.reader
    asked = f"SELECT file, max(row) + 1 FROM {raw.every_row} GROUP BY file"
    ends = {int(file): int(end) for file, end in reader.rows(asked)}
    ragged = raw.ragged()
    return tuple(
        SourcePart(raw.notes, raw.told, ragged[0] if ragged and not number else 0, ends.get(number, 0))
        for number in range(len(reading.files))
    )


def write_rows(
    reader: Reader, raw: RawTable, log: UnderstoodLog, missing: tuple[str, ...], path: Path, part: str, first: int = 0
) -> None:
    """Rows as they are written, with their case, as Parquet: part (`part` is SQL over `file`), row (from `first` on),
    case_id and the columns c0, …"""
    column = log.roles["case_id"]
    clean = raw.column(column)
    if raw.type_of(column) == TEXT:
        clean = clean_text(clean, missing_words(missing, column in identifying(log.roles)))
    case = value_sql(f"({clean})", log.kinds[column])
    reader.run(
        f"COPY (SELECT CAST({part} AS INTEGER) AS part, row + {first} AS row, {case} AS case_id, {raw.all_columns}"
        f" FROM {raw.every_row}) {to_parquet(path, len(raw.names))}"
    )


def read_more(
    engine: Engine, settings: Settings, given: GivenFile, log: UnderstoodLog, path: Path, part: int, first: int
) -> tuple[UnderstoodLog, SourcePart]:
    """A further file of a log, or what one has grown by: its rows at `path`, as `write_rows` gives them.

    Gives the log with columns that hold these rows too; its counts are still those without them. Raises
    NotAsBeforeError where the columns of all rows together might be understood otherwise.
    """

    def read(memory: int) -> tuple[UnderstoodLog, SourcePart]:
        with open_reader(engine.folder, memory) as reader:
            return _read_one(reader, settings, given, log, path, part, first)

    return with_room(read)


def read_changed(
    engine: Engine, settings: Settings, log: UnderstoodLog, after: str, path: Path, first: int
) -> tuple[tuple[UnderstoodLog, SourcePart, str] | None, int]:
    """Of a warehouse all rows of the cases of which a row has changed since `after` (`changed_since`), as `read_more`;
    and the newest value of the column that says so. None where none has. Beside that the number of all its rows."""

    def read(memory: int) -> tuple[tuple[UnderstoodLog, SourcePart, str] | None, int]:
        with open_reader(engine.folder, memory) as reader:
            given, total = changed_since(settings, settings.log, reader, after, [log.roles["case_id"]])
            if given is None:
                return None, total
            wider, part = _read_one(reader, settings, given, log, path, 0, first)
            return (wider, part, given.newest or after), total

    return with_room(read)


def _read_one(
    reader: Reader, settings: Settings, given: GivenFile, log: UnderstoodLog, path: Path, part: int, first: int
) -> tuple[UnderstoodLog, SourcePart]:
    written = read_source([given], reader, settings.log.sheet)
    if (written.names, written.types) != (log.names, log.types):
        raise NotAsBeforeError(f"{given.name} has other columns")
    raw = keep(written, reader)
    write_rows(reader, raw, log, settings.missing, path, str(part), first)
    wider = _wider(raw, reader, settings, log)
    ragged = raw.ragged()
    rows = int(reader.row(f"SELECT coalesce(max(row) + 1, 0) FROM {raw.numbered}")[0])
    return wider, SourcePart(raw.notes, raw.told, ragged[0] if ragged else 0, first + rows)


def _wider(raw: RawTable, reader: Reader, settings: Settings, log: UnderstoodLog) -> UnderstoodLog:
    """The log with kinds that hold the rows of a further file."""
    given = said_types(raw.names, log.roles, {name: kind.type for name, kind in log.kinds.items()})
    found = profile(raw, reader, must_be(given, log.roles), identifying(log.roles), settings.missing)
    fits = fitted(settings, log, found, reader)
    words = words_of(make_plan(found.raw, fits.roles, fits.kinds, settings.timezone), reader)
    if words is not None and any(new and not old for new, old in zip(words, fits.whole.lifecycle or (), strict=False)):
        raise NotAsBeforeError("the lifecycle column has transitions that it did not have")
    return fits


def fitted(settings: Settings, log: UnderstoodLog, found: Profile, reader: Reader) -> UnderstoodLog:
    """The log with kinds that hold further rows, of which `found` says what their columns hold. Raises NotAsBeforeError
    where the columns of all rows together might be understood otherwise."""
    source = settings.log
    given = said_types(log.names, log.roles, {name: kind.type for name, kind in log.kinds.items()})
    tried: list[UnderstoodLog | str] = []
    for day_first in (source.day_first,) if source.day_first is not None else (True, False):
        choice = SettledReading(day_first, source.decimal, "log")
        tried.append(_fitting(log, found, settle(found, log.roles, choice, reader, given)))
        if isinstance(tried[-1], UnderstoodLog):
            break
    fits = tried[-1]
    if isinstance(fits, str):
        raise NotAsBeforeError(fits)
    return fits


def _fitting(log: UnderstoodLog, found: Profile, kinds: Mapping[str, Kind]) -> UnderstoodLog | str:
    """The log with wider kinds, or why its columns may have to be understood otherwise."""
    wider, midnights = {}, {}
    for name, before in log.kinds.items():
        here, seen = kinds[name], found.columns[name]
        if seen.present and not before.present:
            return f"{name} has values for the first time"
        if seen.present and (why := _differs(name, before, here, seen, log)):
            return why
        low, high = (seen.low_us, seen.high_us) if seen.present else (before.low_us, before.high_us)
        read, midnights[name] = before.present + here.present, log.midnights[name] + seen.midnights
        dates = before.type == "time" and read > 0 and midnights[name] >= DATES * read
        if dates != before.dates_only:
            return f"{name} is no column of dates any more" if before.dates_only else f"{name} is a column of dates now"
        wider[name] = replace(before, low_us=min(before.low_us, low), high_us=max(before.high_us, high))
    return replace(log, kinds=wider, midnights=midnights)


def _differs(name: str, before: Kind, here: Kind, seen: ColumnProfile, log: UnderstoodLog) -> str | None:
    """Why a column of further rows may not be read as before; None where it may."""
    if here.type != before.type:
        return f"{name} holds {here.type}, and held {before.type}"
    if before.type == "time":
        if name in log.units or time_units(seen) > _MOST_UNITS or not {*here.formats} <= {*before.formats}:
            return f"the times of {name} are written in another way"
        if here.formats and here.present != seen.present - seen.unread:
            return f"day and month of {name} stand in another order"
    if before.type == "number" and seen.ways and before.way not in seen.ways:
        return f"the numbers of {name} are written in another way"
    if before.point_zero and not here.point_zero:
        return f"{name} has values that do not end in .0"
    return None


def time_units(seen: ColumnProfile) -> int:
    """How many units of time since 1970 a column is counted in."""
    return sum(f.is_epoch for f in seen.guess.formats)
