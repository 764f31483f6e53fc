"""The event log: files → event table, case table, transitions and the quality report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analyzer.engine import Engine
from analyzer.engine.reader import Reader, identifier, literal, open_reader
from analyzer.errors import LogError
from analyzer.ingest.cases import constant_attributes, group_cases, number_cases, several_customers, write_cases
from analyzer.ingest.columns import roles_of
from analyzer.ingest.detected import detected
from analyzer.ingest.elsewhere import column_elsewhere
from analyzer.ingest.events import write_events
from analyzer.ingest.files import KINDS, find_files
from analyzer.ingest.kinds import Type
from analyzer.ingest.lifecycle import read_lifecycle, write_transitions
from analyzer.ingest.plan import NEEDED, Attribute, Plan, make_plan
from analyzer.ingest.profile import Profile, profile
from analyzer.ingest.raw import Raw
from analyzer.ingest.readings import second_readings
from analyzer.ingest.refusals import RAGGED, Refused, check_refused
from analyzer.ingest.roles import ALIASES
from analyzer.ingest.settle import Choice, settle
from analyzer.ingest.sources import read_source
from analyzer.ingest.warehouse import exported
from analyzer.settings import LogSource, Settings
from analyzer.tables.cases import CASES
from analyzer.tables.events import EVENTS
from analyzer.tables.log import Attribute as LogAttribute
from analyzer.tables.log import Log
from analyzer.tables.quality import Quality
from analyzer.tables.transitions import TRANSITIONS

_EPOCH = datetime(1970, 1, 1)
MUST: dict[str, Type] = {"timestamp": "time", "start_timestamp": "time", "cost": "number"}  # the other roles are texts


def read_log(engine: Engine, settings: Settings) -> Log:
    """The event log of the settings in the engine.

    Events stand in the order of case_id and position: by time, then by place in the file. Times are UTC; local ones
    are read in the project's time zone. Raises LogError for what cannot be used, and where more rows than `max_refused`
    are refused.
    """
    source = settings.log
    with open_reader(engine.folder) as reader:
        if source.path is None:
            files = [exported(settings, reader)]
        else:
            files = find_files(settings, source.path, source.place, LogError, KINDS)
        raw = read_source(files, reader)
        roles = roles_of(
            raw,
            ALIASES,
            NEEDED,
            source.columns,
            column_elsewhere(settings, source.path or "", reader) if source.shared_columns else None,
        )
        found = profile(raw, reader, {column: MUST.get(role, "text") for role, column in roles.items()})
        kinds = settle(raw, found, roles, Choice(source.day_first, source.decimal, "log"), reader)
        plan = make_plan(raw, roles, kinds, settings.timezone)
        return _tables(engine, reader, plan, found, source)


def _tables(engine: Engine, reader: Reader, plan: Plan, found: Profile, source: LogSource) -> Log:
    lifecycle = read_lifecycle(plan, reader)
    reasons, twice = group_cases(plan, reader, lifecycle.counted)
    if twice:
        shifts, number = second_readings(plan, reader)
        if number:
            plan = replace(plan, shifts=shifts)
            group_cases(plan, reader, lifecycle.counted)
    refused = _refused(plan.raw, found, reasons)
    said = f"concat_ws(', ', {plan.raw.all_columns})"
    check_refused(
        refused, source.max_refused, plan.raw, reader, plan.typed((), {"row": "row", "said": said}), "an event"
    )
    constant = constant_attributes(plan, reader)
    varying = tuple(a for a in plan.attributes if a not in constant)
    n_cases, n_events, first, last = number_cases(reader)
    cases_path, events_path, transitions_path = (
        engine.folder / f"{engine.name(stem)}.parquet" for stem in ("cases", "events", "transitions")
    )
    write_cases(plan, constant, reader, cases_path)
    write_events(plan, varying, reader, events_path, found.rows + plan.raw.repeated_between, lifecycle)
    kept = write_transitions(plan, lifecycle, reader, transitions_path)
    values = _values(reader, events_path, varying) | _values(reader, cases_path, constant, "case")
    activities = tuple(
        row[0] for row in reader.rows(f"SELECT DISTINCT activity FROM {_parquet(events_path)} ORDER BY 1")
    )
    quality = _quality(plan, reader, found, refused, events_path, n_events, lifecycle.warnings)
    events = engine.read_parquet(events_path).drop("late")
    return Log(
        events=EVENTS.check(events),
        cases=CASES.check(engine.read_parquet(cases_path)),
        transitions=TRANSITIONS.check(engine.read_parquet(transitions_path)) if kept else None,
        attributes=tuple(
            _attribute(a, "case" if a in constant else "event", values[a.column]) for a in plan.attributes
        ),
        quality=quality,
        n_cases=n_cases,
        n_events=n_events,
        activities=activities,
        first_at=_EPOCH + timedelta(microseconds=first),
        last_at=_EPOCH + timedelta(microseconds=last),
    )


def _refused(raw: Raw, found: Profile, reasons: dict[str, int]) -> Refused:
    ragged = raw.ragged()
    return Refused(found.rows + (ragged[0] if ragged else 0), reasons | ({RAGGED: ragged[0]} if ragged else {}))


def _parquet(path: Path) -> str:
    return f"read_parquet({literal(str(path))})"


def _values(reader: Reader, path: Path, attributes: tuple[Attribute, ...], scope: str = "event") -> dict[str, int]:
    """Attribute → number of distinct values."""
    if not attributes:
        return {}
    columns = [identifier(f"{scope}:{a.name}") for a in attributes]
    counted = ", ".join(f"count(DISTINCT {c})" for c in columns)
    return dict(zip((a.column for a in attributes), reader.row(f"SELECT {counted} FROM {_parquet(path)}"), strict=True))


def _attribute(attribute: Attribute, scope: str, values: int) -> LogAttribute:
    kind = attribute.kind
    return LogAttribute(
        name=attribute.name,
        column=f"{scope}:{attribute.name}",
        scope="case" if scope == "case" else "event",
        type=kind.type,
        values=int(values),
        dates_only=kind.dates_only,
    )


def _quality(
    plan: Plan, reader: Reader, found: Profile, refused: Refused, events: Path, used: int, warnings: tuple[str, ...]
) -> Quality:
    tomorrow = datetime.combine(datetime.now(UTC).date() + timedelta(days=1), datetime.min.time())
    asked = f'count_if(late), count_if("at" >= TIMESTAMP \'{tomorrow}\'), count_if(next_at = "at")'
    late, future, tied = reader.row(f"SELECT {asked} FROM {_parquet(events)}")
    needed = {plan.roles[role] for role in NEEDED}
    missing = {
        name: found.rows - kind.present
        for name, kind in plan.kinds.items()
        if name not in needed and kind.present < found.rows
    }
    said = [*warnings, *plan.raw.warnings]
    if plan.has("customer_id") and (several := several_customers(reader)):
        names = "1 case names" if several == 1 else f"{several:,} cases name"
        said.append(f"{names} more than one customer; the first one counts")
    return Quality(
        rows=refused.rows,
        used=used,
        refused=refused.count,
        reasons=dict(sorted(refused.reasons.items())),
        duplicates=_duplicates(plan, reader) if tied else 0,
        out_of_order=int(late),
        future=int(future),
        missing=missing,
        warnings=tuple(said),
        detected=detected(plan.raw, plan.roles, plan.kinds, plan.timezone),
    )


def _duplicates(plan: Plan, reader: Reader) -> int:
    """Rows that repeat another in every column. Asked only where two events of a case share their time."""
    rows = plan.typed((), {"content": f"hash({plan.raw.all_columns})"})
    counted = f"SELECT count(*) - 1 AS again FROM {rows} WHERE reason IS NULL GROUP BY content"
    return int(reader.row(f"SELECT coalesce(sum(again), 0) FROM ({counted})")[0])
