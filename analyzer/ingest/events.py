"""The event table: sorted once by case, time and place in the file, with position and the next event beside each."""

from __future__ import annotations

from pathlib import Path

from analyzer.engine.reader import Reader, identifier, literal
from analyzer.ingest.cases import CASES
from analyzer.ingest.plan import Attribute, Plan

MANY_ROWS = 50_000  # from here on words that repeat are sorted as numbers
FEW_WORDS = 2_000
NEXT = ("next_activity", "next_at")


def write_events(
    plan: Plan, event_attributes: tuple[Attribute, ...], reader: Reader, path: Path, rows: int, counted: str = "true", starts: str | None = None
) -> None:
    """The event table as Parquet, ordered by case_id and position, with `place` (row in the file), `late` and `content` beside it.

    `late`: an earlier event of the case stands after it in the file. `content`: a hash of the whole row, for finding repeated ones.
    `starts`: a table of row and start time from lifecycle transitions.
    """
    texts = ("activity", *plan.event_texts)
    words = _words(plan, texts, event_attributes, reader) if rows >= MANY_ROWS else {}
    attributes = [a.column for a in event_attributes]
    extra = tuple(r for r in ("start_timestamp", "cost", "lifecycle") if plan.has(r))
    carry = {"row": "row", "content": f"hash({plan.raw.all_columns})"}
    source = plan.typed((*plan.event_texts, *extra, *attributes), carry)
    keep = [*texts, *attributes, *(r for r in ("cost",) if plan.has(r))]
    start, join = _start(plan, starts)
    columns = ", ".join(f"CAST({c} AS {words[c]}) AS {c}" if c in words else c for c in keep)
    ordered = (
        f"(SELECT case_no, start, rows, cases.case_id, timestamp, row, content{start}, {columns} FROM {source} AS e JOIN {CASES} AS cases"
        f" ON e.case_id = cases.case_id{join} WHERE reason IS NULL AND ({counted}) ORDER BY case_no, timestamp, row)"
    )
    streamed = (
        "(SELECT *, row_number() OVER () - 1 - start AS position, lead(activity) OVER () AS following, lead(timestamp) OVER () AS following_us,"
        f" max((CAST(case_no AS HUGEINT) << 64) + row) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS latest FROM {ordered})"
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
        "row AS place",
        "content",
        "latest > (CAST(case_no AS HUGEINT) << 64) + row AS late",
    ]
    reader.run(f"COPY (SELECT {', '.join(shown)} FROM {streamed}) TO {literal(str(path))} (FORMAT parquet)")


def _start(plan: Plan, starts: str | None) -> tuple[str, str]:
    """SQL: the start of an event, by its own column or by the matching transition, never after its end; and the join that it needs."""
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
