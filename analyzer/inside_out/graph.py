"""The directly-follows graph: activities, what follows what and how long it takes, where cases start and end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, ibis, seconds
from analyzer.tables.log import Log

MAX_FLOWS = 100_000  # arcs that leave the engine; the most frequent ones


@dataclass(frozen=True)
class Graph:
    """Frames as in tables/process.py: activities, flows, starts, ends."""

    activities: Any
    flows: Any
    starts: Any
    ends: Any


def graph(engine: Engine, log: Log, stage_of: Mapping[str, int]) -> Graph:
    """The directly-follows graph of a log with frequencies and times.

    Grain: an activity (stage_no None where no stage claims it); an arc from one activity to the next event's. `count`
    are events or successions, `cases` the cases in which they occur, `repeated_cases` those in which an activity occurs
    twice or more. `median_s`, `p90_s`: seconds from the completion of one event to that of the next, exact quantiles
    with linear interpolation between neighbours. Cases without events do not exist.
    When not to trust it: times between completions hold work and waiting both.
    """
    activities, starts, ends = _activities(engine, log, stage_of)
    return Graph(activities, _flows(engine, log), starts, ends)


def _activities(engine: Engine, log: Log, stage_of: Mapping[str, int]) -> tuple[Any, Any, Any]:
    import pandas as pd

    events = log.events
    per_case = events.group_by("case_id", "activity").aggregate(
        n=events.count(),
        starts=(events.position == 0).any(),
        ends=events.next_activity.isnull().any(),
    )
    found = engine.frame(
        per_case.group_by("activity").aggregate(
            events=per_case.n.sum(),
            cases=per_case.count(),
            repeated_cases=per_case.count(where=per_case.n > 1),
            start_cases=per_case.count(where=per_case.starts),
            end_cases=per_case.count(where=per_case.ends),
        )
    )
    found = found.sort_values(["events", "activity"], ascending=[False, True], ignore_index=True)
    found.insert(1, "stage_no", pd.Series([stage_of.get(a) for a in found["activity"]], dtype=object))
    found = found.astype(dict.fromkeys(("events", "cases", "repeated_cases"), "int64"))
    frame = found[["activity", "stage_no", "events", "cases", "repeated_cases"]]
    return frame, _ranked(found, "start_cases"), _ranked(found, "end_cases")


def _ranked(found: Any, column: str) -> Any:
    """Activity and cases where any, the most frequent first."""
    some = found[found[column] > 0][["activity", column]].rename(columns={column: "cases"}).astype({"cases": "int64"})
    return some.sort_values(["cases", "activity"], ascending=[False, True], ignore_index=True)


def _flows(engine: Engine, log: Log) -> Any:
    pairs = log.events.filter(log.events.next_activity.notnull())
    pairs = pairs.select("case_id", "activity", "next_activity", took_s=seconds(pairs.next_at, pairs["at"]))
    arcs = pairs.group_by("activity", "next_activity").aggregate(
        count=pairs.count(),
        cases=pairs.case_id.nunique(),
        median_s=pairs.took_s.quantile(0.5),
        p90_s=pairs.took_s.quantile(0.9),
    )
    arcs = arcs.rename({"from": "activity", "to": "next_activity"})
    arcs = arcs.order_by(ibis.desc("count"), "from", "to").limit(MAX_FLOWS)
    found = engine.frame(arcs).astype({"count": "int64", "cases": "int64", "median_s": "float64", "p90_s": "float64"})
    return found.sort_values(["count", "from", "to"], ascending=[False, True, True], ignore_index=True)
