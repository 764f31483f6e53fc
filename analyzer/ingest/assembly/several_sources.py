"""Several logs of one journey → one relation: each is read by its own columns, clock and zone, and their cases meet.

The rows come together as texts that are read alike: times in UTC, numbers with a point. What cannot be read in a source
stays as it is written, and is refused and shown as in any log.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, replace

from analyzer.engine.reader import Reader
from analyzer.ingest.assembly.cases import group_cases
from analyzer.ingest.assembly.joined_objects import SourceObjects, changes_of, objects_of_sources
from analyzer.ingest.assembly.joining import map_notes, map_pairs, shared_columns
from analyzer.ingest.assembly.second_readings import second_readings, steps_forward
from analyzer.ingest.columns.case_by_values import with_case
from analyzer.ingest.columns.choosing import identifying, must_be, roles_of
from analyzer.ingest.columns.kinds import Kind, has_local, local_sql, value_sql
from analyzer.ingest.columns.plan import NEEDED, Plan, make_plan
from analyzer.ingest.columns.profile import profile
from analyzer.ingest.columns.roles import ALIASES
from analyzer.ingest.columns.settle import SettledReading, settle
from analyzer.ingest.sources.dialect import unique_names
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.keeping import keep
from analyzer.ingest.sources.log_rows import read_rows
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import TEXT, RawTable
from analyzer.ingest.sources.raw import Refused as Ragged
from analyzer.ingest.sources.refusals import Refused, check_refused
from analyzer.settings import LogSource, Settings, Via
from analyzer.tables.quality import ReadingNote, noted

_TIMES = ("timestamp", "start_timestamp")
_WRITTEN = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True)
class _SourceRows:
    """The rows of one source: `table` has row (from `offset` on), event, own (its row there) and its columns."""

    source: LogSource
    raw: RawTable
    table: str
    columns: dict[str, str]  # role, or `: ` and the name of an attribute → its column of the table
    names: dict[str, str]  # role → what the source calls it
    offset: int
    ragged: Ragged | None
    told: tuple[ReadingNote, ...]


def read_log_rows(settings: Settings, reader: Reader, most: int | None = None) -> tuple[RawTable, dict[str, str]]:
    """The rows of the log of the settings, one an event, and role → column as the settings, the format or else the
    case's own values say it.

    Of several sources only the first `most` rows of each, where that is given. Raises LogError for what is not there or
    cannot be read, and for a source of which too many rows cannot be.
    """
    if not settings.log.is_joined:
        raw, said = read_rows(settings, settings.log, reader)
        return raw, with_case(raw, reader, said)
    parts: list[_SourceRows] = []
    offset, events = 0, 0
    for source in settings.log.all:
        part, rows, latest = _read(settings, source, reader, most, offset, events)
        parts.append(part)
        offset, events = offset + rows, events + latest
    raw = _joined(settings, parts, reader)
    return raw, raw.roles


def _read(
    settings: Settings, source: LogSource, reader: Reader, most: int | None, offset: int, events: int
) -> tuple[_SourceRows, int, int]:
    """The rows of a source as the others' are written; their number, and one more than its highest event."""
    raw, said = read_rows(settings, source, reader)
    if source.via is not None and source.via.source in raw.names:
        said = {"case_id": source.via.source, **said}
    roles = roles_of(raw, ALIASES, NEEDED, with_case(raw, reader, said))
    identifiers = identifying(roles)
    raw = keep(raw, reader, most)
    found = profile(raw, reader, must_be({}, roles), identifiers, settings.missing)
    kinds = settle(found, roles, SettledReading(source.day_first, source.decimal, "log"), reader)
    plan = make_plan(found.raw, roles, kinds, source.timezone or settings.timezone)
    plan = _checked(plan, reader, source, found.rows)
    columns, listed, carry = _written(plan)
    event = plan.raw.column(plan.raw.event_column) if plan.raw.event_column else "row"
    times = tuple(a.column for a in plan.attributes if a.kind.type == "time")
    rows = plan.typed((*_TIMES[1:], *times), {"row": "row", "event": event, **carry})
    case, told, mapped = columns["case_id"], plan.raw.warnings, f"({listed.format(rows=rows)})"
    if source.via is not None:
        mapped, said_of = _through(settings, source, source.via, reader, mapped, case)
        told = (*told, *said_of)
    table = reader.keep(
        f"SELECT row_number() OVER (ORDER BY own, {case}) - 1 + {offset} AS row, event + {events} AS event, * EXCLUDE"
        f" (event) FROM {mapped}",
        raw.bytes,
        len(plan.raw.names),
    )
    number, latest = reader.row(f"SELECT count(*), coalesce(max(event) + 1, {events}) - {events} FROM {table}")
    part = _SourceRows(source, plan.raw, table, columns, plan.roles, offset, plan.raw.ragged(), told)
    return part, int(number), int(latest)


def _checked(plan: Plan, reader: Reader, source: LogSource, rows: int) -> Plan:
    """The plan with the second readings of local times that exist twice. Raises LogError where too many of the source's
    own rows cannot be read."""
    reasons, twice = group_cases(plan, reader)
    if twice:
        shifts, number = second_readings(plan, reader, steps_forward(plan, reader) < 0)
        plan = replace(plan, shifts=shifts) if number else plan
    ragged = plan.raw.ragged()
    refused = Refused(rows, reasons).with_ragged(ragged[0] if ragged else 0)
    typed = plan.typed((), {"row": "row", "said": f"concat_ws(', ', {plan.raw.all_columns})"})
    check_refused(refused, source.max_refused, plan.raw, reader, typed, "an event")
    return plan


def _written(plan: Plan) -> tuple[dict[str, str], str, dict[str, str]]:
    """Role or attribute → its column; SQL over `{rows}` that writes them; and what the rows have to carry for it."""
    columns: dict[str, str] = {}
    carry: dict[str, str] = {}
    written = ["row AS own", "event"]

    def add(key: str, sql: str, time: str | None) -> None:
        name = f"s{len(columns)}"
        columns[key], carry[f"said_{name}"] = name, sql
        said = f"said_{name}"
        if time is None:
            written.append(f"{said} AS {name}")
        else:
            written.append(f"coalesce(strftime(make_timestamp({time}), '{_WRITTEN}'), {said}) AS {name}")

    for role, name in plan.roles.items():
        add(role, _as_text(plan, name, plan.kinds[name]), role if role in _TIMES else None)
    for attribute in plan.attributes:
        kind = attribute.kind
        instant = kind.type == "time" and not (kind.dates_only and has_local(kind))
        add(f": {attribute.name}", _as_text(plan, attribute.file_column, kind), attribute.column if instant else None)
    return columns, f"SELECT {', '.join(written)} FROM {{rows}}", carry


def _as_text(plan: Plan, name: str, kind: Kind) -> str:
    """SQL: a value as text; numbers with a point, days of a column of dates as YYYY-MM-DD."""
    column = plan.raw.column(name)
    text = text_sql(column, plan.raw.type_of(name))
    if kind.type == "number" and kind.way != "point":
        return f"coalesce({text_sql(value_sql(column, kind), 'DOUBLE')}, {text})"
    if kind.type == "time" and kind.dates_only and has_local(kind):
        return f"coalesce(strftime(make_timestamp({local_sql(column, kind)}), '%Y-%m-%d'), {text})"
    return text


def _through(
    settings: Settings, source: LogSource, via: Via, reader: Reader, rows: str, case: str
) -> tuple[str, tuple[ReadingNote, ...]]:
    """SQL: the rows with the cases that the table says, once for each; and what is to be said of those it lacks."""
    table, kept = f"via_{reader.number()}", f"mapped_{reader.number()}"
    reader.run(f"CREATE TEMP TABLE {table} AS {map_pairs(settings, source, via, reader)}")
    reader.run(
        f"CREATE TEMP TABLE {kept} AS SELECT r.*, v.meant FROM {rows} AS r LEFT JOIN {table} AS v ON v.said = r.{case}"
    )
    lost, cases = reader.row(
        f"SELECT count(*), count(DISTINCT {case}) FROM {kept} WHERE meant IS NULL AND {case} IS NOT NULL"
    )
    shared = int(reader.row(f"SELECT count(*) FROM (SELECT own FROM {kept} GROUP BY own HAVING count(*) > 1)")[0])
    told = map_notes(settings, via, lost, cases, shared)
    there = f"meant IS NOT NULL OR {case} IS NULL"
    return f"(SELECT * EXCLUDE (meant) REPLACE (meant AS {case}) FROM {kept} WHERE {there})", told


def _joined(settings: Settings, parts: list[_SourceRows], reader: Reader) -> RawTable:
    keys, called = shared_columns([part.columns for part in parts], [part.names for part in parts])
    names = unique_names((*called, "@@event", "@@source"))
    columns = ", ".join(f"c{place}" for place in range(len(names)))
    tables = []
    for number, part in enumerate(parts):
        own = [part.columns.get(key, "CAST(NULL AS VARCHAR)") for key in keys]
        listed = "".join(f"{column} AS c{place}, " for place, column in enumerate(own))
        hidden = f"event AS c{len(keys)}, CAST({number} AS SMALLINT) AS c{len(keys) + 1}"
        tables.append(f"SELECT row, {listed}{hidden} FROM {part.table}")
    whole = f"({' UNION ALL '.join(tables)})"
    of_sources = [
        SourceObjects(part.raw, part.table, part.columns["case_id"], part.source.timezone or settings.timezone)
        for part in parts
    ]
    types, objects = objects_of_sources(of_sources, settings.missing)

    def place_of(row: int) -> tuple[GivenFile, int | None]:
        part = parts[bisect.bisect_right([p.offset for p in parts], row) - 1]
        return part.raw.place_of(int(reader.row(f"SELECT own FROM {part.table} WHERE row = {row}")[0]))

    return RawTable(
        names=names,
        types=(*(TEXT for _ in keys), "BIGINT", "SMALLINT"),
        relation=f"(SELECT {columns} FROM {whole})",
        numbered=whole,
        checked=whole,
        files=tuple(given for part in parts for given in part.raw.files),
        ragged=lambda: _ragged(parts),
        place_of=place_of,
        notes=parts[0].raw.notes,
        told=(*_told(parts), *_alone(parts, whole, f"c{len(keys) + 1}", reader)),
        in_columns=True,
        roles={key: name for key, name in zip(keys, names, strict=False) if key in ALIASES},
        event_column=names[-2],
        source_column=names[-1],
        sources=tuple(part.source.called for part in parts),
        object_types=types,
        objects=objects,
        changes=changes_of(of_sources) if types else "",
    )


def _told(parts: list[_SourceRows]) -> list[ReadingNote]:
    return [noted(one.kind, source=part.source.called, **dict(one.values)) for part in parts for one in part.told]


def _alone(parts: list[_SourceRows], whole: str, source: str, reader: Reader) -> list[ReadingNote]:
    """What does not join: of each source but the first the cases that no other one has."""
    if len(parts) == 1:
        return []
    numbered = f"SELECT c0 AS case_id, {source} AS source, count(*) AS events"
    grouped = f"{numbered} FROM {whole} WHERE c0 IS NOT NULL GROUP BY ALL"
    known = f"SELECT *, count(*) OVER (PARTITION BY case_id) = 1 AS alone FROM ({grouped})"
    asked = (
        "SELECT source, count(*), count_if(alone), sum(events), coalesce(sum(events) FILTER (alone), 0)"
        f" FROM ({known}) GROUP BY source ORDER BY source"
    )
    return [
        noted(
            "cases_of_one_source",
            source=parts[int(number)].source.called,
            alone=int(alone),
            cases=int(cases),
            left=int(left),
            events=int(events),
        )
        for number, cases, alone, events, left in reader.rows(asked)
        if number and alone
    ]


def _ragged(parts: list[_SourceRows]) -> Ragged | None:
    found = [part.ragged for part in parts if part.ragged is not None]
    return (sum(one[0] for one in found), *found[0][1:]) if found else None
