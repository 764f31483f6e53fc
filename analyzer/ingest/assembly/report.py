"""What is counted over the event table of a log for its quality report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.columns.plan import Plan


def tomorrow() -> datetime:
    """The end of the day on which a log is read, in UTC: later events lie in the future."""
    return datetime.combine(datetime.now(UTC).date() + timedelta(days=1), datetime.min.time())


def table_counts(plan: Plan, reader: Reader, events: Path) -> tuple[int, int, int]:
    """Events that stand in the file before an earlier one of their case, events of the future, and rows that repeat
    another in every column."""
    asked = f"count_if(late), count_if(\"at\" >= TIMESTAMP '{tomorrow()}'), count_if(tied)"
    table = f"read_parquet({literal(str(events))})"
    late, future, tied = reader.row(f"SELECT {asked} FROM {table}")
    return int(late), int(future), _duplicates(plan, reader, table) if tied else 0


def odd_times(reader: Reader, events: Path, cases: Path) -> dict[str, int]:
    """Counts by which times that were read in a wrong unit are known; see `RowCounts`."""
    zero, ancient = "TIMESTAMP '1970-01-01'", "TIMESTAMP '1980-01-01'"
    asked = f'count_if("at" = {zero}), count_if("at" < {ancient})'
    at_zero, old = reader.row(f"SELECT {asked} FROM read_parquet({literal(str(events))})")
    long = "last_at - first_at >= INTERVAL 1 MILLISECOND"
    where = f"FROM read_parquet({literal(str(cases))}) WHERE events > 1"
    instant, longer = reader.row(f"SELECT count(*) FILTER (NOT ({long})), count(*) FILTER ({long}) {where}")
    return {"at_zero": int(at_zero), "ancient": int(old), "instant": int(instant), "longer": int(longer)}


def _duplicates(plan: Plan, reader: Reader, events: str) -> int:
    """Rows that repeat another in every column: asked of events of one activity and time in their case."""
    tied = f'SELECT event, case_id, activity, "at" FROM {events} WHERE tied'
    alike = f'SELECT event FROM ({tied}) QUALIFY count(*) OVER (PARTITION BY case_id, "at", activity) > 1'
    reader.run(f"CREATE OR REPLACE TEMP TABLE alike AS {alike}")
    if not reader.row("SELECT count(*) FROM alike")[0]:
        return 0
    raw = plan.raw
    own = raw.column(raw.event_column) if raw.event_column else "row"  # which is another in every row
    rows = f"(SELECT r.* FROM {raw.numbered} AS r SEMI JOIN alike AS t ON r.{own} = t.event)"
    columns = ", ".join(raw.column(name) for name in raw.names if name != raw.event_column)
    counted = f"SELECT count(*) - 1 AS again FROM {rows} GROUP BY {columns}"
    return int(reader.row(f"SELECT coalesce(sum(again), 0) FROM ({counted})")[0])
