"""Cases of a log that are assembled anew from the rows that were kept of them, and the whole log of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from analyzer.engine import Engine, Table, ibis
from analyzer.engine.reader import Reader, literal, open_reader, to_parquet, with_room
from analyzer.ingest.assembly.assemble import Assembled, NotAsBeforeError, assemble
from analyzer.ingest.assembly.attributes import counted_attributes, known_by_then
from analyzer.ingest.assembly.counts import quality_of
from analyzer.ingest.assembly.lifecycle import Lifecycle, told_of
from analyzer.ingest.assembly.report import tomorrow
from analyzer.ingest.columns.choosing import identifying
from analyzer.ingest.columns.kinds import Kind, local_sql, utc_sql, value_sql
from analyzer.ingest.columns.number_formats import MISSING
from analyzer.ingest.columns.plan import Plan, make_plan
from analyzer.ingest.growth import SourcePart, UnderstoodLog
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import RawTable
from analyzer.ingest.sources.together import repeated_rows
from analyzer.settings import Settings
from analyzer.tables.cases import CASES
from analyzer.tables.events import EVENTS
from analyzer.tables.log import Log


def some_cases(
    engine: Engine,
    settings: Settings,
    log: UnderstoodLog,
    rows: Sequence[Path],
    order: Sequence[int],
    cases: Path,
    replacing: bool = False,
) -> Assembled | None:
    """Some cases of a log, assembled from the rows that were kept of them; None where none of them has a row.

    `rows`: files as `write_rows` gives them. `order`: the numbers of the parts in the order of the log's files; others
    are left out. `cases`: a Parquet file of case_id, null for the rows of no case. `replacing`: of a case that stands
    in several of the files only the rows of the last of them count. Events count their rows among these alone.
    """

    def read(memory: int) -> Assembled | None:
        with open_reader(engine.folder, memory) as reader:
            raw, number = _chosen(reader, log, rows, order, cases, replacing)
            if not number:
                return None
            raw = raw.cleaned(settings.missing, identifying(log.roles))
            plan = make_plan(raw, log.roles, log.kinds, settings.timezone)
            found = assemble(engine, reader, plan, number, settings.log, log.whole)
            present, strays = _present(reader, raw, log.kinds)
            return replace(found, counts=replace(found.counts, present=present, strays=strays))

    return with_room(read)


def rows_of(engine: Engine, rows: Sequence[Path], cases: Path, path: Path, replacing: bool) -> None:
    """The kept rows of some cases, written to a file of their own: `rows` and `cases` as of `some_cases`."""
    with open_reader(engine.folder) as reader:
        reader.run(f"COPY ({_of_cases(rows, cases, replacing)}) {to_parquet(path, 8)}")


def check_one_spelling(engine: Engine, log: UnderstoodLog, kept: Path, came: Path) -> None:
    """Raise NotAsBeforeError where a case of the rows that `came` is written in another way in rows that were `kept` of
    it: a warehouse is asked for a case as its changed rows write it, and so not all rows of this one came."""
    written = f"c{log.names.index(log.roles['case_id'])}"
    same = f"k.case_id IS NOT DISTINCT FROM n.case_id AND k.{written} IS NOT DISTINCT FROM n.{written}"
    with open_reader(engine.folder) as reader:
        others = f"(SELECT DISTINCT case_id, {written} FROM read_parquet({literal(str(came))}))"
        missed = f"SELECT count(*) FROM read_parquet({literal(str(kept))}) AS k ANTI JOIN {others} AS n ON {same}"
        if reader.row(missed)[0]:
            raise NotAsBeforeError("a case is written in several ways")


def check_all_there(there: int, known: int) -> None:
    """Raise NotAsBeforeError where a warehouse has more or fewer rows (`there`) than are `known` of its cases, those
    that have changed as they are now: one was deleted, stands in another case than before, or came too late to be asked
    for."""
    if there != known:
        raise NotAsBeforeError("rows of the warehouse are gone, stand in another case, or came late")


def _of_cases(rows: Sequence[Path], cases: Path, replacing: bool) -> str:
    """SQL: the rows of some cases that count, of all files."""
    every = " UNION ALL ".join(
        f"SELECT *, {number} AS file_no FROM read_parquet({literal(str(path))})" for number, path in enumerate(rows)
    )
    wanted = f"read_parquet({literal(str(cases))})"
    chosen = f"SELECT r.* FROM ({every}) AS r SEMI JOIN {wanted} AS w ON r.case_id = w.case_id"  # read by what it wants
    without = f"SELECT * FROM ({every}) WHERE case_id IS NULL AND (SELECT count(*) > count(case_id) FROM {wanted})"
    last = " QUALIFY r.file_no = max(r.file_no) OVER (PARTITION BY r.case_id)" if replacing else ""
    return f"SELECT r.* EXCLUDE (file_no) FROM ({chosen} UNION ALL {without}) AS r{last}"


def _chosen(
    reader: Reader, log: UnderstoodLog, rows: Sequence[Path], order: Sequence[int], cases: Path, replacing: bool
) -> tuple[RawTable, int]:
    """The rows of some cases in the order of the log; those that several files have stand once."""
    places = ", ".join(f"({part}, {place})" for place, part in enumerate(order))
    columns = ", ".join(f"c{i}" for i in range(len(log.names)))
    reader.allow(sum(path.stat().st_size for path in rows), len(log.names))
    name = f"chosen_{reader.number()}"
    ordered = (
        f"SELECT p.place AS file, {columns} FROM ({_of_cases(rows, cases, replacing)}) AS r"
        f" JOIN (VALUES {places}) AS p(part, place) ON r.part = p.part ORDER BY p.place, r.row"
    )
    reader.run(f"CREATE TEMP TABLE {name} AS SELECT row_number() OVER () - 1 AS row, * FROM ({ordered})")
    repeated, again = repeated_rows(name, columns, reader) if len(order) > 1 else ("", 0)
    kept = f"{name} AS t ANTI JOIN {repeated} AS r ON t.row = r.row" if again else name
    place = "t.row AS row" if again else "row"
    number = int(reader.row(f"SELECT count(*) FROM {kept}")[0])
    raw = log.raw(f"(SELECT {columns} FROM {kept})", f"(SELECT {place}, {columns} FROM {kept})", again)
    return raw, number


def _present(reader: Reader, raw: RawTable, kinds: Mapping[str, Kind]) -> tuple[dict[str, int], dict[str, int]]:
    """Column → rows with a value, and → rows with something else, counted as the profile of a whole log counts them."""
    columns = [(raw.column(name), raw.type_of(name), kind) for name, kind in kinds.items()]
    asked = [_present_sql(column, native, kind) for column, native, kind in columns]
    asked += [f"count({text_sql(column, native)})" for column, native, _ in columns]
    counts = [int(count) for count in reader.row(f"SELECT {', '.join(asked)} FROM {raw.relation}")]
    present, filled = counts[: len(kinds)], counts[len(kinds) :]
    strays = [
        there - read if kind.type != "code" else 0
        for there, read, kind in zip(filled, present, kinds.values(), strict=True)
    ]
    return dict(zip(kinds, present, strict=True)), dict(zip(kinds, strays, strict=True))


def _present_sql(column: str, native: str, kind: Kind) -> str:
    text = text_sql(column, native)
    if kind.type == "time" and kind.formats:
        return f"count(coalesce({utc_sql(column, kind)}, {local_sql(column, kind)}))"
    if kind.type in ("number", "boolean") and native == "VARCHAR":
        missing = ", ".join(literal(word) for word in sorted(MISSING))
        read = f"{value_sql(column, kind)} IS NOT NULL"
        return f"count_if({text} IS NOT NULL AND ({read} OR lower({text}) IN ({missing})))"
    return f"count({text})"


def log_of(
    engine: Engine,
    settings: Settings,
    log: UnderstoodLog,
    plan: Plan,
    ragged: int,
    events: Table,
    cases: Table,
    activities: Sequence[str] | None = None,
) -> Log:
    """The log whose tables were put together from cases that were assembled apart, as one reading of it gives it.

    `events`: with all that their rows say (`Assembled.events`). `plan`: as of `plan_of`. `activities`: those of the
    events, where they are known.
    """
    attributes = counted_attributes(engine, plan.attributes, log.whole.held, events, cases, log.counts.changed)
    spans = engine.rows(cases.aggregate(n=cases.count(), first=cases.first_at.min(), last=cases.last_at.max()))[0]
    lifecycle = Lifecycle() if log.whole.lifecycle is None else told_of(log.whole.lifecycle)
    future = _future(engine, events, spans["last"])
    quality = quality_of(log.counts, ragged, plan, future, attributes, int(spans["n"]), lifecycle.warnings)
    if activities is None:
        activities = [str(row["activity"]) for row in engine.rows(events.select("activity").distinct())]
    return Log(
        events=EVENTS.check(known_by_then(events, attributes)),
        cases=CASES.check(cases),
        transitions=None,
        attributes=attributes,
        quality=quality,
        n_cases=int(spans["n"]),
        n_events=log.counts.used,
        activities=tuple(sorted(activities)),
        first_at=spans["first"],
        last_at=spans["last"],
        sources=(settings.log.path or settings.log.table or "",),
    )


def _future(engine: Engine, events: Table, last: datetime) -> int:
    """Events later than today; none where the last of all is not."""
    if last < tomorrow():
        return 0
    late = (events["at"] >= ibis.literal(tomorrow(), "timestamp(6)")).sum()
    return int(engine.rows(events.aggregate(future=late))[0]["future"] or 0)


def plan_of(log: UnderstoodLog, settings: Settings, files: Sequence[GivenFile], parts: Sequence[SourcePart]) -> Plan:
    """The plan of the whole log, for what is told of it: nothing can be read through it."""
    raw = replace(
        log.raw("", "", log.counts.repeated),
        files=tuple(files),
        notes=parts[0].notes if parts else (),
        told=tuple(dict.fromkeys(one for part in parts for one in part.told)),
    )
    kinds = {name: replace(kind, present=log.counts.present[name]) for name, kind in log.kinds.items()}
    return make_plan(raw, log.roles, kinds, settings.timezone)
