"""Lifecycle transitions: `complete` is the event, its matching `start` says when it began, others are kept beside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analyzer.engine.reader import Reader, literal, to_parquet
from analyzer.ingest.columns.plan import Plan
from analyzer.tables.quality import ReadingNote, noted

COMPLETE = ("complete", "completed")
START = ("start", "started")
ABORT = ("ate_abort", "pi_abort", "withdraw")  # they end a start as well
INSTANCE = "concept:instance"  # XES: which start belongs to which complete
_WORD = "lower(lifecycle)"


@dataclass(frozen=True)
class Lifecycle:
    """`counted` is SQL over the typed rows: which are events. `starts` is a table, where there are any, of _match."""

    counted: str = "true"
    starts: str | None = None
    warnings: tuple[ReadingNote, ...] = ()
    words: tuple[bool, bool] | None = None  # whether any row is complete, and whether any is a start


def words_of(plan: Plan, reader: Reader) -> tuple[bool, bool] | None:
    """Whether any row is complete, and whether any is a start; None without a lifecycle column."""
    if not plan.has("lifecycle"):
        return None
    rows = plan.typed(("lifecycle",), {})
    complete, start = reader.row(
        f"SELECT count_if({_WORD} IN {COMPLETE}), count_if({_WORD} IN {START}) FROM {rows} WHERE reason IS NULL"
    )
    return bool(complete), bool(start)


def read_lifecycle(plan: Plan, reader: Reader, words: tuple[bool, bool] | None = None) -> Lifecycle:
    """What the lifecycle column says; `words`: as `words_of` the whole log gives them, where these are some rows of it.

    Without any `complete` every row counts; a row without a transition is complete.
    """
    if not plan.has("lifecycle"):
        return Lifecycle()
    found = told_of(words or words_of(plan, reader) or (False, False))
    if found.starts:
        _match(plan, reader)
    return found


def told_of(words: tuple[bool, bool]) -> Lifecycle:
    """What the transitions of a whole log say: `words` as `words_of` gives them."""
    complete, start = words
    if not complete:
        return Lifecycle(warnings=(noted("no_complete"),), words=words)
    return Lifecycle(f"(lifecycle IS NULL OR {_WORD} IN {COMPLETE})", "starts" if start else None, words=words)


def _match(plan: Plan, reader: Reader) -> None:
    """The table `starts`: start_row (of the complete), started_us and begun_row (of its start).

    Within case and activity (and instance, where the log tells them apart) a complete ends the latest start that is
    still open, as
    brackets match: `depth` is the number of open starts after a row, and a bracket closes on the level on which it
    was opened.
    """
    instance = next((a.column for a in plan.attributes if a.file_column == INSTANCE), None)
    columns = ("lifecycle", instance) if instance else ("lifecycle",)
    of = f"case_id, activity{', ' + instance if instance else ''}"
    steps = (
        f"SELECT row, {of}, timestamp, {_WORD} IN {START} AS begins, lifecycle IS NULL OR {_WORD} IN {COMPLETE} AS"
        f" completes"
        f" FROM {plan.typed(columns, {'row': 'row'})}"
        f" WHERE reason IS NULL AND (lifecycle IS NULL OR {_WORD} IN {(*COMPLETE, *START, *ABORT)})"
    )
    window = f"(PARTITION BY {of} ORDER BY timestamp, row)"
    net = f"SELECT *, sum(CASE WHEN begins THEN 1 ELSE -1 END) OVER {window} AS net FROM ({steps})"
    depth = f"SELECT *, net - least(0, min(net) OVER {window}) AS depth FROM ({net})"
    level = (
        f"SELECT *, CASE WHEN begins THEN depth WHEN lag(depth) OVER {window} > 0 THEN depth + 1 END AS level FROM"
        f" ({depth})"
    )
    pairs = f"(PARTITION BY {of}, level ORDER BY timestamp, row)"
    matched = (
        f"SELECT *, lag(timestamp) OVER {pairs} AS started_us, lag(row) OVER {pairs} AS begun_row FROM ({level})"
        f" WHERE level IS NOT NULL"
    )
    reader.run(
        f"CREATE OR REPLACE TEMP TABLE starts AS SELECT row AS start_row, started_us, begun_row FROM ({matched})"
        f" WHERE completes AND begun_row IS NOT NULL"
    )


def write_transitions(plan: Plan, found: Lifecycle, reader: Reader, path: Path) -> int:
    """The rows that are neither counted nor the start of a counted one, by case_id and time; their number."""
    if found.counted == "true":
        return 0
    resource = ("resource",) if plan.has("resource") else ()
    rows = plan.typed(("lifecycle", *resource), {"row": "row"})
    matched = f" AND row NOT IN (SELECT begun_row FROM {found.starts})" if found.starts else ""
    columns = ", ".join(
        ("case_id", "activity", 'make_timestamp(timestamp) AS "at"', f"{_WORD} AS lifecycle", *resource)
    )
    reader.run(
        f"COPY (SELECT {columns} FROM {rows} WHERE reason IS NULL AND NOT {found.counted}{matched}"
        f" ORDER BY case_id, timestamp, row) {to_parquet(path, 5)}"
    )
    return int(reader.row(f"SELECT count(*) FROM read_parquet({literal(str(path))})")[0])
