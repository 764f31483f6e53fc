"""Local times that exist twice, when the clock is set back: the reading that keeps the order of the file."""

from __future__ import annotations

from analyzer.engine.reader import Reader
from analyzer.ingest.columns.plan import Plan
from analyzer.ingest.columns.zones import US


def second_readings(plan: Plan, reader: Reader, backwards: bool) -> tuple[str, int]:
    """A table of row and shift (microseconds) for the times whose second reading counts; and their number.

    Within a case and a repeated hour, in the order of the file: a time before an earlier one's is of the second hour,
    and so are all
    after it. A file that mostly runs backwards in time is read from its end.
    """
    rows = plan.typed((), {"row": "row"})
    order = "row DESC" if backwards else "row"
    window = f"PARTITION BY case_id, timestamp_twice ORDER BY {order}"
    before = f"max(timestamp) OVER ({window} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    turned = (
        f"SELECT row, case_id, timestamp_twice, timestamp < {before} AS turned FROM {rows} WHERE reason IS NULL AND"
        f" timestamp_twice > 0"
    )
    later = (
        f"SELECT row, timestamp_twice, bool_or(turned) OVER ({window} ROWS UNBOUNDED PRECEDING) AS second FROM"
        f" ({turned})"
    )
    whens = " ".join(f"WHEN {c.at} THEN {(c.before - c.after) * US}" for c in plan.zone.repeating)
    name = f"shifts_{reader.number()}"
    reader.run(
        f"CREATE TEMP TABLE {name} AS SELECT row, CAST(CASE timestamp_twice {whens} END AS BIGINT) AS shift"
        f" FROM ({later}) WHERE second"
    )
    return name, int(reader.row(f"SELECT count(*) FROM {name}")[0])


def steps_forward(plan: Plan, reader: Reader) -> int:
    """How many more steps from one event of a case to its next in the file go forward in time than go back; below 0
    the file mostly runs from the last event to the first. It adds up over cases."""
    steps = (
        f"SELECT sign(timestamp - lag(timestamp) OVER (PARTITION BY case_id ORDER BY row)) AS step FROM"
        f" {plan.typed((), {'row': 'row'})} WHERE reason IS NULL AND timestamp_twice = 0"
    )
    return int(reader.row(f"SELECT coalesce(sum(step), 0) FROM ({steps})")[0])
