"""Rows whose columns are settled → the tables of a log, and the counts that its quality rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from analyzer.engine import Engine, Table
from analyzer.engine.reader import Reader, literal
from analyzer.ingest.assembly.attributes import described, known_by_then
from analyzer.ingest.assembly.cases import (
    add_carried,
    constant_attributes,
    group_cases,
    keep_places,
    mark_varying,
    number_cases,
    write_cases,
)
from analyzer.ingest.assembly.counts import RowCounts, quality_of
from analyzer.ingest.assembly.events import starts_after_ends, write_events
from analyzer.ingest.assembly.lifecycle import Lifecycle, read_lifecycle, write_transitions
from analyzer.ingest.assembly.report import odd_times, table_counts
from analyzer.ingest.assembly.second_readings import second_readings, steps_forward
from analyzer.ingest.columns.plan import Plan
from analyzer.ingest.sources.refusals import Refused, check_refused
from analyzer.settings import LogSource
from analyzer.tables.cases import CASES
from analyzer.tables.events import EVENTS
from analyzer.tables.log import Log
from analyzer.tables.transitions import TRANSITIONS

_EPOCH = datetime(1970, 1, 1)


class NotAsBeforeError(Exception):
    """Some rows of a log do not fit how the whole of it was understood; the reason in a few words."""


@dataclass(frozen=True)
class WholeLog:
    """What only all rows of a log together say: which transitions its lifecycle column has (`words_of`), whether it has
    times with a second reading, and then whether it runs backwards; which attributes the events hold, by name."""

    lifecycle: tuple[bool, bool] | None
    repeats: bool
    backwards: bool
    held: tuple[str, ...]


@dataclass(frozen=True)
class Assembled:
    """The tables of a log, the counts of its rows, and what it says as a whole. `events` are those of the log with all
    that their rows say, also times that lie after their event, and attributes that no case changes."""

    log: Log
    counts: RowCounts
    whole: WholeLog
    events: Table


def assemble(
    engine: Engine, reader: Reader, plan: Plan, rows: int, source: LogSource, known: WholeLog | None = None
) -> Assembled:
    """The tables of the rows of a plan.

    `rows`: how many there are. `known`: where they are some cases of a log, what all of it says. Raises LogError where
    too many rows of a whole log are refused, and NotAsBeforeError where some cases do not fit the whole.
    """
    lifecycle = read_lifecycle(plan, reader, known.lifecycle if known else None)
    plan = _marked(plan, known) if known else mark_varying(plan, reader, lifecycle.counted)
    plan, reasons, times = _grouped(plan, reader, lifecycle, known)
    ragged = _ragged(plan, reader, rows, reasons, None if known else source.max_refused)
    constant, several = constant_attributes(plan, reader, lifecycle.counted)
    varying = tuple(a for a in plan.attributes if a not in constant)
    if known and len(constant) < len(plan.attributes) - len(known.held):
        raise NotAsBeforeError("an attribute is not the same in all rows of a case, for the first time")
    n_cases, n_events, first, last = number_cases(reader)
    agreed_path, cases_path, events_path, transitions_path = (
        engine.folder / f"{engine.name(stem)}.parquet" for stem in ("agreed", "cases", "events", "transitions")
    )
    write_cases(plan, constant, several, reader, agreed_path if varying else cases_path)
    keep_places(reader)
    write_events(plan, varying, reader, events_path, rows + plan.raw.repeated_between, lifecycle)
    changed = add_carried(varying, reader, agreed_path, events_path, cases_path) if varying else {}
    kept = write_transitions(plan, lifecycle, reader, transitions_path)
    late, future, duplicates = table_counts(plan, reader, events_path)
    by_column = described(reader, constant, cases_path, "case", {})
    by_column |= described(reader, varying, events_path, "event", changed)
    attributes = tuple(by_column[a.column] for a in plan.attributes)
    counts = RowCounts(
        rows=rows,
        repeated=plan.raw.repeated_between,
        used=n_events,
        duplicates=duplicates,
        out_of_order=late,
        several_customers=several,
        late_starts=starts_after_ends(plan, reader, lifecycle.counted),
        forward=times.forward,
        reasons=reasons,
        present={name: kind.present for name, kind in plan.kinds.items()},
        strays={name: kind.strays for name, kind in plan.kinds.items()},
        changed={a.name: a.changed_cases for a in attributes},
        **odd_times(reader, events_path, cases_path),
    )
    events = engine.read_parquet(events_path).drop("late", "tied")
    log = Log(
        events=EVENTS.check(known_by_then(events, attributes)),
        cases=CASES.check(engine.read_parquet(cases_path)),
        transitions=TRANSITIONS.check(engine.read_parquet(transitions_path)) if kept else None,
        attributes=attributes,
        quality=quality_of(counts, ragged, plan, future, attributes, n_cases, lifecycle.warnings),
        n_cases=n_cases,
        n_events=n_events,
        activities=_activities(reader, events_path),
        first_at=_EPOCH + timedelta(microseconds=first),
        last_at=_EPOCH + timedelta(microseconds=last),
        sources=plan.raw.sources or (source.path or source.table or "",),
    )
    whole = WholeLog(lifecycle.words, times.repeat, times.backwards, tuple(a.name for a in varying))
    return Assembled(log, counts, whole, events)


def _ragged(plan: Plan, reader: Reader, rows: int, reasons: dict[str, int], allowed: float | None) -> int:
    """How many rows could not be split into the columns. Raises LogError where with them more than `allowed` are
    refused, if that is given."""
    found = plan.raw.ragged()
    ragged = found[0] if found else 0
    if allowed is not None:
        refused = Refused(rows, reasons).with_ragged(ragged)
        check_refused(refused, allowed, plan.raw, reader, plan.said(), "an event")
    return ragged


def _activities(reader: Reader, events: Path) -> tuple[str, ...]:
    rows = reader.rows(f"SELECT DISTINCT activity FROM read_parquet({literal(str(events))}) ORDER BY 1")
    return tuple(str(row[0]) for row in rows)


@dataclass(frozen=True)
class _LocalTimes:
    """Whether some exist twice; then the steps forward in the file less those back, and whether it runs backwards."""

    repeat: bool
    forward: int
    backwards: bool


def _grouped(
    plan: Plan, reader: Reader, lifecycle: Lifecycle, known: WholeLog | None
) -> tuple[Plan, dict[str, int], _LocalTimes]:
    """Group the rows by case, with the second reading of the local times that have it; gives the plan that reads them
    so, and how many rows are refused for which reason."""
    reasons, twice = group_cases(plan, reader, lifecycle.counted)
    if known and twice and not known.repeats:
        raise NotAsBeforeError("there are local times that exist twice, for the first time")
    forward = steps_forward(plan, reader) if twice or (known and known.repeats) else 0
    backwards = known.backwards if known else forward < 0
    if twice:
        shifts, number = second_readings(plan, reader, backwards)
        if number:
            plan = replace(plan, shifts=shifts)
            group_cases(plan, reader, lifecycle.counted)
    return plan, reasons, _LocalTimes(twice, forward, backwards)


def _marked(plan: Plan, known: WholeLog) -> Plan:
    """The plan with those attributes marked that the whole log's events hold."""
    return replace(plan, attributes=tuple(replace(a, varies=a.name in known.held) for a in plan.attributes))
