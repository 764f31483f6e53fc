"""The event table: sorted once by case, time and place in the file, with position and the next event beside each."""

from __future__ import annotations

from pathlib import Path

from analyzer.engine.reader import Reader, identifier, to_parquet
from analyzer.ingest.assembly.cases import PLACES
from analyzer.ingest.assembly.lifecycle import Lifecycle
from analyzer.ingest.assembly.typed_rows import with_words
from analyzer.ingest.columns.plan import AttributeColumn, Plan


def write_events(
    plan: Plan,
    event_attributes: tuple[AttributeColumn, ...],
    reader: Reader,
    path: Path,
    rows: int,
    lifecycle: Lifecycle,
) -> None:
    """The event table as Parquet, ordered by case_id and position; `rows` is the number of rows that are read.

    Beside the columns of the table stand `late`: an earlier event of the case stands after it in the file, and `tied`:
    another event of its case has its time. What is sorted is narrow: numbers of cases, and enumerations for words.
    """
    texts = ("activity", *plan.event_texts)
    attributes = [a.column for a in event_attributes]
    extra = tuple(r for r in ("start_timestamp", "cost", "lifecycle") if plan.has(r))
    raw = plan.raw
    told = {"event": raw.event_column, "source": raw.source_column}
    numbers = {name: raw.column(column) for name, column in told.items() if column}
    own = "".join(f", {name}" for name in numbers)
    plan = with_words(plan, (*texts, *attributes), reader)
    source = plan.typed((*plan.event_texts, *extra, *attributes), {"row": "row", **numbers})
    keep = [*texts, *attributes, *(r for r in ("cost",) if plan.has(r))]
    start, join = _start(plan, lifecycle.starts)
    columns = ", ".join(f"CAST({c} AS {plan.words[c]}) AS {c}" if c in plan.words else c for c in keep)
    ordered = (
        f"(SELECT case_no, timestamp, row{own}{start}, {columns} FROM {source} AS e"
        f" LEFT JOIN {PLACES} AS places ON e.case_id = places.case_id{join}"
        f" WHERE reason IS NULL AND {lifecycle.counted} ORDER BY case_no, timestamp, row)"
    )
    who = [t for t in ("resource", "team") if t in plan.event_texts]
    takers = "".join(f" lead({w}) OVER () AS following_{w}," for w in who)
    place = f"CAST(case_no AS BIGINT) * {rows} + row"
    streamed = (
        "(SELECT *, row_number() OVER () - 1 AS place, lead(case_no) OVER () AS following_no, lag(case_no) OVER () AS"
        " before_no, lead(activity) OVER () AS following, lead(timestamp) OVER () AS following_us,"
        f" lag(timestamp) OVER () AS before_us,{takers}"
        f" max({place}) OVER (ROWS UNBOUNDED PRECEDING) > {place} AS late FROM {ordered})"
    )
    going, went = "s.case_no = following_no", "s.case_no = before_no"
    shown = [
        "places.case_id",
        "place - start AS position",
        "activity",
        'make_timestamp(timestamp) AS "at"',
        *(["make_timestamp(started) AS start_at"] if start else []),
        f"CASE WHEN {going} THEN following END AS next_activity",
        f"CASE WHEN {going} THEN make_timestamp(following_us) END AS next_at",
        f"CASE WHEN {went} THEN make_timestamp(before_us) END AS before_at",
        *(f"CASE WHEN {going} THEN following_{w} END AS next_{w}" for w in who),
        "event" if raw.event_column else "row AS event",
        f"CAST({'source' if raw.source_column else 0} AS SMALLINT) AS source",
        *plan.event_texts,
        *(["cost"] if plan.has("cost") else []),
        *(f"{_value(a)} AS {identifier('event:' + a.name)}" for a in event_attributes),
        "late",
        f"coalesce({going} AND timestamp = following_us OR {went} AND timestamp = before_us, false) AS tied",
    ]
    named = f"{streamed} AS s LEFT JOIN {PLACES} AS places ON s.case_no = places.case_no"
    reader.run(f"COPY (SELECT {', '.join(shown)} FROM {named}) {to_parquet(path, len(shown))}")


def starts_after_ends(plan: Plan, reader: Reader, counted: str) -> int:
    """How many events are said to start after they end: they have no start then."""
    if not plan.has("start_timestamp"):
        return 0
    lifecycle = ("lifecycle",) if plan.has("lifecycle") else ()
    rows = plan.typed(("start_timestamp", *lifecycle), {})
    asked = f"SELECT count(*) FROM {rows} WHERE reason IS NULL AND {counted} AND start_timestamp > timestamp"
    return int(reader.row(asked)[0])


def _start(plan: Plan, starts: str | None) -> tuple[str, str]:
    """SQL: the start of an event by its column or its transition, never after its end; and the join for it."""
    sources = (["start_timestamp"] if plan.has("start_timestamp") else []) + (["started_us"] if starts else [])
    if not sources:
        return "", ""
    started = sources[0] if len(sources) == 1 else f"coalesce({', '.join(sources)})"
    join = f" LEFT JOIN {starts} AS starts ON e.row = starts.start_row" if starts else ""
    return f", CASE WHEN {started} BETWEEN 0 AND timestamp THEN {started} END AS started", join


def _value(attribute: AttributeColumn) -> str:
    return f"make_timestamp({attribute.column})" if attribute.kind.type == "time" else attribute.column
