"""The event log: files → event table, case table, transitions and the quality report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from analyzer.engine import Engine
from analyzer.engine.reader import Reader, ReadError, literal, open_reader, with_room
from analyzer.errors import LogError
from analyzer.ingest.assembly.attributes import described, known_by_then, said_types, warned
from analyzer.ingest.assembly.cases import (
    add_carried,
    constant_attributes,
    group_cases,
    keep_places,
    mark_varying,
    number_cases,
    write_cases,
)
from analyzer.ingest.assembly.events import starts_after_ends, write_events
from analyzer.ingest.assembly.lifecycle import read_lifecycle, write_transitions
from analyzer.ingest.assembly.report import report
from analyzer.ingest.assembly.second_readings import second_readings
from analyzer.ingest.columns.choosing import identifying, roles_of
from analyzer.ingest.columns.elsewhere import column_elsewhere
from analyzer.ingest.columns.kinds import Type
from analyzer.ingest.columns.plan import NEEDED, Plan, make_plan
from analyzer.ingest.columns.profile import Profile, profile
from analyzer.ingest.columns.roles import ALIASES
from analyzer.ingest.columns.settle import SettledReading, settle
from analyzer.ingest.sources.files import KINDS, GivenFile, find_files, unreadable
from analyzer.ingest.sources.keeping import keep
from analyzer.ingest.sources.raw import RawTable
from analyzer.ingest.sources.reading import read_source
from analyzer.ingest.sources.refusals import Refused, check_refused
from analyzer.ingest.sources.row_a_case import unfolded
from analyzer.ingest.sources.warehouse import exported
from analyzer.settings import LogSource, Settings
from analyzer.tables.cases import CASES
from analyzer.tables.events import EVENTS
from analyzer.tables.log import Log
from analyzer.tables.transitions import TRANSITIONS

_EPOCH = datetime(1970, 1, 1)
MUST: dict[str, Type] = {"timestamp": "time", "start_timestamp": "time", "cost": "number"}  # the other roles are texts


def read_log(
    engine: Engine, settings: Settings, most: int | None = None, types: Mapping[str, str] | None = None
) -> Log:
    """The event log of the settings in the engine; of its first `most` rows, where that is given.

    `types`: attribute → its type, where that is settled beforehand: number, code, text, boolean or time. Values that
    cannot be read in it are missing. Names that the log does not have are passed over.

    Events stand in the order of case_id and position: by time, then by place in the file. Times are UTC; local ones
    are read in the project's time zone. Raises LogError for what cannot be used, and where more rows than `max_refused`
    are refused.
    """
    source = settings.log
    try:
        return with_room(lambda memory: _read(engine, settings, source, memory, most, types or {}))
    except ReadError as error:
        raise unreadable(error, settings, source.path or source.table or "", LogError) from None


def _read(
    engine: Engine, settings: Settings, source: LogSource, memory: int, most: int | None, types: Mapping[str, str]
) -> Log:
    with open_reader(engine.folder, memory) as reader:
        if source.path is None:
            files = [exported(settings, reader)]
        else:
            files = find_files(settings, source.path, source.place, LogError, KINDS)
        raw, said = read_rows(files, reader, source, settings.missing)
        roles = roles_of(
            raw,
            ALIASES,
            NEEDED,
            said,
            column_elsewhere(settings, source.path or "", reader) if source.shared_columns else None,
        )
        identifiers = identifying(roles)
        raw = keep(raw.cleaned(settings.missing, identifiers), reader, most)
        given = said_types(raw.names, roles, types)
        must = given | {column: MUST.get(role, "text") for role, column in roles.items()}
        found = profile(raw, reader, must, identifiers)
        kinds = settle(found, roles, SettledReading(source.day_first, source.decimal, "log"), reader, given)
        plan = make_plan(found.raw, roles, kinds, settings.timezone)
        return make_tables(engine, reader, plan, found, source)


def read_rows(
    files: list[GivenFile], reader: Reader, source: LogSource, missing: tuple[str, ...]
) -> tuple[RawTable, dict[str, str]]:
    """The rows of a log's files, one an event, and role → column as the settings say it."""
    raw = read_source(files, reader, source.sheet)
    if not source.stamps:
        return raw, source.columns
    long, roles = unfolded(keep(raw.cleaned(missing), reader), reader, source.stamps)
    return long, {**source.columns, **roles}


def make_tables(engine: Engine, reader: Reader, plan: Plan, found: Profile, source: LogSource) -> Log:
    """The tables of a log whose columns are settled. Raises LogError where too many rows are refused."""
    lifecycle = read_lifecycle(plan, reader)
    plan = mark_varying(plan, reader, lifecycle.counted)
    reasons, twice = group_cases(plan, reader, lifecycle.counted)
    if twice:
        shifts, number = second_readings(plan, reader)
        if number:
            plan = replace(plan, shifts=shifts)
            group_cases(plan, reader, lifecycle.counted)
    ragged = plan.raw.ragged()
    refused = Refused(found.rows, reasons).with_ragged(ragged[0] if ragged else 0)
    said = f"concat_ws(', ', {plan.raw.all_columns})"
    check_refused(
        refused, source.max_refused, plan.raw, reader, plan.typed((), {"row": "row", "said": said}), "an event"
    )
    constant = constant_attributes(plan, reader)
    varying = tuple(a for a in plan.attributes if a not in constant)
    n_cases, n_events, first, last = number_cases(reader)
    agreed_path, cases_path, events_path, transitions_path = (
        engine.folder / f"{engine.name(stem)}.parquet" for stem in ("agreed", "cases", "events", "transitions")
    )
    warnings = write_cases(plan, constant, reader, agreed_path if varying else cases_path)
    keep_places(reader)
    write_events(plan, varying, reader, events_path, found.rows + plan.raw.repeated_between, lifecycle)
    changed = add_carried(varying, reader, agreed_path, events_path, cases_path) if varying else {}
    kept = write_transitions(plan, lifecycle, reader, transitions_path)
    warnings = (*warnings, *starts_after_ends(plan, reader, lifecycle.counted))
    activities = reader.rows(f"SELECT DISTINCT activity FROM read_parquet({literal(str(events_path))}) ORDER BY 1")
    by_column = described(reader, constant, cases_path, "case", {})
    by_column |= described(reader, varying, events_path, "event", changed)
    attributes = tuple(by_column[a.column] for a in plan.attributes)
    warnings = (*lifecycle.warnings, *warnings, *warned(attributes, n_cases))
    quality = report(plan, reader, found.rows, refused, events_path, n_events, warnings)
    events = known_by_then(engine.read_parquet(events_path).drop("late"), attributes)
    return Log(
        events=EVENTS.check(events),
        cases=CASES.check(engine.read_parquet(cases_path)),
        transitions=TRANSITIONS.check(engine.read_parquet(transitions_path)) if kept else None,
        attributes=attributes,
        quality=quality,
        n_cases=n_cases,
        n_events=n_events,
        activities=tuple(row[0] for row in activities),
        first_at=_EPOCH + timedelta(microseconds=first),
        last_at=_EPOCH + timedelta(microseconds=last),
        sources=(source.path or source.table or "",),
    )
