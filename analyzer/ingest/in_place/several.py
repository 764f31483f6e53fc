"""Several logs of one journey where they all lie → one table: each is read by its own columns, clock and zone, and
their cases meet. The rule is that of `assembly/several_sources.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from analyzer.engine import Engine, Table, ibis
from analyzer.engine.reader import Reader, to_parquet
from analyzer.errors import LogError
from analyzer.ingest.assembly.joining import map_ends, map_notes, map_pairs, map_source, shared_columns
from analyzer.ingest.columns.case_by_values import with_case
from analyzer.ingest.columns.choosing import identifying, must_be, roles_of
from analyzer.ingest.columns.kinds import has_local
from analyzer.ingest.columns.plan import NEEDED, Plan, make_plan
from analyzer.ingest.columns.profile import Profile
from analyzer.ingest.columns.roles import ALIASES
from analyzer.ingest.columns.settle import SettledReading, settle
from analyzer.ingest.in_place.placed import EVENT, ROW, SOURCE, PlacedTable, open_placed
from analyzer.ingest.in_place.profile import profile_placed
from analyzer.ingest.in_place.typed import check_few_refused, typed_rows
from analyzer.ingest.in_place.values import at_of, clean, local_us, text_of, value_of
from analyzer.ingest.sources.dialect import unique_names
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.parquet import read_parquet
from analyzer.ingest.sources.raw import RawTable, missing_words
from analyzer.settings import LogSource, Settings, Via
from analyzer.tables.quality import ReadingNote, fact, noted

_TIMES = {"timestamp": "us", "start_timestamp": "start_us"}  # role → its column of the typed rows
_OWN = "own"


@dataclass(frozen=True)
class _PlacedSource:
    """The rows of one source as the others' are written: `own`, its row, and texts s0, … by `columns` (role, or `: `
    and the name of an attribute). `names`: role → what the source calls it."""

    source: LogSource
    table: Table
    has_row: bool
    columns: Mapping[str, str]
    names: Mapping[str, str]
    told: tuple[ReadingNote, ...]


def open_joined(engine: Engine, settings: Settings, reader: Reader) -> PlacedTable:
    """The rows of all sources of the log as one table of texts. Raises LogError for what cannot be read, and for a
    source of which too many rows cannot be."""
    parts = [_source(engine, settings, source, reader) for source in settings.log.all]
    keys, called = shared_columns([part.columns for part in parts], [part.names for part in parts])
    names = unique_names(tuple(called))
    has_row = all(part.has_row for part in parts)
    tables: list[Table] = []
    rows = events = 0
    for number, part in enumerate(parts):
        kept = part.table
        texts = {
            f"c{place}": kept[part.columns[key]] if key in part.columns else ibis.null("string")
            for place, key in enumerate(keys)
        }
        through = ibis.row_number().over(ibis.window(order_by=[_OWN, part.columns["case_id"]]))
        placed = {ROW: (through + rows).cast("int64"), EVENT: kept[_OWN] + events} if has_row else {}
        tables.append(kept.select(**placed, **{SOURCE: ibis.literal(number, "int16")}, **texts))
        if has_row:
            seen = engine.rows(kept.aggregate(n=kept.count(), last=kept[_OWN].max()))[0]
            rows, events = rows + int(seen["n"]), events + int(seen["last"] or 0) + 1
    whole = engine.gather(tables, "joined")
    told = (*_told(parts), *_alone(engine, parts, whole))
    sample = _sample(engine, whole, len(keys), reader)
    roles = {key: name for key, name in zip(keys, names, strict=True) if key in ALIASES}
    sources = tuple(part.source.called for part in parts)
    notes = (fact("several_in_place", engine=engine.called),)
    return PlacedTable(
        whole, has_row, replace(sample, names=names, notes=notes, told=told, roles=roles, sources=sources)
    )


def _sample(engine: Engine, whole: Table, columns: int, reader: Reader) -> RawTable:
    path = engine.folder / f"{engine.name('sample')}.parquet"
    texts = whole.select(*(f"c{place}" for place in range(columns)))
    engine.sample(texts, path)
    return read_parquet(GivenFile(path, "the sources of the log", LogError), reader)


def _source(engine: Engine, settings: Settings, source: LogSource, reader: Reader) -> _PlacedSource:
    placed = open_placed(engine, settings, source, reader)
    sample, said = placed.sample, dict(source.columns)
    if source.via is not None and source.via.source in sample.names:
        said = {"case_id": source.via.source, **said}
    roles = roles_of(sample, ALIASES, NEEDED, with_case(sample, reader, said))
    found, rows = profile_placed(engine, placed, reader, must_be({}, roles), identifying(roles), settings.missing)
    kinds = settle(found, roles, SettledReading(source.day_first, source.decimal, "log"), reader)
    plan = make_plan(sample, roles, kinds, source.timezone or settings.timezone)
    table, columns = _written(engine, placed, plan, rows, found, source)
    told: tuple[ReadingNote, ...] = ()
    if source.via is not None:
        table, told = _through(engine, settings, source, reader, table, columns["case_id"])
    return _PlacedSource(source, table, placed.has_row, columns, plan.roles, told)


def _written(
    engine: Engine, placed: PlacedTable, plan: Plan, rows: Table, found: Profile, source: LogSource
) -> tuple[Table, dict[str, str]]:
    """The rows with `own` and texts that are read alike, kept; and role or attribute → its text. What cannot be read
    stays as it is written."""
    columns: dict[str, str] = {}
    carry: dict[str, Any] = {}
    times: dict[str, str] = {}  # text → the typed time that it says
    for role, name in plan.roles.items():
        columns[role] = text = f"s{len(columns)}"
        carry[text] = _as_text(rows, plan, name)
        if role in _TIMES:
            times[text] = _TIMES[role]
    for attribute in plan.attributes:
        columns[f": {attribute.name}"] = text = f"s{len(columns)}"
        carry[text] = _as_text(rows, plan, attribute.file_column)
        kind = attribute.kind
        if kind.type == "time" and not (kind.dates_only and has_local(kind)):
            times[text] = attribute.column
    typed = typed_rows(engine, rows, plan, placed.has_row, carry=carry).table
    counted = engine.rows(typed.group_by("reason").aggregate(n=typed.count()))
    reasons = {str(row["reason"]): int(row["n"]) for row in counted if row["reason"]}
    said = typed.drop(*carry)
    check_few_refused(engine, placed.sample.files[0], said, reasons, found.rows, source.max_refused)
    texts = {text: typed[text] for text in carry}
    for text, time in times.items():
        at = at_of(typed[time]) if time in _TIMES.values() else typed[time]
        texts[text] = ibis.coalesce(_said(at), typed[text])
    order = [*(c for c in ("case_id", "us", "activity") if c in typed.columns), *carry]
    own = typed[ROW] if placed.has_row else ibis.row_number().over(ibis.window(order_by=order))
    return engine.keep(typed.select(**{_OWN: own.cast("int64")}, **texts), "source_rows"), columns


def _said(at: Any) -> Any:
    """A time in UTC as text. In one piece PostgreSQL would take the T behind the day for the ending of a number."""
    return at.strftime("%Y-%m-%d") + "T" + at.strftime("%H:%M:%S.%f") + "Z"


def _as_text(rows: Table, plan: Plan, name: str) -> Any:
    """A value as text; numbers with a point, days of a column of dates as YYYY-MM-DD."""
    column, kind = rows[plan.raw.column(name)], plan.kinds[name]
    text = text_of(column, plan.raw.type_of(name))
    if kind.type == "number" and kind.way != "point":
        return ibis.coalesce(text_of(value_of(column, kind), "DOUBLE"), text)
    if kind.type == "time" and kind.dates_only and has_local(kind):
        return ibis.coalesce(at_of(local_us(column, kind)).strftime("%Y-%m-%d"), text)
    return text


def _pairs(engine: Engine, settings: Settings, source: LogSource, via: Via, reader: Reader) -> Table:
    """What `map_pairs` gives: of a file copied up, of a table where it lies."""
    if via.table is None:
        path = engine.folder / f"{engine.name('via')}.parquet"
        reader.run(f"COPY ({map_pairs(settings, source, via, reader)}) {to_parquet(path, 2)}")
        return engine.read_parquet(path)
    placed = open_placed(engine, settings, map_source(source, via), reader)
    sample, words = placed.sample, missing_words(settings.missing, identifies=True)
    said, meant = (
        clean(text_of(placed.rows[sample.column(name)], sample.type_of(name)), words) for name in map_ends(sample, via)
    )
    pairs = placed.rows.select(said=said, meant=meant)
    return engine.keep(pairs.filter(pairs.said.notnull() & pairs.meant.notnull()).distinct(), "via")


def _through(
    engine: Engine, settings: Settings, source: LogSource, reader: Reader, rows: Table, case: str
) -> tuple[Table, tuple[ReadingNote, ...]]:
    """The rows with the cases that the map says, once for each; and what is to be said of those that it lacks."""
    via = source.via
    assert via is not None
    table = _pairs(engine, settings, source, via, reader)
    mapped = engine.keep(rows.left_join(table, rows[case] == table.said).drop("said"), "mapped")
    lost = mapped.filter(mapped.meant.isnull() & mapped[case].notnull())
    missing = engine.rows(lost.aggregate(events=lost.count(), cases=lost[case].nunique()))[0]
    several = mapped.group_by(_OWN).aggregate(n=mapped.count())
    shared = int(engine.rows(several.aggregate(n=(several.n > 1).sum()))[0]["n"] or 0)
    told = map_notes(settings, via, int(missing["events"]), int(missing["cases"]), shared)
    there = mapped.filter(mapped.meant.notnull() | mapped[case].isnull())
    return engine.keep(there.mutate(**{case: there.meant}).drop("meant"), "through"), told


def _told(parts: list[_PlacedSource]) -> list[ReadingNote]:
    return [noted(one.kind, source=part.source.called, **dict(one.values)) for part in parts for one in part.told]


def _alone(engine: Engine, parts: list[_PlacedSource], whole: Table) -> list[ReadingNote]:
    """What does not join: of each source but the first the cases that no other one has."""
    if len(parts) == 1:
        return []
    named = whole.filter(whole.c0.notnull())
    counted = named.group_by(case_id="c0", part=SOURCE).aggregate(events=named.count())
    known = counted.mutate(alone=counted.count().over(ibis.window(group_by="case_id")) == 1)
    left = ibis.ifelse(known.alone, known["events"], 0)
    asked = known.group_by("part").aggregate(
        cases=known.count(), alone=known.alone.sum(), events=known["events"].sum(), left=left.sum()
    )
    return [
        noted(
            "cases_of_one_source",
            source=parts[int(row["part"])].source.called,
            **{name: int(row[name]) for name in ("alone", "cases", "left", "events")},
        )
        for row in engine.rows(asked.order_by("part"))
        if row["part"] and row["alone"]
    ]
