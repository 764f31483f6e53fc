"""A table where it lies → the tables of a log in the same place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analyzer.engine import Engine
from analyzer.engine.reader import open_reader
from analyzer.ingest.assembly.attributes import counted_attributes, known_by_then, said_types
from analyzer.ingest.assembly.counts import RowCounts, quality_of
from analyzer.ingest.columns.case_by_values import with_case
from analyzer.ingest.columns.choosing import identifying, must_be, roles_of
from analyzer.ingest.columns.elsewhere import column_elsewhere
from analyzer.ingest.columns.plan import NEEDED, make_plan
from analyzer.ingest.columns.profile import Profile
from analyzer.ingest.columns.roles import ALIASES
from analyzer.ingest.columns.settle import SettledReading, settle
from analyzer.ingest.in_place.assemble import PlacedCases, PlacedRows, placed_cases, placed_rows, repeated_rows, seen
from analyzer.ingest.in_place.placed import PlacedTable, open_placed
from analyzer.ingest.in_place.profile import profile_placed
from analyzer.ingest.in_place.several import open_joined
from analyzer.ingest.in_place.typed import check_few_refused
from analyzer.settings import Settings
from analyzer.tables.cases import CASES
from analyzer.tables.events import EVENTS
from analyzer.tables.log import Log


@dataclass(frozen=True)
class PlacedReading:
    """A log that was read where it lies, for who keeps more of it."""

    placed: PlacedTable
    found: Profile
    rows: PlacedRows
    cases: PlacedCases
    counts: RowCounts


def read_in_place(
    engine: Engine,
    settings: Settings,
    types: Mapping[str, str],
    see: Callable[[PlacedReading], None] = lambda reading: None,
) -> Log:
    """The event log of a table or query, or of several, that lie where the analysis runs. `types` as of `read_log`;
    `see`: sees what was read.

    Events of a case that have the same time stand in the order of the table where the engine knows one (a table of
    PostgreSQL), else in the order of their activities and then of what else is written in them. Raises LogError for
    what cannot be used.
    """
    source = settings.log
    with open_reader(engine.folder) as reader:
        joined = source.is_joined
        placed = open_joined(engine, settings, reader) if joined else open_placed(engine, settings, source, reader)
        sample = placed.sample
        elsewhere = column_elsewhere(settings, "", reader) if source.shared_columns else None
        said = sample.roles if joined else with_case(sample, reader, source.columns)
        roles = roles_of(sample, ALIASES, NEEDED, said, elsewhere)
        given = said_types(sample.names, roles, types)
        found, rows = profile_placed(
            engine, placed, reader, must_be(given, roles), identifying(roles), settings.missing
        )
        kinds = settle(found, roles, SettledReading(source.day_first, source.decimal, "log"), reader, given)
        plan = make_plan(sample, roles, kinds, settings.timezone)
    engine.expect(found.rows, len(plan.attributes))
    typed = placed_rows(engine, placed, plan, rows)
    check_few_refused(
        engine, placed.sample.files[0], typed.typed.table, typed.refused, found.rows, settings.log.max_refused
    )
    return _assembled(engine, settings, placed, typed, found, see)


def _assembled(
    engine: Engine,
    settings: Settings,
    placed: PlacedTable,
    rows: PlacedRows,
    found: Profile,
    see: Callable[[PlacedReading], None],
) -> Log:
    plan, made = rows.plan, placed_cases(engine, rows)
    every = made.every
    attributes = counted_attributes(engine, plan.attributes, made.whole.held, every, made.cases, made.changed)
    numbers = seen(engine, made.events, made.cases)
    again, steps = repeated_rows(rows.good), rows.typed.steps
    forward = 0 if steps is None else engine.rows(steps.aggregate(n=steps.forward.sum()))[0]["n"]
    counts = RowCounts(
        rows=found.rows,
        used=numbers["events"],
        duplicates=int(engine.rows(again.aggregate(n=again.again.sum()))[0]["n"] or 0),
        out_of_order=numbers["late"],
        several_customers=made.several,
        **{name: numbers[name] for name in ("late_starts", "at_zero", "ancient", "instant", "longer")},
        forward=int(forward or 0),
        reasons=dict(rows.refused),
        present={name: kind.present for name, kind in plan.kinds.items()},
        strays={name: kind.strays for name, kind in plan.kinds.items()},
        changed=dict(made.changed),
    )
    warnings = rows.lifecycle.warnings
    named = engine.rows(every.select("activity").distinct().order_by("activity"))
    see(PlacedReading(placed, found, rows, made, counts))
    return Log(
        events=EVENTS.check(known_by_then(every, attributes)),
        cases=CASES.check(made.cases),
        transitions=None,
        attributes=attributes,
        quality=quality_of(counts, 0, plan, numbers["future"], attributes, numbers["cases"], warnings),
        n_cases=numbers["cases"],
        n_events=numbers["events"],
        activities=tuple(str(row["activity"]) for row in named),
        first_at=numbers["first"],
        last_at=numbers["last"],
        sources=plan.raw.sources or (settings.log.table or "",),
        in_place=True,
    )
