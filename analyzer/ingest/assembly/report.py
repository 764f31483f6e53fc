"""The quality report of a log: what was read, used and refused, and what a reader of the results should know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.columns.detected import detected
from analyzer.ingest.columns.plan import NEEDED, Plan
from analyzer.ingest.sources.refusals import Refused
from analyzer.tables.quality import Quality


def report(
    plan: Plan, reader: Reader, rows: int, refused: Refused, events: Path, used: int, warnings: tuple[str, ...]
) -> Quality:
    """Counts over the rows of the file and the event table; `used` are the events that count.

    `future` compares with the end of the day on which the log is read, in UTC.
    """
    tomorrow = datetime.combine(datetime.now(UTC).date() + timedelta(days=1), datetime.min.time())
    asked = f'count_if(late), count_if("at" >= TIMESTAMP \'{tomorrow}\'), count_if(next_at = "at")'
    table = f"read_parquet({literal(str(events))})"
    late, future, tied = reader.row(f"SELECT {asked} FROM {table}")
    needed = {plan.roles[role] for role in NEEDED}
    empty = {name: rows - kind.present for name, kind in plan.kinds.items() if name not in needed}
    return Quality(
        rows=refused.rows,
        used=used,
        refused=refused.count,
        reasons=dict(sorted(refused.reasons.items())),
        duplicates=_duplicates(plan, reader, table) if tied else 0,
        out_of_order=int(late),
        future=int(future),
        missing={name: count for name, count in empty.items() if count},
        warnings=(*warnings, *plan.raw.warnings),
        detected=detected(plan.raw, plan.roles, plan.kinds, plan.timezone),
    )


def _duplicates(plan: Plan, reader: Reader, events: str) -> int:
    """Rows that repeat another in every column: asked of events of one activity and time in their case."""
    near = f'SELECT event, case_id, activity, "at", next_at, lag(next_at) OVER () AS given FROM {events}'
    tied = f'SELECT * FROM ({near}) WHERE next_at = "at" OR given = "at"'
    alike = f'SELECT event FROM ({tied}) QUALIFY count(*) OVER (PARTITION BY case_id, "at", activity) > 1'
    reader.run(f"CREATE OR REPLACE TEMP TABLE alike AS {alike}")
    if not reader.row("SELECT count(*) FROM alike")[0]:
        return 0
    rows = f"(SELECT r.* FROM {plan.raw.numbered} AS r SEMI JOIN alike AS t ON r.row = t.event)"
    counted = f"SELECT count(*) - 1 AS again FROM {rows} GROUP BY {plan.raw.all_columns}"
    return int(reader.row(f"SELECT coalesce(sum(again), 0) FROM ({counted})")[0])
