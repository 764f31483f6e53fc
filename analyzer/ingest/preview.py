"""What reading a file would find, asked before anything runs: nothing is refused here, everything is said."""

from __future__ import annotations

from dataclasses import replace

from analyzer.engine import Engine, open_engine
from analyzer.engine.reader import Reader, ReadError, open_reader, with_room
from analyzer.errors import InputError, LogError, SignalError
from analyzer.ingest.assembly.assemble import assemble
from analyzer.ingest.assembly.several_sources import read_log_rows
from analyzer.ingest.columns.choosing import MUST, identifying
from analyzer.ingest.columns.plan import NEEDED, Plan, make_plan
from analyzer.ingest.columns.profile import Profile, profile
from analyzer.ingest.columns.roles import ALIASES, detect
from analyzer.ingest.columns.settle import SettledReading, settle
from analyzer.ingest.columns.zones import NO_TIME, UNREADABLE_TIME
from analyzer.ingest.look import fault_of, first_rows, look_at_roles
from analyzer.ingest.signals.questions import by_question, proposed_questions
from analyzer.ingest.signals.signal_source import aliases_of, needed_of, read_one
from analyzer.ingest.sources.files import KINDS, SIGNAL_KINDS, find_files, unreadable
from analyzer.ingest.sources.keeping import begin
from analyzer.ingest.sources.objects.object_types import object_types
from analyzer.ingest.sources.objects.opening import object_log
from analyzer.ingest.sources.raw import RawTable
from analyzer.ingest.sources.reading import read_source
from analyzer.ingest.sources.refusals import RAGGED
from analyzer.ingest.sources.row_a_case import proposed_stamps
from analyzer.ingest.sources.unpack import plainly_named, unpacked
from analyzer.journey import Journey
from analyzer.settings import Settings
from analyzer.tables.objects import ObjectType
from analyzer.tables.preview import Fault, Guessed, Preview, RefusedRow
from analyzer.tables.quality import Quality, fact

_EACH, _MOST = 2, 8  # examples of refused rows: of each reason, in all


def preview_log(settings: Settings, most: int | None = None) -> Preview:
    """What the log of the settings holds, with its columns as the settings say; `most` rows of it, else all.

    Grain of `quality`: rows of the file. What cannot be read is a fault of the preview, never raised.
    """
    with open_engine() as engine:
        try:
            return with_room(lambda memory: _log(engine, settings, most, memory))
        except ReadError as error:
            return Preview(faults=(fault_of(unreadable(error, settings, settings.log.path or "", LogError)),))
        except InputError as error:
            return Preview(faults=(fault_of(error),))


def look_at_objects(settings: Settings) -> tuple[ObjectType, ...]:
    """What each object type of the log would give as the case; nothing where the log is no object-centric one.

    Raises LogError for a file that cannot be read.
    """
    source = settings.log
    if source.path is None:
        return ()
    with open_engine() as engine, open_reader(engine.folder) as reader:
        files = find_files(settings, source.path, source.place, LogError, KINDS)
        given, kind = unpacked(files[0], reader.folder) if len(files) == 1 else (files[0], "")
        if kind not in ("sqlite", "json", "xml"):
            return ()
        log = object_log(plainly_named(given, reader.folder), kind, reader.folder)
        return object_types(log, reader) if log is not None else ()


def propose_stamps(settings: Settings, most: int = 1_000) -> dict[str, str]:
    """Activity → column of its times, where the log's file looks like one row a case; empty where it does not.

    Its first `most` rows are looked at. Raises LogError for a file that cannot be read.
    """
    source = settings.log
    with open_engine() as engine, open_reader(engine.folder) as reader:
        files = find_files(settings, source.path or "", source.place, LogError, KINDS)
        raw = begin(read_source(files, reader, source.sheet), reader, most)
        found = profile(raw, reader, {}, (), settings.missing)
        times = [name for name, one in found.columns.items() if one.type == "time" and one.present]
        case = detect(raw.names, {"case_id": ALIASES["case_id"]}, {}).get("case_id")
        cases = 0
        if case is not None:
            cases = int(reader.row(f"SELECT count(DISTINCT {raw.column(case)}) FROM {raw.relation}")[0])
    return proposed_stamps(raw.names, times, case, found.rows, cases)


def preview_signals(settings: Settings, number: int, journey: Journey, most: int | None = None) -> Preview:
    """What one source of signals holds, read against a journey; `number` counts the settings' sources from 0."""
    if not settings.signals[number].path:
        return Preview(notes=(fact("signals_in_warehouse"),))
    with open_engine() as engine:
        try:
            return with_room(lambda memory: _signals(engine, settings, number, journey, most, memory))
        except ReadError as error:
            path = settings.signals[number].path
            return Preview(faults=(fault_of(unreadable(error, settings, path, SignalError)),))
        except InputError as error:
            return Preview(faults=(fault_of(error),))


def _log(engine: Engine, settings: Settings, most: int | None, memory: int) -> Preview:
    source = settings.log
    if source.path is None:
        return Preview(notes=(fact("log_in_warehouse"),))
    with open_reader(engine.folder, memory) as reader:
        try:
            raw, said = read_log_rows(settings, reader, most)
        except InputError as error:
            return Preview(faults=(fault_of(error),))
        roles, columns, faults = look_at_roles(raw, ALIASES, NEEDED, said, source.columns)
        seen = Preview(columns, first_rows(raw, reader), faults, raw.notes, looked_at=most)
        if faults:
            return seen
        must = {column: MUST.get(role, "text") for role, column in roles.items()}
        identifiers = identifying(roles)
        raw = begin(raw, reader, most)
        found = profile(raw, reader, must, identifiers, settings.missing)
        try:
            kinds = settle(found, roles, SettledReading(source.day_first, source.decimal, "log"), reader)
        except InputError as error:
            return replace(seen, faults=(fault_of(error, roles=roles),))
        plan = make_plan(found.raw, roles, kinds, settings.timezone)
        seen = replace(seen, refused=_examples(plan.raw, reader, plan.said()))
        return _with_tables(seen, engine, reader, plan, found, settings, roles)


def _with_tables(
    seen: Preview,
    engine: Engine,
    reader: Reader,
    plan: Plan,
    found: Profile,
    settings: Settings,
    roles: dict[str, str],
) -> Preview:
    try:
        log = assemble(engine, reader, plan, found.rows, replace(settings.log, max_refused=1.0)).log
    except InputError as error:
        role = "timestamp" if any(row.reason in (NO_TIME, UNREADABLE_TIME) for row in seen.refused) else None
        fault = replace(fault_of(error, role, roles), expected="rows that can be read as events")
        return replace(seen, faults=(fault,))
    described = _described(seen.columns, log.quality, found.rows)
    return replace(
        seen,
        columns=described,
        faults=_too_many(log.quality, settings.log.max_refused, plan.raw),
        quality=log.quality,
        cases=log.n_cases,
        events=log.n_events,
        activities=len(log.activities),
        first_at=log.first_at,
        last_at=log.last_at,
        missing=_missing(described),
    )


def _signals(
    engine: Engine, settings: Settings, number: int, journey: Journey, most: int | None, memory: int
) -> Preview:
    source = settings.signals[number]
    names = {role: column for role, column in settings.log.columns.items() if role in ("case_id", "customer_id")}
    with open_reader(engine.folder, memory) as reader:
        files = find_files(settings, source.path, source.place, SignalError, SIGNAL_KINDS)
        raw = read_source(files, reader)
        asked = source.questions or (proposed_questions(raw.names) if source.kind is None else {})
        if asked:
            raw = replace(raw, notes=(*raw.notes, fact("row_a_respondent", questions=", ".join(asked))))
            source = by_question(source, asked)[0]
        roles, columns, faults = look_at_roles(raw, aliases_of(source, names), needed_of(source), source.columns)
        seen = Preview(columns, first_rows(raw, reader), faults, raw.notes, looked_at=most)
        if faults:
            return seen
        free = replace(source, max_refused=1.0)
        try:
            read = read_one(reader, settings, free, journey, names, lambda column: False)
        except InputError as error:
            return replace(seen, faults=(fault_of(error, roles=roles),))
    quality = Quality(
        rows=read.refused.rows,
        used=read.used,
        refused=read.refused.count,
        reasons=dict(sorted(read.refused.reasons.items())),
        duplicates=read.duplicates,
        missing=dict(sorted(read.missing.items())),
        warnings=read.warnings,
        detected=read.detected,
    )
    described = _described(columns, quality, read.refused.rows)
    too_many = _too_many(quality, source.max_refused, raw)
    return replace(seen, columns=described, faults=too_many, quality=quality, missing=_missing(described))


def _described(columns: tuple[Guessed, ...], quality: Quality, rows: int) -> tuple[Guessed, ...]:
    facts = {one.column: one.facts for one in quality.detected if one.role != "file"}
    return tuple(
        replace(one, facts=facts.get(one.column, ()), empty=quality.missing.get(one.column, 0)) for one in columns
    )


def _missing(columns: tuple[Guessed, ...]) -> dict[str, int]:
    return {one.role: one.empty for one in columns if one.role is not None and one.empty}


def _too_many(quality: Quality, allowed: float, raw: RawTable) -> tuple[Fault, ...]:
    """The fault that the analysis will refuse the file for its refused rows; none where they are few enough."""
    if quality.refused <= allowed * quality.rows + 1e-9:
        return ()
    error = raw.files[0].refuse(
        expected=f"rows of which at most {allowed:.2%} cannot be read",
        found=f"{quality.refused:,} of {quality.rows:,} cannot be",
        do="correct the columns or the rows, or raise max_refused in the project file",
    )
    return (fault_of(error),)


def _examples(raw: RawTable, reader: Reader, reasoned: str) -> tuple[RefusedRow, ...]:
    """The first refused rows of each reason, in the order of the file."""
    ranked = (
        f"SELECT row, reason, said, row_number() OVER (PARTITION BY reason ORDER BY row) AS nth FROM {reasoned}"
        " WHERE reason IS NOT NULL"
    )
    rows = reader.rows(f"SELECT row, reason, said FROM ({ranked}) WHERE nth <= {_EACH} ORDER BY row LIMIT {_MOST}")
    found = [RefusedRow(raw.place_of(int(row))[1], str(reason), str(said or "")[:200]) for row, reason, said in rows]
    ragged = raw.ragged()
    return (*found, *((RefusedRow(ragged[2], RAGGED, ragged[3]),) if ragged else ()))
