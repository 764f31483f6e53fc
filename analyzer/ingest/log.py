"""The event log: files → event table, case table, transitions and the quality report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analyzer.engine import Engine
from analyzer.engine.reader import Reader, ReadError, open_reader, with_room
from analyzer.engine.remote import KINDS as NOT_TRIED
from analyzer.errors import LogError
from analyzer.ingest.assembly.assemble import Assembled, assemble
from analyzer.ingest.assembly.attributes import said_types
from analyzer.ingest.assembly.objects import with_objects
from analyzer.ingest.assembly.several_sources import read_log_rows
from analyzer.ingest.assembly.typed_rows import store
from analyzer.ingest.columns.choosing import identifying, must_be, roles_of
from analyzer.ingest.columns.elsewhere import column_elsewhere
from analyzer.ingest.columns.plan import NEEDED, Plan, make_plan
from analyzer.ingest.columns.profile import Profile, profile
from analyzer.ingest.columns.roles import ALIASES
from analyzer.ingest.columns.settle import SettledReading, settle
from analyzer.ingest.in_place.log import read_in_place
from analyzer.ingest.sources.files import KINDS, GivenFile, as_they_are, check_unchanged, find_files, unreadable
from analyzer.ingest.sources.keeping import begin
from analyzer.settings import LogSource, Settings
from analyzer.settings.same_database import same_database
from analyzer.tables.log import Log
from analyzer.tables.quality import ReadingNote, noted


@dataclass(frozen=True)
class LogReading:
    """A log while its rows can still be asked for: how its columns were settled, and what was assembled of it."""

    reader: Reader
    plan: Plan
    found: Profile
    files: tuple[GivenFile, ...]
    assembled: Assembled


def read_log(
    engine: Engine,
    settings: Settings,
    most: int | None = None,
    types: Mapping[str, str] | None = None,
    see: Callable[[LogReading], None] = lambda reading: None,
    per: tuple[str, ...] = (),
) -> Log:
    """The event log of the settings in the engine; of its first `most` rows, where that is given.

    `types`: attribute → its type, where that is settled beforehand: number, code, text, boolean or time. Values that
    cannot be read in it are missing. Names that the log does not have are passed over. `see`: sees the rows before they
    go. `per`: types of objects, of which it is kept which events concern which, where the log has them.

    Events stand in the order of case_id and position: by time, then by place in the file. Times are UTC; local ones
    are read in the project's time zone. Raises LogError for what cannot be used, and where more rows than `max_refused`
    are refused. A table that lies where the analysis runs stays there: `see` is not called.
    """
    source = settings.log
    try:
        if settings.is_in_place:
            return read_in_place(engine, settings, types or {})
        return with_room(lambda memory: _read(engine, settings, source, memory, most, types or {}, see, per))
    except ReadError as error:
        raise unreadable(error, settings, source.path or source.table or "", LogError) from None


def place_notes(settings: Settings) -> tuple[ReadingNote, ...]:
    """A note where a source of the log lies in the engine's database and is read from there all the same: a joined log
    is, of which some source lies elsewhere, and a table with one row a case; and one where nobody has seen an answer of
    the engine."""
    source, kind = settings.log, settings.engine.partition("://")[0]
    lies_there = any(one.url is not None and same_database(one.url, settings.engine) for one in source.all)
    notes = [noted("joined_not_in_place")] if lies_there and not settings.is_in_place else []
    if kind in NOT_TRIED:
        notes.append(noted("engine_not_tried", engine=NOT_TRIED[kind].called))
    return tuple(notes)


def _read(
    engine: Engine,
    settings: Settings,
    source: LogSource,
    memory: int,
    most: int | None,
    types: Mapping[str, str],
    see: Callable[[LogReading], None],
    per: tuple[str, ...],
) -> Log:
    with open_reader(engine.folder, memory) as reader:
        paths = [(one.path, one.place) for one in source.all if one.path is not None]
        files = [file for path, place in paths for file in find_files(settings, path, place, LogError, KINDS)]
        before = as_they_are(files)
        raw, said = read_log_rows(settings, reader, most)
        roles = roles_of(
            raw,
            ALIASES,
            NEEDED,
            said,
            column_elsewhere(settings, source.path or "", reader) if source.shared_columns else None,
        )
        identifiers = identifying(roles)
        raw = begin(raw, reader, most)
        given = said_types(raw.names, roles, types)
        must = must_be(given, roles)
        found = profile(raw, reader, must, identifiers, settings.missing)
        kinds = settle(found, roles, SettledReading(source.day_first, source.decimal, "log"), reader, given)
        plan = store(make_plan(found.raw, roles, kinds, settings.timezone), reader)
        assembled = assemble(engine, reader, plan, found.rows, source)
        see(LogReading(reader, plan, found, tuple(files) or raw.files, assembled))
        check_unchanged(files, before)
        return with_objects(engine, reader, raw, plan, assembled.log, per, types, settings)
