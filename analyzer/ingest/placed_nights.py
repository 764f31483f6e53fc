"""A log that stays in its database, from night to night: the cases that have changed are asked for, typed and put
together there, as the columns of the whole log were understood when all of it was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analyzer.engine import Engine, Table
from analyzer.engine.reader import open_reader
from analyzer.engine.warehouse import ALL_ROWS, looked_at_from
from analyzer.errors import LogError
from analyzer.ingest.assembly.assemble import NotAsBeforeError
from analyzer.ingest.assembly.attributes import said_types
from analyzer.ingest.columns.choosing import identifying, must_be
from analyzer.ingest.columns.plan import make_plan
from analyzer.ingest.growth import SourcePart, UnderstoodLog, fitted, time_units
from analyzer.ingest.in_place.assemble import placed_cases, placed_rows
from analyzer.ingest.in_place.case_counts import counts_by_case, total_counts
from analyzer.ingest.in_place.log import PlacedReading
from analyzer.ingest.in_place.placed import open_placed, plain_type, shown_columns, source_rows
from analyzer.ingest.in_place.profile import profile_placed
from analyzer.ingest.in_place.values import clean, value_of
from analyzer.ingest.kept_rows import check_all_there, log_of, plan_of
from analyzer.ingest.sources.dialect import unique_names
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.native import WHOLE
from analyzer.ingest.sources.raw import TEXT, missing_words
from analyzer.settings import Settings, nearest
from analyzer.tables.log import Log
from analyzer.tables.quality import fact


@dataclass(frozen=True)
class PlacedLog:
    """How a log that lies in a database was understood, and what is kept of it there. `newest`: the highest value of
    its column `since`, asked for before anything was read. `plain`: cases are named in the table just as they are
    called here, so that rows are found by what is written."""

    log: UnderstoodLog
    newest: str
    plain: bool


@dataclass(frozen=True)
class PlacedChanges:
    """The cases that have changed. `named`: their case_id, null for rows of no case; `events`, `cases`, `counts`: the
    rows that they have now (`counts_by_case`). Without places events are numbered through these cases alone. `total`:
    all rows of the table at that moment."""

    kept: PlacedLog
    has_places: bool
    named: Table
    events: Table
    cases: Table
    counts: Table
    total: int


def newest_written(engine: Engine, settings: Settings) -> str | None:
    """The highest value of the log's column `since`, as text; None where it has none. Raises LogError where there is no
    such column."""
    source = settings.log
    found = source_rows(engine, settings, source)
    since = str(source.since)
    if since not in found.columns:
        names = shown_columns(engine, source, found)
        near = nearest(since, names)
        raise LogError(
            expected=f"a column {since} that says when a row was written or changed",
            found=f"the columns {', '.join(names)}",
            where=str(source.place),
            do=f"write since: {near}" if near else "name one of them, or take since out",
        )
    newest = engine.rows(found.aggregate(newest=found[since].max()))[0]["newest"]
    return None if newest is None else str(newest)


def placed_log(engine: Engine, settings: Settings, reading: PlacedReading, newest: str) -> PlacedLog:
    """What a reading of a whole log settled; `newest` as it was before."""
    plan, columns = reading.rows.plan, reading.found.columns
    log = UnderstoodLog(
        names=plan.raw.names,
        types=plan.raw.types,
        roles=dict(plan.roles),
        kinds={name: replace(kind, words=()) for name, kind in plan.kinds.items()},
        midnights={name: seen.midnights for name, seen in columns.items()},
        units=tuple(name for name, seen in columns.items() if time_units(seen) > 1),
        separator=plan.raw.separator,
        whole=reading.cases.whole,
        counts=reading.counts,
    )
    return PlacedLog(log, newest, not _misspelt(engine, settings, reading.placed.rows, log))


def _misspelt(engine: Engine, settings: Settings, rows: Table, log: UnderstoodLog) -> bool:
    """Whether some row names its case otherwise than it is called here."""
    place = log.names.index(log.roles["case_id"])
    if log.types[place] != TEXT:
        return log.types[place] not in WHOLE
    written = rows[f"c{place}"]
    odd = rows.aggregate(odd=(written != _called(written, settings, log)).any())
    return bool(engine.rows(odd)[0]["odd"])


def _called(column: Any, settings: Settings, log: UnderstoodLog) -> Any:
    """What the case is called that a row of the table names; null where it names none."""
    case = log.roles["case_id"]
    plain = plain_type(column)
    if log.types[log.names.index(case)] == TEXT:
        plain = clean(plain, missing_words(settings.missing, case in identifying(log.roles)))
    return value_of(plain, log.kinds[case])


def changed_in_place(engine: Engine, settings: Settings, kept: PlacedLog) -> PlacedChanges | None:
    """The cases of which a row has changed since the last night, all of their rows read anew; None where none has.

    Raises NotAsBeforeError where the log may have to be understood otherwise, or rows of other cases are gone.
    """
    newest = newest_written(engine, settings)
    log = kept.log
    rows, total = _rows_of_changed(engine, settings, kept)
    if rows is None or newest is None:
        check_all_there(total, log.counts.rows)
        return None
    with open_reader(engine.folder) as reader:
        placed = open_placed(engine, settings, settings.log, reader, rows)
        sample = placed.sample
        if (sample.names, sample.types) != (log.names, log.types):
            raise NotAsBeforeError("the table has other columns")
        given = said_types(log.names, log.roles, {name: kind.type for name, kind in log.kinds.items()})
        identifiers = identifying(log.roles)
        found, clean_rows = profile_placed(
            engine, placed, reader, must_be(given, log.roles), identifiers, settings.missing
        )
        wider = fitted(settings, log, found, reader)
        plan = make_plan(sample, wider.roles, wider.kinds, settings.timezone)
    case = log.roles["case_id"]
    if kept.plain and _misspelt(engine, settings, placed.rows, wider):
        raise NotAsBeforeError("cases are written in several ways, for the first time")
    typed = placed_rows(engine, placed, plan, clean_rows, log.whole)
    made = placed_cases(engine, typed, log.whole)
    named = clean_rows.select(case_id=value_of(clean_rows[sample.column(case)], wider.kinds[case])).distinct()
    counts = engine.keep(counts_by_case(typed, made), "counts")
    seen = PlacedLog(wider, newest, kept.plain)
    return PlacedChanges(seen, placed.has_row, engine.keep(named, "named"), made.every, made.cases, counts, total)


def _rows_of_changed(engine: Engine, settings: Settings, kept: PlacedLog) -> tuple[Table | None, int]:
    """All rows of the cases of which one has changed, kept as they are at one moment, None where none has; and how many
    rows the table has at that moment."""
    source, log = settings.log, kept.log
    found = source_rows(engine, settings, source)
    names = unique_names(shown_columns(engine, source, found))
    if tuple(names) != log.names:
        raise NotAsBeforeError("the table has other columns")
    written = shown_columns(engine, source, found)[log.names.index(log.roles["case_id"])]
    since = str(source.since)
    least = looked_at_from(found[since].type(), kept.newest)

    def named(table: Table) -> tuple[Any, Any]:
        """What the rows of a case are found by, and whether a row names none."""
        called = _called(table[written], settings, log)
        return (table[written] if kept.plain else called), called.isnull()

    moved = found.view()
    case, none = named(moved)
    moved = moved.select(moved_case=case, names_none=none, since=moved[since])
    moved = moved.filter(moved.since >= least)
    total = found.view().count().as_scalar()
    seen = engine.rows(moved.aggregate(n=moved.count(), without=moved.names_none.any(), total=total))[0]
    if not seen["n"]:
        return None, int(seen["total"])
    case, none = named(found)
    rows = found.filter(case.isin(moved.filter(~moved.names_none).select("moved_case").distinct().moved_case))
    if seen["without"]:
        rows = rows.union(found.filter(none))
    rows = engine.keep(rows.mutate(**{ALL_ROWS: total}), "changed")
    there = engine.rows(rows.aggregate(total=rows[ALL_ROWS].max()))[0]["total"]
    return rows.drop(ALL_ROWS), int(there if there is not None else seen["total"])


def log_in_place(
    engine: Engine, settings: Settings, kept: PlacedLog, events: Table, cases: Table, counts: Table
) -> tuple[Log, PlacedLog]:
    """The log whose tables are these, as one reading of it gives it, and what is kept of it with the counts of all
    rows. Raises NotAsBeforeError where a reading of everything would refuse it, or read its local times otherwise."""
    source = settings.log
    said = settings.masked(f"table {source.table}" if source.table else "query")
    part = SourcePart((fact("in_place", engine=engine.called),), (), 0, 0)
    files = [GivenFile(Path(said), said, LogError)]
    raw = plan_of(kept.log, settings, files, [part]).raw
    counted = make_plan(raw, kept.log.roles, kept.log.kinds, settings.timezone)  # attributes as they were numbered
    log = replace(kept.log, counts=total_counts(engine, counts, counted))
    refused, number = sum(log.counts.reasons.values()), log.counts.rows
    if refused and not (refused <= source.max_refused * number + 1e-9 and refused < number):
        raise NotAsBeforeError("too many rows cannot be read")
    if log.whole.repeats and (log.counts.forward < 0) != log.whole.backwards:
        raise NotAsBeforeError("the rows of a case stand in another order")
    plan = plan_of(log, settings, files, [part])
    found = log_of(engine, settings, log, plan, 0, events, cases)
    return replace(found, in_place=True), replace(kept, log=log)
