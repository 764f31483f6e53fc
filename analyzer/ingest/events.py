"""The event table: sorted once by case, time and place in the file, with position and the next event beside each."""

from __future__ import annotations

from pathlib import Path

from analyzer.engine.reader import Reader, identifier, literal
from analyzer.ingest.cases import CASES
from analyzer.ingest.lifecycle import Lifecycle
from analyzer.ingest.plan import Attribute, Plan

MANY_ROWS = 50_000  # from here on words that repeat are sorted as numbers
FEW_WORDS = 2_000


def write_events(
    plan: Plan, event_attributes: tuple[Attribute, ...], reader: Reader, path: Path, rows: int, lifecycle: Lifecycle
) -> None:
    """The event table as Parquet, ordered by case_id and position, with `late` beside it: an earlier event of the
    case stands after it
    in the file.

    `rows` is the number of rows that are read.
    """
    texts = ("activity", *plan.event_texts)
    words = _words(plan, texts, event_attributes, reader) if rows >= MANY_ROWS else {}
    attributes = [a.column for a in event_attributes]
    extra = tuple(r for r in ("start_timestamp", "cost", "lifecycle") if plan.has(r))
    source = plan.typed((*plan.event_texts, *extra, *attributes), {"row": "row"})
    keep = [*texts, *attributes, *(r for r in ("cost",) if plan.has(r))]
    start, join = _start(plan, lifecycle.starts)
    columns = ", ".join(f"CAST({c} AS {words[c]}) AS {c}" if c in words else c for c in keep)
    ordered = (
        f"(SELECT case_no, start, rows, cases.case_id, timestamp, row{start}, {columns} FROM {source} AS e LEFT JOIN"
        f" {CASES} AS cases"
        f" ON e.case_id = cases.case_id{join} WHERE reason IS NULL AND {lifecycle.counted} ORDER BY case_no,"
        f" timestamp, row)"
    )
    streamed = (
        "(SELECT *, row_number() OVER () - 1 - start AS position, lead(activity) OVER () AS following,"
        " lead(timestamp) OVER () AS following_us,"
        f" max(case_no * {rows} + row) OVER (ROWS UNBOUNDED PRECEDING) AS latest FROM {ordered})"
    )
    last = "position + 1 < rows"
    shown = [
        "case_id",
        "position",
        "activity",
        'make_timestamp(timestamp) AS "at"',
        *(["make_timestamp(started) AS start_at"] if start else []),
        f"CASE WHEN {last} THEN following END AS next_activity",
        f"CASE WHEN {last} THEN make_timestamp(following_us) END AS next_at",
        *plan.event_texts,
        *(["cost"] if plan.has("cost") else []),
        *(f"{_value(a)} AS {identifier('event:' + a.name)}" for a in event_attributes),
        f"latest > case_no * {rows} + row AS late",
    ]
    reader.run(f"COPY (SELECT {', '.join(shown)} FROM {streamed}) TO {literal(str(path))} (FORMAT parquet)")


def _start(plan: Plan, starts: str | None) -> tuple[str, str]:
    """SQL: the start of an event, by its own column or by the matching transition, never after its end; and the join
    that it needs."""
    sources = (["start_timestamp"] if plan.has("start_timestamp") else []) + (["started_us"] if starts else [])
    if not sources:
        return "", ""
    started = sources[0] if len(sources) == 1 else f"coalesce({', '.join(sources)})"
    join = f" LEFT JOIN {starts} AS starts ON e.row = starts.start_row" if starts else ""
    return f", CASE WHEN {started} BETWEEN 0 AND timestamp THEN {started} END AS started", join


def _words(plan: Plan, texts: tuple[str, ...], attributes: tuple[Attribute, ...], reader: Reader) -> dict[str, str]:
    """Columns of few different words → an enumeration of them: sorting carries numbers then."""
    names = {t: plan.kinds[plan.roles[t]] for t in texts} | {a.column: a.kind for a in attributes}
    few = [c for c, kind in names.items() if kind.type == "text" and 0 < kind.distinct <= FEW_WORDS]
    if not few:
        return {}
    asked = ", ".join(f"list(DISTINCT {c})" for c in few)
    optional = tuple(c for c in few if c != "activity")
    found = reader.row(f"SELECT {asked} FROM {plan.typed(optional, {})}")
    types = {}
    for column, listed in zip(few, found, strict=True):
        types[column] = f"words_{column}"
        listed_sql = ", ".join(literal(word) for word in sorted(w for w in listed if w is not None))
        reader.run(f"CREATE TYPE words_{column} AS ENUM ({listed_sql})")
    return types


def _value(attribute: Attribute) -> str:
    return f"make_timestamp({attribute.column})" if attribute.kind.type == "time" else attribute.column
