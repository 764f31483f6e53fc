"""What the attributes of objects are over time, for stages that are visited by object: typed as a log's own attributes
are, and known from the moment on that the file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analyzer.engine import Engine
from analyzer.engine.reader import Reader, identifier, literal, to_parquet
from analyzer.ingest.assembly.attributes import said_types
from analyzer.ingest.columns.choosing import must_be
from analyzer.ingest.columns.kinds import Kind, value_sql
from analyzer.ingest.columns.profile import profile
from analyzer.ingest.columns.settle import SettledReading, settle
from analyzer.ingest.sources.dialect import unique_names
from analyzer.ingest.sources.raw import (
    MOST_COLUMNS,
    TEXT,
    RawTable,
    clean_text,
    missing_words,
    nothing_ragged,
    too_many_columns,
)
from analyzer.settings import LogSource
from analyzer.tables.log import Attribute, Log
from analyzer.tables.objects import BEGINNING, OF_OBJECT, STATES

_ZONED = r"\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$"


def with_object_states(
    engine: Engine,
    reader: Reader,
    raw: RawTable,
    log: Log,
    concerned: str,
    types: Mapping[str, str],
    source: LogSource,
    missing: tuple[str, ...],
) -> Log:
    """The log with the table `object_states` (tables/objects.py), where its objects have attributes that are no times.

    `raw.changes` tells them; `concerned` is a table of the objects of its cases, with their types as the journey writes
    them. `types`: attribute → the type that is settled beforehand. An attribute is called by type and name: the carrier
    of a Delivery is `Delivery carrier`.
    """
    states, named = _states(reader, raw, concerned, missing)
    if not named:
        return log
    taken = [a.name for a in log.attributes]
    names = unique_names((*taken, *named))[len(taken) :]
    listed = ", ".join(f"c{place}" for place in range(len(names)))
    rows = RawTable(
        names=names,
        types=tuple(TEXT for _ in names),
        relation=f"(SELECT {listed} FROM {states})",
        numbered=f"(SELECT row, {listed} FROM {states})",
        checked=f"(SELECT row, {listed} FROM {states})",
        files=raw.files,
        ragged=nothing_ragged,
        place_of=lambda row: (raw.files[0], None),
        in_columns=True,
    )
    given = said_types(names, {}, types)
    found = profile(rows, reader, must_be(given, {}), (), missing)
    kinds = settle(found, {}, SettledReading(source.day_first, source.decimal, "log"), reader, given)
    wanted = {name: kind for name, kind in kinds.items() if kind.type != "time" and kind.present}
    if not wanted:
        return log
    path = engine.folder / f"{engine.name('object_states')}.parquet"
    values = "".join(
        f", {value_sql(f's.{rows.column(name)}', kind)} AS {identifier(OF_OBJECT + name)}"
        for name, kind in wanted.items()
    )
    reader.run(
        f"COPY (SELECT o.case_id, s.type, s.object, s.since, s.until{values} FROM (SELECT DISTINCT case_id, type,"
        f" object FROM {concerned}) AS o JOIN {states} AS s ON s.type = o.type AND s.object = o.object"
        f" ORDER BY o.case_id, s.object, s.since) {to_parquet(path, len(wanted) + len(STATES.columns))}"
    )
    table = STATES.check(engine.read_parquet(path))
    return replace(log, object_states=table, object_attributes=_described(engine, table, log, wanted))


def _states(reader: Reader, raw: RawTable, concerned: str, missing: tuple[str, ...]) -> tuple[str, list[str]]:
    """A table of row, type, object, since, until and c0, c1, …: all that is known of an object from a moment on; and
    what these columns are called."""
    changes, states = f"changes_{reader.number()}", f"states_{reader.number()}"
    known = f"SELECT DISTINCT object, type FROM {concerned}"
    said = f"CASE WHEN regexp_matches(c.at, '{_ZONED}') THEN TRY_CAST(c.at AS TIMESTAMPTZ)"
    said += " ELSE TRY_CAST(c.at AS TIMESTAMP) AT TIME ZONE c.zone END AT TIME ZONE 'UTC'"
    value = clean_text("c.value", missing_words(missing, identifies=False))
    reader.run(
        f"CREATE TEMP TABLE {changes} AS SELECT type, object, name, since, arg_max(value, no) AS value FROM"
        f" (SELECT o.type, c.object, c.name, coalesce({said}, TIMESTAMP '{BEGINNING}') AS since, c.no, {value} AS value"
        f" FROM {raw.changes} AS c JOIN ({known}) AS o ON o.object = c.object) WHERE value IS NOT NULL GROUP BY ALL"
    )
    found = reader.rows(f"SELECT DISTINCT type, name FROM {changes} ORDER BY type, name")
    if len(found) > MOST_COLUMNS:
        raise too_many_columns(raw.files[0], len(found))
    if not found:
        return states, []
    wide = ", ".join(
        f"max(value) FILTER (type = {literal(str(kind))} AND name = {literal(str(name))}) AS v{place}"
        for place, (kind, name) in enumerate(found)
    )
    lasting = ", ".join(f"last_value(v{place} IGNORE NULLS) OVER life AS c{place}" for place in range(len(found)))
    reader.run(
        f"CREATE TEMP TABLE {states} AS SELECT row_number() OVER () - 1 AS row, type, object, since, lead(since) OVER"
        f" life AS until, {lasting} FROM (SELECT type, object, since, {wide} FROM {changes}"
        " GROUP BY type, object, since) WINDOW life AS (PARTITION BY type, object ORDER BY since)"
    )
    return states, [f"{kind} {name}" for kind, name in found]


def _described(engine: Engine, states: Any, log: Log, kinds: Mapping[str, Kind]) -> tuple[Attribute, ...]:
    """The attributes; in how many cases, as their objects see them, they change: two values, or none when the case
    began and one later."""
    began = states.join(log.cases.select("case_id", began_at="first_at"), "case_id")
    columns = {f"v{place}": began[OF_OBJECT + name] for place, name in enumerate(kinds)}
    values = engine.rows(began.aggregate(**{key: value.nunique() for key, value in columns.items()}))[0]
    flags = {
        key: (value.nunique() > 1) | (began.since.min(where=value.notnull()) > began.began_at.min())
        for key, value in columns.items()
    }
    each = began.group_by("case_id", "object").aggregate(**flags)
    changed = engine.rows(each.aggregate(**{key: each[key].fill_null(False).cast("int64").sum() for key in columns}))[0]
    return tuple(
        Attribute(
            name=name,
            column=f"case:{name}",
            type=kind.type,
            values=int(values[key]),
            changed_cases=int(changed[key] or 0),
        )
        for key, (name, kind) in zip(columns, kinds.items(), strict=True)
    )
